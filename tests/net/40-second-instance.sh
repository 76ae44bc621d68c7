#!/bin/bash
# One instance for each network namespace, interface and VRID, wherever its
# files are, and one for each interface that handles the MAC.  Who holds the
# place is named; it is free again when he is dead, and a successor waits for
# one that hands over.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# refused WORDS ARGUMENT...: vrrpd on a does not start, says that, and leaves
# nothing behind.
refused()
{
	local said status

	rm -rf "$T/refused"
	mkdir "$T/refused"
	said=$(on a timeout 5 "$VRRPD" -i eth0 -f "$T/refused" "${@:2}" 2>&1)
	status=$?
	[[ $status == 1 && $said == *"$1"* && $said != *$'\n'* ]] ||
	    fail "not refused with \"$1\": exit status $status, $said"
	must rmdir "$T/refused"
}

# Slow ones, so that they stay Backups meanwhile.
lan a b
start a -v 50 -d 10 10.0.0.1
must wait_for 1 is_state a Backup
before=$(snapshot a)
refused "VRID 50 runs on eth0 already, pid $(pid a)" -v 50 10.0.0.1
refused "VRID 50 runs on eth0 already, pid $(pid a)" -n -v 50 10.0.0.1
refused "handles the MAC of eth0 already, pid $(pid a): use -n" \
    -v 51 10.0.0.2
must same "$before" "$(snapshot a)"
must is_state a Backup
must [ "$(cat "$T"/a/vrrpd_eth0_50.pid)" = "$(pid a)" ]

# Without the MAC there is room for more, and in another namespace, where the
# interface has the same name and index.
AS=second start a -n -v 51 -d 10 10.0.0.2
AS=third start a -n -v 52 -d 10 10.0.0.3
start b -v 50 -d 10 10.0.0.1
refused "VRID 51 runs on eth0 already, pid $(pid second)" -n -v 51 10.0.0.2

# Killed, so that it cannot tidy up: there is nothing to tidy up.
crash a
start a -v 50 -d 10 10.0.0.1
must [ "$(log_count a 'held by')" = 0 ]
stop b
stop a

# Handing over takes its time, since nobody answers.  The successor waits for
# it, with the same files.
start a -v 50 10.0.0.1
tell a USR1
must wait_for 2 is_state a Master
last=$(pid a)
tell a TERM
must wait_for 1 leaving a
start a -v 50 10.0.0.1
wait "$last" || fail "the predecessor: exit status $?"
must [ "$(grep -oE 'ended|started' "$T/a.log" | tail -n 2 | xargs)" = \
    "ended started" ]
must wait_for 1 is_state a Backup
must [ "$(cat "$T"/a/vrrpd_eth0_50.pid)" = "$(pid a)" ]
must [ "$(stat -c %a "$T"/a/vrrpd_eth0_50.pid)" = 644 ]
tell a USR1
must wait_for 2 is_state a Master
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
stop a

# An ordinary user who sits on the name keeps nobody away from it.
setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null || exit 0
# helper: the devlog program where that user can reach it, in $T.
helper()
{
	chmod 711 "$T"
	if [ -x "$(dirname "$WIRE")/devlog" ]; then
		must cp "$(dirname "$WIRE")/devlog" "$T/devlog"
		return
	fi
	need "${CC:-cc}"
	must "${CC:-cc}" -D_GNU_SOURCE -o "$T/devlog" \
	    "$(dirname "$0")/devlog.c"
}

# squat NAME: he takes it; $squatter is his pid.
squat()
{
	rm -f "$T/squat.log"
	index=$(ip -n a -o link show dev eth0 | cut -d : -f 1)
	nsenter --net=/run/netns/a -- setpriv --reuid=65534 --regid=65534 \
	    --clear-groups "$T/devlog" hold "@vrrpd/$index/$1" \
	    </dev/null >"$T/squat.log" 2>&1 &
	squatter=$!
	must wait_for 2 grep -sqx ready "$T/squat.log"
}
helper
squat 50
start a -v 50 10.0.0.1
must [ "$(log_count a "held by a user's process, pid $squatter")" = 1 ]
must wait_for 1 is_state a Backup
kill "$squatter"
wait "$squatter"
stop a
squat mac
start a -v 50 10.0.0.1
must [ "$(log_count a "MAC is held by a user's process, pid $squatter")" = 1 ]
must wait_for 1 is_state a Backup
