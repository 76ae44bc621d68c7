# shellcheck shell=bash
# For the tests of floods, which say, after lib.sh:
#
#	. "$(dirname "$0")/flood.sh"
#	pair OPTION...
#	flood WORDS [OPTION...] KIND...
#	judge
#
# A flood here is short, so that the tests beside it are left in peace.  With
# FULL=1 in the environment it is what is promised: 20,000 frames a second at
# least, 10 s each, a Master's adverts within 100 ms of their time; on a
# machine that does nothing else meanwhile.  Then judge prints what was
# measured.

FLOOD=${WIRE%/*}/flood
if [ "${FULL-}" = 1 ]; then
	RATE=${RATE-22000} LENGTH=${LENGTH-10} NEAR=0.1
else
	RATE=${RATE-10000} LENGTH=${LENGTH-1} NEAR=0.5
fi

# pair OPTION...: on a LAN of a, b and m, a is Master, b its Backup, and m
# nobody yet.
pair()
{
	# A bridge that filters would keep bad IP headers from them.
	on switch tee /proc/sys/net/bridge/bridge-nf-call-iptables \
	    <<<0 >/dev/null 2>&1
	# What they send, not what reaches them.
	[ -e "$T/a.wire" ] || AS=a sniff switch a -I
	[ -e "$T/b.wire" ] || AS=b sniff switch b -I
	start a -v 50 -p 200 "$@" 10.0.0.1
	must wait_for 2 is_state a Backup
	tell a USR1
	must wait_for 2 is_state a Master
	start b -v 50 -p 100 "$@" 10.0.0.1
	must wait_for 4 knows b 10.0.0.11
}

# knows NAME ADDRESS: that it takes that one for the master.
knows()
{
	[ "$(counter "$1" master)" = "$2" ]
}

# cpu NAME: nanoseconds that it has run.
cpu()
{
	cut -d ' ' -f 1 "/proc/$(pid "$1")/schedstat"
}

# woken NAME: how often it was, having waited.
woken()
{
	sed -n 's/^voluntary_ctxt_switches:[[:space:]]*//p' \
	    "/proc/$(pid "$1")/status"
}

# memory NAME: KiB.
memory()
{
	sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\).*/\1/p' \
	    "/proc/$(pid "$1")/status"
}

# age NAME: how many seconds it has run.
age()
{
	echo $(($(date +%s) - $(stat -c %Y "$T/$1.pid")))
}

# port NAME: how many frames its host has sent, and how many have reached it.
port()
{
	on switch cat /proc/net/dev |
	    sed -n "s/^ *$1://p" | awk '{ print $2, $10 }'
}

# said NAME: how many lines its log has.  What comes each minute is of several
# floods, so it is not counted here.
said()
{
	grep -cvE '[0-9]+ times more' "$T/$1.log"
}

# [FROM=HOST] [answered=1] flood WORDS [OPTION...] KIND...: as flood.c's, and
# see that nobody died, logged much, or answered.  WORDS name it.  A kind that
# a Master answers may bring an advert before its time; and ours, when it was
# sent by the very next, one right behind it.
flood()
{
	local what=$1 r h i o from=${FROM-m} most
	local -A cpu_was=() woken_was=() igmp_was=() sent_was=() got_was=()
	local -A lines_was=()
	local sent=() lines=() cost=() wakes=() got=() begun=$EPOCHREALTIME

	for h in a b; do
		cpu_was[$h]=$(cpu $h) woken_was[$h]=$(woken $h)
		igmp_was[$h]=$(wire_count $h 'igmp ')
		read -r "sent_was[$h]" "got_was[$h]" < <(port $h)
		lines_was[$h]=$(said $h)
	done
	r=$(on "$from" "$FLOOD" eth0 "$RATE" "$LENGTH" "${@:2}") ||
	    fail "flood ${*:2}"
	for h in a b; do
		running "$h" || fail "$what: $h died"
		cost+=($(($(cpu $h) - cpu_was[$h])))
		wakes+=($(($(woken $h) - woken_was[$h])))
		read -r o i < <(port $h)
		got+=($((i - got_was[$h])))
		# The kernel tells its groups a few times after a start.
		i=$(wire_count $h 'igmp ')
		sent+=($((o - sent_was[$h] - i + igmp_was[$h])))
		lines+=($(($(said $h) - lines_was[$h])))
	done
	echo "$(field begin "$r") $(field seconds "$r") ${answered-0} $what" \
	    >>"$T/floods"
	for i in 0 1; do
		# Of few the rest of the work would be the most.
		[ "${got[i]}" -lt 1000 ] && cost[i]=- ||
		    cost[i]=$((cost[i] / got[i]))
	done
	printf '%s|%d|%d|%s|%s|%d|%d|%d|%d|%d|%d\n' "$what" \
	    "$(field rate "$r")" "${got[0]}" "${cost[@]}" "${wakes[@]}" \
	    "${sent[@]}" "${lines[@]}" >>"$T/table"

	# shellcheck disable=SC2034 # for the test: in how many seconds at most
	WOKEN=${wakes[0]} SPAN=$((EPOCHSECONDS + 1 - ${begun%.*}))
	if [ "${FULL-}" = 1 ] && [ "$(field rate "$r")" -lt 20000 ]; then
		# The machine was busy with something else.
		[ "${tries=3}" -gt 1 ] || fail "only $(field rate "$r") a second"
		tries=$((tries - 1)) flood "$@"
		return
	fi
	# An advert a second, at most three announcements with it, and as many
	# answers.
	most=$((4 * (LENGTH + 2)))
	must [ "${sent[0]}" -le $((most * (1 + ${answered-0}))) ]
	must [ "${sent[1]}" -le 1 ]
	must [ "${lines[0]}" -le "${LINES_MOST-3}" ]
	must [ "${lines[1]}" -le "${LINES_MOST-3}" ]
	must is_state a Master
	must is_state b Backup
}

