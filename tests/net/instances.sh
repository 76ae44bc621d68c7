# shellcheck shell=bash
# For tests, behind lib.sh, of what starts the lines of vrrpd.conf.  NAME is a
# line's; $SYSTEM is where another system begins than this one.

# pid_of NAME: what its pid file says.
pid_of()
{
	cat "${SYSTEM-}/run/vrrpd/$1"/vrrpd_*.pid 2>/dev/null
}

# in_state NAME Initialize|Backup|Master
in_state()
{
	grep -qx "state='$2'" "${SYSTEM-}/run/vrrpd/$1"/vrrpd_*.state
}

# gone PID: that the process is.
gone()
{
	! kill -0 "$1" 2>/dev/null
}
