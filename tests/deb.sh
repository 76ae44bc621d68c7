#!/bin/bash
# The Debian package: the same bytes twice, no error for lintian, and on a
# system of its own, which lies over this one, it installs, starts, is
# upgraded, is removed with a hand-over, and purged leaves nothing behind.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/net/lib.sh"
# shellcheck source=tests/net/instances.sh
. "$(dirname "$0")/net/instances.sh"
need dpkg dpkg-deb dpkg-shlibdeps lintian adduser invoke-rc.d chroot
grep -qE '^ *0 +0 +4294967295$' /proc/self/uid_map ||
    skip "needs root: other users' files are installed"

# made DIRECTORY: the package built there.
made()
{
	"$TOP/scripts/deb" "$T/$1" 2>"$T/said" ||
	    fail "scripts/deb: exit status $?: $(<"$T/said")"
}
package=$(made first) || exit
again=$(made second) || exit
must cmp "$package" "$again"
lintian --no-cfg --fail-on error "$package" >"$T/said" 2>&1 ||
    fail "lintian: $(<"$T/said")"

# What is written there is written to memory.
disk=/run/disk
root=$disk/root
SYSTEM=$root			# for instances.sh
must mkdir "$disk"
must mount -t tmpfs tmpfs "$disk"
must mkdir "$disk/new" "$disk/work" "$root"
mount -t overlay -o "lowerdir=/,upperdir=$disk/new,workdir=$disk/work" \
    overlay "$root" 2>"$T/said" || skip "no overlay: $(<"$T/said")"
must mount -t proc proc "$root/proc"
for d in dev run tmp var/tmp; do
	must mount -t tmpfs -o mode=1777 tmpfs "$root/$d"
done
for f in null zero full random urandom; do
	must touch "$root/dev/$f"
	must mount --bind "/dev/$f" "$root/dev/$f"
done
# Here services may start, and this is the runlevel.
rm -f "$root/usr/sbin/policy-rc.d" "$root/usr/sbin/runlevel"
printf '#!/bin/sh\necho N 2\n' >"$root/usr/sbin/runlevel"
chmod 755 "$root/usr/sbin/runlevel"
must cp "$package" "$root/run/vrrpd.deb"

# inside COMMAND...: on a, in that system; what it says is in $T/said.
inside()
{
	on a chroot "$root" env -i PATH="$PATH" DEBIAN_FRONTEND=noninteractive \
	    "$@" </dev/null >"$T/said" 2>&1
}

# does COMMAND...: likewise, and it must succeed.
does()
{
	inside "$@" || fail "$*: exit status $?: $(<"$T/said")"
}

init()
{
	local status

	inside /etc/init.d/vrrpd "${@:2}"
	status=$?
	[ "$status" = "$1" ] ||
	    fail "init ${*:2}: exit status $status, not $1: $(<"$T/said")"
}

# What dpkg and the making of a user leave, whatever the package.
left()
{
	(cd "$disk/new" && find . ! -type d) |
	    grep -vE '^\./var/(lib|log|cache)/' |
	    grep -vE '^\./etc/(passwd|group|g?shadow|sub[ug]id)-?$' |
	    grep -vxE '\./etc/\.pwd\.lock|\./usr/sbin/(policy-rc\.d|runlevel)'
}

lan a b
before=$(snapshot a)

# Nothing runs that nobody has asked for.
does dpkg -i /run/vrrpd.deb
init 3 status
must [ ! -e "$root/run/vrrpd" ]
does getent passwd vrrpd
does man -w vrrpd
does vrrpd -V
must grep -qF "$("$TOP/scripts/version")" "$T/said"
must [ -n "$(find "$root"/etc/rc2.d -name 'S*vrrpd')" ]
must [ -L "$root/etc/systemd/system/multi-user.target.wants/vrrpd.service" ]

echo 'lan -i eth0 -v 50 -p 200 10.0.0.1' >>"$root/etc/vrrpd.conf"
does invoke-rc.d vrrpd start
init 0 status
start b -v 50 -p 100 10.0.0.1
lan=$(pid_of lan)
must kill -s USR1 "$lan"
must wait_for 2 in_state lan Master
must wait_for 3 knows b 10.0.0.11

# An upgrade: another process, of the same file.
does dpkg -i /run/vrrpd.deb
must gone "$lan"
init 0 status
lan=$(pid_of lan)
must grep -q '^lan ' "$root/etc/vrrpd.conf"
must kill -s USR1 "$lan"
must kill -s USR2 "$(pid b)"
must wait_for 5 in_state lan Master
must wait_for 3 knows b 10.0.0.11

does dpkg -r vrrpd
must gone "$lan"
must is_state b Master
must log_has b '10\.0\.0\.11 resigned'
must same "$before" "$(snapshot a)"
must [ ! -e "$root/usr/sbin/vrrpd" ]
must [ -e "$root/etc/vrrpd.conf" ]

does dpkg -P vrrpd
must [ -z "$(left)" ]
must [ -z "$(find "$disk/new" -name '*vrrpd*' ! -path '*/var/cache/man/*')" ]

# All of it at once.
does dpkg -i /run/vrrpd.deb
echo 'lan -n -i eth0 -v 51 10.0.0.2' >>"$root/etc/vrrpd.conf"
init 0 start
lan=$(pid_of lan)
does dpkg -P vrrpd
must gone "$lan"
must [ -z "$(left)" ]
must [ ! -e "$root/run/vrrpd" ]
