#!/bin/bash
# Every wrong -a, on the command line and in a key file, has its own error of
# one line, which names no part of a key and says the way out.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/../net/lib.sh"

host a
ip -n a link add name eth0 type veth peer name eth1
secret=c0ffee

# refused STATUS WORDS AUTH: exactly one line, with these words.
refused()
{
	local said status

	said=$(on a "$VRRPD" -i eth0 -v 50 -f "$T" -a "$3" 10.0.0.1 2>&1)
	status=$?
	[ "$status" = "$1" ] || fail "-a $3: exit status $status: $said"
	[[ $said == *"$2"* && $said != *$'\n'* ]] || fail "-a $3: $said"
	[[ ${said,,} != *"$secret"* ]] || fail "-a $3: shows the key: $said"
	[ -z "$(find "$T" -name 'vrrpd_*')" ] || fail "-a $3: touched"
}

refused 2 'unknown authentication; use none, pw/0xHEX, ah/0xHEX or @FILE' ''
refused 2 'unknown authentication' pass/0x$secret
refused 2 'unknown authentication' None
refused 2 '-a pw/...: a key begins with 0x' pw/$secret
refused 2 '-a ah/...: a key begins with 0x' ah/
refused 2 'character 7 of the key is no hex digit' pw/0x${secret}g0
refused 2 'an odd number of hex digits' pw/0x${secret}0
refused 2 'a key of 0 bytes; 1 to 8 are allowed' pw/0x
refused 2 'a key of 9 bytes; 1 to 8 are allowed' pw/0x$secret$secret$secret
refused 2 'a key of 0 bytes; 1 to 64 are allowed' ah/0x
long=$(printf "$secret%.0s" {1..21})aabb
refused 2 'a key of 65 bytes; 1 to 64 are allowed' "ah/0x$long"
refused 2 'the name of the key file is missing' @
refused 2 "a file's name or a key, not both" "@ah/0x$secret"

# file MODE TEXT: the key file.
file()
{
	rm -rf "$T/key"
	printf '%s' "$2" >"$T/key"
	chmod "$1" "$T/key"
}

refused 1 "-a @$T/key: No such file" "@$T/key"
for mode in 640 604 620 602 644 610; do
	file $mode "pw/0x$secret"
	refused 1 'open to group or others; chmod 600 it' "@$T/key"
done
file 600 ''
refused 1 'the first line is empty' "@$T/key"
file 600 $'\npw/0x'$secret
refused 1 'the first line is empty' "@$T/key"
file 600 "@$T/key"
refused 1 'a key file cannot name another one' "@$T/key"
file 600 "pw/0x$secret "
refused 1 'is no hex digit' "@$T/key"
file 600 "$secret"
refused 1 'unknown authentication' "@$T/key"
file 600 "ah/0x$long$long"
refused 1 'the first line is too long' "@$T/key"
file 600 "pw/0x$secret"
rm "$T/key"
printf 'pw/0x%s\0%s\n' ${secret:0:4} ${secret:4} >"$T/key"
chmod 600 "$T/key"
refused 1 'the first line has a zero byte in it' "@$T/key"
file 600 "pw/0x$secret"
ln -s key "$T/link"
refused 1 'a symbolic link; name the file itself' "@$T/link"
mkfifo -m 600 "$T/fifo"
refused 1 'not a regular file' "@$T/fifo"
mkdir -m 700 "$T/dir"
refused 1 'not a regular file' "@$T/dir"

# The longest keys there are, with a second line that counts for nothing.
for key in pw/0x${secret}0000000000 "ah/0X${long%aabb}aa" none; do
	file 600 "$key"$'\r\nwhatever'
	start a -v 50 -a "@$T/key" 10.0.0.1
	stop a
	rm -r "$T/a"
done
