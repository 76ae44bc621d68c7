#!/bin/bash
# What the process keeps: two capabilities, no way to others, no core dump, no
# directory and no descriptor that it does not use; in the foreground and in
# the background, for a router with the virtual MAC and for one without.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

lan a

# status PID KEY
status()
{
	awk -v key="$2:" '$1 == key { print $2 }' "/proc/$1/status"
}

# open_files PID: what its descriptors are, sorted, how many of each.
open_files()
{
	local fd

	for fd in "/proc/$1/fd"/*; do
		readlink "$fd" | sed 's/:\[[0-9]*\]//'
	done | sort | uniq -c | sed 's/^ *//' | sort -k 2
}

# modest PID
modest()
{
	local caps

	for caps in CapPrm CapEff; do
		must [ $((16#$(status "$1" "$caps"))) = $((1 << 12 | 1 << 13)) ]
	done
	for caps in CapInh CapAmb; do
		must [ $((16#$(status "$1" "$caps"))) = 0 ]
	done
	must [ "$(status "$1" NoNewPrivs)" = 1 ]
	must [ "$(status "$1" Umask)" = 0022 ]
	must grep -qE '^Max core file size +[01] +[01] ' "/proc/$1/limits"
	must [ "$(readlink "/proc/$1/cwd")" = / ]
}

umask 0
cd "$T" || fail "$T"
exec 7<"$T" 8>"$T/inherited"
start a -v 50 10.0.0.1
exec 7<&- 8>&-
modest "$(pid a)"
# Directory, log; ioctl and rtnetlink, four of the wire, news, two locks.
must same "1 /dev/null
1 $T/a
2 $T/a.log
9 socket" "$(open_files "$(pid a)")"
tell a USR1
must wait_for 2 is_state a Master
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
modest "$(pid a)"
before=$(open_files "$(pid a)")
tell a USR2
must wait_for 4 grep -q 'no other router answered' "$T/a.log"
refresh a
# What is open while it writes is closed by then.
as_before()
{
	[ "$(open_files "$(pid a)")" = "$before" ]
}
wait_for 1 as_before || must same "$before" "$(open_files "$(pid a)")"
stop a

mkdir b
must on a "$VRRPD" -D -n -i eth0 -v 50 -f b 10.0.0.1
pid=$(cat b/vrrpd_eth0_50.pid)
modest "$pid"
must [ "$(stat -c %a b/vrrpd_eth0_50.undo)" = 644 ]
# Without the MAC's lock; and the log is a socket, if there is a /dev/log.
must same "3 /dev/null
1 $T/b
8 socket" "$(open_files "$pid" | sed 's/^9 socket/8 socket/')"
must kill "$pid"
must wait_for 4 [ ! -e b/vrrpd_eth0_50.pid ]
