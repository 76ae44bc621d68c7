#!/bin/bash
# One counter for the whole group, and every router may forget it.  Whoever is
# restarted, killed and started again, or comes back from a reboot with an
# empty directory and a clock of 1970, agrees with the others after at most
# one election.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

key=ah/0x7365637265742d6b6579
normal=$VRRPD
preload clock1970
unset_clock=$VRRPD
VRRPD=$normal

lan a b c d e f g h
sniff switch

# up HOST VRID: 200 is the priority of a, c, e and g, 100 that of their peers.
up()
{
	local prio=100

	[[ $1 != [aceg] ]] || prio=200
	start "$1" -v "$2" -p $prio -a $key "10.0.0.$2"
}

# agree MASTER BACKUP
agree()
{
	is_state "$1" Master && is_state "$2" Backup
}

# masters HOST...: how often one of them has become Master.
masters()
{
	local h

	for h; do
		cat "$T/$h.log"
	done | grep -c -e '-> Master'
}

# power_off HOST: what the kernel knew of it is gone as well.
power_off()
{
	crash "$1"
	rm -r "${T:?}/$1"
	ip -n "$1" addr flush dev eth0 label 'eth0:*'
	ip -n "$1" link set dev eth0 address "$(<"$T/$1.mac")"
}

# again HOST HOW VRID: end it so, and start it.
again()
{
	case $2 in
	restart)
		stop "$1"
		up "$1" "$3"
		;;
	kill)
		crash "$1"
		up "$1" "$3"
		;;
	reboot)
		power_off "$1"
		VRRPD=$unset_clock up "$1" "$3"
		;;
	esac
}

# pair MASTER BACKUP HOW VRID
pair()
{
	local before adverts

	up "$1" "$4"
	up "$2" "$4"
	must wait_for 5 agree "$1" "$2"
	must wait_for 3 heard "$4" 2

	# The backup: nobody else notices.
	before=$(masters "$1" "$2")
	again "$2" "$3" "$4"
	adverts=$(wire_count switch " adv .* vrid=$4 ")
	must wait_for 8 heard "$4" $((adverts + 4))
	must agree "$1" "$2"
	must [ "$(masters "$1" "$2")" = "$before" ]

	# The master, for so short a time that the backup may not notice.
	before=$(masters "$1" "$2")
	again "$1" "$3" "$4"
	must wait_for 9 agree "$1" "$2"
	adverts=$(wire_count switch " adv .* vrid=$4 ")
	must wait_for 8 heard "$4" $((adverts + 4))
	must agree "$1" "$2"
	must between 1 "$(calc "$(masters "$1" "$2") - $before")" 2

	# And for so long that it has taken over: once, and once back.
	before=$(masters "$1" "$2")
	if [ "$3" = restart ]; then
		stop "$1"
		must wait_for 5 is_state "$2" Master
		up "$1" "$4"
	else
		crash "$1"
		must wait_for 5 is_state "$2" Master
		[ "$3" = kill ] || rm -r "${T:?}/$1"
		[ "$3" = kill ] || ip -n "$1" link set dev eth0 \
		    address "$(<"$T/$1.mac")"
		[ "$3" = kill ] || VRRPD=$unset_clock
		up "$1" "$4"
		VRRPD=$normal
	fi
	must wait_for 5 agree "$1" "$2"
	adverts=$(wire_count switch " adv .* vrid=$4 ")
	must wait_for 8 heard "$4" $((adverts + 4))
	must agree "$1" "$2"
	must [ "$(masters "$1" "$2")" = $((before + 2)) ]
}

# heard VRID COUNT
heard()
{
	[ "$(wire_count switch " adv .* vrid=$1 ")" -ge "$2" ]
}

for h in a b c d e f; do
	mac_of $h >"$T/$h.mac"
done
pair a b restart 51 &
one=$!
pair c d kill 52 &
two=$!
pair e f reboot 53 &
three=$!
must wait $one
must wait $two
must wait $three

# Both at once, so that nobody is left who knows.
up g 54
up h 54
must wait_for 5 agree g h
crash g
crash h
rm -r "${T:?}/g" "${T:?}/h"
ip -n g addr flush dev eth0 label 'eth0:*'
ip -n g link set dev eth0 address 02:00:00:00:00:17
VRRPD=$unset_clock
up g 54
up h 54
must wait_for 5 agree g h
