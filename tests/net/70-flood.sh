#!/bin/bash
# A flood of whatever fails a check, or ranks below, changes nothing for a
# Master nor for its Backup: the adverts go out on time, the Backup stays
# one, next to nothing is logged and no flood is answered with another.
#
# Runs alone: it keeps both processors busy.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/net/flood.sh
. "$(dirname "$0")/flood.sh"

lan a b m
pair -a none
was=$(memory a)

for kind in version sum ttl length count type interval auth random; do
	flood $kind $kind
done
# Each of them with 10,000 sources; the limit knows eight, then none.
LINES_MOST=12 flood "sum, 10,000 sources" -n 10000 sum
LINES_MOST=12 flood "random, 10,000 sources" -n 10000 random

# What only a Master hears as its own, though it is forged.
flood "a's own source" -s 10.0.0.11 good
flood "own source, bad sum" -s 10.0.0.11 sum

# A Master answers these, once an interval.
for kind in lower zero options list; do
	answered=1 flood $kind $kind
done
LINES_MOST=12
answered=1 flood "lower, 10,000 sources" -n 10000 lower
answered=1 flood "zero, 10,000 sources" -n 10000 zero
answered=1 flood "b's own source" -s 10.0.0.12 lower
answered=1 flood "the address's own source" -s 10.0.0.1 lower
# Below the Master, but above the Backup.
answered=1 flood middle middle

judge
must between 0 "$(memory a)" $((was + 512))
