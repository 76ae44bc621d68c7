# shellcheck shell=bash
# For network tests in bash, which begin with:  . "$(dirname "$0")/lib.sh"
#
# Sourcing it runs the test again in namespaces of its own: mounts, network,
# processes, and users where the test is not root.  Nothing that it does there
# can reach the machine, and everything that it started dies with it.
# $T is the work directory, VRRPD and WIRE the programs under test.
#
# Every helper that looks at something answers by status or on stdout; those
# that do something end the test if they cannot.

set -u
export LC_ALL=C

# skip WORDS: end the test as skipped.
skip()
{
	echo "skipped: $*"
	exit 77
}

# need COMMAND...: skip the test where one is not installed.
need()
{
	local c

	for c; do
		command -v "$c" >/dev/null || skip "$c is not installed"
	done
}

# need_fault: set $FAULT to the program that changes what calls return.
need_fault()
{
	FAULT=$(dirname "$WIRE")/fault
	[ -x "$FAULT" ] || skip "$FAULT is not built"
	"$FAULT" "$VRRPD" -V >"$T/tried" 2>&1 && return
	! grep -q 'its calls have other numbers' "$T/tried" &&
	    "$FAULT" "$(command -v true)" >/dev/null 2>&1 &&
	    fail "vrrpd -V: $(<"$T/tried")"
	skip "no calls can be caught: $(<"$T/tried")"
}

# need_devlog: set $tool to the program devlog, which is built if it is not.
need_devlog()
{
	tool=$(dirname "$WIRE")/devlog
	[ ! -x "$tool" ] || return 0
	need "${CC:-cc}"
	tool=$T/devlog
	must "${CC:-cc}" -D_GNU_SOURCE -o "$tool" "$TOP/tests/net/devlog.c"
}

# fail WORDS: end the test; says where, why, and what the logs end with.
# In a subshell it ends the whole test as well.
fail()
{
	report "$@"
	[ "$BASHPID" = $$ ] || kill -s TERM $$
	exit 1
}

