/*
 * Every state that two or three routers can reach, whatever is delivered,
 * lost, delayed and overtaken on the way, and whoever crashes, starts, stops,
 * steps down, is asked to take over, loses its link, has a priority that falls
 * and rises, or is refused something by its kernel, in every order.
 *
 *	all [-l]	-l: the large ones, too
 *
 * Time goes in ticks of a quarter of a second; the interval is 1 s, a
 * hand-over lasts 1.25 s, and priorities are 256 less a multiple of 64, so
 * that Skew_Time, and with it every deadline, is a whole number of ticks; the
 * owner's 255 is not, but it never waits for its Master_Down_Timer here.
 * Within a tick anything may happen in any order, but no deadline is missed.
 *
 * On the way from each router to each other one there may be so many adverts
 * (the room of a model); another one is lost then.  A model is slow if what
 * is on its way may stay there as long as it likes, and else delivers or
 * loses everything within a tick.
 *
 * States are the same when they differ in nothing but the time of day.  The
 * election's times are taken relative to now, those that are over as now, and
 * the announcement that comes once a minute does not come.  What only words
 * in the log depend on is left out, and where a model does not count, how
 * many announcements are still owed.
 *
 * In each state each router's judge (judge.h) must be content.  From each
 * state, when nothing is lost any more and nobody crashes, within the time
 * that lan.c derives from RFC 2338 there must be exactly one Master, the
 * right one, for ever.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge.h"
#include "vrrp.h"

#define MOST		3
#define TICK		(VRRP_SECOND / 4)
#define NOW		(1000 * VRRP_SECOND)
#define NOBODY		UINT32_MAX
#define NET		UINT32_C(0x0a000000)
#define LEN(a)		(sizeof(a) / sizeof((a)[0]))

#define SIGNAL_STOP		0x1u
#define SIGNAL_STEP_DOWN	0x2u
#define SIGNAL_TAKE		0x4u
#define ANY_SIGNAL	(SIGNAL_STOP | SIGNAL_STEP_DOWN | SIGNAL_TAKE)

#define BREAK_LINK		0x1u
#define BREAK_KERNEL		0x2u	/* refuses adverts, or the address */
#define BREAK_ANY	(BREAK_LINK | BREAK_KERNEL)

struct model {
	const char	*name;
	unsigned	n;
	uint8_t		priority[MOST];
	bool		preempt[MOST];
	uint8_t		delta;		/* a priority may fall by so much */
	uint8_t		hold;		/* the hold-off, in ticks */
	bool		owner;		/* the first, with 255 */
	unsigned	room;		/* adverts between two */
	bool		slow;
	unsigned	signals;	/* what may be asked for */
	unsigned	breaks;		/* what may fail */
	bool		counts;		/* announcements */
	bool		large;
};

#define TWO	.n = 2, .slow = true, .signals = ANY_SIGNAL
#define THREE	.n = 3, .room = 1, .priority = { 192, 128, 64 }
#define ALL	{ true, true, true }

