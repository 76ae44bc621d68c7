/*
 * The election beyond its table: exact times, and each rule that needs more
 * than one step to show.
 */

#include "vrrp.h"

#include "check.h"
#include "step.h"

/* 6.1.2 for every priority, to the nanosecond. */
static void
test_timers(void)
{
	static const uint8_t intervals[] = { 1, 2, 3, 10, 60, 254, 255 };
	struct vrrp v;

	vrrp_init(&v, 100, 1, true);
	CHECK_EQ(vrrp_deadline(&v), VRRP_NEVER);
	CHECK_EQ(vrrp_master_down(&v), MASTER_DOWN);
	for (size_t i = 0; i < 255 * LEN(intervals); i++) {
		uint8_t p = (uint8_t)(i % 255 + 1);
		uint8_t interval = intervals[i / 255];
		/* In units of 1/256 s. */
		uint64_t units = UINT64_C(768) * interval + 256 - p;
		uint64_t down = units * 1000000000 / 256;

		vrrp_init(&v, p, interval, true);
		CHECK_EQ(vrrp_master_down(&v), down);
		up(&v, T0);
		CHECK_EQ(vrrp_deadline(&v), T0 + down);
		CHECK_STR(event(&v, T0 + down - 1, VRRP_EXPIRE), "");
		CHECK_EQ(v.state, VRRP_BACKUP);
		advert(&v, T0 + 7, 255, MASTER);
		CHECK_EQ(vrrp_deadline(&v), T0 + 7 + down);
		advert(&v, T0 + 9, 0, MASTER);
		CHECK_EQ(vrrp_deadline(&v),
		    T0 + 9 + (256 - p) * UINT64_C(3906250));
		CHECK_STR(event(&v, vrrp_deadline(&v), VRRP_EXPIRE),
		    "MAC_ON SEND");
		CHECK_EQ(v.state, VRRP_MASTER);
		CHECK_EQ(vrrp_deadline(&v) - (T0 + 9),
		    (256 - p) * UINT64_C(3906250) +
		    interval * UINT64_C(1000000000));
	}
}

/* Decision 2: late is late, but the next one is not. */
static void
test_no_drift(void)
{
	struct vrrp v;
	uint64_t due = T0 + VRRP_SECOND;

	seed = 1;
	master(&v, true);
	for (int i = 0; i < 100000; i++, due += VRRP_SECOND) {
		uint64_t now = due + rnd(VRRP_SECOND);

		if (vrrp_deadline(&v) != due)
			break;
		event(&v, now, VRRP_EXPIRE);
		sent(&v, now, true);
	}
	CHECK_EQ(vrrp_deadline(&v), T0 + 100001 * VRRP_SECOND);
	CHECK_EQ(v.state, VRRP_MASTER);
}

/* A Master; when its next advertisement is due. */
static uint64_t
settled(struct vrrp *v)
{
	master(v, true);
	return vrrp_deadline(v);
}

static void
test_late(void)
{
	struct vrrp v;
	uint64_t due;

	/* Up to one interval the grid holds. */
	due = settled(&v);
	CHECK_STR(event(&v, due + VRRP_SECOND, VRRP_EXPIRE), "SEND");
	CHECK_EQ(vrrp_deadline(&v), due + VRRP_SECOND);

	/* Above, it starts anew: one advertisement, not what was missed. */
	due = settled(&v);
	CHECK_STR(event(&v, due + VRRP_SECOND + 1, VRRP_EXPIRE), "SEND");
	CHECK_EQ(vrrp_deadline(&v), due + 2 * VRRP_SECOND + 1);
	CHECK_STR(sent(&v, due + VRRP_SECOND + 1, true), "");
	CHECK_STR(event(&v, due + VRRP_SECOND + 1, VRRP_EXPIRE), "");
	CHECK_STR(event(&v, due + 2 * VRRP_SECOND, VRRP_EXPIRE), "");

	/* So late that a backup has taken over: announce again. */
	due = settled(&v);
	event(&v, due + MASTER_DOWN, VRRP_EXPIRE);
	CHECK_STR(sent(&v, due + MASTER_DOWN, true), "");
	due = settled(&v);
	CHECK_STR(event(&v, due + MASTER_DOWN + 1, VRRP_EXPIRE), "SEND");
	CHECK_EQ(vrrp_deadline(&v), due + MASTER_DOWN + 1 + VRRP_SECOND);
	CHECK_STR(sent(&v, due + MASTER_DOWN + 1, true), "ANNOUNCE");
	for (int i = 0; i < 4; i++) {
		due = vrrp_deadline(&v);
		event(&v, due, VRRP_EXPIRE);
		CHECK_STR(sent(&v, due, true), i < 3 ? "ANNOUNCE" : "");
	}
}

