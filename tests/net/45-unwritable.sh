#!/bin/bash
# What cannot be written is an error and kills nobody: a start undoes what a
# crash left with nobody behind its stderr; a log that has reached the limit
# of files leaves a Master as it is; a terminal's tostop stops no daemon.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

real=$VRRPD
mkdir "$T/bin" "$T/none"
mkfifo "$T/gone.fifo"
cat >"$T/bin/gone" <<END
#!/bin/bash
exec {both}<>"$T/gone.fifo" 2>"$T/gone.fifo" {both}>&-
exec "$real" "\$@"
END
cat >"$T/bin/limit" <<END
#!/bin/bash
ulimit -f 8
exec "$real" "\$@" 2>>"$T/limit.log"
END
chmod +x "$T/bin/gone" "$T/bin/limit"

lan a
snapshot a >"$T/before"
start a -v 50 10.0.0.1
lead a
crash a
VRRPD=$T/bin/gone start a -v 50 10.0.0.1
must same "$(<"$T/before")" "$(snapshot a)"
stop a

printf '%8192s' '' >"$T/limit.log"
AS=limit VRRPD=$T/bin/limit start a -v 50 10.0.0.1
lead limit
for signal in TTOU XFSZ PIPE; do
	tell limit $signal
	refresh limit
done
stop limit
must same "$(<"$T/before")" "$(snapshot a)"

said=$(ulimit -f 0; on a "$real" -i eth0 -f "$T/none" -v 50 10.0.0.1 2>&1)
[[ $? == 1 && $said == *"File too large"* && $said != *$'\n'* ]] ||
	fail "no room for a file: $said"
