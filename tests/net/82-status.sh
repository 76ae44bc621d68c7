#!/bin/bash
# vrrpd-status tells a living instance, in whatever network namespace, from
# one that was killed and one that has ended; in the default directories, too,
# and while the interface is gone.  A user sees the same.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

status=$TOP/scripts/vrrpd-status

# row NAME: what the table says of this instance, blanks squeezed.
row()
{
	"$status" | tr -s ' ' | awk -v want="$1 " '
		index($0, want) == 1 { print substr($0, length(want) + 1) }'
}

# shows NAME PATTERN: that its row is that, behind the name.
shows()
{
	[[ $(row "$1") =~ ^$2$ ]] || fail "$1: $("$status" 2>&1)"
}

# judged STATUS WORDS: the exit status and the words of -c.
judged()
{
	local line code=0

	line=$("$status" -c) || code=$?
	[ "$code" = "$1" ] || fail "-c: $code, not $1: $line"
	[[ $line == "VRRP $2 | "* ]] || fail "-c: $line"
}

# metric NAME LABELS: its value.
metric()
{
	"$status" -p | awk -v want="$1{$2}" '
		index($0, want " ") == 1 { print $NF }'
}

# as_user: what the same says where other users' processes can be seen, and
# where they are hidden.
as_user()
{
	local user code=0 line

	user="setpriv --reuid 65534 --regid 65534 --clear-groups"
	chmod 755 "$T"
	cp "$status" /run/status
	[ "$($user /run/status -c)" = "$("$status" -c)" ] ||
	    fail "as a user: $($user /run/status -c)"
	mount -o remount,hidepid=2 /proc 2>/dev/null || return 0
	line=$($user /run/status -c) || code=$?
	[[ $code == 3 && $line == "VRRP UNKNOWN - "*hidden* ]] ||
	    fail "hidepid: $code $line"
	mount -o remount,hidepid=0 /proc
}

# The directories that it looks at by itself; /run is the test's own here.
day='20[0-9-]+ [0-9:]+'
lan a b c
mkdir -p /run/vrrpd/inside
ln -s /run "$T/a"
ln -s /run/vrrpd/inside "$T/b"
start a -v 50 -p 200 10.0.0.1 10.0.0.2
lead a
start b -v 50 10.0.0.1 10.0.0.2
must wait_for 3 knows b 10.0.0.11

shows eth0_50 "Master $day 10\.0\.0\.11 200 asked to by SIGUSR1"
shows inside/eth0_50 "Backup $day 10\.0\.0\.11 100 the interface is up, .*"
judged 0 "OK - 1 Master, 1 Backup"
in_a='ifname="eth0",vrid="50",directory="/var/run"'
in_b='ifname="eth0",vrid="50",directory="/run/vrrpd/inside"'
must [ "$(metric vrrpd_up "$in_a")" = 1 ]
must [ "$(metric vrrpOperState "$in_a")" = 3 ]
must [ "$(metric vrrpOperState "$in_b")" = 2 ]
must [ "$(metric vrrpOperPriority "$in_a")" = 200 ]
must [ "$(metric vrrpOperIpAddrCount "$in_a")" = 2 ]
must [ "$(metric vrrpStatsBecomeMaster "$in_a")" = 1 ]
must between 1 "$(metric vrrpStatsAdvertiseRcvd "$in_b")" 10
must between "$(calc "$(now) - 60")" \
    "$(metric vrrpd_state_change_timestamp_seconds "$in_a")" "$(now)"
# Nothing stands between two samples of one name.
must [ "$("$status" -p | grep -o '^[a-zA-Z_]*{' | uniq | sort |
    uniq -d)" = "" ]

if [ "$(id -u)" = 0 ] &&
    setpriv --reuid 65534 --regid 65534 --clear-groups true 2>/dev/null; then
	as_user
fi

# A third in a directory that must be named.
start c -v 51 10.0.0.3
"$status" "$T/c" | grep -q "^$T/c/eth0_51  Backup " || fail "not that of c"
stop c
"$status" "$T/c" | grep -q "^$T/c/eth0_51  ended " || fail "c has not ended"

# It stands still: who asks it hears what it said last.
tell a STOP
shows eth0_50 "stopped $day - 200 was Master \(asked to by SIGUSR1\)"
judged 2 "CRITICAL - eth0_50 stopped; 0 Master, 1 Backup"
must [ "$(metric vrrpd_up "$in_a")" = 0 ]
tell a CONT

# The Master is killed: what its file says does not hold any more, whoever has
# its number now.  The Backup does not take over before that has been seen.
tell b STOP
crash a
shows eth0_50 "dead $day - 200 was Master \(asked to by SIGUSR1\)"
judged 2 \
    "CRITICAL - eth0_50 dead; inside/eth0_50 stopped; 0 Master, 0 Backup"
must [ "$(metric vrrpd_up "$in_a")" = 0 ]
must [ "$(metric vrrpOperState "$in_a")" = "" ]
echo $$ >/run/vrrpd_eth0_50.pid
shows eth0_50 "dead .*"
# One that nobody has waited for is dead, too.
cp "$(type -P sleep)" "$T/vrrpd"
# shellcheck disable=SC2016 # expanded there
"$BASH" -c '"$0" 0.1 & exec sleep 60' "$T/vrrpd" &
zombie=
must wait_for 2 grep -q . "/proc/$!/task/$!/children"
read -r zombie <"/proc/$!/task/$!/children"
must wait_for 2 grep -q '(vrrpd) Z' "/proc/$zombie/stat"
echo "$zombie" >/run/vrrpd_eth0_50.pid
shows eth0_50 "dead .*"
rm /run/vrrpd_*
tell b CONT

# Without the interface it lives, in Initialize, known by its name only.
grep -qx vrrpd "/proc/$(pid b)/comm" || exit 0
ip -n b link del eth0
must wait_for 3 is_state b Initialize
shows inside/eth0_50 "Initialize $day - 100 the interface .*"
judged 1 "WARNING - inside/eth0_50 Initialize; 0 Master, 0 Backup"
must [ "$(metric vrrpOperState "$in_b")" = 1 ]
