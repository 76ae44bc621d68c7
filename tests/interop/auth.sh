# shellcheck shell=bash
# What 20-pass.sh and 21-ah.sh try, each with its own kind of authentication.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/keepalived.sh"

# theirs_with HOST PRIORITY TYPE WORD: keepalived with that key.
theirs_with()
{
	theirs "$1" "$2" "authentication {" "auth_type $3" "auth_pass $4" "}"
}

# heard NAME ADDRESS: it is Backup and obeys that master.
heard()
{
	is_state "$1" Backup && [ "$(state "$1" master)" = "$2" ]
}

# sends ADDRESS SINCE: it has advertised since then.
sends()
{
	wire_seen switch " adv src=$1 .*vrid=${VRID:-50} prio=[1-9]" "$2"
}

# silent ADDRESS: no advertisement of it for 1.5 s.
silent()
{
	local since

	since=$(now)
	! wait_for 1.5 sends "$1" "$since"
}

# partners TYPE FORM: keepalived's auth_type and our -a, key "secret".
partners()
{
	local type=$1 ours=$2/0x736563726574

	lan a k l b
	sniff switch
	# Our master a, their backup k; their master l, our backup b.
	theirs_with k 100 "$type" secret
	VRID=51 VIP=10.0.0.2 theirs_with l 200 "$type" secret
	start a -n -v 50 -p 200 -a "$ours" 10.0.0.1
	start b -n -v 51 -p 100 -a "$ours" 10.0.0.2
	must wait_for 5 is_state a Master
	must wait_for 6 heard b 10.0.0.13
	must silent 10.0.0.12
	must is_state a Master
	must no_errors a
	must no_errors b

	# Resigning, both ways, and back again.
	stop a
	must wait_for 2 theirs_master k
	must grep -q 'handed over to 10.0.0.12' "$T/a.log"
	theirs_stop l
	must wait_for 2 is_state b Master
	must grep -q '10.0.0.13 resigned' "$T/b.log"
	start a -n -v 50 -p 200 -a "$ours" 10.0.0.1
	VRID=51 VIP=10.0.0.2 theirs_with l 200 "$type" secret
	must wait_for 5 is_state a Master
	must wait_for 6 heard b 10.0.0.13
	must wait_for 3 silent 10.0.0.12

	# A crash of either, and back again: one election is enough.
	since=$(now)
	crash a
	theirs_crash l
	must wait_for 5 sends 10.0.0.12 "$since"
	must wait_for 5 is_state b Master
	start a -n -v 50 -p 200 -a "$ours" 10.0.0.1
	VRID=51 VIP=10.0.0.2 theirs_with l 200 "$type" secret
	must wait_for 5 is_state a Master
	must wait_for 6 heard b 10.0.0.13
	must wait_for 3 silent 10.0.0.12
	must is_state a Master
	must no_errors a
	must no_errors b

	# A wrong key, theirs or ours: two masters, and ours says why.
	stop b
	start b -n -v 51 -p 100 -a "$2/0x736563726575" 10.0.0.2
	must wait_for 5 is_state b Master
	must wait_for 3 grep -q "from 10.0.0.13 ignored: wrong" "$T/b.log"
	theirs_stop k
	theirs_with k 100 "$type" secreT
	since=$(now)
	must wait_for 5 sends 10.0.0.12 "$since"
	must wait_for 3 grep -q "from 10.0.0.12 ignored: wrong" "$T/a.log"
	must is_state a Master
	must [ "$(counter a vrrpStatsAuthFailures)" -ge 1 ]
}
