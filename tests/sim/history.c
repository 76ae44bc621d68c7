#include "history.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define SECOND	UINT64_C(1000000000)
#define MS	(SECOND / 1000)
#define NEVER	UINT64_MAX

/* How a fault is written: its word, and what else stands in its line. */
#define WHO	0x1u
#define WHOM	0x2u
#define ARG	0x4u
#define BITS	0x8u	/* several routers */
#define LASTS	0x10u	/* for so many seconds */
#define STARTS	0x20u	/* and starts again then, perhaps without memory */
static const struct {
	const char	*word;
	unsigned	has;
} grammar[FAULT_KINDS] = {
	[FAULT_LOSS] = { "loss", ARG | LASTS },
	[FAULT_COPIES] = { "copies", ARG | LASTS },
	[FAULT_DELAY] = { "delays", ARG | LASTS },
	[FAULT_CUT] = { "cut", WHO | WHOM | LASTS },
	[FAULT_SPLIT] = { "split", BITS | LASTS },
	[FAULT_CRASH] = { "crash", WHO | LASTS | STARTS },
	[FAULT_KILL] = { "kill", WHO | LASTS | STARTS },
	[FAULT_STOP] = { "stop", WHO | LASTS | STARTS },
	[FAULT_STALL] = { "stall", WHO | LASTS },
	[FAULT_DOWN] = { "down", WHO | LASTS },
	[FAULT_UNPLUG] = { "unplug", WHO | LASTS },
	[FAULT_TROUBLE] = { "trouble", WHO | LASTS },
	[FAULT_REFUSE] = { "refuse", WHO | LASTS },
	[FAULT_NO_ADDRESS] = { "no-address", WHO | LASTS },
	[FAULT_STEP_DOWN] = { "step-down", WHO },
	[FAULT_TAKE] = { "take", WHO },
	[FAULT_ADDRESS] = { "address", WHO | ARG },
	[FAULT_PRIORITY] = { "priority", WHO | ARG },
	[FAULT_LOST] = { "lost", WHO },
	[FAULT_FORGE] = { "forge", WHO | ARG | LASTS },
	[FAULT_REPLAY] = { "replay", ARG | LASTS },
	[FAULT_CORRUPT] = { "corrupt", ARG | LASTS },
};

static const char names[] = "abcdefghijklmnopqrstuvwxyzABCDEF";
static const char *const auths[] = { "none", "pw", "ah" };

char
history_name(unsigned router)
{
	return router < HISTORY_ROUTERS ? names[router] : '?';
}

const char *
history_word(enum fault_kind kind)
{
	return grammar[kind].word;
}

/*
 * Chance.
 */