/* Decision 14. */
static void
test_priority_zero(void)
{
	struct vrrp v;
	uint64_t now, due;

	/* It only ever shortens the wait... */
	backup(&v, true);
	due = vrrp_deadline(&v);
	CHECK_EQ(due, T0 + MASTER_DOWN);
	now = due - SKEW;
	advert(&v, now + 1, 0, MASTER);
	CHECK_EQ(vrrp_deadline(&v), due);
	CHECK_STR(event(&v, due, VRRP_EXPIRE), "MAC_ON SEND");
	CHECK_STR(why, "left");

	/* ... also when repeated, by anyone, since none is known now. */
	backup(&v, true);
	advert(&v, T0 + 100, 0, MASTER);
	CHECK_EQ(vrrp_deadline(&v), T0 + 100 + SKEW);
	advert(&v, T0 + 200, 0, MASTER);
	advert(&v, T0 + 300, 0, LOWER);
	CHECK_EQ(vrrp_deadline(&v), T0 + 100 + SKEW);

	/* Not from someone who is not our master. */
	backup(&v, true);
	advert(&v, T0 + 100, 0, HIGHER);
	CHECK_EQ(vrrp_deadline(&v), due);
	event(&v, due, VRRP_EXPIRE);
	CHECK_STR(why, "silence");

	/* The master came back: it was not lost. */
	backup(&v, true);
	advert(&v, T0 + 100, 0, MASTER);
	advert(&v, T0 + 200, 200, MASTER);
	CHECK_EQ(vrrp_deadline(&v), T0 + 200 + MASTER_DOWN);
	event(&v, vrrp_deadline(&v), VRRP_EXPIRE);
	CHECK_STR(why, "silence");

	/* Obeyed with preemption off too, and by who yields. */
	backup_yielding(&v, false);
	advert(&v, T0 + 100, 0, MASTER);
	CHECK_EQ(vrrp_deadline(&v), T0 + 100 + SKEW);
	/* The master that we yielded to is lost: preempt again. */
	CHECK(!v.yielding);
}

/* Decision 5: Backup compares priorities only, Master addresses too. */
static void
test_equal_priority(void)
{
	struct vrrp v;

	backup_new(&v, true);
	advert(&v, T0 + 5, 100, LOWER);
	CHECK_EQ(v.master, LOWER);
	CHECK_EQ(vrrp_deadline(&v), T0 + 5 + MASTER_DOWN);

	master(&v, true);
	CHECK_STR(advert(&v, T0 + 5, 100, OURS - 1), "SEND");
	sent(&v, T0 + 5, true);
	CHECK_STR(advert(&v, T0 + 6, 100, OURS + 1), BEATEN);
	CHECK_STR(why, "beaten");
	CHECK_EQ(vrrp_deadline(&v), T0 + 6 + MASTER_DOWN);

	/* As numbers: 200.0.0.1 is above 10.0.0.5. */
	master(&v, true);
	CHECK_STR(advert(&v, T0 + 5, 100, UINT32_C(0xc8000001)), BEATEN);

	/* The address of now counts, not that of Startup. */
	master(&v, true);
	on(&v, T0, (struct vrrp_in){ .event = VRRP_PRIMARY,
	    .addr = HIGHER + 1 });
	CHECK_STR(advert(&v, T0 + 5, 100, HIGHER), "SEND");
}

/* Decision 4. */
static void
test_hand_over(void)
{
	struct vrrp v;
	uint64_t now = T0 + 400 * MS;

	/* Resigned at once; no advertisements; answering for 1.25 s. */
	master(&v, true);
	CHECK_STR(event(&v, now, VRRP_STOP), "RESIGN");
	CHECK(!vrrp_stopped(&v));
	CHECK_EQ(vrrp_deadline(&v), now + HAND_OVER);
	CHECK_STR(event(&v, T0 + VRRP_SECOND, VRRP_EXPIRE), "");
	CHECK_STR(event(&v, now + HAND_OVER - 1, VRRP_EXPIRE), "");
	CHECK_EQ(v.state, VRRP_MASTER);
	CHECK_STR(event(&v, now + HAND_OVER, VRRP_EXPIRE), LET_GO);
	CHECK_STR(why, "unanswered");
	CHECK(vrrp_stopped(&v));

	/* Relieved, even by a router of lower priority. */
	master(&v, true);
	event(&v, now, VRRP_STOP);
	CHECK_STR(advert(&v, now + 1, 0, LOWER), "");
	CHECK_EQ(vrrp_deadline(&v), now + HAND_OVER);
	CHECK_STR(advert(&v, now + 2, 1, LOWER), LET_GO);
	CHECK_STR(why, "relieved");
	CHECK(vrrp_stopped(&v));

	/* A second signal does not wait, and does not resign again. */
	master(&v, true);
	event(&v, now, VRRP_STOP);
	CHECK_STR(event(&v, now + 1, VRRP_STOP), LET_GO);
	CHECK(vrrp_stopped(&v));

	/* Step-down: Master again at once if no one came... */
	master(&v, true);
	event(&v, now, VRRP_STEP_DOWN);
	CHECK_STR(event(&v, now + HAND_OVER, VRRP_EXPIRE), "SEND");
	CHECK_STR(why, "unanswered");
	CHECK_STR(sent(&v, now + HAND_OVER, true), "ANNOUNCE");
	CHECK_EQ(vrrp_deadline(&v), now + HAND_OVER + VRRP_SECOND);
	CHECK_STR(state(&v), "Master");

	/* ... and a Backup that does not preempt if someone did. */
	master(&v, true);
	event(&v, now, VRRP_STEP_DOWN);
	CHECK_STR(advert(&v, now + 5, 1, LOWER), LET_GO);
	CHECK_EQ(vrrp_deadline(&v), now + 5 + MASTER_DOWN);
	CHECK_STR(state(&v), "Backup yielding");

	/* Stopped while stepping down: one wait, not two. */
	master(&v, true);
	event(&v, now, VRRP_STEP_DOWN);
	CHECK_STR(event(&v, now + 100 * MS, VRRP_STOP), "");
	CHECK_EQ(vrrp_deadline(&v), now + HAND_OVER);
	CHECK_STR(event(&v, now + HAND_OVER, VRRP_EXPIRE), LET_GO);
	CHECK(vrrp_stopped(&v));

	/* However long the interval, Skew_Time is below 1 s. */
	vrrp_init(&v, 100, 255, true);
	up(&v, T0);
	event(&v, T0, VRRP_TAKE);
	sent(&v, T0, true);
	addresses(&v, T0, 1);
	event(&v, now, VRRP_STOP);
	CHECK_EQ(vrrp_deadline(&v), now + HAND_OVER);
}

