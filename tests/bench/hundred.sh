#!/bin/bash
# A hundred virtual routers on one wire, without virtual MAC addresses: ours as
# a process each, linked statically, keepalived as one.  The wire is plugged in
# when all are there, so that they run in step, which is the worst case.
#
# A frame is delivered to all sockets of the next router while its sender is
# still at it, so the processor time of the sender has that in it.  What that
# is, a sender tells that sends for a virtual router that nobody has: what it
# takes with the routers there, beyond what it takes with none.  Half of that
# is one router's.

# shellcheck source=tests/bench/bench.sh
. "$(dirname "$0")/bench.sh"

FIRST=101 LAST=200

# hundred WHO HOST PRIORITY
hundred()
{
	local dir=$T/$2

	mkdir -p "$dir"
	if [ "$1" = theirs ]; then
		config "$2" "$3" $FIRST $LAST >"$dir/conf"
		keepalived_of "$2"
		launch "$2" "${COMMAND[@]}"
		return
	fi
	# Each router is another machine, and shares no memory with the other.
	cp "$(program "$1")" "$dir/program" || fail "no copy of $1"
	# shellcheck disable=SC2016 # expanded there
	nsenter --net="/run/netns/$2" -- "$BASH" -c '
		for ((v = $2; v <= $3; v++)); do
			"$1/program" -i eth0 -n -f "$1" -v $v -p "$4" \
			    "10.0.1.$v" >&2 &
			echo $!
		done' hundred "$dir" $FIRST $LAST "$3" \
	    </dev/null 2>>"$T/$2.log" >"$T/$2.pid" {never}>&-
}

# cables WIRE down|up: both routers', at the same time.
cables()
{
	printf "link set dev %s$1 $2\n" a b |
	    ip -n "s$1" -batch - || fail "cables of $1"
}

# masters WIRE: that there is an advert of each.
masters()
{
	[ "$(wire_lines "s$1" "$(advert a)" | sed 's/.* vrid=\([0-9]*\).*/\1/' |
	    sort -u | wc -l)" = $((LAST - FIRST + 1)) ]
}

# sending WIRE: microseconds that one frame takes which nobody wants.
sending()
{
	local count spent TIMEFORMAT='%U + %S'

	count=$(whole 3000 2000)
	spent=$({ time on "m$1" "$WIRE" send eth0 vrid=250 rate=1000 \
	    count="$count" >&2; } 2>&1) || fail "$spent"
	calc "($spent) * 1e6 / $count"
}

# succeeded WIRE: that all of the dead are, to $T/late.
succeeded()
{
	takeovers "$T/s$1.wire" | sort -n >"$T/late"
	[ "$(wc -l <"$T/late")" = $((LAST - FIRST + 1)) ]
}

# takeovers FILE: how late each first announcement of b's was, ms.
takeovers()
{
	awk -v first=$FIRST -v last=$LAST -v down=$MASTER_DOWN '
	/ adv src=10\.0\.0\.11 / {
		v = $0
		sub(/.* vrid=/, "", v)
		heard[v + 0] = $1
		# What came meanwhile was its own announcement.
		delete taken[v + 0]
	}
	/ arp .* spa=10\.0\.1\./ {
		v = $0
		sub(/.* spa=10\.0\.1\./, "", v)
		if (v + 0 in heard && !(v + 0 in taken) &&
		    $1 > heard[v + 0] + 0.5)
			taken[v + 0] = $1 - heard[v + 0] - down
	}
	END {
		for (v = first; v <= last; v++)
			if (v in taken)
				printf "%.3f\n", taken[v] * 1000
	}' "$1"
}

# costs WIRE: what the processors have to do in peace.
costs()
{
	local a b seconds before kernel who=${KIND[$1]}

	before=$(now)
	a=$(cpu "a$1") b=$(cpu "b$1")
	pause "$(whole 15 8)"
	a=$(($(cpu "a$1") - a)) b=$(($(cpu "b$1") - b))
	seconds=$(calc "$(now) - $before")
	a=$(calc "$a / 1e7 / $seconds") b=$(calc "$b / 1e7 / $seconds")
	kernel=$(calc "($(sending "$1") - ${without[$1]}) / 2")
	result hundred-delivery "$who" "$kernel"
	# Of a processor, with so many adverts a second.
	kernel=$(calc "$kernel * ($LAST - $FIRST + 1) / 1e4")
	result hundred-master "$who" "$a"
	result hundred-backup "$who" "$b"
	result hundred-kernel "$who" "$kernel"
	result hundred-own "$who" "$(calc "$a + $b - $kernel")"
}

wires 1 a b m
without=()
for n in "${WIRES[@]}"; do
	without[n]=$(sending "$n")
done
for ((round = $(whole 2 1); round > 0; round--)); do
	for n in "${WIRES[@]}"; do
		who=${KIND[$n]} run=${KIND[$n]}
		[ "$who" != ours ] || [ -z "${STATIC-}" ] || run=static
		: >"$T/s$n.wire"
		hundred "$run" "a$n" 200
		pause 4
		must wait_for 20 masters "$n"
		pause 6
		result hundred-memory "$who" "$(pss "a$n")"

		cables "$n" down
		hundred "$run" "b$n" 100
		pause 3
		: >"$T/s$n.wire"
		cables "$n" up
		pause 5
		must wait_for 30 masters "$n"
		pause 8
		costs "$n"

		die "a$n"
		ip -n "a$n" addr flush to 10.0.1.0/24 dev eth0
		pause 6
		must wait_for 30 succeeded "$n"
		result hundred-takeover "$who" "$(sed -n 50p "$T/late")"
		result hundred-worst "$who" "$(tail -n 1 "$T/late")"
		die "b$n"
		ip -n "b$n" addr flush to 10.0.1.0/24 dev eth0
	done
done
