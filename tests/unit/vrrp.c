/*
 * The election, RFC 2338 section 6: the whole table of situations, events
 * and preemption modes.
 */

#include "vrrp.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "step.h"

static const struct situation {
	const char	*name;
	void		(*arrange)(struct vrrp *, bool preempt);
} situations[] = {
	{ "Initialize", initialize },
	{ "Initialize, cut off as Master", cut_off },
	{ "Initialize, retrying", retrying },
	{ "Initialize, no address", no_address },
	{ "Initialize, stopped", stopped },
	{ "Backup, new", backup_new },
	{ "Backup", backup },
	{ "Backup, left", backup_left },
	{ "Backup, yielding", backup_yielding },
	{ "Master, new", master_new },
	{ "Master", master },
	{ "Master, stepping down", stepping_down },
	{ "Master, falling", falling },
	{ "Master, stopping", stopping },
	{ "Owner", owner },
	{ "Owner, stopping", owner_stopping },
	{ "Owner, retrying", owner_retrying },
}, waiting[] = {
	{ "Taking", taking },
	{ "Putting up", putting_up },
	{ "Sending", sending },
	{ "Sending the third", sending_third },
	{ "Repairing", repairing },
	{ "Owner, taking", owner_taking },
	{ "Owner, putting up", owner_putting_up },
};

/*
 * Events.  Higher and lower are by priority; ours is 100 but the owner's.
 */

static const struct named_event {
	const char	*name;
	struct vrrp_in	in;
} events[] = {
	{ "up", { .event = VRRP_UP, .addr = OURS_NEW } },
	{ "up, owner", { .event = VRRP_UP, .addr = OURS_NEW,
	    .owner = true } },
	{ "down", { .event = VRRP_DOWN } },
	{ "early", { .event = VRRP_EXPIRE } },
	{ "expire", { .event = VRRP_EXPIRE } },
	{ "advert 0, master", { .event = VRRP_ADVERT, .addr = MASTER } },
	{ "advert 0, other", { .event = VRRP_ADVERT, .addr = LOWER } },
	{ "advert lower, master", { .event = VRRP_ADVERT, .addr = MASTER,
	    .priority = 50 } },
	{ "advert lower, other", { .event = VRRP_ADVERT, .addr = HIGHER,
	    .priority = 99 } },
	{ "advert equal, master", { .event = VRRP_ADVERT, .addr = MASTER,
	    .priority = 100 } },
	{ "advert equal, lower address", { .event = VRRP_ADVERT,
	    .addr = LOWER, .priority = 100 } },
	{ "advert equal, our address", { .event = VRRP_ADVERT,
	    .addr = OURS, .priority = 100 } },
	{ "advert equal, higher address", { .event = VRRP_ADVERT,
	    .addr = HIGHER, .priority = 100 } },
	{ "advert higher, master", { .event = VRRP_ADVERT, .addr = MASTER,
	    .priority = 200 } },
	{ "advert higher, other", { .event = VRRP_ADVERT, .addr = LOWER,
	    .priority = 101 } },
	{ "advert 255, master", { .event = VRRP_ADVERT, .addr = MASTER,
	    .priority = 255 } },
	{ "advert 255, other", { .event = VRRP_ADVERT, .addr = LOWER,
	    .priority = 255 } },
	{ "stop", { .event = VRRP_STOP } },
	{ "stop now", { .event = VRRP_STOP_NOW } },
	{ "step down", { .event = VRRP_STEP_DOWN } },
	{ "take", { .event = VRRP_TAKE } },
	{ "priority up", { .event = VRRP_PRIORITY, .priority = 120 } },
	{ "priority same", { .event = VRRP_PRIORITY, .priority = 100 } },
	{ "priority down", { .event = VRRP_PRIORITY, .priority = 80 } },
	{ "priority trouble", { .event = VRRP_PRIORITY, .priority = 110,
	    .count = 1 } },
	{ "primary", { .event = VRRP_PRIMARY, .addr = OURS_NEW } },
	{ "lost", { .event = VRRP_LOST } },
}, outcomes[] = {
	{ "sent", { .event = VRRP_SENT, .ok = true } },
	{ "refused", { .event = VRRP_SENT } },
	{ "none stands", { .event = VRRP_ADDRESSES } },
	{ "one stands", { .event = VRRP_ADDRESSES, .count = 1 } },
	{ "all stand", { .event = VRRP_ADDRESSES, .count = 2 } },
};

/*
 * The table.  The event is a list of patterns, as of the shell.  A deadline
 * is one from now on, but "same" and "never"; "same" and "source" are the
 * master that is obeyed, "-" is none.
 */

#define NOT_LOWER	"advert equal*|advert higher*|advert 255*"
#define ALIVE		"advert lower*|" NOT_LOWER	/* not priority 0 */

#define ANY	"any"		/* Preempt_Mode */
#define ON	"on"
#define OFF	"off"

