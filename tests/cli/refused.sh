#!/usr/bin/env bash
# What the system refuses: exit status 1, one line that names the thing and
# the way out, and nothing touched.  Where the way out is a command, it is
# taken, and leads there.
# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../net/lib.sh"
need setpriv timeout

mkdir "$T/run"
V=("$VRRPD" -f "$T/run")
failures=0

# picture: all that must be as it was.
picture()
{
	{
		ip -n r -d link show
		ip -n r -d addr show
		ip -n r -4 route show table all
		ip -n r -6 route show table all
		ip -n r maddr show
	} | sed 's/ *valid_lft.*//; s/ expires [0-9]*sec//'
	find "$T/run" "$T/other" /run/vrrpd* -printf '%p %s %m %i %T@\n' \
	    2>/dev/null
}

bad()
{
	failures=$((failures + 1))
	{
		echo "$TITLE: $*"
		sed 's/^/    /' "$T/out" "$T/err"
	} >&2
}

# try COMMAND...: in the router, its outputs to $T/out and $T/err, its status
# to $status.
try()
{
	on r timeout -k 2 5 "$@" </dev/null >"$T/out" 2>"$T/err" {never}>&-
	status=$?
}

# refused TITLE WORDS... -- COMMAND...: the one line holds all the words.
refused()
{
	local before words=()

	TITLE=$1
	while [ "$2" != -- ]; do
		words+=("$2")
		shift
	done
	shift 2
	# What an earlier one did to the interface may not be over.
	wait_for 5 dad_done r || bad "an IPv6 address is still tentative"
	before=$(picture)
	try "$@"
	[ "$status" = 1 ] || bad "exit status $status, not 1"
	[ ! -s "$T/out" ] || bad "something on stdout"
	[ "$(wc -l <"$T/err")" = 1 ] || bad "not one line"
	[[ $(<"$T/err") == "vrrpd: "* ]] || bad "not our line"
	for w in "${words[@]}"; do
		grep -qF -e "$w" "$T/err" || bad "does not say: $w"
	done
	same "$before" "$(picture)" >"$T/out" || bad "it has touched"
}

# accepted TITLE ARGUMENT...: it starts; stopped again, all is as before.
accepted()
{
	local before

	TITLE=$1
	shift
	wait_for 5 dad_done r || bad "an IPv6 address is still tentative"
	before=$(picture)
	AS=accepted start r "$@"
	stop accepted
	same "$before" "$(picture)" >"$T/out" 2>"$T/err" ||
	    bad "not as it was before"
}

# pid_of DIRECTORY VRID
pid_of()
{
	cat "$1/vrrpd_eth0_$2.pid"
}

lan r

#
# The interface.
#

refused "unknown" "-i nosuch: there is no such interface" -- \
    "${V[@]}" -i nosuch -v 1 10.0.0.1
refused "longer than names are" "-i a-name-of-20-letters: the name is too" \
    "10 characters" "altname wan0" "-i wan0" -- \
    "${V[@]}" -i a-name-of-20-letters -v 1 10.0.0.1
refused "two lines" "-i a?b: there is no such interface" -- \
    "${V[@]}" -i $'a\nb' -v 1 10.0.0.1
refused "loopback" "-i lo: a loopback interface" Ethernet -- \
    "${V[@]}" -i lo -v 1 10.0.0.1

# The first that this kernel makes.
for kind in "tun0 tuntap" "gre1 gre" "sit1 sit" "ipip1 ipip" "wg0 wg"; do
	name=${kind% *}
	case ${kind#* } in
	tuntap)	ip -n r tuntap add dev tun0 mode tun ;;
	gre | sit | ipip)
		ip -n r link add "$name" type "${kind#* }" \
		    local 10.0.0.11 remote 10.0.0.12 ;;
	*)	ip -n r link add "$name" type wireguard ;;
	esac 2>/dev/null || continue
	ip -n r link set dev "$name" multicast on
	refused "not Ethernet" "-i $name: not an Ethernet interface; name one" -- \
	    "${V[@]}" -i "$name" -v 1 10.0.0.1
	ip -n r link del dev "$name"
	break
done

must ip -n r link set dev eth0 multicast off
refused "no multicast" "-i eth0: the interface has no multicast" \
    "ip link set eth0 multicast on" -- "${V[@]}" -i eth0 -v 1 10.0.0.1
must on r ip link set eth0 multicast on
accepted "multicast again" -v 1 10.0.0.1

# is_up INTERFACE: nothing about it is still to change.
is_up()
{
	has_carrier r "$1" && { [ ! -e /proc/net/if_inet6 ] ||
	    [[ $(ip -n r -6 addr show dev "$1") == *fe80:* ]]; } &&
	    dad_done r "$1"
}

