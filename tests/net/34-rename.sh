#!/bin/bash
# The interface renamed under a Master and under a Backup: it is followed by
# its index, and given back properly, also where the rename has spoilt the
# label of the virtual address.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# rename HOST OLD NEW
rename()
{
	ip -n "$1" link set dev "$2" name "$3" 2>"$T/rename" ||
	    skip "this kernel renames no interface that is up:" \
	    "$(<"$T/rename")"
}

# named HOST NAME: what the daemon calls it.
named()
{
	refresh "$1"
	[ "$(state "$1" ifname)" = "$2" ]
}

# adverts SOURCE MAC: two more come from there, an interval apart.
adverts()
{
	local since first last

	since=$(now)
	more()
	{
		[ "$(wire_count switch "adv src=$1 " "$since")" -ge 2 ]
	}
	must wait_for 4 more "$1"
	first=$(field time "$(wire_first switch "adv src=$1 .*smac=$2 " \
	    "$since")")
	last=$(wire_times switch "adv src=$1 .*smac=$2 " "$since" | sed -n 2p)
	must between 0.7 "$(calc "$last - $first")" 1.3
}

lan a b
sniff switch
start a -v 50 -p 200 10.0.0.1
start b -v 50 -p 100 10.0.0.1
tell a USR1
must wait_for 2 is_state a Master

# Another one that has the old name at once is nobody's.
tell a STOP
rename a eth0 wan
must ip -n a link add name eth0 type veth peer name eth1
must ip -n a addr add 10.9.0.1/24 dev eth0
must ip -n a link set dev eth0 up
since=$(now)
tell a CONT
# This one may be late.
must wait_for 3 wire_seen switch 'adv src=10.0.0.11 ' "$since"
adverts 10.0.0.11 00:00:5e:00:01:32
must wait_for 2 named a wan
must is_state a Master
must has_addr a 10.0.0.1
must [ "$(mac_of a wan)" = 00:00:5e:00:01:32 ]

# A deleted address comes back under the new name.
must ip -n a addr del 10.0.0.1/32 dev wan
must wait_for 2.3 has_addr a 10.0.0.1

# Under a Backup, which then takes over.
rename b eth0 verylongname
must wait_for 2 named b verylongname
must is_state b Backup
rename b verylongname lan
must wait_for 2 named b lan
stop a
must [ "$(mac_of a wan)" = 02:00:00:00:00:11 ]
must not has_addr a 10.0.0.1
must wait_for 2 is_state b Master
adverts 10.0.0.12 00:00:5e:00:01:32
must has_addr b 10.0.0.1

# At a rename the first address of an interface loses its label: make that
# the virtual one, and have own addresses behind it.
must ip -n b addr add 10.0.1.12/24 dev lan
must ip -n b addr del 10.0.0.12/24 dev lan
adverts 10.0.1.12 00:00:5e:00:01:32
rename b lan dmz
must not grep -q ' 10\.0\.0\.1/32 .*dmz:' <(ip -n b -o -4 addr show)
adverts 10.0.1.12 00:00:5e:00:01:32
must wait_for 2 named b dmz
must is_state b Master
stop b
must [ "$(mac_of b dmz)" = 02:00:00:00:00:12 ]
must not has_addr b 10.0.0.1
must has_addr b 10.0.1.12/24
