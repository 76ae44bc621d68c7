#!/bin/bash
# The program, without symbols.

# shellcheck source=tests/bench/bench.sh
. "$(dirname "$0")/bench.sh"

need strip
for who in "${SUBJECTS[@]}"; do
	strip -o "$T/stripped" "$(program "$who")" || fail "strip $who"
	result size "$who" "$(calc "$(stat -c %s "$T/stripped") / 1024")"
done