static const struct model models[] = {
	{ .name = "two, preempting", TWO, .counts = true, .priority = { 192, 64 },
	    .preempt = ALL, .room = 1 },
	{ .name = "two, not preempting", TWO, .counts = true, .priority = { 192, 64 },
	    .room = 1 },
	{ .name = "two, equal", TWO, .counts = true, .priority = { 128, 128 },
	    .preempt = ALL, .room = 1 },
	{ .name = "two, one the owner", TWO, .counts = true, .priority = { 255, 128 },
	    .preempt = ALL, .room = 1, .owner = true, .breaks = BREAK_LINK },
	{ .name = "two, in trouble at times, preempting", .n = 2,
	    .slow = true, .counts = true, .priority = { 192, 128 },
	    .preempt = ALL, .room = 1, .delta = 64 },
	{ .name = "two, in trouble at times, not preempting", .n = 2,
	    .slow = true, .counts = true, .priority = { 192, 128 },
	    .room = 1, .delta = 64 },
	{ .name = "two, holding off, preempting", .n = 2, .slow = true,
	    .priority = { 192, 64 }, .preempt = ALL, .room = 1, .hold = 20 },
	{ .name = "two, holding off, not preempting", .n = 2, .slow = true,
	    .priority = { 192, 64 }, .room = 1, .hold = 20 },
	{ .name = "three, preempting", THREE, .preempt = ALL },
	{ .name = "three, one not", THREE, .preempt = { true, false, true } },
	{ .name = "three, equal", .n = 3, .priority = { 128, 128, 128 },
	    .preempt = ALL, .room = 1 },
	{ .name = "two, breaking, preempting", TWO, .priority = { 192, 64 },
	    .preempt = ALL, .room = 1, .breaks = BREAK_ANY, .large = true },
	{ .name = "two, breaking, not preempting", TWO,
	    .priority = { 192, 64 }, .room = 1, .breaks = BREAK_ANY,
	    .large = true },
	{ .name = "two, breaking, equal", TWO, .priority = { 128, 128 },
	    .preempt = ALL, .room = 1, .breaks = BREAK_ANY, .large = true },
	{ .name = "two, room for two, preempting", TWO,
	    .priority = { 192, 64 }, .preempt = ALL, .room = 2,
	    .large = true },
	{ .name = "two, room for two, not preempting", TWO,
	    .priority = { 192, 64 }, .room = 2, .large = true },
	{ .name = "two, room for two, equal", TWO, .priority = { 128, 128 },
	    .preempt = ALL, .room = 2, .large = true },
	{ .name = "two, in trouble and asked for all, preempting", TWO,
	    .priority = { 192, 128 }, .preempt = ALL, .room = 1, .delta = 64,
	    .large = true },
	{ .name = "two, in trouble and asked for all, not preempting", TWO,
	    .priority = { 192, 128 }, .room = 1, .delta = 64,
	    .large = true },
	{ .name = "two, holding off, all happens", TWO,
	    .priority = { 192, 64 }, .preempt = ALL, .room = 1, .hold = 16,
	    .breaks = BREAK_LINK, .large = true },
	{ .name = "three, stopped at times", THREE, .preempt = ALL,
	    .signals = SIGNAL_STOP, .large = true },
	{ .name = "three, stepping down at times", THREE, .preempt = ALL,
	    .signals = SIGNAL_STEP_DOWN, .large = true },
	{ .name = "three, asked to take over", THREE, .preempt = ALL,
	    .signals = SIGNAL_TAKE, .large = true },
};

/* A router in a state, and what its judge knows: bit for bit. */
struct packed {
	uint32_t	core, judge;
};

struct state {
	struct packed	r[MOST];
	uint32_t	wire;		/* 3 or 6 bits for each way */
};

/* The same, to work with. */
struct world {
	uint64_t	now;
	bool		alive[MOST], fallen[MOST];
	bool		refuses, no_address;	/* in this step */
	struct vrrp	v[MOST];
	struct judge	j[MOST];
	uint8_t		adverts[MOST][MOST], lows[MOST][MOST];
	uint8_t		zeros[MOST][MOST];
};

/* What can happen. */
enum event {
	EVENT_DELIVER, EVENT_DELIVER_LOW, EVENT_DELIVER_ZERO, EVENT_FIRE,
	EVENT_TICK, EVENT_LOSE, EVENT_LOSE_LOW, EVENT_LOSE_ZERO, EVENT_CRASH,
	EVENT_START, EVENT_STOP, EVENT_STEP_DOWN, EVENT_TAKE, EVENT_DOWN,
	EVENT_UP, EVENT_REFUSE, EVENT_NO_ADDRESS, EVENT_FALL, EVENT_RISE
};

static const char *const words[] = {
	"is delivered, from", "is delivered the fallen priority, from",
	"is delivered priority 0, from", "looks at its timer",
	"a tick passes", "does not get an advert, from",
	"does not get the fallen priority, from",
	"does not get priority 0, from", "crashes", "starts", "is stopped",
	"steps down", "is asked to take over", "loses its link",
	"has its link again", "is refused its advertisement",
	"is refused its address", "has trouble", "has no trouble any more"
};

struct step {
	uint8_t		event;		/* enum event */
	uint8_t		who, from;
};

/* How a state was reached first, and where it goes when all is well. */
struct place {
	struct state	s;
	uint32_t	parent;
	struct step	by;
	uint32_t	next;
	uint8_t		takes;	/* ticks until it is settled */
	uint8_t		mark;
	uint8_t		master;	/* whoever it is in the end */
};

static const struct model *m;
static struct place *places;
static uint32_t	nplaces, room_places;
static uint32_t	*table, table_mask;
static const char *wrong;
static uint32_t	tried;			/* the place, and the step from it */
static struct step trying;

/*
 * A state as bits.
 */

static uint32_t
take_bits(uint32_t *from, unsigned bits)
{
	uint32_t x = *from & ((1u << bits) - 1);

	*from >>= bits;
	return x;
}

