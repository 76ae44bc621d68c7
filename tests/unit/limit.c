/*
 * Which of many equal events deserves a line: the first at once, then a
 * count at most once a minute, whatever a flood brings.
 */

#include "limit.h"

#include <stdlib.h>

#include "check.h"

#define T0	UINT64_C(5000000000)
#define MINUTE	UINT64_C(60000000000)
#define NEVER	UINT64_MAX

static bool
hit(struct limit *l, uint64_t now, uint8_t kind, uint32_t source)
{
	uint32_t shown = 12345;
	bool log = limit_hit(l, now, kind, source, &shown);

	CHECK(shown == source || shown == 0);
	return log;
}

/* Kind, source and count of what is due now, "" if nothing is. */
static const char *
flush(struct limit *l, uint64_t now)
{
	static char text[1024];
	struct limit_entry e;
	size_t n = 0;

	text[0] = '\0';
	while (limit_flush(l, now, &e) && n < sizeof(text))
		n += (size_t)snprintf(text + n, sizeof(text) - n,
		    "%s%u/%u:%llu", n > 0 ? " " : "", e.kind, e.source,
		    (unsigned long long)e.count);
	return text;
}

static void
test_first(void)
{
	struct limit l;

	limit_init(&l);
	CHECK_EQ(l.deadline, NEVER);
	CHECK_STR(flush(&l, T0), "");
	CHECK_EQ(l.deadline, NEVER);
	CHECK(hit(&l, T0, 3, 77));
	CHECK_EQ(l.deadline, T0 + MINUTE);
	for (int i = 0; i < 1000; i++)
		CHECK(!hit(&l, T0 + 1, 3, 77));
	/* The minute counts from the first. */
	CHECK_EQ(l.deadline, T0 + MINUTE);
	CHECK_STR(flush(&l, T0 + MINUTE - 1), "");
	CHECK_STR(flush(&l, T0 + MINUTE), "3/77:1000");
}

/* A line tells what its count is of. */
static void
test_shown(void)
{
	struct limit l;
	uint32_t shown = 12345;

	limit_init(&l);
	CHECK(limit_hit(&l, T0, 1, 42, &shown));
	CHECK_EQ(shown, 42);
	for (uint32_t s = 1; s <= LIMIT_SOURCES; s++)
		limit_hit(&l, T0, 2, s, &shown);
	CHECK_EQ(shown, 0);
	CHECK(!limit_hit(&l, T0, 1, 42, &shown));
	CHECK_EQ(shown, 42);
}

static void
test_own_counts(void)
{
	struct limit l;

	limit_init(&l);
	CHECK(hit(&l, T0, 1, 10));
	CHECK(hit(&l, T0, 1, 11));		/* another source */
	CHECK(hit(&l, T0, 2, 10));		/* another kind */
	CHECK(hit(&l, T0, 2, 0));
	CHECK(!hit(&l, T0, 1, 10));
	CHECK(!hit(&l, T0, 2, 10));
	CHECK(!hit(&l, T0, 2, 10));
	CHECK(!hit(&l, T0, 2, 0));
	/* What has nothing to count says nothing. */
	CHECK_STR(flush(&l, T0 + MINUTE), "1/10:1 2/10:2 2/0:1");
	CHECK_STR(flush(&l, T0 + MINUTE), "");
}

/* At most one line a minute, and none is forgotten. */
static void
test_every_minute(void)
{
	struct limit l;
	uint64_t now = T0, counted = 0;
	unsigned lines = 0;

	limit_init(&l);
	CHECK(hit(&l, now, 1, 10));
	for (unsigned i = 1; i < 6000; i++) {
		struct limit_entry e;

		now += MINUTE / 100;
		while (limit_flush(&l, now, &e)) {
			lines++;
			counted += e.count;
		}
		CHECK(!hit(&l, now, 1, 10));
	}
	CHECK_EQ(lines, 59);
	CHECK_EQ(counted, 5899);
	CHECK_EQ(l.deadline, T0 + 60 * MINUTE);
	CHECK_STR(flush(&l, now + MINUTE), "1/10:100");
}

