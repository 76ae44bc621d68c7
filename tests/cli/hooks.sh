#!/usr/bin/env bash
# The example hooks run the right commands in each state; the commands are
# make-believe and write down how they were called.
set -u
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 1

T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT
mkdir "$T/bin"
failures=0

for c in sendmail systemctl rc-service service conntrackd; do
	cat >"$T/bin/$c" <<-EOF
		#!/bin/sh
		echo "$c \$*" >>$T/did
		[ $c != sendmail ] || cat >$T/mail
	EOF
	chmod +x "$T/bin/$c"
done

# does HOOK STATE WORDS: it runs that, each command in a line.
does()
{
	: >"$T/did"
	PATH=$T/bin:$PATH VRRPD_reason='no why' VRRPD_addresses=10.0.0.1/32 \
	    "scripts/hook-$1" eth0 50 "$2" >"$T/out" 2>&1 ||
	    echo "exit status $?" >>"$T/did"
	cat "$T/out" >>"$T/did"
	[ "$(<"$T/did")" = "$3" ] && return
	failures=$((failures + 1))
	echo "hook-$1 $2:"
	sed 's/^/    /' "$T/did"
}

does mail Master 'sendmail -t'
grep -q '^Subject: .*virtual router 50 on eth0 is Master$' "$T/mail" ||
    { echo "no subject"; failures=$((failures + 1)); }
grep -q 'no why' "$T/mail" || { echo "no why"; failures=$((failures + 1)); }
if [ -d /run/systemd/system ]; then
	does service Master 'systemctl start dhcpd.service'
	does service Backup 'systemctl stop dhcpd.service'
else
	does service Master 'rc-service dhcpd start'
	does service Backup 'rc-service dhcpd stop'
	rm "$T/bin/rc-service"
	if ! command -v rc-service >/dev/null; then
		does service Initialize 'service dhcpd stop'
	fi
fi
does conntrack Master 'conntrackd -c
conntrackd -f
conntrackd -R
conntrackd -B'
does conntrack Backup 'conntrackd -t
conntrackd -n'
does conntrack Initialize 'conntrackd -t'

[ "$failures" = 0 ]
