#!/bin/bash
# The OpenRC script, under OpenRC's own tools, unpacked and not installed: it
# comes after the network, runs every virtual router of vrrpd.conf, and hands
# over before the network goes.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/net/instances.sh
. "$(dirname "$0")/instances.sh"
root=$TOP/build/openrc
[ -x "$root/sbin/openrc-run" ] ||
    skip "no OpenRC in build/openrc; scripts/deps puts it there"

# Its tools stand where they look for each other, and see no service but ours.
over()
{
	mount -t overlay -o "lowerdir=$1:$2" overlay "$2" 2>"$T/mount" ||
	    skip "no overlay may be mounted: $(<"$T/mount")"
}
lib=$(readlink -f /lib) sbin=$(readlink -f /sbin)
over "$root/lib" "$lib"
over "$root/sbin" "$sbin"
where=$(find "$root/lib" -name 'librc.so.*' -printf '%h\n' | head -n 1)
export LD_LIBRARY_PATH=$lib/${where#"$root/lib"}
# The latter as a boot with OpenRC makes them.
mkdir -p "$T/etc/init.d" "$T/etc/conf.d" "$T/etc/runlevels/default" \
    "$T/sbin" /run/openrc/{daemons,exclusive,failed,inactive,options} \
    /run/openrc/{scheduled,started,starting,stopping,tmp,wasinactive} ||
    exit
cp "$root/etc/rc.conf" "$T/etc/rc.conf"
over "$T/etc" /etc
must mount --bind "$T/etc/init.d" /etc/init.d
must touch /run/openrc/softlevel

must cp "$VRRPD" "$T/sbin/vrrpd"
must env -u MAKEFLAGS make -s -C "$TOP" install-init INIT=openrc DESTDIR= SBINDIR="$T/sbin" \
    LIBEXECDIR="$T/libexec" SYSCONFDIR="$T/etc" >"$T/install"
cat >"$T/etc/init.d/wire" <<-'END'
	#!/sbin/openrc-run
	depend() { provide net; }
	start() { ip link set eth0 up; }
	stop() { cat /run/vrrpd/*/vrrpd_*.pid >/run/left; ip link set eth0 down; }
END
chmod +x "$T/etc/init.d/wire"

# rc STATUS ACTION [SERVICE]: what it says is in $T/said.
rc()
{
	local status

	on a rc-service "${3:-vrrpd}" "$2" </dev/null >"$T/said" 2>&1
	status=$?
	[ "$status" = "$1" ] ||
	    fail "${3:-vrrpd} $2: exit status $status, not $1: $(<"$T/said")"
}

lan a b
must ip -n a link set eth0 down
cat >"$T/etc/vrrpd.conf" <<-'END'
	lan	-i eth0 -v 50 -p 200 10.0.0.1
	two	-n -i eth0 -v 51 10.0.0.2	# and another
END
rc 3 status

# The network first.
rc 0 start
rc 0 status
rc 0 status wire
lan=$(pid_of lan) two=$(pid_of two)
must [ "$(cat "/proc/$lan/comm" "/proc/$two/comm")" = $'vrrpd\nvrrpd' ]
start b -v 50 -p 100 10.0.0.1
must wait_for 2 in_state lan Backup
must kill -s USR1 "$lan"
must wait_for 2 in_state lan Master
must wait_for 3 knows b 10.0.0.11
rc 0 start
must [ "$(pid_of lan)" = "$lan" ]

# It goes last: by then the other router has taken over.
sniff switch
since=$(now)
rc 0 stop wire
must gone "$lan"
must gone "$two"
must [ -e /run/left ]
must [ ! -s /run/left ]
must wait_for 2 is_state b Master
must log_has b '10\.0\.0\.11 resigned'
must wait_for 2 wire_seen switch 'adv src=10.0.0.11 .*prio=0 ' "$since"
rc 3 status

rc 0 start
lan=$(pid_of lan)
rc 0 restart
must gone "$lan"
rc 0 status

# One has died.
lan=$(pid_of lan)
must kill -s KILL "$lan"
must wait_for 1 gone "$lan"
rc 3 status
must grep -q 'vrrpd lan: not running' "$T/said"
rc 0 restart
rc 0 status

# A wrong line says so and keeps no other down; with none that is right there
# is nothing started.
sed -i 's/^two.*/bad -i eth9 -v 51 10.0.0.2/' "$T/etc/vrrpd.conf"
rc 0 restart
must grep -qF -e '-i eth9: there is no such interface' "$T/said"
must [ -n "$(pid_of lan)" ]
rc 3 status
sed -i 's/^bad.*/bad -D/' "$T/etc/vrrpd.conf"
rc 0 restart
must grep -qF "$T/etc/vrrpd.conf, line 2: -D" "$T/said"
must [ -n "$(pid_of lan)" ]
rc 0 stop
sed -i /^lan/d "$T/etc/vrrpd.conf"
rc 1 start
rm "$T/etc/vrrpd.conf"
rc 1 start
must grep -q 'vrrpd.conf: not there' "$T/said"
