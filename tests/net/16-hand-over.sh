#!/bin/bash
# Whoever is told to end while Master resigns first, with an advert of
# priority 0 (RFC 2338 6.4.3), but answers for the address until its
# successor advertises, after Skew_Time: no host notices.  Without one it
# waits 1.25 s; told again, not at all.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# ends NAME ADDRESS LOW HIGH: it has ended well, that long after its priority
# 0, and said no more.
ends()
{
	local zero

	ended "$1" || fail "$1: exit status $?"
	zero=$(field time "$(wire_first switch " adv src=$2 .* prio=0 ")")
	must between "$3" "$(calc "$(now) - $zero")" "$4"
	[[ $(wire_last switch " adv src=$2 ") == *" prio=0 "* ]] ||
	    fail "$1 does not stay silent"
	must [ "$(wire_count switch " adv src=$2 .* prio=0 ")" = 1 ]
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

# How well this machine pings shows in the echoes of one that is left alone.
pinger h 10.0.0.12 10 "$T/own"
pinger h 10.0.0.1 10 "$T/virtual"

told=$(now)
tell a TERM
ends a 10.0.0.11 0.589375 1.6
zero=$(field time "$(wire_first switch ' adv .* prio=0 ')")
must between "$told" "$zero" "$(calc "$told + 0.5")"
must wait_for 2 is_state b Master
first=$(field time "$(wire_first switch ' adv src=10.0.0.12 ')")
must between "$(calc "0.609375 - 0.02")" "$(calc "$first - $zero")" \
    "$(calc "0.609375 + 0.5")"
must [ "$(log_count b '10\.0\.0\.11 resigned')" = 1 ]
must [ "$(log_count a 'handed over to 10\.0\.0\.12, priority 100')" = 1 ]

# No one there: it waits, and answers meanwhile.
tell c TERM
must wait_for 2 handing_over c
must on h ping -q -c 1 -W 1 10.0.0.3 >/dev/null
must is_state c Master
must has_addr c 10.0.0.3
ends c 10.0.0.13 1.23 1.75

# In a hurry.
tell d TERM
must wait_for 2 handing_over d
tell d TERM
ends d 10.0.0.14 0 0.9
must not has_addr d 10.0.0.4
must [ "$(mac_of d)" = 02:00:00:00:00:14 ]

ping_stop "$T/virtual"
ping_stop "$T/own"
read -r run lost < <(ping_lost "$T/virtual")
[ "$run" -le 1 ] || fail "$lost echoes lost, $run in a row"
# Without an answer until the successor is there it would be 0.6 s.
gap=$(ping_gap "$T/virtual")
noise=$(ping_gap "$T/own")
must between 0 "$gap" "$(calc "$noise + 0.3")"

must same "$before" "$(snapshot a)"
must is_state a Initialize
