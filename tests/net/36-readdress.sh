#!/bin/bash
# The primary address changed under a Master: the next advertisement is sent
# from the new one, in its time; and a virtual address never becomes the
# source (RFC 2338 5.2.1: the primary address of the interface).

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# next: wait for the next advertisement; $line is it.  Of news in quick
# succession the daemon reads the latter ones up to 20 ms later.
next()
{
	local since

	since=$(calc "$(now) + 0.05")
	must wait_for 3 wire_seen switch ' adv ' "$since"
	line=$(wire_first switch ' adv ' "$since")
}

# from SOURCE: who sent $line.
from()
{
	[ "$(field src "$line")" = "$1" ] || fail "not from $1: $line"
}

lan a b
sniff switch
# With a prefix shorter than those of the addresses around it.
start a -v 50 -p 200 10.0.0.1/16 10.0.0.2
start b -v 50 -p 100 10.0.0.1/16 10.0.0.2
tell a USR1
must wait_for 2 is_state a Master
next
from 10.0.0.11

# One more is no reason to change, lower or higher.
must ip -n a addr add 10.0.0.3/24 dev eth0
must ip -n a addr add 10.0.3.200/24 dev eth0
next
from 10.0.0.11

# Its own goes, and that subnet's others with it.
must ip -n a addr del 10.0.0.11/24 dev eth0
next
from 10.0.3.200

# Renumbered as a DHCP client does it.
must ip -n a addr add 10.0.4.7/24 dev eth0
must ip -n a addr del 10.0.3.200/24 dev eth0
next
from 10.0.4.7
refresh a
must [ "$(state a primary)" = 10.0.4.7 ]
must [ "$(state a master)" = 10.0.4.7 ]
next
from 10.0.4.7

# Not one was late, early or more than due.
wire_times switch 'adv src=' | awk '
	NR > 1 && ($1 - last < 0.7 || $1 - last > 1.3) { print $1 - last }
	{ last = $1 }' >"$T/gaps"
must [ ! -s "$T/gaps" ]
must is_state a Master
must [ "$(log_count a ' -> ')" = 2 ]
must is_state b Backup
must [ "$(log_count b ' -> ')" = 1 ]

# A Backup's too.
must ip -n b addr add 10.0.5.7/24 dev eth0
must ip -n b addr del 10.0.0.12/24 dev eth0
stop a
must wait_for 2 is_state b Master
next
from 10.0.5.7

must not wire_seen switch 'adv src=10\.0\.0\.[12] '
