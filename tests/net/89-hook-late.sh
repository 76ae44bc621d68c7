#!/bin/bash
# A program of -e that does not end is told to after 30 s, and killed 5 s
# later, with what it has started; then the state that waits is run.  A stop
# waits for the last one, but not when it is told a second time; the locks
# wait for nobody.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# ran LINES: that so many have been run.
ran()
{
	[ "$(wc -l <"$T/ran")" = "$1" ]
}

cat >"$T/hook" <<DONE
#!/bin/sh
trap 'echo told' TERM
echo "\$3" >>$T/ran
[ "\$3" = Master ] || while :; do sleep 1; done
DONE
chmod 755 "$T/hook"
: >"$T/ran"
lan a
began=$(now)
start a -v 50 -e "$T/hook" 10.0.0.1
must wait_for 5 ran 1
lead a
must wait_for 32 log_has a 'the program of -e runs for 30 s: told to end'
must between 29.98 "$(calc "$(logged a) - $began")" 31.5
must wait_for 4 log_has a '-e: told'
must ran 1
must wait_for 7 log_has a 'the program of -e does not end: killed'
must between 34.98 "$(calc "$(logged a) - $began")" 37
must wait_for 2 log_has a 'the program of -e was ended by signal 9'
must wait_for 4 ran 2

tell a TERM
must wait_for 5 ran 3
must wait_for 1 [ ! -e "$T/a/vrrpd_eth0_50.pid" ]
must running a
mkdir "$T/next"
AS=next start a -v 50 10.0.0.1
must wait_for 2 is_state next Backup
tell a TERM
ended a || fail "exit status $?"
must log_has a ' ended$'
