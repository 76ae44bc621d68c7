#!/bin/bash
# Two capabilities are enough, for an ordinary user with a directory that he
# may write; without them the message says so.  And whoever starts it with
# descriptors 0, 1 or 2 closed does no harm: no log line gets into a socket.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

need setpriv

# As root in a user namespace of one's own there is no other user to become;
# the capabilities can be dropped all the same.
real=$VRRPD
must mkdir "$T/bin"
must cp "$real" "$T/bin/real"
chmod 711 "$T"
if setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null; then
	user="--reuid=65534 --regid=65534 --clear-groups"
	with="--inh-caps=-all,+net_admin,+net_raw"
	with="$with --ambient-caps=-all,+net_admin,+net_raw"
	with="$with --bounding-set=-all,+net_admin,+net_raw"
	must mkdir "$T/a"
	must chown 65534:65534 "$T/a"
else
	user=
	with=--bounding-set=-all,+net_admin,+net_raw
fi

# wrap NAME COMMAND: what stands for vrrpd.
wrap()
{
	printf '#!/bin/sh\nexec %s\n' "$2" >"$T/bin/$1"
	chmod 755 "$T/bin/$1"
}
none="--inh-caps=-all --bounding-set=-all"
wrap without "setpriv $user $none $T/bin/real \"\$@\""
wrap with "setpriv $user $with $T/bin/real \"\$@\""
wrap closed "$real \"\$@\" <&- >&- 2>&-"
wrap half "$real \"\$@\" <&- 2>&-"

lan a b
before=$(snapshot a)
mkdir "$T/refused"
chmod 777 "$T/refused"
said=$(on a timeout 5 "$T/bin/without" -i eth0 -v 50 -f "$T/refused" \
    10.0.0.1 2>&1)
status=$?
[[ $status == 1 && $said == *CAP_NET_ADMIN*CAP_NET_RAW* ]] ||
    fail "without capabilities: exit status $status, $said"
must rmdir "$T/refused"
must same "$before" "$(snapshot a)"

sniff switch
VRRPD=$T/bin/with start a -v 50 10.0.0.1 10.0.0.2/24
caps=$((1 << 12 | 1 << 13))
must [ $((16#$(awk '/^CapEff/ { print $2 }' "/proc/$(pid a)/status"))) = \
    "$caps" ]
must wait_for 2 is_state a Backup
tell a USR1
must wait_for 2 is_state a Master
must has_addr a 10.0.0.1/32
must has_addr a 10.0.0.2/24
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
must wait_for 2 wire_seen switch \
    'adv src=10.0.0.11 .*smac=00:00:5e:00:01:32 .*sum=ok'
must wait_for 2 wire_seen switch \
    'arp op=1 .*sha=00:00:5e:00:01:32 spa=10.0.0.1 .*tpa=10.0.0.1'
must [ "$(stat -c %a "$T/a/vrrpd_eth0_50.state")" = 644 ]
must [ "$(log_count a 'cannot')" = 0 ]
stop a
must [ "$(log_count a 'cannot')" = 0 ]
must [ ! -e "$T/a/vrrpd_eth0_50.pid" ]
must same "$before" "$(snapshot a)"

# Descriptors closed at the start.
for wrapped in closed half; do
	begin=$(now)
	VRRPD=$T/bin/$wrapped AS=$wrapped start a -v 50 10.0.0.1
	for fd in 0 2; do
		must [ "$(readlink "/proc/$(pid "$wrapped")/fd/$fd")" = \
		    /dev/null ]
	done
	tell "$wrapped" USR1
	must wait_for 2 is_state "$wrapped" Master
	tell "$wrapped" USR1
	twice()
	{
		[ "$(wire_count switch 'adv .*sum=ok len=20' "$begin")" -ge 2 ]
	}
	must wait_for 3 twice
	must [ "$(wire_lines switch ' adv ' "$begin" |
	    grep -vc 'adv .*sum=ok len=20')" = 0 ]
	stop "$wrapped"
done
must [ ! -s "$T/closed.log" ]
mkdir "$T/b"
must on b "$T/bin/closed" -D -i eth0 -v 50 -f "$T/b" 10.0.0.1
cat "$T/b/vrrpd_eth0_50.pid" >"$T/b.pid"
must running b
must kill "$(pid b)"
must wait_for 2 not running b