static const struct row {
	const char	*given, *preempt, *event;
	const char	*then, *actions, *deadline, *obeys, *why;
} rows[] = {
	/* 6.4.1: the interface cannot be used. */
	{ "Initialize", ANY, "up",
	    "Backup", "", "master down", "-", "startup" },
	{ "Initialize", ANY, "up, owner",
	    "Master", "MAC_ON SEND", "interval", "-", "owner" },
	{ "Initialize", ANY, "stop*",
	    "Initialize stopping", "", "never", "-", "stopped" },
	{ "Initialize", ANY, "step down",
	    "Initialize", "", "never", "-", "not up" },
	{ "Initialize", ANY, "take",
	    "Initialize", "", "never", "-", "not up" },
	{ "Initialize", ANY, "down|early|expire|advert*|pri*|lost",
	    "Initialize", "", "never", "-", "-" },

	/* The same, but hosts may still send to the virtual MAC. */
	{ "Initialize, cut off as Master", ANY, "up",
	    "Backup", "ANNOUNCE_OWN", "master down", "-", "startup" },
	{ "Initialize, cut off as Master", ANY, "up, owner",
	    "Master", "MAC_ON SEND", "interval", "-", "owner" },
	{ "Initialize, cut off as Master", ANY, "stop*",
	    "Initialize stopping", "", "never", "-", "stopped" },
	{ "Initialize, cut off as Master", ANY, "step down",
	    "Initialize", "", "never", "-", "not up" },
	{ "Initialize, cut off as Master", ANY, "take",
	    "Initialize", "", "never", "-", "not up" },
	{ "Initialize, cut off as Master", ANY,
	    "down|early|expire|advert*|pri*|lost",
	    "Initialize", "", "never", "-", "-" },

	/* The kernel refused the first advertisement. */
	{ "Initialize, retrying", ANY, "up*",
	    "Initialize", "", "master down", "-", "-" },
	{ "Initialize, retrying", ANY, "down",
	    "Initialize", "", "never", "-", "-" },
	{ "Initialize, retrying", ANY, "early",
	    "Initialize", "", "same", "-", "-" },
	{ "Initialize, retrying", ANY, "expire",
	    "Master", "MAC_ON SEND", "interval", "-", "retry" },
	{ "Initialize, retrying", ANY, "advert 0,*",
	    "Initialize", "", "same", "-", "-" },
	{ "Initialize, retrying", ON, "advert lower,*",
	    "Initialize", "", "same", "-", "-" },
	{ "Initialize, retrying", OFF, "advert lower,*",
	    "Backup", "", "master down", "source", "heard" },
	{ "Initialize, retrying", ANY, NOT_LOWER,
	    "Backup", "", "master down", "source", "heard" },
	{ "Initialize, retrying", ANY, "stop*",
	    "Initialize stopping", "", "never", "-", "stopped" },
	{ "Initialize, retrying", ANY, "step down",
	    "Initialize", "", "same", "-", "not up" },
	{ "Initialize, retrying", ANY, "take",
	    "Initialize", "", "same", "-", "not up" },
	{ "Initialize, retrying", ANY, "pri*",
	    "Initialize", "", "same", "-", "-" },
	{ "Initialize, retrying", ANY, "lost",
	    "Initialize", "", "same", "-", "-" },

	/* No address could be put up: whoever is Master may stay it. */
	{ "Initialize, no address", ANY, "up*",
	    "Initialize yielding", "", "master down", "-", "-" },
	{ "Initialize, no address", ANY, "down",
	    "Initialize yielding", "", "never", "-", "-" },
	{ "Initialize, no address", ANY, "early",
	    "Initialize yielding", "", "same", "-", "-" },
	{ "Initialize, no address", ANY, "expire",
	    "Master", "MAC_ON SEND", "interval", "-", "retry" },
	{ "Initialize, no address", ANY, "advert 0,*",
	    "Initialize yielding", "", "same", "-", "-" },
	{ "Initialize, no address", ANY, ALIVE,
	    "Backup yielding", "", "master down", "source", "heard" },
	{ "Initialize, no address", ANY, "stop*",
	    "Initialize yielding stopping", "", "never", "-", "stopped" },
	{ "Initialize, no address", ANY, "step down",
	    "Initialize yielding", "", "same", "-", "not up" },
	{ "Initialize, no address", ANY, "take",
	    "Initialize", "", "same", "-", "not up" },
	{ "Initialize, no address", ANY, "pri*",
	    "Initialize yielding", "", "same", "-", "-" },
	{ "Initialize, no address", ANY, "lost",
	    "Initialize yielding", "", "same", "-", "-" },

	/* The end: nothing starts it again. */
	{ "Initialize, stopped", ANY, "stop*",
	    "Initialize stopping", "", "never", "-", "stopped" },
	{ "Initialize, stopped", ANY, "step down",
	    "Initialize stopping", "", "never", "-", "not up" },
	{ "Initialize, stopped", ANY, "take",
	    "Initialize stopping", "", "never", "-", "not up" },
	{ "Initialize, stopped", ANY, "up*|down|early|expire|advert*|pri*|lost",
	    "Initialize stopping", "", "never", "-", "-" },

	/* 6.4.2: a Backup that has heard no master yet. */
	{ "Backup, new", ANY, "up*",
	    "Backup", "", "master down", "-", "-" },
	{ "Backup, new", ANY, "down",
	    "Initialize", "", "never", "-", "down" },
	{ "Backup, new", ANY, "early",
	    "Backup", "", "same", "-", "-" },
	{ "Backup, new", ANY, "expire",
	    "Master", "MAC_ON SEND", "interval", "-", "silence" },
	{ "Backup, new", ANY, "advert 0,*",
	    "Backup", "", "skew", "-", "-" },
	{ "Backup, new", ON, "advert lower,*",
	    "Backup", "", "same", "-", "-" },
	{ "Backup, new", OFF, "advert lower,*",
	    "Backup", "", "master down", "source", "-" },
	{ "Backup, new", ANY, NOT_LOWER,
	    "Backup", "", "master down", "source", "-" },
	{ "Backup, new", ANY, "stop*",
	    "Initialize stopping", "", "never", "-", "stopped" },
	{ "Backup, new", ANY, "step down",
	    "Backup yielding", "", "same", "-", "yield" },
	{ "Backup, new", ANY, "take",
	    "Master", "MAC_ON SEND", "interval", "-", "take" },
	{ "Backup, new", ANY, "pri*",
	    "Backup", "", "same", "-", "-" },
	{ "Backup, new", ANY, "lost",
	    "Backup", "", "same", "-", "-" },

	/* One that obeys a master of priority 200. */
	{ "Backup", ANY, "up*",
	    "Backup", "", "master down", "same", "-" },
	{ "Backup", ANY, "down",
	    "Initialize", "", "never", "-", "down" },
	{ "Backup", ANY, "early",
	    "Backup", "", "same", "same", "-" },
	{ "Backup", ANY, "expire",
	    "Master", "MAC_ON SEND", "interval", "-", "silence" },
	{ "Backup", ANY, "advert 0, master",
	    "Backup", "", "skew", "-", "-" },
	{ "Backup", ANY, "advert 0, other",
	    "Backup", "", "same", "same", "-" },
	{ "Backup", ON, "advert lower,*",
	    "Backup", "", "same", "same", "-" },
	{ "Backup", OFF, "advert lower,*",
	    "Backup", "", "master down", "source", "-" },
	{ "Backup", ANY, NOT_LOWER,
	    "Backup", "", "master down", "source", "-" },
	{ "Backup", ANY, "stop*",
	    "Initialize stopping", "", "never", "-", "stopped" },
	{ "Backup", ANY, "step down",
	    "Backup yielding", "", "same", "same", "yield" },
	{ "Backup", ANY, "take",
	    "Backup", "", "same", "same", "outranked" },
	{ "Backup", ANY, "pri*",
	    "Backup", "", "same", "same", "-" },
	{ "Backup", ANY, "lost",
	    "Backup", "", "same", "same", "-" },

	/* One whose master resigned: Skew_Time runs. */
	{ "Backup, left", ANY, "up*",
	    "Backup", "", "master down", "-", "-" },
	{ "Backup, left", ANY, "down",
	    "Initialize", "", "never", "-", "down" },
	{ "Backup, left", ANY, "early",
	    "Backup", "", "same", "-", "-" },
	{ "Backup, left", ANY, "expire",
	    "Master", "MAC_ON SEND", "interval", "-", "left" },
	{ "Backup, left", ANY, "advert 0,*",
	    "Backup", "", "same", "-", "-" },
	{ "Backup, left", ON, "advert lower,*",
	    "Backup", "", "same", "-", "-" },
	{ "Backup, left", OFF, "advert lower,*",
	    "Backup", "", "master down", "source", "-" },
	{ "Backup, left", ANY, NOT_LOWER,
	    "Backup", "", "master down", "source", "-" },
	{ "Backup, left", ANY, "stop*",
	    "Initialize stopping", "", "never", "-", "stopped" },
	{ "Backup, left", ANY, "step down",
	    "Backup yielding", "", "same", "-", "yield" },
	{ "Backup, left", ANY, "take",
	    "Master", "MAC_ON SEND", "interval", "-", "take" },
	{ "Backup, left", ANY, "pri*",
	    "Backup", "", "same", "-", "-" },
	{ "Backup, left", ANY, "lost",
	    "Backup", "", "same", "-", "-" },

	/* One that stepped down in favour of a master of priority 50. */
	{ "Backup, yielding", ANY, "up*",
	    "Backup yielding", "", "master down", "same", "-" },
	{ "Backup, yielding", ANY, "down",
	    "Initialize yielding", "", "never", "-", "down" },
	{ "Backup, yielding", ANY, "early",
	    "Backup yielding", "", "same", "same", "-" },
	{ "Backup, yielding", ANY, "expire",
	    "Master", "MAC_ON SEND", "interval", "-", "silence" },
	{ "Backup, yielding", ANY, "advert 0, master",
	    "Backup", "", "skew", "-", "-" },
	{ "Backup, yielding", ANY, "advert 0, other",
	    "Backup yielding", "", "same", "same", "-" },
	{ "Backup, yielding", ANY, ALIVE,
	    "Backup yielding", "", "master down", "source", "-" },
	{ "Backup, yielding", ANY, "stop*",
	    "Initialize yielding stopping", "", "never", "-", "stopped" },
	{ "Backup, yielding", ANY, "step down",
	    "Backup yielding", "", "same", "same", "yield" },
	{ "Backup, yielding", ANY, "take",
	    "Master", "MAC_ON SEND", "interval", "-", "take" },
	{ "Backup, yielding", ANY, "pri*",
	    "Backup yielding", "", "same", "same", "-" },
	{ "Backup, yielding", ANY, "lost",
	    "Backup yielding", "", "same", "same", "-" },

	/* 6.4.3: one that has just taken over. */
	{ "Master, new", ANY, "up*",
	    "Master", "SEND", "interval", "-", "-" },
	{ "Master, new", ANY, "down",
	    "Initialize", LET_GO, "never", "-", "down" },
	{ "Master, new", ANY, "early",
	    "Master", "", "same", "-", "-" },
	{ "Master, new", ANY, "expire",
	    "Master", "SEND", "interval", "-", "-" },
	/* The farewell of whom it has beaten: answered, but no news. */
	{ "Master, new", ANY, "advert 0,*|advert lower,*",
	    "Master", "SEND", "interval", "-", "-" },
	{ "Master, new", ANY, "advert equal, master|advert equal, [lo]*",
	    "Master", "SEND", "interval", "-", "-" },
	{ "Master, new", ANY, "advert equal, higher address",
	    "Backup", BEATEN, "master down", "source", "beaten" },
	{ "Master, new", ANY, "advert higher*|advert 255*",
	    "Backup", BEATEN, "master down", "source", "beaten" },
	{ "Master, new", ANY, "stop",
	    "Master handing over stopping", "RESIGN", "hand over", "-",
	    "hand over" },
	{ "Master, new", ANY, "stop now",
	    "Initialize stopping", "RESIGN " LET_GO, "never", "-",
	    "stopped" },
	{ "Master, new", ANY, "step down",
	    "Master handing over yielding", "RESIGN", "hand over", "-",
	    "hand over" },
	{ "Master, new", ANY, "take",
	    "Master", "", "same", "-", "already" },
	{ "Master, new", ANY, "priority up|priority same",
	    "Master", "", "same", "-", "-" },
	{ "Master, new", ANY, "priority down|priority trouble",
	    "Master handing over", "RESIGN", "hand over", "-",
	    "hand over" },
	{ "Master, new", ANY, "primary",
	    "Master", "", "same", "-", "-" },
	{ "Master, new", ANY, "lost",
	    "Master", "MAC_ON ADDRS_UP", "same", "-", "repair" },

	/* ... and later. */
	{ "Master", ANY, "up*",
	    "Master", "SEND", "interval", "-", "-" },
	{ "Master", ANY, "down",
	    "Initialize", LET_GO, "never", "-", "down" },
	{ "Master", ANY, "early",
	    "Master", "", "same", "-", "-" },
	{ "Master", ANY, "expire",
	    "Master", "SEND", "interval", "-", "-" },
	{ "Master", ANY, "advert 0,*",
	    "Master", "SEND", "interval", "-", "duel" },
	{ "Master", ANY, "advert lower,*",
	    "Master", "SEND", "interval", "-", "duel" },
	{ "Master", ANY, "advert equal, master|advert equal, [lo]*",
	    "Master", "SEND", "interval", "-", "duel" },
	{ "Master", ANY, "advert equal, higher address",
	    "Backup", BEATEN, "master down", "source", "beaten" },
	{ "Master", ANY, "advert higher*|advert 255*",
	    "Backup", BEATEN, "master down", "source", "beaten" },
	{ "Master", ANY, "stop",
	    "Master handing over stopping", "RESIGN", "hand over", "-",
	    "hand over" },
	{ "Master", ANY, "stop now",
	    "Initialize stopping", "RESIGN " LET_GO, "never", "-",
	    "stopped" },
	{ "Master", ANY, "step down",
	    "Master handing over yielding", "RESIGN", "hand over", "-",
	    "hand over" },
	{ "Master", ANY, "take",
	    "Master", "", "same", "-", "already" },
	{ "Master", ANY, "priority up|priority same",
	    "Master", "", "same", "-", "-" },
	{ "Master", ANY, "priority down|priority trouble",
	    "Master handing over", "RESIGN", "hand over", "-",
	    "hand over" },
	{ "Master", ANY, "primary",
	    "Master", "", "same", "-", "-" },
	{ "Master", ANY, "lost",
	    "Master", "MAC_ON ADDRS_UP", "same", "-", "repair" },

	/* Resigned by SIGUSR2, still answering for the addresses. */
	{ "Master, stepping down", ANY, "up*",
	    "Master handing over yielding", "", "same", "-", "-" },
	{ "Master, stepping down", ANY, "down",
	    "Initialize yielding", LET_GO, "never", "-", "down" },
	{ "Master, stepping down", ANY, "early",
	    "Master handing over yielding", "", "same", "-", "-" },
	{ "Master, stepping down", ANY, "expire",
	    "Master", "SEND", "interval", "-", "unanswered" },
	{ "Master, stepping down", ANY, "advert 0,*",
	    "Master handing over yielding", "", "same", "-", "-" },
	{ "Master, stepping down", ANY, ALIVE,
	    "Backup yielding", LET_GO, "master down", "source",
	    "relieved" },
	{ "Master, stepping down", ANY, "stop",
	    "Master handing over yielding stopping", "", "same", "-", "-" },
	{ "Master, stepping down", ANY, "stop now",
	    "Initialize yielding stopping", LET_GO, "never", "-",
	    "stopped" },
	{ "Master, stepping down", ANY, "step down",
	    "Master handing over yielding", "", "same", "-", "-" },
	{ "Master, stepping down", ANY, "take",
	    "Master", "SEND", "interval", "-", "take" },
	{ "Master, stepping down", ANY, "pri*",
	    "Master handing over yielding", "", "same", "-", "-" },
	{ "Master, stepping down", ANY, "lost",
	    "Master handing over yielding", "MAC_ON ADDRS_UP", "same", "-",
	    "repair" },

	/* Resigned because its priority fell: the ordinary rules later. */
	{ "Master, falling", ANY, "up*",
	    "Master handing over", "", "same", "-", "-" },
	{ "Master, falling", ANY, "down",
	    "Initialize", LET_GO, "never", "-", "down" },
	{ "Master, falling", ANY, "early",
	    "Master handing over", "", "same", "-", "-" },
	{ "Master, falling", ANY, "expire",
	    "Master", "SEND", "interval", "-", "unanswered" },
	{ "Master, falling", ANY, "advert 0,*",
	    "Master handing over", "", "same", "-", "-" },
	{ "Master, falling", ON, "advert lower,*",
	    "Backup", LET_GO, "master down", "-", "relieved" },
	{ "Master, falling", OFF, "advert lower,*",
	    "Backup", LET_GO, "master down", "source", "relieved" },
	{ "Master, falling", ANY, NOT_LOWER,
	    "Backup", LET_GO, "master down", "source", "relieved" },
	{ "Master, falling", ANY, "stop",
	    "Master handing over stopping", "", "same", "-", "-" },
	{ "Master, falling", ANY, "stop now",
	    "Initialize stopping", LET_GO, "never", "-", "stopped" },
	{ "Master, falling", ANY, "step down",
	    "Master handing over yielding", "", "same", "-", "-" },
	{ "Master, falling", ANY, "take",
	    "Master", "SEND", "interval", "-", "take" },
	{ "Master, falling", ANY, "pri*",
	    "Master handing over", "", "same", "-", "-" },
	{ "Master, falling", ANY, "lost",
	    "Master handing over", "MAC_ON ADDRS_UP", "same", "-",
	    "repair" },

	/* Resigned by SIGTERM: relieved or not, this is the end. */
	{ "Master, stopping", ANY, "up*",
	    "Master handing over stopping", "", "same", "-", "-" },
	{ "Master, stopping", ANY, "down",
	    "Initialize stopping", LET_GO, "never", "-", "down" },
	{ "Master, stopping", ANY, "early",
	    "Master handing over stopping", "", "same", "-", "-" },
	{ "Master, stopping", ANY, "expire",
	    "Initialize stopping", LET_GO, "never", "-", "unanswered" },
	{ "Master, stopping", ANY, "advert 0,*",
	    "Master handing over stopping", "", "same", "-", "-" },
	{ "Master, stopping", ANY, ALIVE,
	    "Initialize stopping", LET_GO, "never", "-", "relieved" },
	{ "Master, stopping", ANY, "stop*",
	    "Initialize stopping", LET_GO, "never", "-", "stopped" },
	{ "Master, stopping", ANY, "step down",
	    "Master handing over yielding stopping", "", "same", "-", "-" },
	{ "Master, stopping", ANY, "take",
	    "Master handing over stopping", "", "same", "-", "stopped" },
	{ "Master, stopping", ANY, "pri*",
	    "Master handing over stopping", "", "same", "-", "-" },
	{ "Master, stopping", ANY, "lost",
	    "Master handing over stopping", "MAC_ON ADDRS_UP", "same", "-",
	    "repair" },

	/* The owner obeys nobody, and answers all but a second owner. */
	{ "Owner", ANY, "up*",
	    "Master", "SEND", "interval", "-", "-" },
	{ "Owner", ANY, "down",
	    "Initialize", LET_GO, "never", "-", "down" },
	{ "Owner", ANY, "early",
	    "Master", "", "same", "-", "-" },
	{ "Owner", ANY, "expire",
	    "Master", "SEND", "interval", "-", "-" },
	{ "Owner", ANY, "advert 0*|advert lower*|advert equal*|advert higher*",
	    "Master", "SEND", "interval", "-", "duel" },
	{ "Owner", ANY, "advert 255,*",
	    "Master", "", "same", "-", "two owners" },
	{ "Owner", ANY, "stop",
	    "Master handing over stopping", "RESIGN", "hand over", "-",
	    "hand over" },
	{ "Owner", ANY, "stop now",
	    "Initialize stopping", "RESIGN " LET_GO, "never", "-",
	    "stopped" },
	{ "Owner", ANY, "step down",
	    "Master", "", "same", "-", "owner stays" },
	{ "Owner", ANY, "take",
	    "Master", "", "same", "-", "already" },
	{ "Owner", ANY, "priority *",
	    "Master", "", "same", "-", "owner stays" },
	{ "Owner", ANY, "primary",
	    "Master", "", "same", "-", "-" },
	{ "Owner", ANY, "lost",
	    "Master", "MAC_ON ADDRS_UP", "same", "-", "repair" },

	{ "Owner, stopping", ANY, "up*",
	    "Master handing over stopping", "", "same", "-", "-" },
	{ "Owner, stopping", ANY, "down",
	    "Initialize stopping", LET_GO, "never", "-", "down" },
	{ "Owner, stopping", ANY, "early",
	    "Master handing over stopping", "", "same", "-", "-" },
	{ "Owner, stopping", ANY, "expire",
	    "Initialize stopping", LET_GO, "never", "-", "unanswered" },
	{ "Owner, stopping", ANY, "advert 0,*",
	    "Master handing over stopping", "", "same", "-", "-" },
	{ "Owner, stopping", ANY, ALIVE,
	    "Initialize stopping", LET_GO, "never", "-", "relieved" },
	{ "Owner, stopping", ANY, "stop*",
	    "Initialize stopping", LET_GO, "never", "-", "stopped" },
	{ "Owner, stopping", ANY, "step down",
	    "Master handing over stopping", "", "same", "-",
	    "owner stays" },
	{ "Owner, stopping", ANY, "take",
	    "Master handing over stopping", "", "same", "-", "stopped" },
	{ "Owner, stopping", ANY, "priority *",
	    "Master handing over stopping", "", "same", "-",
	    "owner stays" },
	{ "Owner, stopping", ANY, "primary",
	    "Master handing over stopping", "", "same", "-", "-" },
	{ "Owner, stopping", ANY, "lost",
	    "Master handing over stopping", "MAC_ON ADDRS_UP", "same", "-",
	    "repair" },

	/* An owner that waits is never a Backup of anyone. */
	{ "Owner, retrying", ANY, "up*",
	    "Initialize", "", "master down", "-", "-" },
	{ "Owner, retrying", ANY, "down",
	    "Initialize", "", "never", "-", "-" },
	{ "Owner, retrying", ANY, "early",
	    "Initialize", "", "same", "-", "-" },
	{ "Owner, retrying", ANY, "expire",
	    "Master", "MAC_ON SEND", "interval", "-", "owner" },
	{ "Owner, retrying", ANY, "advert*",
	    "Initialize", "", "same", "-", "-" },
	{ "Owner, retrying", ANY, "stop*",
	    "Initialize stopping", "", "never", "-", "stopped" },
	{ "Owner, retrying", ANY, "step down",
	    "Initialize", "", "same", "-", "not up" },
	{ "Owner, retrying", ANY, "take",
	    "Initialize", "", "same", "-", "not up" },
	{ "Owner, retrying", ANY, "priority *",
	    "Initialize", "", "same", "-", "owner stays" },
	{ "Owner, retrying", ANY, "primary",
	    "Initialize", "", "same", "-", "-" },
	{ "Owner, retrying", ANY, "lost",
	    "Initialize", "", "same", "-", "-" },
}, outcome_rows[] = {
	/* Virtual MAC and advertisement first, then the addresses. */
	{ "Taking", ANY, "sent",
	    "Master", "ADDRS_UP", "same", "-", "-" },
	{ "Taking", ANY, "refused",
	    "Initialize", "MAC_OFF ANNOUNCE_OWN", "master down", "-",
	    "refused" },
	{ "Putting up", ANY, "one stands|all stand",
	    "Master", "ANNOUNCE", "same", "-", "-" },
	{ "Putting up", ANY, "none stands",
	    "Initialize yielding", "RESIGN " LET_GO, "master down", "-",
	    "no address" },

	/* Later ones: one failed is only counted. */
	{ "Sending", ANY, "sent",
	    "Master", "", "same", "-", "-" },
	{ "Sending", ANY, "refused",
	    "Master", "", "same", "-", "-" },
	{ "Sending the third", ANY, "sent",
	    "Master", "", "same", "-", "-" },
	{ "Sending the third", ANY, "refused",
	    "Initialize", LET_GO, "master down", "-", "refused" },

	{ "Repairing", ANY, "one stands|all stand",
	    "Master", "ANNOUNCE", "same", "-", "-" },
	{ "Repairing", ANY, "none stands",
	    "Initialize yielding", "RESIGN " LET_GO, "master down", "-",
	    "no address" },

	{ "Owner, taking", ANY, "sent",
	    "Master", "ADDRS_UP", "same", "-", "-" },
	{ "Owner, taking", ANY, "refused",
	    "Initialize", "MAC_OFF ANNOUNCE_OWN", "master down", "-",
	    "refused" },
	{ "Owner, putting up", ANY, "one stands|all stand",
	    "Master", "ANNOUNCE", "same", "-", "-" },
	{ "Owner, putting up", ANY, "none stands",
	    "Initialize yielding", "RESIGN " LET_GO, "master down", "-",
	    "no address" },
};

