#!/bin/bash
# Many virtual routers of one interface become Master at the same moment, and
# let go at the same moment: none of them gets into another's way, none takes
# away what another has put up, and none puts back what another has taken away,
# also where they share the prefix of the interface's own address.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

many=16

# all SIGNAL: to each of them, at once.
all()
{
	local n pids=()

	for ((n = 1; n <= many; n++)); do
		pids+=("$(pid "r$n")")
	done
	kill -s "$1" "${pids[@]}" || fail "kill"
}

all_are()
{
	local n

	for ((n = 1; n <= many; n++)); do
		is_state "r$n" "$1" || return 1
	done
}

# standing: how many of the virtual addresses.
standing()
{
	ip -n a -o addr show | grep -c " 10\.0\.0\.1[01][0-9]/$len"
}

# life LEN: of all of them, with addresses of that prefix length.
life()
{
	local n round len=$1

	for ((n = 1; n <= many; n++)); do
		# Not Master before, however long it takes to start them all.
		AS=r$n start a -n -v $((50 + n)) -d 10 "10.0.0.$((100 + n))/$len"
	done
	for round in 1 2 3 4 5; do
		must wait_for 6 all_are Backup
		all USR1
		must wait_for 3 all_are Master
		[ "$(standing)" = "$many" ] ||
		    fail "/$len, round $round: $(standing)"
		[ "$round" = 5 ] && break
		must ip -n a link set dev eth0 down
		must wait_for 2 all_are Initialize
		must [ "$(standing)" = 0 ]
		must ip -n a link set dev eth0 up
	done
	grep -h 'cannot\|changed by someone' "$T"/r*.log &&
	    fail "/$len: something was refused or put right"
	for ((n = 1; n <= many; n++)); do
		tell "r$n" TERM
	done
	for ((n = 1; n <= many; n++)); do
		ended "r$n" || fail "r$n: exit status $?"
	done
	must same "$before" "$(snapshot a)"
}

lan a
before=$(snapshot a)
life 32
life 24
