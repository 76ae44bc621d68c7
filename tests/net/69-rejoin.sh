#!/bin/bash
# The link is back, and the kernel does not let us join the group again: that
# is tried once a second, or a Backup that hears nobody would be a Master too.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

preload nojoin
lan a b
start a -v 50 -p 100 10.0.0.1
start b -v 50 -p 200 10.0.0.1
lead b
must wait_for 3 knows a 10.0.0.12

touch /run/nojoin
cable a down
must wait_for 6 is_state a Initialize
cable a up
must wait_for 2 is_state a Backup
must wait_for 2 log_has a 'cannot join the group .*trying on'
rm /run/nojoin
must wait_for 3 knows a 10.0.0.12
must is_state a Backup
must [ "$(log_count a 'cannot join')" = 1 ]