static bool
matches(const char *patterns, const char *name)
{
	char copy[128], *rest = copy, *one;

	snprintf(copy, sizeof(copy), "%s", patterns);
	while ((one = strsep(&rest, "|")) != NULL)
		if (fnmatch(one, name, 0) == 0)
			return true;
	return false;
}

static bool
row_is_for(const struct row *r, const struct situation *s, bool preempt,
    const struct named_event *e)
{
	return strcmp(r->given, s->name) == 0 &&
	    matches(r->event, e->name) &&
	    (strcmp(r->preempt, ANY) == 0 ||
	    strcmp(r->preempt, preempt ? ON : OFF) == 0);
}

/* The one row, or NULL. */
static const struct row *
row_for(const struct row *table, size_t n, const struct situation *s,
    bool preempt, const struct named_event *e)
{
	const struct row *found = NULL;
	int many = 0;

	for (size_t i = 0; i < n; i++) {
		if (!row_is_for(&table[i], s, preempt, e))
			continue;
		found = &table[i];
		many++;
	}
	if (many > 1 && !CHECK_EQ(many, 1))
		printf("\t%s: %s\n", s->name, e->name);
	return found;
}

static uint64_t
moment(const struct vrrp *before, const struct named_event *e)
{
	uint64_t due = before->deadline;

	if (strcmp(e->name, "early") == 0)
		return due != VRRP_NEVER ? due - 1 : T0 + 300 * MS;
	if (strcmp(e->name, "expire") == 0)
		return due != VRRP_NEVER ? due : T0 + 100 * VRRP_SECOND;
	return T0 + 300 * MS;
}

