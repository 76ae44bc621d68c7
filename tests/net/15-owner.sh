#!/bin/bash
# The owner of the addresses, with priority 255, is Master at once (RFC 2338
# 6.4.1) and obeys nobody (RFC 3768 7.1); another owner is logged loudly.  It
# never puts the addresses up nor takes them away, and does not step down.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

more_than()
{
	[ "$(wire_count switch ' adv src=10.0.0.11 ')" -gt "$1" ]
}

# hears PRIORITY: a hears that from another router, in the middle of its
# interval; $sent is when.  On a busy machine it may take some tries to hit
# that.
hears()
{
	local n last since

	for _ in {1..10}; do
		n=$(wire_count switch ' adv src=10.0.0.11 ')
		must wait_for 2 more_than "$n"
		last=$(field time "$(wire_last switch ' adv src=10.0.0.11 ')")
		must wait_for 2 past "$(calc "$last + 0.3")"
		since=$(now)
		must on m "$WIRE" send eth0 src=10.0.0.99 addrs=10.0.0.11 \
		    prio="$1"
		must wait_for 2 wire_seen switch ' adv src=10.0.0.99 ' "$since"
		sent=$(field time "$(wire_first switch ' adv src=10.0.0.99 ' \
		    "$since")")
		between "$last" "$sent" "$(calc "$last + 0.5")" 2>/dev/null &&
		    return
		# The answer is to be none to the next.
		must wait_for 3 past "$(calc "$sent + 0.9")"
	done
	fail "priority $1 always sent too late"
}

lan a b m
sniff switch
before=$(snapshot a)
begin=$(now)
start a -v 50 -p 255 10.0.0.11
begun=$(now)
must wait_for 2 wire_seen switch ' adv src=10.0.0.11 '
line=$(wire_first switch ' adv ')
# Any other would wait for more than 3 s.
must between "$begin" "$(field time "$line")" "$(calc "$begun + 0.5")"
[[ $line == *" smac=00:00:5e:00:01:32 "*" prio=255 "*" addrs=10.0.0.11 "* ]] ||
    fail "not the owner's: $line"
must wait_for 2 is_state a Master
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
must has_addr a 10.0.0.11/24
must not has_addr a 10.0.0.11/32

start b -v 50 -p 254 10.0.0.11

# A lower one is answered, out of turn.
hears 254
must wait_for 2 wire_seen switch ' adv src=10.0.0.11 ' "$sent"
answer=$(field time "$(wire_first switch ' adv src=10.0.0.11 ' "$sent")")
must between 0 "$(calc "$answer - $sent")" 0.4
must wait_for 2 log_has a '10\.0\.0\.99 .*lower precedence'

# Another owner changes nothing, even with a higher address, but the operator
# must know.
hears 255
must wait_for 2 log_has a '10\.0\.0\.99 claims .*255'
must wait_for 2 wire_seen switch ' adv src=10.0.0.11 ' "$sent"
must is_state a Master

# It will not step down.
tell a USR2
must wait_for 2 log_has a 'owner .* does not step down'
must is_state a Master
must [ "$(state a handover)" = no ]
must not wire_seen switch ' adv .* prio=0 '

# When it ends the other takes over, and all is as it was.
must is_state b Backup
# Of another master its state file tells later.
must wait_for 3 knows b 10.0.0.11
stop a
must wait_for 2 wire_seen switch ' adv src=10.0.0.11 .* prio=0 '
must wait_for 2 is_state b Master
must same "$before" "$(snapshot a)"

# Nobody took anything away meanwhile.
must not log_has a 'put right'
