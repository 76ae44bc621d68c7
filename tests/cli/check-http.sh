#!/usr/bin/env bash
# What scripts/check-http cannot do it says in one line, before it begins.
set -u
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 1

T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT
failures=0

# refused WORDS ARGUMENT...: with exit status 2 and one line that holds them.
refused()
{
	local words=$1 said status

	shift
	said=$(timeout 5 scripts/check-http "$@" 2>&1 </dev/null)
	status=$?
	[[ $status = 2 && $said == "check-http: "*"$words"* ]] && return
	failures=$((failures + 1))
	echo "check-http $*: $status: $said"
}

refused 'no interface'
refused 'no interface' -v 50
refused 'no VRID' -i eth0
refused 'option or no value: -x' -x
refused 'option or no value: -i' -i
refused 'extra: an argument too many' -i eth0 -v 50 extra
refused "-f $T/none: there is no such directory" -i eth0 -v 50 -f "$T/none"
for n in 0 x -1 1.5 256 1000; do
	refused "-v $n: it must be a number from 1 to 255" -i eth0 -v "$n"
done
for n in '' 0 x 255 300; do
	refused "-p $n: it must be a number from 1 to 254" \
	    -i eth0 -v 50 -p "$n"
done
for o in d n r; do
	for n in '' 0 x 0.5 1000; do
		refused "-$o $n: it must be a number from 1 to 999" \
		    -i eth0 -v 50 -$o "$n"
	done
done

[ "$failures" = 0 ]
