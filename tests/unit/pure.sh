#!/usr/bin/env bash
# The ground floor is pure: it asks the system for nothing but to copy memory
# and, for our own mistakes, to abort.  So the same objects run under the
# daemon, a simulation or a fuzzer.
set -u
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 1

build=${B:-build}
pure="vrrp packet auth md5 limit"
status=0

command -v nm >/dev/null || { echo "skipped: nm is not installed"; exit 77; }

# What a compiler may put in by itself, besides what is said above.
allowed='^(mem[a-z]+|__[a-z]+_chk|__stack_chk_(fail|fail_local|guard)'
allowed+='|__assert_fail|__[a-z]*(div|mod|mul|shl|shr|cmp)[a-z]*[0-9]'
allowed+='|__aeabi_[a-z0-9]+|_GLOBAL_OFFSET_TABLE_)$'

# What the rooms of this floor lend each other.
rooms=
for name in $pure; do
	rooms+="$(nm --defined-only "$build/$name.o" | awk '{ print $3 }')"$'\n'
done

for name in $pure; do
	object=$build/$name.o
	[ -f "$object" ] || { echo "$object: not built"; exit 1; }
	wants=$(nm -u "$object") || exit 1
	wants=$(printf '%s\n' "$wants" |
	    awk '$1 ~ /^[Uw]$/ { sub("@.*", "", $2); print $2 }')
	if printf '%s\n' "$wants" |
	    grep -qE '^__(asan|ubsan|tsan|msan|gcov|llvm|sanitizer)_'; then
		echo "skipped: $object is instrumented," \
		    "which needs a runtime library"
		exit 77
	fi
	odd=$(printf '%s\n' "$wants" | sed '/^$/d' | grep -vE "$allowed" |
	    grep -vxF "$(sed '/^$/d' <<<"$rooms")")
	if [ -n "$odd" ]; then
		echo "$object needs:" "$(printf '%s\n' "$odd" | tr '\n' ' ')"
		status=1
	fi
	# Data that outlives a call would be a second place for its state.
	kept=$(size -A "$object" | awk '$1 ~ /^\.t?(data|bss)(\.|$)/ &&
	    $1 !~ /^\.data\.rel\.ro/ && $2 > 0 { print $1 }')
	if [ -n "$kept" ]; then
		echo "$object keeps data of its own:" \
		    "$(echo "$kept" | tr '\n' ' ')"
		status=1
	fi
done

# No header of the system but those without a system behind them, and none of
# a higher floor.
floor="(${pure// /|}|bytes)"
for name in $pure; do
	for file in "src/$name.h" "src/$name.c"; do
		odd=$(sed -n 's/^#[[:space:]]*include[[:space:]]*//p' "$file" |
		    grep -vxE "\"$floor\\.h\"|<(assert|limits|string)\\.h>|"`
		    `"<std(bool|def|int)\\.h>")
		if [ -n "$odd" ]; then
			echo "$file includes:" "$(echo "$odd" | tr '\n' ' ')"
			status=1
		fi
	done
done
exit $status
