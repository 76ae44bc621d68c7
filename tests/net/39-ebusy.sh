#!/bin/bash
# A driver that takes a new MAC only while the interface is down: the Master
# gets the virtual MAC all the same, and every address and route that this
# deletes, IPv4 and IPv6, is put back.  The first advertisement goes out
# before, from the real MAC, so that nobody else takes over meanwhile.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

preload ebusy

# kept HOST: its snapshot.  An IPv6 address need not prove again that it is
# free, so it comes back with a flag that says so.
kept()
{
	snapshot "$1" | sed '/ proto xorp /d; /\tnh_info /d; s/ nodad\>//'
}

# named HOST: its routes that named a nexthop object, without that.
named()
{
	{
		ip -n "$1" -4 -o route show proto xorp
		ip -n "$1" -6 -o route show proto xorp
	} | sed 's/ nhid [0-9]*//'
}

lan a b
ip -n a -batch - <<END || fail "routes"
	route add default via 10.0.0.254 metric 50
	route add 192.0.2.0/24 via 10.0.0.254 src 10.0.0.11
	route add 198.51.100.0/24 nexthop via 10.0.0.254 \
	    nexthop via 10.0.0.253 weight 3
	route add 203.0.113.0/24 dev eth0 scope link mtu 1400
	route add 10.9.0.0/16 via 172.16.0.1 dev eth0 onlink table 100
	route add blackhole 10.8.0.0/16
	route add 10.3.0.0/16 via 203.0.113.9
	addr add 10.0.0.21/24 dev eth0 label eth0:own
	addr add 10.6.0.1/24 dev eth0
	route add 10.5.0.0/16 via 10.6.0.2 src 10.0.0.21 proto static
END
if [ -e /proc/net/if_inet6 ]; then
	ip -n a -batch - <<-END || fail "IPv6 routes"
		addr add 2001:db8::11/64 dev eth0
		addr add 2001:db8::12/64 dev eth0 preferred_lft 0
		route add default via fe80::1 dev eth0 metric 2048
		route add 2001:db8:1::/48 via 2001:db8::1
		route add 2001:db8:2::/48 dev eth0 table 100
	END
	# As the kernel has it from now on.
	must wait_for 5 dad_done a
fi
# A nexthop object goes with the link, and a route that names one comes back
# with its hops instead.
if ip -n a nexthop add id 7 via 10.0.0.254 dev eth0 2>"$T/nexthop"; then
	ip -n a -batch - <<-END || fail "routes with nexthop objects"
		nexthop add id 8 via 10.0.0.253 dev eth0
		nexthop add id 9 group 7,3/8
		route add 192.0.3.0/24 nhid 7 proto xorp
		route add 198.51.101.0/24 nhid 9 src 10.0.0.21 metric 5 proto xorp
	END
	if [ -e /proc/net/if_inet6 ]; then
		ip -n a -batch - <<-END || fail "IPv6 ones"
			nexthop add id 17 via 2001:db8::1 dev eth0
			nexthop add id 18 via 2001:db8::2 dev eth0
			nexthop add id 19 group 17/18,2
			route add 2001:db8:3::/48 nhid 17 proto xorp
			route add 2001:db8:4::/48 nhid 19 proto xorp
		END
	fi
else
	echo "no nexthop objects here: $(<"$T/nexthop")"
fi
before=$(kept a)
by_name=$(named a)
sniff switch
start a -v 50 -p 200 10.0.0.1 10.0.0.2/24
start b -v 50 -p 100 10.0.0.1 10.0.0.2/24
must same "$before" "$(kept a)"

tell a USR1
must wait_for 3 is_state a Master
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
must has_addr a 10.0.0.1
must has_addr a 10.0.0.2
# All of it stands, but for the MAC.
must same "" "$(comm -23 <(tail -n +2 <<<"$before" | sort -u) \
    <(kept a | sort -u))"
must same "$by_name" "$(named a)"

must wait_for 2 wire_seen switch 'adv src=10.0.0.11 '
first=$(wire_first switch 'adv src=10.0.0.11 ')
must [ "$(field smac "$first")" = 02:00:00:00:00:11 ]
must wait_for 1 wire_seen switch \
    'arp op=1 .*sha=00:00:5e:00:01:32 spa=10.0.0.1 .*tpa=10.0.0.1$' \
    "$(field time "$first")"
must not wire_seen switch 'arp .*sha=02:00:00:00:00:11 spa=10.0.0.1 '
nth()
{
	wire_lines switch 'adv src=10.0.0.11 ' | sed -n "$1p" | grep .
}
must wait_for 3 nth 2 >/dev/null
n=2
gap=$(calc "$(field time "$(nth 2)") - $(field time "$first")")
# Where the daemon saw that the link took a moment to come back, what it said
# meanwhile is lost, so it says it again at once.
if ! between 0.7 "$gap" 1.3 2>/dev/null; then
	must between 0 "$gap" 0.3
	must [ "$(wire_lines switch 'adv src=10.0.0.11 |arp op=1 .*spa=10.0.0.1 ' |
	    sed -n 2p)" = "$(nth 2)" ]
	must wait_for 3 nth 3 >/dev/null
	n=3
	gap=$(calc "$(field time "$(nth 3)") - $(field time "$(nth 2)")")
	must between 0.7 "$gap" 1.3
fi
must [ "$(field smac "$(nth 2)")" = 00:00:5e:00:01:32 ]
must [ "$(field smac "$(nth $n)")" = 00:00:5e:00:01:32 ]

# Our own down and up are none.
must [ "$(log_count a ' -> Master')" = 1 ]
must [ "$(log_count a ' -> Initialize')" = 0 ]
must [ "$(log_count a 'driver wants that')" = 1 ]
must is_state a Master
must is_state b Backup

# It steps down: all is as it was, and is announced once the link is back.
tell a USR2
must wait_for 3 is_state a Backup
must same "$before" "$(kept a)"
must same "$by_name" "$(named a)"
must wait_for 3 wire_seen switch \
    'arp op=1 .*sha=02:00:00:00:00:11 spa=10.0.0.11 .*tpa=10.0.0.11$' \
    "$(field time "$(wire_last switch 'adv src=10.0.0.11 .*prio=0 ')")"
must wait_for 2 is_state b Master

# Once more, without another warning.
tell a USR1
must wait_for 3 is_state a Master
must same "" "$(comm -23 <(tail -n +2 <<<"$before" | sort -u) \
    <(kept a | sort -u))"
must same "$by_name" "$(named a)"
stop a
must same "$before" "$(kept a)"
must same "$by_name" "$(named a)"
must [ "$(log_count a 'driver wants that')" = 1 ]
must [ "$(log_count a 'did not come back')" = 0 ]
