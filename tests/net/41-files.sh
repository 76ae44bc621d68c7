#!/bin/bash
# The files in the directory: the pid file, there once the daemon is ready
# and as long as it runs, and the state file, which anyone may read at any
# time, a shell among them.  Without the directory the protocol goes on.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

keys='state handover since ifname vrid priority interval preempt addresses
virtual_mac real_mac primary master master_priority reason authentication
ah_sequence
vrrpRouterChecksumErrors vrrpRouterVersionErrors vrrpRouterVrIdErrors
vrrpStatsBecomeMaster vrrpStatsAdvertiseRcvd vrrpStatsAdvertiseIntervalErrors
vrrpStatsAuthFailures vrrpStatsIpTtlErrors vrrpStatsPriorityZeroPktsRcvd
vrrpStatsPriorityZeroPktsSent vrrpStatsInvalidTypePktsRcvd
vrrpStatsAddressListErrors vrrpStatsInvalidAuthType vrrpStatsAuthTypeMismatch
vrrpStatsPacketLengthErrors priority_configured priority_reason'

# shows KEY=VALUE...: that a shell that reads a's state file finds them.
shows()
{
	sh -eu -c '. "$0"
		for pair; do
			eval "value=\$${pair%%=*}"
			[ "$value" = "${pair#*=}" ] ||
			    { echo "${pair%%=*} is $value"; exit 1; }
		done' "$T/a/vrrpd_eth0_50.state" "$@" >&2 ||
	    fail "not all of: $*"
}

lan a b

# Whoever starts it: all may read it, only the owner may write it.
umask 000
start a -v 50 -d 10 10.0.0.1
umask 077
start b -v 50 -d 3 -s -p 101 10.0.0.1
umask 022
for h in a b; do
	for f in "$T/$h"/vrrpd_eth0_50.{pid,state,undo}; do
		must [ "$(stat -c %a "$f")" = 644 ]
	done
	must [ "$(cat "$T/$h/vrrpd_eth0_50.pid")" = "$(pid "$h")" ]
done
must [ "$(ls "$T/a")" = "vrrpd_eth0_50.pid
vrrpd_eth0_50.state
vrrpd_eth0_50.undo" ]

# Every key once, every value in single quotes and free of them.
file=$T/b/vrrpd_eth0_50.state
must [ "$(grep -cvE "^[a-zA-Z_]+='[^']*'\$" "$file")" = 0 ]
must [ "$(sed 's/=.*//' "$file" | sort)" = \
    "$(tr ' ' '\n' <<<"$keys" | sort)" ]
must [ "$(state b preempt) $(state b interval)" = "no 3" ]
stop b
stop a

# What is in it, state by state.
began=$(date +%s)
start a -v 50 10.0.0.1
must wait_for 1 is_state a Backup
shows state=Backup handover=no ifname=eth0 vrid=50 priority=100 interval=1 \
    preempt=yes addresses=10.0.0.1/32 virtual_mac=00:00:5e:00:01:32 \
    real_mac=02:00:00:00:00:11 primary=10.0.0.11 master= master_priority=0 \
    vrrpStatsBecomeMaster=0 vrrpStatsAdvertiseRcvd=0
must between "$began" "$(state a since)" "$(date +%s)"
must [ -n "$(state a reason)" ]

must on b "$WIRE" send eth0 prio=150
heard()
{
	[ "$(state a master)" = 10.0.0.12 ]
}
must wait_for 3 heard
must on b "$WIRE" send eth0 prio=150 ttl=64
must on b "$WIRE" send eth0 prio=150 sum=bad count=3 interval_us=1000
ignored()
{
	[ "$(counter a vrrpRouterChecksumErrors)" = 3 ]
}
must wait_for 2 ignored
shows state=Backup master=10.0.0.12 master_priority=150 \
    vrrpStatsAdvertiseRcvd=1 vrrpStatsIpTtlErrors=1

must on b "$WIRE" send eth0 prio=0
left()
{
	[ "$(counter a vrrpStatsPriorityZeroPktsRcvd)" = 1 ]
}
must wait_for 1 left
must wait_for 2 is_state a Master
shows state=Master handover=no primary=10.0.0.11 master=10.0.0.11 \
    master_priority=100 real_mac=02:00:00:00:00:11 vrrpStatsBecomeMaster=1
must grep -q '10\.0\.0\.12' <<<"$(state a reason)"

must ip -n a link set dev eth0 down
must wait_for 1 is_state a Initialize
shows state=Initialize master= master_priority=0
must ip -n a link set dev eth0 up
must wait_for 3 is_state a Backup

# Written anew, never written over; so a reader, who tries all the time, sees
# a whole one whatever happens.
inode=$(stat -c %i "$T/a/vrrpd_eth0_50.state")
exec 3<"$T/a/vrrpd_eth0_50.state"
lines=$(wc -w <<<"$keys")
while [ ! -e "$T/enough" ]; do
	mapfile -t text <"$T/a/vrrpd_eth0_50.state"
	[ ${#text[@]} = "$lines" ] || fail "half a file: ${text[*]}"
done &
reader=$!
for _ in {1..60}; do
	refresh a
done
tell a USR1
must wait_for 2 is_state a Master
must [ "$inode" != "$(stat -c %i "$T/a/vrrpd_eth0_50.state")" ]
must [ "$(grep -c "^state='Backup'" <&3)" = 1 ]

# Handing over to nobody.
seen_leaving()
{
	cp "$T/a/vrrpd_eth0_50.state" "$T/leaving"
	grep -qx "handover='yes'" "$T/leaving"
}
stayed()
{
	[ "$(state a handover)" = no ]
}
# On a busy machine it may be over before the file has been looked at.
for times in {1..5}; do
	tell a USR2
	! wait_for 1 seen_leaving || break
	[ "$times" -lt 5 ] || fail "never seen to hand over"
done
must grep -qx "state='Master'" "$T/leaving"
must wait_for 2 stayed
must is_state a Master
shows vrrpStatsPriorityZeroPktsSent="$times" vrrpStatsBecomeMaster=2

# The directory goes away, the virtual router does not.
touch "$T/enough"
wait "$reader" || fail "the reader: $?"
rm -r "$T/a"
sniff switch
must ip -n a link set dev eth0 down
must wait_for 1 not has_addr a 10.0.0.1
must ip -n a link set dev eth0 up
must wait_for 5 wire_seen switch 'adv src=10.0.0.11 .*smac=00:00:5e:00:01:32'
must wait_for 1 has_addr a 10.0.0.1
must [ "$(log_count a 'cannot write the state file')" = 1 ]
stop a
must not has_addr a 10.0.0.1

# In the end the pid file goes, and the state says so.
start a -v 50 10.0.0.1
stop a
must [ ! -e "$T/a/vrrpd_eth0_50.pid" ]
shows state=Initialize handover=no
