#!/bin/bash
# A Backup that hears of another master notes it in the state file within a
# second or so; two that take turns make it write once a second, not with each
# advertisement.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

# notes ADDRESS: as the master, without being asked to write.
notes()
{
	[ "$(state a master)" = "$1" ]
}

lan a b
start a -v 50 -p 50 10.0.0.1
must wait_for 2 is_state a Backup
must on b "$WIRE" send eth0 src=10.0.0.91
must wait_for 2 notes 10.0.0.91

# The one 50 times a second, the other between.
for last in 92 93; do
	nsenter --net=/run/netns/b -- "$WIRE" send eth0 src=10.0.0.$last \
	    count=200 interval_us=20000 </dev/null >"$T/send.log" 2>&1 &
	senders+=($!)
done
begin=$(now)
writes=0 last=$(state_id a)
while kill -0 "${senders[1]}" 2>/dev/null; do
	if not state_is a "$last"; then
		last=$(state_id a)
		writes=$((writes + 1))
	fi
	tick
done
seconds=$(calc "$(now) - $begin")
must between "$(calc "$seconds / 1.5 - 1")" "$writes" "$(calc "$seconds + 1")"
wait "${senders[@]}"
must between 390 "$(counter a vrrpStatsAdvertiseRcvd)" 401

# The last word is not forgotten.
must on b "$WIRE" send eth0 src=10.0.0.94
must wait_for 2 notes 10.0.0.94
must is_state a Backup
