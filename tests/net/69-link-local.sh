#!/bin/bash
# The link goes down and up under a Master that is too slow to see it down:
# the kernel has formed the IPv6 link-local address of the virtual MAC then.
# Once the MAC is back so is the interface's own link-local address, which the
# kernel would not form again before the next time that the link goes.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

[ -e /proc/net/if_inet6 ] || skip "no IPv6"

lan a b
before=$(snapshot a)
must has_addr a fe80::ff:fe00:11/64
start a -v 50 -p 200 10.0.0.1
start b -v 50 -p 100 10.0.0.1

# flaps: while it stands still.
flaps()
{
	tell a STOP
	ip -n a -batch - <<-EOF || fail "down and up"
		link set dev eth0 down
		link set dev eth0 up
	EOF
	must wait_for 5 lan_ready a
	tell a CONT
	must wait_for 2 has_addr a fe80::200:5eff:fe00:132
	must is_state a Master
	must not has_addr a fe80::ff:fe00:11
}

# As it steps down, and as it ends.
lead a
must wait_for 3 knows b 10.0.0.11
flaps
tell a USR2
must wait_for 3 is_state b Master
must wait_for 2 is_state a Backup
must same "$before" "$(snapshot a)"
tell a USR1
must wait_for 3 is_state a Master
flaps
stop a
must same "$before" "$(snapshot a)"

# As the next start undoes what a killed one left.
start a -v 50 -p 200 10.0.0.1
tell a USR1
must wait_for 3 is_state a Master
flaps
crash a
start a -v 50 -p 200 10.0.0.1
must same "$before" "$(snapshot a)"
