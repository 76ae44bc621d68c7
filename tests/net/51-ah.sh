#!/bin/bash
# RFC 2402 AH with HMAC-MD5-96: protocol 51, SPI the source, one sequence
# counter for the whole group, that every router takes over.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

key=ah/0x7365637265742d6b6579

lan a b
sniff switch
begin=$(now)
start a -v 50 -p 200 -a $key 10.0.0.1
start b -v 50 -p 100 -a $key 10.0.0.1
must wait_for 5 is_state a Master
must wait_for 3 wire_seen switch ' adv src=10.0.0.11 .* proto=51'
line=$(wire_first switch ' adv src=10.0.0.11')
must [ "$(field proto "$line")" = 51 ]
must [ "$(field spi "$line")" = 0a00000b ]
must [ "$(field auth "$line")" = 2 ]
must [ "$(field authdata "$line")" = 0000000000000000 ]
must [ "$(field sum "$line")" = ok ]
must [ "$(field id "$line")" -gt 0 ]
must between "${begin%.*}" "$(field seq "$line")" "$(calc "$(now) + 5")"

# rising NAME...: that the numbers on the wire only ever rise.
rising()
{
	wire_lines switch ' adv ' | sed 's/.* seq=\([0-9]*\).*/\1/' |
	    sort -C -n -u
}

must wait_for 3 [ "$(wire_count switch ' adv ')" -ge 1 ]
must is_state b Backup

# After a crash the backup goes on counting; the old master, back at once with
# all that it knew lost, listens, takes the counter over and preempts.
crash a
must wait_for 5 is_state b Master
rm -r "$T/a"
ip -n a addr del 10.0.0.1/32 dev eth0
ip -n a link set dev eth0 address 02:00:00:00:00:11
start a -v 50 -p 200 -a $key 10.0.0.1
must wait_for 5 is_state a Master
must wait_for 2 is_state b Backup
must rising

# Planned: resigned with an authentic priority 0.
stop a
must wait_for 2 is_state b Master
must grep -q '10.0.0.11 resigned' "$T/b.log"
must rising
must [ "$(counter b vrrpStatsAuthFailures)" = 0 ]
stop b

# The count goes on where the state file says, if the clock says less.
recorded=$(state b ah_sequence)
must [ "$recorded" -ge "$(field seq "$(wire_last switch ' adv ')")" ]
sed -i "s/^ah_sequence=.*/ah_sequence='4000000000'/" \
    "$T/b/vrrpd_eth0_50.state"
start b -v 50 -p 100 -a $key 10.0.0.1
must wait_for 5 wire_seen switch ' seq=4000000001 '
stop b
