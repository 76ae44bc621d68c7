#!/bin/bash
# A Backup wakes up a moment before it is to take over, and once more when it
# is; but not before every advert that it hears in time.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

need strace

traced()
{
	! grep -q '^TracerPid:[[:space:]]*0$' "/proc/$(pid b)/status"
}

# waits: how long it would wait for input, in ns, each time.
waits()
{
	sed -n 's/.* {tv_sec=\([0-9]*\), tv_nsec=\([0-9]*\)}, .*/\1 \2/p' \
	    "$T/strace" | awk '{ printf "%.0f\n", $1 * 1e9 + $2 }'
}

lan a b
start a -v 50 -p 200 10.0.0.1
lead a
start b -v 50 -p 100 10.0.0.1
must wait_for 3 knows b 10.0.0.11
strace -qq -e trace=pselect6 -o "$T/strace" -p "$(pid b)" &
tracer=$!
must wait_for 3 traced
must wait_for 4 past "$(calc "$(now) + 4")"
must [ "$(waits | awk '$1 <= 250000' | wc -l)" = 0 ]
crash a
must wait_for 6 is_state b Master
kill -s INT "$tracer"
wait "$tracer"

# 3 * Advertisement_Interval + Skew_Time after the last advert, less 250 us.
must between 3.5e9 "$(waits | sort -n | tail -n 1)" 3609125000