static void
put_bits(uint32_t *to, unsigned *at, unsigned bits, uint32_t x)
{
	*to |= x << *at;
	*at += bits;
}

/* Ticks from now; what is over is over; 31 is never. */
static uint32_t
ticks(const struct world *w, uint64_t t)
{
	if (t == VRRP_NEVER)
		return 31;
	if (t <= w->now)
		return 0;
	if ((t - w->now) % TICK != 0 || (t - w->now) / TICK > 30)
		wrong = "has a time that is no tick";
	return (uint32_t)((t - w->now) / TICK);
}

static uint64_t
time_of(uint32_t n)
{
	return n == 31 ? VRRP_NEVER : NOW + n * TICK;
}

static uint32_t
addr_of(unsigned i)
{
	return NET | (i + 1);
}

/* A router by its address, 0 for none. */
static uint32_t
number_of(uint32_t addr)
{
	return addr == 0 ? 0 : addr - NET;
}

/* With its trouble, if it has one. */
static uint8_t
priority_of(unsigned i, bool fallen)
{
	return (uint8_t)(m->priority[i] - (fallen ? m->delta : 0));
}

/* Whether that is what the one with an address has in trouble. */
static bool
fell(uint32_t addr, uint8_t priority)
{
	return addr != 0 && priority != m->priority[number_of(addr) - 1];
}

static uint32_t
pack_core(const struct world *w, unsigned i)
{
	const struct vrrp *v = &w->v[i];
	bool master = v->state == VRRP_MASTER;
	uint32_t x = 0;
	unsigned at = 0;

	put_bits(&x, &at, 1, w->alive[i]);
	put_bits(&x, &at, 2, v->state);
	put_bits(&x, &at, 5, ticks(w, v->deadline));
	put_bits(&x, &at, 2, number_of(v->master));
	put_bits(&x, &at, 1, v->left);
	put_bits(&x, &at, 1, v->yielding);
	put_bits(&x, &at, 1, v->handing_over);
	put_bits(&x, &at, 1, v->stopping);
	put_bits(&x, &at, 3, master && m->counts ? v->announces : 0);
	put_bits(&x, &at, 3, master ? ticks(w, v->answer_at) : 0);
	put_bits(&x, &at, 1, master && v->challenged);
	put_bits(&x, &at, 1, v->own_due);
	put_bits(&x, &at, 2, master ? v->refused : 0);
	put_bits(&x, &at, 1, w->fallen[i]);
	put_bits(&x, &at, 1, fell(v->master, v->master_priority));
	put_bits(&x, &at, 5, ticks(w, v->hold_until));
	return x;
}

static void
unpack_core(struct world *w, unsigned i, uint32_t x)
{
	struct vrrp *v = &w->v[i];
	uint32_t known;
	bool low;

	vrrp_init(v, m->priority[i], 1, m->preempt[i]);
	v->primary = addr_of(i);
	w->alive[i] = take_bits(&x, 1);
	v->state = (enum vrrp_state)take_bits(&x, 2);
	v->deadline = time_of(take_bits(&x, 5));
	known = take_bits(&x, 2);
	v->master = known == 0 ? 0 : addr_of(known - 1);
	v->left = take_bits(&x, 1);
	v->yielding = take_bits(&x, 1);
	v->handing_over = take_bits(&x, 1);
	v->stopping = take_bits(&x, 1);
	v->announces = (uint8_t)take_bits(&x, 3);
	v->answer_at = time_of(take_bits(&x, 3));
	v->challenged = take_bits(&x, 1);
	v->own_due = take_bits(&x, 1);
	v->refused = (uint8_t)take_bits(&x, 2);
	w->fallen[i] = take_bits(&x, 1);
	v->priority = priority_of(i, w->fallen[i]);
	v->delta = m->delta;
	low = take_bits(&x, 1);
	v->master_priority = known == 0 ? 0 : priority_of(known - 1, low);
	v->hold = m->hold * TICK;
	v->hold_until = time_of(take_bits(&x, 5));
	v->announce_at = VRRP_NEVER;
	v->owner = w->alive[i] && m->owner && i == 0;
}

