#!/bin/bash
# A virtual address deleted under a Master is put back, announced and logged;
# at most once an interval, however often it is deleted, so that a quarrel
# with a network manager fills neither the LAN nor the log.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

garp='arp op=1 .*sha=00:00:5e:00:01:32 spa=10.0.0.1 .*tpa=10.0.0.1$'

lan a b
sniff switch
start a -v 50 -p 200 10.0.0.1 10.0.0.2
start b -v 50 -p 100 10.0.0.1 10.0.0.2
tell a USR1
must wait_for 2 is_state a Master

# At once, then with the next three advertisements.
announced()
{
	[ "$(wire_count switch "$garp")" -ge 4 ]
}
must wait_for 5 announced

gone=$(now)
must ip -n a addr del 10.0.0.1/32 dev eth0
must wait_for 2 has_addr a 10.0.0.1/32
must wait_for 1 wire_seen switch "$garp" "$gone"
must wait_for 1 log_has a 'put right'
must [ "$(log_count a 'put right')" = 1 ]

# Both of them.
gone=$(now)
must ip -n a addr del 10.0.0.2/32 dev eth0
must ip -n a addr del 10.0.0.1/32 dev eth0
must wait_for 2.3 has_addr a 10.0.0.1/32
must wait_for 2.3 has_addr a 10.0.0.2/32
must wait_for 1 wire_seen switch "$garp" "$gone"

# For 5 s, every 10 ms.
begin=$(now)
end=$(calc "$begin + 5")
n=0
while between "$begin" "$(now)" "$end" 2>/dev/null; do
	! ip -n a addr del 10.0.0.1/32 dev eth0 2>/dev/null || n=$((n + 1))
	tick
done
garps=$(wire_count switch "$garp" "$begin")
# 7, or as much more as the machine was slow.
most=$(calc "$(now) - $begin + 2")
must between 2 "$n" "$most"
must between 2 "$garps" "$most"
must between 1 "$(log_count a 'put right')" 2
must is_state a Master
must [ "$(log_count a ' -> ')" = 2 ]

# No advertisement was late, early or more than due.
wire_times switch 'adv src=' | awk '
	NR > 1 && ($1 - last < 0.7 || $1 - last > 1.3) { print $1 - last }
	{ last = $1 }' >"$T/gaps"
must [ ! -s "$T/gaps" ]

must wait_for 2.3 has_addr a 10.0.0.1/32
must not wait_for 1.2 not has_addr a 10.0.0.1/32
stop a
must not has_addr a 10.0.0.1
must not has_addr a 10.0.0.2
