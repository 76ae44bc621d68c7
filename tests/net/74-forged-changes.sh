#!/bin/bash
# Who forges the coming and going of a Master moves a Backup without AH to and
# fro; the log gains no more than twenty lines of that and one each ten
# seconds, however long it goes on, and tells of the rest in one a minute.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

FLOOD=${WIRE%/*}/flood
[ -x "$FLOOD" ] || skip "$FLOOD is not built"

# changes: how many there have been.
changes()
{
	counter a vrrpStatsBecomeMaster
}

lan a m
sniff switch
start a -v 50 -p 253 10.0.0.{101..150}
must wait_for 2 is_state a Backup
on m "$FLOOD" eth0 50 4 good zero >/dev/null || fail "flood"
# Each time Master, and Backup again.
must between 35 "$(changes)" 100
must between 15 "$(log_count a ' -> ')" 22
must [ "$(log_count a .)" -le 24 ]

# Twenty times at once, then each second; and no more advertisements than were
# heard.
before=$(wire_count switch 'arp .*sha=00:00:5e:00:01:32 ')
begun=$(field time "$(wire_first switch 'adv src=10.0.0.99 ')")
must between 1000 "$before" "$(calc "1150 + 50 * ($(now) - $begun)")"
must between 20 "$(wire_count switch 'adv src=10.0.0.11 ')" \
    "$(wire_count switch 'adv src=10.0.0.99 ')"

# Put off is not left out.
before=$(wire_count switch 'arp .*sha=00:00:5e:00:01:32 ')
wait_for 3 false
must between 50 "$(($(wire_count switch 'arp .*sha=00:00:5e:00:01:32 ') -
    before))" 250
