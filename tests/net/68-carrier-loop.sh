#!/bin/bash
# NICs that lose their link for 3 s at every change of their MAC, whoever made
# it: a router alone, and a pair that hands over, must each come to rest with
# one Master.  To let go when the link goes would be another change, for ever.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

# nic HOST: from now on its eth0 is such a NIC; $T/HOST.nic has a line for each
# time that it lost its link.
nic()
{
	local line mac last n=0

	last=$(mac_of "$1")
	: >"$T/$1.nic"
	ip -n "$1" -o monitor link dev eth0 | while read -r line; do
		: >"$T/$1.listens"
		mac=${line##*link/ether }
		mac=${mac%% *}
		[[ $line == *link/ether* && $mac != "$last" ]] || continue
		last=$mac
		echo "$(now) $mac" >>"$T/$1.nic"
		ip -n switch link set dev "$1" down
		read -r -t 3 -u "$never"
		ip -n switch link set dev "$1" up
	done &
	# It has to hear of something first.
	until [ -e "$T/$1.listens" ]; do
		n=$((n + 1))
		must [ $n -lt 500 ]
		ip -n "$1" link set dev eth0 alias "nic $n"
		tick
	done
}

# lost HOST: how often.
lost()
{
	wc -l <"$T/$1.nic"
}

# rests: that nothing has become of them for longer than any
# grace.
rests()
{
	local is

	is=$(lost a) is=$is,$(lost b),$(lost c)
	is=$is,$(log_count a ' -> '),$(log_count b ' -> '),$(log_count c ' -> ')
	if [ "$is" != "$was" ]; then
		was=$is
		calm=$(calc "$(now) + 5.5")
	fi
	past "$calm"
}
was='' calm=0

# one_of A B: the two are Master and Backup, with and without the address and
# the virtual MAC.
one_of()
{
	is_state "$1" Master && is_state "$2" Backup &&
	    has_addr "$1" 10.0.0.1 && not has_addr "$2" 10.0.0.1 &&
	    [ "$(mac_of "$1")" = 00:00:5e:00:01:32 ] &&
	    [[ $(mac_of "$2") == 02:00:00:00:00:* ]]
}

lan a b c h
sniff switch
start a -v 50 -p 200 10.0.0.1
start b -v 50 -p 100 10.0.0.1
start c -v 51 10.0.0.2
for h in a b c; do
	must wait_for 2 is_state $h Backup
	nic $h
done
tell a USR1
tell c USR1

# Alone: one loss, and Master ever since.
must wait_for 20 rests
must [ "$(lost c)" = 1 ]
must is_state c Master
must has_addr c 10.0.0.2
must [ "$(mac_of c)" = 00:00:5e:00:01:33 ]
must [ "$(log_count c ' -> ')" = 2 ]
back=$(calc "$(tail -n 1 "$T/c.nic" | cut -d ' ' -f 1) + 3.2")
must steady switch 'adv src=10.0.0.13 ' 2 "$back"
must on h ping -q -c 1 -W 2 10.0.0.2 >/dev/null

# The pair: b may have taken over while a was not to be heard, and given back.
must one_of a b
must between 1 "$(lost a)" 3
must between 0 "$(lost b)" 2
losses=$(($(lost a) + $(lost b)))

# It hands over.  Whoever has it in the end, it is one.
tell a USR2
was=''
must wait_for 30 rests
if is_state a Master; then
	must one_of a b
else
	must one_of b a
fi
must between 1 $(($(lost a) + $(lost b) - losses)) 6
must on h ping -q -c 1 -W 2 10.0.0.1 >/dev/null
must [ "$(lost c)" = 1 ]
must has_addr a 10.0.0.11
must has_addr b 10.0.0.12
