#!/bin/bash
# A Backup whose queue overflows again and again doubts the silence of its
# Master twice, as in 75, and no longer: a flood does not keep the
# addresses of a dead one from being taken over.
#
# Runs alone: it keeps both processors busy.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/net/flood.sh
. "$(dirname "$0")/flood.sh"

# starve: it runs a tenth of the time; 3,000 frames come in between.  $stood is
# the longest that it did not, which on a busy machine may be more.
stood=0.3
starve()
{
	local since

	since=$(now)
	tell b STOP
	wait_for 1 past "$(calc "$since + 0.3")"
	tell b CONT
	since=$(calc "$(now) - $since")
	between "$since" "$stood" 1e9 2>/dev/null || stood=$since
	wait_for 1 past "$(calc "$(now) + 0.03")"
	wire_seen b ' adv src=10.0.0.12 .* prio=100 '
}

lan a b m
pair -a none
crash a
nsenter --net=/run/netns/m -- "$FLOOD" eth0 10000 16 sum >/dev/null &
must wait_for 16 starve
last=$(field time "$(wire_last a ' adv src=10.0.0.11 ')")
time=$(field time "$(wire_first b ' adv src=10.0.0.12 .* prio=100 ')")
must between "$(calc "$last + 3 * 3.609375 - 0.02")" "$time" \
    "$(calc "$last + 3 * (3.609375 + $stood + 0.1) + 0.5")"
must wait_for 1 is_state b Master
must has_addr b 10.0.0.1
must [ "$(log_count b 'lost, .*queue')" = 1 ]
