#!/bin/bash
# 20,000 packets a second that claim to be of this virtual router, and whose
# checksum is wrong: how many of the adverts that are due meanwhile a Master
# sends, within 100 ms of their time; what that costs it; and whether its
# Backup keeps still.

# shellcheck source=tests/bench/bench.sh
. "$(dirname "$0")/bench.sh"

# calm WIRE: that a alone is Master there.
calm()
{
	local since

	since=$(calc "$(now) - 2.5")
	wire_seen "s$1" "$(advert a)" "$since" &&
	    not wire_seen "s$1" "$(advert b)" "$since"
}

LENGTH=$(whole 10 5)
wires 1 a b m
pairs 3
for ((round = $(whole 2 1); round > 0; round--)); do
	for n in "${WIRES[@]}"; do
		flooded "a$n" sum
		end=$(calc "$BEGIN + $LENGTH")
		result bad-cpu "${KIND[$n]}" "$CPU"
		result bad-rate "${KIND[$n]}" "$RATE"
		result bad-cost "${KIND[$n]}" "$(calc "$CPU * 1e4 / $RATE")"
		# The one before the flood tells when the first is due.
		result bad-sent "${KIND[$n]}" "$(
			wire_times "s$n" "$(advert a)" "$(calc "$BEGIN - 1.1")" |
			    awk -v from="$BEGIN" -v to="$end" -v due="$LENGTH" '
			$1 > from && $1 <= to && $1 - last > 0.9 &&
			    $1 - last < 1.1 { sent++ }
			{ last = $1 }
			END { print 100 * (sent > due ? due : sent) / due }'
		)"
		result bad-false "${KIND[$n]}" \
		    "$(wire_lines "s$n" "$(advert b)" "$BEGIN" |
		    awk -v end="$end" '$1 <= end' | wc -l)"
		# There may be two Masters now, and a duel.
		must wait_for 20 calm "$n"
	done
done
