#!/bin/bash
# The systemd units: systemd's own checkers find nothing in them, the
# generator makes of vrrpd.conf what they want, and vrrpd does its work as the
# unit confines it: its user, its capabilities, its system calls.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need systemd-analyze systemd-escape setpriv prlimit "${CC:-cc}"
confine=$(dirname "$WIRE")/confine
tool=$(dirname "$WIRE")/devlog
for t in "$confine" "$tool"; do
	[ -x "$t" ] || skip "$t is not built"
done

# Installed, with all of it below $T; the program is the one under test.
units=$T/systemd/system
must mkdir -p "$T/sbin" "$T/etc"
must cp "$VRRPD" "$T/sbin/vrrpd"
must env -u MAKEFLAGS make -s -C "$TOP" install-init INIT=systemd DESTDIR= \
    SBINDIR="$T/sbin" LIBEXECDIR="$T/libexec" SYSCONFDIR="$T/etc" \
    SYSTEMDDIR="$T/systemd" SYSUSERSDIR="$T/sysusers" DATADIR="$T/share" \
    >"$T/install"

cat >"$T/etc/vrrpd.conf" <<-'END'
	lan	-i eth0 -v 50 -p 200 10.0.0.1
	br-lan	-n -ibr-lan -v 51 10.0.0.2	# a name to be escaped
	hooked	-i eth0.7 -v 52 -e /usr/local/sbin/hook 10.0.0.3
	bare	-v 53 10.0.0.4
	wrong	-D -i eth3 -v 53 10.0.0.4
END

# generate: what the generator makes of vrrpd.conf now, in $T/made.
generate()
{
	rm -rf "$T/made"
	mkdir "$T/made"
	"$T/systemd/system-generators/vrrpd-generator" "$T/made" /nowhere \
	    /nowhere >"$T/said" 2>&1 || fail "generator: exit status $?"
	must [ ! -s "$T/said" ]
}

# analyze VERB ARGUMENT...: it must succeed; what it says is in $T/said.
analyze()
{
	SYSTEMD_UNIT_PATH=$T/made:$units: systemd-analyze --no-pager "$@" \
	    >"$T/said" 2>&1 </dev/null || fail "$*: $(<"$T/said")"
}

# dropin NAME FILE: what is in it.
dropin()
{
	cat "$T/made/vrrpd@$1.service.d/$2.conf" 2>/dev/null
}

# setting KEY [FILE]: what the unit has for it, the last if several.
setting()
{
	sed -n "s/^$1=//p" "${2:-$units/vrrpd@.service}" | tail -n 1
}

