/*
 * The election of RFC 2338 section 6: given the time and what happened, it
 * says what to do.  It never reads a clock, a socket or the heap.
 *
 * Times are nanoseconds of a monotonic clock.  IPv4 addresses are in host
 * order.  The answer of a step is a list of actions to be done in order; an
 * action with an outcome (VRRP_SEND, VRRP_ADDRS_UP) is always the last of its
 * list, and its outcome is the next event (VRRP_SENT, VRRP_ADDRESSES).
 */
#ifndef VRRP_H
#define VRRP_H

#include <stdbool.h>
#include <stdint.h>

#define VRRP_SECOND	UINT64_C(1000000000)
#define VRRP_NEVER	UINT64_MAX
#define VRRP_OWNER	255	/* priority of the address owner, 5.3.4 */

enum vrrp_state {
	VRRP_INITIALIZE,
	VRRP_BACKUP,
	VRRP_MASTER
};

enum vrrp_event {
	VRRP_UP,	/* the interface can be used: primary, owner */
	VRRP_DOWN,	/* it cannot any more */
	VRRP_EXPIRE,	/* the deadline is due */
	VRRP_ADVERT,	/* a good advertisement: priority, source */
	VRRP_STOP,	/* hand over, then end */
	VRRP_STOP_NOW,	/* let go at once, then end */
	VRRP_STEP_DOWN,	/* hand over and do not preempt again */
	VRRP_TAKE,	/* become Master now */
	VRRP_PRIORITY,	/* our priority is another: priority, count */
	VRRP_PRIMARY,	/* our primary address is another: primary */
	VRRP_SENT,	/* outcome of VRRP_SEND: ok */
	VRRP_ADDRESSES,	/* outcome of VRRP_ADDRS_UP: count that stand */
	VRRP_LOST	/* someone took an address or the MAC away */
};

enum vrrp_action {
	VRRP_MAC_ON,	/* put the virtual MAC on */
	VRRP_SEND,	/* send an advertisement: answer VRRP_SENT */
	VRRP_ADDRS_UP,	/* put the addresses up: answer VRRP_ADDRESSES */
	VRRP_ANNOUNCE,	/* gratuitous ARP for every address */
	VRRP_FAREWELL,	/* send a last advertisement, as a loser */
	VRRP_RESIGN,	/* send an advertisement of priority 0 */
	VRRP_ADDRS_OFF,	/* take the addresses away */
	VRRP_MAC_OFF,	/* put the real MAC back */
	VRRP_ANNOUNCE_OWN /* announce the interface's other addresses */
};

/* Why a step changed the state, or what an operator should be told of it. */
enum vrrp_why {
	VRRP_WHY_NONE,
	VRRP_WHY_STARTUP,	/* the interface can be used */
	VRRP_WHY_OWNER,		/* ... and we own the addresses */
	VRRP_WHY_SILENCE,	/* Master_Down_Timer fired */
	VRRP_WHY_LEFT,		/* it fired early: the master resigned */
	VRRP_WHY_TAKE,		/* asked to */
	VRRP_WHY_RETRY,		/* tried again after a refusal */
	VRRP_WHY_BEATEN,	/* a better router advertised */
	VRRP_WHY_RELIEVED,	/* handed over: another router advertised */
	VRRP_WHY_UNANSWERED,	/* handed over: no one came */
	VRRP_WHY_REFUSED,	/* the kernel refuses our advertisements */
	VRRP_WHY_NO_ADDRESS,	/* no address could be put up */
	VRRP_WHY_DOWN,		/* the interface cannot be used */
	VRRP_WHY_STOPPED,	/* asked to end */
	VRRP_WHY_HEARD,		/* Initialize: a master is there after all */
	/* From here on the state stays as it is. */
	VRRP_WHY_HAND_OVER,	/* resigned, waiting to be relieved */
	VRRP_WHY_YIELD,		/* a backup that will not preempt */
	VRRP_WHY_DUEL,		/* lower precedence heard, answered */
	VRRP_WHY_TWO_OWNERS,	/* another router claims priority 255 */
	VRRP_WHY_OUTRANKED,	/* will not take: the master outranks us */
	VRRP_WHY_OWNER_STAYS,	/* will not step down: address owner */
	VRRP_WHY_NOT_UP,	/* cannot take or step down: Initialize */
	VRRP_WHY_ALREADY,	/* asked to be what it is */
	VRRP_WHY_REPAIR		/* a lost address or MAC is put back */
};

