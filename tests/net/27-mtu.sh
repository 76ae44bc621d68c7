#!/bin/bash
# An advertisement that no longer fits the interface, because its MTU fell:
# the Master gives up like one whose advertisements a firewall refuses, waits
# quietly, and is Master again once it fits.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

# ticks NAME: the CPU time that it has used, in clock ticks.
ticks()
{
	awk '{ print $14 + $15 }' "/proc/$(pid "$1")/stat"
}

lan a
addrs=()
for n in {1..30}; do
	addrs+=("10.0.1.$n")
done
before=$(snapshot a)
start a -v 50 "${addrs[@]}"
must wait_for 5 is_state a Master
ip -n a link set dev eth0 mtu 100
must wait_for 5 is_state a Initialize
must grep -qE 'Message too (long|large)' "$T/a.log"
must not has_addr a 10.0.1.1
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]

used=$(ticks a)
wait_for 2 false
must between 0 $(($(ticks a) - used)) 20

ip -n a link set dev eth0 mtu 1500
must wait_for 5 is_state a Master
stop a
must same "$before" "$(snapshot a)"
