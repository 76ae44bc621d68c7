#!/bin/bash
# A router that cannot be heard is no Master: whose first advert the kernel
# refuses lets go at once, has no address up at any time, and tries again
# after Master_Down_Interval; a Master lets go when three in a row are
# refused, but not for one.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

need nft

# gag NAME, ungag NAME: its kernel refuses to send protocol 112, or not.
gag()
{
	on "$1" nft -f - 2>"$T/nft" <<-EOT || skip "nft: $(<"$T/nft")"
		table ip gag {
			chain output {
				type filter hook output priority 0
				ip protocol 112 drop
			}
		}
	EOT
}

ungag()
{
	must on "$1" nft delete table ip gag
}

more_than()
{
	[ "$(wire_count switch " adv src=$1 ")" -gt "$2" ]
}

# next ADDRESS: its next advert; $time is when.
next()
{
	must wait_for 3 more_than "$1" "$(wire_count switch " adv src=$1 ")"
	time=$(field time "$(wire_last switch " adv src=$1 ")")
}

lan a b c
sniff switch
ip -n c monitor address >"$T/c.addresses" 2>&1 </dev/null &
watching()
{
	ip -n c addr replace 127.0.0.2/32 dev lo
	grep -qF 127.0.0.2 "$T/c.addresses"
}
must wait_for 2 watching
start a -v 50 -p 200 10.0.0.1
must wait_for 2 is_state a Backup
tell a USR1
must wait_for 2 is_state a Master
start b -v 50 -p 100 10.0.0.1
before=$(snapshot c)

# c cannot send from the start.
gag c
begin=$(now)
start c -v 51 10.0.0.3
must wait_for 2 is_state c Backup
begun=$(now)

# One advert of a is lost.
next 10.0.0.11
gag a
must wait_for 2 past "$(calc "$time + 1.4")"
ungag a
next 10.0.0.11
must is_state a Master
must is_state b Backup
must not wire_seen switch ' adv src=10.0.0.12 '

# From here on all are.
gag a

# c: its time has come, but nothing else.
must wait_for 4 is_state c Initialize
must between "$(calc "$begin + 3.58")" "$(changed c)" \
    "$(calc "$begun + 3.61 + 1.2")"
must log_has c 'refuses our advert.*permitted'
must same "$before" "$(snapshot c)"
ungag c
must not wire_seen switch ' vrid=51 '
must not grep -F 10.0.0.3 "$T/c.addresses"

# a: after the third, and then b.
must wait_for 4 is_state a Initialize
last=$(field time "$(wire_last switch ' adv src=10.0.0.11 ')")
must between 2.7 "$(calc "$(changed a) - $last")" 3.9
must not has_addr a 10.0.0.1
must [ "$(mac_of a)" = 02:00:00:00:00:11 ]
must wait_for 3 wire_seen switch ' adv src=10.0.0.12 '
time=$(field time "$(wire_first switch ' adv src=10.0.0.12 ')")
must between "$(calc "3.609375 - 0.02")" "$(calc "$time - $last")" \
    "$(calc "3.609375 + 0.5")"
must wait_for 2 is_state b Master
ungag a

# Both try again.
must wait_for 5 is_state c Master
must has_addr c 10.0.0.3
time=$(field time "$(wire_first switch ' adv .* vrid=51 ')")
must between "$(calc "$begin + 2 * 3.609375 - 0.02")" "$time" \
    "$(calc "$begun + 2 * 3.609375 + 0.6")"
must wait_for 5 is_state a Master
must wait_for 2 is_state b Backup
