#!/bin/bash
# Whatever system call fails, once and with each error that it can have there:
# the daemon says why it cannot start, or carries on.  It does not crash, nor
# run wild, nor hang at its end, and leaves nothing behind; where it was its
# undoing that failed, the next start does it.
#
# Then calls that fail from some time on, and always.  Without FULL=1 only
# some of the single faults are tried.
#
# Runs alone: it keeps both processors busy.

# shellcheck source=tests/net/fault.sh
. "$(dirname "$0")/fault.sh"

stride=29
[ -z "${FULL-}" ] || stride=1

# speechless HOST: that its log misses a line, by the fault, or because it is
# in the background and nobody listens there.
speechless()
{
	[ "${arguments[0]}" = -D ] ||
	    grep -qE '^(poll|(write|sendto) stderr):' "$T/$1.fault"
}

# refused HOST: that its log says in one line why it does not start; what it
# did before, and what it went on without, are others.
refused()
{
	local line

	line=$(grep -vE '^vrrpd: (removed|put back|the lock of) ' "$T/$1.log" |
	    uniq)
	[[ $line == "vrrpd: "* && $line != *$'\n'* ]]
}

# judged HOST STATUS: what is wrong with a run, if anything is.
judged()
{
	case $2 in
	0)	grep -q ' ended$' "$T/$1.log" || speechless "$1" ||
		    echo "status 0, but it did not run"
		;;
	1)	! grep -q 'started, priority' "$T/$1.log" ||
		    echo "it gave up while running"
		refused "$1" || grep -qE '^(poll|(write|sendto) stderr):' "$T/$1.fault" ||
		    echo "it did not start and does not say why in one line"
		;;
	4)	echo "it ran wild" ;;
	*)	echo "status $2" ;;
	esac
}

# once_more HOST: the next start must make up for what a fault prevented.
once_more()
{
	local said status

	said=$(restored "$1") && return
	{
		cat "$T/$1.did"
		echo "not restored: $said"
	} >>"$T/later.$1"
	vrrpd "$1" TERM || echo "the next start fails"
	said=$(restored_soon "$1") || echo "something is left behind: $said"
}

