#!/bin/bash
# What is not for this virtual router never wakes the process, at whatever
# rate it comes: other VRIDs, unicast, another interface, and pieces
# of a datagram.
#
# Runs alone: it keeps both processors busy.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/net/flood.sh
. "$(dirname "$0")/flood.sh"

# asleep: that in the last flood it woke for its own adverts, and for little
# else.
asleep()
{
	must [ "$WOKEN" -le $((2 * SPAN + 6)) ]
}

lan a b m
host x
must ip -n a link add eth1 type veth peer name eth0 netns x
must ip -n x link set dev eth0 up
must ip -n a link set dev eth1 up
must ip -n a addr add 10.1.0.11/24 dev eth1
# Someone else there has joined the group.
must ip -n a addr add 224.0.0.18/32 dev eth1 autojoin
must wait_for 2 has_carrier a eth1
pair -a none

for kind in vrid ah-vrid fragments ipsum; do
	flood $kind $kind
	asleep
done
flood "vrid, 10,000 sources" -n 10000 vrid
asleep
mac=$(mac_of a)
for to in 10.0.0.11 10.0.0.1; do
	flood "good, to $to" -d $to -m "$mac" good
	asleep
	flood "ah-icv, to $to" -d $to -m "$mac" ah-icv
	asleep
done
FROM=x flood "good, on another interface" good
asleep
FROM=x flood "ah-icv, on another interface" ah-icv
asleep

# The yardstick: one that is ours wakes it.
flood sum sum
must [ "$WOKEN" -gt $((100 * LENGTH)) ]
judge
