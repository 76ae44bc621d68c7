#!/usr/bin/env bash
# What bash offers at the end of a command line of vrrpd: the options that the
# program knows, interfaces, directories, forms of a key and its file.
set -u
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 1

vrrpd=${VRRPD:-./vrrpd}
[ "${vrrpd#/}" != "$vrrpd" ] || vrrpd=$PWD/$vrrpd
T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT
mkdir "$T/dir" "$T/dir/sub" "$T/d two"
: >"$T/key"
failures=0

# shellcheck source=scripts/vrrpd.bash-completion
. scripts/vrrpd.bash-completion
registered=$(complete -p vrrpd)

# offers WORDS WORD...: that these are offered for the last of the words, which
# the others stand before; each in a line, in any order.  CUR is what bash
# calls the last word, where it is another one.
offers()
{
	local want=$1 got

	shift
	COMP_WORDS=("$vrrpd" "$@")
	COMP_CWORD=$#
	COMPREPLY=(rubbish)
	_vrrpd "$vrrpd" "${CUR-${COMP_WORDS[COMP_CWORD]}}" \
	    "${COMP_WORDS[COMP_CWORD - 1]}" 2>"$T/err"
	got=$(printf '%s\n' "${COMPREPLY[@]}" | sort)
	if [ "$got" != "$(printf '%s\n' "$want" | sort)" ]; then
		failures=$((failures + 1))
		printf 'vrrpd %s: offers\n%s\nnot\n%s\n' "$*" "$got" "$want"
	fi
	[ ! -s "$T/err" ] || { failures=$((failures + 1)); cat "$T/err"; }
}

# typed WORDS KEYS: the same through readline: what is typed behind vrrpd, and
# the words that it is given then.
typed()
{
	local got

	: >"$T/said"
	got=$(printf '%s\n' ". '$T/rc'" "vrrpd $2" exit | timeout 20 \
	    script -qec 'bash --norc --noprofile -i' /dev/null 2>&1)
	grep -qxF -e "$1" "$T/said" && return
	failures=$((failures + 1))
	printf 'typed %q: not %s, but\n' "$2" "$1"
	cat "$T/said"
	printf '%s\n' "$got"
}

[[ $registered == *" -F _vrrpd vrrpd" ]] || { echo "$registered"; exit 1; }

# As in the program's source, not in its help, which the completion reads.
letters=$(sed -n 's/^#define[[:space:]]OPTIONS[[:space:]]*"[+:]*\(.*\)"/\1/p' \
    src/conf.c | tr -d : | sed 's/./-&\n/g' | sed '/^$/d')
[ -n "$letters" ] || { echo "src/conf.c: no option string"; exit 1; }
interfaces=$(for d in /sys/class/net/*/; do basename "$d"; done | grep -vx lo)
first=${interfaces%%$'\n'*}

offers "$letters" -
offers "$letters" -i eth0 -n -
offers -n -n
offers "" ""
offers "" -i eth0 -v 50 ""
offers "" -v ""
offers "" -p -
offers "" -- -
offers "" --
offers "$interfaces" -i ""
offers "$interfaces" -nsi ""
offers "$interfaces" -v 50 -D -i ""
offers "$interfaces" -v -n -i ""
[ -z "$first" ] || offers "-i$first" "-i$first"
[ -z "$first" ] || offers "$first" -i "$first"
offers "" -f -i ""
offers "$T/dir" -f "$T/di"
offers "$T/dir"$'\n'"$T/d two" -f "$T/d"
offers "-f$T/dir/" "-f$T/di"
offers "-f$T/d\\ two/" "-f$T/d "
offers "" -f "$T/ke"
offers $'none\npw/0x\nah/0x\n@' -a ""
offers ah/0x -na a
offers -aah/0x -aa
offers "@$T/key" -a "@$T/k"
offers "@$T/dir/" -a "@$T/di"
offers "-a@$T/key" "-a@$T/k"
# The @ as bash splits it, unless it is told not to.
CUR="@$T/k" offers "@$T/key" -a @ "$T/k"

# Where a terminal can be made.
if command -v script >/dev/null; then
	cat >"$T/rc" <<-END
	cd '$T'
	. '$PWD/scripts/vrrpd.bash-completion'
	PATH='$T/bin':\$PATH
	vrrpd() { printf '<%s>' "\$@"; echo; } >'$T/said'
	END
	mkdir "$T/bin"
	ln -s "$vrrpd" "$T/bin/vrrpd"
	typed '<-a><@key>' $'-a @ke\t'
	typed '<-a@key>' $'-a@ke\t'
	typed '<-a><ah/0x12>' $'-a ah\t12'
	typed '<-f><dir/sub/>' $'-f di\tsu\t'
	typed '<-fd two/>' $'-fd\\ \t'
fi

# Without the program nothing is offered, and nothing is said.
vrrpd=$T/nosuch
offers "" -
[ "$failures" = 0 ]
