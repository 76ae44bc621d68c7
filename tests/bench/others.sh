#!/bin/bash
# What 20,000 adverts a second of other virtual routers cost a Master and a
# Backup whom they do not concern.

# shellcheck source=tests/bench/bench.sh
. "$(dirname "$0")/bench.sh"

LENGTH=$(whole 6 3)
wires 1 a b m
pairs 3
for ((round = $(whole 2 1); round > 0; round--)); do
	for h in a b; do
		for n in "${WIRES[@]}"; do
			flooded "$h$n" vrid
			result "others-$h" "${KIND[$n]}" "$CPU"
			result others-rate "${KIND[$n]}" "$RATE"
		done
	done
done
