#include "lan.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#define SECOND		VRRP_SECOND
#define STRIKE_EVERY	(SECOND / 4)
#define ATTACKER	HISTORY_ROUTERS

/* What a moment of a history brings. */
enum { MOMENT_START, MOMENT_BEGIN, MOMENT_END };

uint64_t
lan_clock(const struct node *n, uint64_t t)
{
	return n->clock_base + (uint64_t)((int64_t)t +
	    (int64_t)t * n->is->ppm / 1000000);
}

/*
 * What is told of it.
 */

void
lan_say(const struct lan *lan, const struct node *n, const char *fmt, ...)
{
	va_list ap;

	if (lan->out == NULL)
		return;
	fprintf(lan->out, "%8.3f ", (double)(lan->now / 1000) / 1e6);
	if (n != NULL)
		fprintf(lan->out, "%c ", history_name(n->i));
	va_start(ap, fmt);
	vfprintf(lan->out, fmt, ap);
	va_end(ap);
	fputc('\n', lan->out);
}

void
lan_note(struct lan *lan, uint64_t what)
{
	lan->trace = history_mix(lan->trace ^ lan->now) ^ what;
}

void
lan_offence(struct lan *lan, const struct node *n, const char *what)
{
	if (lan->wrong != NULL)
		return;
	lan->wrong = what;
	lan->who = n != NULL ? (int)n->i : -1;
	lan_say(lan, n, "WRONG: %s", what);
}

/*
 * Frames.
 */

static uint16_t
frame_new(struct lan *lan)
{
	if (lan->nfree > 0)
		return lan->spare[--lan->nfree];
	assert(lan->made < LAN_FRAMES);
	return (uint16_t)lan->made++;
}

void
lan_release(struct lan *lan, uint16_t frame)
{
	if (--lan->frame[frame].refs == 0)
		lan->spare[lan->nfree++] = frame;
}

/* The next to arrive is at the top. */
static bool
sooner(const struct lan_flight *a, const struct lan_flight *b)
{
	return a->at < b->at || (a->at == b->at && a->order < b->order);
}

static void
flight_push(struct lan *lan, struct lan_flight f)
{
	unsigned i = lan->nflights++, up;

	while (i > 0 && sooner(&f, &lan->flight[up = (i - 1) / 2])) {
		lan->flight[i] = lan->flight[up];
		i = up;
	}
	lan->flight[i] = f;
}

static struct lan_flight
flight_pop(struct lan *lan)
{
	struct lan_flight top = lan->flight[0], last;
	unsigned i = 0, down;

	last = lan->flight[--lan->nflights];
	while ((down = 2 * i + 1) < lan->nflights) {
		if (down + 1 < lan->nflights &&
		    sooner(&lan->flight[down + 1], &lan->flight[down]))
			down++;
		if (!sooner(&lan->flight[down], &last))
			break;
		lan->flight[i] = lan->flight[down];
		i = down;
	}
	lan->flight[i] = last;
	return top;
}

static void
fly(struct lan *lan, uint16_t frame, unsigned to, uint64_t delay)
{
	if (lan->nflights == LAN_FLIGHTS || lan->frame[frame].refs > 60000)
		return;
	lan->frame[frame].refs++;
	if (lan->now + delay > lan->arrival)
		lan->arrival = lan->now + delay;
	flight_push(lan, (struct lan_flight){ .at = lan->now + delay,
	    .order = lan->order++, .frame = frame, .to = (uint8_t)to });
}

/* Chance says how often a frame arrives, and when. */
static void
toss(struct lan *lan, uint16_t frame, unsigned to, uint64_t chance)
{
	const uint64_t base = lan->h->delay;
	uint64_t more = lan->jitter > 0 ? (chance >> 20) % lan->jitter : 0;

	if (chance % 100 < lan->loss)
		return;
	fly(lan, frame, to, base + more);
	if ((chance >> 8) % 100 < lan->copies)
		fly(lan, frame, to, base + (lan->jitter > 0 ?
		    history_mix(chance) % lan->jitter : 0));
}

