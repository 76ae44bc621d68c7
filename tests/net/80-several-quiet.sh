#!/bin/bash
# What other virtual routers of an interface put up and take away wakes none of
# its instances, however many there are; what anybody else does, and all that
# happens to an address of ours, does.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# woken: how often a has been so far, having waited.
woken()
{
	sed -n 's/^voluntary_ctxt_switches:[[:space:]]*//p' \
	    "/proc/$(pid a)/status"
}

# come_and_go ADDRESS LABEL: how often that wakes a, ten times up and away.
come_and_go()
{
	local i before

	before=$(woken)
	for ((i = 0; i < 10; i++)); do
		must ip -n a addr add "$1/32" dev eth0 label "eth0$2"
		wait_for 0.03 false
		must ip -n a addr del "$1/32" dev eth0
		wait_for 0.03 false
	done
	echo $(($(woken) - before))
}

lan a b c
start a -v 50 -p 100 -n 10.0.0.1 10.0.0.2
start b -v 50 -p 200 -n 10.0.0.1 10.0.0.2
lead b
must wait_for 3 knows a 10.0.0.12
# Adverts come meanwhile, and it sees to its files.
for label in :g100 :j1ff :va01 :a:g100; do
	begin=$(now)
	n=$(come_and_go 10.9.9.9 "$label")
	must between 0 "$n" "$(calc "7 + 2 * ($(now) - $begin)")"
done
for label in '' :home :h12 :f100 :w100 :gz11 :g1z1 :g12g :g1001 :j2ff; do
	must between 15 "$(come_and_go 10.9.9.9 "$label")" 100
done
must between 15 "$(come_and_go 10.0.0.2 :g100)" 100

# Another instance has one of ours by mistake, and lets it go while we need it.
must ip -n a addr add 10.0.0.2/32 dev eth0 label eth0:g100
crash b
must wait_for 5 is_state a Master
must wait_for 1 has_addr a 10.0.0.1
must ip -n a addr del 10.0.0.2/32 dev eth0
must wait_for 3 has_addr a 10.0.0.2

# What does not wake it is no address of its own either.
must ip -n c addr flush dev eth0
must ip -n c addr add 10.0.0.13/24 dev eth0 label eth0:a:g100
must has_addr c 10.0.0.13/24
start c -v 51 -p 100 -n 10.0.0.3
must not wait_for 1 not is_state c Initialize
must ip -n c addr add 10.0.0.13/25 dev eth0
must wait_for 2 is_state c Backup