static void
trouble(struct vrrp *v, uint64_t now, uint8_t asked, unsigned troubles,
    const char *does)
{
	CHECK_STR(on(v, now, (struct vrrp_in){ .event = VRRP_PRIORITY,
	    .priority = asked, .count = troubles }), does);
}

/* Decision 11: each trouble costs its part, and a fall is one step down. */
static void
test_trouble(void)
{
	struct vrrp v;

	master(&v, true);
	CHECK_EQ(vrrp_lowered(&v, 100, 0), 100);
	CHECK_EQ(vrrp_lowered(&v, 100, 1), 70);
	CHECK_EQ(vrrp_lowered(&v, 100, 3), 10);
	/* 0 would say that we leave. */
	CHECK_EQ(vrrp_lowered(&v, 91, 3), 1);
	CHECK_EQ(vrrp_lowered(&v, 90, 3), 1);
	CHECK_EQ(vrrp_lowered(&v, 100, 4), 1);
	v.delta = 255;
	CHECK_EQ(vrrp_lowered(&v, 254, 16), 1);
	CHECK_EQ(vrrp_lowered(&v, 254, 0), 254);

	/* Nobody comes: Master again, with what is left. */
	master(&v, true);
	trouble(&v, T0 + 1, 100, 1, "RESIGN");
	CHECK_STR(why, "hand over");
	CHECK_EQ(v.priority, 70);
	/* More of it, or less, is not another step down. */
	trouble(&v, T0 + 2, 100, 2, "");
	trouble(&v, T0 + 3, 100, 1, "");
	CHECK_EQ(vrrp_deadline(&v), T0 + 1 + HAND_OVER);
	CHECK_STR(event(&v, T0 + 1 + HAND_OVER, VRRP_EXPIRE), "SEND");
	CHECK_STR(state(&v), "Master");
	CHECK_EQ(v.priority, 70);
	/* The same again is none either; a further fall is. */
	trouble(&v, T0 + 2 * VRRP_SECOND, 100, 1, "");
	trouble(&v, T0 + 2 * VRRP_SECOND, 100, 0, "");
	trouble(&v, T0 + 2 * VRRP_SECOND, 90, 0, "RESIGN");

	/* Someone comes, and is obeyed while his is the higher priority. */
	master(&v, true);
	trouble(&v, T0 + 1, 100, 1, "RESIGN");
	CHECK_STR(advert(&v, T0 + 2, 80, LOWER), LET_GO);
	CHECK_STR(state(&v), "Backup");
	CHECK_EQ(vrrp_deadline(&v), T0 + 2 + 3 * VRRP_SECOND +
	    (256 - 70) * UINT64_C(3906250));
	trouble(&v, T0 + 3, 110, 1, "");
	CHECK_EQ(v.master, LOWER);
	/* Then not any more, and it is not the master that we know. */
	trouble(&v, T0 + 3, 100, 0, "");
	CHECK_EQ(v.master, 0);
	CHECK_EQ(v.master_priority, 0);
	CHECK_STR(advert(&v, T0 + 4, 80, LOWER), "");
	CHECK_EQ(vrrp_deadline(&v), T0 + 2 + 3 * VRRP_SECOND +
	    (256 - 70) * UINT64_C(3906250));
	CHECK_STR(event(&v, vrrp_deadline(&v), VRRP_EXPIRE), "MAC_ON SEND");
}

/* ... but is, where we do not preempt. */
static void
test_rise(void)
{
	struct vrrp v;

	for (int i = 0; i < 3; i++) {
		backup(&v, i != 0);
		if (i == 1)
			event(&v, T0, VRRP_STEP_DOWN);
		trouble(&v, T0 + 1, 201, 0, "");
		CHECK_EQ(v.master, i < 2 ? MASTER : 0);
		CHECK_EQ(v.master_priority, i < 2 ? 200 : 0);
		CHECK_EQ(vrrp_deadline(&v), T0 + MASTER_DOWN);
	}
}

/* A Backup with a hold-off of 10 s, whose link came up at T0. */
static void
holding(struct vrrp *v)
{
	initialize(v, true);
	v->hold = 10 * VRRP_SECOND;
	on(v, T0, (struct vrrp_in){ .event = VRRP_UP, .addr = OURS,
	    .back = true });
}

