#!/bin/bash
# A crashed Master is succeeded 3 * Advertisement_Interval + Skew_Time after
# its last advert (RFC 2338 6.1), skew being (256 - Priority) / 256 s whatever
# the interval.  The advert comes first, then a gratuitous ARP for every
# address; these again with each of the next three adverts.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# succeeds ADDRESS OTHER BOUND: the first advert from ADDRESS is that much
# later than the last from OTHER.
succeeds()
{
	local last first

	must wait_for 10 wire_seen switch " adv src=$1 "
	last=$(field time "$(wire_last switch " adv src=$2 ")")
	first=$(field time "$(wire_first switch " adv src=$1 ")")
	must between "$(calc "$3 - 0.02")" "$(calc "$first - $last")" \
	    "$(calc "$3 + 0.3")"
}

lan a b c d h
sniff switch
start a -v 50 -p 200 10.0.0.1 10.0.0.2
lead a
start c -v 51 -p 200 -d 2 10.0.0.3
lead c
start b -v 50 -p 100 10.0.0.1 10.0.0.2
start d -v 51 -p 1 -d 2 10.0.0.3
must wait_for 3 knows b 10.0.0.11
must wait_for 3 knows d 10.0.0.13
must on h ping -q -c 1 -W 2 10.0.0.1 >/dev/null

# As when the power fails: no last word, and nothing answers any more.
for r in a c; do
	crash $r
	ip -n switch link set dev $r down
done

succeeds 10.0.0.12 10.0.0.11 3.609375
must wait_for 2 is_state b Master
must [ "$(log_count b 'no advertisement from 10\.0\.0\.11 for 3\.[6-9]')" = 1 ]
must on h ping -q -c 1 -W 2 10.0.0.1 >/dev/null
succeeds 10.0.0.14 10.0.0.13 6.99609375
must wait_for 2 is_state d Master

# What b says from then on: A for an advert, 1 and 2 for a gratuitous ARP
# (RFC 5227 3) for that address.
first=$(field time "$(wire_first switch ' adv src=10.0.0.12 ')")
garp='sha=00:00:5e:00:01:32 spa=10\.0\.0\.\([12]\) '
garp=$garp'tha=00:00:00:00:00:00 tpa=10\.0\.0\.\1$'
said()
{
	wire_lines switch ' smac=00:00:5e:00:01:32 ' "$first" | sed -n '
		s/.* adv src=10\.0\.0\.12 .*/A/p
		s/.* arp op=1 .* dmac=ff:ff:ff:ff:ff:ff '"$garp"'/\1/p' |
	    tr -d '\n'
}
five()
{
	[ "$(said | tr -dc A)" = AAAAA ]
}
must wait_for 8 five
must wait_for 2 past "$(calc "$(now) + 0.3")"
[[ $(said) =~ ^(A12){4}A+$ ]] || fail "b says $(said)"
