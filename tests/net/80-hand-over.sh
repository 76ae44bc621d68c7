#!/bin/bash
# Two routers of one network that is not the interface's own hand over at the
# same time, and the kernel removes the second one's address with the first's:
# it answers on until its Backup, which is slower, has taken over.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

lan a b h
must ip -n h addr add 172.16.0.9/24 dev eth0
AS=a1 start a -n -v 51 -p 200 172.16.0.1/24
lead a1
AS=a2 start a -n -v 52 -p 200 172.16.0.2/24
lead a2
AS=b1 start b -n -v 51 -p 190 172.16.0.1/24
AS=b2 start b -n -v 52 -p 2 172.16.0.2/24
must wait_for 4 is_state b1 Backup
must wait_for 4 is_state b2 Backup
must wait_for 3 knows b1 10.0.0.11
must wait_for 3 knows b2 10.0.0.11
pinger h 172.16.0.2 10 "$T/pings"
tell a1 TERM
tell a2 TERM
must wait_for 4 is_state b1 Master
must wait_for 4 is_state b2 Master
ended a1
ended a2
ping_stop "$T/pings"
must between 0 "$(ping_gap "$T/pings")" 0.4
must log_has a2 'an address or the MAC was changed by someone'
