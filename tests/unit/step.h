/*
 * For the tests of the election: one step with its answer as text, and the
 * situations that a router can be in.
 */

#ifndef STEP_H
#define STEP_H

#include "vrrp.h"

#include "check.h"

#define MS		(VRRP_SECOND / 1000)
#define T0		(1000 * VRRP_SECOND)
#define LEN(a)		(sizeof(a) / sizeof((a)[0]))

/* Priority 100, interval 1 s, worked out by hand from RFC 2338 6.1.2. */
#define MASTER_DOWN	UINT64_C(3609375000)
#define SKEW		UINT64_C(609375000)
#define DELTA		30	/* what a trouble costs */
#define HAND_OVER	UINT64_C(1250000000)

#define OURS		UINT32_C(0x0a000005)	/* 10.0.0.5 */
#define OURS_NEW	UINT32_C(0x0a000007)
#define MASTER		UINT32_C(0x0a000002)	/* whom a Backup knows */
#define LOWER		UINT32_C(0x0a000003)
#define HIGHER		UINT32_C(0x0a000009)

#define LET_GO		"ADDRS_OFF MAC_OFF ANNOUNCE_OWN"
#define BEATEN		LET_GO " FAREWELL"

static const char *const actions[] = {
	[VRRP_MAC_ON] = "MAC_ON",
	[VRRP_SEND] = "SEND",
	[VRRP_ADDRS_UP] = "ADDRS_UP",
	[VRRP_ANNOUNCE] = "ANNOUNCE",
	[VRRP_FAREWELL] = "FAREWELL",
	[VRRP_RESIGN] = "RESIGN",
	[VRRP_ADDRS_OFF] = "ADDRS_OFF",
	[VRRP_MAC_OFF] = "MAC_OFF",
	[VRRP_ANNOUNCE_OWN] = "ANNOUNCE_OWN",
};

static const char *const reasons[] = {
	[VRRP_WHY_NONE] = "-",
	[VRRP_WHY_STARTUP] = "startup",
	[VRRP_WHY_OWNER] = "owner",
	[VRRP_WHY_SILENCE] = "silence",
	[VRRP_WHY_LEFT] = "left",
	[VRRP_WHY_TAKE] = "take",
	[VRRP_WHY_RETRY] = "retry",
	[VRRP_WHY_BEATEN] = "beaten",
	[VRRP_WHY_RELIEVED] = "relieved",
	[VRRP_WHY_UNANSWERED] = "unanswered",
	[VRRP_WHY_REFUSED] = "refused",
	[VRRP_WHY_NO_ADDRESS] = "no address",
	[VRRP_WHY_DOWN] = "down",
	[VRRP_WHY_STOPPED] = "stopped",
	[VRRP_WHY_HEARD] = "heard",
	[VRRP_WHY_HAND_OVER] = "hand over",
	[VRRP_WHY_YIELD] = "yield",
	[VRRP_WHY_DUEL] = "duel",
	[VRRP_WHY_TWO_OWNERS] = "two owners",
	[VRRP_WHY_OUTRANKED] = "outranked",
	[VRRP_WHY_OWNER_STAYS] = "owner stays",
	[VRRP_WHY_NOT_UP] = "not up",
	[VRRP_WHY_ALREADY] = "already",
	[VRRP_WHY_REPAIR] = "repair",
};

/*
 * Steps, their answers as text.
 */

static const char *why;		/* of the last step */

/* One event; returns the actions in their order, "" for none. */
static inline const char *
on(struct vrrp *v, uint64_t now, struct vrrp_in in)
{
	static char text[128];
	struct vrrp_out out = vrrp_step(v, now, &in);

	text[0] = '\0';
	for (unsigned i = 0; i < out.n; i++) {
		if (i > 0)
			strcat(text, " ");
		strcat(text, actions[out.act[i]]);
	}
	why = reasons[out.why];
	return text;
}

static inline const char *
event(struct vrrp *v, uint64_t now, enum vrrp_event e)
{
	return on(v, now, (struct vrrp_in){ .event = e });
}

static inline const char *
up(struct vrrp *v, uint64_t now)
{
	return on(v, now, (struct vrrp_in){ .event = VRRP_UP, .addr = OURS });
}

static inline const char *
up_owner(struct vrrp *v, uint64_t now)
{
	return on(v, now, (struct vrrp_in){ .event = VRRP_UP, .addr = OURS,
	    .owner = true });
}

static inline const char *
advert(struct vrrp *v, uint64_t now, uint8_t priority, uint32_t src)
{
	return on(v, now, (struct vrrp_in){ .event = VRRP_ADVERT,
	    .priority = priority, .addr = src });
}

static inline const char *
sent(struct vrrp *v, uint64_t now, bool ok)
{
	return on(v, now, (struct vrrp_in){ .event = VRRP_SENT, .ok = ok });
}

static inline const char *
addresses(struct vrrp *v, uint64_t now, unsigned count)
{
	return on(v, now, (struct vrrp_in){ .event = VRRP_ADDRESSES,
	    .count = count });
}

static inline const char *
priority(struct vrrp *v, uint64_t now, uint8_t to)
{
	return on(v, now, (struct vrrp_in){ .event = VRRP_PRIORITY,
	    .priority = to });
}

