#!/bin/bash
# While a virtual address is removed that the interface's own hang on, someone
# else removes an IPv6 address.  It stays away: what is put back is no more
# than what the removal has taken away.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

[ -e /proc/net/if_inet6 ] || skip "no IPv6 here"

preload keepaddr
export STOPADDR=$T/stopaddr

is_stopped()
{
	[[ $(<"/proc/$(pid a)/stat") == *") T "* ]]
}

lan a b
must ip -n a addr add 10.9.9.11/24 brd + dev eth0
must ip -n b addr add 10.9.9.12/24 brd + dev eth0
must ip -n a addr add 2001:db8::11/64 dev eth0 nodad
start a -v 50 -p 200 10.0.0.1/24
lead a
start b -v 50 -p 100 10.0.0.1/24
must wait_for 3 knows b 10.0.0.11
must ip -n a addr del 10.0.0.11/24 dev eth0
must wait_for 3 has_addr a 10.0.0.1/24
must ip -n a addr add 10.0.0.11/24 brd + dev eth0
must has_addr a 2001:db8::11/64
must wait_for 3 knows b 10.9.9.11

touch "$STOPADDR"
tell a USR2
must wait_for 3 is_stopped
must has_addr a 10.0.0.1/24
must ip -n a addr del 2001:db8::11/64 dev eth0
rm "$STOPADDR"
kill -CONT "$(pid a)"
must wait_for 3 is_state b Master
must wait_for 1 is_state a Backup
must not has_addr a 10.0.0.1/24
must has_addr a 10.0.0.11/24
must not has_addr a 2001:db8::11/64
