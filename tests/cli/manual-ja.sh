#!/usr/bin/env bash
# The Japanese manual is that of this program: whatever needs no translation is
# the same as in vrrpd.8, to the letter and in the same order.
set -u
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 1

T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT
failures=0

# same NAME COMMAND...: that it says the same of both, and something at all.
same()
{
	local name=$1

	shift
	"$@" <vrrpd.8 >"$T/en"
	"$@" <vrrpd.ja.8 >"$T/ja"
	if [ ! -s "$T/en" ] || ! diff "$T/en" "$T/ja" >"$T/diff"; then
		failures=$((failures + 1))
		echo "vrrpd.8 (<) and vrrpd.ja.8 (>) differ in $name:"
		cat "$T/diff"
	fi
}

# Sections, paragraphs, lists and their items, in order; the names of sections
# and the words of paragraphs are what is translated.
skeleton()
{
	sed -n 's/^\.\(Sh\|Ss\) .*/.\1/
		s/^\(\.\(Sh\|Ss\|Pp\|Bl\|El\|It\|Bd\|Ed\|Rs\|Re\|Dl\)\)/\1/p'
}

# Everything in examples and references.
verbatim()
{
	sed -n '/^\.Bd/,/^\.Ed/p; /^\.Rs/,/^\.Re/p; /^\.Dl/p'
}

synopsis()
{
	awk '/^\.Sh/ { n++; next } n == 2'
}

see_also()
{
	awk '/^\.Sh/ { n++; next } n == 10' | grep '^\.Xr'
}

# words MACRO: what stands behind it, wherever.
words()
{
	grep -o "\\<$1 [!-~][^ ]*" | sort -u
}

same "sections, paragraphs, items" skeleton
same examples verbatim
same "the synopsis" synopsis
same "see also" see_also
same options words Fl
same signals words Dv
same arguments words Ar
same files words Pa
same references words Xr

# What is referred to is there.
while read -r name; do
	grep -qxF -e ".Sh $name" -e ".Ss $name" vrrpd.ja.8 && continue
	failures=$((failures + 1))
	echo "vrrpd.ja.8: there is no section $name"
done < <(sed -n 's/^\.Sx \(.*[^ .]\)[ .]*$/\1/p' vrrpd.ja.8)

# Every heading and every line of text is Japanese.
awk '
/^\.Bd/, /^\.Ed/ { next }
(/^\.(Sh|Ss|Nd) / || !/^\./) && !goes_on && !/[\200-\377]/ {
	print "vrrpd.ja.8: not translated: " $0
	bad = 1
}
{ goes_on = /\\$/ }
END { exit bad }
' vrrpd.ja.8 || failures=$((failures + 1))
if command -v iconv >/dev/null &&
    ! iconv -f UTF-8 -t UTF-8 vrrpd.ja.8 >/dev/null; then
	failures=$((failures + 1))
fi
[ "$failures" = 0 ]
