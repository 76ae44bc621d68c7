#!/bin/bash
# The addresses follow a service: with scripts/check-http its death moves
# them, and once it is back they come back.  One lost answer moves nothing,
# nor does one that comes in between.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need python3 curl
python3 -c 'import http.server' 2>/dev/null || skip "python3 has no http.server"

# serve: a web server on a, as $server.
serve()
{
	nsenter --net=/run/netns/a -- python3 -m http.server 80 \
	    --directory "$T/web" </dev/null >/dev/null 2>&1 &
	server=$!
	must wait_for 5 on a curl -fs -o /dev/null http://127.0.0.1/
}

# lowered: that a's priority is that of the check.
lowered()
{
	[ "$(state a priority)" = 50 ]
}

# dies
dies()
{
	kill -KILL "$server"
	wait "$server" 2>/dev/null
}

mkdir "$T/web"
lan a b
start b -v 50 -p 100 10.0.0.1
start a -v 50 -p 200 10.0.0.1
lead a
serve
nsenter --net=/run/netns/a -- "$TOP/scripts/check-http" -i eth0 -v 50 \
    -f "$T/a" -p 50 -d 1 -n 2 -r 3 </dev/null >"$T/check.log" 2>&1 &
check=$!

dies
must wait_for 9 is_state b Master
must wait_for 1 is_state a Backup
must [ "$(state a priority)" = 50 ]
must log_has check 'does not answer: priority 50'

# A restart of vrrpd changes nothing about it.
stop a
start a -v 50 -p 200 10.0.0.1
must wait_for 2 is_state a Backup
must wait_for 2 lowered
rm "$T/a/vrrpd_eth0_50.prio"
must wait_for 6 [ -e "$T/a/vrrpd_eth0_50.prio" ]

serve
must wait_for 12 is_state a Master
must wait_for 1 is_state b Backup
must [ "$(state a priority)" = 200 ]
must [ ! -e "$T/a/vrrpd_eth0_50.prio" ]
must [ "$(log_count check 'answers again')" = 1 ]

# Stopped, it takes its verdict back.
dies
must wait_for 9 is_state b Master
kill "$check"
wait "$check"
must wait_for 2 [ ! -e "$T/a/vrrpd_eth0_50.prio" ]
must wait_for 5 is_state a Master
