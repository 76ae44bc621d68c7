#!/bin/bash
# The directory of the files is removed and made anew while they are used, on a
# disk and in memory: from the next write on they are in the new one, and what
# goes at the end goes from there.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

# files: what is in the directory.
files()
{
	(cd "$T/a" && echo *)
}

all()
{
	[ "$(files)" = \
	    "vrrpd_eth0_50.pid vrrpd_eth0_50.state vrrpd_eth0_50.undo" ]
}

# record: which one it is.
record()
{
	stat -c '%i %y' "$T/a/vrrpd_eth0_50.undo"
}

# kept: that a hand-over, to nobody, leaves it as it is.
kept()
{
	local was nobody

	was=$(record)
	nobody=$(unanswered)
	tell a USR2
	must wait_for 3 not unanswered_is "$nobody"
	[ "$(record)" = "$was" ]
}

unanswered()
{
	log_count a 'no other router answered$'
}

unanswered_is()
{
	[ "$(unanswered)" = "$1" ]
}

# anew: run it through.
anew()
{
	: >"$T/a.log"
	start a -v 50 10.0.0.1
	must wait_for 2 is_state a Backup
	rm -r "$T/a"
	must mkdir "$T/a"
	lead a
	must wait_for 8 all
	must [ "$(<"$T/a/vrrpd_eth0_50.pid")" = "$(pid a)" ]
	# Written once, even if not in time, and not again and again.
	must wait_for 3 kept
	stop a
	must [ "$(files)" = vrrpd_eth0_50.state ]
	must is_state a Initialize
}

lan a
anew
preload slowdisk
anew
