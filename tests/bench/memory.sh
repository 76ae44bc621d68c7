#!/bin/bash
# What one instance takes of memory, as the Master that it is after ten
# seconds: its proportional share, as the kernel tells it.  Of libc that is
# less where more processes run, so beside ours runs a program that only
# waits, and the difference is told as well.  Another instance with the same
# program would share that, so there is one at a time, ours of a copy.
# keepalived and its many libraries are not copied: while another one runs on
# the machine, what is told of it is too little.

# shellcheck source=tests/bench/bench.sh
. "$(dirname "$0")/bench.sh"

# master WHO: run one, and wait for it to be settled.
master()
{
	command_of "$1" a1 200
	if [ "$1" != theirs ]; then
		cp "${COMMAND[0]}" "$T/$1" || fail "no copy of ${COMMAND[0]}"
		COMMAND[0]=$T/$1
	fi
	launch a1 "${COMMAND[@]}"
	pause 10
	running a1 || fail "$1: it ended"
}

SWITCH=s1 lan a1 b1
cp "$BENCH_DIR/idle" "$T/idle" || fail "no idle"
for ((round = $(whole 2 1); round > 0; round--)); do
	for who in "${SUBJECTS[@]}"; do
		master "$who"
		taken=$(pss a1)
		result memory "$who" "$taken"
		if [ "$who" = ours ]; then
			launch b1 "$T/idle"
			pause 0.3
			idle=$(pss b1) taken=$(pss a1)
			result memory-idle ours "$idle"
			result memory-beyond ours $((taken - idle))
			die b1
		fi
		leave a1
	done
	[ -n "${STATIC-}" ] || continue
	master static
	result memory-static static "$(pss a1)"
	leave a1
done