static uint32_t
pack_judge(const struct world *w, unsigned i)
{
	const struct judge *j = &w->j[i];
	bool master = j->phase == JUDGE_MASTER;
	uint32_t x = 0;
	unsigned at = 0;

	put_bits(&x, &at, 2, j->phase);
	put_bits(&x, &at, 1, j->handing);
	put_bits(&x, &at, 1, j->stopping);
	put_bits(&x, &at, 1, j->yielding);
	put_bits(&x, &at, 2, number_of(j->known));
	put_bits(&x, &at, 1, j->waiting);
	put_bits(&x, &at, 5, master ? ticks(w, j->due) :
	    j->phase == JUDGE_IDLE && !j->waiting ? 0 :
	    ticks(w, j->fire_at));
	put_bits(&x, &at, 3, master && m->counts ? j->owed : 0);
	put_bits(&x, &at, 3, master ? ticks(w, j->answer_from) : 0);
	put_bits(&x, &at, 1, master && j->unanswered);
	put_bits(&x, &at, 1, j->own_due);
	put_bits(&x, &at, 2, master ? j->refused : 0);
	put_bits(&x, &at, 1, fell(j->known, j->known_priority));
	put_bits(&x, &at, 5, ticks(w, j->held));
	return x;
}

static void
unpack_judge(struct world *w, unsigned i, uint32_t x)
{
	struct judge *j = &w->j[i];
	uint32_t known;
	bool low;

	*j = (struct judge){ .now = NOW, .interval = VRRP_SECOND,
	    .priority = priority_of(i, w->fallen[i]), .delta = m->delta,
	    .preempt = m->preempt[i], .owner = m->owner && i == 0,
	    .addr = addr_of(i) };
	j->phase = (enum judge_phase)take_bits(&x, 2);
	j->handing = take_bits(&x, 1);
	j->stopping = take_bits(&x, 1);
	j->yielding = take_bits(&x, 1);
	known = take_bits(&x, 2);
	j->known = known == 0 ? 0 : addr_of(known - 1);
	j->waiting = take_bits(&x, 1);
	j->due = j->fire_at = time_of(take_bits(&x, 5));
	j->owed = take_bits(&x, 3);
	j->answer_from = time_of(take_bits(&x, 3));
	j->unanswered = take_bits(&x, 1);
	j->own_due = take_bits(&x, 1);
	j->refused = take_bits(&x, 2);
	low = take_bits(&x, 1);
	j->known_priority = known == 0 ? 0 : priority_of(known - 1, low);
	j->hold = m->hold * TICK;
	j->held = time_of(take_bits(&x, 5));
	j->announced = NOW;
	j->mac = j->addrs = j->phase == JUDGE_MASTER;
}

/* For a number of adverts; there are no more than there is room. */
static unsigned
counter_bits(void)
{
	return m->room == 1 ? 1 : 2;
}

static void
unpack(struct world *w, const struct state *s)
{
	const unsigned bits = counter_bits();
	uint32_t x = s->wire;

	memset(w, 0, sizeof(*w));
	w->now = NOW;
	for (unsigned i = 0; i < m->n; i++) {
		unpack_core(w, i, s->r[i].core);
		unpack_judge(w, i, s->r[i].judge);
		for (unsigned k = 0; k < m->n; k++) {
			if (k == i)
				continue;
			w->adverts[i][k] = (uint8_t)take_bits(&x, bits);
			w->lows[i][k] = (uint8_t)take_bits(&x, bits);
			w->zeros[i][k] = (uint8_t)take_bits(&x, bits);
		}
	}
}

/* Who is dead has nothing left, but what it has sent. */
static void
pack(const struct world *w, struct state *s)
{
	const unsigned bits = counter_bits();
	unsigned at = 0;

	memset(s, 0, sizeof(*s));
	for (unsigned i = 0; i < m->n; i++) {
		if (w->alive[i]) {
			s->r[i].core = pack_core(w, i);
			s->r[i].judge = pack_judge(w, i);
		}
		for (unsigned k = 0; k < m->n; k++) {
			if (k == i)
				continue;
			put_bits(&s->wire, &at, bits, w->adverts[i][k]);
			put_bits(&s->wire, &at, bits, w->lows[i][k]);
			put_bits(&s->wire, &at, bits, w->zeros[i][k]);
		}
	}
}

/*
 * What happens.
 */

/* How many are on the way from one to another. */
static unsigned
flying(const struct world *w, unsigned i, unsigned k)
{
	return w->adverts[i][k] + w->lows[i][k] + w->zeros[i][k];
}

