#!/bin/bash
# Several virtual routers on one interface, the macvlan way of the README: each
# on a macvlan of its own with its own virtual MAC.  The hosts find each address
# at its MAC and nowhere else, and each fails over by itself.  Without any one
# of the settings that the README names it goes wrong.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

vmac=00:00:5e:00:01

# setting HOST NAME VALUE
setting()
{
	on "$1" tee "/proc/sys/net/ipv4/conf/$2" <<<"$3" >/dev/null ||
	    fail "$1: $2"
}

# macvlans HOST NUMBER: as the README has them.
macvlans()
{
	local vrid

	setting "$1" all/arp_ignore 1
	setting "$1" all/arp_announce 2
	for vrid in 50 51; do
		ip -n "$1" link add link eth0 name vrrp$vrid type macvlan \
		    mode private 2>"$T/macvlan" ||
		    skip "no macvlan: $(<"$T/macvlan")"
		setting "$1" vrrp$vrid/rp_filter 2
		ip -n "$1" link set vrrp$vrid up
		ip -n "$1" addr add "10.0.0.$((vrid - 30))$2/32" dev vrrp$vrid
	done
}

# The two addresses as the host h finds them when it asks anew, and the routers
# after it when they ask anew, speaking for the address.
found()
{
	local n h router=$1

	for h in h a b; do
		ip -n $h neigh flush all
	done
	for n in 1 2; do
		on h ping -q -c 1 -W 2 10.0.0.$n >/dev/null || return 1
	done
	on "$router" ping -q -c 1 -W 2 -I "$2" 10.0.0.13 >/dev/null || return 1
	for n in 1 2; do
		[[ $(ip -n h neigh show 10.0.0.$n) == *" lladdr $vmac:3$((n + \
		    1)) "* ]] || return 1
	done
}

# claims ADDRESS SINCE: the MAC addresses that any ARP packet gave it.
claims()
{
	wire_lines h " arp .* spa=${1//./\\.} " "$2" |
	    grep -o ' sha=[^ ]*' | sort -u
}

# right ROUTER ADDRESS: h finds both where they should be, also after that
# router has spoken for the address, and nothing says otherwise.
right()
{
	local since n

	since=$(now)
	must wait_for 3 found "$1" "$2"
	for n in 1 2; do
		[ "$(claims 10.0.0.$n "$since")" = " sha=$vmac:3$((n + 1))" ] ||
		    fail "10.0.0.$n is at $(claims 10.0.0.$n "$since")"
	done
}

# wrong ROUTER ADDRESS: something says otherwise.
wrong()
{
	local since

	since=$(now)
	found "$1" "$2"
	[ "$(claims "$2" "$since" | wc -l)" -gt 1 ]
}

# masters A50 A51 B50 B51
masters()
{
	[ "$(state a50) $(state a51) $(state b50) $(state b51)" = "$*" ]
}

lan a b h
macvlans a 1
macvlans b 2
sniff h
before=$(snapshot a)
AS=a50 DEV=vrrp50 start a -v 50 -p 200 10.0.0.1
AS=a51 DEV=vrrp51 start a -v 51 -p 100 10.0.0.2
AS=b50 DEV=vrrp50 start b -v 50 -p 100 10.0.0.1
AS=b51 DEV=vrrp51 start b -v 51 -p 200 10.0.0.2
must wait_for 6 masters Master Backup Backup Master
right a 10.0.0.1
right b 10.0.0.2

# One of a router's two is handed over, and comes back; the other stays.
stop a50
must wait_for 2 masters Initialize Backup Master Master
right b 10.0.0.1
AS=a50 DEV=vrrp50 start a -v 50 -p 200 10.0.0.1
must wait_for 6 masters Master Backup Backup Master
right a 10.0.0.1

# A router loses its cable: the other has both; and the other way round.
cable a down
must wait_for 6 masters Initialize Initialize Master Master
right b 10.0.0.1
cable a up
must wait_for 6 masters Master Backup Backup Master
cable b down
must wait_for 6 masters Master Master Initialize Initialize
right a 10.0.0.2
cable b up
must wait_for 6 masters Master Backup Backup Master
right b 10.0.0.2

# Each setting matters: the other interfaces answer for the address; the router
# speaks for it from another one; the adverts are not heard.
setting a all/arp_ignore 0
must wait_for 5 wrong a 10.0.0.1
setting a all/arp_ignore 1
right a 10.0.0.1
setting a all/arp_announce 0
must wait_for 5 wrong a 10.0.0.1
setting a all/arp_announce 2
right a 10.0.0.1
setting b vrrp50/rp_filter 1
must wait_for 6 masters Master Backup Master Master
setting b vrrp50/rp_filter 2
must wait_for 3 masters Master Backup Backup Master
right a 10.0.0.1

for name in a50 a51 b50 b51; do
	stop $name
done
must same "$before" "$(snapshot a)"