/* To whoever the cable leads to.  A dead link swallows it. */
void
lan_send(struct lan *lan, struct node *n)
{
	uint16_t frame = frame_new(lan);
	struct lan_frame *f = &lan->frame[frame];
	uint64_t chance = lan->h->seed ^ (uint64_t)(n->i + 1) << 56 ^
	    (uint64_t)n->serial++ << 8;
	uint8_t priority;
	uint32_t src, sequence;

	*f = (struct lan_frame){ .len = (uint8_t)n->datagram_len,
	    .sealed = lan->h->auth == ADV_AUTH_AH, .refs = 1 };
	memcpy(f->buf, n->datagram, n->datagram_len);
	judge_peek(f->buf, &priority, &src, &sequence);
	lan_note(lan, (uint64_t)sequence << 16 | n->i << 8 | priority);
	lan_say(lan, n, lan->h->auth == ADV_AUTH_AH ?
	    "sends priority %u, number %" PRIu32 : "sends priority %u",
	    priority, sequence);
	lan->frames++;
	lan->heard[lan->nheard++ % LAN_HEARD] = *f;
	for (unsigned to = 0; n->up && n->running && to < lan->h->n; to++)
		if (to != n->i && (lan->cut[n->i] & 1u << to) == 0)
			toss(lan, frame, to, history_mix(chance ^ to));
	lan_release(lan, frame);
}

/* The kernel: a good header, our group, our VRID (as sock.c filters). */
static bool
passes(const struct lan_frame *f)
{
	const uint8_t *b = f->buf;
	size_t at = 20 + (b[9] == 51 ? 24 : 0) + 1;

	return f->len > at && cksum(b, 20) == 0 && b[0] == 0x45 &&
	    b[16] == 224 && b[17] == 0 && b[18] == 0 && b[19] == 18 &&
	    b[at] == LAN_VRID;
}

static void
arrive(struct lan *lan)
{
	struct lan_flight f = flight_pop(lan);
	struct node *n = &lan->node[f.to];

	if (n->alive && n->up && n->running &&
	    passes(&lan->frame[f.frame]) && node_queue(n, f.frame))
		node_poke(n);
	else
		lan_release(lan, f.frame);
}

/*
 * The attacker, on a port of the switch that reaches all.
 */

static void
fix_header(uint8_t *b)
{
	uint16_t sum;

	b[10] = b[11] = 0;
	sum = cksum(b, 20);
	b[10] = (uint8_t)(sum >> 8);
	b[11] = (uint8_t)sum;
}

/* An outsider floods nobody: a process that stands still is left alone. */
static void
strike_with(struct lan *lan, const struct lan_frame *model)
{
	uint16_t frame = frame_new(lan);
	struct lan_frame *f = &lan->frame[frame];

	*f = *model;
	f->refs = 1;
	f->forged = true;
	for (unsigned to = 0; to < lan->h->n; to++)
		if (lan->attack == LAN_ATTACK ||
		    lan->node[to].stall <= lan->now)
			fly(lan, frame, to, lan->h->delay);
	lan_say(lan, NULL, "an attacker sends");
	lan_release(lan, frame);
}

static const struct lan_frame *
remembered(const struct lan *lan, uint32_t which)
{
	unsigned n = lan->nheard < LAN_HEARD ? lan->nheard : LAN_HEARD;

	if (n == 0)
		return NULL;
	return &lan->heard[(lan->nheard - 1 - which % n) % LAN_HEARD];
}

static uint8_t *
message(uint8_t *buf)
{
	return buf + 20 + (buf[9] == 51 ? 24 : 0);
}

/* With one thing wrong that its checksum covers, or nothing. */
static size_t
build(uint8_t *buf, struct adv_conf conf, unsigned how)
{
	const uint8_t type = conf.auth_type;
	size_t len;

	if (how == 4)
		conf.interval ^= 1;
	else if (how == 5)
		conf.auth_type = (uint8_t)((type + 1) % 3);
	else if (how == 6)	/* AH missing, or nobody's */
		conf.auth_type = type == ADV_AUTH_AH ? ADV_AUTH_NONE :
		    ADV_AUTH_AH;
	else if (how == 7)	/* the password */
		conf.auth_data[ADV_AUTH_LEN - 1] ^= 1;
	len = adv_build(buf, &conf);
	if (how == 6)
		message(buf)[4] = type;
	else if (how == 8)	/* version 3 */
		message(buf)[0] = 0x31;
	else if (how == 9)	/* no advertisement */
		message(buf)[0] = 0x22;
	return len;
}