# trial HOST OPTION...: one run with a fault, and what came of it.
trial()
{
	local host=$1 status said

	shift
	# So that it makes the same calls each time.
	rm -f "$T/$host"/*.state
	predecessor "$host" || fail "no predecessor"
	vrrpd "$host" "$steps" "$@"
	status=$?
	# A little luck is needed with the number of packets and news.
	[ $status != 3 ] || echo "$*" >>"$T/missed.$host"
	echo "$status $(<"$T/$host.fault")" >>"$T/tried.$host"
	cat "$T/$host.fault" "$T/$host.log" >"$T/$host.did"
	said=$([ $status = 3 ] || judged "$host" $status; once_more "$host")
	undo_later "$host"
	[ -n "$said" ] || return 0
	{
		echo "bad: $*: $said"
		cat "$T/$host.did"
		echo "then:"
		cat "$T/$host.log"
	} >>"$T/bad.$host"
	fresh "$host"
}

# trials WORKER HOST: those of the list that are its.
trials()
{
	local words

	fresh "$2"
	while IFS=$'\t' read -r -a words; do
		trial "$2" "${words[@]}"
	done < <(awk -v w="$1" -v n="$workers" 'NR % n == w' "$T/list")
}

# count NAME REGEX: how many lines of the workers' files of that name match.
count()
{
	cat "$T/$1".* 2>/dev/null | grep -cE -e "$2"
}

# all_of NAME: run the list.
all_of()
{
	local start=$EPOCHREALTIME n bad

	rm -f "$T"/{tried,missed,bad,later}.*
	in_turn trials
	n=$(count tried '^[^3]')
	bad=$(count bad '^bad:')
	echo "$1: $n faults, $(count tried '^1 ') did not start," \
	    "$(count later '^not restored') undone by the next," \
	    "$(count missed .) missed, $bad bad," \
	    "$(calc "$EPOCHREALTIME - $start") s"
	all=$((all + n))
	all_bad=$((all_bad + bad))
	[ "$bad" = 0 ] || cat "$T"/bad.* | head -n 60
}

# listed NAME: each call of a run without faults, each of its errors.
listed()
{
	fresh a0
	predecessor a0 || fail "$1: no predecessor"
	vrrpd a0 "$steps" -l || fail "$1"
	must restored_soon a0
	! grep -q '^[0-9]* call ' "$T/a0.fault" ||
	    echo "$1: unknown: $(grep '^[0-9]* call ' "$T/a0.fault")"
	awk -F: -v stride="$stride" '{
		n = split($2, error, " ")
		split($1, number, " ")
		for (i = 1; i <= n; i++)
			if (++total % stride == 0)
				print "-k\t" number[1] "\t-e\t" error[i]
	}' "$T/a0.fault" >"$T/list"
}

# scenario NAME: all of them.  If many are missed, the list is not of what is
# run: on a busy machine packets and news came at another moment.
scenario()
{
	local _

	for _ in 1 2 3 4 5; do
		listed "$1"
		all_of "$1"
		[ "$(count missed .)" -gt $(($(wc -l <"$T/list") / 4)) ] ||
		    return 0
	done
	fail "$1: too many faults missed"
}

# lasting NAME: calls of each kind that fail from the 1st, 2nd, 3rd or 5th on.
# What is tried again at once, for ever, would be far more calls.
lasting()
{
	local call errors

	fresh a0
	while read -r call errors; do
		for e in $errors; do
			for n in 1 2 3 5; do
				printf '%s\t' -o "${call/-/ }" -k $n -e "$e" \
				    -r -t 30 -c
				echo 3000
			done
		done
	done >"$T/all" <<-END
		SIOCSIFHWADDR EBUSY EOPNOTSUPP EPERM
		SIOCSIFADDR ENOBUFS EPERM
		SIOCSIFNETMASK ENOMEM
		SIOCSIFFLAGS EPERM ENOMEM
		SIOCGIFHWADDR ENODEV
		SIOCGIFFLAGS ENODEV
		sendto-inet EPERM ENOBUFS ENETDOWN
		sendto-packet ENOBUFS
		sendto-netlink ENOMEM
		sendto-dump ENOBUFS
		openat-create ENOSPC EROFS EMFILE
		openat ENFILE
		write ENOSPC
		renameat EROFS
		unlinkat EACCES
	END
	awk -v stride="$((stride > 1 ? 5 : 1))" 'NR % stride == 0' \
	    "$T/all" >"$T/list"
	all_of "$1"
}

all=0 all_bad=0

arguments=(10.0.0.1 10.0.0.2/24)
steps=USR1,TERM,TERM
scenario "alone"
before=USR1,KILL steps=TERM
scenario "a predecessor's leftovers"

prepare=awkward always=(-b eth0)
before='' steps=USR1,TERM,TERM
scenario "taken down and up"
# Its own MAC is on again, and nothing else tells that there was someone.
before=USR1,TERM,TERM crash=(-o SIOCSIFFLAGS -k 6) steps=TERM
scenario "taken down by a predecessor"

prepare='' always=() crash=() before='' steps=USR1,TERM,TERM
arguments=(-D -a ah/0x736563726574 10.0.0.1)
scenario "in the background, with a key"

cp "$(type -P true)" "$T/hook" || fail "no true"
arguments=(-e "$T/hook" 10.0.0.1)
scenario "with a program for changes"

prepare=elsewhere arguments=(10.0.0.100/24)
later='addr add 10.0.0.11/24 dev eth0
route add default via 10.0.0.254'
steps=USR1,LATER,TERM,TERM
scenario "an own address behind a virtual one"

arguments=(10.0.0.1 10.0.0.2/24) prepare='' later=''
steps=USR1,1100,TERM,TERM
lasting "for ever"
prepare=awkward always=(-b eth0)
lasting "for ever, taken down and up"

echo "$all faults tried"
[ "$all_bad" = 0 ] || fail "$all_bad went wrong"
