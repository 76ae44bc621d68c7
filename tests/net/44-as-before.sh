#!/bin/bash
# However it ran and however it was stopped: the MAC, the addresses and the
# routes are afterwards as they were before.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

declare -A before

# began HOST: what it was.
began()
{
	ip -n "$1" -batch - <<-EOF || fail "routes of $1"
		addr add 10.0.0.2${1#h}/24 dev eth0
		addr add 10.4.0.1/16 dev eth0
		route add default via 10.0.0.254 metric 50
		route add 192.0.2.0/24 via 10.4.0.254 src 10.0.0.2${1#h}
		route add 198.51.100.0/24 dev eth0 scope link table 100
	EOF
	before[$1]=$(snapshot "$1")
}

# ran HOST ARGUMENT...: now it is Master.  Each host has a VRID of its own.
ran()
{
	began "$1"
	start "$1" -v "${1#h}" "${@:2}"
	tell "$1" USR1
	must wait_for 2 is_state "$1" Master
	must not same "${before[$1]}" "$(snapshot "$1")" >/dev/null
}

# over HOST
over()
{
	same "${before[$1]}" "$(snapshot "$1")" >&2 ||
	    fail "$1 is not as it was"
}

hosts=(h{1..9})
lan "${hosts[@]}"
ran h1 10.0.0.1
ran h2 -n 10.0.0.2
ran h3 10.0.0.3 10.0.0.4 10.9.0.4
# Behind the own addresses in their subnet, and alone in one of its own.
ran h4 10.0.0.5/24 10.0.0.6/24 10.4.0.6/16 10.9.0.5/24
ran h5 -n 10.0.0.7/24
ran h6 10.0.0.8

# The owner has the addresses before and afterwards, and no other MAC is
# needed to see that it is Master.
began h7
start h7 -v 7 -p 255 10.0.0.17 10.0.0.27
must wait_for 2 is_state h7 Master
must [ "$(mac_of h7)" = 00:00:5e:00:01:07 ]

# In the background.
began h8
mkdir "$T/h8"
must on h8 "$VRRPD" -D -i eth0 -v 8 -f "$T/h8" 10.0.0.9 10.0.0.10/24
cat "$T/h8/vrrpd_eth0_8.pid" >"$T/h8.pid"
tell h8 USR1
must wait_for 2 is_state h8 Master

# Never more than a Backup.
began h9
start h9 -v 9 10.0.0.99
must wait_for 1 is_state h9 Backup
over h9

# All of them at a time; nobody answers, so a hand-over takes 1.25 s, unless a
# second signal calls for the end of it.
for h in h1 h2 h4 h8 h9; do
	tell $h TERM
done
for h in h3 h5 h7; do
	tell $h INT
done
tell h6 TERM
must wait_for 1 leaving h6
kill -s TERM "$(pid h6)" 2>/dev/null
must ended h6 0.6
over h6
for h in h1 h2 h3 h4 h5 h7 h9; do
	must ended $h
	over $h
done
must wait_for 3 not running h8
over h8

# The own address renewed under a Master whose virtual address is in the same
# subnet: it comes behind that one, and yet stays when it goes.
before[h1]=$(snapshot h1 | sort)
start h1 -v 1 10.0.0.1/24
tell h1 USR1
must wait_for 2 is_state h1 Master
must ip -n h1 addr del 10.0.0.11/24 dev eth0
must not has_addr h1 10.0.0.21
must wait_for 3 has_addr h1 10.0.0.1/24
must ip -n h1 addr add 10.0.0.11/24 brd + dev eth0
must ip -n h1 addr add 10.0.0.21/24 dev eth0
must ip -n h1 route replace default via 10.0.0.254 metric 50
must ip -n h1 route replace 192.0.2.0/24 via 10.4.0.254 src 10.0.0.21
must grep -q ' 10.0.0.11/24 .*secondary' <(snapshot h1)
must is_state h1 Master
stop h1
must same "${before[h1]}" "$(snapshot h1 | sort)"
