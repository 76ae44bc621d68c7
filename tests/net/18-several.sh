#!/bin/bash
# Several addresses are one virtual router: one advert lists them all, all go
# up and down together, and each is announced.  Their order is no matter.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

vips=(10.0.0.1 10.0.0.2 10.0.0.200 192.168.7.1 172.16.0.254)

# holds NAME: all of them; gone NAME: none.
holds()
{
	local v

	for v in "${vips[@]}"; do
		has_addr "$1" "$v/32" || return 1
	done
}

gone()
{
	local v

	for v in "${vips[@]}"; do
		! has_addr "$1" "$v" || return 1
	done
}

# lists ADDRESS ADDRESSES: its last advert, whole and in this order.
lists()
{
	must wait_for 2 wire_seen switch " adv src=$1 "
	line=$(wire_last switch " adv src=$1 ")
	[[ $line == *" n=5 "*" sum=ok len=36 addrs=$2 "* ]] ||
	    fail "wrong advert: $line"
}

# announced ADDRESS: each one, with the virtual MAC, after its first advert.
announced()
{
	local v

	time=$(field time "$(wire_first switch " adv src=$1 ")")
	for v in "${vips[@]}"; do
		must wait_for 2 wire_seen switch "arp op=1 .* \
dmac=ff:ff:ff:ff:ff:ff sha=00:00:5e:00:01:32 spa=$v .* tpa=$v\$" "$time"
	done
}

lan a b h
sniff switch
before=$(snapshot a)
start a -v 50 -p 200 "${vips[@]}"
must wait_for 2 is_state a Backup
must gone a
tell a USR1
must wait_for 2 is_state a Master
must holds a
lists 10.0.0.11 10.0.0.1,10.0.0.2,10.0.0.200,192.168.7.1,172.16.0.254
announced 10.0.0.11
must [ "$(state a addresses)" = "$(printf '%s/32 ' "${vips[@]}" |
    sed 's/ $//')" ]

must ip -n h route add 192.168.7.1 dev eth0
must ip -n h route add 172.16.0.254 dev eth0
for v in "${vips[@]}"; do
	must on h ping -q -c 1 -W 2 "$v" >/dev/null
done

start b -v 50 172.16.0.254 10.0.0.2 192.168.7.1 10.0.0.200 10.0.0.1
must wait_for 3 knows b 10.0.0.11
must gone b
must [ "$(log_count b 'addresses are not ours')" = 0 ]

stop a
must wait_for 3 is_state b Master
must holds b
lists 10.0.0.12 172.16.0.254,10.0.0.2,192.168.7.1,10.0.0.200,10.0.0.1
announced 10.0.0.12
for v in "${vips[@]}"; do
	must on h ping -q -c 1 -W 2 "$v" >/dev/null
done
must same "$before" "$(snapshot a)"