/* One thing wrong with it afterwards, or nothing. */
static void
spoil(uint8_t *buf, size_t *len, unsigned how)
{
	switch (how) {
	case 1:
		buf[8] = 254;	/* TTL */
		break;
	case 2:
		message(buf)[6] ^= 0x10;	/* checksum */
		break;
	case 3:
		*len -= 1;
		break;
	default:
		break;
	}
}

/* Without AH he is whoever he says; the password he has seen on the wire. */
static void
forge(struct lan *lan, const struct fault *f)
{
	unsigned how = f->arg >> 8 & 0xf, more = 0;
	struct lan_frame made = { 0 };
	uint8_t buf[NODE_DATAGRAM + ADV_AH_LEN] = { 0 };
	size_t len = build(buf, lan->node[f->who].adv, how);

	adv_update(buf, lan->node[f->who].addr, (uint8_t)f->arg, 1);
	spoil(buf, &len, how);
	fix_header(buf);
	if (buf[9] == 51) {
		/* A header as good as he can make it, but for the key. */
		memcpy(buf + 20, (const uint8_t[]){ 112, 4 }, 2);
		memcpy(buf + 24, buf + 12, 4);
		memset(buf + 28, 0xf0, 4);
		memset(buf + 32, 0x5a, 12);
	}
	made.len = (uint8_t)len;
	memcpy(made.buf, buf, sizeof(made.buf));
	if (lan->now == f->at)
		more = f->arg >> 12 << 6;
	for (unsigned i = 0; i <= more; i++)
		strike_with(lan, &made);
}

/* RFC 2402 leaves out what routers change: TOS, fragment, checksum. */
static bool
same_but_mutable(const uint8_t *a, const uint8_t *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (a[i] != b[i] && i != 1 && i != 6 && i != 7 &&
		    i != 10 && i != 11)
			return false;
	return true;
}

static void
corrupt(struct lan *lan, const struct fault *f)
{
	const struct lan_frame *was = remembered(lan, f->arg & 0xff);
	struct lan_frame is;
	unsigned bit;

	if (was == NULL)
		return;
	is = *was;
	bit = (f->arg >> 8) % (is.len * 8u);
	is.buf[bit / 8] ^= (uint8_t)(1u << bit % 8);
	fix_header(is.buf);
	is.sealed = was->sealed && same_but_mutable(is.buf, was->buf, is.len);
	strike_with(lan, &is);
}

static void
strike_one(struct lan *lan, const struct fault *f)
{
	const struct lan_frame *was;

	if (f->kind == FAULT_FORGE)
		forge(lan, f);
	else if (f->kind == FAULT_CORRUPT)
		corrupt(lan, f);
	else if ((was = remembered(lan, f->arg)) != NULL)
		strike_with(lan, was);
}

/* What comes of him is measured as his, and with AH nothing does. */
static void
attribute(struct lan *lan, const struct fault *f)
{
	if (lan->h->auth == ADV_AUTH_AH || lan->now != f->at)
		return;
	lan->recent = f->kind;
	lan->died = lan->resigned = 0;
}

static void
strike(struct lan *lan)
{
	const struct fault *f;

	lan->next_strike = VRRP_NEVER;
	for (unsigned i = 0; i < lan->h->nfaults; i++) {
		f = &lan->h->fault[i];
		if (lan->strike[i] <= lan->now) {
			attribute(lan, f);
			strike_one(lan, f);
			lan->strike[i] += STRIKE_EVERY;
			if (lan->strike[i] >= f->end)
				lan->strike[i] = VRRP_NEVER;
		}
		if (lan->strike[i] < lan->next_strike)
			lan->next_strike = lan->strike[i];
	}
}

/*
 * What happens to the LAN and its routers.
 */