/* No take-over for that long, unless a master resigns. */
static void
test_hold(void)
{
	const uint64_t end = T0 + 10 * VRRP_SECOND;
	struct vrrp v;

	holding(&v);
	CHECK_STR(why, "startup");
	CHECK_EQ(vrrp_deadline(&v), end);
	CHECK_STR(advert(&v, T0 + 1, 50, LOWER), "");
	CHECK_EQ(vrrp_deadline(&v), end);
	CHECK_STR(advert(&v, T0 + 2, 200, MASTER), "");
	CHECK_EQ(vrrp_deadline(&v), end);
	CHECK_STR(event(&v, end - 1, VRRP_EXPIRE), "");
	CHECK_STR(event(&v, end, VRRP_EXPIRE), "MAC_ON SEND");
	CHECK_STR(why, "silence");

	/* The longer of the two waits. */
	holding(&v);
	advert(&v, end - MASTER_DOWN, 200, MASTER);
	CHECK_EQ(vrrp_deadline(&v), end);
	advert(&v, end - MASTER_DOWN + 1, 200, MASTER);
	CHECK_EQ(vrrp_deadline(&v), end + 1);

	/* Datagrams lost, and the wait anew, are no new link. */
	up(&v, end + 5);
	CHECK_EQ(vrrp_deadline(&v), end + 5 + MASTER_DOWN);
	on(&v, end + 6, (struct vrrp_in){ .event = VRRP_UP, .addr = OURS,
	    .back = true });
	CHECK_EQ(vrrp_deadline(&v), end + 6 + 10 * VRRP_SECOND);

	holding(&v);
	advert(&v, T0 + 1, 200, MASTER);
	advert(&v, T0 + 2, 0, MASTER);
	CHECK_EQ(vrrp_deadline(&v), T0 + 2 + SKEW);
	CHECK_STR(event(&v, T0 + 2 + SKEW, VRRP_EXPIRE), "MAC_ON SEND");
	CHECK_STR(why, "left");
	/* Nor is there a next try before. */
	sent(&v, T0 + 2 + SKEW, false);
	CHECK_EQ(vrrp_deadline(&v), end);

	/* The operator knows better. */
	holding(&v);
	CHECK_STR(event(&v, T0 + 1, VRRP_TAKE), "MAC_ON SEND");
	sent(&v, T0 + 1, true);
	CHECK_STR(addresses(&v, T0 + 1, 0), "RESIGN " LET_GO);
	CHECK_EQ(vrrp_deadline(&v), end);
	holding(&v);
	event(&v, T0 + 1, VRRP_TAKE);
	sent(&v, T0 + 1, true);
	addresses(&v, T0 + 1, 1);
	for (unsigned i = 1; i <= 3; i++) {
		event(&v, T0 + 1 + i * VRRP_SECOND, VRRP_EXPIRE);
		sent(&v, T0 + 1 + i * VRRP_SECOND, false);
	}
	CHECK_STR(why, "refused");
	CHECK_EQ(vrrp_deadline(&v), end);

	/* Each Startup begins another one; the owner waits for nobody. */
	holding(&v);
	event(&v, T0 + 1, VRRP_DOWN);
	on(&v, end, (struct vrrp_in){ .event = VRRP_UP, .addr = OURS,
	    .back = true });
	CHECK_EQ(vrrp_deadline(&v), end + 10 * VRRP_SECOND);
	initialize(&v, true);
	v.hold = VRRP_SECOND;
	CHECK_STR(on(&v, T0, (struct vrrp_in){ .event = VRRP_UP,
	    .addr = OURS, .back = true, .owner = true }), "MAC_ON SEND");
}

/* Decision 8, with an advertisement of this priority. */
static void
try_duel(uint8_t prio)
{
	struct vrrp v;
	uint64_t now = settled(&v) - 700 * MS;

	CHECK_STR(advert(&v, now, prio, HIGHER), "SEND");
	CHECK_STR(why, "duel");
	CHECK_EQ(vrrp_deadline(&v), now + VRRP_SECOND);
	CHECK_STR(sent(&v, now, true), "ANNOUNCE");
	/* It is no amplifier: neither for one nor for many. */
	CHECK_STR(advert(&v, now + 1, prio, HIGHER), "");
	CHECK_STR(why, "-");
	CHECK_STR(advert(&v, now + VRRP_SECOND - 1, prio, LOWER), "");
	CHECK_EQ(vrrp_deadline(&v), now + VRRP_SECOND);
	CHECK_STR(event(&v, now + VRRP_SECOND, VRRP_EXPIRE), "SEND");
	/* The other may have announced itself later than we did. */
	CHECK_STR(sent(&v, now + VRRP_SECOND, true), "ANNOUNCE");
	/* Those two had their answer in it; a flood has one an interval. */
	now += VRRP_SECOND;
	CHECK_STR(advert(&v, now, prio, LOWER), "");
	CHECK_STR(advert(&v, now + VRRP_SECOND - 1, prio, LOWER), "");
	for (unsigned s = 1; s <= 5; s++) {
		now += VRRP_SECOND;
		CHECK_STR(event(&v, now, VRRP_EXPIRE), "SEND");
		CHECK_STR(sent(&v, now, true), s <= 4 ? "ANNOUNCE" : "");
	}
	/* A new one has it at once. */
	CHECK_STR(advert(&v, now + 1, prio, LOWER), "SEND");
	CHECK_STR(sent(&v, now + 1, true), "ANNOUNCE");
	/* The loser's farewell after a take-over: answered, but no news. */
	CHECK_STR(advert(&v, now + 1, 200, MASTER), BEATEN);
	CHECK_STR(advert(&v, now + 2, 0, MASTER), "");
	CHECK_STR(event(&v, now + 2, VRRP_TAKE), "MAC_ON SEND");
	sent(&v, now + 2, true);
	addresses(&v, now + 2, 1);
	now += 3;
	CHECK_STR(advert(&v, now, prio, LOWER), "SEND");
	CHECK_STR(why, "-");
	CHECK_STR(sent(&v, now, true), "ANNOUNCE");
	now += VRRP_SECOND;
	CHECK_STR(advert(&v, now - 1, prio, LOWER), "");
	CHECK_STR(advert(&v, now, prio, LOWER), "SEND");
	CHECK_STR(why, "duel");
	CHECK_STR(sent(&v, now, true), "ANNOUNCE");
}

static void
test_duel(void)
{
	try_duel(0);
	try_duel(1);
	try_duel(99);
}