static uint64_t
deadline(const struct row *r, const struct vrrp *before, uint64_t now)
{
	uint64_t skew = (256 - before->priority) * UINT64_C(3906250);

	if (strcmp(r->deadline, "never") == 0)
		return VRRP_NEVER;
	if (strcmp(r->deadline, "same") == 0)
		return before->deadline;
	if (strcmp(r->deadline, "interval") == 0)
		return now + VRRP_SECOND;
	if (strcmp(r->deadline, "skew") == 0)
		return now + skew;
	if (strcmp(r->deadline, "hand over") == 0)
		return now + HAND_OVER;
	CHECK_STR(r->deadline, "master down");
	return now + 3 * VRRP_SECOND + skew;
}

/* The facts that no row names. */
static void
try_facts(const struct row *r, const struct vrrp *before,
    const struct vrrp *after, const struct vrrp_in *in)
{
	bool source = strcmp(r->obeys, "source") == 0;
	bool same = strcmp(r->obeys, "same") == 0;
	bool primary = in->event == VRRP_UP || in->event == VRRP_PRIMARY;

	CHECK_EQ(after->master,
	    source ? in->addr : same ? before->master : 0);
	CHECK_EQ(after->master_priority,
	    source ? in->priority : same ? before->master_priority : 0);
	CHECK_EQ(after->primary, primary ? in->addr : before->primary);
	CHECK_EQ(after->priority, in->event != VRRP_PRIORITY ||
	    before->owner ? before->priority :
	    in->priority - in->count * DELTA);
	CHECK_EQ(vrrp_stopped(after), after->stopping &&
	    after->state == VRRP_INITIALIZE);
}

