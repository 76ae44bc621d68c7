#!/bin/bash
# Monitored interfaces, -m: while one is down, without carrier or missing the
# priority is -c lower.  A Master whose priority falls steps down once, and
# answers until the other one is there; with the priority back it preempts.
# An interface is followed when it is renamed, and waited for when it is
# deleted or not there yet.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need ping

# is KEY VALUE: in a's state file.
is()
{
	[ "$(state a "$1")" = "$2" ]
}

lan a b host
ip -n a -batch - <<-EOF || fail "no eth1"
	link add name eth1 type veth peer name far1
	link set dev far1 up
	link set dev eth1 up
EOF
must wait_for 5 has_carrier a eth1
sniff switch
start b -v 50 -p 100 10.0.0.1
start a -v 50 -p 200 -c 70 -m eth1 -m ppp0 10.0.0.1
must wait_for 2 is priority 130
must is priority_configured 200
must is priority_reason 'ppp0 is missing'
must log_has a 'priority 200 -> 130 \(ppp0 is missing\)'
lead a
pinger host 10.0.0.1 20 "$T/ping"

# Both lost: the other one is better now.
lost=$(now)
must ip -n a link set dev far1 down
must wait_for 2 log_has a 'priority 130 -> 60 \(eth1 has no carrier\)'
must wait_for 2 is_state a Backup
must wait_for 1 is_state b Master
must is priority 60
must is priority_reason 'eth1 has no carrier, ppp0 is missing'
must [ "$(wire_count switch 'adv src=10.0.0.11 .*prio=0 ' "$lost")" = 1 ]
must log_has b '10\.0\.0\.11 resigned'

# One comes, and one is back: each makes a difference, and the best preempts.
must ip -n a link add name ppp0 type veth peer name far2
must wait_for 2 is priority_reason 'eth1 has no carrier, ppp0 is down'
must wait_for 1 log_has a 'priority stays 60 \(ppp0 is down\)'
must ip -n a link set dev far2 up
must ip -n a link set dev ppp0 up
must wait_for 2 is priority 130
must is_state b Master
must wait_for 6 is_state a Master
must ip -n a link set dev far1 up
must wait_for 2 log_has a 'priority 130 -> 200 \(eth1 is up\)'
must wait_for 2 is priority_reason ''
must wait_for 2 wire_seen switch 'adv src=10.0.0.11 .*prio=200 '
ping_stop "$T/ping"
read -r row all < <(ping_lost "$T/ping")
must [ "$row" -le 1 ]
must [ "$all" -le 3 ]
crash b

# A loss of carrier that follows a change of the MAC is waited out for 5 s;
# alone, this one goes on as Master with what is left.
must ip -n a link set dev eth1 address 02:00:00:00:77:01
lost=$(now)
must ip -n a link set dev far1 down
must wait_for 2 not has_carrier a eth1
must ip -n a link set dev eth0 txqueuelen 999	# news, and nothing more
must wait_for 6.5 is priority_reason 'eth1 has no carrier'
must between 4.9 "$(calc "$(now) - $lost")" 7
must wait_for 2 log_has a 'handed over, but no other router answered'
must is_state a Master
must ip -n a link set dev far1 up
must wait_for 2 is priority 200

# Renamed, it is the same; deleted, another one of the name will do.
must ip -n a link set dev eth1 down
must ip -n a link set dev eth1 name dsl
must wait_for 2 is priority_reason 'eth1 is down'
must ip -n a link set dev dsl up
must wait_for 2 is priority_reason ''
must ip -n a link del dev dsl
must wait_for 2 is priority_reason 'eth1 is missing'
must ip -n a link add name eth1 up type veth peer name far1
must wait_for 2 is priority_reason 'eth1 has no carrier'
must ip -n a link set dev far1 up
must wait_for 2 is priority_reason ''
must is priority 200

# What the other interfaces do is no news.
must wait_for 3 not handing_over a
before=$(wc -l <"$T/a.log")
must ip -n a link add name eth7 up type veth peer name far7
must ip -n a link del dev eth7
must ip -n a link set dev eth1 txqueuelen 999
refresh a
must [ "$(wc -l <"$T/a.log")" = "$before" ]
stop a

# One that comes and goes without a pause does not fill the log, nor does the
# hold-off of an own interface that does.
start a -v 50 -w 1 -m eth1 10.0.0.1
: >"$T/a.log"
for _ in {1..60}; do
	must ip -n a link set dev eth1 down
	must wait_for 2 is priority_reason 'eth1 is down'
	must ip -n a link set dev eth1 up
	must wait_for 2 is priority_reason ''
done
must between 10 "$(log_count a priority)" 40
for _ in {1..40}; do
	must ip -n a link set dev eth0 down
	must wait_for 2 is_state a Initialize
	must ip -n a link set dev eth0 up
	must wait_for 2 is_state a Backup
done
must between 20 "$(wc -l <"$T/a.log")" 70
must is priority 100
stop a
