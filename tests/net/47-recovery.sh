#!/bin/bash
# A vrrpd that was killed as Master leaves its virtual MAC behind.  The next
# start puts the interface's own back: by the undo record if that tells of this
# very interface, else by what the NIC says, and never by a guess.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

lan a b
ip -n a route add default via 10.0.0.254
before=$(snapshot a)
own=$(mac_of a)
record=$T/a/vrrpd_eth0_50.undo

# killed ARGUMENT...: a Master was, and its virtual MAC stands.
killed()
{
	start a "$@" 10.0.0.1
	tell a USR1
	must wait_for 5 is_state a Master
	crash a
	must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
	: >"$T/a.log"
	rm "$T/a"/vrrpd_*.{pid,state}
}

# put_back: by the last start, everything.
put_back()
{
	must grep -q "put back the MAC of eth0, $own, in place of the virtual" \
	    "$T/a.log"
	must same "$before" "$(snapshot a)"
}

# refused: a start ends with an error that names the way out, and guesses no
# MAC.
refused()
{
	local stands said

	# It would answer for the dead.
	ip -n a addr del 10.0.0.1/32 dev eth0 2>/dev/null
	stands=$(snapshot a)
	said=$(on a timeout 5 "$VRRPD" -i eth0 -v 50 -f "$T/a" 10.0.0.1 2>&1)
	must [ $? = 1 ]
	[[ $said == *"has a virtual MAC, 00:00:5e:00:01:32, that no running"* ]] ||
	    fail "$said"
	[[ $said == *"ip link set eth0 address MAC"* ]] || fail "$said"
	must same "$stands" "$(snapshot a)"
}

# The record is there before anything is changed, and not afterwards.
start a -v 50 -d 10 10.0.0.1
must [ -e "$record" ]
must grep -qx "real_mac='$own'" "$record"
stop a
must [ ! -e "$record" ]

# The same again; and hosts are told at once whose address it is.
sniff switch
killed -v 50
begin=$(now)
start a -v 50 -d 10 10.0.0.1
put_back
must wait_for 2 wire_seen switch "arp op=1 .*sha=$own spa=10.0.0.11 " "$begin"
stop a
must same "$before" "$(snapshot a)"

# Another virtual router, and the same without the virtual MAC.
killed -v 50
start a -v 60 -d 10 10.0.0.9
put_back
must grep -q 'removed 1 address that' "$T/a.log"
stop a
rm "$T/a"/vrrpd_*
killed -v 50
start a -n -v 50 -d 10 10.0.0.1
put_back
stop a

# Renamed meanwhile.
killed -v 50
ip -n a link set dev eth0 down
ip -n a link set dev eth0 name lan0
ip -n a link set dev lan0 up
DEV=lan0 start a -v 50 -d 10 10.0.0.1
must [ "$(mac_of a lan0)" = "$own" ]
must [ ! -e "$record" ]
must not has_addr a 10.0.0.1
stop a
rm "$T/a"/vrrpd_*
ip -n a link set dev lan0 down
ip -n a link set dev lan0 name eth0
ip -n a link set dev eth0 up
ip -n a route add default via 10.0.0.254
must wait_for 5 same "$before" "$(snapshot a)" 2>"$T/renamed"

# The MAC that it had when it was killed counts, not the one at the start.
start a -v 50 -d 10 10.0.0.1
must wait_for 1 is_state a Backup
must ip -n a link set dev eth0 address 02:00:00:00:00:aa
must wait_for 2 grep -qx "real_mac='02:00:00:00:00:aa'" "$record"
tell a USR1
must wait_for 2 is_state a Master
crash a
start a -v 50 -d 10 10.0.0.1
must [ "$(mac_of a)" = 02:00:00:00:00:aa ]
stop a
must ip -n a link set dev eth0 address "$own"

# A record is obeyed only for this boot, namespace, interface and NIC, if it is
# whole, and if nobody else can have written it.
killed -v 50
must cp -p "$record" "$T/record"
for change in "s/^boot='./boot='z/" "s/^boot='.*/boot=''/" \
    "s/^\\(netns='.*\\)'/\\10'/" "s/^\\(ifindex='.*\\)'/\\10'/" \
    "s/^vrid='50/vrid='51/" "s/^permanent_mac='00/permanent_mac='02/" \
    "s/^routes='0/routes='1/" "s/^real_mac='../real_mac='x/" "\$d" '1d' \
    "s/\$/ /" '1,99d'; do
	sed "$change" "$T/record" >"$record"
	must not cmp -s "$record" "$T/record"
	refused
