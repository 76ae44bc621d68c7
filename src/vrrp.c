#include "vrrp.h"

#include <assert.h>

/* Skew_Time of priority 0 would be 1 s; a quarter more for a slow router. */
#define HAND_OVER	(VRRP_SECOND + VRRP_SECOND / 4)
#define ANNOUNCE_EVERY	(60 * VRRP_SECOND)
#define ANNOUNCES	4	/* at once, then with the next three adverts */
#define REFUSALS	3	/* in a row before a Master gives up */
#define REPAIR_EVERY	VRRP_SECOND

void
vrrp_init(struct vrrp *v, uint8_t priority, uint8_t interval, bool preempt)
{
	assert(priority > 0 && interval > 0);
	*v = (struct vrrp){
		.interval = interval * VRRP_SECOND,
		.priority = priority,
		.preempt = preempt,
		.state = VRRP_INITIALIZE,
		.deadline = VRRP_NEVER,
	};
}

uint64_t
vrrp_deadline(const struct vrrp *v)
{
	/* What was taken away has its own time. */
	if (v->lost && v->repair_at < v->deadline)
		return v->repair_at;
	return v->deadline;
}

/* 1 s / 256 is a whole number of nanoseconds, so nothing is rounded. */
static uint64_t
skew(const struct vrrp *v)
{
	return (256 - (uint64_t)v->priority) * (VRRP_SECOND / 256);
}

uint64_t
vrrp_master_down(const struct vrrp *v)
{
	return 3 * v->interval + skew(v);
}

/*
 * When silence from now on means that there is no master: for a while, a link
 * that has come up may lead nowhere yet.
 */
static uint64_t
silent_at(const struct vrrp *v, uint64_t now)
{
	uint64_t at = now + vrrp_master_down(v);

	return at > v->hold_until ? at : v->hold_until;
}

bool
vrrp_stopped(const struct vrrp *v)
{
	return v->stopping && v->state == VRRP_INITIALIZE;
}

const char *
vrrp_state_name(enum vrrp_state state)
{
	static const char *const names[] = {
		[VRRP_INITIALIZE] = "Initialize",
		[VRRP_BACKUP] = "Backup",
		[VRRP_MASTER] = "Master",
	};

	return names[state];
}

static void
act(struct vrrp_out *out, enum vrrp_action action)
{
	assert(out->n < VRRP_ACTIONS);
	out->act[out->n++] = action;
}

/* 6.4.3: equal priority, the higher address wins. */
static bool
outranks(const struct vrrp *v, uint8_t priority, uint32_t addr)
{
	return priority > v->priority ||
	    (priority == v->priority && addr > v->primary);
}

static void
let_go(struct vrrp_out *out)
{
	act(out, VRRP_ADDRS_OFF);
	act(out, VRRP_MAC_OFF);
	act(out, VRRP_ANNOUNCE_OWN);
}

static void
to_initialize(struct vrrp *v, uint64_t deadline)
{
	v->state = VRRP_INITIALIZE;
	v->deadline = deadline;
	v->master = 0;
	v->master_priority = 0;
	v->taking = v->handing_over = v->lost = v->left = false;
}

static void
to_backup(struct vrrp *v, uint64_t now, uint32_t master, uint8_t priority)
{
	v->state = VRRP_BACKUP;
	v->deadline = silent_at(v, now);
	v->master = master;
	v->master_priority = priority;
	v->handing_over = v->lost = v->left = false;
}

/* First half of a take-over; the second waits for the advert to be out. */
static void
take(struct vrrp *v, uint64_t now, struct vrrp_out *out, enum vrrp_why why)
{
	v->state = VRRP_MASTER;
	v->deadline = now + v->interval;
	v->master = 0;
	v->master_priority = 0;
	v->taking = true;
	v->handing_over = v->yielding = v->lost = v->left = false;
	v->refused = 0;
	v->announces = ANNOUNCES;
	v->answer_at = now;
	v->challenged = false;
	v->fresh = true;
	act(out, VRRP_MAC_ON);
	act(out, VRRP_SEND);
	out->why = why;
}

/* An advert now, and the next one an interval later. */
static void
send_now(struct vrrp *v, uint64_t now, struct vrrp_out *out)
{
	v->deadline = now + v->interval;
	act(out, VRRP_SEND);
}

/*
 * Make before break: resign at once, but answer for the addresses until
 * another router advertises.
 */
static void
hand_over(struct vrrp *v, uint64_t now, struct vrrp_out *out)
{
	v->handing_over = true;
	v->deadline = now + HAND_OVER;
	act(out, VRRP_RESIGN);
	out->why = VRRP_WHY_HAND_OVER;
}

