#!/bin/bash
# Of three routers that begin at the same moment exactly one becomes Master,
# that of the highest priority, and only it is heard: with all that RFC 2338
# 5.2 and 5.3 ask of an advertisement, once an interval, without drift.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

lan a b c h
sniff switch

# Without carrier they wait; plugged in, all begin at once, the lowest first
# if any.
for r in a b c; do
	cable $r down
done
start a -v 50 -p 10 10.0.0.1
start b -v 50 -p 130 10.0.0.1
start c -v 50 -p 254 10.0.0.1
begin=$(now)
printf 'link set dev %s up\n' a b c | must ip -n switch -batch -
for r in a b c; do
	must wait_for 2 is_state $r Backup
done
plugged=$(now)

# 3 * Advertisement_Interval + Skew_Time, which is 2/256 s there (6.1).
must wait_for 5 wire_seen switch ' adv '
first=$(wire_first switch ' adv ')
time=$(field time "$first")
must between "$(calc "$begin + 3.0078125 - 0.02")" "$time" \
    "$(calc "$plugged + 3.0078125 + 0.45")"
must wait_for 2 is_state c Master

# Every one of them, the first included.
seven()
{
	[ "$(wire_count switch ' adv ')" -ge 7 ]
}
must wait_for 10 past "$(calc "$time + 6.5")"
must wait_for 2 seven
ids=
while read -r line; do
	for pair in src=10.0.0.13 dst=224.0.0.18 smac=00:00:5e:00:01:32 \
	    dmac=01:00:5e:00:00:12 ttl=255 tos=c0 proto=112 ipsum=ok \
	    ver=2 type=1 vrid=50 prio=254 n=1 auth=0 int=1 sum=ok len=20 \
	    addrs=10.0.0.1 authdata=0000000000000000
	do
		[[ "$line " == *" $pair "* ]] || fail "not $pair: $line"
	done
	[[ $line != *" frag="* && $line != *" ipopt="* ]] ||
	    fail "more than a plain IP header: $line"
	id=$(field id "$line")
	[[ $id != 0 && $ids != *" $id "* ]] || fail "id $id of$ids: $line"
	ids="$ids $id "
done < <(wire_lines switch ' adv ')
must [ "$(wc -w <<<"$ids")" -ge 7 ]

# Advert k is due k intervals after the first.  How late each is, beyond the
# best: the worst, and the best of the last three beyond the best of the three
# before, which a drift would raise.
read -r worst drift < <(wire_times switch ' adv ' | awk '
	NR == 1 { first = $1 }
	{ late[NR] = $1 - first - (NR - 1) }
	function best(from, to,   i, b) {
		b = late[from]
		for (i = from; i <= to; i++)
			if (late[i] < b) b = late[i]
		return b
	}
	END {
		for (i = 1; i <= 7; i++)
			if (late[i] > most) most = late[i]
		printf "%.6f %.6f\n", most - best(1, 7),
		    best(5, 7) - best(2, 4)
	}')
must between 0 "$worst" 0.3
must between -0.02 "$drift" 0.02

# One holds the address and the virtual MAC; the others know it.
for r in a b; do
	must is_state $r Backup
	must [ "$(state $r master)" = 10.0.0.13 ]
	must [ "$(state $r master_priority)" = 254 ]
	must not has_addr $r 10.0.0.1
done
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
must [ "$(mac_of b)" = 02:00:00:00:00:12 ]
must is_state c Master
must has_addr c 10.0.0.1/32
must [ "$(mac_of c)" = 00:00:5e:00:01:32 ]

# A host reaches it there.
must on h ping -q -c 1 -W 2 10.0.0.1 >/dev/null
[[ $(ip -n h neigh show 10.0.0.1) == *00:00:5e:00:01:32* ]] ||
    fail "the host: $(ip -n h neigh show 10.0.0.1)"