done
for bytes in 1 40 100 -1; do
	head -c "$bytes" "$T/record" >"$record"
	refused
done
head -c 100000 /dev/urandom >"$record"
refused
must cp "$T/record" "$record"
chmod 666 "$record"
refused
ln -sf "$T/record" "$record"
refused
rm "$record"
mkfifo "$record"
refused
rm "$record"
refused

# A wiped directory: the NIC's own address, if it has one that can be so.
preload permaddr
export PERMADDR=00:00:5e:00:01:07
refused
unset PERMADDR
PERMADDR=$own start a -v 50 10.0.0.1
must grep -q "put back the MAC of eth0, $own (the NIC's permanent one)" \
    "$T/a.log"
must same "$before" "$(snapshot a)"
crash a
PERMADDR=$own killed -v 50
must grep -qx "permanent_mac='$own'" "$record"
PERMADDR=02:00:00:00:00:99 start a -v 50 10.0.0.1
must [ "$(mac_of a)" = 02:00:00:00:00:99 ]
stop a
must ip -n a link set dev eth0 address "$own"

# Someone may have set such a MAC on purpose, and runs us without ours.
must ip -n a link set dev eth0 address 00:00:5e:00:01:32
PERMADDR=$own start a -n -v 50 10.0.0.1
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
stop a
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
must ip -n a link set dev eth0 address "$own"

# A living holder of the MAC is left alone, whatever the record says.
start a -v 50 -d 10 10.0.0.1
tell a USR1
must wait_for 2 is_state a Master
mkdir "$T/other"
sed "s/^vrid='50/vrid='60/" "$record" >"$T/other/vrrpd_eth0_60.undo"
AS=other start a -n -v 60 10.0.0.9
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
must is_state a Master
stop other
stop a
must same "$before" "$(snapshot a)"

# Nor is one that has such a MAC of its own, beside who handles the MAC.
must ip -n a link set dev eth0 address 00:00:5e:00:01:3c
AS=other start a -n -v 60 10.0.0.9
tell other USR1
must wait_for 2 is_state other Master
said=$(PERMADDR=$own on a timeout 5 "$VRRPD" -i eth0 -v 50 -f "$T/a" \
    10.0.0.1 2>&1)
must [ $? = 1 ]
[[ $said == *"has a virtual MAC, 00:00:5e:00:01:3c, that no running"* ]] ||
    fail "$said"
must [ "$(mac_of a)" = 00:00:5e:00:01:3c ]
must has_addr a 10.0.0.9
stop other
must ip -n a link set dev eth0 address "$own"
must same "$before" "$(snapshot a)"

# Whoever keeps the name of the lock makes a start fail, but forget nothing,
# also where a prefix makes it write the record anew.
start a -v 50 10.0.0.1/24
tell a USR1
must wait_for 2 is_state a Master
crash a
rm "$T/a"/vrrpd_*.{pid,state}
index=$(ip -n a -o link show dev eth0 | cut -d : -f 1)
nsenter --net=/run/netns/a -- "$(dirname "$WIRE")/devlog" full \
    "@vrrpd/$index/mac" </dev/null >"$T/squatter" 2>&1 &
squatter=$!
must wait_for 2 grep -sqx ready "$T/squatter"
said=$(on a timeout 5 "$VRRPD" -i eth0 -v 50 -f "$T/a" 10.0.0.1/24 2>&1)
must [ $? = 1 ]
[[ $said == *"has a virtual MAC"* ]] || fail "$said"
must grep -qx "real_mac='$own'" "$record"
must kill $squatter
wait $squatter 2>/dev/null
start a -v 50 10.0.0.1/24
put_back

# A directory that someone tidied up has it again at the next change.
rm "$T/a"/vrrpd_*
tell a USR1
must wait_for 2 [ -e "$T/a/vrrpd_eth0_50.pid" ]
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
must grep -qx "real_mac='$own'" "$record"
stop a
must same "$before" "$(snapshot a)"
