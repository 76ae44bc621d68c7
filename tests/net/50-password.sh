#!/bin/bash
# Simple text passwords (RFC 2338 5.3.6.2): a group that shares one elects as
# usual; who has another is not obeyed, and both sides say why.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

lan a b c
sniff switch
start a -v 50 -p 200 -a pw/0x736563726574 10.0.0.1
start b -v 50 -p 100 -a pw/0x736563726574 10.0.0.1
must wait_for 5 is_state a Master
must wait_for 2 wire_seen switch ' adv src=10.0.0.11'

# The password stands in the authentication data and is in the checksum.
line=$(wire_last switch ' adv src=10.0.0.11')
must [ "$(field auth "$line")" = 1 ]
must [ "$(field authdata "$line")" = 7365637265740000 ]
must [ "$(field sum "$line")" = ok ]
must is_state b Backup

crash a
must wait_for 5 is_state b Master
must wait_for 2 wire_seen switch ' adv src=10.0.0.12'
last=$(field time "$(wire_last switch ' adv src=10.0.0.11')")
first=$(wire_first switch ' adv src=10.0.0.12')
must between "$(calc "$last + 3 + 156 / 256 - 0.02")" \
    "$(field time "$first")" "$(calc "$last + 3 + 156 / 256 + 0.3")"

# A router with another password and a higher priority: two masters, and a
# line on either side that names the other and the reason.
start c -v 50 -p 250 -a pw/0x7365637265 10.0.0.1
must wait_for 5 is_state c Master
must wait_for 3 grep -q \
    'from 10.0.0.13 ignored: wrong password' "$T/b.log"
must wait_for 3 grep -q \
    'from 10.0.0.12 ignored: wrong password' "$T/c.log"
must is_state b Master
must [ "$(counter b vrrpStatsAuthFailures)" -ge 1 ]
must [ "$(log_count b 'wrong password')" = 1 ]
stop c
stop b
