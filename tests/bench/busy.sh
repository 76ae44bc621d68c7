#!/bin/bash
# Every processor is busy, with 4 processes that spin and 2 that write to the
# disk: the longest time between two adverts, beyond the interval; and how
# many adverts a Backup sent, which had no reason to take over.
#
# All wires at a time, so that all have the same neighbours.

# shellcheck source=tests/bench/bench.sh
. "$(dirname "$0")/bench.sh"

spin()
{
	while :; do :; done
}

write()
{
	while dd if=/dev/zero of="$1" bs=64k count=512 conv=notrunc,fsync \
	    2>/dev/null; do :; done
}

disk=$(mktemp -d "$BENCH_DIR/disk.XXXXXX") || fail "no room to write to"
wires 3 a b
pairs 3
load=()
for i in 1 2 3 4; do
	spin {never}>&- &
	load+=($!)
done
for i in 1 2; do
	write "$disk/$i" {never}>&- &
	load+=($!)
done
since=$(now)
pause "$(whole 60 15)"
kill "${load[@]}"
wait "${load[@]}" 2>/dev/null
for n in "${WIRES[@]}"; do
	wire_times "s$n" "$(advert a)" "$since" >"$T/times"
	result busy "${KIND[$n]}" "$(awk '
	NR > 1 && $1 - last > most { most = $1 - last }
	{ last = $1 }
	END { printf "%.3f\n", (most - 1) * 1000 }' "$T/times")"
	result busy-false "${KIND[$n]}" \
	    "$(wire_count "s$n" "$(advert b)" "$since")"
done
rm -rf "$disk"
