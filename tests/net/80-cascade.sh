#!/bin/bash
# Virtual addresses of one network, which is not that of the interface's own:
# the kernel removes them all with the first.  Each router puts its own up
# again, and none that of another, who may have let go of it.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

lan a
before=$(snapshot a)
for n in 1 2 3 4; do
	AS=r$n start a -n -v $((50 + n)) "172.16.0.10$n/24"
	lead "r$n"
	must has_addr a "172.16.0.10$n"
done
for n in 1 2 3; do
	stop "r$n"
	for ((m = n + 1; m <= 4; m++)); do
		must wait_for 2.5 has_addr a "172.16.0.10$m"
		must is_state "r$m" Master
	done
done
must log_has r4 'an address or the MAC was changed by someone'
stop r4
must same "$before" "$(snapshot a)"
