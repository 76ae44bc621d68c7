#!/bin/bash
# The System V script, under dash: every virtual router of vrrpd.conf, with
# the exit statuses that the LSB gives; a stop hands over, and a crash leaves
# nothing that a start would not put right.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/net/instances.sh
. "$(dirname "$0")/instances.sh"
need start-stop-daemon dash

# Installed, with all of it below $T; the program is the one under test.
must mkdir -p "$T/sbin" "$T/etc"
must cp "$VRRPD" "$T/sbin/vrrpd"
must env -u MAKEFLAGS make -s -C "$TOP" install-init INIT=sysv DESTDIR= SBINDIR="$T/sbin" \
    LIBEXECDIR="$T/libexec" SYSCONFDIR="$T/etc" >"$T/install"

# init STATUS ARGUMENT...: run the script on a; what it says is in $T/said.
init()
{
	local status

	on a dash "$T/etc/init.d/vrrpd" "${@:2}" </dev/null >"$T/said" 2>&1
	status=$?
	[ "$status" = "$1" ] ||
	    fail "init ${*:2}: exit status $status, not $1: $(<"$T/said")"
}

lan a b
before=$(snapshot a)
sniff switch

# The example configures nothing.
init 0 start
init 3 status
must [ ! -e /run/vrrpd ]

cat >"$T/etc/vrrpd.conf" <<-'END'
	# all on one interface
	lan	-i eth0 -v 50 -p 200 10.0.0.1
	two	-n -i eth0 -v 51 10.0.0.2	# and another
END
init 3 status
must grep -qx 'vrrpd lan: not running' "$T/said"
init 0 stop
init 0 start
init 0 status
must [ "$(cat "$T/said")" = $'vrrpd lan: running\nvrrpd two: running' ]
lan=$(pid_of lan) two=$(pid_of two)
must [ "$(cat "/proc/$lan/comm" "/proc/$two/comm")" = $'vrrpd\nvrrpd' ]

# Once more is not twice.
init 0 start
must [ "$(pid_of lan) $(pid_of two)" = "$lan $two" ]

# Its last word is a hand-over, and the address is never without a router.
start b -v 50 -p 100 10.0.0.1
must kill -s USR1 "$lan"
must wait_for 2 in_state lan Master
must wait_for 3 knows b 10.0.0.11
since=$(now)
init 0 stop
must gone "$lan"
must gone "$two"
must wait_for 2 is_state b Master
must wait_for 2 wire_seen switch 'adv src=10.0.0.11 .*prio=0 ' "$since"
must log_has b '10\.0\.0\.11 resigned'
must same "$before" "$(snapshot a)"
init 3 status
init 0 stop

# One of them alone.
init 0 start two
init 3 status
init 0 status two
init 3 status lan
init 0 stop lan
init 0 status two
init 0 start

# restart; and only what runs, where that is asked for.
lan=$(pid_of lan) two=$(pid_of two)
init 0 restart
must gone "$lan"
must gone "$two"
init 0 status
init 0 stop lan
two=$(pid_of two)
for action in try-restart force-reload; do
	init 0 "$action"
	must gone "$two"
	init 3 status lan
	init 0 status two
	two=$(pid_of two)
done
init 0 stop
init 0 try-restart
init 3 status

# Killed as a Master: the address stays until the next start.
init 0 start
stop b
lan=$(pid_of lan)
must kill -s USR1 "$lan"
must wait_for 2 in_state lan Master
must kill -s KILL "$lan"
must wait_for 1 gone "$lan"
must has_addr a 10.0.0.1
init 1 status
must grep -qx 'vrrpd lan: died' "$T/said"
init 0 start
init 0 status
must not has_addr a 10.0.0.1
init 0 stop
must same "$before" "$(snapshot a)"

# A pid file that now is another's: he is left alone.
on a sleep 60 </dev/null &
other=$!
mkdir -p /run/vrrpd/lan
echo "$other" >/run/vrrpd/lan/vrrpd_eth0_50.pid
init 1 status lan
init 0 stop
must kill -0 "$other"
init 0 start lan
must [ "$(pid_of lan)" != "$other" ]
kill "$other"

# A line that is gone, or another now: what runs is stopped all the same.
lan=$(pid_of lan)
sed -i 's/^two.*/two -i eth0 -v 51 -D 10.0.0.2/; s/^lan/dmz/' \
    "$T/etc/vrrpd.conf"
init 0 stop
must gone "$lan"

# A wrong line says so and keeps no other down.
init 1 start
must grep -qF "$T/etc/vrrpd.conf, line 3: -D" "$T/said"
init 0 status dmz
init 0 stop
echo 'bad -i eth9 -v 52 10.0.0.3' >>"$T/etc/vrrpd.conf"
sed -i /^two/d "$T/etc/vrrpd.conf"
init 1 start
must grep -qF -e '-i eth9: there is no such interface' "$T/said"
must grep -qx 'vrrpd bad: cannot be started' "$T/said"
init 0 status dmz
init 3 status
init 0 stop
init 1 start nosuch

# What it does not do, and what it cannot.
init 3 reload
init 2
init 2 bogus
mv "$T/etc/vrrpd.conf" "$T/etc/moved"
init 6 start
init 3 status
init 0 stop
mv "$T/etc/moved" "$T/etc/vrrpd.conf"
chmod 755 "$T"
if on a setpriv --reuid=65534 --clear-groups true 2>/dev/null; then
	on a setpriv --reuid=65534 --clear-groups \
	    dash "$T/etc/init.d/vrrpd" start </dev/null >"$T/said" 2>&1
	must [ $? = 4 ]
fi
mv "$T/sbin/vrrpd" "$T/sbin/moved"
init 5 start
must same "$before" "$(snapshot a)"

# What a boot needs to know.
for key in Provides Required-Start Required-Stop Default-Start Default-Stop \
    Short-Description Description; do
	must [ "$(sed -n '/^### BEGIN INIT INFO$/,/^### END INIT INFO$/p' \
	    "$T/etc/init.d/vrrpd" | grep -c "^# $key: ")" = 1 ]
done
