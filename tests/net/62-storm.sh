#!/bin/bash
# A storm: the interface goes down and up, is renamed, deleted and made anew,
# and readdressed, at random, under a router that now and then is told to be
# Master or to step down.  Whatever came, in the end the one that should be
# Master is, with its addresses and its MAC; it never dies, spins or fills the
# log; and once stopped it leaves everything as it was before.
#
# SEED repeats a storm, COUNT says of how many events; FULL=1 is 800 of them.
#
# Runs alone: it keeps both processors busy.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

[ "${FULL-}" = "" ] || COUNT=${COUNT:-800}
COUNT=${COUNT:-60}
SEED=${SEED:-$((EPOCHSECONDS % 100000 * 10 + $$ % 10))}
echo "SEED=$SEED COUNT=$COUNT" >"$T/seed.log"
RANDOM=$SEED

# chance N: one of N times.
chance()
{
	[ $((RANDOM % $1)) = 0 ]
}

# pause: none, or up to so many ms.
pause()
{
	local ms=$((RANDOM % $1))

	chance 2 || read -r -t "$(printf '0.%03d' $ms)" -u "$never"
}

event()
{
	echo "$(now) $*" >>"$T/event.log"
}

# What the storm knows of a: its interface, and its own address.
name=eth0 own=10.0.0.11

# route: the administrator sees to his default route.  While an address is
# taken away in front of it, it is not accepted for a moment.
route()
{
	must wait_for 2 ip -n a route replace default via 10.0.0.254 \
	    2>/dev/null
}

# address: as the administrator wants it.  With an address elsewhere, it stays
# a router while it has none here; then 10.0.0.2/24 comes to stand before the
# next one here, which goes with it unless someone sees to it.
address()
{
	must stands "$own/24"
	must stands 10.4.0.1/16
	route
}

# stands ADDRESS: it does now.  The daemon, too, may put it back meanwhile.
stands()
{
	has_addr a "$1" ||
	    ip -n a addr add "$1" brd + dev "$name" 2>/dev/null ||
	    has_addr a "$1"
}

down_up()
{
	if chance 3; then
		event down and up
		ip -n a -batch - <<-EOF || fail "down and up"
			link set dev $name down
			link set dev $name up
		EOF
	else
		event down
		must ip -n a link set dev "$name" down
		pause 400
		event up
		must ip -n a link set dev "$name" up
	fi
	address
}

rename()
{
	local new

	new=$(printf '%s\n' eth0 wan0 lan0 dmz | grep -vx "$name" |
	    sed -n "$((RANDOM % 3 + 1))p")
	event rename "$name" "$new"
	ip -n a link set dev "$name" name "$new" 2>"$T/rename" ||
	    skip "this kernel renames no interface that is up:" \
	    "$(<"$T/rename")"
	name=$new
}

# The new one has a new index, or the former's.
anew()
{
	local index='' gone=''

	! chance 2 || index="index $(ip -n a -o link show dev "$name" |
	    cut -d : -f 1)"
	event anew "$index"
	if chance 2; then
		must ip -n a link del dev "$name"
		pause 400
	else
		gone="link del dev a"
	fi
	name=eth0
	ip -n switch -batch - <<-EOF || fail "no new interface"
		$gone
		link add name a index 111 type veth peer \
		    name eth0 $index address 02:00:00:00:00:11 netns a
		link set dev a master sw up
	EOF
	must ip -n a link set dev eth0 up
	address
}

# The former one goes before the new one comes, or behind it.  Then the kernel
# takes the new one away with it, if that was its secondary.
readdress()
{
	local old=$own

	while [ "$own" = "$old" ]; do
		own=10.0.0.$((RANDOM % 3 * 10 + 11))
	done
	event readdress "$old" "$own"
	if chance 2; then
		must ip -n a addr del "$old/24" dev "$name"
		pause 200
		must ip -n a addr add "$own/24" brd + dev "$name"
		pause 200
	else
		ip -n a -batch - <<-EOF || fail "readdress"
			addr add $own/24 brd + dev $name
			addr del $old/24 dev $name
		EOF
	fi
	address
	must has_addr a "$own/24"
}