# The longest name that has room for a label, and one more letter.
must ip -n r link add eth1234567 type veth peer name peer
must ip -n r link set dev eth1234567 up
must ip -n r link set dev peer up
must wait_for 5 is_up eth1234567
must wait_for 5 is_up peer
DEV=eth1234567 accepted "name of ten letters" -v 1 10.0.0.1
must ip -n r link set dev eth1234567 down
must ip -n r link set dev eth1234567 name eth12345678
must ip -n r link set dev eth12345678 up
must wait_for 5 is_up eth12345678
must wait_for 5 is_up peer
refused "long name" "-i eth12345678: the name is too long" "10 characters" \
    "ip link property add dev eth12345678 altname wan0" "-i wan0" -- \
    "${V[@]}" -i eth12345678 -v 1 10.0.0.1
if on r ip link property add dev eth12345678 altname wan0 2>/dev/null; then
	DEV=wan0 accepted "by its other name" -v 1 10.0.0.1
fi
must ip -n r link del dev eth12345678

# 20 bytes for the IP header, 8 + 8 around four for each address.
mapfile -t many < <(seq -f '10.0.1.%.0f' 1 136)
must ip -n r link set dev eth0 mtu 576
refused "MTU" "136 addresses" "580 bytes" "MTU of eth0, 576" \
    "name at most 135" -- "${V[@]}" -i eth0 -v 1 "${many[@]}"
accepted "just the MTU" -v 1 "${many[@]:0:135}"
must ip -n r link set dev eth0 mtu 1500

#
# The directory.
#

refused "no directory" "-f $T/none: there is no such directory" -- \
    "$VRRPD" -f "$T/none" -i eth0 -v 1 10.0.0.1
: >"$T/file"
refused "not a directory" "-f $T/file: not a directory; name another" -- \
    "$VRRPD" -f "$T/file" -i eth0 -v 1 10.0.0.1

refused "no directory, two lines" "-f $T/a?b: there is no such" -- \
    "$VRRPD" -f "$T/a"$'\n'b -i eth0 -v 1 10.0.0.1

mkdir "$T/other"
chmod 555 "$T/other"
refused "not writable" "-f $T/other: cannot be written" "Permission denied" \
    "name another with -f" -- setpriv \
    --bounding-set=-dac_override,-dac_read_search \
    --inh-caps=-dac_override,-dac_read_search \
    "$VRRPD" -f "$T/other" -i eth0 -v 1 10.0.0.1
chmod 755 "$T/other"
mount --bind "$T/other" "$T/other" && mount -o remount,bind,ro "$T/other" &&
    refused "read-only, as root" "-f $T/other: cannot be written" \
	"Read-only file system" "name another with -f" -- \
	"$VRRPD" -f "$T/other" -i eth0 -v 1 10.0.0.1
umount "$T/other"
chmod 555 "$T/other"

# An unprivileged user, and what makes him a privileged one.
user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
set=+net_admin,+net_raw
caps=("--inh-caps=$set" "--ambient-caps=$set")

# In a user namespace with one user there is no other one to be.
others=no
if "${user[@]}" "${caps[@]}" true 2>/dev/null; then
	others=yes
	chmod 755 "$T"
	mkdir -m 777 "$T/all"
	cp "$VRRPD" "$T/all/vrrpd"	# where everyone may read it
	refused "not writable, as a user" "-f $T/other: cannot be written" \
	    "Permission denied" -- "${user[@]}" "${caps[@]}" \
	    "$T/all/vrrpd" -f "$T/other" -i eth0 -v 1 10.0.0.1
fi

#
# Permissions.
#

for cap in net_admin net_raw net_admin,-net_raw; do
	refused "without $cap" "not permitted" root CAP_NET_ADMIN \
	    CAP_NET_RAW -- setpriv --bounding-set="-$cap" \
	    --inh-caps="-$cap" "${V[@]}" -i eth0 -v 1 10.0.0.1
done
if [ "$others" = yes ]; then
	refused "as a user" "not permitted" root CAP_NET_ADMIN CAP_NET_RAW \
	    -- "${user[@]}" "$T/all/vrrpd" -f "$T/all" -i eth0 -v 1 10.0.0.1
	# Who only forgot to be root has not heard of -f.
	chmod 755 /run
	refused "as a user, by default" "not permitted" root CAP_NET_ADMIN \
	    CAP_NET_RAW -- "${user[@]}" "$T/all/vrrpd" -i eth0 -v 1 10.0.0.1
fi

#
# One instance.
#

