#!/bin/bash
# Whoever is told to end while Master resigns first, with an advert of
# priority 0 (RFC 2338 6.4.3), but answers for the address until its
# successor advertises, after Skew_Time: no host notices.  Without one it
# waits 1.25 s; told again, not at all.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# ends NAME ADDRESS LOW HIGH: it has ended well, that long after its priority
# 0, the first since $told, and said no more.
ends()
{
	local zero

	ended "$1" || fail "$1: exit status $?"
	must wait_for 2 wire_seen switch " adv src=$2 .* prio=0 " "$told"
	zero=$(field time "$(wire_first switch " adv src=$2 .* prio=0 " \
	    "$told")")
	must between "$(calc "$3 - 0.02")" \
	    "$(calc "$(logged "$1") - $zero")" "$4"
	[[ $(wire_last switch " adv src=$2 ") == *" prio=0 "* ]] ||
	    fail "$1 does not stay silent"
	must [ "$(wire_count switch " adv src=$2 .* prio=0 " "$told")" = 1 ]
}

# answering: that c answers for its address, is Master still and has it.
answering()
{
	on h ping -q -c 1 -W 3 10.0.0.3 >/dev/null &&
	    is_state c Master && has_addr c 10.0.0.3
}

lan a b c d h
sniff switch
before=$(snapshot a)
start a -v 50 -p 200 10.0.0.1
lead a
start b -v 50 -p 100 10.0.0.1
start c -v 51 10.0.0.3
lead c
start d -v 52 10.0.0.4
lead d
must wait_for 3 knows b 10.0.0.11

pinger h 10.0.0.1 10 "$T/virtual"

told=$(now)
tell a TERM
sent=$(now)
ends a 10.0.0.11 0.589375 1.6
zero=$(field time "$(wire_first switch ' adv .* prio=0 ')")
must between "$told" "$zero" "$(calc "$sent + 0.5")"
must wait_for 2 is_state b Master
first=$(field time "$(wire_first switch ' adv src=10.0.0.12 ')")
must between "$(calc "0.609375 - 0.02")" "$(calc "$first - $zero")" \
    "$(calc "0.609375 + 0.5")"
must [ "$(log_count b '10\.0\.0\.11 resigned')" = 1 ]
must [ "$(log_count a 'handed over to 10\.0\.0\.12, priority 100')" = 1 ]

# No one there: it waits, and answers meanwhile.
# On a busy machine it may be over before all of that has been looked at.
for try in {1..5}; do
	told=$(now)
	tell c TERM
	if wait_for 1 handing_over c; then
		answering
		answers=$?
		! handing_over c || break
	fi
	ends c 10.0.0.13 1.23 1.75
	[ "$try" -lt 5 ] || fail "c could not be looked at in time"
	start c -v 51 10.0.0.3
	lead c
done
must [ "$answers" = 0 ]
ends c 10.0.0.13 1.23 1.75

# In a hurry; told so late that it would have ended anyway says nothing.
for try in {1..5}; do
	told=$(now)
	tell d TERM
	if wait_for 1 handing_over d; then
		kill -s TERM "$(pid d)" 2>/dev/null
		past "$(calc "$told + 0.6")" || break
	fi
	ended d || fail "d: exit status $?"
	[ "$try" -lt 5 ] || fail "d could not be told again in time"
	start d -v 52 10.0.0.4
	lead d
done
ends d 10.0.0.14 0 0.9
must not has_addr d 10.0.0.4
must [ "$(mac_of d)" = 02:00:00:00:00:14 ]

# Without an answer for 0.609 s, as by the RFC, either would be far more.
ping_stop "$T/virtual"
read -r run lost < <(ping_lost "$T/virtual")
[ "$run" -le 1 ] || fail "$lost echoes lost, $run in a row"
must between 0 "$(ping_slowest "$T/virtual")" 0.3

must same "$before" "$(snapshot a)"
must is_state a Initialize
