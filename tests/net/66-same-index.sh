#!/bin/bash
# The interface deleted and made anew with the index and the name that it had,
# so quickly that no look ever finds it missing.  The sockets and the
# multicast group went with the old one all the same, so this is a new start
# with new ones, for a Master as for a Backup.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

# anew HOST NUMBER MAC: in one go, with the address 10.0.0.NUMBER.
anew()
{
	local index

	index=$(ip -n "$1" -o link show dev eth0 | cut -d : -f 1)
	ip -n switch -batch - <<-EOF || fail "no new interface"
		link del dev $1
		link add name $1 index $((100 + $2)) type veth peer \
		    name eth0 index $index address $3 netns $1
		link set dev $1 master sw up
	EOF
	ip -n "$1" -batch - <<-EOF || fail "eth0 of $1"
		addr add 10.0.0.$2/24 brd + dev eth0
		link set dev eth0 up
	EOF
	must [ "$(ip -n "$1" -o link show dev eth0 | cut -d : -f 1)" = "$index" ]
	must wait_for 5 lan_ready "$1"
}

# announced ADDRESS SINCE: with the virtual MAC.
announced()
{
	wire_seen switch \
	    "arp op=1 .*sha=00:00:5e:00:01:32 spa=$1 .*tpa=$1\$" "$2"
}

lan a b
sniff switch
start a -v 50 -p 200 10.0.0.1
start b -v 50 -p 100 10.0.0.1
lead a

# Under a Master: it starts anew, and hears and is heard as ever.
since=$(now)
anew a 11 02:00:00:00:01:11
must wait_for 3 is_state a Backup
must wait_for 2 wire_seen switch 'igmp .* src=10.0.0.11 .*4:224.0.0.18' \
    "$since"
must [ "$(state a real_mac)" = 02:00:00:00:01:11 ]
must on b "$WIRE" send eth0 prio=250
must wait_for 2 knows a 10.0.0.12
since=$(now)
must on b "$WIRE" send eth0 prio=0
must wait_for 2 is_state a Master
must wait_for 1 announced 10.0.0.1 "$since"
must wait_for 1 announced 10.0.0.11 "$since"
must wait_for 2 wire_seen switch \
    'adv src=10.0.0.11 .*smac=00:00:5e:00:01:32' "$since"

# Under one that stands still meanwhile, and so reads of it all at a time.
tell a STOP
anew a 11 02:00:00:00:02:11
tell a CONT
must wait_for 2 is_state a Backup
must [ "$(log_count a 'Master -> Initialize')" = 2 ]
must [ "$(state a real_mac)" = 02:00:00:00:02:11 ]
since=$(now)
tell a USR1
must wait_for 2 is_state a Master
must wait_for 1 announced 10.0.0.1 "$since"
must wait_for 3 is_state b Backup

# Under a Backup.
must wait_for 3 knows b 10.0.0.11
tell b STOP
anew b 12 02:00:00:00:01:12
tell b CONT
must wait_for 2 log_has b 'Backup -> Initialize \(the interface is gone\)'
must wait_for 2 knows b 10.0.0.11
since=$(now)
tell a USR2
must wait_for 3 is_state b Master
must wait_for 1 announced 10.0.0.1 "$since"
must wait_for 1 announced 10.0.0.12 "$since"
must wait_for 1 is_state a Backup

stop b
must [ "$(mac_of b)" = 02:00:00:00:01:12 ]
must wait_for 3 is_state a Master
stop a
must [ "$(mac_of a)" = 02:00:00:00:02:11 ]
must not has_addr a 10.0.0.1
