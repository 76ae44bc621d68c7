#!/bin/bash
# There always is something to read: then pselect(2) never waits, and delivers
# no signal.  Signals are obeyed all the same, and advertisements keep their
# interval.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

preload busy
lan a b
sniff switch
start a -v 50 -p 200 10.0.0.1
lead a
tell a USR1
must wait_for 1 log_has a 'is Master already'
for _ in {1..5}; do
	refresh a
done
enough()
{
	[ "$(wire_count switch 'adv src=10.0.0.11 ')" -ge 4 ]
}
must wait_for 6 enough
must steady switch 'adv src=10.0.0.11 ' 4

tell a USR2
must wait_for 3 log_has a ': handing over: '
must wait_for 3 log_has a 'handed over, but no other router'
must wait_for 1 not handing_over a
tell a TERM
must wait_for 1 leaving a
kill -s TERM "$(pid a)" 2>/dev/null
must ended a 1
must not has_addr a 10.0.0.1
