#!/usr/bin/env bash
# make install puts what it says where it says, and make uninstall takes all
# of it away.
set -eu
cd "$(dirname "$0")/../.."
# The tests may run under another build of this make.
unset B CFLAGS CC MAKEFLAGS MFLAGS MAKELEVEL
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT

make -s install DESTDIR="$T" PREFIX=/usr
for f in sbin/vrrpd sbin/vrrpd-status share/man/man8/vrrpd.8 \
    share/man/man8/vrrpd-status.8 share/man/ja/man8/vrrpd.8 \
    share/bash-completion/completions/vrrpd share/vrrpd/check-http \
    share/vrrpd/hook-{conntrack,mail,service}; do
	[ -f "$T/usr/$f" ] || { echo "no $f"; exit 1; }
done
"$T/usr/sbin/vrrpd" -V
"$T/usr/sbin/vrrpd-status" -h >/dev/null
make -s uninstall DESTDIR="$T" PREFIX=/usr
left=$(find "$T" ! -type d)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
[ ! -e "$T/usr/share/vrrpd" ] || { echo "its own directory stays"; exit 1; }
