#!/bin/bash
# However many sources a flood claims, and however many faults it has, the log
# gains no more than a line for each of the first eight of them and one for
# each fault, and as many a minute later: nothing that an attacker can send
# makes it forget what it has said.
#
# Runs alone: it keeps both processors busy.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/net/flood.sh
. "$(dirname "$0")/flood.sh"

kinds=(version sum ttl length type interval auth noah random list lower zero
    ah-icv ah-length ah-random)
faults=10		# those of them that differ, and the answered duel
LINES_MOST=$((8 + faults))

# more LINES: that a's log has grown by no more since the last time.
more()
{
	local n was=${logged-0}

	n=$(wc -l <"$T/a.log")
	logged=$n
	must [ $((n - was)) -le "$1" ]
}

lan a b m
pair -a none
more 10
answered=1 flood "first" -n 10000 "${kinds[@]}"
more $LINES_MOST
# Others, and in another order.
answered=1 flood "other sources" -s 10.0.100.1 -n 9973 zero "${kinds[@]}"
more 0
answered=1 flood "a single one" -s 10.0.200.1 "${kinds[@]}"
more 0
if [ "${FULL-}" = 1 ]; then
	# Over two of its minutes.
	for minute in 1 2; do
		LENGTH=60
		LINES_MOST=$((8 + faults))
		answered=1 flood "minute $minute" -n 10000 "${kinds[@]}"
		more $LINES_MOST
	done
fi
judge
