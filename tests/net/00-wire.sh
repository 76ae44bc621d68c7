#!/bin/bash
# The tools themselves: what wire sends, wire sees, field by field, and the
# frames are those that other implementations of the protocol send; the switch
# carries and cuts what it should.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

lan a b c
sniff b eth0 -x
sniff switch

# sent KEY=VALUE...: send it from a; $line is what b then hears.
sent()
{
	local n

	n=$(wire_count b ' adv ')
	must on a "$WIRE" send eth0 "$@"
	wait_for 2 more_than "$n" || fail "not heard: $*"
	line=$(wire_last b ' adv ')
}

more_than()
{
	[ "$(wire_count b ' adv ')" -gt "$1" ]
}

# is KEY=VALUE...: all in $line.
is()
{
	local pair

	for pair; do
		[ "$(field "${pair%%=*}" "$line")" = "${pair#*=}" ] ||
		    fail "not $pair: $line"
	done
}

# echoes KEY=VALUE... [and KEY=VALUE...]: what is sent is seen, and more.
echoes()
{
	local keys=()

	while [ $# -gt 0 ] && [ "$1" != and ]; do
		keys+=("$1")
		shift
	done
	sent "${keys[@]}"
	is "${keys[@]}" "${@:2}"
}

# Right as it stands.
begin=$(now)
sent
is src=10.0.0.11 dst=224.0.0.18 smac=02:00:00:00:00:11 \
    dmac=01:00:5e:00:00:12 ttl=255 tos=c0 id=1 proto=112 ver=2 type=1 \
    vrid=50 prio=100 n=1 auth=0 int=1 sum=ok ipsum=ok len=20 \
    addrs=10.0.0.1 authdata=0000000000000000
[[ $line != *frag=* && $line != *ipopt=* && $line != *trail=* ]] ||
    fail "too much: $line"
must between "$begin" "$(field time "$line")" "$(now)"

# Each field on its own.
echoes src=192.0.2.1 and sum=ok ipsum=ok
echoes src=0.0.0.0
echoes smac=00:00:5e:00:01:32
echoes dst=10.0.0.12 dmac=02:00:00:00:00:12
echoes dst=224.0.0.251 and ipsum=ok
is dmac=01:00:5e:00:00:fb
echoes dmac=ff:ff:ff:ff:ff:ff
echoes ttl=254
echoes tos=00
echoes id=65535
for key in ver type; do
	echoes $key=0 and sum=ok
	echoes $key=3 and sum=ok
	echoes $key=15 and sum=ok
done
for key in vrid prio auth int; do
	echoes $key=0 and sum=ok
	echoes $key=255 and sum=ok
done
echoes addrs=10.0.0.1,192.0.2.7,255.255.255.255 n=3 and len=28 sum=ok
echoes n=2 and sum=short len=20 addrs=10.0.0.1,0.0.0.0 authdata=-
sent addrs=10.0.0.1,10.0.0.2 n=1
is n=1 addrs=10.0.0.1 sum=ok len=24
is authdata=0a00000200000000 trail=00000000
sent addrs=none
is n=0 addrs=- len=16 sum=ok
echoes authdata=7365637265740000 and sum=ok
sent authdata=736563
is authdata=7365630000000000 sum=ok
echoes trail=0123456789 and len=25 sum=ok
sent sum=bad
is sum=bad
sent sum=1234
is sum=bad cksum=1234
sent sum=70ca
is sum=ok cksum=70ca
for cut in 0 1 7 8 12 19; do
	sent cut=$cut
	is len=$cut sum=short
done
sent cut=4
is vrid=50 prio=100 n=1 auth=- int=- addrs=- authdata=- cksum=-
echoes ipopt=94040000 and ipsum=ok sum=ok
sent ipopt=0101010101
is ipopt=0101010101000000 ipsum=ok sum=ok
echoes frag=2000 and ipsum=ok
ah=700400000a00000200000006decdeb0c1a2c501690801fe8
msg=2132c80102010aca0a0000010000000000000000
sent proto=51 payload=$ah$msg
is proto=51 spi=0a000002 seq=6 icv=decdeb0c1a2c501690801fe8 vrid=50 prio=200 \
    auth=2 cksum=0aca sum=ok len=20
sent payload=ff
is len=1 vrid=- sum=short

# Byte for byte what others send.
sent src=10.0.0.2 id=6 prio=200 auth=1 authdata=736563726574
[[ $line == *" raw="*2132c8010101cf7d0a0000017365637265740000 ]] ||
    fail "another message: $line"

group=(src=10.99.0.1 vrid=51 prio=150 "addrs=10.99.0.100,10.99.0.101")
sent "${group[@]}"
is cksum=333a sum=ok

ip=45c0002c00010000ff70d02a0a630001e0000012
msg=213396020101f61f0a6300640a6300657333637265740000
sent "${group[@]}" auth=1 authdata=733363726574
is raw=$ip$msg cksum=f61f sum=ok

ip=45c0004400010000ff33d04f0a630001e0000012
ah=700400000a63000100000001eb1b8a0f0a336c1a1945b891
msg=213396020201313a0a6300640a6300650000000000000000
sent "${group[@]}" proto=51 payload=$ah$msg
is raw=$ip$ah$msg cksum=313a sum=ok spi=0a630001 seq=1

# Paced, and only what comes in.
AS=in sniff b eth0 -I
AS=out sniff b eth0
begin=$(now)
must on a "$WIRE" send eth0 id=7 count=11 rate=100
must on b "$WIRE" send eth0 id=8 count=2 interval_us=1
must wait_for 2 wire_seen out ' id=8 '
eleven()
{
	[ "$(wire_count in ' id=7 ' "$begin")" = 11 ]
}
must wait_for 2 eleven
must [ "$(wire_count in ' id=8 ')" = 0 ]
first=$(field time "$(wire_first out ' id=7 ')")
last=$(field time "$(wire_last out ' id=7 ')")
must between 0.099 "$(calc "$last - $first")" 2

# What the kernel sends.
must ip -n a addr add 239.1.2.3/32 dev eth0 autojoin
must wait_for 2 wire_seen b 'igmp type=22 src=10.0.0.11 .*4:239.1.2.3'
must on c ping -q -c 1 10.0.0.12 >/dev/null
must wait_for 2 wire_seen b 'arp op=1 .*spa=10.0.0.13 .*tpa=10.0.0.12'
must wait_for 2 wire_seen b 'arp op=2 smac=02:00:00:00:00:12 .*tpa=10.0.0.13'
if [ -e /proc/net/if_inet6 ]; then
	must on c ping -q -c 1 fe80::ff:fe00:12%eth0 >/dev/null
	must wait_for 2 wire_seen b \
	    'na smac=02:00:00:00:00:12 .*src=fe80::ff:fe00:12 .* flags=SO .*ok'
fi

# reaches FROM TO, or not: the other host's frame, sent later, is heard.
id=100
reaches()
{
	id=$((id + 2))
	must on "$1" "$WIRE" send eth0 id=$id
	must on "$3" "$WIRE" send eth0 id=$((id + 1))
	must wait_for 2 wire_seen "$2" " id=$((id + 1)) "
	must wait_for 2 wire_seen switch " id=$id "
	wire_seen "$2" " id=$id "
}
sniff a
must reaches a b c
must reaches b a c
mute a b
must not reaches a b c
must reaches b a c
unblock a b
must reaches a b c
block a b
must not reaches a b c
must not reaches b a c
must reaches c a c
unblock b a
must reaches a b c
must reaches b a c

# Cables, addresses, routes.
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
must has_addr a 10.0.0.11
must has_addr a 10.0.0.11/24
must not has_addr a 10.0.0.1
must not has_addr a 10.0.0.11/32
before=$(snapshot c)
cable c down
must not has_carrier c
must has_carrier b
cable c up
must has_carrier c
must same "$before" "$(snapshot c)"
must ip -n c addr add 10.0.0.1/32 dev eth0
must not same "$before" "$(snapshot c)" >/dev/null

# Echoes lost and found.
pinger a 10.0.0.12 20 "$T/ping"
answers()
{
	[ "$(grep -c 'bytes from' "$T/ping")" -gt "$1" ]
}
must wait_for 5 answers 4
block a b
must wait_for 2 past "$(calc "$(now) + 1")"
unblock a b
n=$(grep -c 'bytes from' "$T/ping")
must wait_for 5 answers "$n"
ping_stop "$T/ping"
read -r run lost < <(ping_lost "$T/ping")
must between 1 "$run" 200
must [ "$lost" -ge "$run" ]
must between 0.2 "$(ping_gap "$T/ping")" 4
