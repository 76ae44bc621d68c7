#!/bin/bash
# With -s a router of higher priority obeys a lower Master as long as that is
# heard (RFC 2338 6.4.2: Preempt_Mode False), and succeeds it when it is lost.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

lan a b
sniff switch
start a -v 50 -p 100 10.0.0.1
must wait_for 2 is_state a Backup
tell a USR1
must wait_for 2 is_state a Master

start b -s -v 50 -p 200 10.0.0.1
begin=$(now)
must [ "$(state b preempt)" = no ]
must wait_for 6 past "$(calc "$begin + 3.21875 + 1.3")"
must not wire_seen switch ' adv src=10.0.0.12 '
must is_state b Backup
must [ "$(state b master)" = 10.0.0.11 ]
must [ "$(state b master_priority)" = 100 ]
must is_state a Master

crash a
ip -n switch link set dev a down
must wait_for 5 wire_seen switch ' adv src=10.0.0.12 '
last=$(field time "$(wire_last switch ' adv src=10.0.0.11 ')")
first=$(field time "$(wire_first switch ' adv src=10.0.0.12 ')")
must between "$(calc "3.21875 - 0.02")" "$(calc "$first - $last")" \
    "$(calc "3.21875 + 0.5")"
must wait_for 2 is_state b Master
