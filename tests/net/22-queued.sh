#!/bin/bash
# A router that stood still reads what waits for it before any timer of its
# may fire: a Backup does not depose the Master whose adverts are queued, and
# a Master yields to a better one, or makes sure of the hosts where it is
# the better one itself.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# pair VRID PRIORITY OTHER MASTER BACKUP OPTION...: the first of the two is
# Master and the other knows it.
pair()
{
	start "$4" -n -v "$1" -p "$2" "${@:6}" "10.0.0.$1"
	must wait_for 2 is_state "$4" Backup
	tell "$4" USR1
	must wait_for 2 is_state "$4" Master
	start "$5" -n -v "$1" -p "$3" "${@:6}" "10.0.0.$1"
	must wait_for 3 knows "$5" "$(state "$4" primary)"
}

neighbour()
{
	on h ping -q -c 1 -W 1 "$1" >/dev/null || return 1
	[[ $(ip -n h neigh show "$1") == *" lladdr $2 "* ]]
}

lan a b c d e f h
sniff switch
pair 50 200 100 a b
pair 51 200 100 c d
pair 52 100 200 e f -s
must wait_for 2 neighbour 10.0.0.51 02:00:00:00:00:13
must wait_for 2 neighbour 10.0.0.52 02:00:00:00:00:15

# A Backup stands still, and two Masters.
stopped=$(now)
for r in b c e; do
	tell $r STOP
done
must wait_for 6 is_state d Master
must wait_for 6 is_state f Master
must wait_for 1 neighbour 10.0.0.51 02:00:00:00:00:14
must wait_for 1 neighbour 10.0.0.52 02:00:00:00:00:16
must wait_for 9 past "$(calc "$stopped + 8")"
going=$(now)
for r in b c e; do
	tell $r CONT
done
all_go=$(now)

# The Backup's Master is well.
must wait_for 4 past "$(calc "$all_go + 2.5")"
must not wire_seen switch ' adv src=10.0.0.12 '
must is_state b Backup
must is_state a Master

# The better of two Masters stays, and answers, so that the hosts hear it.
must is_state c Master
must is_state d Backup
must not wire_seen switch ' adv src=10.0.0.14 ' "$(calc "$all_go + 1.6")"
must neighbour 10.0.0.51 02:00:00:00:00:13
must not has_addr d 10.0.0.51

# The lower one yields, with one advert at most: its farewell.
must is_state e Backup
must is_state f Master
must between 0 "$(wire_count switch ' adv src=10.0.0.15 ' "$going")" 1
must neighbour 10.0.0.52 02:00:00:00:00:16
must not has_addr e 10.0.0.52
