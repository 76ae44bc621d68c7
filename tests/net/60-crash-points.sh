#!/bin/bash
# Wherever the daemon is killed, the next start, or its end, puts everything
# back: it is killed before each of its system calls in turn, while it takes
# over, hands over, stops, or undoes what an earlier one left.
#
# What is left behind differs only from one call to the next that changes
# something outside the process: so without FULL=1 only the calls behind those
# are tried, which are as many different crashes; where there are very many,
# every other one.
#
# Runs alone: it keeps both processors busy.

# shellcheck source=tests/net/fault.sh
. "$(dirname "$0")/fault.sh"

options=() stride=1
[ -n "${FULL-}" ] || options=(-w)

# point HOST N: the predecessor, the crash, the start after it.  Status 2: it
# ended before the Nth call.
point()
{
	local status

	predecessor "$1" || { echo "no predecessor"; return 1; }
	vrrpd "$1" "$steps" "${options[@]}" -k "$2"
	status=$?
	[ $status != 3 ] || return 2
	[ $status = 137 ] || { echo "it ended with $status"; return 1; }
	cat "$T/$1.fault" "$T/$1.log" >"$T/$1.killed"
	vrrpd "$1" TERM || { echo "the next start fails"; return 1; }
	restored_soon "$1"
}

# points WORKER HOST: those that are its.
points()
{
	local n said status

	fresh "$2"
	for ((n = 1 + $1 * stride; ; n += workers * stride)); do
		said=$(point "$2" "$n")
		status=$?
		[ $status != 2 ] || break
		echo "$n" >>"$T/tried.$1"
		if [ $status = 0 ]; then
			undo_later "$2"
			continue
		fi
		{
			echo "bad: $n"
			cat "$T/$2.killed"
			echo "then: $said"
			cat "$T/$2.log"
		} >>"$T/bad.$1"
		fresh "$2"
	done
	quit "b$1"
}

# scenario WORDS: without a crash first, to see that it does what it is for.
scenario()
{
	local start=$EPOCHREALTIME n bad

	rm -f "$T"/tried.* "$T"/bad.*
	fresh a0
	predecessor a0 || fail "$1: no predecessor"
	[ -z "$before" ] || not restored a0 >/dev/null ||
	    fail "$1: nothing to put back"
	vrrpd a0 "$steps" || fail "$1"
	[ -n "$before" ] || must grep -q -- '-> Master' "$T/a0.log"
	must restored_soon a0
	quit b0

	in_turn points
	n=$(cat "$T"/tried.* | wc -l)
	bad=$(cat "$T"/bad.* 2>/dev/null | grep -c '^bad')
	echo "$1: $n crashes, $bad bad, $(calc "$EPOCHREALTIME - $start") s"
	all=$((all + n))
	all_bad=$((all_bad + bad))
	[ "$bad" = 0 ] || cat "$T"/bad.* | head -n 60
}

all=0 all_bad=0

arguments=(10.0.0.1 10.0.0.2/24)
steps=USR1,TERM,TERM
scenario "alone"
before=USR1,KILL steps=TERM
scenario "a predecessor's leftovers"

cp "$(type -P true)" "$T/hook" || fail "no true"
before='' arguments=(-e "$T/hook" 10.0.0.1) steps=USR1,TERM,TERM
scenario "with a program for changes"
arguments=(10.0.0.1 10.0.0.2/24)

# The other one answers the farewell.
other()
{
	rm -rf "${T:?}/$2"
	mkdir -p "$T/$2"
	nsenter --net="/run/netns/$2" -- "$VRRPD" -i eth0 -v 50 -p 253 \
	    -f "$T/$2" 10.0.0.1 10.0.0.2/24 </dev/null >"$T/$2.log" 2>&1 &
	echo $! >"$T/$2.pid"
	disown
	wait_for 5 test -s "$T/$2/vrrpd_eth0_50.pid" || fail "$2: not running"
}
prepare=other before='' steps=USR1,TERM
scenario "handed over"

# A driver that wants the interface down for a new MAC: its routes and IPv6
# addresses go with that.
prepare=awkward always=(-b eth0)
[ -n "${FULL-}" ] || stride=2
steps=USR1,TERM,TERM
scenario "taken down and up"
before=USR1,KILL steps=TERM
scenario "taken down and up by a predecessor"
before=USR1 crash=(-o SIOCSIFFLAGS -k 2)
scenario "taken down by a predecessor"
before=USR1,TERM,TERM crash=(-o SIOCSIFFLAGS -k 6)
scenario "taken down by a predecessor for its own MAC"

# The virtual address stood first in its subnet; with promote_secondaries 0
# its removal takes the router's own address with it, and the routes by that.
prepare=elsewhere always=() crash=() stride=1 arguments=(10.0.0.100/24)
later='addr add 10.0.0.11/24 dev eth0
route add default via 10.0.0.254'
before='' steps=USR1,LATER,TERM,TERM
scenario "an own address behind a virtual one"
before=USR1,LATER,KILL steps=TERM
scenario "an own address behind a predecessor's"

echo "$all crashes tried"
[ "$all_bad" = 0 ] || fail "$all_bad left something behind"
