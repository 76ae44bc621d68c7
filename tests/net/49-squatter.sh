#!/bin/bash
# Someone sits on the name of the lock, and his queue is full, so that nobody
# can ask who he is.  None of us does that: it is waited for as for one that
# is slow, and then gone on without, as warned.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

need_devlog

# squat NAME: he does.
squat()
{
	local log

	log=$T/squat.${1%%/*}.log
	nsenter --net=/run/netns/a -- "$tool" full \
	    "@vrrpd/$(ip -n a -o link show dev eth0 | cut -d : -f 1)/$1" \
	    </dev/null >"$log" 2>&1 &
	must wait_for 2 grep -sqx ready "$log"
}

lan a
squat 50
begin=$(now)
start a -v 50 10.0.0.1
must between 1.9 "$(calc "$(now) - $begin")" 4
must [ "$(log_count a "lock of eth0 is held by a user's process, going on")" \
    = 1 ]
lead a
must has_addr a 10.0.0.1
stop a

# Both names.
squat mac
start a -v 50 10.0.0.1
must [ "$(log_count a "lock of eth0's MAC is held by a user's process")" = 1 ]
lead a
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
stop a
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