struct vrrp_in {
	enum vrrp_event	event;
	uint32_t	addr;		/* UP, PRIMARY: ours; ADVERT: source */
	uint8_t		priority;	/* ADVERT, PRIORITY */
	bool		owner;		/* UP */
	bool		back;		/* UP: the link was dead until now */
	bool		ok;		/* SENT */
	unsigned	count;		/* ADDRESSES; PRIORITY: troubles */
};

#define VRRP_ACTIONS	4
struct vrrp_out {
	unsigned	n;
	enum vrrp_action act[VRRP_ACTIONS];
	enum vrrp_why	why;
};

struct vrrp {
	/* parameters, RFC 2338 6.1.2 */
	uint64_t	interval;	/* Advertisement_Interval, ns */
	uint8_t		priority;	/* 1..255 */
	uint8_t		delta;		/* ... less for each trouble */
	bool		preempt;	/* Preempt_Mode */
	uint64_t	hold;		/* no take-over behind VRRP_UP, ns */

	enum vrrp_state	state;
	uint64_t	deadline;	/* of the one timer that runs */
	uint64_t	hold_until;	/* silence says nothing before */
	uint32_t	primary;	/* our address in advertisements */
	uint32_t	master;		/* the master that we obey, 0: none */
	uint8_t		master_priority;
	bool		owner;		/* of all the addresses */
	bool		left;		/* Backup: the master resigned */
	bool		yielding;	/* stepped down: do not preempt */
	bool		taking;		/* Master: first advert not out yet */
	bool		fresh;		/* Master: since less than an interval */
	bool		handing_over;	/* Master: resigned, still answering */
	bool		stopping;	/* end once no longer Master */
	bool		challenged;	/* Master: a duel waits for its answer */
	bool		lost;		/* something waits to be put back */
	bool		own_due;	/* real MAC not announced on a live link */
	uint8_t		refused;	/* advertisements refused in a row */
	uint8_t		announces;	/* announcements still to ride along */
	uint64_t	announce_at;	/* the next one after those */
	uint64_t	answer_at;	/* a duel is not answered before */
	uint64_t	repair_at;	/* nothing is put back before */
};

/* Priority 1..255, interval in seconds 1..255.  State: Initialize. */
void	 vrrp_init(struct vrrp *, uint8_t priority, uint8_t interval,
	    bool preempt);

/*
 * One event at the time now, which never runs backwards.  VRRP_EXPIRE before
 * the deadline does nothing.  Cannot fail.
 */
struct vrrp_out
	 vrrp_step(struct vrrp *, uint64_t now, const struct vrrp_in *);

/* When VRRP_EXPIRE is due; VRRP_NEVER if no timer runs. */
uint64_t vrrp_deadline(const struct vrrp *);

/* 6.1: 3 * Advertisement_Interval + Skew_Time, exact, in ns. */
uint64_t vrrp_master_down(const struct vrrp *);

/*
 * What VRRP_PRIORITY makes of a priority with so many troubles, each of which
 * lowers it by delta: at least 1.
 */
uint8_t	 vrrp_lowered(const struct vrrp *, uint8_t priority,
	    unsigned troubles);

/* Whether an asked-for end is reached and the process may exit. */
bool	 vrrp_stopped(const struct vrrp *);

/* "Initialize", "Backup" or "Master". */
const char *vrrp_state_name(enum vrrp_state);

#endif