static void
broadcast(struct world *w, unsigned i, bool zero)
{
	for (unsigned k = 0; k < m->n; k++) {
		if (k == i || flying(w, i, k) >= m->room)
			continue;
		if (zero)
			w->zeros[i][k]++;
		else if (w->fallen[i])
			w->lows[i][k]++;
		else
			w->adverts[i][k]++;
	}
}

static bool
perform(struct world *w, unsigned i, enum vrrp_action a, struct vrrp_in *in)
{
	unsigned good = a == VRRP_SEND ? !w->refuses : !w->no_address;

	judge_does(&w->j[i], a, good, NULL);
	if (a == VRRP_SEND || a == VRRP_FAREWELL || a == VRRP_RESIGN) {
		if (!w->refuses)
			broadcast(w, i, a == VRRP_RESIGN);
	}
	if (a == VRRP_SEND)
		*in = (struct vrrp_in){ .event = VRRP_SENT, .ok = good };
	if (a == VRRP_ADDRS_UP)
		*in = (struct vrrp_in){ .event = VRRP_ADDRESSES,
		    .count = good };
	return a == VRRP_SEND || a == VRRP_ADDRS_UP;
}

static void
run(struct world *w, unsigned i, struct vrrp_in in)
{
	struct vrrp_out out;
	bool more = true;

	while (more) {
		out = vrrp_step(&w->v[i], w->now, &in);
		more = false;
		for (unsigned k = 0; k < out.n; k++)
			more = perform(w, i, out.act[k], &in);
	}
	judge_settles(&w->j[i], w->v[i].state, w->v[i].handing_over);
	if (w->j[i].wrong != NULL)
		wrong = w->j[i].wrong;
	w->alive[i] = !vrrp_stopped(&w->v[i]);
}

static void
inform(struct world *w, unsigned i, struct vrrp_in in)
{
	judge_event(&w->j[i], w->now, &in);
	run(w, i, in);
}

static void
deliver(struct world *w, unsigned from, unsigned to, uint8_t priority)
{
	if (!w->alive[to])
		return;
	judge_advert(&w->j[to], w->now, priority, addr_of(from));
	run(w, to, (struct vrrp_in){ .event = VRRP_ADVERT,
	    .addr = addr_of(from), .priority = priority });
}

static void
link_up(struct world *w, unsigned i)
{
	inform(w, i, (struct vrrp_in){ .event = VRRP_UP, .addr = addr_of(i),
	    .back = true, .owner = m->owner && i == 0 });
}

static void
start(struct world *w, unsigned i)
{
	w->alive[i] = true;
	vrrp_init(&w->v[i], m->priority[i], 1, m->preempt[i]);
	w->v[i].announce_at = VRRP_NEVER;
	w->v[i].delta = m->delta;
	w->v[i].hold = m->hold * TICK;
	w->fallen[i] = false;
	w->j[i].priority = m->priority[i];
	w->j[i].wrong = NULL;
	judge_start(&w->j[i], w->now, 0);
	link_up(w, i);
}

/* Nobody may have missed a deadline of his in it. */
static void
tick(struct world *w)
{
	for (unsigned i = 0; i < m->n; i++) {
		if (!w->alive[i])
			continue;
		judge_timers(&w->j[i], w->now);
		judge_settles(&w->j[i], w->v[i].state, w->v[i].handing_over);
		if (w->j[i].wrong != NULL)
			wrong = w->j[i].wrong;
	}
	w->now += TICK;
}

static void
fire(struct world *w, unsigned i, enum event e)
{
	w->refuses = e == EVENT_REFUSE;
	w->no_address = e == EVENT_NO_ADDRESS;
	judge_timers(&w->j[i], w->now);
	run(w, i, (struct vrrp_in){ .event = VRRP_EXPIRE });
}

