# shellcheck shell=bash
# For the rows of the bench, which begin with:
#	. "$(dirname "$0")/bench.sh"
# On top of ../net/lib.sh, which see: wires beside each other, on each of them
# routers of one of the daemons that are compared.
#
# WHO is a daemon: ours, theirs (keepalived) or, where PEER names its program,
# peer; SUBJECTS are those that are here.  All are told the same (VRID 50,
# 10.0.0.1, version 2, an advert a second, Backup at first), run in the
# foreground, log to a file, are pinned to nothing and keep their own defaults
# otherwise; but for use_vmac, without which keepalived, other than ours, does
# not take the virtual MAC address.
#
# A row prints results, and nothing else, on stdout.

PATH=$PATH:/usr/sbin:/sbin
# shellcheck source=tests/net/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../net/lib.sh"

FLOOD=${WIRE%/*}/flood
BENCH_DIR=${BENCH_DIR:-$TOP/build/bench}
# 3 * Advertisement_Interval + Skew_Time of priority 100.
# shellcheck disable=SC2034 # for the rows
MASTER_DOWN=3.609375

SUBJECTS=(ours)
if [ -z "${ALONE-}" ]; then
	! command -v keepalived >/dev/null || SUBJECTS+=(theirs)
	[ -z "${PEER-}" ] || SUBJECTS+=(peer)
fi

# result FIGURE WHO VALUE: one measured value of a figure; see figures.
result()
{
	printf 'result\t%s\t%s\t%s\n' "$@"
}

# whole N FEWER: N, or where QUICK=1 says that it shall be short, fewer.
whole()
{
	if [ "${QUICK-}" = 1 ]; then echo "$2"; else echo "$1"; fi
}

# pause SECONDS: nothing is done here meanwhile.
pause()
{
	read -r -t "$1" -u "$never"
	return 0
}

# wires N HOST...: for each subject N wires, and on each of them the hosts.
# WIRES lists them, the subjects alternating; KIND tells whose.  Wire 3 has the
# switch s3, and the hosts a3 and so on.  What the routers send, as it comes to
# the switch, is in $T/s3.wire; what m sends, which may be a flood, is not.
wires()
{
	local i n=0 who h hosts

	WIRES=()
	declare -gA KIND=()
	for ((i = 0; i < $1; i++)); do
		for who in "${SUBJECTS[@]}"; do
			n=$((n + 1))
			WIRES+=("$n")
			KIND[$n]=$who
			hosts=("${@:2}")
			SWITCH=s$n lan "${hosts[@]/%/$n}"
			for h in "${@:2}"; do
				[ "$h" = m ] || AS=s$n sniff s$n "$h$n" -Io
			done
		done
	done
}

# [VMAC=use_vmac] config HOST PRIORITY FIRST LAST: keepalived's, with the same
# as ours, for the virtual routers with these VRIDs.
config()
{
	local v

	printf 'global_defs {\n\trouter_id %s\n}\n' "$1"
	for ((v = $3; v <= $4; v++)); do
		cat <<-EOF
			vrrp_instance v$v {
				state ${STATE:-BACKUP}
				interface eth0
				virtual_router_id $v
				priority $2
				advert_int 1
				${VMAC-}
				virtual_ipaddress {
					$(vip "$v")/32
				}
			}
		EOF
	done
}

# vip VRID: its virtual address.
vip()
{
	if [ "$1" = 50 ]; then echo 10.0.0.1; else echo "10.0.1.$1"; fi
}

# command_of WHO HOST PRIORITY: COMMAND is what runs that daemon there.
command_of()
{
	mkdir -p "$T/$2"
	if [ "$1" = theirs ]; then
		VMAC=use_vmac config "$2" "$3" 50 50 >"$T/$2/conf"
		keepalived_of "$2"
	else
		COMMAND=("$(program "$1")" -i eth0 -f "$T/$2" -v 50 -p "$3"
		    10.0.0.1)
	fi
}

# keepalived_of HOST: COMMAND runs it there, with $T/HOST/conf.  Its log goes
# where ours goes, and not to syslog as well.
keepalived_of()
{
	COMMAND=(keepalived -n -l -G -P -p "$T/$1/keepalived.pid"
	    -r "$T/$1/vrrp.pid" -f "$T/$1/conf")
}

# program WHO: its file.
program()
{
	case $1 in
	ours)	echo "$VRRPD" ;;
	static)	echo "$STATIC" ;;
	theirs)	command -v keepalived ;;
	peer)	echo "$PEER" ;;
	esac
}

# launch HOST COMMAND...: run it there.
launch()
{
	nsenter --net="/run/netns/$1" -- "${@:2}" \
	    </dev/null >>"$T/$1.log" 2>&1 {never}>&- &
	echo $! >"$T/$1.pid"
}

# router WHO HOST PRIORITY: run that daemon there.
router()
{
	command_of "$@"
	launch "$2" "${COMMAND[@]}"
}

# pairs SECONDS: on each wire a is Master and b its Backup, and has been for
# so long.
pairs()
{
	local n

	for n in "${WIRES[@]}"; do
		router "${KIND[$n]}" "a$n" 200
	done
	pause 3.5
	for n in "${WIRES[@]}"; do
		must wait_for 5 wire_seen "s$n" "$(advert a)"
		router "${KIND[$n]}" "b$n" 100
	done
	pause "$1"
	for n in "${WIRES[@]}"; do
		must running "a$n"
		must running "b$n"
		not wire_seen "s$n" "$(advert b)" ||
		    fail "${KIND[$n]}: its Backup is none"
	done
}

# advert a|b: a pattern for an advert from that host that does not resign.
advert()
{
	local last=11

	[ "$1" = a ] || last=12
	echo " adv src=10\\.0\\.0\\.$last .* prio=[1-9]"
}

# garp ADDRESS: a pattern for an announcement of it.
garp()
{
	echo " arp op=[12] .* spa=${1//./\\.} .* tpa=${1//./\\.}\$"
}

# members HOST: the processes of its daemons.
members()
{
	local pid

	for pid in $(pid "$1"); do
		echo "$pid" "$(<"/proc/$pid/task/$pid/children")"
	done
}

# cpu HOST: nanoseconds that they have run.
cpu()
{
	local pid ns sum=0

	for pid in $(members "$1"); do
		read -r ns _ <"/proc/$pid/schedstat"
		sum=$((sum + ns))
	done
	echo "$sum"
}

# pss HOST: their proportional share of memory, in KiB.
pss()
{
	local pid key kb sum=0

	for pid in $(members "$1"); do
		while read -r key kb _; do
			[ "$key" != Pss: ] || sum=$((sum + kb))
		done <"/proc/$pid/smaps_rollup"
	done
	echo "$sum"
}

# die HOST: none of them can say a last word.  Stopped first: keepalived's
# child is told of its parent's end, and would resign.
die()
{
	local pids

	# shellcheck disable=SC2207 # words
	pids=($(members "$1"))
	must kill -s STOP "${pids[@]}"
	must kill -s KILL "${pids[@]}"
	{ wait "${pids[0]}"; } 2>/dev/null
	return 0
}

# leave HOST: as an administrator ends it.
leave()
{
	tell "$1" TERM
	wait_for 5 not running "$1" || fail "$1: it does not end"
	{ wait "$(pid "$1")"; } 2>/dev/null
	return 0
}

# flooded HOST KIND...: at 20,000 frames a second for LENGTH seconds from m of
# the same wire; CPU is what HOST's daemon used of a processor, in per cent,
# BEGIN when the flood began and RATE what came of it.  Again where the
# machine was busy with something else.
# shellcheck disable=SC2034 # for the rows
flooded()
{
	local said before used tries

	for tries in 1 2 3; do
		before=$(cpu "$1")
		said=$(on "m${1#?}" "$FLOOD" eth0 20100 "$LENGTH" "${@:2}") ||
		    fail "flood ${*:2}"
		used=$(($(cpu "$1") - before))
		CPU=$(calc "$used / 1e7 / $(field seconds "$said")")
		BEGIN=$(field begin "$said")
		RATE=$(field rate "$said")
		[ "$RATE" -lt 20000 ] || break
	done
}

# calls HOST: the system calls that its daemon makes from one advert to the
# next, as a rule: what it does once a minute is not asked for.  On the wire
# they are counted from half an interval after an advert on.  Behind their
# number it says which they were.
calls()
{
	local pid pids=() tracer

	for pid in $(members "$1"); do
		pids+=(-p "$pid")
	done
	strace -f -ttt -qq -o "$T/strace" "${pids[@]}" 2>"$T/strace.err" &
	tracer=$!
	wait_for 5 traced "$pid" || fail "strace: $(<"$T/strace.err")"
	pause "$(whole 10 6)"
	kill -s INT "$tracer"
	wait "$tracer"
	wire_times "s${1#?}" "$(advert a)" >"$T/adverts"
	awk '
	FNR == NR { due[NR] = $1 + 0.5; n = NR; next }
	!/ (---|\+\+\+|<\.\.\.) / {
		if (!first)
			first = $2
		last = $2
		when[++lines] = $2
		sub(/\(.*/, "", $3)
		name[lines] = $3
	}
	END {
		for (i = 1; i < n; i++) {
			if (due[i] < first || due[i + 1] > last)
				continue
			count = 0
			which = ""
			for (j = 1; j <= lines; j++)
				if (when[j] > due[i] && when[j] <= due[i + 1]) {
					count++
					which = which " " name[j]
				}
			for (k = m++; k > 0 && seen[k - 1] > count; k--) {
				seen[k] = seen[k - 1]
				list[k] = list[k - 1]
			}
			seen[k] = count
			list[k] = which
		}
		k = int(m / 2)
		if (m > 0)
			print seen[k] list[k]
	}' "$T/adverts" "$T/strace"
}

traced()
{
	! grep -q '^TracerPid:[[:space:]]*0$' "/proc/$1/status"
}
