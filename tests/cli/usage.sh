#!/usr/bin/env bash
# The command line as a shell sees it: exit statuses, which stream gets what,
# and that manual, help and program know the same options.
set -u
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 1

VRRPD=${VRRPD:-./vrrpd}
T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT
failures=0

# bad WORDS: one more failure; the test goes on.
bad()
{
	failures=$((failures + 1))
	echo "$*"
	sed 's/^/    /' "$T/out" "$T/err"
}

# run ARGUMENT...: its output to $T/out and $T/err, its status to $status.
run()
{
	timeout 10 "$VRRPD" "$@" </dev/null >"$T/out" 2>"$T/err"
	status=$?
}

# wrong WORDS ARGUMENT...: refused with one line that holds the words.
wrong()
{
	local words=$1

	shift
	run "$@"
	[ "$status" = 2 ] || bad "vrrpd $*: exit status $status, not 2"
	[ ! -s "$T/out" ] || bad "vrrpd $*: something on stdout"
	[ "$(wc -l <"$T/err")" = 1 ] || bad "vrrpd $*: not one line"
	[ "$(tail -c 1 "$T/err" | od -An -tx1)" = " 0a" ] ||
	    bad "vrrpd $*: the line does not end"
	! LC_ALL=C grep -q '[[:cntrl:]]' "$T/err" ||
	    bad "vrrpd $*: control characters"
	grep -qF -e "vrrpd: $words" "$T/err" ||
	    bad "vrrpd $*: does not say: $words"
}

#
# Errors.
#

wrong "no interface"
wrong "no interface" -v 1 10.0.0.1
wrong "no VRID" -i eth0 10.0.0.1
wrong "no virtual address" -i eth0 -v 1
wrong "no virtual address" -i eth0 -v 1 --
wrong "-i '': " -i '' -v 1 10.0.0.1
wrong "-i eth0:0: " -i eth0:0 -v 1 10.0.0.1
wrong "-f '': " -i eth0 -v 1 -f '' 10.0.0.1
for o in i v a p m c e f d w; do
	wrong "-$o needs a value" -$o
	wrong "-$o needs a value" -i eth0 -v 1 10.0.0.1 -$o
done
wrong "unknown option -x" -x
wrong "unknown option -x" -nxs
wrong "unknown option --" --help
wrong "unknown option --" --version
for n in '' x 1x -1 +1 0 256 1.0 ' 1' 99999999999999999999999; do
	wrong "-v $n: the VRID must be a number from 1 to 255" \
	    -i eth0 -v "$n" 10.0.0.1
	wrong "-p $n: the priority must be a number from 1 to 255" \
	    -i eth0 -v 1 -p "$n" 10.0.0.1
	wrong "-d $n: the advertisement interval must be a number from 1" \
	    -i eth0 -v 1 -d "$n" 10.0.0.1
done
for n in '' 0 255 -1 x 1x; do
	wrong "-c $n: the loss of priority must be a number from 1 to 254" \
	    -i eth0 -v 1 -m eth1 -c "$n" 10.0.0.1
done
for m in '' eth1:0 ../eth1 1234567890123456 eth1,eth2 'eth1 eth2'; do
	wrong "-m '$m': not the name of an interface, 1 to 15 characters; each" \
	    -i eth0 -v 1 -m "$m" 10.0.0.1
done
wrong "-m eth1: given twice" -i eth0 -v 1 -m eth1 -m eth2 -m eth1 10.0.0.1
wrong "-m eth0: the interface of -i" -m eth0 -i eth0 -v 1 10.0.0.1
wrong "-c 10: no interface to monitor" -c 10 -i eth0 -v 1 10.0.0.1
for n in '' 256 -1 x 1x; do
	wrong "-w $n: the wait must be a number from 0 to 255" \
	    -i eth0 -v 1 -w "$n" 10.0.0.1
done
wrong "-e bin/x: name the program with its whole path" \
    -i eth0 -v 1 -e bin/x 10.0.0.1
wrong "-w with -p 255: " -w 1 -i eth0 -v 1 -p 255 10.0.0.1
wrong "-m with -p 255: " -m eth1 -i eth0 -v 1 -p 255 10.0.0.1
mapfile -t many < <(seq -f '-meth%.0f' 1 17)
wrong "-m eth17: name at most 16 interfaces" -i eth0 -v 1 "${many[@]}" 10.0.0.1
for a in rubbish '' 10.0.0 10.0.0.256 10.0.0.1.2 2001:db8::1; do
	wrong "$a: not an IPv4 address" -i eth0 -v 1 "$a"
done
for l in '' 0 33 -1 x 24x 256 99999999999999999999999; do
	wrong "10.0.0.1/$l: the prefix length must be a number from 1 to 32" \
	    -i eth0 -v 1 "10.0.0.1/$l"
done
wrong "0.0.0.0: " -i eth0 -v 1 0.0.0.0
wrong "127.0.0.1: a loopback address" -i eth0 -v 1 127.0.0.1
wrong "224.0.0.18: a multicast address" -i eth0 -v 1 224.0.0.18
wrong "255.255.255.255: a broadcast address" -i eth0 -v 1 255.255.255.255
wrong "10.0.0.255/24: a broadcast address" -i eth0 -v 1 10.0.0.255/24
wrong "10.0.0.1: given twice" -i eth0 -v 1 10.0.0.1 10.0.0.2 10.0.0.1
mapfile -t many < <(seq -f '10.0.1.%.0f' 1 254; seq -f '10.0.2.%.0f' 1 2)
wrong "10.0.2.2: more than 255 addresses" -i eth0 -v 1 "${many[@]}"

