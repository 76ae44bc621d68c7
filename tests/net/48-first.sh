#!/bin/bash
# It runs ahead of all other processes; but not once something keeps it busy
# for a tenth of a second without a pause, or nobody could stop that any more.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

need chrt ps
chrt -r 1 true 2>/dev/null || skip "no realtime scheduling for this user"
preload spin
export SPIN=$T/spin

# policy NAME
policy()
{
	chrt -p "$(pid "$1")" | sed -n 's/.*scheduling policy: //p'
}

falls_behind()
{
	[[ $(policy a) == SCHED_OTHER* ]]
}

on_time()
{
	[ "$(cat "/proc/$(pid a)/timerslack_ns")" = 1 ]
}

lan a b
sniff switch
start a -v 50 -p 200 10.0.0.1
start b -v 50 -p 100 10.0.0.1
lead a
must [ "$(policy a)" = "SCHED_RR|SCHED_RESET_ON_FORK" ]
must [ "$(chrt -p "$(pid a)" | sed -n 's/.*priority: //p')" = 1 ]
must not falls_behind

touch "$SPIN"
must wait_for 2 falls_behind
# What realtime scheduling has hidden until now: it wakes up on time still.
must wait_for 1 on_time
must [ "$(ps -o ni= -p "$(pid a)" | tr -d ' ')" = -20 ]
rm "$SPIN"
since=$(now)
must wait_for 2 log_has a 'kept busy for 100 ms without a pause'
must wait_for 5 wire_seen switch 'adv src=10.0.0.11 ' "$since"
must is_state a Master
must [ "$(log_count a 'kept busy')" = 1 ]
must falls_behind
stop a
stop b
