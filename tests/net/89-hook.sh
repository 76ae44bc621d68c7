#!/bin/bash
# The program of -e: run at each change of the state, one at a time and in
# order, with the state as arguments and environment, with the privileges that
# the daemon has given up, and with none of its descriptors.  While it runs
# only the latest state waits, and the protocol does not.  What it says is
# logged, bounded.  With a stop the last state is still run; and neither the
# helper nor the daemon minds the other's death for long.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need timeout

# hook: what the program does is the standard input.
hook()
{
	rm -f "$T/hook"
	{
		echo "#!/bin/sh"
		echo "T=$T"
		cat
	} >"$T/hook"
	chmod 755 "$T/hook"
}

# ran LINES: that so many have been run.
ran()
{
	[ "$(wc -l <"$T/ran")" = "$1" ]
}

# children PID
children()
{
	cat "/proc/$1/task/$1/children" 2>/dev/null
}

# refused STATUS WORDS PROGRAM: with one line that says why.
refused()
{
	local said status

	said=$(on a timeout 5 "$VRRPD" -i eth0 -v 50 -f "$T/a" -e "$3" \
	    10.0.0.1 2>&1)
	status=$?
	[[ $status = "$1" && $said = "vrrpd: -e $3: "*"$2"* &&
	    $said != *$'\n'* ]] || fail "$3: $status: $said"
}

mkdir "$T/a"
lan a b
refused 2 'whole path' bin/true
refused 2 'whole path' ''
refused 1 'No such file' "$T/none"
refused 1 'not a program' "$T"
hook </dev/null
chmod 644 "$T/hook"
refused 1 'cannot be executed' "$T/hook"
for mode in 775 757; do
	chmod $mode "$T/hook"
	refused 1 'may write it' "$T/hook"
done
if chown 12345 "$T/hook" 2>/dev/null; then
	chmod 755 "$T/hook"
	refused 1 'belongs to another user' "$T/hook"
fi

hook <<'DONE'
env | sort >$T/env.$3
cat /proc/self/status >$T/status
ls -l /proc/self/fd >$T/fds
pwd >$T/pwd
echo "$# $1 $2 $3" >>$T/ran
DONE
: >"$T/ran"
sniff switch
exec 7<"$T" 8>"$T/inherited"
start a -v 50 -p 150 -e "$T/hook" 10.0.0.1
exec 7<&- 8>&-
must wait_for 5 ran 1
lead a
must wait_for 5 ran 2
helper=$(children "$(pid a)")
helper=${helper% }
must [ "$(awk '/^CapEff/ { print $2 }' /proc/self/status)" = \
    "$(awk '/^CapEff/ { print $2 }' "$T/status")" ]
must grep -q 'NoNewPrivs:	0' "$T/status"
must [ "$(cat "$T/pwd")" = / ]
# 3 is that of ls itself.
must [ "$(sed 1d "$T/fds" | awk '{ print $9, $11 }' | grep -vc '^3 ')" = 3 ]
must grep -q '0 -> /dev/null' "$T/fds"
must [ "$(find "/proc/$helper/fd" -lname 'socket:*' | wc -l)" = 1 ]
# And none of a program that has not ended yet.
six_open()
{
	[ "$(find "/proc/$helper/fd" -mindepth 1 | wc -l)" = 6 ]
}
must wait_for 2 six_open
must [ "$(awk '/^NoNewPrivs/ { print $2 }' "/proc/$(pid a)/status")" = 1 ]

# Every key of the state file, with its value, and PATH.
while IFS='=' read -r key _; do
	must grep -q "^VRRPD_$key=" "$T/env.Master"
done <"$T/a/vrrpd_eth0_50.state"
must [ "$(grep -vc '^VRRPD_' "$T/env.Master")" -le 4 ]	# the shell's own
must grep -qx VRRPD_state=Master "$T/env.Master"
must grep -qx 'VRRPD_reason=asked to by SIGUSR1' "$T/env.Master"
must grep -qx VRRPD_state=Backup "$T/env.Backup"
must grep -qx VRRPD_master= "$T/env.Backup"
stop a
must same "3 eth0 50 Backup
3 eth0 50 Master
3 eth0 50 Initialize" "$(cat "$T/ran")"
must wait_for 2 [ ! -e "/proc/$helper" ]