# A key that was meant for -a must not appear on a terminal or in a log.
for a in pw/0x73656372657 ah/0x73656372657 736563726574 pw/736563726574; do
	wrong "-a" -i eth0 -v 1 -a "$a" 10.0.0.1
	! grep -q 7365 "$T/err" || bad "-a $a: repeats the key"
done
wrong "-a pw/0x...: a key of 0 bytes; 1 to 8 are allowed" -a pw/0x
wrong "-a ah/0x...: a key of 0 bytes; 1 to 64 are allowed" -a ah/0x

# A value must not break the line nor speak to the terminal.
wrong "-v " -v $'1\n2\033[2J'
wrong "" $'10.0.0.1\n'
wrong "unknown option" $'-\n'

# Nobody reads: the status says it all the same.
timeout 10 "$VRRPD" -x 2>/dev/full
[ $? = 2 ] || bad "-x with a full disk for stderr"
timeout 10 "$VRRPD" -x 2>&-
[ $? = 2 ] || bad "-x without a stderr"

#
# Help and version.
#

for args in -h "-n -h" "-h -x" "10.0.0.1 -h"; do
	# shellcheck disable=SC2086 # words
	run $args
	[ "$status" = 0 ] || bad "$args: exit status $status"
	[ ! -s "$T/err" ] || bad "$args: something on stderr"
	grep -q '^usage: vrrpd -i ifname' "$T/out" || bad "$args: no usage"
	[ -z "$(awk 'length > 79' "$T/out")" ] || bad "$args: too wide"
done
run -V
[ "$status" = 0 ] || bad "-V: exit status $status"
[ ! -s "$T/err" ] || bad "-V: something on stderr"
version=$(sed -n 's/^#define[[:space:]]VERSION[[:space:]]*"\(.*\)"/\1/p' \
    src/version.h)
[ -n "$version" ] || bad "src/version.h: no version"
[ "$(cat "$T/out")" = "vrrpd $version" ] || bad "-V: not vrrpd $version"
for o in -h -V; do
	timeout 10 "$VRRPD" $o >/dev/full
	[ $? = 1 ] || bad "$o to a full disk is a success"
done

#
# The same options everywhere, each with its value where it has one: one a
# line, "i:" or "n".
#

: >"$T/out"
: >"$T/err"
# The string behind the flags of getopt itself.
letters=$(sed -n 's/^#define[[:space:]]OPTIONS[[:space:]]*"[+:]*\(.*\)"/\1/p' \
    src/conf.c)
echo "$letters" | grep -o '[A-Za-z]:\{0,1\}' | sort >"$T/program"
[ -s "$T/program" ] || bad "src/conf.c: no option string"

"$VRRPD" -h >"$T/help"
sed -n 's/^  -\(.\) \([^:]*\):.*/\1 \2/p' "$T/help" |
    awk '{ print $1 (NF > 1 ? ":" : "") }' | sort >"$T/lines"
diff "$T/program" "$T/lines" >"$T/out" || bad "-h: other options"

# The words of its synopsis: -i ifname, [-d delay], [-nhDV].
sed '/^  -/,$d; s/^usage: vrrpd//' "$T/help" |
    grep -oE -e '-[A-Za-z]+( [a-z]+)?' | awk '
	NF > 1 { print substr($1, 2) ":"; next }
	{ for (i = 2; i <= length($1); i++) print substr($1, i, 1) }
    ' | sort >"$T/lines"
diff "$T/program" "$T/lines" >"$T/out" || bad "-h: other options in its usage"

# flags: the same from mdoc: Fl i Ar ifname, Fl nhDV.
flags()
{
	awk '{
		for (i = 1; i < NF; i++) {
			if ($i != "Fl" && $i != ".Fl")
				continue
			n = length($(i + 1))
			for (j = 1; j < n; j++)
				print substr($(i + 1), j, 1)
			print substr($(i + 1), n) \
			    ($(i + 2) == "Ar" ? ":" : "")
		}
	}' | sort -u
}

if [ -f vrrpd.8 ]; then
	grep '^\.It Fl' vrrpd.8 | flags >"$T/lines"
	diff "$T/program" "$T/lines" >"$T/out" || bad "vrrpd.8: other options"
	sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/p' vrrpd.8 |
	    flags >"$T/lines"
	diff "$T/program" "$T/lines" >"$T/out" ||
	    bad "vrrpd.8: other options in its synopsis"
	: >"$T/out"
	# What the program says it takes if nothing is said.
	sed -n 's/^  -\(.\) .*default: \([^)]*\)).*/\1 \2/p' "$T/help" >"$T/d"
	while read -r o value; do
		[ "$value" != on ] || continue
		sed -n "/^\\.It Fl $o\\>/,/^\\.\\(It\\|El\\)/p" vrrpd.8 |
		    sed 1d | grep -qF -e "$value" ||
		    bad "vrrpd.8: -$o does not name its default $value"
	done <"$T/d"
else
	bad "vrrpd.8: there is no manual"
fi

[ "$failures" = 0 ]
