/*
 * The election on a long random walk.  Its actions are carried out on a
 * make-believe interface, and every step is held against what must always
 * be so.
 */

#include "vrrp.h"

#include "check.h"
#include "step.h"

struct walk {
	struct vrrp	v, shifted;	/* the same, but for the clock */
	uint64_t	now;
	bool		mac, addrs;	/* ours */
	bool		resigned;	/* since we became Master */
	bool		asked_repair;
	uint64_t	announced, answered, repaired;
	unsigned	seen[3];	/* steps that ended in a state */
};

#define SHIFT	(UINT64_C(1) << 45)

static bool
one_of_each(const struct vrrp_out *out)
{
	unsigned seen = 0;

	for (unsigned i = 0; i < out->n; i++) {
		if (seen & 1U << out->act[i])
			return false;
		seen |= 1U << out->act[i];
	}
	return true;
}

static bool
has_outcome(enum vrrp_action a)
{
	return a == VRRP_SEND || a == VRRP_ADDRS_UP;
}

static void
walk_send(struct walk *w)
{
	CHECK_EQ(w->v.state, VRRP_MASTER);
	CHECK(w->mac);
	CHECK(!w->v.handing_over && !w->v.stopping);
	w->resigned = false;
}

static void
walk_action(struct walk *w, enum vrrp_action a)
{
	switch (a) {
	case VRRP_MAC_ON:
		/* Twice only to put back what was lost. */
		CHECK(!w->mac || w->asked_repair);
		CHECK_EQ(w->v.state, VRRP_MASTER);
		w->mac = true;
		break;
	case VRRP_SEND:
		walk_send(w);
		break;
	case VRRP_ADDRS_UP:
		CHECK(!w->addrs || w->asked_repair);
		CHECK_EQ(w->v.state, VRRP_MASTER);
		CHECK(w->mac);
		w->addrs = true;
		break;
	case VRRP_ANNOUNCE:
		CHECK(w->addrs && w->mac);
		CHECK(!w->v.handing_over);
		w->announced = w->now;
		break;
	case VRRP_FAREWELL:
		CHECK_EQ(w->v.state, VRRP_BACKUP);
		CHECK(w->mac == w->addrs && !w->resigned);
		break;
	case VRRP_RESIGN:
		CHECK(w->mac && w->addrs && !w->resigned);
		w->resigned = true;
		break;
	case VRRP_ADDRS_OFF:
		CHECK(w->addrs && w->mac);
		w->addrs = false;
		break;
	case VRRP_MAC_OFF:
		CHECK(w->mac && !w->addrs);
		w->mac = false;
		break;
	case VRRP_ANNOUNCE_OWN:
		CHECK(!w->mac && !w->addrs);
		break;
	}
}

static void
walk_reason(struct walk *w, const struct vrrp *was,
    const struct vrrp_in *in, const struct vrrp_out *out)
{
	if (w->v.state != was->state)
		CHECK(out->why != VRRP_WHY_NONE &&
		    out->why < VRRP_WHY_HAND_OVER);
	if (out->why >= VRRP_WHY_HAND_OVER)
		CHECK_EQ(w->v.state, was->state);
	if (out->why == VRRP_WHY_DUEL) {
		/* One that was due anyway may be late, and the next not. */
		CHECK(w->answered == 0 || in->event == VRRP_EXPIRE ||
		    w->now - w->answered >= w->v.interval);
		w->answered = w->now;
	}
	w->asked_repair = out->why == VRRP_WHY_REPAIR;
	if (w->asked_repair) {
		CHECK(w->repaired == 0 ||
		    w->now - w->repaired >= VRRP_SECOND);
		w->repaired = w->now;
	}
}

/* What must be so between two events. */
static void
walk_settled(struct walk *w)
{
	const struct vrrp *v = &w->v;
	uint64_t due = vrrp_deadline(v);

	w->seen[v->state]++;
	CHECK_EQ(w->mac, v->state == VRRP_MASTER);
	CHECK_EQ(w->addrs, v->state == VRRP_MASTER);
	CHECK(!v->taking);
	if (v->state != VRRP_MASTER)
		CHECK(!v->handing_over && !v->lost);
	if (v->state != VRRP_BACKUP)
		CHECK(v->master == 0 && v->master_priority == 0 && !v->left);
	if (v->owner)
		CHECK(v->state != VRRP_BACKUP);
	if (v->state != VRRP_INITIALIZE)
		CHECK(due != VRRP_NEVER);
	if (v->stopping)
		CHECK(vrrp_stopped(v) || v->handing_over);
	if (vrrp_stopped(v))
		CHECK_EQ(due, VRRP_NEVER);
	CHECK_EQ(v->handing_over, w->resigned && v->state == VRRP_MASTER);
	/* No timer runs longer than its own time. */
	if (v->state == VRRP_MASTER && v->handing_over)
		CHECK(due <= w->now + HAND_OVER);
	else if (v->state == VRRP_MASTER)
		CHECK(due <= w->now + v->interval);
	else if (due != VRRP_NEVER)
		CHECK(due <= w->now + (v->hold > 3 * v->interval + VRRP_SECOND ?
		    v->hold : 3 * v->interval + VRRP_SECOND));
}

