#!/bin/bash
# Whoever starts it with NOTIFY_SOCKET hears that it is ready, not before it
# is; its state; that it stops; and, as often as WATCHDOG_USEC wants, that it
# is alive, while it is.  Nothing of that waits for him.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

need_devlog

# listener HOST NAME: a supervisor there, writing with times to $T/heard;
# $listener is its pid.
listener()
{
	: >"$T/heard"
	nsenter --net="/run/netns/$1" -- "$tool" log "$2" </dev/null \
	    > >(dated >>"$T/heard") 2>&1 &
	listener=$!
	must wait_for 2 told ready
	first "$listener"
}

# first PID: it runs ahead of others where it may, so that its times are right.
first()
{
	chrt -r -p 1 "$1" >/dev/null 2>&1
}

dated()
{
	local line

	first "$BASHPID"
	while IFS= read -r line; do
		echo "$EPOCHREALTIME $line"
	done
}

# told PATTERN: that a line says it.
told()
{
	grep -qE "^[0-9.]+ $1\$" "$T/heard"
}

# beats: how many signs of life there were.
beats()
{
	grep -c ' WATCHDOG=1$' "$T/heard"
}

more_beats()
{
	[ "$(beats)" -ge "$1" ]
}

lan a
real=$VRRPD

# as WORDS: VRRPD is run behind these, by a shell, whose $$ is its pid then.
# shellcheck disable=SC2016
as()
{
	printf '#!/bin/sh\n%s exec %s "$@"\n' "$1" "$real" >"$T/as"
	chmod +x "$T/as"
	VRRPD=$T/as
}

# A path and an abstract name.
for name in "$T/notify" @vrrpd-test; do
	listener a "$name"
	as "NOTIFY_SOCKET='$name'"
	start a -v 50 10.0.0.1
	must wait_for 2 told 'STATUS=Backup \(the interface is up, .*\)'
	must [ "$(sed -n '2s/^[0-9.]* //p' "$T/heard")" = READY=1 ]
	tell a USR1
	must wait_for 2 told 'STATUS=Master \(asked to by SIGUSR1\)'
	must [ "$(beats)" = 0 ]
	tell a TERM
	must wait_for 2 told STOPPING=1
	must wait_for 1 told 'STATUS=Master, handing over \(.*\)'
	must ended a
	must wait_for 1 told 'STATUS=Initialize \(handed over, .*\)'
	must [ "$(grep -c ' READY=1$' "$T/heard")" = 1 ]
	# Its name may be had again when it has ended.
	kill "$listener"
	wait "$listener"
	rm -r "$T/a"
done

# Whoever is refused was never ready: early, or for want of the last thing.
listener a @vrrpd-test
as 'NOTIFY_SOCKET=@vrrpd-test'
must mkdir /run/full
must mount -t tmpfs -o nr_inodes=1 tmpfs /run/full
for words in "-i eth9 -f $T" "-i eth0 -f /run/full"; do
	# shellcheck disable=SC2086
	on a timeout 5 "$VRRPD" $words -v 50 10.0.0.1 2>/dev/null
	must [ $? = 1 ]
done
must [ "$(wc -l <"$T/heard")" = 1 ]

# Half of the interval, from the loop; a process that stands still is silent.
# shellcheck disable=SC2016
as 'WATCHDOG_USEC=400000 WATCHDOG_PID=$$ NOTIFY_SOCKET=@vrrpd-test'
start a -v 50 10.0.0.1
must wait_for 3 more_beats 6
span=$(grep ' WATCHDOG=1$' "$T/heard" | awk '
	NR == 1 { first = $1 }
	NR == 6 { print $1 - first }')
must between 0.9 "$span" 1.6
tell a STOP
still()
{
	grep -q '^State:.*stopped' "/proc/$(pid a)/status"
}
must wait_for 1 still
before=$(beats)
later=$(calc "$(now) + 0.6")
must wait_for 1 past "$later"
must between "$before" "$(beats)" "$((before + 1))"
tell a CONT
must wait_for 1 more_beats $((before + 3))

# The supervisor stands still, and goes: the protocol does not wait.
kill -s STOP "$listener"
for _ in {1..60}; do
	refresh a
done
sniff switch
tell a USR1
must wait_for 2 is_state a Master
since=$(now)
enough()
{
	[ "$(wire_count switch ' adv ' "$since")" -ge 3 ]
}
must wait_for 5 enough
must steady switch ' adv ' 3 "$since"
kill "$listener"
kill -s CONT "$listener"
wait "$listener"
tell a HUP
since=$(now)
must wait_for 5 enough
stop a

# What is not as it should be is not obeyed: no such socket, another's pid.
for words in 'NOTIFY_SOCKET=nowhere WATCHDOG_USEC=400000' \
    "NOTIFY_SOCKET='$T/nobody' WATCHDOG_USEC=400000" \
    "WATCHDOG_USEC=400000"; do
	as "$words"
	start a -v 50 10.0.0.1
	must wait_for 1 is_state a Backup
	stop a
done
listener a @vrrpd-test
# shellcheck disable=SC2016
for words in WATCHDOG_PID=1 'WATCHDOG_PID=$$ WATCHDOG_USEC=soon'; do
	as "WATCHDOG_USEC=20000 $words NOTIFY_SOCKET=@vrrpd-test"
	start a -v 50 10.0.0.1
	must wait_for 1 is_state a Backup
	for _ in {1..5}; do
		refresh a
	done
	stop a
done
must [ "$(beats)" = 0 ]