static void
happen(struct world *w, const struct step *s)
{
	switch ((enum event)s->event) {
	case EVENT_DELIVER:
		w->adverts[s->from][s->who]--;
		deliver(w, s->from, s->who, m->priority[s->from]);
		break;
	case EVENT_DELIVER_LOW:
		w->lows[s->from][s->who]--;
		deliver(w, s->from, s->who, priority_of(s->from, true));
		break;
	case EVENT_DELIVER_ZERO:
		w->zeros[s->from][s->who]--;
		deliver(w, s->from, s->who, 0);
		break;
	case EVENT_FIRE:
	case EVENT_REFUSE:
	case EVENT_NO_ADDRESS:
		fire(w, s->who, (enum event)s->event);
		break;
	case EVENT_TICK:
		tick(w);
		break;
	case EVENT_DOWN:
		inform(w, s->who, (struct vrrp_in){ .event = VRRP_DOWN });
		break;
	case EVENT_UP:
		link_up(w, s->who);
		break;
	case EVENT_LOSE:
		w->adverts[s->from][s->who]--;
		break;
	case EVENT_LOSE_LOW:
		w->lows[s->from][s->who]--;
		break;
	case EVENT_LOSE_ZERO:
		w->zeros[s->from][s->who]--;
		break;
	case EVENT_CRASH:
		w->alive[s->who] = false;
		break;
	case EVENT_START:
		start(w, s->who);
		break;
	case EVENT_STOP:
		inform(w, s->who, (struct vrrp_in){ .event = VRRP_STOP });
		break;
	case EVENT_STEP_DOWN:
		inform(w, s->who, (struct vrrp_in){ .event = VRRP_STEP_DOWN });
		break;
	case EVENT_TAKE:
		inform(w, s->who, (struct vrrp_in){ .event = VRRP_TAKE });
		break;
	case EVENT_FALL:
	case EVENT_RISE:
		w->fallen[s->who] = s->event == EVENT_FALL;
		inform(w, s->who, (struct vrrp_in){ .event = VRRP_PRIORITY,
		    .priority = m->priority[s->who],
		    .count = w->fallen[s->who] });
		break;
	}
	/* The one of once a minute is never due. */
	for (unsigned i = 0; i < m->n; i++)
		w->v[i].announce_at = VRRP_NEVER;
}

/*
 * Places and ways.
 */

static uint32_t
hash(const struct state *s)
{
	uint32_t part[sizeof(*s) / sizeof(uint32_t)];
	uint64_t h = 0;

	memcpy(part, s, sizeof(part));
	for (size_t i = 0; i < LEN(part); i++)
		h = (h ^ part[i]) * UINT64_C(0x9e3779b97f4a7c15) ^ h >> 29;
	return (uint32_t)(h >> 32 ^ h);
}

static void *
grow(void *old, size_t n, size_t size)
{
	void *new = realloc(old, n * size);

	if (new == NULL) {
		puts("no memory");
		exit(1);
	}
	return new;
}

static void
enter(uint32_t place)
{
	uint32_t i = hash(&places[place].s) & table_mask;

	while (table[i] != NOBODY)
		i = (i + 1) & table_mask;
	table[i] = place;
}

static void
more_room(void)
{
	uint32_t slots;

	room_places = room_places == 0 ? 1 << 16 : room_places * 2;
	places = grow(places, room_places, sizeof(*places));
	slots = room_places * 2;
	table = grow(table, slots, sizeof(*table));
	table_mask = slots - 1;
	memset(table, 0xff, slots * sizeof(*table));
	for (uint32_t i = 0; i < nplaces; i++)
		enter(i);
}

static uint32_t
find(const struct state *s)
{
	uint32_t i = hash(s) & table_mask;

	for (; table[i] != NOBODY; i = (i + 1) & table_mask)
		if (memcmp(&places[table[i]].s, s, sizeof(*s)) == 0)
			return table[i];
	return NOBODY;
}

static uint32_t
add(const struct state *s, uint32_t parent, struct step by)
{
	uint32_t place = find(s);

	if (place != NOBODY)
		return place;
	if (nplaces == room_places)
		more_room();
	places[nplaces] = (struct place){ .s = *s, .parent = parent,
	    .by = by, .next = NOBODY };
	enter(nplaces);
	return nplaces++;
}

static void
print_world(const struct world *w)
{
	for (unsigned i = 0; i < m->n; i++)
		printf("  %c %s%s %" PRIu32, "abc"[i], w->alive[i] ?
		    vrrp_state_name(w->v[i].state) : "-",
		    w->v[i].handing_over ? ", handing over" : "",
		    w->alive[i] ? ticks(w, w->v[i].deadline) : 0);
	printf("\n");
}

static void
print_step(const struct step *by)
{
	if (by->event == EVENT_TICK)
		printf("%s", words[by->event]);
	else
		printf("%c %s", "abc"[by->who], words[by->event]);
	if (by->event <= EVENT_DELIVER_ZERO || (by->event >= EVENT_LOSE &&
	    by->event <= EVENT_LOSE_ZERO))
		printf(" %c", "abc"[by->from]);
	printf("\n");
}

/* How it came to this. */
static void
print_way(uint32_t place)
{
	struct world w;

	if (places[place].parent != NOBODY) {
		print_way(places[place].parent);
		print_step(&places[place].by);
	}
	unpack(&w, &places[place].s);
	print_world(&w);
}

