#!/bin/bash
# A beaten Master that is slow to see it sends its last advert behind the
# winner's announcements: that must not draw the hosts' frames to it.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

lan a b h
start a -v 50 -p 100 10.0.0.1
must wait_for 5 is_state a Master
start b -v 50 -p 200 10.0.0.1
must wait_for 2 is_state b Backup
tell a STOP
must wait_for 5 is_state b Master
pinger h 10.0.0.1 10 "$T/ping"
tell a CONT
must wait_for 2 is_state a Backup
wait_for 1.5 false
ping_stop "$T/ping"
# An echo each 10 ms.
read -r run _ < <(ping_lost "$T/ping")
must between 0 "$run" 30
must between 0 "$(ping_slowest "$T/ping")" 0.3
must is_state b Master
stop a
stop b
