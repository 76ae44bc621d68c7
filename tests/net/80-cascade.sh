#!/bin/bash
# Virtual addresses of one network, which is not that of the interface's own:
# the kernel removes them all with the first.  Each router puts its own up
# again, at once and however long its interval is, and none that of another,
# who may have let go of it; but an administrator's comes back, even where its
# label looks like one of ours.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

lan a
before=$(snapshot a)
for n in 1 2 3 4; do
	AS=r$n start a -n -v $((50 + n)) -d 10 "172.16.0.10$n/24"
	lead "r$n"
	must has_addr a "172.16.0.10$n"
	[ "$n" != 1 ] || must ip -n a addr add 172.16.0.99/24 dev eth0 \
	    label eth0:lab1
	sleep 0.1
done
must ip -n a route add 192.0.2.0/24 via 172.16.0.254 src 172.16.0.99
for n in 1 2 3; do
	stop "r$n"
	for ((m = n + 1; m <= 4; m++)); do
		must wait_for 2.5 has_addr a "172.16.0.10$m"
		must is_state "r$m" Master
	done
	must has_addr a 172.16.0.99
done
must log_has r4 'an address or the MAC was changed by someone'
stop r4
must ip -n a route del 192.0.2.0/24 via 172.16.0.254 src 172.16.0.99
must ip -n a addr del 172.16.0.99/24 dev eth0
must same "$before" "$(snapshot a)"
