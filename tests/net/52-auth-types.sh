#!/bin/bash
# Whatever our type is, every other one is refused, counted and named; so is
# what only looks like ours (RFC 2338 7.1, RFC 2787).

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

lan a b
text=0101010101010101
zero=0000000000000000

# refused KEY PATTERN WORD...: that a discards three adverts that wire sends
# so, counts each under KEY, and logs one line.
refused()
{
	local key=$1 pattern=$2 before lines

	before=$(counter a "$key")
	lines=$(log_count a "$pattern")
	on b "$WIRE" send eth0 vrid=50 prio=250 count=3 interval_us=2000 \
	    "${@:3}" || fail "wire send"
	must wait_for 2 counted "$key" $((before + 3))
	must [ "$(log_count a "$pattern")" = $((lines + 1)) ]
	must is_state a Master
}

counted()
{
	[ "$(counter a "$1")" = "$2" ]
}

start a -v 50 10.0.0.1
must wait_for 5 is_state a Master
refused vrrpStatsAuthTypeMismatch \
    'from 10.0.0.12 ignored: authentication type is not ours' \
    auth=1 authdata=$zero
refused vrrpStatsInvalidAuthType \
    'from 10.0.0.12 ignored: unknown authentication type' auth=3
stop a

start a -v 50 -a pw/0x$text 10.0.0.1
must wait_for 5 is_state a Master
refused vrrpStatsAuthFailures 'from 10.0.0.12 ignored: wrong password' \
    auth=1 authdata=0101010101010102
refused vrrpStatsAuthTypeMismatch 'authentication type is not ours' auth=0
stop a
: >"$T/a.log"

start a -v 50 -a ah/0x$text 10.0.0.1
must wait_for 5 is_state a Master
refused vrrpStatsAuthTypeMismatch 'authentication type is not ours' \
    auth=1 authdata=$text
refused vrrpStatsAuthFailures 'no authentication header' auth=2

# The message of an advert with AH: VRID 50, priority 200, 10.0.0.1, 1 s.
msg=2132c80102010aca0a0000010000000000000000
spi=0a00000c
icv=decdeb0c1a2c501690801fe8
refused vrrpStatsAuthFailures 'wrong key, or altered on the way' \
    proto=51 payload=70040000${spi}00000006$icv$msg
refused vrrpStatsAuthFailures 'malformed authentication header' \
    proto=51 payload=70050000${spi}00000006$icv$msg
refused vrrpStatsAuthFailures 'malformed authentication header' \
    proto=51 src=10.0.0.13 payload=110400000a00000d00000006$icv$msg
stop a
: >"$T/a.log"

# AH is heard by who has none, or the mismatch could not be told.
start a -v 50 10.0.0.1
must wait_for 5 is_state a Master
refused vrrpStatsAuthTypeMismatch 'authentication type is not ours' \
    proto=51 payload=70040000${spi}00000006$icv$msg
# Another VRID in it does not even wake us.
received=$(counter a vrrpStatsAuthTypeMismatch)
must on b "$WIRE" send eth0 proto=51 \
    payload=70040000${spi}00000006${icv}2133c80102010ac90a000001$zero
refused vrrpStatsIpTtlErrors 'TTL is not 255' ttl=254
must [ "$(counter a vrrpStatsAuthTypeMismatch)" = "$received" ]
stop a
