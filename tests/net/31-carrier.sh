#!/bin/bash
# The cable pulled under a Master: Initialize, with the address and the MAC
# given back, and the other router takes over in its time.  Plugged in again:
# the group is joined anew (a switch that forgot the port sends it nothing
# else), and the higher priority preempts.  A loss soon after a change of the
# MAC is another matter.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

lan a b c
sniff switch
start b -v 50 -p 100 10.0.0.1
start a -v 50 -p 200 10.0.0.1
start c -v 51 -n 10.0.0.3
tell a USR1
tell c USR1
must wait_for 2 is_state a Master
must wait_for 2 is_state c Master
swapped=$(now)

# No MAC changes here, so nothing is waited out.
begin=$(now)
cable c down
begun=$(now)
must wait_for 2 is_state c Initialize
must between "$(calc "$begin - 0.02")" "$(changed c)" "$(calc "$begun + 0.6")"
must not has_addr c 10.0.0.3
must has_addr c 10.0.0.13
must [ "$(log_count c 'Master -> Initialize .*no carrier')" = 1 ]

# Beyond 5 s.
must wait_for 8 wire_seen switch 'adv src=10.0.0.11 ' \
    "$(calc "$swapped + 5.3")"
begin=$(now)
must ip -n switch link set dev a down
begun=$(now)
must wait_for 2 is_state a Initialize
must between "$(calc "$begin - 0.02")" "$(changed a)" "$(calc "$begun + 0.6")"
must not has_addr a 10.0.0.1
must has_addr a 10.0.0.11/24
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
must [ "$(log_count a 'Master -> Initialize .*no carrier')" = 1 ]

# 3 * Advertisement_Interval + Skew_Time: 3.609 s.
must wait_for 5 is_state b Master
must wait_for 2 wire_seen switch 'adv src=10.0.0.12 '
left=$(field time "$(wire_last switch 'adv src=10.0.0.11 ')")
took=$(field time "$(wire_first switch 'adv src=10.0.0.12 ')")
must between 3.589 "$(calc "$took - $left")" 3.91
must running a

plugged=$(now)
cable a up
must wait_for 3 is_state a Backup
since=$(changed a)
must wait_for 3 wire_seen switch \
    'igmp type=22 src=10.0.0.11 .*4:224.0.0.18' "$plugged"
must wait_for 2 wire_seen switch \
    'arp op=1 .*sha=02:00:00:00:00:11 spa=10.0.0.11 .*tpa=10.0.0.11' \
    "$plugged"

# 3.219 s, from when it saw that.
must wait_for 5 is_state a Master
must wait_for 2 wire_seen switch 'adv src=10.0.0.11 ' "$plugged"
took=$(field time "$(wire_first switch 'adv src=10.0.0.11 ' "$plugged")")
must between "$(calc "$plugged + 3.199")" "$took" "$(calc "$since + 3.72")"
must has_addr a 10.0.0.1
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
must wait_for 1 is_state b Backup