# own_stands: that the storm has not cost a its address or its route.
own_stands()
{
	has_addr a "$own/24" && has_addr a 10.4.0.1/16 &&
	    [[ $(ip -n a route show default) == *"via 10.0.0.254 dev $name"* ]]
}

# leads NAME [INTERFACE]: it is Master, and has all that this means.
leads()
{
	is_state "$1" Master && has_addr "$1" 10.0.0.1/32 &&
	    has_addr "$1" 10.0.0.2/24 &&
	    [ "$(mac_of "$1" "${2:-eth0}")" = 00:00:5e:00:01:32 ]
}

# follows NAME INTERFACE MAC: it is Backup, and has nothing of it.
follows()
{
	is_state "$1" Backup && not has_addr "$1" 10.0.0.1 &&
	    not has_addr "$1" 10.0.0.2 && [ "$(mac_of "$1" "$2")" = "$3" ]
}

# all_of HOST: its snapshot, but not in what order the addresses are; and at a
# rename the kernel gives those behind the first a label with a number.
all_of()
{
	snapshot "$1" | sed -E 's/( eth0):[0-9]+$/\1/' | sort
}

lan a b h
sniff switch
address
before=$(all_of a)
start a -v 50 -p 200 10.0.0.1 10.0.0.2/24
start b -v 50 -p 100 10.0.0.1 10.0.0.2/24

for ((n = 0; n < COUNT; n++)); do
	case $((RANDOM % 4)) in
	0)	down_up ;;
	1)	rename ;;
	2)	anew ;;
	3)	readdress ;;
	esac
	pause 400
	if chance 2; then
		event take
		tell a USR1
	elif chance 4; then
		event step down
		tell a USR2
	fi
	pause 400
	must wait_for 2 own_stands
done
event calm

# As it was in the beginning, but for the order.
[ "$name" = eth0 ] || must ip -n a link set dev "$name" name eth0
name=eth0
address
must wait_for 3 not is_state a Initialize
tell a USR1
must wait_for 6 leads a
must wait_for 3 follows b eth0 02:00:00:00:00:12
must ip -n a addr del "$own/24" dev eth0
must wait_for 3 leads a
own=10.0.0.11
address
must grep -q ' 10\.0\.0\.11/24 .*secondary' <(snapshot a)

# It stays so; nothing is done meanwhile but to advertise.
calm=$(now)
used=$(cpu a)
lines=$(wc -l <"$T/a.log")
from='adv src=(10.0.0.11|10.4.0.1) '
quiet()
{
	[ "$(wire_count switch "$from" "$calm")" -ge 4 ]
}
must wait_for 6 quiet
must steady switch "$from" 4 "$calm"
must not wire_seen switch 'adv src=10.0.0.12 ' "$calm"
must leads a
must follows b eth0 02:00:00:00:00:12
must own_stands
must between 0 $(($(cpu a) - used)) 150
must [ "$(wc -l <"$T/a.log")" = "$lines" ]

# A few lines and some ms an event; both are 3 where all is well.
must between 0 "$lines" $((8 * COUNT + 20))
must between 0 "$used" $((20 * COUNT + 500))

# To and fro, and all is heard of it.
tell a USR2
must wait_for 3 leads b
must wait_for 2 follows a eth0 02:00:00:00:00:11
must own_stands
must on h ping -q -c 1 -W 2 10.0.0.11 >/dev/null
taken=$(now)
tell a USR1
must wait_for 2 leads a
for addr in 10.0.0.1 10.0.0.2 10.0.0.11; do
	must wait_for 2 wire_seen switch \
	    "arp op=1 .*sha=00:00:5e:00:01:32 spa=$addr .*tpa=$addr\$" "$taken"
	must on h ping -q -c 1 -W 2 $addr >/dev/null
done
must wait_for 2 follows b eth0 02:00:00:00:00:12

stop a
must own_stands
same "$before" "$(all_of a)" >&2 || fail "not as it was before"
must wait_for 3 leads b
