#!/bin/bash
# The kernel does not remove the virtual address.  It tries again until it is
# off, for a router that is no Master must not have it; and takes it for its
# own when it is Master again meanwhile.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

preload keepaddr
export KEEPADDR=$T/keepaddr

lan a b
before=$(snapshot a)
start b -v 50 -p 100 10.0.0.1
start a -v 50 -p 200 10.0.0.1
lead a
must wait_for 3 knows b 10.0.0.11

# As it steps down.
touch "$KEEPADDR"
tell a USR2
must wait_for 3 is_state b Master
must wait_for 1 is_state a Backup
must not wait_for 2.5 not has_addr a 10.0.0.1
must [ "$(log_count a 'cannot remove eth0:j200 of eth0.*Cannot alloc')" = 1 ]
must is_state a Backup

# As Master it wants it, and there it is.
tell a USR1
must wait_for 3 is_state a Master
rm "$KEEPADDR"
wait_for 2 false
must has_addr a 10.0.0.1
must not log_has a 'stands on eth0 already'

# Off it goes once it can, and not before the kernel is asked again.
touch "$KEEPADDR"
tell a USR2
must wait_for 3 is_state a Backup
must has_addr a 10.0.0.1
rm "$KEEPADDR"
must wait_for 1.5 not has_addr a 10.0.0.1
must same "$before" "$(snapshot a)"

# As it ends: it stays for the next start.
tell a USR1
must wait_for 3 is_state a Master
touch "$KEEPADDR"
stop a
must has_addr a 10.0.0.1
rm "$KEEPADDR"
start a -v 50 -p 200 10.0.0.1
must not has_addr a 10.0.0.1
stop a
must same "$before" "$(snapshot a)"
