#!/bin/bash
# A Master that runs ahead of all other processes, on one processor with an
# ordinary one that never rests, while another processor floods it with all
# that it can send.  It must not take the machine away from the other, nor be
# kept from its adverts.
#
# Runs alone: it keeps both processors busy.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/net/flood.sh
. "$(dirname "$0")/flood.sh"

need chrt taskset
chrt -r 1 true 2>/dev/null || skip "no realtime scheduling for this user"
mapfile -t cpus < <(taskset -cp $$ | sed 's/.*: //' | tr , '\n' |
    while IFS=- read -r from to; do seq "$from" "${to:-$from}"; done)
[ ${#cpus[@]} -ge 2 ] || skip "one processor only"

lan a b m
pair -a none
must [ "$(chrt -p "$(pid a)" | grep -c 'SCHED_RR')" = 1 ]
must taskset -cp "${cpus[0]}" "$(pid a)" >/dev/null

taskset -c "${cpus[0]}" "$BASH" -c 'while :; do :; done' &
ordinary=$!
must wait_for 2 grep -q . "/proc/$ordinary/schedstat"

# share NANOSECONDS SECONDS: per cent of a processor.
share()
{
	calc "$1 / 1e7 / $2"
}

for kind in sum lower vrid; do
	since=$(now)
	read -r of_other _ <"/proc/$ordinary/schedstat"
	of_a=$(cpu a)
	said=$(on m taskset -c "${cpus[1]}" "$FLOOD" eth0 1000000 3 $kind) ||
	    fail "flood $kind"
	took=$(calc "$(now) - $since")
	of_a=$(($(cpu a) - of_a))
	of_other=$(($(cut -d ' ' -f 1 "/proc/$ordinary/schedstat") - of_other))
	echo "$kind: $(field rate "$said") a second:" \
	    "a $(share $of_a "$took") %, the other $(share $of_other "$took") %"
	must between 0 "$(share $of_a "$took")" 25
	# It may have to share it with others.
	must between 0.5 "$(share $of_other "$took")" 100
	# Its answer to a lower one may come right behind one that was due.
	must steady a 'adv src=10.0.0.11 ' 2 "$(field begin "$said")"
done
must [ "$(chrt -p "$(pid a)" | grep -c 'SCHED_RR')" = 1 ]
kill $ordinary
stop a
stop b
