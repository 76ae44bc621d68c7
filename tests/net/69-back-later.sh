#!/bin/bash
# The kernel does not take back at once what went with a virtual address, and
# its driver wants the interface down before it has its own MAC again.  What
# that deletes comes back with the rest.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

[ -e /proc/net/if_inet6 ] || skip "no IPv6 here"

preload ebusy
nomemory=$T/nomemory

is_back()
{
	same "$before" "$(snapshot a | sed 's/ nodad\>//')" >/dev/null
}

lan a b
must ip -n a addr add 2001:db8::11/64 dev eth0 nodad
must ip -n a route add 2001:db8:1::/48 via 2001:db8::1
must ip -n a route add 192.0.2.0/24 via 10.0.0.254
before=$(snapshot a | sed 's/ nodad\>//')
NOMEMORY=$nomemory start a -v 50 -p 200 10.0.0.1/24
lead a
start b -v 50 -p 100 10.0.0.1/24
must wait_for 3 knows b 10.0.0.11
must has_addr a 10.0.0.1
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]

touch "$nomemory"
tell a USR2
must wait_for 3 log_has a 'did not come back, trying on'
must wait_for 3 is_state a Backup
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
must not has_addr a 2001:db8::11
rm "$nomemory"
must wait_for 5 is_back
stop a
must is_back
