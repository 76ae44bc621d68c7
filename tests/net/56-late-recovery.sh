#!/bin/bash
# A vrrpd that was killed with its interface taken down, or between taking an
# address away and putting back what that deleted, and is not started again
# soon: who handles the MAC meanwhile undoes it, once and for good; nobody gets
# what was true then back later, nor what is another one's.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

need_fault

lan a
ip -n a route add default via 10.0.0.254 metric 50
before=$(snapshot a | sed 's/ nodad\>//')
own=$(mac_of a)

# as_before: an IPv6 address comes back with a flag.
as_before()
{
	same "$before" "$(snapshot a | sed 's/ nodad\>//')"
}

# killed ONLY NUMBER STEPS ARGUMENT...: before this call of this kind.
killed()
{
	mkdir -p "$T/a"
	on a "$FAULT" -b eth0 -o "$1" -k "$2" -s "$3" "$VRRPD" -i eth0 \
	    -f "$T/a" "${@:4}" >"$T/a.log" 2>&1
	rm -f "$T/a"/vrrpd_*.{pid,state}
	ls "$T/a"/vrrpd_*.undo >/dev/null || fail "no record"
}

down()
{
	ip -n a link show dev eth0 | grep -q 'state DOWN'
}

# On the way to Master, and back: the link is down and the routes are gone.
for change in 2 5; do
	killed SIOCSIFFLAGS $change USR1,TERM,0,TERM -v 50 10.0.0.1
	must down
	must [ -z "$(ip -n a route show default)" ]
	AS=other
	mkdir -p "$T/other"
	cp -p "$T/a"/*.undo "$T/other"

	# Without the MAC to handle, it waits.
	start a -n -v 60 10.0.0.9
	must down
	stop other

	start a -v 60 10.0.0.9
	must grep -q 'put back the routes of eth0' "$T/other.log"
	must as_before
	must [ ! -e "$T/other/vrrpd_eth0_50.undo" ]
	stop other
	rm "$T/other"/*
	: >"$T/other.log"
	unset AS

	# It has its record still, but the interface is another's affair now.
	ip -n a addr add 10.7.0.1/24 dev eth0
	must ip -n a link set dev eth0 address 02:00:00:00:00:aa
	ip -n a link set dev eth0 down
	ip -n a link set dev eth0 up
	must wait_for 5 lan_ready a
	start a -v 50 10.0.0.1
	must not grep -q 'put back' "$T/a.log"
	must [ "$(mac_of a)" = 02:00:00:00:00:aa ]
	must [ -z "$(ip -n a route show default)" ]
	stop a
	must [ -z "$(ls "$T/a"/*.undo 2>/dev/null)" ]
	ip -n a addr del 10.7.0.1/24 dev eth0
	must ip -n a link set dev eth0 address "$own"
	ip -n a link set dev eth0 down
	ip -n a link set dev eth0 up
	must wait_for 5 lan_ready a
	ip -n a route replace default via 10.0.0.254 metric 50
	must wait_for 5 as_before
done

# A virtual address that stood then, of one that is Backup by now.
AS=other start a -n -v 60 10.0.0.9
tell other USR1
must wait_for 2 is_state other Master
killed SIOCSIFFLAGS 1 USR1,TERM,0,TERM -n -v 50 10.0.0.100/24
must has_addr a 10.0.0.100
stop other
must not has_addr a 10.0.0.9
start a -n -v 50 10.0.0.100/24
must as_before
stop a
must as_before
