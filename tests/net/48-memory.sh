#!/bin/bash
# What the kernel's answers have taken of memory, of a router with many
# addresses, is given back some seconds after the last of them, and what the
# transition has taken of the stack.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

# anonymous: KB that a has for itself.
anonymous()
{
	awk '/^Anonymous:/ { print $2 }' "/proc/$(pid a)/smaps_rollup"
}

# stack: KB of a's.
stack()
{
	awk '/\[stack\]$/ { found = 1 }
		found && /^Rss:/ { print $2; exit }' "/proc/$(pid a)/smaps"
}

less()
{
	[ "$(anonymous)" -le $((most - 16)) ] && [ "$(stack)" -lt "$deepest" ]
}

lan a
for ((n = 1; n <= 200; n++)); do
	echo "addr add 10.1.0.$n/32 dev eth0"
done | ip -n a -batch - || fail "addresses"
start a -v 50 -p 254 10.0.0.1
anonymous >/dev/null 2>&1 || skip "its memory is not to be seen here"
! grep -q -a __asan_init "/proc/$(pid a)/exe" ||
    skip "under AddressSanitizer all is different"
grep -qE '^KernelPageSize: +4 kB$' "/proc/$(pid a)/smaps" ||
    skip "pages are larger than what would be given back"
lead a
must wait_for 2 has_addr a 10.0.0.1
most=$(anonymous)
deepest=$(stack)

case $(uname -r) in
[0-4].*|5.?.*|5.1[0-7].*)
	skip "this kernel gives locked memory back at the end only" ;;
esac
must wait_for 8 less

# It has all that it needs, and can do it again.
tell a TERM
must wait_for 6 ended a
must not has_addr a 10.0.0.1
