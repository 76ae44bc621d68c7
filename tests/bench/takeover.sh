#!/bin/bash
# A Master dies: when its Backup has advertised, and when it has announced the
# address, beyond 3 * Advertisement_Interval + Skew_Time after the last advert
# of the dead.  The times are those of the kernel, at the switch.
#
# All wires at a time, their masters die one after another, and nothing else
# is done until all are succeeded.

# shellcheck source=tests/bench/bench.sh
. "$(dirname "$0")/bench.sh"

# late WIRE PATTERN LAST: how many ms after its time the first such came of who
# succeeds.  With its last advert the dead may have announced the address too.
late()
{
	local first

	first=$(wire_first "s$1" "$2" "$(calc "$3 + 0.5")")
	[ -n "$first" ] || fail "${KIND[$1]}: no takeover"
	calc "($(field time "$first") - $3 - $MASTER_DOWN) * 1000"
}

wires 4 a b
for ((round = $(whole 3 1); round > 0; round--)); do
	pairs 2.5
	for n in "${WIRES[@]}"; do
		die "a$n"
		pause 0.13
	done
	pause 4.2
	for n in "${WIRES[@]}"; do
		last=$(field time "$(wire_last "s$n" "$(advert a)")")
		result takeover-advert "${KIND[$n]}" \
		    "$(late "$n" "$(advert b)" "$last")"
		result takeover "${KIND[$n]}" \
		    "$(late "$n" "$(garp 10.0.0.1)" "$last")"
		die "b$n"
		# The dead cannot take their address away.
		for h in a b; do
			ip -n "$h$n" addr flush to 10.0.0.1/32 dev eth0
			! ip -n "$h$n" link show dev vrrp.50 >/dev/null 2>&1 ||
			    ip -n "$h$n" link del dev vrrp.50
		done
		: >"$T/s$n.wire"
	done
done