static void
try_row(const struct row *r, const struct situation *s, bool preempt,
    const struct named_event *e)
{
	unsigned long failed = check_failed;
	struct vrrp before, v;
	uint64_t now;

	s->arrange(&v, preempt);
	before = v;
	now = moment(&v, e);
	CHECK_STR(on(&v, now, e->in), r->actions);
	CHECK_STR(why, r->why);
	CHECK_STR(state(&v), r->then);
	CHECK_EQ(vrrp_deadline(&v), deadline(r, &before, now));
	try_facts(r, &before, &v, &e->in);
	if (check_failed != failed)
		printf("\tin %s (preemption %s): %s\n", s->name,
		    preempt ? ON : OFF, e->name);
}

static void
test_table(void)
{
	const struct row *r;

	for (size_t i = 0; i < 2 * LEN(situations) * LEN(events); i++) {
		const struct named_event *e = &events[i / 2 % LEN(events)];
		const struct situation *s =
		    &situations[i / 2 / LEN(events)];
		bool preempt = i % 2 == 0;

		r = row_for(rows, LEN(rows), s, preempt, e);
		if (CHECK(r != NULL))
			try_row(r, s, preempt, e);
		else
			printf("\tno row for %s: %s\n", s->name, e->name);
	}
}

/* An outcome is asked for by the last action of a list, and by nothing else. */
static bool
asked_for(const struct situation *s, const struct named_event *e)
{
	bool addrs = strstr(s->name, "utting up") != NULL ||
	    strcmp(s->name, "Repairing") == 0;

	return addrs == (e->in.event == VRRP_ADDRESSES);
}