/* An assertion has failed on it: abort() goes on behind this. */
static void
aborted(int sig)
{
	(void)sig;
	print_way(tried);
	print_step(&trying);
	fflush(stdout);
}

static void
go(uint32_t place, struct step by)
{
	struct world w;
	struct state s;
	uint32_t there;

	tried = place;
	trying = by;
	unpack(&w, &places[place].s);
	happen(&w, &by);
	pack(&w, &s);
	if (wrong != NULL) {
		print_way(place);
		print_step(&by);
		printf("wrong: %c %s\n", "abc"[by.who], wrong);
		return;
	}
	there = add(&s, place, by);
	/* The first to be tried is what happens when all is well. */
	if (places[place].next == NOBODY && by.event <= EVENT_TICK)
		places[place].next = there;
}

static void
go_if(bool possible, uint32_t place, enum event e, unsigned who,
    unsigned from)
{
	if (possible && wrong == NULL)
		go(place, (struct step){ (uint8_t)e, (uint8_t)who,
		    (uint8_t)from });
}

/* Deliveries first, then timers, then time: see go. */
static void
expand(uint32_t place)
{
	struct world w;
	bool quiet = true;

	unpack(&w, &places[place].s);
	for (unsigned i = 0; i < m->n; i++)
		for (unsigned k = 0; k < m->n; k++) {
			go_if(w.adverts[i][k] > 0, place, EVENT_DELIVER, k, i);
			go_if(w.lows[i][k] > 0, place, EVENT_DELIVER_LOW, k,
			    i);
			go_if(w.zeros[i][k] > 0, place, EVENT_DELIVER_ZERO, k,
			    i);
			if (!m->slow && flying(&w, i, k) > 0)
				quiet = false;
		}
	for (unsigned i = 0; i < m->n; i++) {
		if (!w.alive[i] || w.v[i].deadline > w.now)
			continue;
		go_if(true, place, EVENT_FIRE, i, 0);
		go_if(m->breaks & BREAK_KERNEL, place, EVENT_REFUSE, i,
		    0);
		go_if(m->breaks & BREAK_KERNEL, place, EVENT_NO_ADDRESS, i,
		    0);
		quiet = false;
	}
	go_if(quiet, place, EVENT_TICK, 0, 0);
	for (unsigned i = 0; i < m->n; i++) {
		for (unsigned k = 0; k < m->n; k++) {
			go_if(w.adverts[i][k] > 0, place, EVENT_LOSE, k, i);
			go_if(w.lows[i][k] > 0, place, EVENT_LOSE_LOW, k, i);
			go_if(w.zeros[i][k] > 0, place, EVENT_LOSE_ZERO, k,
			    i);
		}
		go_if(w.alive[i], place, EVENT_CRASH, i, 0);
		go_if(!w.alive[i], place, EVENT_START, i, 0);
		go_if(w.alive[i] && (m->signals & SIGNAL_STOP), place,
		    EVENT_STOP, i, 0);
		go_if(w.alive[i] && (m->signals & SIGNAL_STEP_DOWN), place,
		    EVENT_STEP_DOWN, i, 0);
		go_if(w.alive[i] && (m->signals & SIGNAL_TAKE), place,
		    EVENT_TAKE, i, 0);
		go_if(w.alive[i] && m->delta != 0 && !w.fallen[i], place,
		    EVENT_FALL, i, 0);
		go_if(w.alive[i] && w.fallen[i], place, EVENT_RISE, i, 0);
		go_if(w.alive[i] && (m->breaks & BREAK_LINK), place,
		    EVENT_DOWN, i, 0);
		go_if(w.alive[i] && (m->breaks & BREAK_LINK), place,
		    EVENT_UP, i, 0);
	}
}

/*
 * Where it leads to.
 */

/* At the end of a tick, when all is delivered. */
static bool
at_rest(const struct place *p)
{
	struct world w;

	if (p->s.wire != 0)
		return false;
	unpack(&w, &p->s);
	for (unsigned i = 0; i < m->n; i++)
		if (w.alive[i] && w.v[i].deadline <= w.now)
			return false;
	return true;
}

