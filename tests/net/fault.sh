# shellcheck shell=bash
# What the tests of crashes and faults have in common, on top of lib.sh: many
# short runs of the daemon, several at a time, each on a wire of its own, all
# of them to leave the router as it was.

# shellcheck source=tests/net/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# The calls of a search for leaks are not the daemon's, and not to be counted.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
need_fault
workers=$(($(nproc 2>/dev/null || echo 1) * 2))
# Not while another one looks at the list of them, which makes ip complain.
for ((w = 0; w < workers; w++)); do
	host "a$w"
	host "b$w"
done

# pair A B: a new cable between two hosts, addressed as lan's are.
pair()
{
	ip -n "$1" link del dev eth0 2>/dev/null
	ip -n "$1" route flush table main
	ip -n "$1" -batch - <<-END || fail "pair $1 $2"
		link add name eth0 address 02:00:00:00:00:11 type veth \
		    peer name eth0 address 02:00:00:00:00:12 netns $2
		addr add 10.0.0.11/24 brd + dev eth0
		link set dev eth0 up
	END
	ip -n "$2" -batch - <<-END || fail "pair $1 $2"
		addr add 10.0.0.12/24 brd + dev eth0
		link set dev eth0 up
	END
	wait_for 5 has_carrier "$1" || fail "pair $1 $2"
	wait_for 5 dad_done "$1" || fail "pair $1 $2"
}

# awkward HOST: addresses and routes of every sort, few of them in a hurry.
awkward()
{
	if [ -z "${FULL-}" ]; then
		ip -n "$1" route add default via 10.0.0.254 metric 50
		ip -n "$1" addr add 10.6.0.1/24 dev eth0
		ip -n "$1" route add 10.5.0.0/16 via 10.6.0.2 proto static
		[ -e /proc/net/if_inet6 ] || return 0
		ip -n "$1" addr add 2001:db8::11/64 dev eth0
		ip -n "$1" route add default via 2001:db8::1
		must wait_for 5 dad_done "$1"
		return
	fi
	ip -n "$1" -batch - <<-END || fail "routes"
		route add default via 10.0.0.254 metric 50
		route add 192.0.2.0/24 via 10.0.0.254 src 10.0.0.11
		route add 198.51.100.0/24 nexthop via 10.0.0.254 \
		    nexthop via 10.0.0.253 weight 3
		route add 203.0.113.0/24 dev eth0 scope link mtu 1400
		route add 10.9.0.0/16 via 172.16.0.1 dev eth0 onlink table 100
		route add blackhole 10.8.0.0/16
		route add 10.3.0.0/16 via 203.0.113.9
		addr add 10.0.0.21/24 dev eth0 label eth0:own
		addr add 10.6.0.1/24 dev eth0
		route add 10.5.0.0/16 via 10.6.0.2 src 10.0.0.21 proto static
	END
	[ -e /proc/net/if_inet6 ] || return 0
	ip -n "$1" -batch - <<-END || fail "IPv6 routes"
		addr add 2001:db8::11/64 dev eth0
		route add default via fe80::1 dev eth0 metric 2048
		route add 2001:db8:1::/48 via 2001:db8::1
		route add 2001:db8:2::/48 dev eth0 table 100
	END
	must wait_for 5 dad_done "$1"
}

# kept HOST: its MAC, addresses and routes, and whether eth0 is up, as
# snapshot does, but in a hurry.  The order of IPv4 addresses has a meaning.
# An IPv6 address that was put back need not prove again that it is free, and
# a flag says so.
kept()
{
	ip -n "$1" -o -d -batch - <<-END | awk '
	/link\/ether/ {
		up = $3 ~ /[<,]UP[,>]/ ? "up" : "down"
		sub(/.*link\/ether /, "")
		print 0, up, $1
		next
	}
	{
		sub(/ *valid_lft.*/, "")
		sub(/ expires [0-9]*sec/, "")
		sub(/ nodad/, "")
		sub(/ *\\? *$/, "")
		print 1, / inet / ? ++n : 0, $0
	}' | sort
		addr show dev eth0
		route show table all
		link show dev eth0
	END
}