/* Quiet for a whole minute: the next is news again. */
static void
test_forgotten(void)
{
	struct limit l;
	uint64_t now = T0 + MINUTE;

	limit_init(&l);
	hit(&l, T0, 1, 10);
	hit(&l, T0 + 1, 1, 10);
	CHECK_STR(flush(&l, now), "1/10:1");
	CHECK_EQ(l.deadline, now + MINUTE);
	/* Not yet: it was there in the minute before. */
	CHECK(!hit(&l, now + 1, 1, 10));
	CHECK_STR(flush(&l, now + MINUTE), "1/10:1");
	CHECK_STR(flush(&l, now + 2 * MINUTE), "");
	CHECK_EQ(l.deadline, NEVER);
	CHECK(hit(&l, now + 2 * MINUTE + 1, 1, 10));
	CHECK_EQ(l.deadline, now + 3 * MINUTE + 1);

	/* One that goes on is remembered while another is not. */
	limit_init(&l);
	hit(&l, T0, 1, 10);
	hit(&l, T0, 1, 11);
	CHECK_STR(flush(&l, now), "");
	hit(&l, now + 1, 1, 11);
	CHECK_STR(flush(&l, now + MINUTE), "1/11:1");
	CHECK_EQ(l.deadline, now + 2 * MINUTE);
	CHECK(hit(&l, now + MINUTE + 1, 1, 10));
	CHECK_EQ(l.deadline, now + 2 * MINUTE);
	CHECK(!hit(&l, now + MINUTE + 1, 1, 11));
	CHECK_STR(flush(&l, now + 2 * MINUTE), "1/11:1");
}

/* Looked at late, the next minute begins there. */
static void
test_late(void)
{
	struct limit l;

	limit_init(&l);
	hit(&l, T0, 1, 10);
	hit(&l, T0 + 1, 1, 10);
	CHECK_STR(flush(&l, T0 + 3 * MINUTE), "1/10:1");
	CHECK_EQ(l.deadline, T0 + 4 * MINUTE);
}

/* Beyond the sources that it tells apart, one count for each kind. */
static void
test_many_sources(void)
{
	struct limit l;
	uint64_t now = T0;

	limit_init(&l);
	for (uint32_t s = 1; s <= LIMIT_SOURCES; s++)
		CHECK(hit(&l, now, 1, s));
	CHECK(hit(&l, now, 1, 100));		/* the shared count's first */
	for (uint32_t s = 101; s < 10101; s++)
		CHECK(!hit(&l, now, 1, s));
	CHECK(hit(&l, now, 2, 101));		/* another kind's */
	CHECK(!hit(&l, now, 2, 102));
	CHECK(!hit(&l, now, 1, LIMIT_SOURCES));
	now += MINUTE;
	CHECK_STR(flush(&l, now), "1/8:1 1/0:10000 2/0:1");

	/* Those who have been quiet make room. */
	hit(&l, now, 1, 1);
	CHECK_STR(flush(&l, now + MINUTE), "1/1:1");
	CHECK(hit(&l, now + MINUTE, 1, 5000));
	CHECK(hit(&l, now + MINUTE, 1, 5001));
	CHECK(!hit(&l, now + MINUTE, 1, 5001));
	CHECK(!hit(&l, now + MINUTE, 1, 1));
	CHECK_STR(flush(&l, now + 2 * MINUTE), "1/1:1 1/5001:1");
}

/* Every kind has its place, also when all sources are taken. */
static void
test_kinds(void)
{
	struct limit l;

	limit_init(&l);
	for (uint32_t s = 1; s <= LIMIT_SOURCES; s++)
		hit(&l, T0, 0, s);
	for (uint8_t kind = 0; kind < LIMIT_KINDS; kind++) {
		CHECK(hit(&l, T0, kind, 99));
		CHECK(!hit(&l, T0, kind, 98));
	}
}

/* A flood from everywhere: how many lines, and is every event counted? */
static void
test_flood(void)
{
	struct limit l;
	uint64_t now = T0, events = 0, told = 0, lines = 0;
	uint32_t x = 1;
	struct limit_entry e;

	limit_init(&l);
	for (unsigned i = 0; i < 600000; i++, events++) {
		bool log;

		now += MINUTE / 60000;
		x = x * 1664525 + 1013904223;
		while (limit_flush(&l, now, &e)) {
			lines++;
			told += e.count;
		}
		log = hit(&l, now, (uint8_t)(x >> 28 & 3), x >> 8 & 0xffff);
		lines += log;
		told += log;
	}
	while (limit_flush(&l, now + MINUTE, &e))
		told += e.count;
	CHECK_EQ(told, events);
	/* Ten minutes: eight sources and four kinds, a line or two each. */
	CHECK(lines <= 11 * 2 * (LIMIT_SOURCES + 4));
}

int
main(void)
{
	test_first();
	test_shown();
	test_own_counts();
	test_every_minute();
	test_forgotten();
	test_late();
	test_many_sources();
	test_kinds();
	test_flood();
	return check_done();
}
