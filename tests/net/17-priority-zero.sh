#!/bin/bash
# Priority 0 cuts a Backup's wait down to Skew_Time (RFC 2338 6.4.2), but only
# from the master that it knows, or from anyone where it knows none; and it
# never makes the wait longer.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# Four Backups, each in a virtual router of its own: of priority 100, so in
# 3.609375 s or, when told, in 0.609375 s; the last one of priority 1, so in
# 3.99609375 or 0.99609375 s.  m plays everyone else.
lan forged left none late m
sniff switch

# advert VRID PRIORITY ADDRESS
advert()
{
	must on m "$WIRE" send eth0 vrid="$1" prio="$2" src="$3"
}

# One after the other: each must be told before its time is over.
start forged -v 51 10.0.0.1
must wait_for 2 is_state forged Backup
advert 51 200 10.0.0.77
must wait_for 2 knows forged 10.0.0.77
advert 51 0 10.0.0.99
start left -v 52 10.0.0.1
must wait_for 2 is_state left Backup
advert 52 200 10.0.0.77
must wait_for 2 knows left 10.0.0.77
advert 52 0 10.0.0.77
start none -v 53 10.0.0.1
must wait_for 2 is_state none Backup
advert 53 0 10.0.0.99
start late -v 54 -p 1 10.0.0.1
must wait_for 2 is_state late Backup
advert 54 200 10.0.0.77
must wait_for 2 knows late 10.0.0.77
known=$(now)
# So near the end that Skew_Time from then on would be longer.
must wait_for 4 past "$(calc "$known + 3.75")"
advert 54 0 10.0.0.77

# takes VRID ADDRESS PRIORITY BOUND: so much later than m's first advert of
# that priority; as for the latest, when it was known to be heard counts.
takes()
{
	local sent heard first

	must wait_for 5 wire_seen switch " adv src=$2 .* vrid=$1 "
	sent=$(field time "$(wire_first switch " adv .* vrid=$1 prio=$3 ")")
	[ "$1" = 54 ] && heard=$known || heard=$sent
	first=$(field time "$(wire_first switch " adv src=$2 ")")
	must between "$(calc "$sent + $4 - 0.02")" "$first" \
	    "$(calc "$heard + $4 + 0.6")"
}
takes 51 10.0.0.11 200 3.609375
takes 52 10.0.0.12 0 0.609375
takes 53 10.0.0.13 0 0.609375
takes 54 10.0.0.14 200 3.99609375
must wait_for 2 is_state late Master

must [ "$(log_count left 'Backup -> Master .*10\.0\.0\.77 resigned')" = 1 ]
must [ "$(log_count forged 'Backup -> Master .*no advert')" = 1 ]
for r in forged left none late; do
	must [ "$(counter $r vrrpStatsPriorityZeroPktsRcvd)" = 1 ]
done
