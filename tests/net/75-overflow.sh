#!/bin/bash
# Silence is what was listened to: a Backup whose queue overflowed while it
# got no processor may have lost its Master's adverts there, so it waits anew
# before it takes over; and takes over from a Master that is really gone.
#
# Runs alone: it keeps both processors busy.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/net/flood.sh
. "$(dirname "$0")/flood.sh"

lan a b m
pair -a none
stopped=$(now)
tell b STOP
must on m "$FLOOD" eth0 20000 0.5 sum >/dev/null
must wait_for 6 past "$(calc "$stopped + 5")"
going=$(now)
tell b CONT
must wait_for 4 past "$(calc "$going + 2.5")"
must is_state b Backup
must not wire_seen b ' adv '
must knows b 10.0.0.11
must [ "$(log_count b 'lost, .*queue')" = 1 ]

# What was lost then is no excuse now.
crash a
must wait_for 5 wire_seen b ' adv src=10.0.0.12 .* prio=100 '
last=$(field time "$(wire_last a ' adv src=10.0.0.11 ')")
time=$(field time "$(wire_first b ' adv src=10.0.0.12 .* prio=100 ')")
must between "$(calc "$last + 3.609375 - 0.02")" "$time" \
    "$(calc "$last + 3.609375 + 0.3")"
