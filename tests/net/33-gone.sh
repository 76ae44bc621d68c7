#!/bin/bash
# The interface deleted under a Master and under a Backup: the process lives
# and waits for the name.  The new one has another index and another MAC: it
# is used, locked and left as the old one was.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# made MAC: a's interface, as the first one was but for the MAC.
made()
{
	echo "link add name a type veth peer name eth0 address $1 netns a"
	echo "link set dev a master sw up"
}

# used: it is given its address.
used()
{
	ip -n a -batch - <<-EOF || fail "eth0 of a"
		addr add 10.0.0.11/24 brd + dev eth0
		link set dev eth0 up
	EOF
}

# index: of a's interface.
index()
{
	ip -n a -o link show dev eth0 | cut -d : -f 1
}

lan a b
sniff switch
start a -v 50 -p 200 10.0.0.1
start b -v 50 -p 100 10.0.0.1
tell a USR1
must wait_for 2 is_state a Master
must wait_for 2 wire_seen switch 'adv src=10.0.0.11 .*smac=00:00:5e:00:01:32 '
first=$(index)

must ip -n a link del dev eth0
must wait_for 0.6 is_state a Initialize
must [ "$(log_count a 'Master -> Initialize .*is (down|gone)')" = 1 ]

# Nor does it mind another interface meanwhile.
must ip -n a link add name other type veth peer name eno1
must wait_for 5 is_state b Master
must running a
must is_state a Initialize

again=$(now)
made 02:00:00:00:01:11 | ip -n switch -batch - || fail "no new interface"
used
must [ "$(index)" != "$first" ]
must wait_for 3 is_state a Backup
must [ "$(state a real_mac)" = 02:00:00:00:01:11 ]
must wait_for 5 is_state a Master
must wait_for 2 wire_seen switch \
    'adv src=10.0.0.11 .*smac=00:00:5e:00:01:32 ' "$again"
must has_addr a 10.0.0.1
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
must wait_for 1 is_state b Backup

# The new one is locked.
mkdir "$T/second"
said=$(on a timeout 5 "$VRRPD" -n -i eth0 -v 50 -f "$T/second" 10.0.0.1 2>&1)
[[ $? == 1 && $said == *"pid $(pid a)"* ]] || fail "not refused: $said"
said=$(on a timeout 5 "$VRRPD" -i eth0 -v 51 -f "$T/second" 10.0.0.2 2>&1)
[[ $? == 1 && $said == *"pid $(pid a)"* ]] || fail "not refused: $said"

# Gone and back at once, and again as a Backup.
second=$(index)
must ip -n a link del dev eth0
made 02:00:00:00:02:11 | ip -n switch -batch - || fail "no third interface"
used
must [ "$(index)" != "$second" ]
must wait_for 3 is_state a Backup
must ip -n a link del dev eth0
must wait_for 1 is_state a Initialize
must [ "$(log_count a 'Backup -> Initialize .*is (down|gone)')" = 1 ]
made 02:00:00:00:03:11 | ip -n switch -batch - || fail "no fourth interface"
used
must wait_for 3 is_state a Backup
tell a USR1
must wait_for 2 is_state a Master
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]

# What is left behind is as the newest one was.
stop a
must [ "$(mac_of a)" = 02:00:00:00:03:11 ]
must not has_addr a 10.0.0.1