/* Decision 7: at once, with the next three, then once a minute. */
static void
test_announcements(void)
{
	struct vrrp v;
	uint64_t now;

	master_new(&v, true);		/* announced at T0 */
	for (unsigned s = 1; s <= 600; s++) {
		bool expected = s <= 3 || (s > 60 && (s - 3) % 60 == 0);

		now = T0 + s * VRRP_SECOND;
		CHECK_STR(event(&v, now, VRRP_EXPIRE), "SEND");
		CHECK_STR(sent(&v, now, true), expected ? "ANNOUNCE" : "");
	}

	/* One that was not sent carries none; the next does. */
	master_new(&v, true);
	for (unsigned s = 1; s <= 6; s++) {
		now = T0 + s * VRRP_SECOND;
		event(&v, now, VRRP_EXPIRE);
		CHECK_STR(sent(&v, now, s % 2 == 0),
		    s % 2 == 0 ? "ANNOUNCE" : "");
	}
	event(&v, now + VRRP_SECOND, VRRP_EXPIRE);
	CHECK_STR(sent(&v, now + VRRP_SECOND, true), "");

	/* With a long interval each advertisement is a minute later. */
	vrrp_init(&v, 100, 100, true);
	up(&v, T0);
	event(&v, T0, VRRP_TAKE);
	sent(&v, T0, true);
	addresses(&v, T0, 1);
	for (unsigned i = 1; i <= 10; i++) {
		now = T0 + i * 100 * VRRP_SECOND;
		event(&v, now, VRRP_EXPIRE);
		CHECK_STR(sent(&v, now, true), "ANNOUNCE");
	}
}

/* Decisions 10 and 12: the order on the wire. */
static void
test_take_over(void)
{
	struct vrrp v;
	uint64_t now = T0 + MASTER_DOWN;

	backup_new(&v, true);
	CHECK_STR(event(&v, now, VRRP_EXPIRE), "MAC_ON SEND");
	CHECK_STR(why, "silence");
	CHECK_STR(sent(&v, now, true), "ADDRS_UP");
	CHECK_STR(addresses(&v, now, 3), "ANNOUNCE");
	CHECK_EQ(vrrp_deadline(&v), now + VRRP_SECOND);

	/* Late is no reason to hurry the second one. */
	backup_new(&v, true);
	now += 10 * VRRP_SECOND;
	CHECK_STR(event(&v, now, VRRP_EXPIRE), "MAC_ON SEND");
	CHECK_EQ(vrrp_deadline(&v), now + VRRP_SECOND);

	/* Resigning while the virtual MAC is on, then back to front. */
	master(&v, true);
	CHECK_STR(event(&v, T0 + 1, VRRP_STOP_NOW),
	    "RESIGN ADDRS_OFF MAC_OFF ANNOUNCE_OWN");
}

static void
test_refused(void)
{
	struct vrrp v;
	uint64_t now;

	/* The first: MAC back, and the next try after a while. */
	taking(&v, true);
	CHECK_STR(sent(&v, T0, false), "MAC_OFF ANNOUNCE_OWN");
	CHECK_STR(why, "refused");
	CHECK_EQ(v.state, VRRP_INITIALIZE);
	CHECK_EQ(vrrp_deadline(&v), T0 + MASTER_DOWN);
	now = T0 + MASTER_DOWN;
	CHECK_STR(event(&v, now, VRRP_EXPIRE), "MAC_ON SEND");
	CHECK_STR(why, "retry");
	CHECK_STR(sent(&v, now, false), "MAC_OFF ANNOUNCE_OWN");
	CHECK_EQ(vrrp_deadline(&v), now + MASTER_DOWN);
	now += MASTER_DOWN;
	event(&v, now, VRRP_EXPIRE);
	CHECK_STR(sent(&v, now, true), "ADDRS_UP");

	/* Three in a row, and only in a row; an answer counts as well. */
	now = settled(&v);
	for (unsigned i = 0; i < 30; i++, now += VRRP_SECOND) {
		event(&v, now, VRRP_EXPIRE);
		CHECK_STR(sent(&v, now, i % 3 == 2), "");
		CHECK_EQ(v.state, VRRP_MASTER);
	}
	event(&v, now, VRRP_EXPIRE);
	sent(&v, now, false);
	advert(&v, now + 1, 1, LOWER);
	sent(&v, now + 1, false);
	now = vrrp_deadline(&v);
	event(&v, now, VRRP_EXPIRE);
	CHECK_STR(sent(&v, now, false), LET_GO);
	CHECK_STR(why, "refused");
	CHECK_EQ(vrrp_deadline(&v), now + MASTER_DOWN);

	/* A new term starts its count at none. */
	event(&v, now += MASTER_DOWN, VRRP_EXPIRE);
	sent(&v, now, true);
	addresses(&v, now, 1);
	for (unsigned i = 0; i < 2; i++) {
		event(&v, now += VRRP_SECOND, VRRP_EXPIRE);
		CHECK_STR(sent(&v, now, false), "");
	}
	CHECK_EQ(v.state, VRRP_MASTER);
}

static void
test_no_address(void)
{
	struct vrrp v;

	putting_up(&v, true);
	CHECK_STR(addresses(&v, T0, 0), "RESIGN " LET_GO);
	CHECK_STR(why, "no address");
	CHECK_STR(state(&v), "Initialize yielding");
	CHECK_EQ(vrrp_deadline(&v), T0 + MASTER_DOWN);
	CHECK_STR(event(&v, T0 + MASTER_DOWN, VRRP_EXPIRE), "MAC_ON SEND");

	/* Whoever takes over then is not deposed by the next try. */
	putting_up(&v, true);
	addresses(&v, T0, 0);
	CHECK_STR(advert(&v, T0 + 1, 1, LOWER), "");
	CHECK_STR(why, "heard");
	CHECK_STR(state(&v), "Backup yielding");
	advert(&v, T0 + VRRP_SECOND, 1, LOWER);
	CHECK_EQ(vrrp_deadline(&v), T0 + VRRP_SECOND + MASTER_DOWN);

	/* Some of them are better than none. */
	putting_up(&v, true);
	CHECK_STR(addresses(&v, T0, 1), "ANNOUNCE");
	CHECK_STR(state(&v), "Master");
}

