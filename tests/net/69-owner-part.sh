#!/bin/bash
# An owner that loses one of its addresses is none any more: it lets go, and
# Startup decides anew.  Without another address it waits; with one it is a
# router as others are, of priority 255; and with all of its addresses it is
# the owner again.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

# leads: a is Master, with the virtual MAC.
leads()
{
	is_state a Master && [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
}

lan a b
must ip -n a addr add 10.0.0.21/24 dev eth0
sniff switch
start b -v 50 -p 100 10.0.0.11 10.0.0.21
start a -v 50 -p 255 10.0.0.11 10.0.0.21
must wait_for 2 leads

# It has no address left that is not virtual.
must ip -n a addr del 10.0.0.21/24 dev eth0
must wait_for 1 is_state a Initialize
must log_has a 'Master -> Initialize .*lost an address that it owned'
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
must has_addr a 10.0.0.11/24
must not has_addr a 10.0.0.21
used=$(cpu a)
must wait_for 5 is_state b Master
must between 0 $(($(cpu a) - used)) 100
must has_addr b 10.0.0.21
must is_state a Initialize
must log_has a 'no IPv4 address of its own'
must [ "$(log_count a .)" -le 6 ]

# It has all of them again, and is heard at once, for all that b has them too.
added=$(now)
must ip -n a addr add 10.0.0.21/24 dev eth0
must wait_for 1 leads
must wait_for 2 wire_seen switch 'adv src=10.0.0.[12]1 .*prio=255 ' "$added"
must wait_for 2 is_state b Backup
must not has_addr b 10.0.0.21
must not has_addr b 10.0.0.11

# With an address besides: by the ordinary rules, and what it has put up
# itself goes again in the end.
must ip -n a addr add 10.0.0.31/24 dev eth0
must ip -n a addr del 10.0.0.21/24 dev eth0
must wait_for 1 is_state a Backup
must log_has a '10.0.0.11 stands on eth0 already and is not ours'
must wait_for 5 leads
must has_addr a 10.0.0.21/32
must wait_for 2 wire_seen switch 'adv src=10.0.0.31 .*prio=255 '
must wait_for 3 is_state b Backup
tell a USR2
must wait_for 3 is_state b Master
must wait_for 2 is_state a Backup
must has_addr a 10.0.0.11/24
must not has_addr a 10.0.0.21
stop a
must has_addr a 10.0.0.11/24
must has_addr a 10.0.0.31/24
must not has_addr a 10.0.0.21
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
