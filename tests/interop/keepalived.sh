# shellcheck shell=bash
# For tests against keepalived, which begin with:
#	. "$(dirname "$0")/keepalived.sh"
# It brings ../net/lib.sh, which see, and keepalived in a host like any other:
# nothing of the machine's own keepalived is read, written or disturbed.

PATH=$PATH:/usr/sbin:/sbin
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../net/lib.sh"
need keepalived

# theirs HOST PRIORITY [LINE...]: run keepalived there, until it listens, with
# the lines in its vrrp_instance; VRID 50 and 10.0.0.1, unless VRID= and VIP=
# say otherwise.  Its log is $T/HOST.log.
theirs()
{
	mkdir -p "$T/$1"
	{
		cat <<-EOF
			global_defs {
				router_id $1
			}
			vrrp_instance test {
				state BACKUP
				interface eth0
				virtual_router_id ${VRID:-50}
				priority $2
				advert_int 1
				virtual_ipaddress {
					${VIP:-10.0.0.1}/32
				}
		EOF
		printf '\t%s\n' "${@:3}" "}"
	} >"$T/$1/keepalived.conf"
	# Its log is looked at below.
	: >"$T/$1.log"
	nsenter --net="/run/netns/$1" -- keepalived -n -l -P \
	    -p "$T/$1/keepalived.pid" -r "$T/$1/vrrp.pid" \
	    -f "$T/$1/keepalived.conf" \
	    </dev/null >>"$T/$1.log" 2>&1 {never}>&- &
	echo $! >"$T/$1.pid"
	wait_for 5 grep -q 'Entering BACKUP STATE' "$T/$1.log" ||
	    fail "$1: keepalived does not start"
}

# theirs_pids HOST: the parent and those that it has started.
theirs_pids()
{
	local pid

	pid=$(pid "$1")
	echo "$pid" "$(<"/proc/$pid/task/$pid/children")"
}

# theirs_stop HOST: as an administrator does; theirs_ended HOST: wait for it.
theirs_stop()
{
	tell "$1" TERM
	theirs_ended "$1"
}

theirs_ended()
{
	wait_for 5 not running "$1" || fail "$1: keepalived does not end"
	wait "$(pid "$1")"
	return 0
}

# theirs_crash HOST: so that it cannot tidy up.  Stopped first: a child is told
# of its parent's end, and would resign.
theirs_crash()
{
	local pids

	read -ra pids < <(theirs_pids "$1")
	kill -s STOP "${pids[@]}" || fail "$1: keepalived does not run"
	kill -s KILL "${pids[@]}"
	{ wait "$(pid "$1")"; } 2>/dev/null
	return 0
}

# theirs_master HOST [ADDRESS]: by the virtual address that it has or not.
theirs_master()
{
	has_addr "$1" "${2:-10.0.0.1}"
}

# no_errors NAME: ours has found fault with nothing that it heard.
no_errors()
{
	refresh "$1"
	! grep '^vrrp' "$T/$1"/vrrpd_*.state | grep -v "='0'\$" |
	    grep -vE 'BecomeMaster|AdvertiseRcvd|PriorityZero'
}