static void
test_outcomes(void)
{
	const struct row *r;

	for (size_t i = 0; i < 2 * LEN(waiting) * LEN(outcomes); i++) {
		const struct named_event *e =
		    &outcomes[i / 2 % LEN(outcomes)];
		const struct situation *s = &waiting[i / 2 / LEN(outcomes)];
		bool preempt = i % 2 == 0;

		if (!asked_for(s, e))
			continue;
		r = row_for(outcome_rows, LEN(outcome_rows), s, preempt, e);
		if (CHECK(r != NULL))
			try_row(r, s, preempt, e);
		else
			printf("\tno row for %s: %s\n", s->name, e->name);
	}
}

/* Every row has been somebody's: none is misspelt. */
static void
test_rows_used(void)
{
	for (size_t i = 0; i < LEN(rows); i++) {
		bool used = false;

		for (size_t j = 0; j < LEN(situations) * LEN(events); j++)
			used |= row_is_for(&rows[i],
			    &situations[j / LEN(events)],
			    strcmp(rows[i].preempt, ON) == 0,
			    &events[j % LEN(events)]);
		if (!CHECK(used))
			printf("\t%s: %s\n", rows[i].given, rows[i].event);
	}
}

/*
 * A mistake of the caller ends the process.
 */

static bool
dies(const struct vrrp *v, const struct vrrp_in *in)
{
	static const struct rlimit no_core = { 0, 0 };
	struct vrrp copy = *v;
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		setrlimit(RLIMIT_CORE, &no_core);
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(1);
		if (in != NULL)
			vrrp_step(&copy, T0, in);
		else
			vrrp_init(&copy, v->priority,
			    (uint8_t)(v->interval / VRRP_SECOND), true);
		_exit(0);
	}
	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void
