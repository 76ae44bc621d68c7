#!/bin/bash
# What a killed predecessor left: its virtual addresses, by their labels, go
# at the next start, and nothing else does, whatever its label.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

lan a
ip -n a addr add 10.0.0.50/24 dev eth0 label eth0:3201
ip -n a addr add 10.0.0.51/24 dev eth0 label eth0:j2ff
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
stop a

# A label of ours that someone else uses is not taken from him.
ip -n a addr add 10.0.0.52/24 dev eth0 label eth0:j200
start a -n -v 50 10.0.0.1 10.0.0.2
must wait_for 5 is_state a Master
must grep -q 'cannot put up 10.0.0.1 on eth0: Address already in use' \
    "$T/a.log"
must has_addr a 10.0.0.52
must has_addr a 10.0.0.2
stop a
ip -n a addr del 10.0.0.52/24 dev eth0
must same "$before" "$(snapshot a)"

# The virtual MAC: it is not taken for the interface's own.
start a -v 50 10.0.0.1
must wait_for 5 is_state a Master
crash a
said=$(on a "$VRRPD" -i eth0 -v 50 -f "$T/a" 10.0.0.1 2>&1)
must [ $? = 1 ]
[[ $said == *"virtual MAC, 00:00:5e:00:01:32, that no running vrrpd"* ]] ||
    fail "$said"
must ip -n a link set dev eth0 address "$(state a real_mac)"
start a -v 50 10.0.0.1
stop a
must same "$before" "$(snapshot a)"
