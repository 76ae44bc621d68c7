#!/bin/bash
# The operator's signals: SIGUSR1 makes a Backup Master at once, unless the
# master that it knows outranks it; SIGUSR2 makes a Master hand over, and not
# preempt again until SIGUSR1 or until the master is lost; SIGHUP has the
# state file written anew.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

counts()
{
	[ "$(counter "$1" "$2")" = "$3" ]
}

# signal NAME SIGNAL: some time between $told and $sent.
signal()
{
	told=$(now)
	tell "$1" "$2"
	sent=$(now)
}

# soon ADDRESS PRIORITY [SECONDS]: the first advert of that priority since
# $told is seen so much (none) later, which is $told from then on: one that was
# due anyway may have come before the signal did.
soon()
{
	local time

	must wait_for 5 wire_seen switch " adv src=$1 .* prio=$2 " "$told"
	time=$(field time "$(wire_first switch " adv src=$1 .* prio=$2 " \
	    "$told")")
	must between "$(calc "$told + ${3:-0} - 0.02")" "$time" \
	    "$(calc "$sent + ${3:-0} + 0.5")"
	told=$time sent=$time
}

# c and d do not preempt; e is alone.
lan a b c d e
sniff switch
start b -v 50 -p 200 10.0.0.1
lead b
start d -s -v 51 -p 100 10.0.0.2
lead d
start e -v 52 10.0.0.3
lead e
start a -v 50 -p 100 10.0.0.1
start c -s -v 51 -p 200 10.0.0.2
must wait_for 3 knows a 10.0.0.12
must wait_for 3 knows c 10.0.0.14

# Not while the master is higher.
tell a USR1
must wait_for 2 log_has a 'master 10\.0\.0\.12 outranks us'
must is_state a Backup
must not wire_seen switch ' adv src=10.0.0.11 '

# Step down; the other comes after its Skew_Time.
signal b USR2
soon 10.0.0.12 0
soon 10.0.0.11 100 0.609375
must wait_for 2 is_state b Backup
must wait_for 2 is_state a Master
must not has_addr b 10.0.0.1
must knows b 10.0.0.11
yielded=$(now)

# Take over from a lower one.
signal c USR1
soon 10.0.0.13 200
must wait_for 2 is_state c Master
must wait_for 2 is_state d Backup
must log_has c 'Backup -> Master \(asked to by SIGUSR1\)'
tell c USR1
must wait_for 2 log_has c 'is Master already'

# Nobody answers: it is Master again, and has never let go.
signal e USR2
must wait_for 2 log_has e ': handing over: '
must has_addr e 10.0.0.3
soon 10.0.0.15 0
soon 10.0.0.15 100 1.25
must wait_for 1 not handing_over e
must is_state e Master
must has_addr e 10.0.0.3

# The state file is that of the last change, and then of now.
must on c "$WIRE" send eth0 vrid=52 ttl=1 count=3
must [ "$(state e vrrpStatsIpTtlErrors)" = 0 ]
must wait_for 2 counts e vrrpStatsIpTtlErrors 3
must [ "$(state e vrrpStatsPriorityZeroPktsSent)" = 1 ]
must [ "$(state e vrrpStatsBecomeMaster)" = 1 ]
must [ "$(state c vrrpStatsBecomeMaster)" = 1 ]

# b would have preempted by now, had it not stepped down.
must wait_for 6 past "$(calc "$yielded + 3.21875 + 1.3")"
must not wire_seen switch ' adv src=10.0.0.12 ' "$yielded"
must is_state b Backup
signal b USR1
soon 10.0.0.12 200
must wait_for 2 is_state a Backup

# It steps down once more, but takes over when the master is lost.
tell b USR2
must wait_for 2 is_state a Master
must wait_for 2 is_state b Backup
must wait_for 2 knows b 10.0.0.11
crashed=$(now)
crash a
ip -n switch link set dev a down
must wait_for 6 wire_seen switch ' adv src=10.0.0.12 .* prio=200 ' "$crashed"
told=$(field time "$(wire_last switch ' adv src=10.0.0.11 ')")
sent=$told
soon 10.0.0.12 200 3.21875
must wait_for 2 is_state b Master
