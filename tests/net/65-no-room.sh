#!/bin/bash
# The directory of the files is full, or is gone: the protocol goes on, with
# one warning.  The old state file stays whole, and a new one is written once
# there is room; and without any files a stop tidies up as ever.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

# On a disk of its own, not below $T.
disk=/run/disk
must mkdir "$disk"
mount -t tmpfs -o size=16k,mode=755 tmpfs "$disk" 2>"$T/mount" ||
    skip "no tmpfs may be mounted: $(<"$T/mount")"
must ln -s "$disk" "$T/a"

# leads HOST ADDRESS VRID: by what the kernel says, not by the state file.
leads()
{
	has_addr "$1" "$2" && [ "$(mac_of "$1")" = "00:00:5e:00:01:$3" ]
}

# to_and_fro HOST ADDRESS VRID: it steps down and takes over again.
to_and_fro()
{
	tell "$1" USR2
	must wait_for 3 not leads "$1" "$2" "$3"
	tell "$1" USR1
	must wait_for 3 leads "$1" "$2" "$3"
}

# advertised SOURCE SINCE COUNT
advertised()
{
	[ "$(wire_count switch "adv src=$1 " "$2")" -ge "$3" ]
}

lan a b c d
before=$(snapshot c)
sniff switch
start a -v 50 -p 200 10.0.0.1
start b -v 50 -p 100 10.0.0.1
start c -v 51 -p 200 10.0.0.2
start d -v 51 -p 100 10.0.0.2
lead a
lead c
must wait_for 3 knows b 10.0.0.11
must wait_for 3 knows d 10.0.0.13

# Not a byte more fits; and the directory of c is deleted.
cat /dev/zero >"$disk/filler" 2>/dev/null
must [ "$(stat -f -c %f "$disk")" = 0 ]
rm -r "$T/c"
old=$(cat "$disk/vrrpd_eth0_50.state")
to_and_fro a 10.0.0.1 32
to_and_fro c 10.0.0.2 33
tell a HUP
tell c HUP
since=$(now)
must wait_for 8 advertised 10.0.0.11 "$since" 4
must wait_for 8 advertised 10.0.0.13 "$since" 4
must steady switch 'adv src=10.0.0.11 ' 4 "$since"
must steady switch 'adv src=10.0.0.13 ' 4 "$since"
must same "$old" "$(cat "$disk/vrrpd_eth0_50.state")"
must [ "$(find "$disk" -name '*.new')" = "" ]
must [ "$(log_count a 'cannot write the state file in .*: No space')" = 1 ]
must [ "$(log_count c 'cannot write the state file in .*: No such')" = 1 ]

# Room again: it is written without anything else to say.
must rm "$disk/filler"
fresh()
{
	[ "$(state a vrrpStatsBecomeMaster)" = 2 ]
}
must wait_for 7 fresh
must is_state a Master

# Once more: that is another fault, and counted, not told, within a minute.
cat /dev/zero >"$disk/filler" 2>/dev/null
to_and_fro a 10.0.0.1 32
must [ "$(log_count a 'cannot write the state file')" = 1 ]
must rm "$disk/filler"

# Without its directory it leaves the interface as it was.
stop c
must same "$before" "$(snapshot c)"
must [ "$(log_count c 'cannot write the state file')" = 1 ]
must [ ! -e "$T/c" ]
stop a
must not has_addr a 10.0.0.1
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
must is_state a Initialize
must [ ! -e "$disk/vrrpd_eth0_50.pid" ]
must umount "$disk"

# A start with room for the undo record only takes that away again.
must mount -t tmpfs -o size=4k,mode=755 tmpfs "$disk"
said=$(on a "$VRRPD" -i eth0 -f "$disk" -v 50 10.0.0.1 2>&1)
[[ $? == 1 && $said == *"cannot write a file there (No space"* ]] ||
	fail "no room: $said"
must [ "$(ls "$disk")" = "" ]
must umount "$disk"
