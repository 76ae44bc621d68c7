#!/bin/bash
# An interface that is a port of a bridge sends, but what arrives is the
# bridge's: whoever starts there, or becomes Master there, is told.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

said='eth0 is a port of br0, which takes what arrives: .* use -i br0$'
lan a b
must ip -n b link add br0 type bridge
must ip -n b link set br0 up
start a -v 50 -p 200 10.0.0.1
lead a
start b -v 50 -p 100 10.0.0.1
must wait_for 3 knows b 10.0.0.11
must not log_has b 'is a port of'
must ip -n b link set eth0 master br0
must wait_for 6 is_state b Master
must log_has b "$said"
must ip -n b link set eth0 nomaster
must wait_for 3 is_state b Backup
stop b
must ip -n b link set eth0 master br0
start b -v 50 -p 100 10.0.0.1
must wait_for 2 log_has b "$said"
stop b
stop a
