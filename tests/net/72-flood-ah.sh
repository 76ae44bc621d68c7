#!/bin/bash
# Whoever does not have the key of the Authentication Header floods in vain,
# as in 70: with headers that are wrong in any way, with one that was heard,
# without any, and as one that resigns in the Master's name.
#
# Runs alone: it keeps both processors busy.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/net/flood.sh
. "$(dirname "$0")/flood.sh"

lan a b m
pair -a ah/0x00112233445566778899
was=$(memory b)

for kind in ah-icv ah-spi ah-sequence ah-next ah-length ah-random ah-long; do
	flood $kind $kind
done
for kind in good zero password noah random; do
	flood $kind $kind
done
LINES_MOST=12 flood "ah-icv, 10,000 sources" -n 10000 ah-icv
flood "ah-zero of a's" -s 10.0.0.11 ah-zero
flood "zero of a's" -s 10.0.0.11 zero
flood replay replay
judge
must between 0 "$(memory b)" $((was + 512))
