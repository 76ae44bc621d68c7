#!/bin/bash
# A Master's interface goes into another namespace, out of its reach, and comes
# back with the virtual MAC still on: a Backup does not keep that.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

mac=02:00:00:00:00:11

# back: a's interface, as it left but for its address, which a move deletes.
back()
{
	must ip -n elsewhere link set dev eth0 netns a
	ip -n a -batch - <<-EOF || fail "eth0 of a"
		addr add 10.0.0.11/24 brd + dev eth0
		link set dev eth0 up
	EOF
}

has_own()
{
	[ "$(mac_of a)" = $mac ]
}

lan a b
host elsewhere
start a -v 50 -p 100 10.0.0.1
tell a USR1
must wait_for 2 is_state a Master
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
must ip -n a link set dev eth0 netns elsewhere
must wait_for 2 is_state a Initialize
start b -v 50 -p 200 10.0.0.1
tell b USR1
must wait_for 2 is_state b Master

back
must wait_for 3 is_state a Backup
must wait_for 1 has_own
must [ "$(state a real_mac)" = $mac ]
must is_state b Master

# Someone who insists on that MAC does not make it work without a pause.
sniff switch
insisted=$(now)
while ! past "$(calc "$insisted + 2")"; do
	ip -n a link set dev eth0 address 00:00:5e:00:01:32
done
must wait_for 2 has_own
n=$(wire_count switch 'arp op=1 .* spa=10\.0\.0\.11 ' "$insisted")
must between 1 "$n" "$(calc "4 + 2 * ($(now) - $insisted)")"
must is_state a Backup

# Nor when it is stopped soon after.
stop b
must wait_for 5 is_state a Master
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
must ip -n a link set dev eth0 netns elsewhere
must wait_for 2 is_state a Initialize
back
must wait_for 3 is_state a Backup
stop a
must [ "$(mac_of a)" = $mac ]
must [ ! -e "$T/a/vrrpd_eth0_50.undo" ]