static void
split(struct lan *lan, uint32_t side)
{
	for (unsigned i = 0; i < lan->h->n; i++)
		lan->cut[i] |= side & 1u << i ? ~side : side;
}

static void
on_lan(struct lan *lan, const struct fault *f)
{
	switch (f->kind) {
	case FAULT_LOSS:
		lan->loss = f->arg > lan->loss ? f->arg : lan->loss;
		break;
	case FAULT_COPIES:
		lan->copies = f->arg > lan->copies ? f->arg : lan->copies;
		break;
	case FAULT_DELAY:
		if (f->arg * (SECOND / 1000) > lan->jitter)
			lan->jitter = f->arg * (SECOND / 1000);
		break;
	case FAULT_CUT:
		lan->cut[f->who] |= 1u << f->whom;
		break;
	case FAULT_SPLIT:
		split(lan, f->arg);
		break;
	default:
		break;
	}
}

static void
on_machine(struct node *n, const struct fault *f)
{
	switch (f->kind) {
	case FAULT_STALL:
		if (f->end > n->stall)
			n->stall = f->end;
		break;
	case FAULT_DOWN:
		n->up = false;
		break;
	case FAULT_UNPLUG:
		n->running = false;
		break;
	case FAULT_TROUBLE:
		n->troubles++;
		break;
	case FAULT_REFUSE:
		n->refuses = true;
		break;
	case FAULT_NO_ADDRESS:
		n->no_address = true;
		break;
	default:
		break;
	}
}

/* The conditions are those of all faults that last. */
static void
conditions(struct lan *lan)
{
	const struct fault *f;
	struct node *n;

	lan->loss = lan->copies = 0;
	lan->jitter = 0;
	memset(lan->cut, 0, sizeof(lan->cut));
	for (unsigned i = 0; i < lan->h->n; i++) {
		n = &lan->node[i];
		n->up = n->running = true;
		n->refuses = n->no_address = false;
		n->troubles = 0;
	}
	for (unsigned i = 0; i < lan->h->nfaults; i++) {
		f = &lan->h->fault[i];
		if (f->at > lan->now || f->end <= lan->now)
			continue;
		on_lan(lan, f);
		on_machine(&lan->node[f->who], f);
	}
}

static void
signal_node(struct node *n, unsigned which)
{
	n->signals |= which;
	node_poke(n);
}

/* The beginning of what is no mere condition. */
static void
strike_node(struct lan *lan, const struct fault *f)
{
	struct node *n = &lan->node[f->who];

	switch (f->kind) {
	case FAULT_CRASH:
	case FAULT_KILL:
		if (n->serving && lan->serving == 1)
			lan->died = lan->now;
		node_vanish(n);
		break;
	case FAULT_STALL:
		if (n->wake < n->stall)
			n->wake = n->stall;
		break;
	case FAULT_STOP:
		signal_node(n, NODE_SIGNAL_STOP);
		break;
	case FAULT_STEP_DOWN:
		signal_node(n, NODE_SIGNAL_STEP_DOWN);
		break;
	case FAULT_TAKE:
		signal_node(n, NODE_SIGNAL_TAKE);
		break;
	case FAULT_ADDRESS:
		n->addr = HISTORY_NET | (f->arg & 0xff);
		break;
	case FAULT_PRIORITY:
		n->file = (uint8_t)f->arg;
		signal_node(n, NODE_SIGNAL_PRIORITY);
		break;
	case FAULT_LOST:
		n->robbed = n->serving;
		break;
	default:
		break;
	}
}

/* It may still be handing over, as a start would find by its lock. */
static void
start_again(struct node *n, const struct fault *f)
{
	if (f->forget)
		n->disk = n->file = 0;
	if (n->alive && n->vrrp.stopping)
		n->restart = true;
	else if (!n->alive)
		node_start(n);
}

static void
say_fault(const struct lan *lan, const struct fault *f, bool ends)
{
	if (lan->out == NULL)
		return;
	fprintf(lan->out, "%8.3f ", (double)(lan->now / 1000) / 1e6);
	history_print_what(f, lan->out);
	fputs(ends ? " ends\n" : "\n", lan->out);
}