/* Decision 7: no frame leaves a dead link, so say it again later. */
static void
test_cut_off(void)
{
	struct vrrp v;

	master(&v, true);
	CHECK_STR(event(&v, T0 + 1, VRRP_DOWN), LET_GO);
	CHECK_EQ(vrrp_deadline(&v), VRRP_NEVER);
	CHECK_STR(event(&v, T0 + 2, VRRP_DOWN), "");
	CHECK_STR(up(&v, T0 + 3), "ANNOUNCE_OWN");
	CHECK_EQ(vrrp_deadline(&v), T0 + 3 + MASTER_DOWN);
	/* Once; and not for a Backup, whose MAC was never another. */
	CHECK_STR(event(&v, T0 + 4, VRRP_DOWN), "");
	CHECK_STR(up(&v, T0 + 5), "");
}

/* The link was dead for a while: what was not heard proves nothing. */
static void
test_up_again(void)
{
	struct vrrp v;

	backup(&v, true);
	CHECK_STR(up(&v, T0 + MASTER_DOWN - 1), "");
	CHECK_EQ(vrrp_deadline(&v), T0 + 2 * MASTER_DOWN - 1);
	CHECK_EQ(v.master, MASTER);
	/* Nor does it that a master left which may be there again. */
	backup_left(&v, true);
	up(&v, T0 + 5);
	CHECK_EQ(vrrp_deadline(&v), T0 + 5 + MASTER_DOWN);
	event(&v, T0 + 5 + MASTER_DOWN, VRRP_EXPIRE);
	CHECK_STR(why, "silence");
	/* A Master goes on, says so at once, and announces anew. */
	master(&v, true);
	CHECK_STR(up(&v, T0 + 5), "SEND");
	CHECK_EQ(vrrp_deadline(&v), T0 + 5 + VRRP_SECOND);
	CHECK_STR(sent(&v, T0 + 5, true), "ANNOUNCE");
	for (uint64_t i = 1; i <= 4; i++) {
		event(&v, T0 + 5 + i * VRRP_SECOND, VRRP_EXPIRE);
		CHECK_STR(sent(&v, T0 + 5 + i * VRRP_SECOND, true),
		    i < 4 ? "ANNOUNCE" : "");
	}
}

/* Decision 9: what was taken away is put back, once a second. */
static void
test_repair(void)
{
	struct vrrp v;
	uint64_t due = settled(&v), now = due - 900 * MS;

	CHECK_STR(event(&v, now, VRRP_LOST), "MAC_ON ADDRS_UP");
	CHECK_STR(why, "repair");
	CHECK_STR(addresses(&v, now, 2), "ANNOUNCE");
	/* Taken again at once: it has to wait for a second. */
	CHECK_STR(event(&v, now + 1, VRRP_LOST), "");
	CHECK_STR(why, "-");
	CHECK_STR(event(&v, now + 2, VRRP_LOST), "");
	CHECK_EQ(vrrp_deadline(&v), due);
	event(&v, due, VRRP_EXPIRE);
	CHECK_STR(sent(&v, due, true), "");
	event(&v, due + VRRP_SECOND, VRRP_EXPIRE);
	now = due + VRRP_SECOND;
	CHECK_STR(sent(&v, now, true), "MAC_ON ADDRS_UP");
	CHECK_STR(why, "repair");
	CHECK_STR(addresses(&v, now, 2), "ANNOUNCE");
	/* That was all of it. */
	event(&v, now + VRRP_SECOND, VRRP_EXPIRE);
	CHECK_STR(sent(&v, now + VRRP_SECOND, true), "");

	/* A second later there is nothing to wait for. */
	CHECK_STR(event(&v, now + VRRP_SECOND, VRRP_LOST),
	    "MAC_ON ADDRS_UP");
	CHECK_STR(addresses(&v, now + VRRP_SECOND, 0), "RESIGN " LET_GO);

	/* To the nanosecond: a second later is soon enough. */
	due = settled(&v);
	CHECK_STR(event(&v, due, VRRP_LOST), "MAC_ON ADDRS_UP");
	CHECK_STR(addresses(&v, due, 2), "ANNOUNCE");
	event(&v, due, VRRP_EXPIRE);
	CHECK_STR(sent(&v, due, true), "");
	CHECK_STR(event(&v, due + VRRP_SECOND - 1, VRRP_LOST), "");
	event(&v, due + VRRP_SECOND, VRRP_EXPIRE);
	CHECK_STR(sent(&v, due + VRRP_SECOND, true), "MAC_ON ADDRS_UP");

	/* While handing over too, but whoever takes over announces. */
	now = settled(&v) - 500 * MS;
	event(&v, now, VRRP_STEP_DOWN);
	CHECK_STR(event(&v, now + 1, VRRP_LOST), "MAC_ON ADDRS_UP");
	CHECK_STR(why, "repair");
	CHECK_STR(addresses(&v, now + 1, 0), "");
	CHECK(v.handing_over);
	CHECK_STR(event(&v, now + 2, VRRP_LOST), "");
	CHECK_EQ(vrrp_deadline(&v), now + 1 + VRRP_SECOND);
	/* A Master again sees to it, with all four announcements. */
	now += 1 + VRRP_SECOND;
	CHECK_STR(event(&v, now, VRRP_TAKE), "SEND");
	CHECK_STR(sent(&v, now, true), "MAC_ON ADDRS_UP");
	CHECK_STR(addresses(&v, now, 2), "ANNOUNCE");
	for (unsigned i = 1; i <= 4; i++) {
		event(&v, now + i * VRRP_SECOND, VRRP_EXPIRE);
		CHECK_STR(sent(&v, now + i * VRRP_SECOND, true),
		    i < 4 ? "ANNOUNCE" : "");
	}

	/* A second, and not the interval, however long that is. */
	vrrp_init(&v, 100, 255, true);
	up(&v, T0);
	event(&v, T0, VRRP_TAKE);
	sent(&v, T0, true);
	addresses(&v, T0, 1);
	now = T0 + VRRP_SECOND;
	CHECK_STR(event(&v, now, VRRP_LOST), "MAC_ON ADDRS_UP");
	addresses(&v, now, 1);
	CHECK_STR(event(&v, now + 9, VRRP_LOST), "");
	CHECK_EQ(vrrp_deadline(&v), now + VRRP_SECOND);
	CHECK_STR(event(&v, now + VRRP_SECOND - 1, VRRP_EXPIRE), "");
	CHECK_STR(event(&v, now + VRRP_SECOND, VRRP_EXPIRE),
	    "MAC_ON ADDRS_UP");
	CHECK_STR(why, "repair");
	CHECK_STR(addresses(&v, now + VRRP_SECOND, 1), "ANNOUNCE");
	CHECK_EQ(vrrp_deadline(&v), T0 + 255 * VRRP_SECOND);

	/* What a former Master lost is of no interest to the next. */
	now = settled(&v) - 500 * MS;
	event(&v, now, VRRP_STEP_DOWN);
	event(&v, now, VRRP_LOST);
	advert(&v, now, 1, LOWER);
	event(&v, now, VRRP_TAKE);
	CHECK_STR(sent(&v, now, true), "ADDRS_UP");
	CHECK_STR(addresses(&v, now, 2), "ANNOUNCE");
	event(&v, now + VRRP_SECOND, VRRP_EXPIRE);
	CHECK_STR(sent(&v, now + VRRP_SECOND, true), "ANNOUNCE");
}

