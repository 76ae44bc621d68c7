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
[ -x "$T/usr/sbin/vrrpd" ] || { echo "no program"; exit 1; }
[ -f "$T/usr/share/man/man8/vrrpd.8" ] || { echo "no manual"; exit 1; }
"$T/usr/sbin/vrrpd" -V
make -s uninstall DESTDIR="$T" PREFIX=/usr
left=$(find "$T" ! -type d)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
