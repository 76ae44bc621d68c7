#!/bin/bash
# With -n the interface keeps its own MAC: adverts and gratuitous ARPs carry
# it, and the hosts' neighbour entries follow the address from router to
# router.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# neighbour MAC: h sends what is for the virtual address there.
neighbour()
{
	[[ $(ip -n h neigh show 10.0.0.1) == *" lladdr $1 "* ]]
}

# speaks ADDRESS MAC: all its adverts and announcements carry that.
speaks()
{
	must wait_for 2 wire_seen switch " adv src=$1 .* smac=$2 "
	must wait_for 2 wire_seen switch \
	    " arp op=1 smac=$2 .* sha=$2 spa=10.0.0.1 .* tpa=10.0.0.1\$"
	must [ "$(wire_lines switch " adv src=$1 " | grep -vc " smac=$2 ")" = 0 ]
}

# watching NAME: that its monitor has begun.
watching()
{
	ip -n "$1" link set dev lo down
	ip -n "$1" link set dev lo up
	grep -q lo "$T/$1.links"
}

lan a b h
before=$(snapshot b)
sniff switch
for r in a b; do
	ip -n $r monitor link >"$T/$r.links" 2>&1 </dev/null &
	must wait_for 2 watching $r
done

start a -n -v 50 -p 200 10.0.0.1
must wait_for 2 is_state a Backup
tell a USR1
must wait_for 2 is_state a Master
must on h ping -q -c 1 -W 2 10.0.0.1 >/dev/null
must neighbour 02:00:00:00:00:11
speaks 10.0.0.11 02:00:00:00:00:11

start b -n -v 50 -p 100 10.0.0.1
must wait_for 2 is_state b Backup
crash a
ip -n switch link set dev a down
must wait_for 6 is_state b Master
must wait_for 2 neighbour 02:00:00:00:00:12
must on h ping -q -c 1 -W 2 10.0.0.1 >/dev/null
speaks 10.0.0.12 02:00:00:00:00:12
stop b
must same "$before" "$(snapshot b)"

# No virtual MAC, not for a moment, on anything.
must not wire_seen switch '00:00:5e:00:01'
must not grep -q 00:00:5e:00:01 "$T/a.links" "$T/b.links"
