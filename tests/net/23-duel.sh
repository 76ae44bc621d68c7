#!/bin/bash
# After a split two routers are Master, each with hosts of its own.  Once they
# hear each other one yields (RFC 2338 6.4.3), and within two intervals all
# hosts send to the winner, whoever of the two was heard first.  A Master
# answers lower adverts for that, but once an interval at most.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# neighbour HOST MAC
neighbour()
{
	[[ $(ip -n "$1" neigh show 10.0.0.1) == *" lladdr $2 "* ]]
}

more_than()
{
	[ "$(wire_count switch " adv src=$1 ")" -gt "$2" ]
}

# split: left hears a only, and right b, until b is Master too.
split()
{
	block a b
	block a right
	block left b
	block left right
	must wait_for 6 is_state b Master
	must is_state a Master
	must on left ping -q -c 1 -W 2 10.0.0.1 >/dev/null
	must on right ping -q -c 1 -W 2 10.0.0.1 >/dev/null
	must neighbour left 02:00:00:00:00:11
	must neighbour right 02:00:00:00:00:12
}

# heal ADDRESS: right after an advert from there, so that the other's is the
# next.
heal()
{
	unblock a right
	unblock left b
	unblock left right
	must wait_for 2 more_than "$1" "$(wire_count switch " adv src=$1 ")"
	# In this order b's advert does not get lost while only b hears a.
	unblock b a
	healed=$(now)
}

# taught MAC SINCE: right has heard that the address is there.
taught()
{
	wire_seen right " arp .* sha=$1 spa=10.0.0.1 " "$2"
}

# settled: a is Master for all.  When right has learned so is when it heard of
# a, and of b no more.
settled()
{
	local last time

	must wait_for 2.3 is_state b Backup
	must wait_for 2.3 neighbour right 02:00:00:00:00:11
	last=$(field time "$(wire_last right \
	    ' arp .* sha=02:00:00:00:00:12 spa=10.0.0.1 ')")
	must wait_for 1 taught 02:00:00:00:00:11 "$last"
	time=$(field time "$(wire_first right \
	    ' arp .* sha=02:00:00:00:00:11 spa=10.0.0.1 ' "$last")")
	must between "$last" "$time" "$(calc "$healed + 2.5")"
	must neighbour left 02:00:00:00:00:11
	must is_state a Master
	must not has_addr b 10.0.0.1
	must on left ping -q -c 1 -W 2 10.0.0.1 >/dev/null
	must on right ping -q -c 1 -W 2 10.0.0.1 >/dev/null
}

lan a b left right
sniff switch
sniff right
start a -n -v 50 -p 200 10.0.0.1
must wait_for 2 is_state a Backup
tell a USR1
must wait_for 2 is_state a Master

# 200 lower adverts: besides its own ones a sends one answer an interval.
must on left "$WIRE" send eth0 src=10.0.0.99 prio=50 count=200 rate=100
must wait_for 2 more_than 10.0.0.99 199
from=$(field time "$(wire_first switch ' adv src=10.0.0.99 ')")
to=$(field time "$(wire_last switch ' adv src=10.0.0.99 ')")
most=$(calc "2 * ($to - $from + 1)")
while_flooded()
{
	wire_lines switch "$1" "$from" | awk -v to="$to" '$1 < to' | wc -l
}
must between 1 "$(while_flooded ' adv src=10.0.0.11 ')" "$most"
must between 1 "$(while_flooded ' arp .* spa=10.0.0.1 .* tpa=10.0.0.1$')" \
    "$most"
must is_state a Master
must [ "$(log_count a '10\.0\.0\.99 .*lower')" = 1 ]

# b has so much to announce that the address comes after a's answer to the
# advert that it rides on.
mapfile -t more < <(printf '10.0.1.%d\n' {1..200})
start b -n -v 50 -p 100 "${more[@]}" 10.0.0.1

# Whichever of the two is heard first makes no difference.
split
heal 10.0.0.11
settled
split
heal 10.0.0.12
settled
