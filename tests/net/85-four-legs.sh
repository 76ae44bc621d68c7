#!/bin/bash
# Two routers between an inside and an outside LAN, each with an instance on
# either, each monitoring the other's interface.  Whatever cable is pulled:
# once the protocol's time has passed, Master_Down_Interval for what was lost,
# both addresses are at one router, and so they are after it is back; the two
# are never apart for longer.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need ping

# leg ROUTER NUMBER: its interface to the outside, as lan makes eth0.
leg()
{
	ip -n switch -batch - <<-EOF || fail "out$1"
		link add name out$1 index $(($2 + 200)) type veth peer \
		    name eth1 address 02:00:00:00:01:$2 netns $1
		link set dev out$1 master wan up
	EOF
	ip -n "$1" -batch - <<-EOF || fail "eth1 of $1"
		addr add 192.0.2.$2/24 brd + dev eth1
		link set dev eth1 up
	EOF
}

# both STATE ROUTER: its instances.
both()
{
	is_state "$2" "$1" && is_state "$2-out" "$1"
}

# where: whose the two addresses are, as the routers say it.
where()
{
	local h all=

	for h in a b; do
		is_state $h Master && all+=" in=$h"
		is_state $h-out Master && all+=" out=$h"
	done
	echo "$all"
}

# together ROUTER SECONDS: both addresses are there, and nowhere else, so long
# from now at the latest, and stay there.
together()
{
	must wait_for "$2" whole "$1"
}

whole()
{
	[ "$(where)" = " in=$1 out=$1" ]
}

# passed FILE FROM SECONDS: that no two answers since then lie further apart.
passed()
{
	ping_stop "$1"
	must between 0 "$(ping_gap "$1")" "$2"
}

lan a b inside
ip -n switch link add name wan type bridge stp_state 0 forward_delay 0 \
    mcast_snooping 0 || fail "no bridge"
ip -n switch link set dev wan up
leg a 11
leg b 12
leg inside 77	# the world: another host would do as well
ip netns add world || fail "no namespace"
ip -n inside link set dev eth1 netns world
ip -n world -batch - <<-EOF || fail "the world"
	link set dev lo up
	addr add 192.0.2.77/24 dev eth1
	link set dev eth1 up
	route add 10.0.0.0/24 via 192.0.2.1
EOF
ip -n inside route add default via 10.0.0.1
for h in a b; do
	must wait_for 5 has_carrier $h eth1
	on $h tee /proc/sys/net/ipv4/ip_forward >/dev/null <<<1
	on $h tee /proc/sys/net/ipv4/conf/all/send_redirects >/dev/null <<<0
	on $h tee /proc/sys/net/ipv4/conf/eth{0,1}/send_redirects \
	    >/dev/null <<<0
done
# Without the virtual MAC: a change of the MAC excuses a loss of carrier for 5 s.
for h in a b; do
	prio=200
	[ $h = a ] || prio=100
	start $h -n -v 50 -p $prio -m eth1 10.0.0.1
	AS=$h-out DEV=eth1 start $h -n -v 51 -p $prio -m eth0 192.0.2.1
done
tell a USR1
tell a-out USR1
together a 3
pinger inside 192.0.2.77 50 "$T/ping"

# The bound of a dead link: 3 * Advertisement_Interval + Skew_Time, 3.609 s.
# Inside, a steps down, so that is there in 0.6 s.
ip -n switch link set dev outa down
must wait_for 2 is_state a Backup
together b 4.5
must is_state a-out Initialize
must [ "$(state a priority)" = 1 ]
# Back: 3.219 s outside; inside what b said last was heard with priority 1.
ip -n switch link set dev outa up
together a 6
passed "$T/ping" 5

# The same from the other side.
pinger inside 192.0.2.77 50 "$T/ping2"
ip -n switch link set dev a down
must wait_for 2 is_state a-out Backup
together b 4.5
ip -n switch link set dev a up
together a 6
passed "$T/ping2" 5

# A part of a Backup is lost and comes back: that moves nothing.
changes=$(cat "$T"/a.log "$T"/a-out.log | grep -c -e '->')
ip -n switch link set dev outb down
must wait_for 2 is_state b-out Initialize
must wait_for 2 log_has b 'priority 100 -> 1 '
must whole a
ip -n switch link set dev outb up
must wait_for 5 both Backup b
must whole a
must [ "$(cat "$T"/a.log "$T"/a-out.log | grep -c -e '->')" = "$changes" ]
