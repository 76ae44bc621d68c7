#!/bin/bash
# An advert that fails a check of RFC 2338 7.1 is not obeyed, whatever it
# says, neither by a Backup nor by a Master, and not answered; the counter of
# RFC 2787 for its fault rises, and its source and fault are logged, once.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# Counter, words of the log, and what is wrong.
faults=(
	"vrrpStatsIpTtlErrors|TTL is not 255|ttl=254"
	"vrrpStatsIpTtlErrors|TTL is not 255|ttl=1"
	"vrrpStatsPacketLengthErrors|too short|cut=19"
	"vrrpStatsPacketLengthErrors|too short|cut=12"
	"vrrpStatsPacketLengthErrors|too short|cut=8"
	"vrrpStatsPacketLengthErrors|too short|cut=7"
	"vrrpStatsPacketLengthErrors|too short|cut=2"
	"vrrpStatsPacketLengthErrors|too short|n=2"
	"vrrpStatsPacketLengthErrors|too short|n=255"
	"vrrpRouterVersionErrors|not VRRP version 2|ver=3"
	"vrrpRouterVersionErrors|not VRRP version 2|ver=0"
	"vrrpRouterChecksumErrors|wrong checksum|sum=bad"
	"vrrpRouterChecksumErrors|wrong checksum|sum=0"
	"vrrpStatsInvalidTypePktsRcvd|not an advertisement|type=0"
	"vrrpStatsInvalidTypePktsRcvd|not an advertisement|type=2"
	"vrrpStatsInvalidAuthType|unknown auth.* type|auth=3"
	"vrrpStatsInvalidAuthType|unknown auth.* type|auth=255"
	"vrrpStatsAuthTypeMismatch|auth.* type is not ours|auth=1"
	"vrrpStatsAuthTypeMismatch|auth.* type is not ours|auth=2"
	"vrrpStatsAdvertiseIntervalErrors|interval is not ours|int=2"
	"vrrpStatsAdvertiseIntervalErrors|interval is not ours|int=0"
)
declare -A risen=(
	[vrrpRouterVrIdErrors]=0
	[vrrpStatsAdvertiseRcvd]=0
	[vrrpStatsAuthFailures]=0
	[vrrpStatsAddressListErrors]=0
	[vrrpStatsBecomeMaster]=0
	[vrrpStatsPriorityZeroPktsRcvd]=0
	[vrrpStatsPriorityZeroPktsSent]=0
)

# try PRIORITY...: each fault with each of these.
try()
{
	local f counter

	# shellcheck disable=SC2016 # expanded there
	must on m "$BASH" -c '
		for prio in $1; do
			for fault in "${@:2}"; do
				"$WIRE" send eth0 src=10.0.0.99 prio=$prio \
				    "${fault##*|}" || exit
			done
		done' - "$*" "${faults[@]}"
	for f in "${faults[@]}"; do
		counter=${f%%|*}
		risen[$counter]=$((${risen[$counter]-0} + $#))
	done
}

# expected, counted: every counter, as text.
expected()
{
	local c

	for c in "${!risen[@]}"; do
		echo "$c='${risen[$c]}'"
	done | sort
}

counted()
{
	refresh a
	grep -E '^vrrp(Router|Stats)' "$T"/a/*.state | sort
}

right()
{
	[ "$(expected)" = "$(counted)" ]
}

# logged: each fault, once.
logged()
{
	local f words

	for f in "${faults[@]}"; do
		words=${f#*|} words=${words%|*}
		[ "$(log_count a "10\.0\.0\.99 ignored: .*$words")" = 1 ] ||
		    return 1
	done
}

lan a m
sniff switch
begin=$(now)
start a -v 50 10.0.0.1
must wait_for 2 is_state a Backup
begun=$(now)

# A Backup that obeyed one of them would wait longer, or less.
must wait_for 2 past "$(calc "$begun + 0.6")"
try 254 0
must wait_for 5 wire_seen switch ' adv src=10.0.0.11 '
time=$(field time "$(wire_first switch ' adv src=10.0.0.11 ')")
must between "$(calc "$begin + 3.609375 - 0.02")" "$time" \
    "$(calc "$begun + 3.609375 + 1")"
must wait_for 2 is_state a Master
risen[vrrpStatsBecomeMaster]=1
must wait_for 1 logged
wait_for 1 right || must same "$(expected)" "$(counted)"

# A Master goes on as if nothing had been.
try 254 50 0
wait_for 1 right || must same "$(expected)" "$(counted)"
must is_state a Master
must logged
end=$(calc "$time + 2.6")
must wait_for 4 past "$end"
three()
{
	[ "$(wire_times switch ' adv src=10.0.0.11 ' |
	    awk -v end="$end" '$1 < end' | wc -l)" = 3 ]
}
wait_for 2 three ||
    fail "not three before $end: $(wire_times switch ' adv src=10.0.0.11 ')"
must is_state a Master
