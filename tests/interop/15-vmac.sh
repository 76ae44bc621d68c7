#!/bin/bash
# keepalived with a virtual MAC as ours has it (use_vmac: a macvlan interface
# with 00:00:5e:00:01:VRID): whoever is Master the address is reached, and
# neither is disturbed by frames that seem to come from its own MAC.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/keepalived.sh"

# reached: h reaches the address.
reached()
{
	on h ping -q -c 1 -W 1 10.0.0.1 >/dev/null
}

need ping
lan a k h
ip -n k link add link eth0 name try type macvlan mode private 2>"$T/try" ||
    skip "no macvlan: $(<"$T/try")"
must ip -n k link del dev try
sniff switch
theirs k 150 use_vmac
must wait_for 6 theirs_master k
must wait_for 2 wire_seen switch \
    'adv src=10.0.0.12 .*smac=00:00:5e:00:01:32 '
must wait_for 2 reached

# Theirs stays Master as long as its priority is higher.
start a -v 50 -p 100 10.0.0.1
heard()
{
	[ "$(state a master)" = 10.0.0.12 ]
}
must wait_for 4 heard
stop a
start a -v 50 -p 200 10.0.0.1
must wait_for 5 is_state a Master
gone()
{
	not theirs_master k
}
must wait_for 2 gone
must wait_for 2 reached

# And ours stays it.
since=$(now)
four()
{
	[ "$(wire_count switch 'adv src=10.0.0.11 ' "$since")" -ge 4 ]
}
must wait_for 6 four
must is_state a Master
must not wire_seen switch 'adv src=10.0.0.12 ' "$(calc "$since + 0.5")"

# It hands over to theirs, which hands over to ours again.
stop a
must wait_for 2 theirs_master k
must wait_for 2 reached
start a -v 50 -p 100 10.0.0.1
must wait_for 4 heard
theirs_stop k
must wait_for 2 is_state a Master
must wait_for 2 reached
must no_errors a
