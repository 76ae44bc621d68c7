#!/bin/bash
# What is not meant for this virtual router is never obeyed: adverts of
# another VRID, by unicast, or on another interface are as if they had not
# been; one from our own address is a loop, or another host with our address,
# and is logged, once.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# try PRIORITY...: each of them with each of these.
try()
{
	mac=$(mac_of a)
	spoil m "$*" src=10.0.0.99 vrid=51
	spoil m "$*" src=10.0.0.99 dst=10.0.0.11 dmac="$mac"
	spoil m "$*" src=10.0.0.99 dst=10.0.0.1 dmac="$mac"
	spoil m "$*" src=10.0.0.99 dst=224.0.0.1
	spoil m "$*" src=10.0.0.99 dst=255.255.255.255 dmac=ff:ff:ff:ff:ff:ff
	spoil m "$*" src=10.0.0.11
	spoil x "$*" src=10.0.0.99
}

# spoil HOST "PRIORITY..." KEY=VALUE...: one with each priority.
spoil()
{
	# shellcheck disable=SC2016 # expanded there
	must on "$1" "$BASH" -c '
		for prio in $1; do
			"$WIRE" send eth0 prio=$prio "${@:2}" || exit
		done' - "${@:2}"
}

# untouched BECOME_MASTER BAD: once it has counted that many bad ones, which
# came last, all other counters are as before.
untouched()
{
	refresh a
	[ "$(state a vrrpStatsIpTtlErrors)" = "$2" ] || return 1
	[ "$(grep -E '^vrrp(Router|Stats)' "$T"/a/*.state |
	    grep -v "='0'" | grep -v IpTtl)" = "$1" ]
}

lan a m
# Their kernel drops adverts on eth1, where no one has joined the group, and
# those with a source of its own, unless told otherwise.
host x
must ip -n a link add eth1 type veth peer name eth0 netns x
must ip -n x link set dev eth0 up
must ip -n a link set dev eth1 up
must ip -n a addr add 10.1.0.11/24 dev eth1
must ip -n a addr add 224.0.0.18/32 dev eth1 autojoin
must wait_for 2 has_carrier a eth1
for i in eth0 eth1; do
	must on a tee /proc/sys/net/ipv4/conf/$i/accept_local <<<1 >/dev/null
done

sniff switch
AS=x sniff x eth0
begin=$(now)
start a -v 50 10.0.0.1
must wait_for 2 is_state a Backup
begun=$(now)

# A Backup that obeyed one of them would wait longer, or less.
must wait_for 2 past "$(calc "$begun + 0.6")"
try 254 0
spoil m 254 src=10.0.0.99 ttl=1
must wait_for 5 wire_seen switch ' adv src=10.0.0.11 .* vrid=50 prio=100 '
time=$(field time \
    "$(wire_first switch ' adv src=10.0.0.11 .* vrid=50 prio=100 ')")
must between "$(calc "$begin + 3.609375 - 0.02")" "$time" \
    "$(calc "$begun + 3.609375 + 1")"
must wait_for 2 is_state a Master
must wait_for 1 untouched "vrrpStatsBecomeMaster='1'" 1
must [ "$(log_count a '10\.0\.0\.11 ignored: source is .* ours')" = 1 ]

# A Master goes on as if nothing had been.
try 254 50 0
spoil m 254 src=10.0.0.99 ttl=1
must wait_for 1 untouched "vrrpStatsBecomeMaster='1'" 2
must is_state a Master
end=$(calc "$time + 2.6")
must wait_for 4 past "$end"
three()
{
	[ "$(wire_times switch ' adv src=10.0.0.11 .* vrid=50 prio=100 ' |
	    awk -v end="$end" '$1 < end' | wc -l)" = 3 ]
}
must wait_for 2 three
must is_state a Master
must [ "$(log_count a '10\.0\.0\.11 ignored: source is .* ours')" = 1 ]
must [ "$(log_count a '10\.0\.0\.99')" = 1 ]
five()
{
	[ "$(wire_count x ' adv src=10.0.0.99 ')" = 5 ]
}
must wait_for 2 five
