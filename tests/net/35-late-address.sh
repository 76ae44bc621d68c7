#!/bin/bash
# No advertisement is possible without a primary address (RFC 2338 5.2.1): an
# interface without one is waited for in Initialize, at the start and when a
# Master loses it; and a virtual address is never taken for it.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

lan a b
sniff switch
must ip -n a addr del 10.0.0.11/24 dev eth0
start a -v 50 -p 200 10.0.0.1
start b -v 50 -p 100 10.0.0.1

# a would have been Master before b.
must wait_for 5 is_state b Master
must is_state a Initialize
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]

added=$(now)
must ip -n a addr add 10.0.0.11/24 brd + dev eth0
must wait_for 0.6 is_state a Backup
since=$(changed a)

# 3 * Advertisement_Interval + Skew_Time, 3.219 s, from when it saw that: after
# $added, and before its file was written.
must wait_for 5 is_state a Master
must wait_for 2 wire_seen switch 'adv src=10.0.0.11 '
took=$(field time "$(wire_first switch 'adv src=10.0.0.11 ')")
must between "$(calc "$added + 3.199")" "$took" "$(calc "$since + 3.72")"
must wait_for 1 is_state b Backup

# Taken from a Master.
must wait_for 2 wire_seen switch 'adv src=10.0.0.11 ' "$(now)"
must ip -n a addr del 10.0.0.11/24 dev eth0
must wait_for 0.6 is_state a Initialize
must not has_addr a 10.0.0.1
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
must [ "$(log_count a 'Master -> Initialize .*no IPv4 address')" = 1 ]
must running a

# Any will do; one of the link only, where there is no other.
must ip -n a addr add 169.254.0.31/16 dev eth0 scope link
must wait_for 0.6 is_state a Backup
tell a USR1
must wait_for 2 is_state a Master
must wait_for 2 wire_seen switch 'adv src=169.254.0.31 '

# Nobody has said anything from elsewhere.
! wire_seen switch 'adv ' || must not grep -E ' adv ' <(
	grep -vE ' adv src=(10\.0\.0\.1[12]|169\.254\.0\.31) ' \
	    "$T/switch.wire")
stop a
must not has_addr a 10.0.0.1
must has_addr a 169.254.0.31/16
