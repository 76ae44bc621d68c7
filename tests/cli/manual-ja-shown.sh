#!/usr/bin/env bash
# Where it is installed, man-db shows the Japanese manual to those who have
# such a locale, without a warning, and the other one to the rest.
set -u
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 1

skip()
{
	echo "skipped: $*"
	exit 77
}

fail()
{
	echo "$*"
	cat "$T/err"
	head -n 20 "$T/ja"
	exit 1
}

# shown LOCALE: man vrrpd, as that user sees it.
shown()
{
	LOCPATH=$T/locale LC_ALL=$1 LANGUAGE='' MANPATH=$T/usr/share/man \
	    MANWIDTH=80 man --warnings=w vrrpd 2>"$T/err"
}

for c in man groff localedef; do
	command -v $c >/dev/null || skip "$c is not installed"
done
man --version 2>&1 | grep -q '^man ' || skip "man is not that of man-db"
T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT
: >"$T/ja"
mkdir "$T/locale"
localedef -i ja_JP -f UTF-8 "$T/locale/ja_JP.UTF-8" 2>"$T/err" ||
    skip "no Japanese locale can be made: $(head -n 1 "$T/err")"

# The tests may run under another build of this make.
env -u B -u CFLAGS -u CC -u MAKEFLAGS -u MFLAGS -u MAKELEVEL \
    make -s install DESTDIR="$T" PREFIX=/usr >"$T/err" 2>&1 ||
    fail "make install"

shown ja_JP.UTF-8 | iconv -f UTF-8 -t UTF-8 >"$T/ja" || fail "no UTF-8"
[ ! -s "$T/err" ] || fail "man has something to say"
export LC_ALL=C.UTF-8
head -n 1 "$T/ja" | grep -q '^VRRPD(8) .* VRRPD(8)$' || fail "no header"
grep -qx '名前' "$T/ja" || fail "not the Japanese manual"
grep -q '仮想ルーター冗長プロトコル' "$T/ja" || fail "no Japanese words"
# Lines end within a word, as is right there, and so are well filled.
awk 'length > 2 * 81' "$T/ja" | grep -q . && fail "lines too long"
awk '/^名前/ { all = 1 } /[あ-ん]/ && all { n++; full += length >= 33 }
END { exit n < 300 || full < n / 3 }' "$T/ja" || fail "not filled"
grep -q '     # vrrpd -D -i eth0 -v 50 -p 200 192.0.2.1$' "$T/ja" ||
    fail "no example"
shown C.UTF-8 | grep -qx NAME || fail "not the English manual for others"
