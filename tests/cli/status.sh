#!/usr/bin/env bash
# scripts/vrrpd-status with files that a vrrpd left, and with files that no
# vrrpd would write: they do nothing.  In each shell that is here; net/87
# shows it living instances.
set -u
export LC_ALL=C TZ=UTC0
cd "$(dirname "$0")/../.." || exit 1

T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT
failures=0
shell=

# bad WORDS: one more failure; the test goes on.
bad()
{
	failures=$((failures + 1))
	echo "$shell: $*"
	sed 's/^/    /' "$T/out" "$T/err"
}

# run ARGUMENT...: its output to $T/out and $T/err, its status to $status.
run()
{
	# shellcheck disable=SC2086 # words
	timeout 20 env PATH="$path" $shell scripts/vrrpd-status "$@" \
	    </dev/null >"$T/out" 2>"$T/err"
	status=$?
}

# gives STATUS ARGUMENT...: that exit status, and nothing on stderr.
gives()
{
	local want=$1

	shift
	run "$@"
	[ "$status" = "$want" ] || bad "$*: exit status $status, not $want"
	[ ! -s "$T/err" ] || bad "$*: something on stderr"
}

# says LINE: that the output has it, whole.
says()
{
	grep -qxF -e "$1" "$T/out" || bad "no line: $1"
}

# refused WORDS ARGUMENT...
refused()
{
	local words=$1

	shift
	run "$@"
	[ "$status" = 3 ] || bad "$*: exit status $status, not 3"
	grep -qF -e "$words" "$T/err" || bad "$*: does not say: $words"
	[ ! -s "$T/out" ] || bad "$*: something on stdout"
}

