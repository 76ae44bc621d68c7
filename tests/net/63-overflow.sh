#!/bin/bash
# News of the interface that got lost: while a router stands still, so much
# happens that its rtnetlink socket overflows, and what is behind that is lost
# altogether.  It must look at everything anew: an address or the MAC taken
# away, an address of its own changed, the interface down, gone, or gone and
# made anew with its old index.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

# The socket holds some hundred messages; these are twice as many as came to
# overflow it here.
flood=$T/flood
for n in {1..250}; do
	for last in 1 2 3 4; do
		echo "addr add 10.77.$n.$last/32 dev noise"
	done
done >"$flood"

# drops NAME: how many messages its rtnetlink socket has lost.
drops()
{
	local links

	links=$(find "/proc/$(pid "$1")/fd" -lname 'socket:*' -printf '%l\n' |
	    tr -dc '0-9\n')
	on "$1" cat /proc/self/net/netlink |
	    awk -v links="$links" '
		BEGIN { split(links, l, "\n"); for (i in l) ours[l[i]] = 1 }
		$10 in ours { n += $9 }
		END { print n + 0 }'
}

# deaf NAME: it stands still, and its socket overflows.
deaf()
{
	local before

	tell "$1" STOP
	before=$(drops "$1")
	ip -n "$1" addr flush dev noise
	ip -n "$1" -batch "$flood" || fail "no flood"
	[ "$(drops "$1")" -gt "$before" ] || fail "nothing was lost"
}

# leads NAME: it is Master and has all that this means.
leads()
{
	is_state "$1" Master && has_addr "$1" 10.0.0.1/32 &&
	    [ "$(mac_of "$1")" = 00:00:5e:00:01:32 ]
}

# announced ADDRESS SINCE: with the virtual MAC.
announced()
{
	wire_seen switch \
	    "arp op=1 .*sha=00:00:5e:00:01:32 spa=$1 .*tpa=$1\$" "$2"
}

# retakes NAME: told to be Master it is, and is heard.
retakes()
{
	local since

	must wait_for 3 is_state "$1" Backup
	since=$(now)
	tell "$1" USR1
	must wait_for 2 leads "$1"
	must wait_for 1 announced 10.0.0.1 "$since"
	must wait_for 2 wire_seen switch \
	    'adv src=10\.0\.0\.[12]1 .*smac=00:00:5e:00:01:32' "$since"
}

lan a
must ip -n a link add name noise type veth peer name other
must ip -n a link set dev noise up
sniff switch
start a -v 50 10.0.0.1
lead a

# The address and the MAC taken away.
deaf a
since=$(now)
must ip -n a addr del 10.0.0.1/32 dev eth0
must ip -n a link set dev eth0 address 02:00:00:00:00:99
tell a CONT
must wait_for 2 leads a
must wait_for 1 announced 10.0.0.1 "$since"

# Its own address changed.
deaf a
must ip -n a addr add 10.0.0.21/24 dev eth0
must ip -n a addr del 10.0.0.11/24 dev eth0
must ip -n a addr add 10.0.0.21/24 dev eth0
since=$(now)
tell a CONT
must wait_for 3 wire_seen switch 'adv src=10.0.0.21 ' "$since"
must not wire_seen switch 'adv src=10.0.0.11 ' "$since"
must leads a

# Down.
deaf a
must ip -n a link set dev eth0 down
tell a CONT
must wait_for 2 is_state a Initialize
must not has_addr a 10.0.0.1
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
must ip -n a link set dev eth0 up
retakes a

# Down and up: the group may have been forgotten by a switch.
deaf a
must ip -n a link set dev eth0 down
must ip -n a link set dev eth0 up
must wait_for 5 lan_ready a
since=$(now)
tell a CONT
must wait_for 2 wire_seen switch 'igmp .*4:224.0.0.18' "$since"
must leads a

# anew INDEX MAC: another interface, with nothing but an address.
anew()
{
	ip -n switch -batch - <<-EOF || fail "no new interface"
		link add name a index 111 type veth peer \
		    name eth0 $1 address $2 netns a
		link set dev a master sw up
	EOF
	ip -n a -batch - <<-EOF || fail "eth0 of a"
		addr add 10.0.0.11/24 brd + dev eth0
		link set dev eth0 up
	EOF
	must wait_for 5 lan_ready a
}

# Gone, and made anew: with another index, or with the old one.
deaf a
must ip -n a link del dev eth0
tell a CONT
must wait_for 2 is_state a Initialize
must [ "$(log_count a 'the interface is gone')" = 1 ]
deaf a
anew '' 02:00:00:00:01:11
tell a CONT
retakes a
index=$(ip -n a -o link show dev eth0 | cut -d : -f 1)
for role in Master Backup; do
	must is_state a $role
	deaf a
	must ip -n a link del dev eth0
	anew "index $index" 02:00:00:00:02:11
	tell a CONT
	must wait_for 2 log_has a "$role -> Initialize \\(the interface is gone"
	must wait_for 3 is_state a Backup
	[ $role = Backup ] || continue
	retakes a
done

stop a
must [ "$(mac_of a)" = 02:00:00:00:02:11 ]
must not has_addr a 10.0.0.1
must has_addr a 10.0.0.11