# It hangs: the states go on meanwhile, of which only the last is run.
mkfifo "$T/go"
hook <<'DONE'
echo "$3" >>$T/ran
[ ! -p $T/go ] || read line <$T/go
DONE
: >"$T/ran"
start a -v 50 -p 150 -e "$T/hook" 10.0.0.1
must wait_for 5 ran 1
lead a
must ip -n a link set dev eth0 down
must wait_for 2 is_state a Initialize
must ip -n a link set dev eth0 up
must wait_for 2 is_state a Backup
since=$(now)
lead a
three()
{
	[ "$(wire_count switch 'adv src=10.0.0.11 ' "$since")" -ge 3 ]
}
must wait_for 5 past "$(calc "$since + 3.2")"
must wait_for 2 three
must steady switch 'adv src=10.0.0.11 ' 3 "$since"
must ran 1
rm "$T/go.off" 2>/dev/null
mv "$T/go" "$T/go.off"
echo >"$T/go.off"
must wait_for 5 ran 2
must same "Backup
Master" "$(cat "$T/ran")"

# What it says, and how it ends.
hook <<'DONE'
echo "hello from $3"
printf 'odd \033[2J line\nno newline' >&2
exit 3
DONE
: >"$T/a.log"
tell a USR2
must wait_for 2 log_has a 'no other router answered'
must ip -n a link set dev eth0 down
must wait_for 3 log_has a '-e: hello from Initialize$'
must wait_for 2 log_has a '-e: odd \?\[2J line$'
must wait_for 2 log_has a '-e: no newline$'
must wait_for 2 log_has a 'the program of -e ended with status 3'
hook <<'DONE'
head -c 5000 /dev/zero | tr '\0' x
seq 1000
DONE
: >"$T/a.log"
must ip -n a link set dev eth0 up
must wait_for 3 log_has a 'the program of -e says more than is logged'
# Three of the 50 were those above.
must [ "$(log_count a '-e: ')" = 47 ]
must [ "$(log_count a 'says more than is logged')" = 1 ]
must [ "$(log_count a '-e: xxx')" = 1 ]
must [ "$(awk 'length > 300' "$T/a.log" | wc -l)" = 0 ]
must log_has a '-e: 40$'

# Nothing that can be run: said, and nothing more.
rm "$T/hook"
lead a
must wait_for 2 log_has a 'the program of -e cannot be run: No such file'

# The helper heeds no signal but SIGKILL; without it the daemon goes on.
helper=$(children "$(pid a)")
helper=${helper% }
for s in HUP INT TERM USR1 USR2; do
	kill -s $s "$helper"
done
must kill -0 "$helper"
childless()
{
	[ "$(children "$1")" = "" ]
}
must wait_for 2 childless "$helper"
kill -s KILL "$helper"
must wait_for 2 log_has a 'the helper that runs the program of -e is gone'
must wait_for 1 childless "$(pid a)"
must is_state a Master
stop a
must [ "$(log_count a 'the helper that runs')" = 1 ]

# Nor does it outlive the daemon.
hook <<'DONE'
echo "$3" >>$T/ran
DONE
: >"$T/ran"
start a -v 50 -e "$T/hook" 10.0.0.1
helper=$(children "$(pid a)")
helper=${helper% }
must kill -0 "$helper"
crash a
must wait_for 2 [ ! -e "/proc/$helper" ]

# In the background; the command returns though the helper lives.
: >"$T/ran"
must on a timeout 5 "$VRRPD" -D -i eth0 -v 50 -f "$T/a" -e "$T/hook" 10.0.0.1
must wait_for 5 ran 1
pid=$(cat "$T/a/vrrpd_eth0_50.pid")
must kill "$pid"
must wait_for 5 ran 2
must [ "$(tail -n 1 "$T/ran")" = Initialize ]
must wait_for 2 not kill -0 "$pid" 2>/dev/null
