/*
 * A virtual LAN: a history happens on it, and is judged.  Nothing is random
 * here but by the history's seed, and each frame's fate depends on nothing
 * but its sender, its number and its receiver, so that what an attacker adds
 * changes the fate of no other frame.
 */
#ifndef LAN_H
#define LAN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "history.h"
#include "node.h"

#define LAN_VRID	50
#define LAN_KEY		"s3cret"
#define LAN_FRAMES	8192
#define LAN_FLIGHTS	16384
#define LAN_HEARD	256	/* datagrams that the attacker remembers */
#define LAN_MOMENTS	(HISTORY_ROUTERS + 2 * HISTORY_FAULTS)

/* What the attacker is let do. */
enum lan_attack {
	LAN_ATTACK,		/* anything */
	LAN_NO_ATTACK,
	LAN_OUTSIDER	/* nothing that is as good as a late original */
};

struct lan_frame {
	uint8_t		buf[NODE_DATAGRAM];
	uint8_t		len;
	bool		forged;		/* the attacker sent it */
	bool		sealed;		/* see judge.h */
	uint16_t	refs;
};

struct lan_flight {
	uint64_t	at;
	uint32_t	order;
	uint16_t	frame;
	uint8_t		to;
};

/* When the next thing of a history is due. */
struct lan_moment {
	uint64_t	at;
	uint8_t		what;
	uint8_t		which;
};

struct lan {
	const struct history *h;
	enum lan_attack	attack;
	FILE		*out;		/* a transcript, or NULL */
	uint64_t	now;
	uint64_t	calm;		/* of the last disturbance */
	bool		doubt;		/* datagrams have been lost by then */

	/* The first offence. */
	const char	*wrong;
	int		who;		/* or -1 */

	/* What is so until the next moment. */
	uint32_t	cut[HISTORY_ROUTERS];	/* from whom, to whom */
	unsigned	loss, copies;
	uint64_t	jitter;

	/* Measured. */
	unsigned	serving;	/* routers with the VIP up */
	uint64_t	serving_since;
	enum fault_kind	recent;		/* FAULT_KINDS: none yet */
	uint64_t	died;		/* the only Master, not replaced yet */
	uint64_t	resigned;	/* last RESIGN, 0: answered */
	unsigned	resigner;
	void		(*count)(const struct lan *, unsigned serving,
			    uint64_t from);
	void		(*took)(const struct lan *, unsigned who);
	unsigned long	frames, refused, admitted, changes;
	uint64_t	trace;		/* of all states and adverts */

	uint64_t	arrival;	/* of the last frame under way */
	unsigned	nmoments, moment;
	struct lan_moment moments[LAN_MOMENTS];
	uint64_t	strike[HISTORY_FAULTS];	/* the attacker's next */
	uint64_t	next_strike;
	unsigned	nflights;
	uint32_t	order;
	unsigned	nheard;
	unsigned	made, nfree;	/* frames */
	struct node	node[HISTORY_ROUTERS];
	struct lan_flight flight[LAN_FLIGHTS];
	struct lan_frame heard[LAN_HEARD];
	struct lan_frame frame[LAN_FRAMES];
	uint16_t	spare[LAN_FRAMES];
};

void	 lan_begin(struct lan *, const struct history *, enum lan_attack);

/* Let it happen up to a time, or to the first offence. */
void	 lan_run(struct lan *, uint64_t until);

/*
 * Run the whole history: the faults, the time that RFC 2338 gives to elect a
 * Master after them, and the rest, in which nothing may change any more.
 */
void	 lan_live(struct lan *);

/* For nodes. */
void	 lan_send(struct lan *, struct node *);
void	 lan_release(struct lan *, uint16_t frame);
void	 lan_serve(struct lan *, struct node *, bool);
void	 lan_say(const struct lan *, const struct node *, const char *, ...)
	    __attribute__((format(printf, 3, 4)));
void	 lan_note(struct lan *, uint64_t);
void	 lan_offence(struct lan *, const struct node *, const char *);

/* A node's clock. */
uint64_t lan_clock(const struct node *, uint64_t t);

#endif