/* Decision 6. */
static void
test_owner(void)
{
	struct vrrp v;
	uint64_t now = T0 + VRRP_SECOND;

	/* 255 alone does not make an owner. */
	vrrp_init(&v, 255, 1, true);
	CHECK_STR(up(&v, T0), "");
	CHECK_EQ(v.state, VRRP_BACKUP);
	CHECK_EQ(vrrp_deadline(&v), T0 + UINT64_C(3003906250));
	event(&v, T0, VRRP_TAKE);
	sent(&v, T0, true);
	addresses(&v, T0, 1);
	CHECK_STR(advert(&v, T0 + 1, 255, HIGHER), BEATEN);
	CHECK_STR(why, "beaten");

	/* Startup makes it Master at once, preemption or not. */
	vrrp_init(&v, 255, 1, false);
	CHECK_STR(up_owner(&v, T0), "MAC_ON SEND");
	CHECK_STR(sent(&v, T0, true), "ADDRS_UP");
	CHECK_STR(addresses(&v, T0, 1), "ANNOUNCE");
	CHECK_EQ(vrrp_deadline(&v), T0 + VRRP_SECOND);

	/* RFC 3768 7.1: it obeys nobody, whatever the address. */
	CHECK_STR(advert(&v, T0 + 1, 255, HIGHER), "");
	CHECK_STR(why, "two owners");
	CHECK_STR(advert(&v, T0 + 1, 255, LOWER), "");
	CHECK_STR(why, "two owners");
	CHECK_EQ(vrrp_deadline(&v), T0 + VRRP_SECOND);
	CHECK_STR(event(&v, T0 + 2, VRRP_STEP_DOWN), "");
	CHECK_STR(priority(&v, T0 + 2, 1), "");
	CHECK_EQ(v.priority, 255);

	/* Left for a lost interface only; back at once, announcing all. */
	CHECK_STR(event(&v, now, VRRP_DOWN), LET_GO);
	CHECK_STR(up_owner(&v, now + 1), "MAC_ON SEND");
	sent(&v, now + 1, true);
	addresses(&v, now + 1, 1);
	/* What is announced includes the interface's own. */
	CHECK_STR(event(&v, now + 2, VRRP_DOWN), LET_GO);
	up_owner(&v, now + 3);
	sent(&v, now + 3, false);
	CHECK_STR(event(&v, now + 4, VRRP_DOWN), "");
	CHECK_STR(up(&v, now + 5), "");

	/* Refused: it waits, hears others, and is the owner still. */
	owner_retrying(&v, true);
	CHECK_EQ(vrrp_deadline(&v), T0 + UINT64_C(3003906250));
	CHECK_STR(advert(&v, T0 + 5, 255, HIGHER), "");
	CHECK_STR(event(&v, vrrp_deadline(&v), VRRP_EXPIRE), "MAC_ON SEND");
	CHECK_STR(why, "owner");
}

