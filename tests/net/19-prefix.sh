#!/bin/bash
# A virtual address has the prefix length that was asked for, and the same
# routes as ip addr add gives one: none is left of the class that SIOCSIFADDR
# thinks it has.  When it goes it takes nothing of the interface's own along,
# not even where it has become the primary address of its subnet and the
# kernel removes the others with it (promote_secondaries is 0 here).

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# All that is IPv4; labels and broadcast attributes aside.
ipv4()
{
	ip -n "$1" -4 -o addr show dev eth0 | sed 's/ *\\ .*//
		s/ brd [^ ]*//; s/eth0:[^ ]*$/label/; s/^[0-9]*: *//'
	ip -n "$1" -4 route show table all | sed 's/ *$//' | sort
}

# renew [COMMAND...]: a's own address goes, a route with it; both come back,
# behind what else is in their subnet by then.
renew()
{
	must ip -n a addr del 10.0.0.11/24 dev eth0
	[ $# = 0 ] || must wait_for 3 "$@"
	must ip -n a addr add 10.0.0.11/24 brd + dev eth0
	must ip -n a route add 192.0.2.0/24 via 10.0.0.13 src 10.0.0.11
}

lan a b h
must ip -n a addr add 10.9.9.1/24 brd + dev eth0
must ip -n a addr add 10.0.0.111/24 brd + dev eth0
must ip -n a route add 198.51.100.0/24 via 10.9.9.2
before=$(snapshot a)

# What ip makes of them, and then we.
vips=(10.0.0.1/24 172.16.5.1/28 192.168.7.1/32 10.200.3.5/30 10.8.0.1/8)
for v in "${vips[@]}"; do
	must ip -n a addr add "$v" dev eth0 label eth0:x
done
want=$(ipv4 a)
for v in "${vips[@]}"; do
	must ip -n a addr del "$v" dev eth0
done
must same "$before" "$(snapshot a)"

start a -v 50 "${vips[@]}"
lead a
must same "$want" "$(ipv4 a)"
must [ "$(state a addresses)" = "${vips[*]}" ]
must on h ping -q -c 1 -W 2 10.0.0.1 >/dev/null
stop a
must same "$before" "$(snapshot a)"

# Under a Master, so that its address is the one that the others hang on.
must ip -n a addr del 10.0.0.111/24 dev eth0
renew
before=$(snapshot a)
start a -v 50 10.0.0.1/24
lead a
renew has_addr a 10.0.0.1/24
[[ $(ip -n a -o addr show to 10.0.0.1) != *secondary* &&
    $(ip -n a -o addr show to 10.0.0.11) == *secondary* ]] ||
    fail "not so: $(ip -n a addr show dev eth0)"
must on h ping -q -c 1 -W 2 10.0.0.1 >/dev/null
must on h ping -q -c 1 -W 2 10.0.0.11 >/dev/null
stop a
must same "$before" "$(snapshot a)"
