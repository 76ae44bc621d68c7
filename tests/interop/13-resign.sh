#!/bin/bash
# Each resigns with an advertisement of priority 0, and the other takes over
# after its Skew_Time instead of Master_Down_Interval (RFC 2338 6.4.2); ours
# answers for the address until then.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/keepalived.sh"

lan a k l b h
sniff switch
theirs k 100
VRID=51 VIP=10.0.0.2 theirs l 200
start a -v 50 -p 200 10.0.0.1
start b -v 51 -p 100 10.0.0.2
must wait_for 5 is_state a Master
must wait_for 6 theirs_master l 10.0.0.2
heard()
{
	[ "$(state b master)" = 10.0.0.13 ]
}
must wait_for 3 heard
must not theirs_master k
pinger h 10.0.0.1 20 "$T/ping"

# skew VRID: from the resignation to the other router's first advertisement
# of its own, in $skew.  For priority 100 it is 156/256 s, 0.609.
skew()
{
	local line zero

	line=$(wire_first switch "vrid=$1 prio=0 ") || fail "no resignation"
	zero=$(field time "$line")
	must wait_for 2 wire_seen switch "vrid=$1 prio=100 " "$zero"
	line=$(wire_first switch "vrid=$1 prio=100 " "$zero")
	skew=$(calc "$(field time "$line") - $zero")
}

# Ours resigns.
tell a TERM
must wait_for 2 theirs_master k
must ended a
skew 50
# Theirs is an ordinary process, which others may keep waiting; but not for
# longer than ours answers.
must between 0.5 "$skew" 1.25
must not has_addr a 10.0.0.1
must [ "$(log_count a 'handed over to 10.0.0.12, priority 100')" = 1 ]
answered()
{
	[ "$(grep -c 'bytes from' "$T/ping")" -gt "$1" ]
}
must wait_for 2 answered "$(grep -c 'bytes from' "$T/ping")"
ping_stop "$T/ping"
# An echo each 20 ms.
read -r run _ < <(ping_lost "$T/ping")
must between 0 "$run" 15
must between 0 "$(ping_slowest "$T/ping")" 0.3

# Theirs does.
theirs_stop l
must wait_for 2 is_state b Master
skew 51
must between 0.589 "$skew" 0.91
must [ "$(log_count b 'Backup -> Master .10.0.0.13 resigned')" = 1 ]
must [ "$(state b vrrpStatsPriorityZeroPktsRcvd)" = 1 ]

# Back again, each preempts.
start a -v 50 -p 200 10.0.0.1
VRID=51 VIP=10.0.0.2 theirs l 200
must wait_for 5 is_state a Master
must wait_for 6 theirs_master l 10.0.0.2
gone()
{
	not theirs_master k && is_state b Backup
}
must wait_for 2 gone
must not has_addr b 10.0.0.2
must no_errors a
must no_errors b
