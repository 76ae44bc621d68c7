#!/usr/bin/env bash
# The lines of vrrpd.conf reach vrrpd word by word as they are, and no shell
# evaluates them; what cannot be meant so is refused with the line's number.
set -u
cd "$(dirname "$0")/../.." || exit 1
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
failures=0

bad()
{
	echo "$shell: $*" >&2
	failures=$((failures + 1))
}

# Each word in angle brackets.
printf '#!/bin/sh\nprintf "<%%s>" "$@"\necho\n' >"$T/vrrpd"
chmod +x "$T/vrrpd"
sed "s|@SYSCONFDIR@|$T|; s|@SBINDIR@|$T|" scripts/init/vrrpd-instance \
    >"$T/instance"

# says STATUS WORDS -- ARGUMENT...: exactly these, and nothing on stderr.
says()
{
	local said status

	said=$(cd "$T" && $shell ./instance "${@:4}" 2>err </dev/null)
	status=$?
	[ "$status:$said" = "$1:$2" ] ||
	    bad "${*:4}: exit status $status, $said, $(cat "$T/err")"
	[ ! -s "$T/err" ] || bad "${*:4}: says $(cat "$T/err")"
}

# refuses STATUS WORDS -- ARGUMENT...: in one line with these.
refuses()
{
	local said status

	said=$(cd "$T" && $shell ./instance "${@:4}" 2>&1 >out </dev/null)
	status=$?
	[[ $status == "$1" && $said == "vrrpd-instance: "*"$2"* &&
	    $said != *$'\n'* ]] ||
	    bad "${*:4}: not refused with \"$2\": exit status $status, $said"
}

# conf LINE...
conf()
{
	printf '%s\n' "$@" >"$T/vrrpd.conf"
}

# wrong WORDS LINE: refused in whatever way it is asked for; and the lines
# around it are not.
wrong()
{
	conf '# first' 'one -v 1 10.0.0.1' "$2" 'last -v 3 10.0.0.3'
	refuses 2 "$T/vrrpd.conf, line 3: $1" -- list
	[ "$(cat "$T/out")" = $'one\nlast' ] ||
	    bad "$2: lists $(cat "$T/out")"
	says 0 "<-v><3><10.0.0.3>" -- run last
}

all()
{
	conf 'lan -i eth0 -v 50 10.0.0.1'
	says 0 "lan" -- list
	says 0 "<-i><eth0><-v><50><10.0.0.1>" -- run lan
	says 0 "<-D><-f><a b><-i><eth0><-v><50><10.0.0.1>" -- \
	    run lan -D -f 'a b'

	# Blanks of any kind, comments, and nothing at all.
	conf '' '  ' '# lan -x' "	lan 	 -n	 10.0.0.1 # don't" '#' \
	    $'dmz -s 10.0.0.2\r' 'x 10.0.0.3#4 #5'
	says 0 $'lan\ndmz\nx' -- list
	says 0 "<-n><10.0.0.1>" -- run lan
	says 0 "<-s><10.0.0.2>" -- run dmz
	says 0 "<10.0.0.3#4>" -- run x
	printf 'lan 10.0.0.1\nlast 10.0.0.2' >"$T/vrrpd.conf"
	says 0 $'lan\nlast' -- list
	says 0 "<10.0.0.2>" -- run last
	: >"$T/vrrpd.conf"
	says 0 "" -- list

	# What a shell would do something with.
	# shellcheck disable=SC2016
	conf 'lan * ? $HOME ${HOME} $(touch x) `touch x` ;touch x & | > x ~ !'
	says 0 "<*><?><\$HOME><\${HOME}><\$(touch><x)><\`touch><x\`><;touch>`
	    `<x><&><|><>><x><~><!>" -- run lan
	[ ! -e "$T/x" ] || bad "it evaluates"

	wrong "there is no quoting" 'two -i "eth0" 10.0.0.2'
	wrong "there is no quoting" "two -e 'a b' 10.0.0.2"
	wrong "there is no quoting" 'two -e a\ b 10.0.0.2'
	for option in -D -nD -snD; do
		wrong "-D is not for this file" "two -v 2 $option 10.0.0.2"
	done
	wrong "-f is not for this file" 'two -f /run 10.0.0.2'
	wrong "-f is not for this file" 'two -nf/run 10.0.0.2'
	wrong "-h is not for this file" 'two -h 10.0.0.2'
	wrong "-V is not for this file" 'two -V'
	wrong "two: arguments for vrrpd are missing" 'two # 10.0.0.2'
	# shellcheck disable=SC2016
	for name in a/b .. -x '$x' 'two*' 'b@c'; do
		wrong "$name: a name has" "$name -v 2 10.0.0.2"
	done
	wrong "one: there is a line for it already" 'one -v 2 10.0.0.2'
	says 0 "<-v><1><10.0.0.1>" -- run one
	conf 'lan -D 10.0.0.1'
	refuses 2 "line 1: -D is not for this file" -- run lan
	refuses 2 "line 1: -D is not for this file" -- value lan i

	# What stands behind an option.
	for words in '-i eth0 -n' '-ieth0' '-n -s -i eth0' '-nsi eth0' \
	    '-nieth0 10.0.0.1 -v 50' '-v 50 10.0.0.1 -i eth0'; do
		conf "lan $words"
		says 0 "eth0" -- value lan i
	done
	conf 'lan -v 50 -p 100 10.0.0.1'
	says 1 "" -- value lan i
	says 0 "100" -- value lan p

	refuses 6 "vrrpd.conf: no line for dmz" -- run dmz
	refuses 6 "vrrpd.conf: no line for dmz" -- value dmz i
	refuses 2 "usage: " -- run
	refuses 2 "usage: " -- list lan
	refuses 2 "usage: " -- value lan
	refuses 2 "usage: " -- start lan
	rm "$T/vrrpd.conf"
	refuses 6 "vrrpd.conf: not there" -- list
}

# It knows which options have no value.
flags=$(sed -n 's/^#define OPTIONS[[:space:]]*"+:\(.*\)"$/\1/p' src/conf.c |
    sed 's/[A-Za-z]://g' | grep -o . | sort | tr -d '\n')
[ "$flags" = DVhns ] || shell=options bad "of $flags some are not known"

for shell in sh dash "bash --posix" "busybox sh"; do
	! command -v "${shell%% *}" >/dev/null || all
done
[ "$failures" = 0 ]
