#!/bin/bash
# The driver does not take the interface's own MAC back.  A Backup has no
# business with the virtual one, which the switch would send it the Master's
# frames for; so it sends nothing with it, and tries again until it is off.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

preload keepmac
export KEEPMAC=$T/keepmac

# virtual HOST: whether its MAC is.
virtual()
{
	[ "$(mac_of "$1")" = 00:00:5e:00:01:32 ]
}

lan a b
before=$(snapshot a)
sniff switch
start b -v 50 -p 100 10.0.0.1
start a -v 50 -p 200 10.0.0.1
lead a
must wait_for 3 knows b 10.0.0.11

# As it steps down.  It is told once, with the way out.
touch "$KEEPMAC"
tell a USR2
must wait_for 3 is_state b Master
must wait_for 1 is_state a Backup
must wait_for 1 not has_addr a 10.0.0.1
must virtual a
must log_has a \
    'cannot put the MAC of eth0 back; ip link set eth0 address 02:.*:11'
must not wait_for 2.5 not virtual a
must [ "$(log_count a 'cannot put the MAC')" = 1 ]
must is_state a Backup
must [ "$(state a real_mac)" = 02:00:00:00:00:11 ]

# Since b is Master, a has not said a word with its MAC.
first=$(field time "$(wire_first switch 'adv src=10.0.0.12 ')")
must not wire_seen switch '(adv src|spa)=10\.0\.0\.11 .*' "$first"

# Nor when its link comes back: it makes no report of its own with it.
report='igmp type=16 src=10\.0\.0\.11 '
cable a down
pulled=$(now)
must wait_for 6 is_state a Initialize
cable a up
must wait_for 3 is_state a Backup
must virtual a
must not wait_for 1.5 wire_seen switch "$report" "$pulled"

# It works again: off it goes, and its neighbours are told.
freed=$(now)
rm "$KEEPMAC"
must wait_for 1.5 not virtual a
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
must wait_for 1 wire_seen switch \
    'arp op=1 .*sha=02:00:00:00:00:11 spa=10.0.0.11 .*tpa=10.0.0.11$' "$freed"

# As its interface goes down.
tell a USR1
must wait_for 3 is_state a Master
must virtual a
touch "$KEEPMAC"
must ip -n a link set dev eth0 down
must wait_for 1 is_state a Initialize
must virtual a
rm "$KEEPMAC"
must wait_for 2.5 not virtual a
must ip -n a link set dev eth0 up
must wait_for 3 is_state a Backup

# As it ends: once more on the way out, and the next start finishes it.
tell a USR1
must wait_for 3 is_state a Master
touch "$KEEPMAC"
stop a
must virtual a
rm "$KEEPMAC"
start a -v 50 -p 200 10.0.0.1
must not virtual a
stop a
must same "$before" "$(snapshot a)"
