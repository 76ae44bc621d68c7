#!/bin/bash
# Many virtual routers of one interface become Master at the same moment: none
# of them gets into another's way, and none takes away what another has put up.

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
	ip -n a -o addr show | grep -c ' 10\.0\.0\.10[0-9]/32\| 10\.0\.0\.11[0-9]/32'
}

lan a
before=$(snapshot a)
for ((n = 1; n <= many; n++)); do
	# Not Master before, however long it takes to start them all.
	AS=r$n start a -n -v $((50 + n)) -d 10 "10.0.0.$((100 + n))"
done
for round in 1 2 3 4 5; do
	must wait_for 6 all_are Backup
	all USR1
	must wait_for 3 all_are Master
	[ "$(standing)" = "$many" ] || fail "round $round: $(standing)"
	[ "$round" = 5 ] && break
	must ip -n a link set dev eth0 down
	must wait_for 2 all_are Initialize
	must [ "$(standing)" = 0 ]
	must ip -n a link set dev eth0 up
done
grep -h 'cannot' "$T"/r*.log && fail "something was refused"
for ((n = 1; n <= many; n++)); do
	tell "r$n" TERM
done
for ((n = 1; n <= many; n++)); do
	ended "r$n" || fail "r$n: exit status $?"
done
must same "$before" "$(snapshot a)"
