/*
 * One virtual router and what it holds; nothing here is decided, that is the
 * core's part (vrrp.h).
 */
#ifndef ROUTER_H
#define ROUTER_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "conf.h"
#include "iface.h"
#include "limit.h"
#include "mac.h"
#include "packet.h"
#include "report.h"
#include "sock.h"
#include "vip.h"
#include "vrrp.h"

/* What is logged at a limited rate, behind the reasons of packet.h. */
enum {
	KIND_DUEL = ADV_REASONS,
	KIND_TWO_OWNERS,
	KIND_SEND,
	KIND_REPAIR,
	KIND_FILE,
	KIND_LOST,
	KIND_CHANGE,
	KINDS
};
_Static_assert(VIP_MAX_OWN + CONF_MAX_ADDRS <= SOCK_MAX_EAR,
    "more addresses than sock_hear takes");
_Static_assert(KINDS <= LIMIT_KINDS, "more kinds than limit.h holds");

/* An interface of -m. */
struct monitor {
	struct iface	ifc;		/* index 0: there is none */
	const char	*trouble;	/* why it is not usable, or NULL */
	bool		known;		/* ... its mac */
	uint8_t		mac[IFACE_MAC];
	uint64_t	mac_changed;
	uint64_t	grace_end;	/* of a loss of carrier, or NEVER */
};

/* Of reading, where there is something to read again and again. */
struct pause {
	uint64_t	last;		/* when we read */
	uint64_t	end;		/* not again before, or NEVER */
};

struct router {
	struct conf	conf;
	struct adv_conf	adv;
	struct vrrp	vrrp;
	struct iface	ifc;
	struct sock	sock;
	struct vip	vip;
	struct vip_view	view;		/* as last seen */
	uint32_t	ears[SOCK_MAX_EAR];	/* sources for sock_hear */
	size_t		nears;
	struct limit	limit;
	struct report_stats stats;
	struct report_facts facts;
	uint8_t		datagram[ADV_MAX_LEN];
	size_t		datagram_len;
	uint16_t	id;		/* IP identification */
	sigset_t	unblocked;
	unsigned	busy;		/* turns in a row with input */
	int		watch;
	int		lock;
	int		mac_lock;
	uint64_t	now;		/* of this turn of the loop */
	struct pause	packets;
	struct pause	news;
	uint64_t	announce_at;	/* addresses, put off, or NEVER */
	uint64_t	announced;	/* so often that it adds up to this */
	uint64_t	heard;		/* last advertisement that we obeyed */
	uint32_t	lost;		/* sock_lost() then */
	unsigned	doubts;		/* of silence, in a row */
	uint64_t	mac_changed;	/* by whomever */
	uint64_t	grace_end;	/* of a loss of carrier, or NEVER */
	uint64_t	retry_at;	/* what did not work, or NEVER */
	uint64_t	own_at;		/* to say again that we are here */
	uint64_t	off_at;		/* may what came back go once more */
	uint64_t	hook_at;	/* to tell the hook again, or NEVER */
	uint64_t	save_at;	/* to write the state file, or NEVER */
	uint64_t	settle_at;	/* to give memory back, or NEVER */
	uint64_t	told;		/* changes logged count until then */
	bool		by_file;	/* it says the priority */
	uint8_t		asked;		/* priority without the troubles */
	uint64_t	weigh_at;	/* to look at the monitors, or NEVER */
	struct monitor	monitor[CONF_MAX_MONITORS];
	bool		attached;	/* interface and sockets are open */
	bool		usable;
	bool		own_due;	/* own addresses too, at own_at */
	bool		unread;		/* the priority's file */
	bool		unsaved;	/* the state file is not written */
	time_t		since;
	char		reason[REPORT_WHY];
};

/* start.c: check everything, then open it; ends the process where it fails. */
void	 router_start(struct router *);

/* act.c: step the core, do what it says, go on with what came of it. */
void	 router_step(struct router *, struct vrrp_in);
void	 router_event(struct router *, enum vrrp_event);

/*
 * Whether an event of this KIND_, caused by source or 0, deserves its line now;
 * if not, it is counted.
 */
bool	 router_worth_a_line(struct router *, uint8_t kind, uint32_t source);

/* Whether a change may be logged; if not, it is counted. */
bool	 router_may_tell(struct router *);

/* Announce the virtual addresses, now or, if that was often, soon. */
void	 router_announce(struct router *);

/*
 * Announce the interface's own addresses, and again a little later: a switch
 * whose port has just come up may not forward the first.
 */
void	 router_announce_own(struct router *);
void	 router_announce_again(struct router *);

/* The link is back: join the group anew and report that, likewise twice. */
void	 router_rejoin(struct router *);

/* Have the program of -e, if there is one, learn of the state. */
void	 router_tell_hook(struct router *);

/* Write the state file.  0, or -1 with errno; or log what went wrong. */
int	 router_write_state(struct router *);
void	 router_save_state(struct router *);

/*
 * follow.c: see what became of the interface, and tell the core.  News are
 * WATCH_ bits of what happened to it meanwhile.
 */
void	 router_look(struct router *, unsigned news);

/*
 * Whether no deadline may be taken for expired: without carrier nobody can be
 * heard, so silence says nothing.
 */
bool	 router_deaf(const struct router *);

/*
 * Whether 255 is our priority and every address the interface's own, in the
 * last view.
 */
bool	 router_owns(const struct router *);

/*
 * weigh.c: see what became of the monitored interfaces, and tell the core what
 * our priority is now.
 */
void	 router_weigh(struct router *);

/*
 * Say so where the interface is a port of a bridge or the like: that looks
 * like a link which works, with no other router on it.
 */
void	 router_warn_of_port(const struct router *);

/* Read the file of the priority, if there is one; or again, when saving. */
void	 router_read_priority(struct router *);

/* Why the priority is what it is, in words; the buffer is returned. */
const char *router_why_priority(const struct router *,
	    char buf[REPORT_PRIORITY]);

/* How long a loss of carrier behind a change of the MAC is waited out. */
#define ROUTER_GRACE	(5 * VRRP_SECOND)

/* What could not be written is tried again. */
#define ROUTER_SAVE_AGAIN	(5 * VRRP_SECOND)

/* Monotonic, ns. */
uint64_t router_clock(void);

#endif
