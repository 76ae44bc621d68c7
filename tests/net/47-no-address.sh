#!/bin/bash
# A router whose addresses cannot be put up leaves the master alone that has
# them up: it does not depose it again with each try.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

lan a b h
sniff switch
start b -v 50 -p 100 10.0.0.1
start a -v 50 -p 200 10.0.0.1
must wait_for 5 is_state a Master
pinger h 10.0.0.1 50 "$T/ping"

# Its new name leaves no room for a label.
ip -n a link set dev eth0 down
ip -n a link set dev eth0 name averylongname
ip -n a link set dev averylongname up
must wait_for 5 is_state b Master
must wait_for 6 grep -q 'cannot put up 10.0.0.1' "$T/a.log"
must wait_for 2 is_state b Master
begin=$(now)
masters=$(state b vrrpStatsBecomeMaster)
wait_for 8 not is_state b Master && fail "deposed again"
must [ "$(state b vrrpStatsBecomeMaster)" = "$masters" ]
must [ "$(wire_count switch ' adv src=10.0.0.11 ' "$begin")" = 0 ]
must is_state a Backup

# It takes over where there is nobody to leave alone, and has its name again.
ip -n a link set dev averylongname down
ip -n a link set dev averylongname name eth0
ip -n a link set dev eth0 up
must wait_for 2 is_state a Backup
crash b
must wait_for 5 is_state a Master
must has_addr a 10.0.0.1
stop a
