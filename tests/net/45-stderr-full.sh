#!/bin/bash
# Nobody reads the log: stderr is a pipe that is full, one whose reader is
# gone, a full device, or closed.  The advertisements keep their interval.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

real=$VRRPD

# wrap NAME REDIRECTION: vrrpd with that.
wrap()
{
	printf '#!/bin/sh\nexec "%s" "$@" %s\n' "$real" "$2" >"$T/bin/$1"
	chmod +x "$T/bin/$1"
}
mkdir "$T/bin"
mkfifo "$T/full.fifo" "$T/gone.fifo"
wrap full "2<>$T/full.fifo"
wrap gone "2>$T/gone.fifo"
wrap device '2>/dev/full'
wrap closed '2>&-'

# Not a byte more fits.
exec {full}<>"$T/full.fifo"
# shellcheck disable=SC2016 # expanded there
timeout 1 "$BASH" -c 'while printf "%65536s"; do :; done >&"$0"' "$full"

cat "$T/gone.fifo" >"$T/gone.log" &
reader=$!

lan full gone device closed
sniff switch
vrid=50
for h in full gone device closed; do
	VRRPD=$T/bin/$h start $h -v $vrid 10.0.0.1 {full}>&-
	tell $h USR1
	must wait_for 2 is_state $h Master
	vrid=$((vrid + 1))
done
must wait_for 2 grep -q 'Backup -> Master' "$T/gone.log"
kill "$reader"
wait "$reader"

# steady VRID: five advertisements, none late, early or more than due.
steady()
{
	wire_times switch " vrid=$1 " | awk '
		NR > 1 && ($1 - last < 0.7 || $1 - last > 1.3) { bad++ }
		{ last = $1 }
		END { exit !(NR >= 5 && !bad) }'
}

# Each makes a line of the log.
for _ in {1..20}; do
	for h in full gone device closed; do
		tell $h USR1
	done
	tick
done
for ((vrid = 50; vrid < 54; vrid++)); do
	must wait_for 6 steady $vrid
done
for h in full gone device closed; do
	stop $h
	must not has_addr $h 10.0.0.1
done
