#!/bin/bash
# -D: the parent process ends with 0 once the daemon is ready, or with what is
# wrong on the terminal and 1; the daemon is on its own then and logs to
# /dev/log, which never keeps it from its work, whoever reads there or not.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

need_devlog

# A /dev of our own, where /dev/log may come and go: a few nodes, each bound
# to the real one, and nothing else of it.  Not below $T, which is deleted.
dev=/run/dev
must mkdir "$dev"
mount -t tmpfs -o mode=755 tmpfs "$dev" 2>"$T/mount" ||
    skip "no /dev: $(<"$T/mount")"
must ln -s /proc/self/fd "$dev/fd"
for f in null zero full random urandom; do
	must touch "$dev/$f"
	must mount --bind "/dev/$f" "$dev/$f"
done
mount --rbind "$dev" /dev 2>"$T/mount" || skip "no /dev: $(<"$T/mount")"
[ ! -e /dev/shm ] || fail "this is the machine's /dev"

# background HOST ARGUMENT...: run vrrpd there with -D.
background()
{
	local status

	mkdir -p "$T/$1"
	# Whoever waits for the end of what it says does not wait for its own.
	on "$1" timeout 5 "$VRRPD" -D -i eth0 -f "$T/$1" "${@:2}" \
	    </dev/null 2>&1 | timeout 10 cat >"$T/said"
	status="${PIPESTATUS[*]}"
	[ "$status" = "0 0" ] || fail "$1: exit status $status: $(<"$T/said")"
	# It is there now, not soon.
	cat "$T/$1"/vrrpd_eth0_*.pid >"$T/$1.pid" || fail "$1: no pid file"
	must running "$1"
	must [ ! -s "$T/said" ]
}

# refused STATUS WORDS ARGUMENT...: says so on the terminal.
refused()
{
	local status

	on a timeout 5 "$VRRPD" -D "${@:3}" </dev/null >"$T/said" 2>&1
	status=$?
	[[ $status == "$1" && $(wc -l <"$T/said") == 1 &&
	    $(<"$T/said") == *"$2"* ]] ||
	    fail "not refused with \"$2\": exit status $status, $(<"$T/said")"
}

# more COUNT: that many more advertisements come, and none since $calm was
# late, whatever happened meanwhile.
calm=0
more()
{
	local since

	since=$(now)
	enough()
	{
		[ "$(wire_count switch ' adv ' "$since")" -ge "$1" ]
	}
	must wait_for "$(calc "$1 + 2")" enough "$1"
	must steady switch ' adv ' "$1" "$calm"
}

# fact FIELD: of the daemon's /proc/PID/stat: 6 is its session, 7 its
# terminal.
fact()
{
	awk -v n="$1" '{ print $n }' "/proc/$(pid a)/stat"
}

lan a
sniff switch

mkdir "$T/empty"
refused 2 'no VRID' -i eth0 10.0.0.1
refused 1 'no such interface' -i eth9 -v 50 -f "$T/empty" 10.0.0.1
refused 1 'no such directory' -i eth0 -v 50 -f "$T/nowhere" 10.0.0.1
refused 1 '10.0.0.11 stands on eth0 already' -i eth0 -v 50 -f "$T/empty" \
    10.0.0.11
must rmdir "$T/empty"

# Nobody there to log to.
must [ ! -e /dev/log ]
background a -v 50 10.0.0.1
must [ "$(stat -c %a "$T/a/vrrpd_eth0_50.pid")" = 644 ]
must [ "$(fact 6)" = "$(pid a)" ]
must [ "$(fact 7)" = 0 ]
must [ "$(readlink "/proc/$(pid a)/cwd")" = / ]
for fd in 0 1 2; do
	must [ "$(readlink "/proc/$(pid a)/fd/$fd")" = /dev/null ]
done
refused 1 "runs on eth0 already, pid $(pid a)" -i eth0 -v 50 -f "$T/a" \
    10.0.0.1
tell a USR1
must wait_for 2 is_state a Master
more 2

# The log daemon comes: it gets what happens from now on.
"$tool" log /dev/log >"$T/devlog.log" 2>&1 &
logger=$!
must wait_for 2 grep -sqx ready "$T/devlog.log"
tell a USR1
must wait_for 2 grep -q 'already' "$T/devlog.log"

# Facility daemon is 3, warning 4.
line=$(sed -n 2p "$T/devlog.log")
must grep -q "^<28>vrrpd\[$(pid a)\]: eth0 vrid 50: .*already" <<<"$line"

# It stops reading, and its queue is full.
kill -s STOP "$logger"
for _ in {1..60}; do
	tell a USR1
	tick
done
more 3
kill -s CONT "$logger"

# It has lost some; what it got is whole; and so it goes on.
refused 1 'already' -i eth0 -v 50 -f "$T/a" 10.0.0.1
tell a USR2
must wait_for 2 grep -q 'handing over' "$T/devlog.log"
must between 3 "$(grep -c ' already' "$T/devlog.log")" 50
must [ "$(tail -n +2 "$T/devlog.log" |
    grep -cvE "^<2[89]>vrrpd\[$(pid a)\]: eth0 vrid 50: ")" = 0 ]

# And goes; another one comes.
kill "$logger"
wait "$logger"
tell a USR1
calm=$(now)
more 2
"$tool" log /dev/log >"$T/second.log" 2>&1 &
must wait_for 2 grep -sqx ready "$T/second.log"
must kill -s TERM "$(pid a)"
must wait_for 3 not running a
must wait_for 1 grep -q '<29>.*ended$' "$T/second.log"
must [ ! -e "$T/a/vrrpd_eth0_50.pid" ]
must not has_addr a 10.0.0.1
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
