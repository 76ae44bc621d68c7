#!/bin/bash
# A router stopped for longer than Master_Down_Interval and continued.  The
# kernel goes on for it meanwhile, with the virtual MAC and the addresses, so
# two hosts answer for them.  A Backup must not depose a healthy Master then;
# a Master must give way to the one that came after it, or, where it is the
# better one, make it give way; and the hosts and the switch must know.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

# The virtual MAC of VRID 50 is ...:32, of 51 ...:33.
mac()
{
	printf '00:00:5e:00:01:%02x' "$1"
}

# only VRID MASTER BACKUP NUMBER: of the two only the first is Master, with
# all that it means, for the switch as well; NUMBER is that of the other.
only()
{
	is_state "$2" Master && is_state "$3" Backup &&
	    has_addr "$2" "10.0.0.$1" && not has_addr "$3" "10.0.0.$1" &&
	    [ "$(mac_of "$2")" = "$(mac "$1")" ] &&
	    [ "$(mac_of "$3")" = "02:00:00:00:00:$4" ] &&
	    bridge -n switch fdb show dev "$2" | grep -q "^$(mac "$1") "
}

# answers VRID: a host that asks anew gets the virtual MAC, and an answer.
answers()
{
	ip -n h neigh flush dev eth0
	on h ping -q -c 1 -W 1 "10.0.0.$1" >/dev/null &&
	    [[ $(ip -n h neigh show "10.0.0.$1") == *" lladdr $(mac "$1") "* ]]
}

# still SECONDS NAME...: they stand still for so long.
still()
{
	local name end

	for name in "${@:2}"; do
		tell "$name" STOP
	done
	end=$(calc "$(now) + $1")
	must wait_for "$(calc "$1 + 5")" past "$end"
}

# c is not deposed by d, which would be better; d takes over when c is silent.
lan a b c d h
sniff switch
start a -v 50 -p 200 10.0.0.50
start b -v 50 -p 100 10.0.0.50
start c -v 51 -p 100 10.0.0.51
lead a
lead c
start d -v 51 -p 200 -s 10.0.0.51
must wait_for 3 knows b 10.0.0.11
must wait_for 3 knows d 10.0.0.13
pinger h 10.0.0.50 20 "$T/ping"

# Both Backups, and nobody notices.  Their Master_Down_Intervals are 3.6 s and
# 3.2 s.
still 4.5 b d
going=$(now)
tell b CONT
tell d CONT
must wait_for 2 knows b 10.0.0.11
must wait_for 2 knows d 10.0.0.13
must only 50 a b 12
must only 51 c d 14
must not wire_seen switch 'adv src=10.0.0.1[24] '
ping_stop "$T/ping"
must same "0 0" "$(ping_lost "$T/ping")"

# Both Masters, until the others have taken over, and for a while.
tell a STOP
tell c STOP
must wait_for 6 is_state b Master
must wait_for 6 is_state d Master
still 2 a c
going=$(now)
tell a CONT
tell c CONT
# By then neither of the others is heard any more.
settled=$(calc "$(now) + 1.5")

# a is the better one: it answers b, which yields.
must wait_for 2 only 50 a b 12
must between "$(calc "$going - 0.02")" "$(changed b)" "$settled"
# c yields to d, with its farewell and nothing else.
must wait_for 2 only 51 d c 13
must between "$(calc "$going - 0.02")" "$(changed c)" "$settled"
must between 0 "$(wire_count switch 'adv src=10.0.0.13 ' "$going")" 1
must not wire_seen switch 'adv src=10.0.0.13 .*smac=00:00:5e' "$going"

# So it stays, and no frame goes astray any more.
must answers 50
must answers 51
pinger h 10.0.0.50 20 "$T/ping50"
pinger h 10.0.0.51 20 "$T/ping51"
three()
{
	[ "$(wire_count switch 'adv src=10.0.0.11 ' "$settled")" -ge 3 ] &&
	    [ "$(wire_count switch 'adv src=10.0.0.14 ' "$settled")" -ge 3 ]
}
must wait_for 8 three
must not wire_seen switch 'adv src=10.0.0.1[23] ' "$settled"
for vrid in 50 51; do
	ping_stop "$T/ping$vrid"
	must same "0 0" "$(ping_lost "$T/ping$vrid")"
done
must only 50 a b 12
must only 51 d c 13

# Stopped in the middle of handing over, it lets go as soon as it may.  Its
# successor is not to be there before.
must wait_for 3 knows b 10.0.0.11
tell b STOP
# It waits for 1.25 s only; we may be late.
for _ in {1..5}; do
	tell a USR2
	wait_for 1 handing_over a || continue
	tell a STOP
	! handing_over a || break
	tell a CONT
done
must handing_over a
tell b CONT
must wait_for 2 is_state b Master
still 4 a
tell a CONT
must wait_for 1 only 50 b a 11
must answers 50
