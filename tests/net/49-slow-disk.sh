#!/bin/bash
# The files are on a disk that does not answer: no advertisement is late, no
# take-over waits for it, and who waits holds nothing that a successor needs.
# Once it answers, the state file is true again.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

stuck=/run/stuck

# leads HOST: by what the kernel says, not by the state file.
leads()
{
	has_addr "$1" 10.0.0.1 && [ "$(mac_of "$1")" = 00:00:5e:00:01:32 ]
}

# writers NAME: the processes that wait for the disk in its stead.
writers()
{
	pgrep -P "$(pid "$1")"
}

# writing NAME: that there is one.
writing()
{
	[ -n "$(writers "$1")" ]
}

# changes HOST: how often it became Master, as its state file knows.
changes()
{
	state "$1" vrrpStatsBecomeMaster
}

fresh()
{
	[ "$(changes a)" = 2 ] && [ "$(changes b)" = 1 ] && is_state a Master
}

real=$VRRPD
preload slowdisk
lan a b
before=$(snapshot b)
sniff switch
start a -v 50 -p 200 10.0.0.1
start b -v 50 -p 100 10.0.0.1
lead a
must wait_for 3 knows b 10.0.0.11
must [ "$(writers a)" = "" ]

touch "$stuck"
since=$(now)
tell a HUP
tell b HUP
must wait_for 2 writing a
# An advertisement is not late, though another line of the log would be one.
wait_for 3 false
must steady switch 'adv src=10.0.0.11 ' 2 "$since"
wire_times switch 'adv src=10.0.0.11 ' "$since" | awk '
	NR > 1 && $1 - last > 1.2 { print last, "to", $1; bad = 1 }
	{ last = $1 }
	END { exit bad }' || fail "late"

# There and back, which is over long before the disk could say so.
tell a USR2
must wait_for 1.5 leads b
must wait_for 0.3 not leads a
tell a USR1
must wait_for 1.5 leads a
must wait_for 0.3 not leads b
must [ "$(writers a | wc -l)" = 1 ]
must is_state a Master
must [ "$(changes a)" = 1 ]
must [ "$(log_count a 'cannot write the state file in .*busy')" = 1 ]

# Nor does the priority, which is obeyed when it can be read.
echo 210 >"$T/a/vrrpd_eth0_50.prio"
tell a HUP
must wait_for 2 log_has a 'cannot read .*\.prio: .*busy'
must [ "$(log_count a 'cannot write')" = 1 ]
must [ "$(log_count a 'cannot read .*\.prio: .*busy')" = 1 ]
rm "$stuck"
# Every 5 s it tries again, and a machine that is busy is a slow disk as well.
must wait_for 20 fresh
must wait_for 20 log_has a 'priority 200 -> 210'

# Who waits is in nobody's way, has nothing but the directory and the way to
# tell, and ends with whom it writes for; nor is it in the way at a stop.
touch "$stuck"
tell a HUP
must wait_for 2 writing a
writer=$(writers a)
two_open()
{
	[ "$(find "/proc/$writer/fd" -type l | wc -l)" = 2 ]
}
must wait_for 2 two_open
crash a
must wait_for 2 [ ! -e "/proc/$writer" ]
must [ "$(on a ss -xlH | grep -c vrrpd)" = 0 ]
must wait_for 5 leads b
begin=$(now)
stop b
# 1.25 s for a successor, 1 s for the disk.
must between 0 "$(calc "$(now) - $begin")" 3.2
must same "$before" "$(snapshot b)"
rm "$stuck"
start a -v 50 -p 200 10.0.0.1
stop a

# Who waits for its program, and no longer for the disk, leaves the files to its
# successor: what it could not write never comes after that.
cat >"$T/hook" <<'END'
#!/bin/sh
[ "$3" = Initialize ] || exit 0
while [ ! -e /run/enough ]; do
	sleep 0.1
done
END
chmod 755 "$T/hook"
start a -e "$T/hook" -v 50 10.0.0.1
lead a
touch "$stuck"
tell a TERM
must wait_for 4 log_has a 'Master -> Initialize'
ln -s a "$T/next"
AS=next VRRPD=$real start a -v 50 10.0.0.1
lead next
id=$(state_id next)
must running a
rm "$stuck"
! wait_for 0.5 not state_is next "$id" || fail "replaced: $(state next reason)"
must is_state next Master
touch /run/enough
must ended a
stop next

# At the end, one that only takes a moment is waited for.
rm "$T/a"/*
start a -v 50 10.0.0.1
must wait_for 2 is_state a Backup
touch "$stuck"
tell a TERM
must wait_for 2 log_has a 'Backup -> Initialize'
! wait_for 0.3 not running a || fail "it did not wait"
rm "$stuck"
must ended a
must [ "$(ls "$T/a")" = vrrpd_eth0_50.state ]
must is_state a Initialize

# Whoever starts it may not care for children; it does for its own.
{
	echo "#!$BASH"
	echo "trap '' CHLD"
	cat "$VRRPD"
} >"$T/bin-heedless"
chmod +x "$T/bin-heedless"
AS=heedless VRRPD=$T/bin-heedless start a -v 50 10.0.0.1
lead heedless
stop heedless
must not log_has heedless 'Input/output error'
