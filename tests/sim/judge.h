/*
 * One router as RFC 2338 section 6 and our documented additions to it want
 * it to be, seen from outside: told what the router hears and does, it says
 * what it may not do and what it has failed to do.  It never looks into the
 * election.
 *
 * Times are nanoseconds of that router's own clock.
 */
#ifndef JUDGE_H
#define JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet.h"
#include "vrrp.h"

enum judge_phase {
	JUDGE_OFF,		/* no process */
	JUDGE_IDLE,		/* Initialize */
	JUDGE_BACKUP,
	JUDGE_MASTER
};

/* A datagram on the wire, and what only its maker knows. */
struct judge_frame {
	const uint8_t	*buf;
	size_t		len;
	bool		sealed;	/* AH: made with the group's key, unaltered */
};

struct judge {
	const char	*wrong;		/* the first offence, or NULL */
	uint64_t	now;

	/* 6.1.2 and the like */
	uint64_t	interval;
	uint8_t		seconds;
	uint8_t		priority;
	uint8_t		delta;
	uint8_t		vrid;
	enum adv_auth	auth;
	const char	*password;
	uint64_t	hold;
	bool		preempt;
	bool		owner;
	uint32_t	addr;
	uint32_t	own;		/* the interface's, as last seen */

	enum judge_phase phase;
	bool		waiting;	/* IDLE: will try again at fire_at */
	bool		handing;	/* MASTER: resigned, still answering */
	bool		stopping;
	bool		yielding;	/* has stepped down */
	uint32_t	known;		/* whose advertisements it obeys */
	uint8_t		known_priority;
	uint64_t	fire_at;	/* Master_Down_Timer */
	uint64_t	held;		/* no take-over before, but ... */
	uint64_t	due;		/* Adver_Timer, or the end of handing */
	uint64_t	answer_from;	/* a duel may be answered */
	bool		unanswered;	/* one before that has to wait */
	uint64_t	repair_from;	/* a loss may be put right */
	uint64_t	announced;
	unsigned	owed;		/* announcements with adverts */
	unsigned	refused;	/* adverts, in a row */
	bool		lost;
	bool		own_due;
	bool		left;		/* the Master that it knew */
	uint32_t	overflow;	/* datagrams that its queue lost */
	uint32_t	overflow_then;	/* when it last heard the Master */
	unsigned	doubts;		/* in a row */

	bool		mac, addrs;	/* it has put them up */
	unsigned	must;		/* duties of this moment, in order */

	uint32_t	ah_sent, ah_seen;
	uint32_t	ah_floor;	/* what its clock and its file say */
	bool		ah_counting;
};

/*
 * A process begins.  The parameters stand in the judge already.  Its AH
 * sequence numbers must lie above a floor.
 */
void	 judge_start(struct judge *, uint64_t now, uint32_t floor);

/* It hears a datagram.  True: the RFC wants it processed. */
bool	 judge_hears(struct judge *, uint64_t now, const struct judge_frame *);

/* The same, once it is known to be good. */
void	 judge_advert(struct judge *, uint64_t now, uint8_t priority,
	    uint32_t src);

/* Whether AH has nothing against it: with our key, and newer than all. */
bool	 judge_authentic(const struct judge *, const struct judge_frame *);

/* What happens to it, but for adverts (above) and timers (below). */
void	 judge_event(struct judge *, uint64_t now, const struct vrrp_in *);

/* It has read its input: now its timers count. */
void	 judge_timers(struct judge *, uint64_t now);

/*
 * It does something: with the outcome where there is one, and with the
 * datagram where one goes out.
 */
void	 judge_does(struct judge *, enum vrrp_action, unsigned outcome,
	    const struct judge_frame *);

/* It has finished, and claims to be in this state. */
void	 judge_settles(struct judge *, enum vrrp_state, bool handing_over);

/* Master_Down_Interval, 6.1.2 */
uint64_t judge_master_down(const struct judge *);

/*
 * Whether this one would become Master beside that one, all being well: the
 * owner, and who preempts, has the higher priority and has not stepped down.
 */
bool	 judge_replaces(const struct judge *, const struct judge *);

/* RFC 2338 5.3 taken apart once more; the priority and the source. */
void	 judge_peek(const uint8_t *buf, uint8_t *priority, uint32_t *src,
	    uint32_t *sequence);

#endif