/* Master again after a hand-over that was called off or not answered. */
static void
resume(struct vrrp *v, uint64_t now, struct vrrp_out *out, enum vrrp_why why)
{
	v->handing_over = v->yielding = false;
	v->announces = ANNOUNCES;
	send_now(v, now, out);
	out->why = why;
}

static void
announce(struct vrrp *v, uint64_t now, struct vrrp_out *out)
{
	if (v->announces > 0)
		v->announces--;
	v->announce_at = now + ANNOUNCE_EVERY;
	act(out, VRRP_ANNOUNCE);
}

static void
repair(struct vrrp *v, uint64_t now, struct vrrp_out *out)
{
	v->lost = false;
	v->repair_at = now + REPAIR_EVERY;
	act(out, VRRP_MAC_ON);
	act(out, VRRP_ADDRS_UP);
	out->why = VRRP_WHY_REPAIR;
}

/* 6.4.1 */
static void
up(struct vrrp *v, uint64_t now, const struct vrrp_in *in,
    struct vrrp_out *out)
{
	v->primary = in->addr;
	if (in->back)
		v->hold_until = now + v->hold;
	/* The link was dead for a while: listen anew for as long as it takes. */
	if (v->state == VRRP_BACKUP ||
	    (v->state == VRRP_INITIALIZE && v->deadline != VRRP_NEVER)) {
		v->left = false;
		v->deadline = silent_at(v, now);
		return;
	}
	/*
	 * Nothing that was said meanwhile has reached anybody, and a backup
	 * may be about to give us up.
	 */
	if (v->state == VRRP_MASTER) {
		v->announces = ANNOUNCES;
		if (!v->handing_over)
			send_now(v, now, out);
	}
	if (v->state != VRRP_INITIALIZE || v->stopping)
		return;
	v->owner = in->owner;
	if (v->owner) {
		v->own_due = false;
		take(v, now, out, VRRP_WHY_OWNER);
		return;
	}
	if (v->own_due)
		act(out, VRRP_ANNOUNCE_OWN);
	v->own_due = false;
	to_backup(v, now, 0, 0);
	out->why = VRRP_WHY_STARTUP;
}

static void
down(struct vrrp *v, struct vrrp_out *out)
{
	if (v->state == VRRP_MASTER) {
		let_go(out);
		/* No frame leaves a dead link: say it again when it is up. */
		v->own_due = true;
	}
	if (v->state != VRRP_INITIALIZE)
		out->why = VRRP_WHY_DOWN;
	to_initialize(v, VRRP_NEVER);
}

static void
expire_master(struct vrrp *v, uint64_t now, struct vrrp_out *out)
{
	uint64_t late = now - v->deadline;

	if (v->handing_over && v->stopping) {
		let_go(out);
		to_initialize(v, VRRP_NEVER);
		out->why = VRRP_WHY_UNANSWERED;
		return;
	}
	if (v->handing_over) {
		resume(v, now, out, VRRP_WHY_UNANSWERED);
		return;
	}
	/* Someone else may have taken over while we stood still. */
	if (late > vrrp_master_down(v))
		v->announces = ANNOUNCES;
	/* Due one interval after it was due: no drift.  Never a burst. */
	if (late > v->interval)
		v->deadline = now;
	v->fresh = false;
	v->deadline += v->interval;
	/* A duel that goes on has its answer in this. */
	if (v->challenged) {
		v->announces = ANNOUNCES;
		v->answer_at = now + v->interval;
		out->why = VRRP_WHY_DUEL;
	}
	v->challenged = false;
	act(out, VRRP_SEND);
}

static void
expire(struct vrrp *v, uint64_t now, struct vrrp_out *out)
{
	if (now < v->deadline) {
		if (v->lost && now >= v->repair_at)
			repair(v, now, out);
		return;
	}
	switch (v->state) {
	case VRRP_INITIALIZE:
		take(v, now, out, v->owner ? VRRP_WHY_OWNER : VRRP_WHY_RETRY);
		break;
	case VRRP_BACKUP:
		take(v, now, out, v->left ? VRRP_WHY_LEFT : VRRP_WHY_SILENCE);
		break;
	case VRRP_MASTER:
		expire_master(v, now, out);
		break;
	}
}

/*
 * 6.4.2, priority 0: obeyed from the master that we know, or from anyone
 * when we know none, and it only ever shortens the wait.
 */
static void
master_left(struct vrrp *v, uint64_t now, uint32_t src)
{
	uint64_t soon = now + skew(v);

	if (v->master != 0 && v->master != src)
		return;
	v->master = 0;
	v->master_priority = 0;
	v->yielding = false;
	v->left = true;
	if (soon < v->deadline)
		v->deadline = soon;
}

