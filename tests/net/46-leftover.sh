#!/bin/bash
# What a killed predecessor left: its virtual addresses, by their labels, go
# at the next start, and nothing else does.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

lan a
ip -n a addr add 10.0.0.50/24 dev eth0 label eth0:3201
ip -n a addr add 10.0.0.51/24 dev eth0 label eth0:j3ff
before=$(snapshot a)
start a -n -v 50 10.0.0.1 10.0.0.2/24
must wait_for 5 is_state a Master
crash a
must has_addr a 10.0.0.1
must has_addr a 10.0.0.2

start a -n -v 50 10.0.0.1 10.0.0.2/24
must grep -q 'removed 2 addresses that a vrrpd which was killed left' \
    "$T/a.log"
must wait_for 1 is_state a Backup
must not has_addr a 10.0.0.1
must not has_addr a 10.0.0.2
must same "$before" "$(snapshot a)"
must wait_for 5 is_state a Master
stop a
must same "$before" "$(snapshot a)"

# Another list, the same address on another label.
start a -n -v 50 10.0.0.1 10.0.0.2/24
must wait_for 5 is_state a Master
crash a
start a -n -v 50 10.0.0.2 10.0.0.3 10.0.0.1
must same "$before" "$(snapshot a)"
must wait_for 5 is_state a Master
crash a
start a -n -v 50 10.0.0.3
must same "$before" "$(snapshot a)"
must wait_for 5 is_state a Master
crash a

# Without the predecessor's files: only what the new one is asked to handle.
rm "$T/a"/vrrpd_*
ip -n a addr add 10.0.0.2/32 dev eth0 label eth0:j201
with=$(ip -n a addr show dev eth0 | grep -F 10.0.0.2/32)
start a -n -v 50 10.0.0.3
must [ "$(ip -n a addr show dev eth0 | grep -F 10.0.0.2/32)" = "$with" ]
must not has_addr a 10.0.0.3
stop a
ip -n a addr del 10.0.0.2/32 dev eth0
must same "$before" "$(snapshot a)"

# A label of ours that someone else uses is not taken from him.
ip -n a addr add 10.0.0.52/24 dev eth0 label eth0:j200
start a -n -v 50 10.0.0.1 10.0.0.2
must wait_for 5 is_state a Master
must grep -q 'cannot put up 10.0.0.1 on eth0: Address .*in use' \
    "$T/a.log"
must has_addr a 10.0.0.52
must has_addr a 10.0.0.2
stop a
ip -n a addr del 10.0.0.52/24 dev eth0
must same "$before" "$(snapshot a)"
