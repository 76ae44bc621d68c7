#!/bin/bash
# Ours is Master by its priority, and keepalived its Backup; when ours dies,
# keepalived takes over.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/keepalived.sh"

lan a k
sniff switch
start a -v 50 -p 200 10.0.0.1
must wait_for 5 is_state a Master
theirs k 100
up=$(now)

# For more than its Master_Down_Interval, 3.609 s.
five()
{
	[ "$(wire_count switch 'adv src=10.0.0.11 ' "$up")" -ge 5 ]
}
must wait_for 7 five
must not theirs_master k
must not wire_seen switch 'adv src=10.0.0.12 '
must is_state a Master
must [ "$(grep -ciE 'invalid|mismatch|bogus|incorrect|error' "$T/k.log")" = 0 ]

crash a
must wait_for 6 theirs_master k
must wait_for 2 wire_seen switch 'adv src=10.0.0.12 '
left=$(field time "$(wire_last switch 'adv src=10.0.0.11 ')")
took=$(field time "$(wire_first switch 'adv src=10.0.0.12 ')")
# Theirs is an ordinary process, which others may keep waiting.
must between 3 "$(calc "$took - $left")" 5.2
