#!/bin/bash
# Virtual addresses of one network, which is not that of the interface's own:
# the kernel removes them all with the first.  Who lets go of that one leaves
# the others' addresses and routes as they were, however often that happens.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

# routed: whether the route stands that has the last one's address as source.
routed()
{
	[[ $(ip -n a route show 198.18.0.0/16) == *" src 172.16.0.105 "* ]]
}

lan a
before=$(snapshot a)
for n in 1 2 3 4 5; do
	AS=r$n start a -n -v $((50 + n)) -d 10 "172.16.0.10$n/24"
	lead "r$n"
	must has_addr a "172.16.0.10$n"
done
must ip -n a route add 198.18.0.0/16 via 172.16.0.200 src 172.16.0.105
for n in 1 2 3 4; do
	stop "r$n"
	for ((m = n + 1; m <= 5; m++)); do
		must wait_for 1 has_addr a "172.16.0.10$m"
		must is_state "r$m" Master
	done
	must routed
done
stop r5
must same "$before" "$(snapshot a)"