# With the places in the test that led there, not those in this file.
report()
{
	local i f at=

	for ((i = 1; i < ${#BASH_SOURCE[@]}; i++)); do
		[ "${FUNCNAME[i]}" != finish ] || break
		[ "${BASH_SOURCE[i]}" = "${BASH_SOURCE[0]}" ] ||
		    at=$at${at:+ from }${BASH_SOURCE[i]}:${BASH_LINENO[i - 1]}
	done
	{
		echo "${at:-at the end}: $*"
		for f in "$T"/*.log "$T"/*.wire; do
			[ -s "$f" ] || continue
			echo "--- ${f##*/}"
			tail -n 20 "$f"
		done
	} >&2
}

# must COMMAND...: fail unless it succeeds.
must()
{
	local words=$*

	"$@" || fail "failed: ${words%%$'\n'*}"
}

# same BEFORE AFTER: that two texts are equal; shows how they differ.
same()
{
	diff <(echo "$1") <(echo "$2")
}

# now: seconds since the epoch to the microsecond, as wire's.
now()
{
	echo "$EPOCHREALTIME"
}

# calc EXPRESSION: arithmetic with fractions, as awk's.
calc()
{
	awk "BEGIN { printf \"%.6f\\n\", $* }" </dev/null
}

# between LOW VALUE HIGH: that LOW <= VALUE <= HIGH; says so if not.
between()
{
	awk -v a="$1" -v b="$2" -v c="$3" 'BEGIN {
		exit !(b != "" && a + 0 <= b + 0 && b + 0 <= c + 0)
	}' </dev/null || { echo "$2 is not between $1 and $3" >&2; return 1; }
}

# past TIME: that it has come.
past()
{
	between "$1" "$(now)" 1e12 2>/dev/null
}

# wait_for SECONDS COMMAND...: try it every 10 ms until it succeeds, or give
# up and return 1.  The last try begins when they are over, since on a busy
# machine one may take long: what is to be exact compares times instead.
wait_for()
{
	# Names that no function has which is waited for: it would see these.
	local wait_end=$((${EPOCHREALTIME/./} + $(us "$1"))) wait_begun

	shift
	while wait_begun=${EPOCHREALTIME/./}; ! "$@"; do
		[ "$wait_begun" -lt "$wait_end" ] || return 1
		tick
	done
	return 0
}

# not COMMAND...: that it fails; for wait_for and must.
not()
{
	! "$@"
}

# us SECONDS: as whole microseconds.
us()
{
	local s=${1%.*} f=000000

	[ "$s" = "$1" ] || f=${1#*.}000000
	echo $((10#${s:-0} * 1000000 + 10#${f:0:6}))
}

# tick: 10 ms pass.
tick()
{
	read -r -t 0.01 -u "$never"
	return 0
}

#
# Hosts and cables.
#

# on HOST COMMAND...: run it there.  In the background, call nsenter itself: a
# function runs in a subshell there, and $! is the subshell's.
on()
{
	nsenter --net="/run/netns/$1" -- "${@:2}"
}

# lan HOST...: a switch and hosts on it, each with eth0, 10.0.0.11/24 and
# 02:00:00:00:00:11 for the first, .12 and :12 for the second and so on.  The
# switch is the host "switch": bridge sw, a port named after each host.  SWITCH
# names another one, for one wire beside another.
lan()
{
	local h i=10 switch=${SWITCH:-switch}

	host "$switch"
	echo 1 | on "$switch" tee /proc/sys/net/ipv6/conf/all/disable_ipv6 \
	    >/dev/null 2>&1
	ip -n "$switch" link add name sw type bridge stp_state 0 \
	    forward_delay 0 mcast_snooping 0 2>"$T/bridge" ||
	    skip "no bridge: $(<"$T/bridge")"
	ip -n "$switch" link set dev sw up
	for h; do
		i=$((i + 1))
		host "$h"
		# Where the two ends of a veth pair have the same index, the
		# kernel takes up to a second to notice a loss of carrier.
		ip -n "$switch" -batch - <<-EOF || fail "host $h"
			link add name $h index $((i + 100)) type veth peer \
			    name eth0 address 02:00:00:00:00:$i netns $h
			link set dev $h master sw up
		EOF
		ip -n "$h" -batch - <<-EOF || fail "host $h"
			addr add 10.0.0.$i/24 brd + dev eth0
			link set dev eth0 up
		EOF
	done
	wait_for 5 lan_ready "$@" || fail "the switch does not come up"
}

lan_ready()
{
	local h

	for h; do
		has_carrier "$h" || return 1
		[[ $(bridge -n "${SWITCH:-switch}" link show dev "$h") == \
		    *state\ forwarding* ]] || return 1
	done
}

# host NAME: a namespace with only lo, and none of the machine's settings.
host()
{
	ip netns add "$1" || fail "ip netns add $1"
	ip -n "$1" link set dev lo up
	# shellcheck disable=SC2016 # expanded there
	on "$1" "$BASH" -c '
		cd /proc/sys/net/ipv4/conf || exit 1
		for f in {all,default}/{rp_filter,promote_secondaries} \
		    {all,default}/arp_{ignore,announce,notify,accept,filter}
		do
			echo 0 >$f
		done
		cd /proc/sys/net/ipv6/conf 2>/dev/null || exit 0
		for f in {all,default}/{accept_dad,dad_transmits} \
		    {all,default}/{router_solicitations,ndisc_notify}; do
			echo 0 >$f
		done
	' || fail "the settings of $1"
}

# has_carrier HOST [INTERFACE]
has_carrier()
{
	[[ $(ip -n "$1" link show dev "${2:-eth0}") == *LOWER_UP*state\ UP* ]]
}

# cable HOST down|up: pull or plug it at the switch.
cable()
{
	ip -n switch link set dev "$1" "$2" || fail "cable $1 $2"
	case $2 in
	up)	must wait_for 5 lan_ready "$1" ;;
	down)	must wait_for 5 not has_carrier "$1" ;;
	esac
}

# mute A B: from now on B hears nothing from A, not even ARP; all else stays.
mute()
{
	cuts add "\"$1\" . \"$2\""
}

# block A B: neither hears the other.
block()
{
	cuts add "\"$1\" . \"$2\", \"$2\" . \"$1\""
}

# unblock A B: undo mute or block, which must have been.
unblock()
{
	local pair set

	set=$(on switch nft list set bridge cuts pairs) || fail "no block"
	for pair in "\"$1\" . \"$2\"" "\"$2\" . \"$1\""; do
		[[ $set != *$pair* ]] || cuts delete "$pair"
	done
}

# The bridge family sees what goes from port to port; a sniffer on sw still
# sees what does not arrive.
cuts()
{
	need nft
	on switch nft list table bridge cuts >/dev/null 2>&1 ||
	    on switch nft -f - 2>"$T/nft" <<-EOF || skip "nft: $(<"$T/nft")"
		table bridge cuts {
			set pairs { type ifname . ifname; }
			chain forward {
				type filter hook forward priority 0
				iifname . oifname @pairs drop
			}
		}
	EOF
	on switch nft "$1" element bridge cuts pairs "{ $2 }" ||
	    fail "nft $1 element $2"
}

# has_addr HOST ADDRESS[/LENGTH]: on any of its interfaces.
has_addr()
{
	ip -n "$1" -o addr show | awk -v want="$2" '
		{ addr = $4; sub("/.*", "", addr) }
		$4 == want || addr == want { found = 1 }
		END { exit !found }'
}

# dad_done HOST [INTERFACE]: that its IPv6 addresses are tentative no more.
dad_done()
{
	[[ $(ip -n "$1" -6 -o addr show dev "${2:-eth0}") != *tentative* ]]
}

# mac_of HOST [INTERFACE]
mac_of()
{
	ip -n "$1" -o link show dev "${2:-eth0}" |
	    sed -n 's/.*link\/ether \([^ ]*\).*/\1/p'
}

# snapshot HOST: eth0's MAC, addresses and all routes, the same text for the
# same thing.  IPv4 addresses in the kernel's order, which has a meaning.
snapshot()
{
	{
		mac_of "$1"
		ip -n "$1" -4 -o addr show dev eth0
		ip -n "$1" -6 -o addr show dev eth0 | sort
		ip -n "$1" -4 -d -o route show table all | sort
		ip -n "$1" -6 -d -o route show table all | sort
	} | sed 's/ *\\ */ /g
		s/ *valid_lft.*//
		s/ expires [0-9]*sec//
		s/^[0-9]*: //
		s/ *$//'
}

#
# The daemon.  NAME is the host, or what AS= said at the start.
#

# preload NAME: from now on VRRPD is the program with build/tests/NAME.so
# preloaded; only vrrpd meets what that makes of the system.
preload()
{
	local so real=$VRRPD

	so=$(dirname "$WIRE")/$1.so
	[ -e "$so" ] || skip "$so is not built"
	# The loader, which a static program does without, lists it.
	LD_PRELOAD=$so LD_TRACE_LOADED_OBJECTS=1 "$real" -V 2>&1 |
	    grep -qF "$so" || skip "$real takes nothing preloaded"
	VRRPD=$T/vrrpd-$1
	cat >"$VRRPD" <<-END
	#!/bin/sh
	ASAN_OPTIONS=\${ASAN_OPTIONS:+\$ASAN_OPTIONS:}verify_asan_link_order=0
	export ASAN_OPTIONS
	LD_PRELOAD='$so' exec '$real' "\$@"
	END
	chmod +x "$VRRPD"
	[ "$("$VRRPD" -V 2>&1)" = "$("$real" -V)" ] ||
	    skip "$real cannot be preloaded: $("$VRRPD" -V 2>&1)"
}

# [AS=NAME] [DEV=INTERFACE] start HOST ARGUMENT...: run vrrpd there, in the
# foreground, with piddir $T/NAME and log $T/NAME.log; waits for its pid file.
start()
{
	local name=${AS:-$1} pid

	mkdir -p "$T/$name"
	nsenter --net="/run/netns/$1" -- "$VRRPD" -i "${DEV:-eth0}" \
	    -f "$T/$name" "${@:2}" \
	    </dev/null >>"$T/$name.log" 2>&1 {never}>&- &
	pid=$!
	echo "$pid" >"$T/$name.pid"
	daemons[$name]=$pid
	wait_for 5 start_done "$name" "$pid" || fail "$name: no pid file"
	running "$name" || fail "$name: it does not start"
}

start_done()
{
	[ "$(cat "$T/$1"/vrrpd_*.pid 2>/dev/null)" = "$2" ] || not running "$1"
}

# pid NAME
pid()
{
	cat "$T/$1.pid" 2>/dev/null
}

# running NAME
running()
{
	kill -0 "$(pid "$1")" 2>/dev/null
}

# ended NAME [SECONDS]: wait (5 s) for its end; returns its exit status.
ended()
{
	wait_for "${2:-5}" not running "$1" || fail "$1: still running"
	unset "daemons[$1]"
	wait "$(pid "$1")"
}

# stop NAME [SIGNAL]: stop it (TERM); its exit status must be 0.
stop()
{
	tell "$1" "${2:-TERM}"
	ended "$1" || fail "$1: exit status $?"
}

# crash NAME: kill it, so that it cannot tidy up.
crash()
{
	tell "$1" KILL
	{ ended "$1"; } 2>/dev/null
	return 0
}

# tell NAME SIGNAL: send it a signal.
tell()
{
	kill -s "$2" "$(pid "$1")" 2>/dev/null || fail "$1: not running"
}

# state NAME [KEY]: a value of the state file: state, unless KEY is given.
state()
{
	sed -n "s/^${2:-state}='\\(.*\\)'\$/\\1/p" "$T/$1"/vrrpd_*.state \
	    2>/dev/null
}

# is_state NAME Initialize|Backup|Master
is_state()
{
	[ "$(state "$1")" = "$2" ]
}

# refresh NAME: have the state file written anew, for its counters.
refresh()
{
	local before

	before=$(state_id "$1")
	tell "$1" HUP
	wait_for 5 not state_is "$1" "$before" ||
	    fail "$1: SIGHUP does not write the state file"
}

# counter NAME KEY: a value of the state file as it is now.
counter()
{
	refresh "$1"
	state "$1" "$2"
}

# knows NAME ADDRESS: as the master.
knows()
{
	[ "$(counter "$1" master)" = "$2" ]
}

# changed NAME: when it came into the state that it is in; a file's times may be
# 10 ms early.
changed()
{
	stat -c %.6Y "$T/$1"/vrrpd_*.state
}

# handing_over NAME: that it waits for another router to answer.
handing_over()
{
	[ "$(state "$1" handover)" = yes ]
}

# leaving NAME: that it hands over, or is gone: that may be short.
leaving()
{
	handing_over "$1" || not running "$1"
}

# lead NAME: make it Master now, if it is not, being alone for long.
lead()
{
	must wait_for 2 not is_state "$1" Initialize
	is_state "$1" Master || tell "$1" USR1
	must wait_for 2 is_state "$1" Master
}

state_id()
{
	stat -c '%i %y %z' "$T/$1"/vrrpd_*.state 2>/dev/null
}

state_is()
{
	local id

	id=$(state_id "$1")
	[ -z "$id" ] || [ "$id" = "$2" ]
}

# log_count NAME PATTERN: how many lines of its log match.
log_count()
{
	grep -cE -e "$2" "$T/$1.log"
}

# logged NAME: when it wrote the last line of its log, as which it says that it
# ends; may be 10 ms early.
logged()
{
	stat -c %.6Y "$T/$1.log"
}

# log_has NAME PATTERN: that there is one.
log_has()
{
	[ "$(log_count "$1" "$2")" -gt 0 ]
}

# cpu NAME: the time that it has used, in ms; counted in USER_HZ, 1/100 s.
cpu()
{
	sed 's/.*) //' "/proc/$(pid "$1")/stat" |
	    awk '{ print ($12 + $13) * 10 }'
}

#
# The wire.  NAME is the host, or what AS= said at the sniff.
#

# [AS=NAME] sniff HOST [INTERFACE] [OPTION...]: write down what eth0 hears and
# sends, on the switch what sw does, to $T/NAME.wire.  OPTION: see wire.
sniff()
{
	local name=${AS:-$1} ifname=eth0

	[ "$1" != switch ] || ifname=sw
	: >"$T/$name.wire"
	nsenter --net="/run/netns/$1" -- \
	    "$WIRE" sniff "${@:3}" "${2:-$ifname}" \
	    </dev/null >>"$T/$name.wire" 2>&1 &
	wait_for 5 grep -qx ready "$T/$name.wire" || fail "$name: no sniffer"
}

# wire_lines NAME PATTERN [SINCE]: the lines that match, from that time on.
wire_lines()
{
	awk -v since="${3:-0}" '$1 + 0 >= since' "$T/$1.wire" |
	    grep -E -e "$2"
}

# wire_count NAME PATTERN [SINCE]
wire_count()
{
	wire_lines "$@" | wc -l
}

# wire_seen NAME PATTERN [SINCE]: that there is one.
wire_seen()
{
	[ "$(wire_count "$@")" -gt 0 ]
}

# wire_first, wire_last NAME PATTERN [SINCE]: that line.
wire_first()
{
	wire_lines "$@" | head -n 1
}

wire_last()
{
	wire_lines "$@" | tail -n 1
}

# wire_times NAME PATTERN [SINCE]: when, one a line.
wire_times()
{
	wire_lines "$@" | cut -d ' ' -f 1
}

# steady NAME PATTERN COUNT [SINCE]: that as many came, or more, a second
# apart.  Says where they did not.
steady()
{
	wire_times "$1" "$2" "${4:-0}" | awk -v least="$3" '
		NR > 1 && ($1 - last < 0.7 || $1 - last > 1.3) {
			print last, "to", $1
			bad = 1
		}
		{ last = $1 }
		END { exit bad || NR < least }' >&2
}

# field KEY LINE: the value in a line of wire's; KEY time is its time.
field()
{
	local word

	[ "$1" != time ] || { echo "${2%% *}"; return; }
	for word in $2; do
		[ "${word%%=*}" != "$1" ] || { echo "${word#*=}"; return; }
	done
	return 1
}

# pinger HOST ADDRESS MILLISECONDS FILE: ping from there, to FILE, until the
# end of the test or ping_stop; waits for the first answer.
pinger()
{
	need ping
	: >"$4"
	nsenter --net="/run/netns/$1" -- \
	    ping -n -D -i "$(calc "$3 / 1000")" "$2" \
	    </dev/null >"$4" 2>&1 &
	echo $! >"$4.pid"
	wait_for 5 grep -q "bytes from" "$4" || fail "ping: $(<"$4")"
}

# ping_stop FILE
ping_stop()
{
	kill -s INT "$(<"$1.pid")" || fail "ping: $(tail -n 5 "$1")"
	wait "$(<"$1.pid")"
	return 0
}

# ping_lost FILE: after ping_stop, the most echoes lost in a row, and how many
# in all.  The very last one may have been on its way.
ping_lost()
{
	awk '
	/packets transmitted/ { sent = $1 }
	/bytes from/ && match($0, /icmp_seq=[0-9]+/) {
		seen[substr($0, RSTART + 9, RLENGTH - 9)] = 1
	}
	END {
		for (i = 1; i <= sent; i++) {
			if (i in seen || (i == sent && run == 0)) {
				run = 0
				continue
			}
			lost++
			if (++run > most)
				most = run
		}
		print most + 0, lost + 0
	}' "$1"
}

# ping_slowest FILE: the longest that an answer was on its way, in seconds.
# Unlike the time between two answers it does not grow where ping itself is
# kept waiting.
ping_slowest()
{
	sed -n 's/.* time=\([0-9.]*\) ms.*/\1/p' "$1" | sort -g |
	    awk 'END { printf "%.6f\n", $1 / 1000 }'
}

# ping_gap FILE: the longest time between two answers, in seconds.
ping_gap()
{
	awk '
	/bytes from/ {
		time = substr($1, 2) + 0
		if (last > 0 && time - last > gap)
			gap = time - last
		last = time
	}
	END { printf "%.6f\n", gap }' "$1"
}

#
# Into the namespaces.
#

# end_all: the daemons that still run, by themselves, for only so they leave
# counts of what they ran.
end_all()
{
	local name

	for name in "${!daemons[@]}"; do
		kill -s TERM "$(pid "$name")"
		wait_for 0.2 not running "$name" ||
		    kill -s TERM "$(pid "$name")"
		wait_for 2 not running "$name"
	done 2>/dev/null
}

# At the end: a daemon must not have died unasked, nor have been caught by a
# sanitizer.
finish()
{
	local status=$? name ns

	trap - EXIT
	if [ "$status" = 0 ]; then
		for name in "${!daemons[@]}"; do
			running "$name" && continue
			report "$name: it died"
			status=1
		done
		! grep -sE 'Sanitizer|runtime error:' "$T"/*.log || status=1
	fi
	[ -z "${COUNTS-}" ] || end_all
	if [ $$ != 1 ]; then
		# No namespace for processes here: end them one by one.
		for ns in /run/netns/*; do
			ip netns pids "${ns##*/}" | xargs -r kill -KILL
		done 2>/dev/null
	fi
	# Never into what a test has mounted there.
	rm -rf --one-file-system "$T"
	exit "$status"
}

# What this kernel and this user allow: as root no user namespace is needed.
enter()
{
	local flags=-mrun pids=(--fork --pid --kill-child --mount-proc)

	need ip bridge unshare nsenter
	if [ "$(id -u)" = 0 ] && unshare -mn true 2>/dev/null; then
		flags=-mn
	fi
	unshare "$flags" true 2>/dev/null ||
	    skip "no namespaces for this user (unshare $flags)"
	unshare "$flags" "${pids[@]}" true 2>/dev/null || pids=()
	OUTSIDE=$(readlink /proc/self/ns/net)
	export OUTSIDE
	[[ $- != *x* ]] || set -- -x "$@"
	exec unshare "$flags" "${pids[@]}" "$BASH" "$@"
}

# Inside only if the network is another one than that which was left.
if [ "${OUTSIDE-}" = "" ] ||
    [ "$(readlink /proc/self/ns/net)" = "$OUTSIDE" ]; then
	enter "$0" "$@"
fi

# Where gcov is to count, see tests/coverage.
if [ -n "${COUNTS-}" ]; then
	GCOV_PREFIX=$COUNTS/$(basename "$0" .sh)
	export GCOV_PREFIX
fi

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
VRRPD=${VRRPD:-$TOP/vrrpd}
WIRE=${WIRE:-$TOP/build/tests/wire}
export TOP VRRPD WIRE

mount -t tmpfs tmpfs /run || skip "no tmpfs may be mounted"
[ /var/run -ef /run ] || mount --bind /run /var/run
T=$(mktemp -d /run/test.XXXXXX) || exit 1
declare -A daemons=()
trap finish EXIT
trap 'exit 1' HUP INT TERM
mkfifo "$T/never" || exit 1
exec {never}<>"$T/never"
[[ $- != *x* ]] || exec {BASH_XTRACEFD}>&2	# not into the logs
ip link set dev lo up
