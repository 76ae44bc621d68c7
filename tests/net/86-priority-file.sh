#!/bin/bash
# A file says another priority than -p: it is read at the start and at SIGHUP;
# without it the priority is that of -p again.  What is not one number from 1
# to 254 in a regular file of our own, which nobody else may write, is not
# obeyed, with one line that says so.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

file=$T/a/vrrpd_eth0_50.prio

# is KEY VALUE: in a's state file.
is()
{
	[ "$(state a "$1")" = "$2" ]
}

# ignored WORDS: the file as it is now is not obeyed, and that is said once.
ignored()
{
	: >"$T/a.log"
	refresh a
	must is priority 100
	must is priority_reason ''
	must [ "$(log_count a "vrrpd_eth0_50\\.prio is not obeyed: $1")" = 1 ]
}

# obeyed PRIORITY
obeyed()
{
	refresh a
	must is priority "$1"
	must is priority_reason vrrpd_eth0_50.prio
	must is priority_configured 100
}

lan a b
sniff switch
mkdir "$T/a"
echo 150 >"$file"
start a -v 50 -p 100 10.0.0.1
must wait_for 2 log_has a 'priority 100 -> 150 \(vrrpd_eth0_50\.prio says 150\)'
must wait_for 2 is priority 150
must is priority_reason vrrpd_eth0_50.prio
lead a
must wait_for 2 wire_seen switch 'adv src=10.0.0.11 .*prio=150 '

# A change is not seen before it is told; then it is, with one line.
echo 180 >"$file"
start b -v 50 -p 120 10.0.0.1
must is priority 150
must wait_for 2 is_state b Backup
obeyed 180
must is_state a Master
: >"$T/a.log"
obeyed 180
must [ ! -s "$T/a.log" ]

# Lower than the other's: one step down.
told=$(now)
printf 119 >"$file"	# without a newline
obeyed 119
must wait_for 2 is_state a Backup
must wait_for 1 is_state b Master
must [ "$(wire_count switch 'adv src=10.0.0.11 .*prio=0 ' "$told")" = 1 ]
crash b
must wait_for 6 is_state a Master

# None, and those that are none.
rm "$file"
: >"$T/a.log"
refresh a
must is priority 100
must is priority_reason ''
must log_has a 'priority 119 -> 100 \(vrrpd_eth0_50\.prio says nothing\)'
: >"$T/a.log"
refresh a
must [ ! -s "$T/a.log" ]
for text in 0 255 256 -1 1.5 x '' ' 50' '50 60' $'\n50' \
    00000000000000000000000000000000001; do
	printf '%s\n' "$text" >"$file"
	ignored 'it must hold one number from 1 to 254'
done
printf '50\0\n' >"$file"
ignored 'it must hold one number'
rm "$file"
echo 50 >"$T/elsewhere"
ln -s "$T/elsewhere" "$file"
ignored 'it must be a regular file'
rm "$file"
mkfifo "$file"
ignored 'it must be a regular file'
rm "$file"
mkdir "$file"
ignored 'it must be a regular file'
rmdir "$file"
echo 50 >"$file"
for mode in 664 646; do
	chmod $mode "$file"
	ignored 'it must be a regular file of root or us that nobody else'
done
chmod 644 "$file"
obeyed 50
if chown 12345 "$file" 2>/dev/null; then
	ignored 'it must be a regular file of root or us'
	chown 0 "$file"
fi
printf '60\r\n' >"$file"	# written elsewhere
obeyed 60

# The directory made anew is looked into, too.
rm -r "$T/a"
mkdir "$T/a"
echo 70 >"$file"
refresh a
must wait_for 2 is priority 70
stop a
must [ -e "$file" ]

# -p 255 is the owner's.
: >"$T/a.log"
start a -v 50 -p 255 10.0.0.1
must wait_for 2 log_has a \
    '\.prio is not obeyed: with -p 255 the priority never changes'
must is priority 255
stop a
