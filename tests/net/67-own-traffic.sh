#!/bin/bash
# The router's own traffic, with whom its MAC comes and goes: a host that pings
# its own addresses, IPv4 and IPv6, every 10 ms loses one at most at each swap;
# its TCP connections live; and it keeps the default route that it has from
# this router's advertisements, which a neighbor advertisement without the
# Router flag would cost it (RFC 4861 7.2.5).

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

[ -e /proc/net/if_inet6 ] || skip "no IPv6"

# set6 HOST KEY VALUE: a setting of its eth0.
set6()
{
	must on "$1" tee "/proc/sys/net/ipv6/conf/eth0/$2" <<<"$3" >/dev/null
}

# has_route HOST: to everywhere, by what a has advertised.
has_route()
{
	grep -q "default via fe80::ff:fe00:11 .*proto ra" <(
		ip -n "$1" -6 route show)
}

# talk NAME ADDRESS: words and answers over TCP, to $T/NAME.
talk()
{
	nsenter --net=/run/netns/h -- "$WIRE" talk "$2" 7777 10 \
	    </dev/null >"$T/$1" 2>&1 &
	talkers+=($!)
	must wait_for 3 test -s "$T/$1"
}

# pause FILE: the longest that there was no answer.
pause()
{
	awk 'NR > 1 && $1 - last > most { most = $1 - last }
		{ last = $1 }
		END { printf "%.6f\n", most }' "$1"
}

# leads NAME MAC: as Master, or not.
leads()
{
	is_state a "$1" && [ "$(mac_of a)" = "$2" ]
}

lan a b h
must ip -n a addr add fd00::11/64 dev eth0
set6 a forwarding 1
set6 h accept_ra 1
must wait_for 5 dad_done a
must wait_for 5 dad_done h
start a -v 50 -p 100 10.0.0.1
start b -v 50 -p 200 -s 10.0.0.1
nsenter --net=/run/netns/a -- "$WIRE" listen 7777 </dev/null \
    >"$T/listen.log" 2>&1 &
must wait_for 2 grep -qx ready "$T/listen.log"

lead b
must on a "$WIRE" ra eth0 fd00::
must wait_for 3 has_route h
must wait_for 3 grep -q 'fd00::' <(ip -n h -6 -o addr show dev eth0)
must wait_for 5 dad_done h

talkers=()
targets=(10.0.0.11 fd00::11 fe80::ff:fe00:11%eth0)
for addr in "${targets[@]}"; do
	pinger h "$addr" 10 "$T/ping.$addr"
	[[ $addr == fe80* ]] || talk "talk.$addr" "$addr"
done

# To Master; and back, as it steps down itself, or is preempted.
swaps=0
for way in a b a b; do
	must wait_for 3 is_state b Master
	tell b USR2
	must wait_for 5 leads Master 00:00:5e:00:01:32
	must wait_for 3 is_state b Backup
	wait_for 0.5 false
	case $way in
	a)	tell a USR2 ;;
	b)	tell b USR1 ;;
	esac
	must wait_for 5 leads Backup 02:00:00:00:00:11
	wait_for 0.5 false
	swaps=$((swaps + 2))
done

must has_route h
for pid in "${talkers[@]}"; do
	must kill -0 "$pid"
done
for addr in "${targets[@]}"; do
	ping_stop "$T/ping.$addr"
	read -r most lost <<<"$(ping_lost "$T/ping.$addr")"
	must between 0 "$lost" "$swaps"
	must between 0 "$most" 3
	[[ $addr == fe80* ]] ||
	    must between 0 "$(pause "$T/talk.$addr")" 2
done
# What it uses the route for arrives.
must on h ping -q -c 3 -i 0.1 -W 3 fd00::11 >/dev/null
must has_route h