static void
moment(struct lan *lan, const struct lan_moment *m)
{
	const struct fault *f = &lan->h->fault[m->which];
	struct node *n;

	if (m->what == MOMENT_START) {
		node_start(&lan->node[m->which]);
		return;
	}
	n = &lan->node[f->who];
	/* What comes of several is not measured. */
	lan->died = lan->resigned = 0;
	conditions(lan);
	say_fault(lan, f, m->what == MOMENT_END);
	if (m->what == MOMENT_BEGIN) {
		lan->recent = f->kind;
		strike_node(lan, f);
	} else if (f->kind == FAULT_CRASH || f->kind == FAULT_KILL ||
	    f->kind == FAULT_STOP)
		start_again(n, f);
	n->news = true;
	node_poke(n);
}

/*
 * Time.
 */

static void
add_moment(struct lan *lan, uint64_t at, int what, unsigned which)
{
	unsigned i = lan->nmoments++;

	for (; i > 0 && lan->moments[i - 1].at > at; i--)
		lan->moments[i] = lan->moments[i - 1];
	lan->moments[i] = (struct lan_moment){ .at = at,
	    .what = (uint8_t)what, .which = (uint8_t)which };
}

static bool
by_attacker(const struct fault *f)
{
	return f->kind >= FAULT_FORGE;
}

static void
plan(struct lan *lan)
{
	const struct fault *f;

	lan->next_strike = VRRP_NEVER;
	for (unsigned i = 0; i < lan->h->n; i++)
		add_moment(lan, lan->h->router[i].start, MOMENT_START, i);
	for (unsigned i = 0; i < lan->h->nfaults; i++) {
		f = &lan->h->fault[i];
		assert(f->who < lan->h->n && f->whom < lan->h->n);
		lan->strike[i] = VRRP_NEVER;
		if (by_attacker(f)) {
			if (lan->attack != LAN_NO_ATTACK)
				lan->strike[i] = f->at;
			if (lan->strike[i] < lan->next_strike)
				lan->next_strike = f->at;
			continue;
		}
		add_moment(lan, f->at, MOMENT_BEGIN, i);
		if (f->end != VRRP_NEVER && f->end > f->at)
			add_moment(lan, f->end, MOMENT_END, i);
	}
}

void
lan_begin(struct lan *lan, const struct history *h, enum lan_attack attack)
{
	/* Not what is large and need not be empty. */
	memset(lan, 0, offsetof(struct lan, node));
	lan->h = h;
	lan->attack = attack;
	lan->who = -1;
	lan->recent = FAULT_KINDS;
	for (unsigned i = 0; i < h->n; i++)
		node_init(&lan->node[i], lan, i);
	plan(lan);
}

static struct node *
first_awake(struct lan *lan)
{
	struct node *first = &lan->node[0];

	for (unsigned i = 1; i < lan->h->n; i++)
		if (lan->node[i].wake < first->wake)
			first = &lan->node[i];
	return first;
}

static void
turn(struct node *n)
{
	node_turn(n);
	if (!n->alive && n->restart) {
		node_start(n);
		n->lan->calm = n->lan->now;
	}
}

/* Of what is due at one time: frames, the history, then the processes. */
static bool
happen(struct lan *lan, uint64_t until)
{
	struct node *n = first_awake(lan);
	uint64_t air = lan->nflights > 0 ? lan->flight[0].at : VRRP_NEVER;
	uint64_t next = lan->moment < lan->nmoments ?
	    lan->moments[lan->moment].at : VRRP_NEVER;
	uint64_t first = air < next ? air : next;

	if (lan->next_strike < first)
		first = lan->next_strike;
	if (n->wake < first)
		first = n->wake;
	if (first > until)
		return false;
	lan->now = first;
	if (air == first)
		arrive(lan);
	else if (next == first)
		moment(lan, &lan->moments[lan->moment++]);
	else if (lan->next_strike == first)
		strike(lan);
	else
		turn(n);
	return true;
}

void
lan_run(struct lan *lan, uint64_t until)
{
	while (lan->wrong == NULL && happen(lan, until))
		;
	if (lan->wrong == NULL)
		lan->now = until;
}