/* 6.4.2: anything else is discarded, so that the timer runs out. */
static bool
must_obey(const struct vrrp *v, uint8_t priority)
{
	return priority != 0 &&
	    (priority >= v->priority || !v->preempt || v->yielding);
}

/* One that we outrank, now that our priority is another, is no master. */
static void
forget_lower(struct vrrp *v)
{
	if (v->state != VRRP_BACKUP || must_obey(v, v->master_priority))
		return;
	v->master = 0;
	v->master_priority = 0;
}

static void
advert_backup(struct vrrp *v, uint64_t now, const struct vrrp_in *in)
{
	if (in->priority == 0)
		master_left(v, now, in->addr);
	else if (must_obey(v, in->priority))
		to_backup(v, now, in->addr, in->priority);
}

/*
 * 6.4.3 lets us discard a lower router's advert and asks for an answer to
 * priority 0 only.  But the hosts may have believed that router, so answer
 * both, at most once an interval.
 */
static void
duel(struct vrrp *v, uint64_t now, struct vrrp_out *out)
{
	v->challenged = now < v->answer_at;
	if (v->challenged)
		return;
	v->answer_at = now + v->interval;
	/* Announced more than once: the other may not have finished its own. */
	v->announces = ANNOUNCES;
	send_now(v, now, out);
	/* Right after a take-over the loser's farewell is no news. */
	if (!v->fresh)
		out->why = VRRP_WHY_DUEL;
	v->fresh = false;
}

static void
advert_master(struct vrrp *v, uint64_t now, const struct vrrp_in *in,
    struct vrrp_out *out)
{
	if (v->handing_over && in->priority == 0)
		return;
	if (v->handing_over) {
		let_go(out);
		if (v->stopping)
			to_initialize(v, VRRP_NEVER);
		else
			to_backup(v, now, in->addr, in->priority);
		forget_lower(v);
		out->why = VRRP_WHY_RELIEVED;
		return;
	}
	/* RFC 3768 7.1: an owner obeys nobody. */
	if (v->owner && in->priority == VRRP_OWNER) {
		out->why = VRRP_WHY_TWO_OWNERS;
		return;
	}
	/*
	 * After a split the hosts may believe us, and the winner, if it has
	 * not heard us, does not know: one more advert makes it announce.  It
	 * goes out last, or it would draw the virtual MAC's frames to us.
	 */
	if (!v->owner && outranks(v, in->priority, in->addr)) {
		let_go(out);
		act(out, VRRP_FAREWELL);
		to_backup(v, now, in->addr, in->priority);
		out->why = VRRP_WHY_BEATEN;
		return;
	}
	duel(v, now, out);
}

static void
advert(struct vrrp *v, uint64_t now, const struct vrrp_in *in,
    struct vrrp_out *out)
{
	switch (v->state) {
	case VRRP_INITIALIZE:
		/* Waiting to try again: whoever we must obey ends that. */
		if (v->deadline != VRRP_NEVER && !v->owner &&
		    must_obey(v, in->priority)) {
			to_backup(v, now, in->addr, in->priority);
			out->why = VRRP_WHY_HEARD;
		}
		break;
	case VRRP_BACKUP:
		advert_backup(v, now, in);
		break;
	case VRRP_MASTER:
		advert_master(v, now, in, out);
		break;
	}
}

static void
stop(struct vrrp *v, uint64_t now, struct vrrp_out *out, bool at_once)
{
	bool again = v->stopping;

	v->stopping = true;
	if (v->state != VRRP_MASTER) {
		out->why = VRRP_WHY_STOPPED;
		to_initialize(v, VRRP_NEVER);
		return;
	}
	if (at_once || again) {
		if (!v->handing_over)
			act(out, VRRP_RESIGN);
		let_go(out);
		to_initialize(v, VRRP_NEVER);
		out->why = VRRP_WHY_STOPPED;
		return;
	}
	if (!v->handing_over)
		hand_over(v, now, out);
}

static void
step_down(struct vrrp *v, uint64_t now, struct vrrp_out *out)
{
	if (v->state == VRRP_INITIALIZE)
		out->why = VRRP_WHY_NOT_UP;
	else if (v->owner)
		out->why = VRRP_WHY_OWNER_STAYS;
	else if (v->state == VRRP_BACKUP) {
		v->yielding = true;
		out->why = VRRP_WHY_YIELD;
	} else if (v->handing_over)
		v->yielding = true;
	else {
		v->yielding = true;
		hand_over(v, now, out);
	}
}

