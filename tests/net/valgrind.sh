#!/bin/bash
# The life of two routers under valgrind: no error, and nothing leaked.  Its
# times are not the daemon's, so this is none of the tests of make check;
# tests/platform valgrind runs it.

# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

need valgrind
real=$VRRPD VRRPD=$T/vrrpd-valgrind
# It has the kernel look at a copy of the signals that are to be blocked, and
# where one comes in just then takes that for the program's own the next time.
cat >"$T/suppressions" <<-END
	{
	   the copy
	   Memcheck:Param
	   pselect6(sig)
	   ...
	   fun:pselect
	}
END
cat >"$VRRPD" <<-END
	#!/bin/sh
	exec valgrind -q --leak-check=full --error-exitcode=99 \\
	    --errors-for-leak-kinds=definite,indirect,possible \\
	    --suppressions='$T/suppressions' '$real' "\$@"
END
chmod +x "$VRRPD"
key=ah/0x7365637265742d6b6579

lan a b
sniff switch
echo "$key" >"$T/key"
chmod 600 "$T/key"
start a -v 50 -p 200 -a "@$T/key" 10.0.0.1/24 10.0.0.2
start b -v 50 -p 100 -a $key 10.0.0.1/24 10.0.0.2
must wait_for 20 is_state a Master

# By hand, and back.
tell a USR2
must wait_for 20 is_state b Master
tell a USR1
must wait_for 20 is_state a Master
must wait_for 20 is_state b Backup
tell b HUP

# Without carrier, and with it again.
cable a down
must wait_for 40 is_state b Master
cable a up
must wait_for 40 is_state a Master

# An address that someone takes away.
must ip -n a addr del 10.0.0.2/32 dev eth0
must wait_for 20 has_addr a 10.0.0.2/32

# What is refused: another password, another interval.
AS=odd start b -v 51 -p 10 -n -a pw/0x6f6464 10.0.0.9
AS=other start a -v 51 -p 20 -n -a none -d 2 10.0.0.9
tell odd USR1
tell other USR1
must wait_for 20 grep -q 'ignored: ' "$T/other.log"
stop odd
stop other

# Killed, and undone by the next.
must wait_for 20 is_state b Backup
crash a
must wait_for 40 is_state b Master
start a -v 50 -p 200 -a $key 10.0.0.1/24 10.0.0.2
must wait_for 40 is_state a Master
stop a
must wait_for 20 is_state b Master
stop b
