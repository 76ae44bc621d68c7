#!/bin/bash
# A Master is stopped as planned: the longest time for which a host that asks
# the virtual address for an echo every 2 ms hears nothing.  That is from the
# answer before one that is lost to the one behind it; if none is lost, it is
# the latest answer.  Who asks may be kept from asking by a busy machine; that
# is nobody's silence.

# shellcheck source=tests/bench/bench.sh
. "$(dirname "$0")/bench.sh"

need ping
# silence FILE: ping's, in ms.
silence()
{
	awk '
	/bytes from/ && match($0, /icmp_seq=[0-9]+/) {
		seq = substr($0, RSTART + 9, RLENGTH - 9)
		time = substr($1, 2) + 0
		took = $0
		sub(/.* time=/, "", took)
		gap = last > 0 && seq > last + 1 ? (time - was) * 1000 : took + 0
		if (gap > most)
			most = gap
		last = seq
		was = time
	}
	END { printf "%.3f\n", most }' "$1"
}

wires 1 a b m
pairs 3
for ((round = $(whole 5 2); round > 0; round--)); do
	for n in "${WIRES[@]}"; do
		pinger "m$n" 10.0.0.1 2 "$T/ping"
		pause 0.3
		leave "a$n"
		pause 1.5
		ping_stop "$T/ping"
		result handover "${KIND[$n]}" "$(silence "$T/ping")"
	done
	for n in "${WIRES[@]}"; do
		router "${KIND[$n]}" "a$n" 200
	done
	pause 5
done
