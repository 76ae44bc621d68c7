#!/bin/bash
# Whatever was open in whoever starts it is closed: no pipe of a shell is kept
# open by a daemon, and so many descriptors that select(2) cannot count them
# do no harm.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

many=1200
(ulimit -S -n 4096) 2>/dev/null || skip "no $many descriptors are allowed"
real=$VRRPD
mkdir "$T/bin"
mkfifo "$T/pipe"
cat >"$T/bin/vrrpd" <<END
#!/bin/bash
ulimit -S -n 4096
exec 7<>"$T/pipe"
for ((n = 0; n < $many; n++)); do
	exec {fd}>"$T/inherited"
done
exec "$real" "\$@"
END
chmod +x "$T/bin/vrrpd"

# open_files PID: what it has open.
open_files()
{
	find "/proc/$1/fd" -type l -printf '%l\n'
}

# clean NAME: it has nothing but its own.
clean()
{
	must not grep -E '/(inherited|pipe)$' <(open_files "$(pid "$1")")
	must between 5 "$(open_files "$(pid "$1")" | wc -l)" 20
}

lan a
VRRPD=$T/bin/vrrpd start a -v 50 10.0.0.1
clean a
lead a
stop a

# In the background as well; and it has let go of what the shell waits for.
said=$(on a timeout 5 "$T/bin/vrrpd" -D -i eth0 -f "$T/a" -v 50 10.0.0.1 \
    </dev/null 2>&1)
status=$?
[[ $status == 0 && $said == "" ]] || fail "exit status $status: $said"
cat "$T/a/vrrpd_eth0_50.pid" >"$T/a.pid"
clean a
tell a TERM
must wait_for 3 not running a