test_mistakes(void)
{
	const struct vrrp_in no_priority = { .event = VRRP_PRIORITY };
	struct vrrp v;

	/* While the first advertisement is on its way, only its outcome. */
	taking(&v, true);
	for (size_t i = 0; i < LEN(events); i++)
		CHECK(dies(&v, &events[i].in));
	CHECK(dies(&v, &outcomes[2].in));
	/* No outcome of what was not asked for. */
	for (size_t i = 0; i < LEN(situations); i++) {
		situations[i].arrange(&v, true);
		if (v.state == VRRP_MASTER)
			continue;
		for (size_t j = 0; j < LEN(outcomes); j++)
			CHECK(dies(&v, &outcomes[j].in));
	}
	master(&v, true);
	CHECK(dies(&v, &no_priority));
	CHECK(dies(&(struct vrrp){ .interval = VRRP_SECOND }, NULL));
	CHECK(dies(&(struct vrrp){ .priority = 1 }, NULL));
}

static void
test_names(void)
{
	CHECK_STR(vrrp_state_name(VRRP_INITIALIZE), "Initialize");
	CHECK_STR(vrrp_state_name(VRRP_BACKUP), "Backup");
	CHECK_STR(vrrp_state_name(VRRP_MASTER), "Master");
}

int
main(void)
{
	test_names();
	test_table();
	test_outcomes();
	test_rows_used();
	test_mistakes();
	return check_done();
}
