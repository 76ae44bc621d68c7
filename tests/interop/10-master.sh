#!/bin/bash
# keepalived is Master by its priority, and ours its Backup; when it dies, ours
# takes over in the RFC's time.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/keepalived.sh"

lan a k
sniff switch
theirs k 200
must wait_for 6 theirs_master k
start a -v 50 -p 100 10.0.0.1

# For more than Master_Down_Interval (RFC 2338 6.1), 3.609 s.
five()
{
	[ "$(counter a vrrpStatsAdvertiseRcvd)" -ge 5 ]
}
must wait_for 7 five
must is_state a Backup
must [ "$(state a master) $(state a master_priority)" = "10.0.0.12 200" ]
must not has_addr a 10.0.0.1
must not wire_seen switch 'adv src=10.0.0.11 '
must no_errors a
must [ "$(log_count a ignored)" = 0 ]

theirs_crash k
must wait_for 5 is_state a Master
must wait_for 2 wire_seen switch 'adv src=10.0.0.11 '
left=$(field time "$(wire_last switch 'adv src=10.0.0.12 ')")
took=$(field time "$(wire_first switch 'adv src=10.0.0.11 ')")
must between 3.589 "$(calc "$took - $left")" 3.91
must has_addr a 10.0.0.1
must wait_for 2 wire_seen switch \
    'arp op=1 .*sha=00:00:5e:00:01:32 spa=10.0.0.1 .*tpa=10.0.0.1$'
