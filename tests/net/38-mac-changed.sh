#!/bin/bash
# Another MAC set by someone else: under a Master the virtual one is put back,
# announced and logged, at most once an interval; the one to be restored in
# the end is that from before.  A Backup's own MAC is whatever it is now.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

garp='arp op=1 .*sha=00:00:5e:00:01:32 spa=10.0.0.1 .*tpa=10.0.0.1$'

# mac HOST MAC: set it.
mac()
{
	ip -n "$1" link set dev eth0 address "$2" || fail "MAC of $1"
}

# mac_is HOST MAC
mac_is()
{
	[ "$(mac_of "$1")" = "$2" ]
}

lan a b c
sniff switch
start a -v 50 -p 200 10.0.0.1
start b -v 50 -p 100 10.0.0.1
start c -v 51 -n 10.0.0.3
tell a USR1
tell c USR1
must wait_for 2 is_state a Master
must wait_for 2 is_state c Master

changed=$(now)
mac a 02:00:00:00:00:99
must wait_for 2.3 mac_is a 00:00:5e:00:01:32
must wait_for 1 wire_seen switch "$garp" "$changed"
must wait_for 1 log_has a 'put right'
must [ "$(log_count a 'put right')" = 1 ]
refresh a
must [ "$(state a real_mac)" = 02:00:00:00:00:11 ]

# Nobody's business: c was told to leave it alone; b is a Backup.
mac c 02:00:00:00:00:77
mac b 02:00:00:00:00:88
noted()
{
	[ "$(counter b real_mac)" = 02:00:00:00:00:88 ]
}
must wait_for 2 noted

# For 5 s, whenever it is the virtual one.
begin=$(now)
end=$(calc "$begin + 5")
n=0
while between "$begin" "$(now)" "$end" 2>/dev/null; do
	if mac_is a 00:00:5e:00:01:32; then
		mac a 02:00:00:00:00:99
		n=$((n + 1))
	fi
	tick
done
garps=$(wire_count switch "$garp" "$begin")
# 7, or as much more as the machine was slow.
most=$(calc "$(now) - $begin + 2")
must between 2 "$n" "$most"
must between 2 "$garps" "$most"
must between 1 "$(log_count a 'put right')" 2
must wait_for 2.3 mac_is a 00:00:5e:00:01:32
must wait_for 2 wire_seen switch 'adv .*smac=00:00:5e:00:01:32 ' "$(now)"
must is_state a Master
must [ "$(log_count a ' -> ')" = 2 ]
must mac_is c 02:00:00:00:00:77
must mac_is b 02:00:00:00:00:88
must [ "$(log_count b 'put right')" = 0 ]
must [ "$(log_count c 'put right')" = 1 ]

stop a
must mac_is a 02:00:00:00:00:11
must wait_for 2 is_state b Master
must mac_is b 00:00:5e:00:01:32
stop b
must mac_is b 02:00:00:00:00:88
stop c
must mac_is c 02:00:00:00:00:77
