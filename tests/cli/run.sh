#!/usr/bin/env bash
# The runner's own sums: what passes, fails, is skipped or takes too long, and
# a report of which it reads only half before its patience is over.
set -eu
run=$(cd "$(dirname "$0")/.." && pwd)/run
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
cd "$T"

script()
{
	printf '#!/bin/sh\n%s\n' "$2" >"$1.sh"
	chmod +x "$1.sh"
}

# The runner, two at a time, $limit s for each; its last line and status.
limit=4
summary()
{
	local status=0

	TMPDIR=$T TEST_TIMEOUT=$limit "$run" -j 2 "$@" >"$T/out" || status=$?
	echo "$(tail -n 1 "$T/out"), exit status $status"
}

expect()
{
	[ "$1" = "$2" ] || { cat "$T/out"; echo "not: $2"; exit 1; }
}

script good 'exit 0'
script bad 'echo words; exit 3'
script skip 'echo skipped: for a reason; exit 77'
script long 'sleep 60 & wait'
# What a test says to the runner: its number, and its exit status.
# shellcheck disable=SC2016 # expanded in the script
script halves 'exec 3>"$TMPDIR/../../ended"
printf 0 >&3; sleep 1.3; printf " " >&3; sleep 1.3; echo 0 >&3; sleep 60'

expect "$(summary good.sh skip.sh)" \
    '1 passed, 0 failed, 1 skipped, exit status 0'
grep -qx 'skipped skip.sh: for a reason' out
expect "$(summary bad.sh good.sh)" \
    '1 passed, 1 failed, 0 skipped, exit status 1'
grep -qx '    words' out
expect "$(summary long.sh good.sh)" \
    '1 passed, 1 failed, 0 skipped, exit status 1'
grep -qx '    killed after 4 s' out
limit=10
expect "$(summary halves.sh)" '1 passed, 0 failed, 0 skipped, exit status 0'
