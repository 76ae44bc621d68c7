#!/bin/bash
# A disk on which everything takes longer than it is waited for, and succeeds:
# each file has its turn, the undo record, the state file and that of the
# priority, and what came late counts.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

preload slowdisk
lan a b
start a -v 50 -p 100 172.16.0.1/24
start b -v 50 -p 200 172.16.0.1/24
lead a
touch /run/late
echo 77 >"$T/a/vrrpd_eth0_50.prio"
tell a HUP
# What is being read is too old, once it is to be read again.
sleep 1
echo 78 >"$T/a/vrrpd_eth0_50.prio"
tell a HUP
tell b USR1
must wait_for 20 is_state b Master
must wait_for 20 is_state a Backup
must wait_for 12 log_has a 'priority .* -> 78 '
must wait_for 12 grep -qx "priority='78'" "$T/a/vrrpd_eth0_50.state"
must wait_for 12 grep -qx "routes='0'" "$T/a/vrrpd_eth0_50.undo"
rm /run/late
stop a
stop b
must [ ! -e "$T/a/vrrpd_eth0_50.undo" ]