/*
 * Measures.
 */

void
lan_serve(struct lan *lan, struct node *n, bool serving)
{
	if (n->serving == serving)
		return;
	n->serving = serving;
	if (lan->count != NULL)
		lan->count(lan, lan->serving, lan->serving_since);
	lan->serving += serving ? 1 : -1u;
	lan->serving_since = lan->now;
	if (!serving)
		return;
	if (lan->took != NULL)
		lan->took(lan, n->i);
	lan->resigned = lan->died = 0;
}

/*
 * The end of all faults.
 *
 * From then on every frame arrives soon, every link and process works, and
 * what was on its way has arrived.  Let I be Advertisement_Interval and M the
 * longest Master_Down_Interval, or hold-off, of those that are there.
 *
 * - No Backup's timer has more than M to run (6.4.1, 6.4.2), nor has that of
 *   a router that waits for its next try (decision 10); a hand-over ends
 *   within 1.25 s (decision 4), which is less.  So after M each of them has
 *   become Master, or has heard a Master that it must obey.
 * - A router that must not obey the best of the Masters has heard nobody
 *   whom it must since the faults ended: for a Master is deposed by a better
 *   one only, which it would have to obey as well.  So it is Master after M.
 * - Two Masters hear each other's next advertisement, which is due within
 *   I; the lower one becomes Backup (6.4.3).  With AH it may be that only
 *   the higher one accepts what it hears, if it has counted less far; then
 *   it answers with a number that the lower one accepts (decision 8).
 *
 * - Who lost datagrams for want of room, and has not heard the Master since,
 *   doubts the silence once more (main.c): that is another M.
 *
 * So after M + I, and what the LAN and the processes take, there is exactly
 * one Master, and no router will depose it.
 */
static uint64_t
bound(const struct lan *lan)
{
	uint64_t most = 0, m;

	for (unsigned i = 0; i < lan->h->n; i++) {
		m = judge_master_down(&lan->node[i].judge);
		if (lan->node[i].judge.hold > m)
			m = lan->node[i].judge.hold;
		if (lan->node[i].alive && m > most)
			most = m;
	}
	if (lan->doubt)
		most += most;
	most += lan->h->interval * SECOND;
	/* A clock may be slow by 250 ppm. */
	return most + most / 4000 + 4 * (lan->h->delay + lan->h->late);
}

static void
check_elected(struct lan *lan)
{
	const struct node *master = NULL, *n;
	unsigned usable = 0;

	for (unsigned i = 0; i < lan->h->n; i++) {
		n = &lan->node[i];
		if (!n->alive)
			continue;
		usable++;
		if (n->judge.phase != JUDGE_MASTER)
			continue;
		if (master != NULL || n->judge.handing)
			lan_offence(lan, n, "is one Master of several, long "
			    "after the last fault");
		master = n;
	}
	if (master == NULL && usable > 0)
		lan_offence(lan, NULL, "no Master, long after the last fault");
	if (master == NULL)
		return;
	for (unsigned i = 0; i < lan->h->n; i++) {
		n = &lan->node[i];
		if (n->alive && n != master &&
		    judge_replaces(&n->judge, &master->judge))
			lan_offence(lan, n, "ought to be Master");
	}
}

void
lan_live(struct lan *lan)
{
	uint64_t until;
	unsigned long changes;

	lan_run(lan, lan->h->calm);
	lan->calm = lan->h->calm > lan->arrival ? lan->h->calm : lan->arrival;
	for (unsigned i = 0; i < lan->h->n; i++)
		lan->doubt |= lan->node[i].overflow != lan->node[i].lost;
	do {
		until = lan->calm + bound(lan);
		lan_run(lan, until);
	} while (lan->wrong == NULL && lan->calm + bound(lan) > until);
	if (lan->wrong == NULL)
		check_elected(lan);
	changes = lan->changes;
	if (lan->h->end > until)
		until = lan->h->end;
	lan_run(lan, until);
	if (lan->wrong == NULL && lan->changes != changes)
		lan_offence(lan, NULL, "something changes, long after the "
		    "last fault");
	if (lan->wrong == NULL)
		check_elected(lan);
}