/* What a step ended in, in words. */
static inline const char *
state(const struct vrrp *v)
{
	static char text[64];

	snprintf(text, sizeof(text), "%s%s%s%s", vrrp_state_name(v->state),
	    v->handing_over ? " handing over" : "",
	    v->yielding ? " yielding" : "", v->stopping ? " stopping" : "");
	return text;
}

/*
 * Situations, each brought about by events.  The last of them was at T0.
 */

static inline void
initialize(struct vrrp *v, bool preempt)
{
	vrrp_init(v, 100, 1, preempt);
	v->delta = DELTA;
	v->primary = OURS;
}

static inline void
backup_new(struct vrrp *v, bool preempt)
{
	initialize(v, preempt);
	up(v, T0);
}

static inline void
backup(struct vrrp *v, bool preempt)
{
	backup_new(v, preempt);
	advert(v, T0, 200, MASTER);
}

static inline void
backup_left(struct vrrp *v, bool preempt)
{
	backup(v, preempt);
	advert(v, T0, 0, MASTER);
}

static inline void
stopped(struct vrrp *v, bool preempt)
{
	backup(v, preempt);
	event(v, T0, VRRP_STOP);
}

static inline void
taking(struct vrrp *v, bool preempt)
{
	backup_new(v, preempt);
	event(v, T0, VRRP_TAKE);
}

static inline void
putting_up(struct vrrp *v, bool preempt)
{
	taking(v, preempt);
	sent(v, T0, true);
}

static inline void
master_new(struct vrrp *v, bool preempt)
{
	putting_up(v, preempt);
	addresses(v, T0, 2);
}

static inline void
retrying(struct vrrp *v, bool preempt)
{
	taking(v, preempt);
	sent(v, T0, false);
}

static inline void
no_address(struct vrrp *v, bool preempt)
{
	putting_up(v, preempt);
	addresses(v, T0, 0);
}

/* From the take-over's answers to five advertisements later, at a time. */
static inline void
settle(struct vrrp *v, uint64_t until)
{
	uint64_t now = until - 5 * VRRP_SECOND;

	sent(v, now, true);
	addresses(v, now, 2);
	while (now < until) {
		now += VRRP_SECOND;
		event(v, now, VRRP_EXPIRE);
		sent(v, now, true);
	}
}

/* With the announcements of the beginning behind it. */
static inline void
master_since(struct vrrp *v, bool preempt, uint64_t until)
{
	initialize(v, preempt);
	up(v, until - 5 * VRRP_SECOND);
	event(v, until - 5 * VRRP_SECOND, VRRP_TAKE);
	settle(v, until);
}

static inline void
master(struct vrrp *v, bool preempt)
{
	master_since(v, preempt, T0);
}

static inline void
stepping_down(struct vrrp *v, bool preempt)
{
	master(v, preempt);
	event(v, T0, VRRP_STEP_DOWN);
}

static inline void
stopping(struct vrrp *v, bool preempt)
{
	master(v, preempt);
	event(v, T0, VRRP_STOP);
}

/* Its priority has fallen. */
static inline void
falling(struct vrrp *v, bool preempt)
{
	master(v, preempt);
	priority(v, T0, 110);
	priority(v, T0, 100);
}

static inline void
backup_yielding(struct vrrp *v, bool preempt)
{
	stepping_down(v, preempt);
	advert(v, T0, 50, MASTER);
}

/* The interface went away under a Master. */
static inline void
cut_off(struct vrrp *v, bool preempt)
{
	master(v, preempt);
	event(v, T0, VRRP_DOWN);
}

static inline void
owner_taking(struct vrrp *v, bool preempt)
{
	vrrp_init(v, 255, 1, preempt);
	up_owner(v, T0);
}

static inline void
owner_putting_up(struct vrrp *v, bool preempt)
{
	owner_taking(v, preempt);
	sent(v, T0, true);
}

static inline void
owner_retrying(struct vrrp *v, bool preempt)
{
	owner_taking(v, preempt);
	sent(v, T0, false);
}

static inline void
owner(struct vrrp *v, bool preempt)
{
	vrrp_init(v, 255, 1, preempt);
	up_owner(v, T0 - 5 * VRRP_SECOND);
	settle(v, T0);
}

static inline void
owner_stopping(struct vrrp *v, bool preempt)
{
	owner(v, preempt);
	event(v, T0, VRRP_STOP);
}

/* An advertisement is on its way. */
static inline void
sending(struct vrrp *v, bool preempt)
{
	master_since(v, preempt, T0 - VRRP_SECOND);
	event(v, T0, VRRP_EXPIRE);
}

/* The two before it were refused. */
static inline void
sending_third(struct vrrp *v, bool preempt)
{
	master_since(v, preempt, T0 - 3 * VRRP_SECOND);
	for (int i = 2; i >= 0; i--) {
		event(v, T0 - i * VRRP_SECOND, VRRP_EXPIRE);
		if (i > 0)
			sent(v, T0 - i * VRRP_SECOND, false);
	}
}

static inline void
repairing(struct vrrp *v, bool preempt)
{
	master(v, preempt);
	event(v, T0, VRRP_LOST);
}

/* Pseudo-random, from a seed. */
static uint64_t seed;

static inline uint64_t
rnd(uint64_t below)
{
	/* splitmix64 */
	uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (z ^ z >> 31) % below;
}

#endif /* STEP_H */
