#!/bin/bash
# There is another address of its own, and the kernel does not take the filter
# that would hear adverts from it: that is tried once a second.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

preload nojoin
lan a b
start a -v 50 -p 100 10.0.0.1
start b -v 50 -p 200 10.0.0.1
lead b
must wait_for 3 knows a 10.0.0.12

# forged: what comes from the new address is told.
forged()
{
	on b "$WIRE" send eth0 src=10.0.0.21 prio=200
	wait_for 0.3 log_has a 'from 10.0.0.21 ignored: source is an address'
}

touch /run/nofilter
ip -n a addr add 10.0.0.21/24 dev eth0
must wait_for 2 log_has a 'cannot filter .*trying on'
must not forged
wait_for 1.5 false
rm /run/nofilter
must wait_for 4 forged
must [ "$(log_count a 'cannot filter')" = 1 ]
