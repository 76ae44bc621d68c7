#!/bin/bash
# Whoever does not know the password floods in vain, as in 70; also one that
# resigns in the Master's name.
#
# Runs alone: it keeps both processors busy.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/net/flood.sh
. "$(dirname "$0")/flood.sh"

lan a b m
pair -a pw/0x736563726574

for kind in password good auth noah zero ah-icv; do
	flood $kind $kind
done
LINES_MOST=12 flood "password, 10,000 sources" -n 10000 password
flood "zero of a's" -s 10.0.0.11 zero
judge