/* The clock's zero has no meaning: the shifted one says the same. */
static void
walk_shifted(struct walk *w, const struct vrrp_in *in,
    const struct vrrp_out *out)
{
	struct vrrp_out other = vrrp_step(&w->shifted, w->now + SHIFT, in);
	uint64_t due = vrrp_deadline(&w->v);

	CHECK_EQ(other.n, out->n);
	CHECK_EQ(other.why, out->why);
	CHECK_MEM(other.act, out->act, out->n * sizeof(out->act[0]));
	CHECK_EQ(vrrp_deadline(&w->shifted),
	    due == VRRP_NEVER ? VRRP_NEVER : due + SHIFT);
}

/* One event and all that comes of it. */
static void
walk_step(struct walk *w, struct vrrp_in in)
{
	bool more = true, minute = w->now - w->announced >= 60 * VRRP_SECOND;
	bool accepted = false;

	while (more) {
		const struct vrrp was = w->v;
		struct vrrp_out out = vrrp_step(&w->v, w->now, &in);

		walk_shifted(w, &in, &out);
		CHECK(one_of_each(&out));
		walk_reason(w, &was, &in, &out);
		more = false;
		if (was.state != VRRP_MASTER && w->v.state == VRRP_MASTER)
			w->resigned = false;
		for (unsigned i = 0; i < out.n; i++) {
			walk_action(w, out.act[i]);
			if (!has_outcome(out.act[i]))
				continue;
			CHECK_EQ(i, out.n - 1);
			more = true;
			in = (struct vrrp_in){ .event =
			    out.act[i] == VRRP_SEND ?
			    VRRP_SENT : VRRP_ADDRESSES };
			in.ok = rnd(4) != 0;
			in.count = rnd(8) == 0 ? 0 : (unsigned)rnd(3) + 1;
			accepted |= in.event == VRRP_SENT && in.ok;
		}
	}
	if (accepted && minute && w->v.state == VRRP_MASTER)
		CHECK_EQ(w->announced, w->now);
	walk_settled(w);
}

static struct vrrp_in
walk_event(const struct walk *w)
{
	static const enum vrrp_event often[] = {
		VRRP_UP, VRRP_EXPIRE, VRRP_EXPIRE, VRRP_EXPIRE, VRRP_EXPIRE,
		VRRP_ADVERT, VRRP_ADVERT, VRRP_ADVERT, VRRP_PRIORITY,
		VRRP_PRIMARY, VRRP_LOST, VRRP_TAKE,
	}, seldom[] = {
		VRRP_DOWN, VRRP_DOWN, VRRP_STEP_DOWN, VRRP_STEP_DOWN,
		VRRP_STOP, VRRP_STOP_NOW,
	};
	struct vrrp_in in = { .event = often[rnd(LEN(often))] };

	if (rnd(12) == 0)
		in.event = seldom[rnd(LEN(seldom))];
	in.addr = OURS - 3 + (uint32_t)rnd(7);
	in.back = rnd(2) == 0;
	in.owner = rnd(2) == 0 && w->v.priority == VRRP_OWNER;
	in.priority = (uint8_t)(rnd(255) + 1);
	in.count = rnd(2) == 0 ? 0 : (unsigned)rnd(4);
	if (in.event != VRRP_ADVERT)
		return in;
	switch (rnd(6)) {
	case 0:
		in.priority = 0;
		break;
	case 1:
		in.priority = VRRP_OWNER;
		break;
	case 2:
	case 3:
		in.priority = w->v.priority;
		break;
	}
	return in;
}

/* Mostly a little later, at times at the very deadline, or much later. */
static uint64_t
walk_time(const struct walk *w)
{
	uint64_t due = vrrp_deadline(&w->v);

	switch (rnd(8)) {
	case 0:
	case 1:
	case 2:
		return due != VRRP_NEVER && due > w->now ? due : w->now;
	case 3:
		return w->now + rnd(5 * w->v.interval);
	case 4:
		return w->now + rnd(400) * VRRP_SECOND / 4;
	default:
		return w->now + rnd(w->v.interval / 3);
	}
}

static void
walk_begin(struct walk *w)
{
	uint8_t prio = rnd(4) == 0 ? 255 : (uint8_t)(rnd(254) + 1);
	uint8_t interval = (uint8_t)(rnd(3) + 1);

	CHECK(!w->mac && !w->addrs);
	vrrp_init(&w->v, prio, interval, rnd(2) == 0);
	w->v.delta = (uint8_t)(rnd(4) == 0 ? 255 : rnd(100) + 1);
	w->v.hold = rnd(4) == 0 ? rnd(10) * VRRP_SECOND : 0;
	w->shifted = w->v;
	w->announced = w->answered = w->repaired = 0;
	w->resigned = false;
}

static void
test_walk(void)
{
	static struct walk w;
	unsigned long failed = check_failed;

	seed = 2338;
	w.now = T0;
	walk_begin(&w);
	for (int i = 0; i < 200000 && check_failed == failed; i++) {
		w.now = walk_time(&w);
		walk_step(&w, walk_event(&w));
		/* What has ended stays so; then another one starts. */
		if (vrrp_stopped(&w.v) && rnd(8) == 0)
			walk_begin(&w);
	}
	/* It has been everywhere, and not only for a visit. */
	for (size_t i = 0; i < LEN(w.seen); i++)
		CHECK(w.seen[i] > 20000);
}

int
main(void)
{
	test_walk();
	return check_done();
}
