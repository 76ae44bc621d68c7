#!/bin/bash
# The interface set down under a Master: Initialize, with the address and the
# MAC given back at once; the process lives, and the other router takes over
# in its time.  Up again: Startup (RFC 2338 6.4.1), with the group joined
# anew, and the higher priority preempts.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# advert SOURCE: wait for its next one.
advert()
{
	must wait_for 2 wire_seen switch "adv src=$1 " "$(now)"
}

lan a b
sniff switch
start b -v 50 -p 100 10.0.0.1
start a -v 50 -p 200 10.0.0.1
must ip -n a route add 192.0.2.0/24 via 10.0.0.254
tell a USR1
must wait_for 2 is_state a Master
advert 10.0.0.11

# Not only at the next advert.
must ip -n a link set dev eth0 down
must wait_for 0.6 is_state a Initialize
must not has_addr a 10.0.0.1
must has_addr a 10.0.0.11/24
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
must [ "$(log_count a 'Master -> Initialize .*is down')" = 1 ]

# 3 * Advertisement_Interval + Skew_Time: 3.609 s.
must wait_for 5 is_state b Master
must wait_for 2 wire_seen switch 'adv src=10.0.0.12 '
left=$(field time "$(wire_last switch 'adv src=10.0.0.11 ')")
took=$(field time "$(wire_first switch 'adv src=10.0.0.12 ')")
must between 3.589 "$(calc "$took - $left")" 3.91
must running a
must is_state a Initialize

up=$(now)
must ip -n a link set dev eth0 up
must wait_for 3 is_state a Backup
since=$(changed a)
must wait_for 3 wire_seen switch 'igmp .* src=10.0.0.11 .*:224.0.0.18' "$up"

# Whoever heard of the virtual MAC for the interface's own address, and could
# not be told better while the link was dead.
must wait_for 2 wire_seen switch \
    'arp op=1 .*sha=02:00:00:00:00:11 spa=10.0.0.11 .*tpa=10.0.0.11' "$up"

# What the administrator's own down deleted is not ours to bring back.
must [ "$(ip -n a route show 192.0.2.0/24)" = "" ]

# 3.219 s, from when it saw that: after $up, and before its file was written.
must wait_for 5 is_state a Master
must wait_for 2 wire_seen switch 'adv src=10.0.0.11 ' "$up"
took=$(field time "$(wire_first switch 'adv src=10.0.0.11 ' "$up")")
must between "$(calc "$up + 3.199")" "$took" "$(calc "$since + 3.72")"
must has_addr a 10.0.0.1
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
must wait_for 1 is_state b Backup
must not has_addr b 10.0.0.1

# A Backup has nothing to give back.
must ip -n b link set dev eth0 down
must wait_for 1 is_state b Initialize
must ip -n b link set dev eth0 up
must wait_for 3 is_state b Backup
must [ "$(mac_of b)" = 02:00:00:00:00:12 ]

stop b
stop a
must not has_addr a 10.0.0.1
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
