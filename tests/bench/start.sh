#!/bin/bash
# A router that owns the address is started: from the exec of its program, read
# from the clock right before, to its first advert on the switch.

# shellcheck source=tests/bench/bench.sh
. "$(dirname "$0")/bench.sh"

# shellcheck disable=SC2016 # expanded there
exec_at=("$BASH" -c 'echo "$EPOCHREALTIME" >"$0"; exec "$@"')

wires 1 a
for ((round = $(whole 8 3); round > 0; round--)); do
	for n in "${WIRES[@]}"; do
		must ip -n "a$n" addr replace 10.0.0.1/32 dev eth0
		STATE=MASTER command_of "${KIND[$n]}" "a$n" 255
		: >"$T/s$n.wire"
		launch "a$n" "${exec_at[@]}" "$T/exec" "${COMMAND[@]}"
		must wait_for 10 wire_seen "s$n" "$(advert a)"
		first=$(field time "$(wire_first "s$n" "$(advert a)")")
		result start "${KIND[$n]}" \
		    "$(calc "($first - $(<"$T/exec")) * 1000")"
		pause 0.2
		leave "a$n"
		pause 0.2
	done
done