# Not Master meanwhile, however slow the machine is.
AS=first start r -v 7 -d 60 10.0.0.1
wait_for 10 is_state first Backup || fail "first: not Backup"
first=$(pid first)
for where in "$T/first" "$T/run"; do
	refused "same VRID" "VRID 7 runs on eth0 already, pid $first" -- \
	    "$VRRPD" -f "$where" -i eth0 -v 7 10.0.0.1
	refused "same VRID, -n" "VRID 7 runs on eth0 already, pid $first" -- \
	    "$VRRPD" -f "$where" -n -i eth0 -v 7 10.0.0.9
	refused "the MAC" "another vrrpd handles the MAC of eth0 already" \
	    ", pid $first:" "-n" macvlan -- \
	    "$VRRPD" -f "$where" -i eth0 -v 8 10.0.0.9
	refused "same VRID, -D" "VRID 7 runs on eth0 already, pid $first" -- \
	    "$VRRPD" -D -f "$where" -i eth0 -v 7 10.0.0.1
done
if on r ip link property add dev eth0 altname lan0 2>/dev/null; then
	refused "same VRID, other name" "VRID 7 runs on lan0 already" \
	    ", pid $first:" -- "${V[@]}" -i lan0 -v 7 10.0.0.1
	on r ip link property del dev eth0 altname lan0
fi
running first || fail "first: it died"
[ "$(pid_of "$T/first" 7)" = "$first" ] || fail "first: another pid file"
AS=second start r -n -v 8 10.0.0.9
stop second
stop first
accepted "the same VRID later" -v 7 10.0.0.1

#
# The virtual addresses.
#

must ip -n r addr add 10.0.0.100/24 dev eth0
refused "stands already" "10.0.0.100 stands on eth0 already" "-p 255" \
    "ip addr del 10.0.0.100/24 dev eth0" -- "${V[@]}" -i eth0 -v 1 10.0.0.100
refused "stands already, other length" "10.0.0.100 stands on eth0" -- \
    "${V[@]}" -i eth0 -v 1 10.0.0.100/28
refused "one of two" "10.0.0.100 stands on eth0 already" "-p 255" -- \
    "${V[@]}" -i eth0 -v 1 10.0.0.100 10.0.0.101
refused "one of two, as owner" "-p 255: 1 of the 2 virtual addresses" \
    "10.0.0.100 among them" "add the others" \
    "a lower priority and ip addr del 10.0.0.100/24 dev eth0" -- \
    "${V[@]}" -p 255 -i eth0 -v 1 10.0.0.101 10.0.0.100
refused "the primary" "10.0.0.11 stands on eth0 already" -- \
    "${V[@]}" -p 254 -i eth0 -v 1 10.0.0.11
must ip -n r addr add 10.0.0.101/32 dev eth0
accepted "the other one added" -p 255 -v 1 10.0.0.101 10.0.0.100
must ip -n r addr del 10.0.0.101/32 dev eth0
accepted "owner" -p 255 -v 1 10.0.0.100
accepted "owner of two" -p 255 -v 1 10.0.0.100 10.0.0.11
must on r ip addr del 10.0.0.100/24 dev eth0
accepted "taken away" -v 1 10.0.0.100
accepted "255 without owning" -p 255 -v 1 10.0.0.100

#
# A virtual MAC that someone left there.
#

must ip -n r link set dev eth0 address 00:00:5e:00:01:07
for vrid in 7 8; do
	refused "stale MAC" "eth0 has a virtual MAC, 00:00:5e:00:01:07," \
	    "ip link set eth0 address MAC" -- \
	    "${V[@]}" -i eth0 -v $vrid 10.0.0.1
done
must on r ip link set eth0 address 02:00:00:00:00:77
accepted "MAC of its own" -v 7 10.0.0.1

#
# In the background: said on the terminal, before the command returns.
#

refused "-D, no interface" "-i nosuch: there is no such interface" -- \
    "${V[@]}" -D -i nosuch -v 1 10.0.0.1
refused "-D, no directory" "-f $T/none: there is no such directory" -- \
    "$VRRPD" -D -f "$T/none" -i eth0 -v 1 10.0.0.1
refused "-D, not permitted" "not permitted" CAP_NET_RAW -- setpriv \
    --bounding-set=-net_raw --inh-caps=-net_raw \
    "${V[@]}" -D -i eth0 -v 1 10.0.0.1
# One that has said so may be about to end.
none_left()
{
	[ -z "$(ip netns pids r)" ]
}
wait_for 2 none_left || fail "still there: $(ip netns pids r)"

# And only if nothing is refused a success, which nobody need wait for.
TITLE="-D"
try "${V[@]}" -D -i eth0 -v 9 10.0.0.1
left=$(pid_of "$T/run" 9 2>/dev/null)
[ "$status" = 0 ] || bad "exit status $status"
[ -z "$(cat "$T/out" "$T/err")" ] || bad "it says something"
only_it()
{
	[ "$(ip netns pids r)" = "$left" ]
}
wait_for 1 only_it || bad "not ready when it returns"
[ -z "$left" ] || kill "$left"

[ "$failures" = 0 ] || fail "$failures failures"