/* The only Master, m->n if nobody is there, or -1: not settled. */
static int
the_master(const struct place *p)
{
	struct world w;
	unsigned alive = 0;
	int master = -1;

	unpack(&w, &p->s);
	for (unsigned i = 0; i < m->n; i++) {
		alive += w.alive[i] && (w.j[i].phase != JUDGE_IDLE ||
		    w.j[i].waiting);
		if (!w.alive[i] || w.j[i].phase != JUDGE_MASTER)
			continue;
		if (master != -1 || w.j[i].handing)
			return -1;
		master = (int)i;
	}
	for (unsigned i = 0; master != -1 && i < m->n; i++)
		if (w.alive[i] && w.j[i].phase != JUDGE_IDLE &&
		    (int)i != master &&
		    judge_replaces(&w.j[i], &w.j[master]))
			return -1;
	return alive == 0 ? (int)m->n : master;
}

enum { MARK_NEW, MARK_OPEN, MARK_DONE };

static void
lost(uint32_t place, const char *what)
{
	print_way(place);
	printf("wrong: %s\n", what);
	wrong = what;
}

/* A ring of states that is never left again. */
static void
judge_ring(uint32_t place)
{
	uint32_t p = place;
	int master = -1, now;

	do {
		places[p].mark = MARK_DONE;
		if (at_rest(&places[p])) {
			now = the_master(&places[p]);
			if (now == -1 || (master != -1 && now != master))
				lost(p, "all is well, and no one Master "
				    "comes of it");
			master = now;
		}
		p = places[p].next;
	} while (p != place && wrong == NULL);
	do {
		places[p].master = (uint8_t)master;
		places[p].takes = 0;
		p = places[p].next;
	} while (p != place && wrong == NULL);
}

/* One that leads to one that is done. */
static void
judge_way(uint32_t place)
{
	struct place *p = &places[place];
	const struct place *next = &places[p->next];
	bool rests = at_rest(p);

	p->mark = MARK_DONE;
	p->master = next->master;
	p->takes = next->takes;
	if (!rests)
		return;
	if (next->takes > 0 || the_master(p) != p->master)
		p->takes++;
}

/* From a state to the first that is done, or to itself; and back again. */
static void
judge_place(uint32_t place, uint32_t *path)
{
	uint32_t n = 0, p = place;

	while (places[p].mark == MARK_NEW) {
		places[p].mark = MARK_OPEN;
		path[n++] = p;
		p = places[p].next;
	}
	if (places[p].mark == MARK_OPEN)
		judge_ring(p);
	while (wrong == NULL && n > 0) {
		p = path[--n];
		if (places[p].mark == MARK_OPEN)
			judge_way(p);
	}
}

/* M + I of lan.c, and the tick in which it is. */
static unsigned
bound(void)
{
	uint64_t longest = 0, t;
	struct judge j = { .interval = VRRP_SECOND };

	for (unsigned i = 0; i < m->n; i++) {
		j.priority = priority_of(i, true);
		t = judge_master_down(&j);
		longest = t > longest ? t : longest;
	}
	if (m->hold * TICK > longest)
		longest = m->hold * TICK;
	return (unsigned)((longest + VRRP_SECOND + TICK - 1) / TICK);
}

static void
judge_all(void)
{
	uint32_t *path = grow(NULL, nplaces, sizeof(*path)), worst = 0;

	for (uint32_t i = 0; i < nplaces && wrong == NULL; i++) {
		judge_place(i, path);
		if (places[i].takes > places[worst].takes)
			worst = i;
	}
	free(path);
	if (wrong != NULL)
		return;
	printf(", one Master after at most %.2f s of %.2f s\n",
	    places[worst].takes * 0.25, bound() * 0.25);
	if (places[worst].takes > bound())
		lost(worst, "it takes too long from here");
}

static void
explore(void)
{
	struct state empty = { 0 };

	nplaces = room_places = 0;
	more_room();
	(void)add(&empty, NOBODY, (struct step){ EVENT_TICK, 0, 0 });
	for (uint32_t i = 0; i < nplaces && wrong == NULL; i++)
		expand(i);
	printf("%s: %" PRIu32 " states", m->name, nplaces);
	fflush(stdout);
	if (wrong == NULL)
		judge_all();
	else
		printf("\n");
}

int
main(int argc, char *argv[])
{
	bool large = false;
	int c;

	while ((c = getopt(argc, argv, "l")) != -1) {
		if (c != 'l')
			return 2;
		large = true;
	}
	signal(SIGABRT, aborted);
	for (unsigned i = 0; i < LEN(models) && wrong == NULL; i++) {
		m = &models[i];
		if (large || !m->large)
			explore();
	}
	return wrong != NULL;
}
