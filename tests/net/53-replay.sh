#!/bin/bash
# Whoever recorded every advert of the group and plays them back, in any
# order, to whomever, changes nothing: AH's sequence numbers.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

key=ah/0x00112233445566778899

lan a b c
sniff c eth0 -x
start a -v 50 -p 200 -a $key 10.0.0.1
start b -v 50 -p 100 -a $key 10.0.0.1
must wait_for 5 is_state a Master
# A history with all that there is: resigning, taking over, preempting.
stop a
must wait_for 3 is_state b Master
start a -v 50 -p 200 -a $key 10.0.0.1
must wait_for 5 is_state a Master
must wait_for 2 is_state b Backup

# replay ORDER: send what was heard so far, byte for byte, from c.
replay()
{
	local line raw n=0

	while read -r line; do
		raw=$(field raw "$line")
		on c "$WIRE" send eth0 src="$(field src "$line")" \
		    id="$(field id "$line")" proto=51 tos=c0 \
		    payload="${raw:40}" || fail "wire send"
		n=$((n + 1))
	done < <("$@" "$T/recorded")
	[ "$n" -ge 5 ] || fail "only $n recorded"
}

wire_lines c ' adv .* proto=51' >"$T/recorded"
must grep -q 'prio=0' "$T/recorded"

states=$(cat "$T/a.log" "$T/b.log" | grep -c -- '->')
refused=$(counter b vrrpStatsAuthFailures)
for order in cat tac "shuf --random-source=$T/recorded"; do
	# shellcheck disable=SC2086 # its words
	replay $order
done
# The kernel itself drops what claims to come from b, so b saw the others.
theirs=$(grep -c 'src=10.0.0.11' "$T/recorded")
must [ "$(counter b vrrpStatsAuthFailures)" -ge $((refused + 3 * theirs)) ]
must is_state a Master
must is_state b Backup
must [ "$(cat "$T/a.log" "$T/b.log" | grep -c -- '->')" = "$states" ]
must grep -q 'sequence number is not new' "$T/b.log"

# Nor once the master is dead: its old adverts do not hold the backup back.
crash a
begin=$(now)
replay cat
must wait_for 5 is_state b Master
must wait_for 2 wire_seen c ' adv src=10.0.0.12 .*smac=00:00:5e:' "$begin"
took=$(field time \
    "$(wire_first c ' adv src=10.0.0.12 .*smac=00:00:5e:' "$begin")")
must between 0 "$(calc "$took - $begin")" 4.5
replay tac
must is_state b Master
# What was played back was, byte for byte, what had been heard.
raw=$(field raw "$(head -n 1 "$T/recorded")")
six()
{
	[ "$(wire_count c "raw=$raw")" = 6 ]
}
must wait_for 2 six
stop b

# A Master that has heard nobody since it started: what is older than what it
# sends itself is old.
crash_log=$(wc -l <"$T/b.log")
start b -n -v 50 -p 100 -a $key 10.0.0.1
must wait_for 5 is_state b Master
replay cat
replay tac
must is_state b Master
must [ "$(tail -n +$((crash_log + 1)) "$T/b.log" | grep -c 'Master -> ')" = 0 ]
must [ "$(counter b vrrpStatsAuthFailures)" -ge "$theirs" ]
stop b