# state DIRECTORY NAME STATE [LINE...]: a state file as vrrpd's.
state()
{
	local f=$1/vrrpd_$2.state

	mkdir -p "$1"
	cat >"$f" <<-END
	state='$3'
	handover='no'
	since='1000000000'
	ifname='eth0'
	vrid='50'
	priority='100'
	interval='1'
	preempt='yes'
	addresses='10.0.0.1/32 10.0.0.2/32'
	master='10.0.0.9'
	master_priority='200'
	reason='10.0.0.9 advertises priority 200'
	vrrpStatsBecomeMaster='3'
	vrrpStatsAdvertiseRcvd='4294967295'
	END
	shift 3
	[ $# = 0 ] || printf '%s\n' "$@" >>"$f"
}

# A process id that nobody has.
nobody()
{
	local pid=4194303

	while [ -d /proc/$pid ]; do
		pid=$((pid - 1))
	done
	echo $pid
}

options()
{
	gives 0 -h
	grep -q '^usage: vrrpd-status \[-chpv\] ' "$T/out" || bad "-h: no usage"
	refused "unknown option -x" -x
	refused "choose one" -c -p
	refused "choose one" -p -c
	refused "$T/nosuch: there is no such directory" -c "$T/nosuch"
}

# Nothing to see is not a fault of the metrics, but of a check.
empty()
{
	run "$T/empty"
	[ "$status" = 1 ] || bad "an empty directory: exit status $status"
	grep -q "no instance found" "$T/err" || bad "an empty one: silent"
	gives 3 -c "$T/empty"
	grep -q '^VRRP UNKNOWN - no instance found; 0 Master' "$T/out" ||
	    bad "a check of nothing"
	gives 0 -p "$T/empty"
	[ ! -s "$T/out" ] || bad "metrics of nothing"
}

# Without a pid file it has ended; with one of nobody, or of another process
# that has taken its number, it was killed.
left_over()
{
	local why="10.0.0.9 advertises priority 200"
	local when="2001-09-09 01:46:40  -       100      "

	gives 0 "$T/ended"
	says "$T/ended/eth0_50  ended  $when $why"
	gives 1 -c "$T/ended"
	gives 0 "$T/dead"
	says "$T/dead/eth0_50   dead   $when was Master ($why)"
	[ "$(grep -c ' dead ' "$T/out")" = 3 ] || bad "not all three are dead"
	gives 2 -c "$T/dead" "$T/ended"
	[ "$(wc -l <"$T/out")" = 1 ] || bad "-c: not one line"
	says "VRRP CRITICAL - $T/dead/eth0_253 dead; $T/dead/eth0_50 dead; \
$T/dead/eth0_52 dead; $T/ended/eth0_50 ended; 0 Master, 0 Backup | master=0 \
backup=0 initialize=0 ended=1 dead=3 unknown=0 become_master=12c"
	gives 0 -p "$T/dead"
	says "vrrpd_up{ifname=\"eth0\",vrid=\"50\",directory=\"$T/dead\"} 0"
	! grep -q vrrpOperState "$T/out" || bad "-p: the state of a dead one"
	gives 0 -v "$T/ended"
	says "    vrrpStatsAdvertiseRcvd               4294967295"
	# A directory is looked at once, whatever it is called.
	gives 0 "$T/ended" "$T/./ended" "$T/link"
	[ "$(grep -c ended "$T/out")" = 1 ] || bad "told twice"
}

# Of what no vrrpd writes nothing is done, and nothing reaches the terminal.
hostile()
{
	local args

	for args in "" -v -c -p; do
		# shellcheck disable=SC2086 # one word, or none
		run $args "$T"/hostile*
		[ ! -e "$T/done" ] || bad "${args:-a table}: it was run"
		! tr -d '\n\040-\176' <"$T/out" | grep -q . ||
		    bad "${args:-a table}: control characters"
		! grep -q 'Forged\|999999\|6.6.6.6' "$T/out" ||
		    bad "${args:-a table}: takes what is not said by vrrpd"
		[ ! -s "$T/err" ] || bad "${args:-a table}: something on stderr"
	done
	gives 0 "$T"/hostile*
	[ "$(wc -l <"$T/out")" = 7 ] || bad "not six instances"
}

# A label may hold what the format gives a meaning.
labels()
{
	gives 0 -p "$T/dead" "$T/hostile "*
	grep -q '^vrrpd_up{ifname="a\\"\\\\b",vrid="1",directory="' "$T/out" ||
	    bad "a label that is not escaped"
	# Each name's lines stand together, once, behind their HELP and TYPE.
	awk '
	/^# HELP / { if ($3 in helped) exit 1; helped[$3] = 1; name = $3; next }
	/^# TYPE / { if ($3 != name || $4 !~ /^(gauge|counter)$/) exit 1; next }
	$0 !~ /^[a-zA-Z_]+{([a-z]+="([^"\\]|\\["\\n])*",?)*} [0-9]+$/ {
		print "no sample: " $0
		exit 1
	}
	substr($0, 1, index($0, "{") - 1) != name { exit 1 }
	' "$T/out" || bad "-p: not the text format"
}

mkdir "$T/empty"
state "$T/ended" eth0_50 Initialize
ln -s ended "$T/link"
# The number of a process that lives, but not in a file of vrrpd's.
ln -s ../hostile/vrrpd_eth0_2.pid "$T/ended/vrrpd_eth0_50.pid"
for vrid in 50 253 52; do
	state "$T/dead" eth0_$vrid Master
done
nobody >"$T/dead/vrrpd_eth0_50.pid"
echo $$ >"$T/dead/vrrpd_eth0_253.pid"
echo "1; touch $T/done" >"$T/dead/vrrpd_eth0_52.pid"

H=$T/hostile
# shellcheck disable=SC2016 # not to be expanded, that is what it is about
state "$H" eth0_1 Master "reason='\$(touch $T/done)'" \
    "touch $T/done" "state='Master'; touch $T/done" \
    "since='1\$(touch $T/done)'" "priority='\`touch $T/done\`'" \
    "master='6.6.6.6" "vrrpStatsBecomeMaster='9999999999999999999999'" \
    "=	/forged	Forged	1	alive" $'reason=\'\033[2J\a\u009b\''
# As the time of a change, what goes to date.
printf "state='Master'\nsince='1; touch %s'\n" "$T/done" \
    >"$H/vrrpd_eth0_2.state"
echo $$ >"$H/vrrpd_eth0_2.pid"
head -c 300000 /dev/urandom >"$H/vrrpd_eth0_3.state"
: >"$H/vrrpd_eth0_4.state"
# Far behind anything that is read.
{ state "$H" eth0_5 Backup; head -c 99999 /dev/zero | tr '\0' x
echo; echo "master='6.6.6.6'"; } >>"$H/vrrpd_eth0_5.state"
mkfifo "$H/vrrpd_eth0_6.state"
ln -s ../ended/vrrpd_eth0_50.state "$H/vrrpd_eth0_7.state"
mkdir "$H/vrrpd_eth0_8.state"
state "$H" eth0_999x Master
state "$T/hostile \$(touch done)|\`touch done\`" 'a"\b_1' Backup

# Busybox with its own tools only, not those of the system.
if command -v busybox >/dev/null; then
	mkdir "$T/bin"
	for tool in awk cat cd date dd grep sed tr; do
		ln -s "$(command -v busybox)" "$T/bin/$tool"
	done
fi
tried=0
for shell in dash "bash --posix" "busybox sh"; do
	command -v "${shell%% *}" >/dev/null || continue
	tried=$((tried + 1))
	path=$PATH
	[ "$shell" != "busybox sh" ] || path=$T/bin
	shell="$(command -v "${shell%% *}") ${shell#* }"
	shell=${shell/dash dash/dash}
	options
	empty
	left_over
	hostile
	labels
done
[ "$tried" -gt 0 ] || bad "no shell"
[ "$failures" = 0 ]
