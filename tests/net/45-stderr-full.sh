#!/bin/bash
# Nobody reads the log: stderr is a pipe that is full, one whose reader is
# gone, a full device, closed, or a terminal or a socket behind which everyone
# sleeps.  The advertisements keep their interval, all the while.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

real=$VRRPD
need_devlog

# wrap NAME REDIRECTION [COMMAND...]: vrrpd with that, run by that.
wrap()
{
	printf '#!/bin/sh\nexec %s "%s" "$@" %s\n' "${*:3}" "$real" "$2" \
	    >"$T/bin/$1"
	chmod +x "$T/bin/$1"
}
mkdir "$T/bin"
mkfifo "$T/full.fifo" "$T/gone.fifo"
wrap full "2<>$T/full.fifo"
wrap gone "2>$T/gone.fifo"
wrap device '2>/dev/full'
wrap closed '2>&-'
wrap socket '' "$tool" stuck socket
wrap terminal '' "$tool" stuck terminal
hosts=(full gone device closed socket)
! "$tool" stuck terminal true 2>/dev/null || hosts+=(terminal)

# Not a byte more fits.
exec {full}<>"$T/full.fifo"
# shellcheck disable=SC2016 # expanded there
timeout 1 "$BASH" -c 'while printf "%65536s"; do :; done >&"$0"' "$full"

cat "$T/gone.fifo" >"$T/gone.log" &
reader=$!

lan "${hosts[@]}"
sniff switch
vrid=50
for h in "${hosts[@]}"; do
	VRRPD=$T/bin/$h start "$h" -v $vrid 10.0.0.1 {full}>&-
	lead "$h"
	vrid=$((vrid + 1))
done
must wait_for 2 grep -q 'Backup -> Master' "$T/gone.log"
kill "$reader"
wait "$reader"

# Each makes a line of the log.  A terminal takes some 20 KB before it is
# full, and then there may be room for half a line.
for n in {1..300}; do
	for h in "${hosts[@]}"; do
		[[ $n -gt 20 && $h != terminal && $h != socket ]] ||
		    tell "$h" USR1
	done
	tick
done

# enough VRID: there are five advertisements.
enough()
{
	[ "$(wire_count switch " vrid=$1 ")" -ge 5 ]
}
for ((n = 50; n < vrid; n++)); do
	must wait_for 6 enough "$n"
	must steady switch " vrid=$n " 5
done
for h in "${hosts[@]}"; do
	stop "$h"
	must not has_addr "$h" 10.0.0.1
done
