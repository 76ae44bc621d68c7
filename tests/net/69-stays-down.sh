#!/bin/bash
# A driver that wants the interface down for a new MAC, and then does not take
# it up again.  It is tried on; but once somebody else has taken it up, it may
# be down on purpose, and stays so.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

preload ebusy
export STAYDOWN=$T/staydown

is_up()
{
	[[ $(ip -n a link show dev eth0) == *[\<,]UP[,\>]* ]]
}

has_route()
{
	[ -n "$(ip -n a route show 10.99.0.0/16)" ]
}

# as_it_is: whether or not it was we who put an address back.
as_it_is()
{
	snapshot a | sed 's/ nodad//'
}

# falls: a becomes Master, and its interface stays down.
falls()
{
	must wait_for 3 is_state a Backup
	touch "$STAYDOWN"
	tell a USR1
	must wait_for 2 not is_up
	must not wait_for 1.5 is_up
}

lan a
ip -n a route add 10.99.0.0/16 via 10.0.0.77
before=$(as_it_is)
start a -v 50 -p 100 10.0.0.1
falls
must [ "$(log_count a 'eth0 does not come up again, trying on')" = 1 ]

rm "$STAYDOWN"
must wait_for 2.5 is_up
must wait_for 8 is_state a Master
must has_addr a 10.0.0.1
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
tell a USR2
must wait_for 3 is_state a Master	# nobody answers
stop a
must same "$before" "$(as_it_is)"

# An administrator takes it up, and down again for a reason of his own.
start a -v 50 -p 100 10.0.0.1
falls
must ip -n a link set dev eth0 up
must wait_for 2 has_route
must ip -n a link set dev eth0 down
rm "$STAYDOWN"
must not wait_for 2.5 is_up
must is_state a Initialize
must ip -n a link set dev eth0 up
must wait_for 8 is_state a Master
stop a
