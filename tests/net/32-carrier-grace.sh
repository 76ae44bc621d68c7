#!/bin/bash
# Some NICs lose their link for seconds at every change of the MAC.  To let go
# then would change it again, for ever: a loss of carrier that begins within
# 5 s of such a change is waited out for up to 5 s, without a word.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

lan a b
sniff switch
start a -v 50 10.0.0.1
start b -v 51 10.0.0.2
log=$(<"$T/a.log")

# virtual HOST MAC
virtual()
{
	[ "$(mac_of "$1")" = "$2" ]
}

# As soon as the MAC changes.
tell b USR1
must wait_for 2 virtual b 00:00:5e:00:01:33
early=$(now)
cable b down
late=$(now)
tell a USR1
must wait_for 2 virtual a 00:00:5e:00:01:32
early_a=$(now)
cable a down
back=$(calc "$(now) + 3")

# master HOST ADDRESS MAC: that it is, and all that goes with it.
master()
{
	is_state "$1" Master && has_addr "$1" "$2" && virtual "$1" "$3"
}

# still TIME HOST ADDRESS MAC: so it is, unless that time has come meanwhile.
still()
{
	master "${@:2}" || past "$1"
}

must wait_for 1 is_state a Master
must wait_for 1 is_state b Master
until past "$back"; do
	must still "$(calc "$early_a + 4.9")" a 10.0.0.1 00:00:5e:00:01:32
	must still "$(calc "$early + 4.9")" b 10.0.0.2 00:00:5e:00:01:33
done

# Back after 3 s: nothing has changed, and the group is joined anew.
plugged=$(now)
cable a up
must wait_for 3 wire_seen switch \
    'igmp type=22 src=10.0.0.11 .*4:224.0.0.18' "$plugged"
must wait_for 2 wire_seen switch \
    'adv src=10.0.0.11 .*smac=00:00:5e:00:01:32 ' "$plugged"
must wait_for 2 wire_seen switch \
    'arp op=1 .*sha=00:00:5e:00:01:32 spa=10.0.0.1 .*tpa=10.0.0.1$' "$plugged"
must master a 10.0.0.1 00:00:5e:00:01:32
must [ "$(state a vrrpStatsBecomeMaster)" = 1 ]

# Longer than 5 s: lets go, once.
must wait_for 4 is_state b Initialize
gone=$(changed b)
must between "$(calc "$early + 4.98")" "$gone" "$(calc "$late + 5.5")"
must not has_addr b 10.0.0.2
must [ "$(mac_of b)" = 02:00:00:00:00:12 ]
must [ "$(log_count b 'Master -> Initialize .*no carrier')" = 1 ]
must [ "$(log_count b ' -> Initialize')" = 1 ]

# Letting go was a change of the MAC as well; no carrier is none all the same.
must not wait_for 1 not is_state b Initialize
cable b up
must wait_for 2 is_state b Backup

# All that a has said is how it became Master.
must master a 10.0.0.1 00:00:5e:00:01:32
said=$(<"$T/a.log")
said=${said#"$log"$'\n'}
[[ $said == *"Backup -> Master"* && $said != *$'\n'* ]] ||
    fail "too much in the log: $said"