# judge: that a's adverts kept their interval in all of it, and b was silent.
judge()
{
	local end

	end=$(now)
	must wait_for 3 wire_seen a ' adv src=10.0.0.11 ' "$end"
	wire_times a ' adv src=10.0.0.11 ' >"$T/adverts"
	gaps <"$T/adverts" >"$T/gaps"
	[ "${FULL-}" != 1 ] || table
	must [ "$(grep -c . "$T/gaps")" = "$(grep -c . "$T/floods")" ]
	must on_time "$T/gaps"
	must not wire_seen b ' adv '
	# Each minute one for each of eight sources, and for each fault.
	must [ "$(log_count a ' times more')" -le $((26 * ($(age a) / 60))) ]
	must [ "$(log_count a 'Master -> ')" = 0 ]
	must [ "$(log_count b '-> Master')" = 0 ]
	must wait_for 2 knows b 10.0.0.11
}

# on_time GAPS: that they are as they should be; says which are not.
on_time()
{
	awk -F '|' -v near=$NEAR '
	$2 < ($4 ? 0 : 1 - near) || $3 > 1 + near {
		print $1 ": adverts " $2 " to " $3 " s apart"
		bad = 1
	}
	END { exit bad }' "$1"
}

# gaps <TIMES: the shortest and the longest between two adverts in each flood.
gaps()
{
	awk '
	FNR == NR { begin[NR] = $1; end[NR] = $1 + $2; answered[NR] = $3
		$1 = $2 = $3 = ""; name[NR] = substr($0, 4); n = NR; next }
	was > 0 {
		for (i = 1; i <= n; i++) {
			if ($1 < begin[i] || was > end[i])
				continue
			gap = $1 - was
			if (!(i in max) || gap > max[i]) max[i] = gap
			if (!(i in min) || gap < min[i]) min[i] = gap
			# The one before, answered, ends with a short one.
			if (answered[i - 1] || answered[i + 1]) loose[i] = 1
		}
	}
	{ was = $1 }
	END {
		for (i = 1; i <= n; i++)
			if (i in max)
				printf "%s|%.3f|%.3f|%d\n", name[i], min[i],
				    max[i], answered[i] || loose[i]
	}' "$T/floods" -
}

table()
{
	printf '%-28s %6s %7s %11s %13s %7s %7s %12s\n' \
	    "${0##*/}" "sent" "arrived" "ns/packet" "woken" "frames" "lines" \
	    "gap (s)" \
	    "" "/s" "at a" "a      b" "a      b" "a   b" "a   b" "min   max"
	paste -d '|' "$T/table" "$T/gaps" | awk -F '|' '{
		printf "%-28s %6d %7d %5s %5s %6d %6d %3d %3d %3d %3d " \
		    "%.3f %.3f\n", $1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
		    $11, $13, $14
	}'
	echo "memory: $(memory a) and $(memory b) KiB"
}
