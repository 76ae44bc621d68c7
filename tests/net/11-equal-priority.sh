#!/bin/bash
# Where priorities are equal the higher address wins, but only between two
# Masters (RFC 2338 6.4.3): a running Master of the lower address is not
# deposed by a Backup (6.4.2).

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

lan a b c d
sniff switch

# One runs already when the other, of the higher address, comes.
start c -v 51 10.0.0.2
must wait_for 2 is_state c Backup
tell c USR1
must wait_for 2 is_state c Master
start d -v 51 10.0.0.2
late=$(now)

# Two start together, and do not hear each other.
block a b
start a -v 50 10.0.0.1
start b -v 50 10.0.0.1
must wait_for 6 wire_seen switch ' adv src=10.0.0.11 '
must wait_for 6 wire_seen switch ' adv src=10.0.0.12 '
must wait_for 2 is_state a Master
must wait_for 2 is_state b Master
unblock a b
healed=$(now)

# The next advert of either settles it: that of the higher is obeyed, that of
# the lower answered.
must wait_for 3 is_state a Backup
must is_state b Master
must [ "$(state a master)" = 10.0.0.12 ]
must not has_addr a 10.0.0.1
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]

# If the one that came later wanted to, it would by now.
must wait_for 6 past "$(calc "$late + 3.609375 + 1.5")"
must not wire_seen switch ' adv src=10.0.0.14 '
must is_state d Backup
must is_state c Master
must [ "$(state d master)" = 10.0.0.13 ]

# And the loser is silent from then on.
settled=$(calc "$healed + 1.6")
must wait_for 6 past "$(calc "$settled + 1.2")"
must not wire_seen switch ' adv src=10.0.0.11 ' "$settled"
must wait_for 2 wire_seen switch ' adv src=10.0.0.12 ' "$settled"
must is_state b Master
