#!/bin/bash
# Master and Backup in peace: how long the intervals are between adverts, at
# the switch, and what an advert costs each side of processor time.
#
# The error of the intervals is told in three ways: how far the adverts are
# from where the first of them promised, in the end; what that is for each; and
# how far one is off, as a rule.  Of the first and of the last five the median
# counts, so that one that was late tells nothing.
#
# Beside them a program sends that does nothing else, which tells what the
# kernel has in that, as a rule: on one wire it takes twice as much as on
# another, as all of them do.

# shellcheck source=tests/bench/bench.sh
. "$(dirname "$0")/bench.sh"

wires 3 a b
SWITCH=least lan la lb
AS=least sniff least la -Io
router ours lb 100
launch la "$BENCH_DIR/least" eth0
pairs 6
seconds=$(whole 60 15)
declare -A before=()
since=$(now)
for n in "${WIRES[@]}"; do
	for h in a b; do
		before[$h$n]=$(cpu "$h$n")
	done
done
before[la]=$(cpu la)
pause "$seconds"
used_a=$(cpu la)
count=$(wire_count least "$(advert a)" "$since")
must not wire_seen least "$(advert b)"
result cpu-least ours \
    "$(calc "($used_a - ${before[la]}) / 1000 / $count")"
for n in "${WIRES[@]}"; do
	used_a=$(cpu "a$n") used_b=$(cpu "b$n")
	wire_times "s$n" "$(advert a)" "$since" >"$T/times"
	count=$(wc -l <"$T/times")
	result cpu-master "${KIND[$n]}" \
	    "$(calc "($used_a - ${before[a$n]}) / 1000 / $count")"
	result cpu-backup "${KIND[$n]}" \
	    "$(calc "($used_b - ${before[b$n]}) / 1000 / $count")"
	awk -v who="${KIND[$n]}" '
	NR == 1 { first = $1 }
	{
		# Relative: seconds since 1970 leave too few digits.
		late[NR] = ($1 - first - (NR - 1)) * 1e6
		if (NR > 1)
			size[NR - 1] = abs(late[NR] - late[NR - 1])
	}
	function abs(v) { return v < 0 ? -v : v }
	function median(a, from, to,   i, j, v, s, n) {
		for (i = from; i <= to; i++) {
			v = a[i]
			for (j = n++; j > 0 && s[j - 1] > v; j--)
				s[j] = s[j - 1]
			s[j] = v
		}
		return (s[int((n - 1) / 2)] + s[int(n / 2)]) / 2
	}
	END {
		sum = median(late, NR - 4, NR) - median(late, 1, 5)
		printf "result\tinterval\t%s\t%.3f\n", who, sum / (NR - 5)
		printf "result\tdrift\t%s\t%.3f\n", who, sum
		printf "result\tjitter\t%s\t%.3f\n", who, \
		    median(size, 1, NR - 1)
	}' "$T/times"
done
