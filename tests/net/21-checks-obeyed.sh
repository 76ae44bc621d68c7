#!/bin/bash
# What RFC 2338 allows is obeyed: a message with more behind it (7.1), an IP
# header with options, authentication data where there is no authentication
# (5.3.10); and another list of addresses, which is logged and counted: to
# drop it would turn a rolling change of the list into two masters.  Pieces
# of a datagram are harmless.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

knows()
{
	[ "$(counter a master)" = "$1" ]
}

# obeyed KEY=VALUE...: an advert with that, from a new source each time.
n=100
obeyed()
{
	n=$((n + 1))
	must on m "$WIRE" send eth0 src=10.0.0.$n prio=254 "$@"
	wait_for 1 knows 10.0.0.$n || fail "not obeyed: $*"
}

counts()
{
	[ "$(counter a "$1")" = "$2" ]
}

lan a m
start a -v 50 10.0.0.1 10.0.0.2
must wait_for 2 is_state a Backup
own=addrs=10.0.0.1,10.0.0.2

obeyed $own
obeyed addrs=10.0.0.2,10.0.0.1
obeyed $own trail=00
obeyed $own trail=0123456789abcdef0123456789abcdef
obeyed $own ipopt=94040000
obeyed $own ipopt=0101010101010101 trail=ff
obeyed $own authdata=736563726574
obeyed $own tos=00
obeyed $own smac=00:00:5e:00:01:32
must counts vrrpStatsAddressListErrors 0
must counts vrrpStatsAdvertiseRcvd 9
must [ "$(log_count a 'advertisement from')" = 0 ]

# Another list: fewer, more, others, one of them twice.
for list in 10.0.0.1 10.0.0.1,10.0.0.2,10.0.0.3 10.0.0.1,10.0.0.9 \
    10.0.0.1,10.0.0.1; do
	obeyed addrs=$list
	must [ "$(log_count a "10\.0\.0\.$n taken, but its addresses")" = 1 ]
done
must on m "$WIRE" send eth0 src=10.0.0.$n prio=254 addrs=10.0.0.9 count=3
must wait_for 1 counts vrrpStatsAddressListErrors 7
must counts vrrpStatsAdvertiseRcvd 16
must [ "$(log_count a "10\.0\.0\.$n taken")" = 1 ]

# Pieces that never become a datagram, and some that overlap.
for frag in 2000 0001 2001 1fff 3fff; do
	must on m "$WIRE" send eth0 src=10.0.0.88 prio=254 $own frag=$frag
done
obeyed $own
must counts vrrpStatsAdvertiseRcvd 17
must [ "$(log_count a '10\.0\.0\.88')" = 0 ]

# A Master obeys such a list as well.
must on m "$WIRE" send eth0 src=10.0.0.$n prio=0 $own
must wait_for 2 is_state a Master
must has_addr a 10.0.0.2
obeyed addrs=10.0.0.9
must is_state a Backup
must not has_addr a 10.0.0.2
