#!/bin/bash
# System calls for an advert, of its sender and of who hears it.

# shellcheck source=tests/bench/bench.sh
. "$(dirname "$0")/bench.sh"

need strace
wires 1 a b
pairs 6
for n in "${WIRES[@]}"; do
	for h in a b; do
		read -r count _ < <(calls "$h$n")
		result "calls-$h" "${KIND[$n]}" "$count"
	done
done