static void
take_asked(struct vrrp *v, uint64_t now, struct vrrp_out *out)
{
	if (!v->handing_over)
		v->yielding = false;
	if (v->state == VRRP_INITIALIZE)
		out->why = VRRP_WHY_NOT_UP;
	else if (v->stopping)
		out->why = VRRP_WHY_STOPPED;
	else if (v->state == VRRP_MASTER && v->handing_over)
		resume(v, now, out, VRRP_WHY_TAKE);
	else if (v->state == VRRP_MASTER)
		out->why = VRRP_WHY_ALREADY;
	else if (v->master != 0 && outranks(v, v->master_priority, v->master))
		out->why = VRRP_WHY_OUTRANKED;
	else
		take(v, now, out, VRRP_WHY_TAKE);
}

/* Never to 0, which would say that we leave. */
uint8_t
vrrp_lowered(const struct vrrp *v, uint8_t priority, unsigned troubles)
{
	unsigned less = v->delta * troubles;

	return less < priority ? (uint8_t)(priority - less) : 1;
}

static void
set_priority(struct vrrp *v, uint64_t now, const struct vrrp_in *in,
    struct vrrp_out *out)
{
	uint8_t priority = vrrp_lowered(v, in->priority, in->count);
	bool falls = priority < v->priority;

	assert(in->priority > 0);
	if (v->owner) {
		out->why = VRRP_WHY_OWNER_STAYS;
		return;
	}
	v->priority = priority;
	forget_lower(v);
	if (falls && v->state == VRRP_MASTER && !v->handing_over)
		hand_over(v, now, out);
}

static void
sent_first(struct vrrp *v, uint64_t now, bool ok, struct vrrp_out *out)
{
	v->taking = false;
	if (ok) {
		act(out, VRRP_ADDRS_UP);
		return;
	}
	act(out, VRRP_MAC_OFF);
	act(out, VRRP_ANNOUNCE_OWN);
	to_initialize(v, silent_at(v, now));
	out->why = VRRP_WHY_REFUSED;
}

static void
sent(struct vrrp *v, uint64_t now, bool ok, struct vrrp_out *out)
{
	assert(v->state == VRRP_MASTER);
	if (v->taking) {
		sent_first(v, now, ok, out);
		return;
	}
	if (!ok) {
		if (++v->refused < REFUSALS)
			return;
		let_go(out);
		to_initialize(v, silent_at(v, now));
		out->why = VRRP_WHY_REFUSED;
		return;
	}
	v->refused = 0;
	if (v->lost && now >= v->repair_at)
		repair(v, now, out);
	else if (v->announces > 0 || now >= v->announce_at)
		announce(v, now, out);
}

static void
addresses(struct vrrp *v, uint64_t now, unsigned count, struct vrrp_out *out)
{
	assert(v->state == VRRP_MASTER && !v->taking);
	/* Resigned already, and whoever takes over announces. */
	if (v->handing_over)
		return;
	if (count > 0) {
		announce(v, now, out);
		return;
	}
	/*
	 * The advert is out already, so resign; and leave whoever takes over
	 * alone, or each try would depose a master that is better off.
	 */
	act(out, VRRP_RESIGN);
	let_go(out);
	v->yielding = true;
	to_initialize(v, silent_at(v, now));
	out->why = VRRP_WHY_NO_ADDRESS;
}

static void
lost(struct vrrp *v, uint64_t now, struct vrrp_out *out)
{
	if (v->state != VRRP_MASTER)
		return;
	/* Whoever took it may do so again at once: no tight loop with it. */
	if (now < v->repair_at)
		v->lost = true;
	else
		repair(v, now, out);
}

struct vrrp_out
vrrp_step(struct vrrp *v, uint64_t now, const struct vrrp_in *in)
{
	struct vrrp_out out = { .n = 0, .why = VRRP_WHY_NONE };

	assert(!v->taking || in->event == VRRP_SENT);
	switch (in->event) {
	case VRRP_UP:
		up(v, now, in, &out);
		break;
	case VRRP_DOWN:
		down(v, &out);
		break;
	case VRRP_EXPIRE:
		expire(v, now, &out);
		break;
	case VRRP_ADVERT:
		advert(v, now, in, &out);
		break;
	case VRRP_STOP:
		stop(v, now, &out, false);
		break;
	case VRRP_STOP_NOW:
		stop(v, now, &out, true);
		break;
	case VRRP_STEP_DOWN:
		step_down(v, now, &out);
		break;
	case VRRP_TAKE:
		take_asked(v, now, &out);
		break;
	case VRRP_PRIORITY:
		set_priority(v, now, in, &out);
		break;
	case VRRP_PRIMARY:
		v->primary = in->addr;
		break;
	case VRRP_SENT:
		sent(v, now, in->ok, &out);
		break;
	case VRRP_ADDRESSES:
		addresses(v, now, in->count, &out);
		break;
	case VRRP_LOST:
		lost(v, now, &out);
		break;
	}
	return out;
}
