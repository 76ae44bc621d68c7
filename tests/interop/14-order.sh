#!/bin/bash
# Ours and keepalived, whoever has the higher priority, started and stopped in
# every order: there is one Master in the end, and it is the right one.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/keepalived.sh"

# Four pairs at a time: ours oN, theirs tN, each on a VRID and an address of
# its own.  Ours is started first in 1 and 2, and has the higher priority in
# 1 and 3.
declare -A ours=([1]=200 [2]=100 [3]=200 [4]=100)
declare -A theirs=([1]=100 [2]=200 [3]=100 [4]=200)

run_ours()
{
	start "o$1" -v "$1" -p "${ours[$1]}" "10.0.0.$1"
}

run_theirs()
{
	VRID=$1 VIP=10.0.0.$1 theirs "t$1" "${theirs[$1]}"
}

# pair N both|ours|theirs|none: which of them is Master.
pair()
{
	local has=

	is_state "o$1" Master && has_addr "o$1" "10.0.0.$1" && has=ours
	! theirs_master "t$1" "10.0.0.$1" || has=$has${has:+ and }theirs
	[ "${has:-none}" = "$2" ]
}

# pairs WANTED of 1, 2, 3 and 4
pairs()
{
	pair 1 "$1" && pair 2 "$2" && pair 3 "$3" && pair 4 "$4"
}

# settled WANTED...: so it becomes, and so it stays.
settled()
{
	wait_for 7 pairs "$@" || fail "not $* in time"
	must not wait_for 0.4 not pairs "$@"
}

lan o{1..4} t{1..4}
run_ours 1
run_ours 2
run_theirs 3
run_theirs 4
settled ours ours theirs theirs

# The other one of each.
run_theirs 1
run_theirs 2
run_ours 3
run_ours 4
settled ours theirs ours theirs

# Ours ends, and comes back.
for n in 1 2 3 4; do
	tell o$n TERM
done
for n in 1 2 3 4; do
	must ended o$n
done
settled theirs theirs theirs theirs
for n in 1 2 3 4; do
	run_ours $n
done
settled ours theirs ours theirs

# Theirs does.
for n in 1 2 3 4; do
	tell t$n TERM
done
for n in 1 2 3 4; do
	theirs_ended t$n
done
settled ours ours ours ours
for n in 1 2 3 4; do
	run_theirs $n
done
settled ours theirs ours theirs
for n in 1 2 3 4; do
	must no_errors o$n
done
