#!/bin/bash
# With the MAC of the interface its own addresses move too, so these are
# announced whenever it changes: with the virtual MAC on becoming Master and
# with each of the next three adverts, with the real one on leaving; IPv4 by
# gratuitous ARP, IPv6 by an unsolicited neighbor advertisement (RFC 4861
# 4.4) that tells a router from a host.  Other hosts lose next to nothing.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

[ -e /proc/net/if_inet6 ] || skip "no IPv6"

virtual=00:00:5e:00:01:32
real=02:00:00:00:00:11

# garps ADDRESS MAC, nas ADDRESS MAC FLAGS: their pattern, all of it right.
garps()
{
	echo " arp op=1 smac=$2 dmac=ff:ff:ff:ff:ff:ff sha=$2 spa=$1" \
	    "tha=00:00:00:00:00:00 tpa=$1\$"
}

nas()
{
	echo " na smac=$2 dmac=33:33:00:00:00:01 src=$1 dst=ff02::1 hlim=255" \
	    "target=$1 flags=$3 lladdr=$2 sum=ok\$"
}

# announced N MAC FLAGS SINCE: each of the interface's own addresses, so often
# at least.
announced()
{
	local pattern

	for pattern in "$(garps 10.0.0.11 "$2")" "$(garps 10.0.5.11 "$2")" \
	    "$(nas fe80::ff:fe00:11 "$2" "$3")" "$(nas fd00::11 "$2" "$3")"
	do
		[ "$(wire_count switch "$pattern" "$4")" -ge "$1" ] || return 1
	done
}

# adverts N: so many of a's since it took over.
adverts()
{
	[ "$(wire_count switch ' adv src=10.0.0.11 ' "$took")" -ge "$1" ]
}

forwarding()
{
	must on a tee /proc/sys/net/ipv6/conf/eth0/forwarding <<<"$1" >/dev/null
}

take()
{
	took=$(now)
	tell a USR1
	must wait_for 2 is_state a Master
}

lan a b h
sniff switch
must ip -n a addr add 10.0.5.11/24 dev eth0
# Ready at once, before what is set below could keep it from that.
must ip -n a addr add fd00::11/64 dev eth0 nodad
must ip -n h addr add fd00::13/64 dev eth0
# One that is never ready for use.
must on a tee /proc/sys/net/ipv6/conf/eth0/accept_dad <<<1 >/dev/null
must on a tee /proc/sys/net/ipv6/conf/eth0/dad_transmits <<<100 >/dev/null
must ip -n a addr add fd00::dad/64 dev eth0
[[ $(ip -n a -6 addr show to fd00::dad) == *tentative* ]] ||
    fail "fd00::dad is not tentative"

forwarding 0
pinger h 10.0.0.11 10 "$T/ping4"
pinger h fd00::11 10 "$T/ping6"
start a -v 50 -p 100 10.0.0.1
start b -v 50 -p 50 10.0.0.1
must wait_for 2 is_state a Backup

# Becoming Master.
take
must wait_for 6 adverts 5
must wait_for 2 announced 4 $virtual O "$took"
must wait_for 2 past "$(calc "$(now) + 0.3")"
must not announced 5 $virtual O "$took"
must [ "$(wire_count switch "$(garps 10.0.0.1 $virtual)" "$took")" = 4 ]

# Leaving; as a host, and as a router.
left=$(now)
tell a USR2
must wait_for 3 is_state a Backup
must wait_for 2 announced 1 $real O "$left"
must [ "$(mac_of a)" = $real ]
forwarding 1
switched=$(now)
take
must wait_for 2 announced 1 $virtual RO "$took"
left=$(now)
tell a USR2
must wait_for 3 is_state a Backup
must wait_for 2 announced 1 $real RO "$left"
must not wire_seen switch ' na .*target=fd00::11 flags=O ' "$switched"
# And once more, for a switch that was not ready for the first.
must wait_for 3 announced 2 $real RO "$left"

# The kernel and we have told no one otherwise.
must [ "$(wire_count switch "$(garps 10.0.0.1 $real)")" = 0 ]
must not wire_seen switch ' na .*target=fd00::dad '

# Four changes of the MAC, each some frames' time; untold, the hosts would
# find out in seconds.
for f in ping4 ping6; do
	ping_stop "$T/$f"
	read -r run lost < <(ping_lost "$T/$f")
	must between 0 "$run" 20
	must between 0 "$lost" 40
done
