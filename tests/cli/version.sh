#!/usr/bin/env bash
# One place knows the version, and whatever else names it agrees.
set -u
cd "$(dirname "$0")/../.." || exit 1
status=0

bad()
{
	echo "$*" >&2
	status=1
}

version=$(scripts/version)
[[ $version =~ ^[0-9]+(\.[0-9]+)+$ ]] || bad "scripts/version: $version"
said=$("${VRRPD:-./vrrpd}" -V)
[ "$said" = "vrrpd $version" ] || bad "-V: $said"
for manual in *.8 scripts/*.8; do
	grep -qxF ".Os \"vrrpd $version\"" "$manual" ||
	    bad "$manual: not .Os \"vrrpd $version\""
	others=$(grep -oE 'vrrpd [0-9]+(\.[0-9]+)+' "$manual" |
	    grep -vxF "vrrpd $version")
	[ -z "$others" ] || bad "$manual: $others"
done
exit $status
