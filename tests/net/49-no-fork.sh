#!/bin/bash
# The files are on a disk, and the process that would wait for it cannot be
# started: nothing counts as written or read that was not.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

preload nofork
lan a
start a -v 50 -p 100 10.0.0.1
touch /run/nofork
must wait_for 6 has_addr a 10.0.0.1
must wait_for 2 log_has a 'cannot write the state file'
must is_state a Backup
rm /run/nofork
must wait_for 12 is_state a Master

echo 150 >"$T/a/vrrpd_eth0_50.prio"
tell a HUP
must wait_for 2 log_has a 'priority 100 -> 150 '
touch /run/nofork
echo 160 >"$T/a/vrrpd_eth0_50.prio"
tell a HUP
must wait_for 2 log_has a 'cannot read .*prio'
rm /run/nofork
must wait_for 12 log_has a 'priority 150 -> 160 '
must not log_has a 'not obeyed'
stop a
