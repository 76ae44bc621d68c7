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
start a -v 50 -p 253 10.0.0.1
must wait_for 2 is_state a Backup
on m "$FLOOD" eth0 50 4 good zero >/dev/null || fail "flood"
# Each time Master, and Backup again.
must between 35 "$(changes)" 100
must between 15 "$(log_count a ' -> ')" 22
must [ "$(log_count a .)" -le 24 ]