/* Decision 11: what stepped down stays down for a lower master. */
static void
test_yield(void)
{
	struct vrrp v;

	backup_yielding(&v, true);
	for (unsigned s = 1; s < 20; s++) {
		advert(&v, T0 + s * VRRP_SECOND, 50, MASTER);
		CHECK_EQ(vrrp_deadline(&v),
		    T0 + s * VRRP_SECOND + MASTER_DOWN);
	}
	/* Until the master is lost. */
	CHECK_STR(event(&v, vrrp_deadline(&v), VRRP_EXPIRE), "MAC_ON SEND");
	CHECK_STR(why, "silence");
	CHECK_STR(state(&v), "Master");

	/* Until SIGUSR1. */
	backup_yielding(&v, true);
	CHECK_STR(event(&v, T0 + 1, VRRP_TAKE), "MAC_ON SEND");
	CHECK_STR(why, "take");
	CHECK_STR(state(&v), "Master");

	/* Also if that is refused: the ordinary rules from now on. */
	backup(&v, true);
	event(&v, T0, VRRP_STEP_DOWN);
	CHECK_STR(state(&v), "Backup yielding");
	CHECK_STR(event(&v, T0 + 1, VRRP_TAKE), "");
	CHECK_STR(why, "outranked");
	CHECK_STR(state(&v), "Backup");
	/* Whatever its address. */
	backup_new(&v, true);
	advert(&v, T0, 200, 1);
	CHECK_STR(event(&v, T0 + 1, VRRP_TAKE), "");
	CHECK_STR(why, "outranked");

	/* Asked of a Backup, the same. */
	backup_new(&v, true);
	event(&v, T0, VRRP_STEP_DOWN);
	CHECK_STR(why, "yield");
	advert(&v, T0 + 5, 1, LOWER);
	CHECK_EQ(v.master, LOWER);
	CHECK_EQ(vrrp_deadline(&v), T0 + 5 + MASTER_DOWN);
	/* And the link's coming and going is no lost master. */
	event(&v, T0 + 6, VRRP_DOWN);
	up(&v, T0 + 7);
	advert(&v, T0 + 8, 1, LOWER);
	CHECK_EQ(vrrp_deadline(&v), T0 + 8 + MASTER_DOWN);
}

static void
test_take_asked(void)
{
	struct vrrp v;

	/* Refused while the master outranks us, by either rule. */
	backup(&v, true);
	CHECK_STR(event(&v, T0 + 1, VRRP_TAKE), "");
	CHECK_STR(why, "outranked");
	backup_new(&v, true);
	advert(&v, T0, 100, HIGHER);
	CHECK_STR(event(&v, T0 + 1, VRRP_TAKE), "");
	CHECK_STR(why, "outranked");
	CHECK_EQ(vrrp_deadline(&v), T0 + MASTER_DOWN);
	/* Not by a master that we beat, nor by one that has left. */
	backup_new(&v, true);
	advert(&v, T0, 100, LOWER);
	CHECK_STR(event(&v, T0 + 1, VRRP_TAKE), "MAC_ON SEND");
	backup_new(&v, false);
	advert(&v, T0, 99, HIGHER);
	CHECK_STR(event(&v, T0 + 1, VRRP_TAKE), "MAC_ON SEND");
	backup(&v, true);
	advert(&v, T0, 0, MASTER);
	CHECK_STR(event(&v, T0 + 1, VRRP_TAKE), "MAC_ON SEND");
}

/* Decision 11: a priority that falls while Master. */
static void
test_priority_falls(void)
{
	struct vrrp v;
	uint64_t now = T0 + 1;

	master(&v, true);
	CHECK_STR(priority(&v, now, 99), "RESIGN");
	CHECK_EQ(vrrp_deadline(&v), now + HAND_OVER);
	/* Once: a further fall meanwhile is no second one. */
	CHECK_STR(priority(&v, now + 1, 98), "");
	CHECK_EQ(vrrp_deadline(&v), now + HAND_OVER);
	CHECK_STR(advert(&v, now + 2, 97, LOWER), LET_GO);
	/* Then the ordinary rules: the lower master is discarded... */
	CHECK_STR(state(&v), "Backup");
	CHECK_EQ(vrrp_deadline(&v), now + 2 + vrrp_master_down(&v));
	advert(&v, now + 3, 97, LOWER);
	CHECK_EQ(vrrp_deadline(&v), now + 2 + vrrp_master_down(&v));
	CHECK_EQ(vrrp_master_down(&v), 3 * VRRP_SECOND +
	    158 * UINT64_C(3906250));
	/* ... and a Backup's priority has no say about the timer. */
	priority(&v, now + 4, 1);
	priority(&v, now + 5, 254);
	CHECK_EQ(vrrp_deadline(&v), now + 2 + 3 * VRRP_SECOND +
	    158 * UINT64_C(3906250));
	CHECK_EQ(vrrp_master_down(&v), UINT64_C(3007812500));

	/* No one came: Master, with the new priority. */
	master(&v, true);
	priority(&v, now, 1);
	CHECK_STR(event(&v, now + HAND_OVER, VRRP_EXPIRE), "SEND");
	CHECK_EQ(v.priority, 1);
	sent(&v, now + HAND_OVER, true);
	CHECK_STR(advert(&v, now + HAND_OVER + 1, 2, LOWER), BEATEN);
}

int
main(void)
{
	test_timers();
	test_no_drift();
	test_late();
	test_priority_zero();
	test_equal_priority();
	test_hand_over();
	test_trouble();
	test_rise();
	test_hold();
	test_duel();
	test_announcements();
	test_take_over();
	test_refused();
	test_no_address();
	test_cut_off();
	test_up_again();
	test_repair();
	test_owner();
	test_yield();
	test_take_asked();
	test_priority_falls();
	return check_done();
}
