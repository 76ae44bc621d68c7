#!/bin/bash
# A router of higher priority than the Master's preempts it: it discards the
# lower adverts, so its Master_Down_Timer runs out (RFC 2338 6.4.2), and the
# other becomes Backup at its first advert (6.4.3).

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

lan a b h
sniff switch
start a -v 50 -p 100 10.0.0.1
must wait_for 2 is_state a Backup
tell a USR1
must wait_for 2 is_state a Master
must on h ping -q -c 1 -W 2 10.0.0.1 >/dev/null

begin=$(now)
start b -v 50 -p 200 10.0.0.1
must wait_for 2 is_state b Backup
begun=$(now)
must wait_for 5 wire_seen switch ' adv src=10.0.0.12 '
time=$(field time "$(wire_first switch ' adv src=10.0.0.12 ')")
must between "$(calc "$begin + 3.21875 - 0.02")" "$time" \
    "$(calc "$begun + 3.21875 + 0.5")"
# Until then the Master did its work.
must between 3 "$(wire_count switch ' adv src=10.0.0.11 ' "$begin")" \
    "$(calc "$time - $begin + 1.8")"

must wait_for 2 is_state a Backup
must wait_for 2 is_state b Master
must [ "$(state a master)" = 10.0.0.12 ]
must [ "$(state a master_priority)" = 200 ]
must not has_addr a 10.0.0.1
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
must has_addr b 10.0.0.1/32
must [ "$(mac_of b)" = 00:00:5e:00:01:32 ]

# It stays so.
must wait_for 4 past "$(calc "$time + 2.5")"
must not wire_seen switch ' adv src=10.0.0.11 ' "$(calc "$time + 0.6")"
three()
{
	[ "$(wire_count switch ' adv src=10.0.0.12 ' "$time")" -ge 3 ]
}
must wait_for 2 three
must is_state a Backup
must is_state b Master
must on h ping -q -c 1 -W 2 10.0.0.1 >/dev/null
