#!/bin/bash
# Equal priority: of two masters that meet, the one with the higher address
# stays (RFC 2338 6.4.3), ours or theirs; but a Backup does not take over from
# a master of equal priority, whoever's address is higher (6.4.2).

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/keepalived.sh"

# state_of HOST: Master or not, whichever daemon is there.
state_of()
{
	case $1 in
	a | b)	state "$1" ;;
	k)	theirs_master k && echo Master || echo Backup ;;
	l)	theirs_master l 10.0.0.2 && echo Master || echo Backup ;;
	esac
}

# masters WANTED...: those of the hosts that are Master, in order.
masters()
{
	local h is=()

	for h in a k l b; do
		[ "$(state_of $h)" != Master ] || is+=("$h")
	done
	[ "${is[*]}" = "$*" ]
}

# settled WANTED...: so it becomes, and so it stays while three advertisements
# of each router come.
settled()
{
	local since

	must wait_for 6 masters "$@"
	since=$(now)
	three()
	{
		[ "$(wire_count switch ' vrid=50 ' "$since")" -ge 3 ] &&
		[ "$(wire_count switch ' vrid=51 ' "$since")" -ge 3 ]
	}
	must wait_for 5 three
	must masters "$@"
}

# Ours has the lower address in VRID 50, and the higher one in VRID 51.
lan a k l b
sniff switch
block a k
block l b
theirs k 100
VRID=51 VIP=10.0.0.2 theirs l 100
start a -v 50 10.0.0.1
start b -v 51 10.0.0.2
must wait_for 7 masters a k l b

unblock a k
unblock l b
settled k b
must no_errors a
must no_errors b

# The higher one comes back, and finds a master.
theirs_stop k
stop b
must wait_for 3 masters a l
theirs k 100
start b -v 51 10.0.0.2
settled a l
must [ "$(state b master) $(state b master_priority)" = "10.0.0.13 100" ]

# And the lower one.
stop a
theirs_stop l
must wait_for 3 masters k b
start a -v 50 10.0.0.1
VRID=51 VIP=10.0.0.2 theirs l 100
settled k b
