#!/bin/bash
# A Backup wakes up a moment before it is to take over, and once more when it
# is; but not before every advert that it hears in time.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

export WAITS=$T/waits

# short: how often it would wait for no more than that moment.
short()
{
	awk '$1 <= 250000' "$WAITS" | wc -l
}

lan a b
start a -v 50 -p 200 10.0.0.1
lead a
preload waits
start b -v 50 -p 100 10.0.0.1
must wait_for 3 knows b 10.0.0.11
: >"$WAITS"
must wait_for 9 past "$(calc "$(now) + 4")"
must between 0 "$(short)" 1
crash a
must wait_for 6 is_state b Master

# Some other timer may be as near, and where others keep it from running it may
# sleep through that moment; but it never means to.
must between 1e9 "$(sort -n "$WAITS" | tail -n 1)" 3609125000
must between 0 "$(short)" 5
