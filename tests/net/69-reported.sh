#!/bin/bash
# The link is back, and two instances are in the group: the kernel reports only
# what all on the interface have left, so each says itself that it is there,
# and once more a second later.  A switch that snoops sends us nothing else.
# Heard at a itself: the switch may take a link up a moment after that.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# reports N SINCE
reports()
{
	[ "$(wire_count a "$report" "$2")" -ge "$1" ]
}

report='igmp type=16 src=10.0.0.11 dst=224.0.0.18 groups=224.0.0.18$'
lan a
sniff a
AS=one start a -n -v 50 -p 200 10.0.0.1
AS=two start a -n -v 51 -p 100 10.0.0.2
lead one
must wait_for 3 is_state two Backup

must wait_for 3 reports 4 0	# of the start
cable a down
must wait_for 2 is_state one Initialize
must wait_for 2 is_state two Initialize
plugged=$(now)
cable a up
must wait_for 3 is_state one Backup
must wait_for 3 is_state two Backup
must wait_for 1 reports 2 "$plugged"
must wait_for 2 reports 4 "$plugged"
times=$(wire_times a "$report" "$plugged")
must between 0.9 "$(calc "$(sed -n 3p <<<"$times") - \
    $(sed -n 1p <<<"$times")")" 2

# Down and up before anybody has seen it down.
must wait_for 5 is_state one Master
tell one STOP
tell two STOP
must ip -n a link set dev eth0 down
must ip -n a link set dev eth0 up
must wait_for 5 lan_ready a
resumed=$(now)
tell one CONT
tell two CONT
must wait_for 3 reports 4 "$resumed"
stop two
stop one
