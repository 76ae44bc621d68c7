#!/bin/bash
# The hold-off, -w: a switch port that does not forward for 10 s after its
# link has come up, as spanning tree has it, makes no second Master; at the
# start, and when the interface comes back.  When the port forwards and the
# master resigns, nobody waits.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# plugged: a's cable is in, but its port forwards in 10 s only.
plugged()
{
	local end

	end=$(calc "$(now) + 10")
	(wait_for 11 past "$end"; unblock a b) &
	port=$!
}

# masters: how many there are on the wire since a time: by source.
masters()
{
	wire_lines switch ' adv .*prio=[1-9]' "$1" |
	    grep -o 'src=[^ ]*' | sort -u | wc -l
}

lan a b
sniff switch
start b -v 50 -p 100 10.0.0.1
lead b
block a b
began=$(now)
plugged
start a -v 50 -p 200 -w 15 10.0.0.1
begun=$(now)
must wait_for 2 log_has a 'no take-over for 15 s, unless the master resigns'

# Without it a would take over after 3.219 s.
must wait_for 17 is_state a Master
must wait_for 2 wire_seen switch 'adv src=10.0.0.11 '
took=$(field time "$(wire_first switch 'adv src=10.0.0.11 ')")
must between "$(calc "$began + 14.9")" "$took" "$(calc "$begun + 16")"
must wait_for 2 is_state b Backup

# The link goes and comes back, and b is Master meanwhile.
must ip -n a link set dev eth0 down
must wait_for 5 is_state b Master
block a b
must ip -n a link set dev eth0 up
began=$(now)
plugged
must wait_for 2 is_state a Backup
must wait_for 12 past "$(calc "$began + 10.5")"
must wait $port
must is_state a Backup
must [ "$(masters "$began")" = 1 ]

# b resigns before the 15 s are over.
told=$(now)
must between 10.4 "$(calc "$told - $began")" 14.9
tell b TERM
must wait_for 1 is_state a Master
must log_has a 'Backup -> Master \(10\.0\.0\.12 resigned\)'
ended b