uint64_t
history_mix(uint64_t z)
{
	z += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

uint64_t
history_next(uint64_t *state)
{
	uint64_t z = history_mix(*state);

	*state += UINT64_C(0x9e3779b97f4a7c15);
	return z;
}

static unsigned
below(uint64_t *state, unsigned n)
{
	return (unsigned)(history_next(state) % n);
}

static bool
one_in(uint64_t *state, unsigned n)
{
	return below(state, n) == 0;
}

/* From 0 to at most a time, whole milliseconds so that text can hold it. */
static uint64_t
some_time(uint64_t *state, uint64_t most)
{
	return history_next(state) % (most / MS + 1) * MS;
}

/* Few most of the time; about four on the average. */
static unsigned
how_many(uint64_t *s)
{
	unsigned x = below(s, 100);

	if (x < 50)
		return 2 + below(s, 2);
	if (x < 85)
		return 3 + below(s, 4);
	if (x < 98)
		return 4 + below(s, 6);
	return 10 + below(s, HISTORY_ROUTERS - 9);
}

/* Equal ones, neighbours and extremes are more frequent than in life. */
static uint8_t
a_priority(uint64_t *s)
{
	static const uint8_t usual[] = { 1, 50, 100, 100, 100, 101, 200, 254 };

	if (one_in(s, 3))
		return (uint8_t)(1 + below(s, 254));
	return usual[below(s, sizeof(usual))];
}

/*
 * 255 for one who owns the addresses, or else for one who only says so: RFC
 * 2338 5.3.4 allows no other, and an owner never yields to it.
 */
static void
make_routers(struct history *h, uint64_t *s)
{
	bool all_preempt = one_in(s, 2);
	unsigned turn = below(s, 97);

	for (unsigned i = 0; i < h->n; i++) {
		/* 97 is prime, so no two are the same. */
		h->router[i] = (struct history_router){
			.priority = a_priority(s),
			.host = (uint8_t)(11 + (turn + i * 40) % 97),
			.preempt = all_preempt || one_in(s, 2),
			.delta = one_in(s, 2) ? 255 :
			    (uint8_t)(1 + below(s, 254)),
			.hold = one_in(s, 5) ?
			    (uint8_t)below(s, h->interval < 25 ?
			    10u * h->interval : 256) : 0,
			.clock_unset = one_in(s, 8),
			.ppm = one_in(s, 2) ? 0 : (int)below(s, 501) - 250,
			.start = one_in(s, 2) ? 0 :
			    some_time(s, 4 * h->interval * SECOND),
		};
	}
	if (one_in(s, 5)) {
		h->router[0].priority = 255;
		h->router[0].owner = !one_in(s, 4);
	}
}

static enum fault_kind
a_kind(const struct history *h, uint64_t *s)
{
	/* The attacker is most interesting where he can do nothing. */
	if (one_in(s, h->auth == ADV_AUTH_AH ? 3 : 12))
		return FAULT_FORGE + below(s, FAULT_KINDS - FAULT_FORGE);
	return (enum fault_kind)below(s, FAULT_FORGE);
}

static uint32_t
an_argument(const struct history *h, const struct fault *f, uint64_t *s)
{
	static const uint8_t loud[] = { 0, 1, 100, 254, 255 };

	switch (f->kind) {
	case FAULT_LOSS:
	case FAULT_COPIES:
		return 1 + below(s, 50);
	case FAULT_DELAY:
		return one_in(s, 3) ? below(s, 2000u * h->interval) :
		    below(s, 300);
	case FAULT_SPLIT:
		return (uint32_t)history_next(s) &
		    (uint32_t)((UINT64_C(1) << h->n) - 1);
	case FAULT_ADDRESS:
		/* Another for each router. */
		return 120u + 4u * f->who + below(s, 4);
	case FAULT_PRIORITY:
		return one_in(s, 3) ? 0 : a_priority(s);
	case FAULT_FORGE:
		return loud[below(s, sizeof(loud))] | below(s, 16) << 8 |
		    (one_in(s, 16) ? below(s, 3) : 0) << 12;
	case FAULT_REPLAY:
	case FAULT_CORRUPT:
		return below(s, 1u << 20);
	default:
		return 0;
	}
}

static void
make_fault(struct history *h, struct fault *f, uint64_t *s, uint64_t until)
{
	const uint64_t unit = h->interval * SECOND;
	uint64_t lasts = one_in(s, 4) ? some_time(s, 12 * unit) :
	    some_time(s, 4 * unit);

	f->kind = a_kind(h, s);
	f->at = some_time(s, until);
	f->who = (uint8_t)below(s, h->n);
	f->whom = (uint8_t)((f->who + 1 + below(s, h->n - 1)) % h->n);
	f->arg = an_argument(h, f, s);
	f->forget = one_in(s, 3);
	f->end = f->at + lasts < until ? f->at + lasts : until;
	if ((grammar[f->kind].has & LASTS) == 0)
		f->end = f->at;
	/* Some never come back. */
	if ((grammar[f->kind].has & STARTS) != 0 && one_in(s, 6))
		f->end = NEVER;
	/* As its text would be read: nobody may be left out with a router. */
	if ((grammar[f->kind].has & WHO) == 0)
		f->who = 0;
	if ((grammar[f->kind].has & WHOM) == 0)
		f->whom = 0;
}

/* A fault often comes of another, or comes with it. */
static void
make_faults(struct history *h, uint64_t *s)
{
	struct fault *f;

	h->nfaults = 1 + below(s, 6) + (one_in(s, 4) ? below(s, 20) : 0);
	for (unsigned i = 0; i < h->nfaults; i++) {
		f = &h->fault[i];
		make_fault(h, f, s, h->calm);
		if (i == 0 || !one_in(s, 3))
			continue;
		if (f->end != NEVER)
			f->end -= f->at;
		f->at = f[-1].at + some_time(s, 2 * h->interval * SECOND);
		if (f->at > h->calm)
			f->at = h->calm;
		if (f->end != NEVER)
			f->end += f->at;
		if (f->end != NEVER && f->end > h->calm)
			f->end = h->calm;
	}
}

void
history_make(struct history *h, uint64_t seed)
{
	uint64_t s = seed;

	*h = (struct history){ .seed = seed, .interval = 1 };
	if (one_in(&s, 8))
		h->interval = (uint8_t)(1 + below(&s, one_in(&s, 4) ? 255 :
		    4));
	h->auth = one_in(&s, 5) ? ADV_AUTH_AH : one_in(&s, 4) ?
	    ADV_AUTH_TEXT : ADV_AUTH_NONE;
	h->n = how_many(&s);
	h->delay = 1000 * (10 + below(&s, 1000));
	h->late = one_in(&s, 3) ? some_time(&s, 20 * MS) : 0;
	/* Sixty intervals, of which the last twenty are calm. */
	h->calm = 40 * h->interval * SECOND;
	h->end = 60 * h->interval * SECOND;
	make_routers(h, &s);
	make_faults(h, &s);
}

/*
 * Text.
 */

/* Whole nanoseconds, but no more digits than it needs. */
static void
print_time(uint64_t t, FILE *out)
{
	char digits[16];
	size_t n;

	fprintf(out, "%" PRIu64, t / SECOND);
	snprintf(digits, sizeof(digits), ".%09" PRIu64, t % SECOND);
	for (n = strlen(digits); digits[n - 1] == '0'; n--)
		;
	if (n > 1)
		fprintf(out, "%.*s", (int)n, digits);
}

static void
print_router(const struct history_router *r, unsigned i, FILE *out)
{
	fprintf(out, "router %c 10.0.0.%u priority %u%s%s%s", names[i],
	    r->host, r->priority, r->preempt ? "" : " no-preempt",
	    r->owner ? " owner" : "", r->clock_unset ? " clock-unset" : "");
	if (r->delta != 255)
		fprintf(out, " delta %u", r->delta);
	if (r->hold != 0)
		fprintf(out, " hold %u", r->hold);
	if (r->ppm != 0)
		fprintf(out, " ppm %d", r->ppm);
	if (r->start != 0) {
		fputs(" start ", out);
		print_time(r->start, out);
	}
	fputc('\n', out);
}

void
history_print_what(const struct fault *f, FILE *out)
{
	unsigned has = grammar[f->kind].has;

	fputs(grammar[f->kind].word, out);
	if (has & WHO)
		fprintf(out, " %c", names[f->who]);
	if (has & WHOM)
		fprintf(out, " %c", names[f->whom]);
	if (has & ARG)
		fprintf(out, " %" PRIu32, f->arg);
	if (has & BITS)
		fputc(' ', out);
	for (unsigned i = 0; (has & BITS) && i < HISTORY_ROUTERS; i++)
		if (f->arg & 1u << i)
			fputc(names[i], out);
	if ((has & BITS) && f->arg == 0)
		fputc('-', out);
}

static void
print_fault(const struct fault *f, FILE *out)
{
	unsigned has = grammar[f->kind].has;

	fputs("at ", out);
	print_time(f->at, out);
	fputc(' ', out);
	history_print_what(f, out);
	if ((has & LASTS) && f->end != NEVER) {
		fputs(" for ", out);
		print_time(f->end - f->at, out);
	}
	fprintf(out, "%s\n", (has & STARTS) && f->forget ? " forget" : "");
}

void
history_print(const struct history *h, FILE *out)
{
	fprintf(out, "seed %" PRIu64 "\nauth %s\ninterval %u\ndelay ",
	    h->seed, auths[h->auth], h->interval);
	print_time(h->delay, out);
	fputs("\nlate ", out);
	print_time(h->late, out);
	fputc('\n', out);
	for (unsigned i = 0; i < h->n; i++)
		print_router(&h->router[i], i, out);
	for (unsigned i = 0; i < h->nfaults; i++)
		print_fault(&h->fault[i], out);
	fputs("calm ", out);
	print_time(h->calm, out);
	fputs("\nend ", out);
	print_time(h->end, out);
	fputc('\n', out);
}

void
history_begin(struct history *h)
{
	*h = (struct history){ .interval = 1, .delay = SECOND / 10000 };
}

/* The words of a line, one after another. */
struct words {
	char	room[256];
	char	*rest;
};

static const char *
word(struct words *w)
{
	char *start = w->rest + strspn(w->rest, " \t\n");

	w->rest = start + strcspn(start, " \t\n");
	if (*w->rest != '\0')
		*w->rest++ = '\0';
	return start;
}

static bool
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static uint64_t
seconds(const char *text)
{
	uint64_t whole = 0, unit = SECOND;

	for (; *text >= '0' && *text <= '9'; text++)
		whole = whole * 10 + (uint64_t)(*text - '0') * SECOND;
	if (*text++ != '.')
		return whole;
	for (; *text >= '0' && *text <= '9' && unit > 1; text++) {
		unit /= 10;
		whole += (uint64_t)(*text - '0') * unit;
	}
	return whole;
}

static uint64_t
count(const char *text)
{
	uint64_t n = 0;

	for (; *text >= '0' && *text <= '9'; text++)
		n = n * 10 + (uint64_t)(*text - '0');
	return n;
}

static int
signed_count(const char *text)
{
	return *text == '-' ? -(int)count(text + 1) : (int)count(text);
}

static const char *
read_router(struct history *h, struct words *w)
{
	struct history_router *r = &h->router[h->n];
	const char *text = word(w);

	if (h->n == HISTORY_ROUTERS || text[0] != names[h->n])
		return "routers are named a, b, c ... in this order";
	*r = (struct history_router){ .priority = 100, .delta = 255,
	    .preempt = true };
	text = word(w);
	if (strncmp(text, "10.0.0.", 7) != 0)
		return "an address is 10.0.0.something";
	r->host = (uint8_t)count(text + 7);
	while (*(text = word(w)) != '\0') {
		if (is(text, "priority"))
			r->priority = (uint8_t)count(word(w));
		else if (is(text, "delta"))
			r->delta = (uint8_t)count(word(w));
		else if (is(text, "hold"))
			r->hold = (uint8_t)count(word(w));
		else if (is(text, "no-preempt"))
			r->preempt = false;
		else if (is(text, "owner"))
			r->owner = true;
		else if (is(text, "clock-unset"))
			r->clock_unset = true;
		else if (is(text, "ppm"))
			r->ppm = signed_count(word(w));
		else if (is(text, "start"))
			r->start = seconds(word(w));
		else
			return "no such property of a router";
	}
	h->n++;
	return NULL;
}

static uint8_t
named(const char *text)
{
	const char *at = *text != '\0' ? strchr(names, *text) : NULL;

	return (uint8_t)(at != NULL ? at - names : HISTORY_ROUTERS);
}

static uint32_t
bits(const char *text)
{
	uint32_t set = 0;

	for (; *text != '\0'; text++)
		if (named(text) < HISTORY_ROUTERS)
			set |= UINT32_C(1) << named(text);
	return set;
}

static const char *
read_fault(struct history *h, struct words *w)
{
	struct fault *f = &h->fault[h->nfaults];
	const char *text;
	unsigned kind = 0, has;

	if (h->nfaults == HISTORY_FAULTS)
		return "too many faults";
	*f = (struct fault){ .at = seconds(word(w)) };
	text = word(w);
	while (kind < FAULT_KINDS && !is(grammar[kind].word, text))
		kind++;
	if (kind == FAULT_KINDS)
		return "no such fault";
	f->kind = (enum fault_kind)kind;
	has = grammar[kind].has;
	f->end = has & LASTS ? NEVER : f->at;
	if (has & WHO)
		f->who = named(word(w));
	if (has & WHOM)
		f->whom = named(word(w));
	if (has & ARG)
		f->arg = (uint32_t)count(word(w));
	if (has & BITS)
		f->arg = bits(word(w));
	if (f->who >= h->n || f->whom >= h->n)
		return "no such router";
	while (*(text = word(w)) != '\0') {
		if ((has & LASTS) && is(text, "for"))
			f->end = f->at + seconds(word(w));
		else if ((has & STARTS) && is(text, "forget"))
			f->forget = true;
		else
			return "no such property of a fault";
	}
	h->nfaults++;
	return NULL;
}

static const char *
read_auth(struct history *h, const char *text)
{
	for (unsigned i = 0; i < sizeof(auths) / sizeof(auths[0]); i++)
		if (is(auths[i], text)) {
			h->auth = (enum adv_auth)i;
			return NULL;
		}
	return "auth is none, pw or ah";
}

const char *
history_read(struct history *h, const char *line)
{
	struct words w;
	const char *text;

	if (strlen(line) >= sizeof(w.room))
		return "too long";
	strcpy(w.room, line);
	w.rest = w.room;
	text = word(&w);
	if (is(text, "router"))
		return read_router(h, &w);
	if (is(text, "at"))
		return read_fault(h, &w);
	if (is(text, "auth"))
		return read_auth(h, word(&w));
	if (is(text, "seed"))
		h->seed = count(word(&w));
	else if (is(text, "interval"))
		h->interval = (uint8_t)count(word(&w));
	else if (is(text, "delay"))
		h->delay = seconds(word(&w));
	else if (is(text, "late"))
		h->late = seconds(word(&w));
	else if (is(text, "calm"))
		h->calm = seconds(word(&w));
	else if (is(text, "end"))
		h->end = seconds(word(&w));
	else if (*text != '\0' && *text != '#')
		return "what is this?";
	return NULL;
}

/*
 * Less of it.
 */

void
history_drop_fault(struct history *h, unsigned i)
{
	assert(i < h->nfaults);
	memmove(&h->fault[i], &h->fault[i + 1],
	    (h->nfaults - i - 1) * sizeof(h->fault[0]));
	h->nfaults--;
}

static bool
concerns(const struct fault *f, unsigned router)
{
	unsigned has = grammar[f->kind].has;

	return ((has & WHO) && f->who == router) ||
	    ((has & WHOM) && f->whom == router);
}

void
history_drop_router(struct history *h, unsigned i)
{
	struct fault *f;
	uint32_t low = (UINT32_C(1) << i) - 1;

	for (unsigned k = h->nfaults; k-- > 0;)
		if (concerns(&h->fault[k], i))
			history_drop_fault(h, k);
	for (unsigned k = 0; k < h->nfaults; k++) {
		f = &h->fault[k];
		if (f->who > i)
			f->who--;
		if (f->whom > i)
			f->whom--;
		if (grammar[f->kind].has & BITS)
			f->arg = (f->arg & low) | (f->arg >> 1 & ~low);
	}
	memmove(&h->router[i], &h->router[i + 1],
	    (h->n - i - 1) * sizeof(h->router[0]));
	h->n--;
}