generate
must [ "$(cd "$T/made/vrrpd.service.wants" && echo ./*)" = \
    "./vrrpd@bare.service ./vrrpd@br-lan.service ./vrrpd@hooked.service`
    ` ./vrrpd@lan.service" ]
for f in "$T"/made/vrrpd.service.wants/*; do
	must [ "$f" -ef "$units/vrrpd@.service" ]
done
for pair in lan:eth0 'br-lan:br\x2dlan' hooked:eth0.7; do
	device="sys-subsystem-net-devices-${pair#*:}.device"
	must same "[Unit]
Wants=$device
After=$device" "$(dropin "${pair%%:*}" device)"
done
must [ -z "$(dropin bare device)" ]
must same "$(<"$T/share/vrrpd/hook.conf")" "$(dropin hooked hook)"
must [ -z "$(dropin lan hook)" ]

for unit in "vrrpd@lan" "vrrpd@br-lan" "vrrpd@hooked" vrrpd; do
	analyze verify --man=no "$unit.service"
	must [ ! -s "$T/said" ]
done
analyze verify --man=no "$units/vrrpd@.service" "$units/vrrpd.service"
must [ ! -s "$T/said" ]

# The generator leaves a wrong line out; what starts all says why.
start_all=$(setting ExecStart "$units/vrrpd.service")
${start_all#-} >"$T/said" 2>&1
must grep -q '/vrrpd.conf, line 5: -D is not for this file$' "$T/said"

# Below 2.0.  With a hook it is no longer for the unit to say.
must ln -s "vrrpd@.service" "$units/vrrpd@alone.service"
analyze security --offline=yes --threshold=19 "$units/vrrpd@alone.service"
must not grep -q '^IPAddress' "$units/vrrpd@.service"
must [ "$(setting User "$T/share/vrrpd/hook.conf")" = root ]
must [ "$(setting Nice "$T/share/vrrpd/hook.conf")" = 0 ]

# Without a line, and without the file, nothing is wanted.
echo '# nothing' >"$T/etc/vrrpd.conf"
generate
must [ "$(find "$T/made" | wc -l)" = 1 ]
mv "$T/etc/vrrpd.conf" "$T/etc/moved"
generate
must [ "$(find "$T/made" | wc -l)" = 1 ]
echo 'lan -i eth0 -v 50 -p 200 10.0.0.1' >"$T/etc/vrrpd.conf"
generate

#
# The unit's command line, as the unit wants it run.
#

# calls FILE...: the names that SystemCallFilter lets through, line by line as
# these say.
calls()
{
	systemd-analyze --no-pager syscall-filter >"$T/sets" 2>/dev/null ||
	    return
	sed -n 's/^SystemCallFilter=//p' "$@" | awk '
	function each(name, how,    n, list, i) {
		if (name !~ /^@/) {
			if (how)
				allowed[name] = 1
			else
				delete allowed[name]
			return
		}
		n = split(members[name], list)
		for (i = 1; i <= n; i++)
			each(list[i], how)
	}
	FILENAME != "-" {
		if (/^@/)
			set = $1
		else if ($1 !~ /^#/)
			members[set] = members[set] " " $1
		next
	}
	{
		how = !sub(/^~/, "")
		for (i = 1; i <= NF; i++)
			each($i, how)
	}
	END {
		for (name in allowed)
			print name
	}' "$T/sets" -
}

# Their numbers here, and those of the families.
numbers()
{
	printf '#include <%s>\n' sys/syscall.h sys/socket.h |
	    "${CC:-cc}" -E -dM - | awk '
	NR == FNR { wanted[$1] = 1; next }
	{ value[$2] = $3 }
	END {
		for (name in wanted) {
			n = name ~ /^AF_/ ? name : "__NR_" name
			while (value[n] ~ /^[AP]F_/)
				n = value[n]
			if (value[n] != "")
				print value[n]
		}
	}' "$1" -
}
calls "$units/vrrpd@.service" >"$T/names"
must [ "$(wc -l <"$T/names")" -gt 100 ]
must grep -qx capset "$T/names"
must not grep -qxE 'ptrace|mount|reboot|setuid|sched_setscheduler' "$T/names"
numbers "$T/names" >"$T/calls"
setting RestrictAddressFamilies | tr ' ' '\n' >"$T/names"
families=$(numbers "$T/names" | paste -s -d ,)

# machine PROGRAM: for which processor it is.
machine()
{
	od -An -t x1 -j 18 -N 2 "$1"
}
[ "$(machine "$VRRPD")" = "$(machine "$confine")" ] ||
    skip "the calls of $VRRPD have other numbers than those known here"

# The user must be able to look into $T.
chmod 755 "$T"
caps=$(setting AmbientCapabilities | sed 's/CAP_/+/g; s/ /,/g' | tr '[:upper:]' '[:lower:]')
if setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null; then
	user=(--reuid=65534 --regid=65534 --clear-groups
	    --inh-caps="-all,$caps" --ambient-caps="-all,$caps")
else
	user=()
fi
must [ "$(setting AmbientCapabilities)" = "$(setting CapabilityBoundingSet)" ]
must cp "$confine" "$T/confine"
rtprio=0
# A search for leaks makes calls that vrrpd does not.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0

# exec_start NAME: become the unit's line for it, on a, with a supervisor.
exec_start()
{
	local words

	words=$(setting ExecStart)
	# shellcheck disable=SC2206
	words=(${words//%i/$1})
	NOTIFY_SOCKET=@supervisor WATCHDOG_USEC=1000000 \
	    exec nsenter --net=/run/netns/a -- \
	    prlimit --rtprio="$rtprio" -- setpriv "${user[@]}" \
	    --bounding-set="-all,$caps" "$T/confine" "$T/calls" "$families" \
	    "${words[@]}"
}

told()
{
	grep -qE "^$1\$" "$T/heard"
}

lan a b
before=$(snapshot a)
nsenter --net=/run/netns/a -- "$tool" log @supervisor </dev/null \
    >>"$T/heard" 2>&1 &
must wait_for 2 told ready
run=/run/$(setting RuntimeDirectory | sed 's/%i/lan/')
must mkdir -p "$run"
[ ${#user[@]} = 0 ] || must chown 65534:65534 "$run"

# The filter is there: what it does not let through fails.
must not "$T/confine" "$T/calls" "$families" \
    "$(command -v setpriv)" --reuid=0 true 2>/dev/null

start_unit()
{
	: >"$T/heard"
	exec_start lan </dev/null >>"$T/a.log" 2>&1 {never}>&- &
	pid=$!
	must wait_for 5 told READY=1
	must [ "$(cat "$run"/vrrpd_eth0_50.pid)" = "$pid" ]
}
in_state()
{
	grep -qx "state='$1'" "$run"/vrrpd_eth0_50.state
}
gone()
{
	! kill -0 "$1" 2>/dev/null
}

start_unit
must [ "$(cat "/proc/$pid/comm")" = vrrpd ]
must grep -q '^Seccomp:.*2$' "/proc/$pid/status"
must grep -qE '^Max core file size +1 +1 ' "/proc/$pid/limits"
must wait_for 3 in_state Backup
start b -v 50 -p 100 10.0.0.1
must kill -s USR1 "$pid"
must wait_for 2 in_state Master
must wait_for 3 knows b 10.0.0.11
must has_addr a 10.0.0.1/32
must [ "$(mac_of a)" = 00:00:5e:00:01:32 ]
must wait_for 2 told WATCHDOG=1
must kill -s HUP "$pid"

# Killed by the watchdog: what it left is put right by the next start.
must kill -s ABRT "$pid"
wait "$pid" 2>/dev/null
must has_addr a 10.0.0.1
start_unit
must not has_addr a 10.0.0.1
must log_has a 'put back the MAC'
must kill -s USR1 "$pid"
must wait_for 2 in_state Master
must wait_for 5 knows b 10.0.0.11

# A stop hands over.
must kill -s TERM "$pid"
must wait_for 3 gone "$pid"
wait "$pid" || fail "exit status $?"
must wait_for 2 told STOPPING=1
must wait_for 2 is_state b Master
must log_has b '10\.0\.0\.11 resigned'
must same "$before" "$(snapshot a)"
must not log_has a 'not permitted|cannot'

# With realtime.conf it may run ahead of the others, and does.  Where root may
# not do that in this namespace, nor may he who was root.
policy()
{
	sed 's/.*) //' "/proc/$pid/stat" | cut -d ' ' -f 39
}
rt=$T/share/vrrpd/realtime.conf
calls "$units/vrrpd@.service" "$rt" >"$T/names"
numbers "$T/names" >"$T/calls"
rtprio=$(setting LimitRTPRIO "$rt")
if prlimit --rtprio="$rtprio" true 2>/dev/null; then
	start_unit
	must [ "$(policy)" = 2 ]
	must kill "$pid"
	wait "$pid" || fail "exit status $?"
	must cp "$rt" "$T/made/vrrpd@lan.service.d/"
	analyze verify --man=no vrrpd@lan.service
	must [ ! -s "$T/said" ]
fi
rtprio=0

# What needs no second try says so by its exit status.
for line in 'lan -D' 'lan -v 0' ''; do
	echo "$line" >"$T/etc/vrrpd.conf"
	(exec_start lan) </dev/null >"$T/said" 2>&1
	status=$?
	must grep -qw "$status" <<<"$(setting RestartPreventExitStatus)"
done
