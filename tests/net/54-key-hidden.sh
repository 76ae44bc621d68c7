#!/bin/bash
# The key is seen by nobody: not in the process list, the log, the state file
# or a core dump.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

hex=6b6579776f7264 ascii=keyword

# hidden: nothing that others can read of a shows the key.
hidden()
{
	tr '\0' ' ' <"/proc/$(pid a)/cmdline" >"$T/seen"
	cat "$T/a.log" "$T/a"/* >>"$T/seen"
	grep -q -- ' -i eth0 ' "$T/seen" || fail "no command line: $(<"$T/seen")"
	! grep -qaiE "$hex|$ascii" "$T/seen" || fail "seen: $(<"$T/seen")"
}

lan a b
for form in "-a pw/0x$hex" "-apw/0x$hex" "-nsa ah/0x$hex" "-a ah/0X$hex"; do
	# shellcheck disable=SC2086 # its words
	start a -v 50 $form 10.0.0.1
	hidden
	stop a
done

# A key file: only the owner's, a regular file, named as it is.
echo "ah/0x$hex" >"$T/key"
chmod 600 "$T/key"
start a -v 50 -a "@$T/key" 10.0.0.1
hidden
start b -v 50 -p 50 -a "ah/0x$hex" 10.0.0.1
must wait_for 5 is_state a Master
must wait_for 3 [ "$(counter b vrrpStatsAuthFailures)" = 0 ]
must is_state b Backup

# A core dump, where this machine would write one here: of the router, and of
# the one that waits until it is in the background.
read -r pattern </proc/sys/kernel/core_pattern
[ "$pattern" = core ] || skip "core dumps of this machine go elsewhere"

# dumping ARGUMENT...: leaves its pid in $pid.
dumping()
{
	(
		cd "$T/a" && ulimit -c unlimited &&
		    exec nsenter --net=/run/netns/a -- "$VRRPD" -i eth0 \
		    -v 50 -f . -a "ah/0x$hex" "$@" 10.0.0.1
	) >"$T/dumping" 2>&1 &
	pid=$!
}

# dumped: whether one was written, where the process was or where it went.
dumped()
{
	local files

	files=$(find / "$T/a" -maxdepth 1 -name 'core*' -type f \
	    -newer "$T/dumping.ref")
	[ -n "$files" ] || return 1
	xargs rm -- <<<"$files"
}

touch "$T/dumping.ref"
# It would be written, but for us.
stop a
stop b
rm -f "$T/a"/vrrpd_*
(cd "$T/a" && ulimit -c unlimited && exec sleep 100) &
pid=$!
must wait_for 2 grep -qx sleep "/proc/$pid/comm"
kill -s ABRT $pid
wait $pid 2>/dev/null
dumped || skip "no core dump is written here"

dumping
must wait_for 5 [ -e "$T/a/vrrpd_eth0_50.pid" ]
kill -s ABRT $pid
wait $pid 2>/dev/null
must not dumped

# It has to wait for who is handing over.
rm "$T/a"/vrrpd_*
start a -v 50 10.0.0.1
tell a USR1
must wait_for 2 is_state a Master
tell a TERM
must wait_for 1 grep -q 'handing over' "$T/a.log"
# For as long as anybody waits for it.
tell a STOP
dumping -D
must wait_for 1 grep -q . "/proc/$pid/task/$pid/children"
kill -s ABRT $pid
wait $pid 2>/dev/null
must [ $? = $((128 + 6)) ]
must not dumped
tell a CONT
must ended a