# left HOST: what is in its directory but the state file, which stays.
left()
{
	find "$T/$1" -type f ! -name '*.state' -printf '%f '
}

#
# A scenario: what the runs of a test are like.
#

arguments=()	# of the daemon
always=()	# options of fault, for all of its runs
# shellcheck disable=SC2034 # used in the tests
steps=		# what it is told when it waits, see fault -s; LATER:
later=		# the addresses and routes that its host gets then
prepare=	# the function that prepares the host
before=		# what a predecessor was told, which was killed, and
crash=()	# options of fault for that: where, if not by a step

# vrrpd HOST STEPS [OPTION...]: one run under fault; what it says goes to
# $T/HOST.log, what fault says to $T/HOST.fault.
vrrpd()
{
	local host=$1 told=${2//LATER/!ip -n $1 -batch $T/$1.batch >$T/$1.later}

	shift 2
	"$FAULT" -n "$host" -s "$told" "${always[@]}" "$@" \
	    "$VRRPD" -i eth0 -v 50 -p 254 -f "$T/$host" "${arguments[@]}" \
	    </dev/null >"$T/$host.fault" 2>"$T/$host.log"
}

# predecessor HOST: leave what a killed one does, if the scenario has one.
predecessor()
{
	[ -n "$before" ] || return 0
	vrrpd "$1" "$before" "${crash[@]}"
	[ $? = 137 ]
}

# fresh HOST: as it was, whatever became of the last run.
fresh()
{
	local peer=b${1#a}

	quit "$peer"
	rm -rf "${T:?}/$1" "$T/$1".*
	mkdir -p "$T/$1"
	pair "$1" "$peer"
	[ -z "$prepare" ] || "$prepare" "$1" "$peer"
	kept "$1" >"$T/$1.want"
	[ -n "$later" ] || return 0
	echo "$later" >"$T/$1.batch"
	ip -n "$1" -batch "$T/$1.batch" || fail "later: $later"
	kept "$1" >"$T/$1.want.later"
	undo_later "$1"
}

undo_later()
{
	[ -n "$later" ] || return 0
	# The kernel may still be at what was done before.
	wait_for 3 undone "$1"
	rm -f "$T/$1.later"
}

undone()
{
	tac <<<"${later// add / del }" |
	    ip -n "$1" -force -batch - 2>/dev/null
	[ "$(kept "$1")" = "$(<"$T/$1.want")" ]
}

# quit PEER: end the other daemon, if there is one.
quit()
{
	[ -s "$T/$1.pid" ] || return 0
	kill -s KILL "$(<"$T/$1.pid")"
	wait_for 5 not running "$1" || fail "$1: still running"
	rm "$T/$1.pid"
}

# restored HOST: that what stands is what stood, and nothing lies about; says
# what is different.
restored()
{
	local want=$T/$1.want

	[ ! -e "$T/$1.later" ] || want=$want.later
	diff "$want" <(kept "$1") || return 1
	[ -z "$(left "$1")" ] || { echo "left: $(left "$1")"; return 1; }
}

# The kernel may take a moment for an IPv6 address's route.
restored_soon()
{
	wait_for 3 restored "$1" >/dev/null || restored "$1"
}

# elsewhere HOST: its own address is in another subnet than the virtual one.
elsewhere()
{
	ip -n "$1" addr flush dev eth0 scope global
	ip -n "$1" addr add 10.1.0.11/24 dev eth0
}

# in_turn FUNCTION: run it as worker 0, 1, ... at a time, each with a host
# a0, a1 ..., and wait for all.
in_turn()
{
	local w pids=() status=0

	for ((w = 0; w < workers; w++)); do
		"$1" "$w" "a$w" &
		pids+=($!)
	done
	for w in "${pids[@]}"; do
		wait "$w" || status=1
	done
	[ "$status" = 0 ] || fail "a worker failed"
}
