#!/bin/bash
# A virtual address that comes back on a router that is no Master, by whatever
# hand, is removed; one without our label is someone else's.  And what one
# vrrpd keeps while it takes the interface down does not bring back what the
# others have let go of meanwhile.

# shellcheck source=tests/net/lib.sh
. "$(dirname "$0")/lib.sh"

all=(a50 a51 a52 a53 a54)

# masters: they all are; those that looked while the interface was down have to
# be asked again.
masters()
{
	local name

	for name in "${all[@]}"; do
		is_state "$name" Master && continue
		is_state "$name" Initialize || tell "$name" USR1
		return 1
	done
}

lan a b
start a -n -v 50 -p 100 10.0.0.1
start b -n -v 50 -p 200 10.0.0.1
lead b
must wait_for 2 is_state a Backup
must ip -n a addr add 10.0.0.1/32 dev eth0 label eth0:j200
must wait_for 1 not has_addr a 10.0.0.1
must ip -n a addr add 10.0.0.1/32 dev eth0
must not wait_for 1 not has_addr a 10.0.0.1
must is_state a Backup
must log_has a '10.0.0.1 stands on eth0 already and is not ours'
must ip -n a addr del 10.0.0.1/32 dev eth0
# Someone insists on it: no tight loop with him, and a word.
must wait_for 2 not has_addr a 10.0.0.1
must log_has a 'has come back to eth0, and this is no Master: removed'
end=$((SECONDS + 3)) added=0
while ((SECONDS < end)); do
	ip -n a addr add 10.0.0.1/32 dev eth0 label eth0:j200 2>/dev/null &&
	    added=$((added + 1))
done
must between 2 "$added" 8
must wait_for 3 not has_addr a 10.0.0.1
# Right before the end, and behind other news, from which it rests.
cat >"$T/batch" <<-'END'
	addr add 10.0.0.77/32 dev eth0
	addr del 10.0.0.77/32 dev eth0
	addr add 10.0.0.1/32 dev eth0 label eth0:j200
END
must ip -n a addr add 10.0.0.78/32 dev eth0
must ip -n a -batch "$T/batch"
stop a
must not has_addr a 10.0.0.1
must ip -n a addr del 10.0.0.78/32 dev eth0
stop b

preload ebusy
before=$(snapshot a)
for _ in 1 2 3; do
	AS=a50 start a -v 50 -d 10 10.0.0.1
	for name in "${all[@]:1}"; do
		AS=$name start a -n -v "${name#a}" -d 10 \
		    "10.0.0.${name#a}" "172.16.${name#a}.1/24"
	done
	must wait_for 8 masters
	pids=()
	for name in "${all[@]}"; do
		pids+=("$(pid "$name")")
	done
	kill -TERM "${pids[@]}" || fail "kill"
	# Again, while they hand over: they let go at once.
	must wait_for 1 leaving a54
	kill -TERM "${pids[@]}" 2>/dev/null
	for name in "${all[@]}"; do
		ended "$name" || fail "$name: exit status $?"
	done
	must same "$before" "$(snapshot a)"
	must [ "$(log_count a50 'did not come back')" = 0 ]
done
