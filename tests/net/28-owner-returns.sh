#!/bin/bash
# An owner whose only address is the virtual one: while another router stands
# in, it has that address too, and its kernel drops the owner's adverts as
# martians.  It must hear them all the same (RFC 2338 4.1 is such a network).

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

lan a b
ip -n a addr flush dev eth0
ip -n a addr add 10.0.0.1/24 dev eth0
start b -v 50 10.0.0.1
must wait_for 5 is_state b Master
start a -v 50 -p 255 10.0.0.1
must wait_for 1 is_state a Master
must wait_for 2 is_state b Backup
must [ "$(state b master)" = 10.0.0.1 ]
must not has_addr b 10.0.0.1
wait_for 2 not is_state b Backup && fail "b is $(state b)"

# Without a carrier for a while, and back.
wait_for 2 false
cable a down
must wait_for 6 is_state b Master
cable a up
must wait_for 2 is_state a Master
must wait_for 2 is_state b Backup
must is_state a Master

# An advert of our own that comes back, or another host with our address.
must on b "$WIRE" send eth0 src=10.0.0.1 prio=255 count=3 interval_us=1000
must wait_for 2 grep -q \
    'from 10.0.0.1 ignored: source is an address of ours' "$T/a.log"
must [ "$(log_count a 'source is an address of ours')" = 1 ]
stop a
stop b
