#!/bin/bash
# A Master is stopped as planned: the longest time for which a host that asks
# the virtual address for an echo every 2 ms hears nothing.

# shellcheck source=tests/bench/bench.sh
. "$(dirname "$0")/bench.sh"

need ping
wires 1 a b m
pairs 3
for ((round = $(whole 5 2); round > 0; round--)); do
	for n in "${WIRES[@]}"; do
		pinger "m$n" 10.0.0.1 2 "$T/ping"
		pause 0.3
		leave "a$n"
		pause 1.5
		ping_stop "$T/ping"
		result handover "${KIND[$n]}" \
		    "$(calc "$(ping_gap "$T/ping") * 1000")"
	done
	for n in "${WIRES[@]}"; do
		router "${KIND[$n]}" "a$n" 200
	done
	pause 5
done
