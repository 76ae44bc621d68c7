#!/bin/bash
# Several virtual routers on one interface with -n: the hosts find each address
# at the MAC of the router that has it, and each fails over by itself.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

mac_a=02:00:00:00:00:11 mac_b=02:00:00:00:00:12

# learned MAC MAC: where h sends what is for each of the two addresses; it has
# never been told to forget what it knew.
learned()
{
	[[ $(ip -n h neigh show 10.0.0.1) == *" lladdr $1 "* &&
	    $(ip -n h neigh show 10.0.0.2) == *" lladdr $2 "* ]]
}

# served MAC MAC: and both are answered.
served()
{
	must wait_for 2 learned "$@"
	must on h ping -q -c 1 -W 2 10.0.0.1 >/dev/null
	must on h ping -q -c 1 -W 2 10.0.0.2 >/dev/null
	must learned "$@"
}

# masters A50 A51 B50 B51
masters()
{
	[ "$(state a50) $(state a51) $(state b50) $(state b51)" = "$*" ]
}

lan a b h
before=$(snapshot a)
AS=a50 start a -n -v 50 -p 200 10.0.0.1
AS=a51 start a -n -v 51 -p 100 10.0.0.2
AS=b50 start b -n -v 50 -p 100 10.0.0.1
AS=b51 start b -n -v 51 -p 200 10.0.0.2
must wait_for 6 masters Master Backup Backup Master
must on h ping -q -c 1 -W 2 10.0.0.1 >/dev/null
must on h ping -q -c 1 -W 2 10.0.0.2 >/dev/null
served "$mac_a" "$mac_b"

# One of a router's two is handed over, and comes back; the other stays.
stop a50
must wait_for 2 masters Initialize Backup Master Master
served "$mac_b" "$mac_b"
AS=a50 start a -n -v 50 -p 200 10.0.0.1
must wait_for 6 masters Master Backup Backup Master
served "$mac_a" "$mac_b"

# A router loses its cable: the other has both; and the other way round.
cable a down
must wait_for 6 masters Initialize Initialize Master Master
served "$mac_b" "$mac_b"
cable a up
must wait_for 6 masters Master Backup Backup Master
served "$mac_a" "$mac_b"
cable b down
must wait_for 6 masters Master Master Initialize Initialize
served "$mac_a" "$mac_a"
cable b up
must wait_for 6 masters Master Backup Backup Master
served "$mac_a" "$mac_b"

for name in a50 a51 b50 b51; do
	stop $name
done
must same "$before" "$(snapshot a)"
