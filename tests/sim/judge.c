#include "judge.h"

#include <string.h>

#define SECOND		UINT64_C(1000000000)

/* Decision by decision, what a moment may ask of a router. */
#define MUST_TAKE	0x001u	/* virtual MAC, then an advertisement */
#define MUST_SEND	0x002u	/* an advertisement as Master */
#define MUST_RAISE	0x004u	/* the addresses, the advert being out */
#define MUST_REPAIR	0x008u	/* MAC and addresses that were lost */
#define MUST_ANNOUNCE	0x010u
#define MUST_RESIGN	0x020u	/* priority 0 */
#define MUST_LOWER	0x040u	/* take the addresses away */
#define MUST_UNMASK	0x080u	/* take the virtual MAC off */
#define MUST_OWN	0x100u	/* announce the interface's own addresses */
#define MUST_FAREWELL	0x200u
#define MUST_LET_GO	(MUST_LOWER | MUST_UNMASK | MUST_OWN)

#define HANDING		(SECOND * 5 / 4)
#define ANNOUNCE_EVERY	(60 * SECOND)
#define ANNOUNCEMENTS	4
#define REFUSALS	3
#define DOUBTS		2

static void
offence(struct judge *j, const char *what)
{
	if (j->wrong == NULL)
		j->wrong = what;
}

static void
require(struct judge *j, bool good, const char *what)
{
	if (!good)
		offence(j, what);
}

/* 6.1.2; a second is 256 skews of 3,906,250 ns. */
static uint64_t
skew_time(const struct judge *j)
{
	return (256U - j->priority) * UINT64_C(3906250);
}

uint64_t
judge_master_down(const struct judge *j)
{
	return 3 * j->interval + skew_time(j);
}

/*
 * The wire.
 */

static uint32_t
number(const uint8_t *p, unsigned bytes)
{
	uint32_t x = 0;

	while (bytes-- > 0)
		x = x << 8 | *p++;
	return x;
}

static unsigned
ones_sum(const uint8_t *p, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i + 1 < len; i += 2)
		sum += number(p + i, 2);
	while (sum >> 16 != 0)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

/* RFC 2402: between the IP header and the message, 24 bytes. */
static const uint8_t *
message(const uint8_t *buf)
{
	return buf + 20 + (buf[9] == 51 ? 24 : 0);
}

void
judge_peek(const uint8_t *buf, uint8_t *priority, uint32_t *src,
    uint32_t *sequence)
{
	*priority = message(buf)[2];
	*src = number(buf + 12, 4);
	*sequence = buf[9] == 51 ? number(buf + 20 + 8, 4) : 0;
}

/* Decision: above the highest that was accepted, not below what we sent. */
bool
judge_authentic(const struct judge *j, const struct judge_frame *f)
{
	uint32_t sequence;

	if (j->auth != ADV_AUTH_AH || f->len < 20 + 24 + 20 ||
	    f->buf[9] != 51 || !f->sealed)
		return false;
	sequence = number(f->buf + 28, 4);
	return sequence > j->ah_seen &&
	    (!j->ah_counting || sequence >= j->ah_sent);
}

/* 5.3 and 7.1, the message itself */
static bool
well_formed(const struct judge *j, const uint8_t *m, size_t len)
{
	size_t whole = 16 + 4 * (size_t)m[3];

	return len >= whole && m[3] > 0 && m[0] == 0x21 &&
	    ones_sum(m, whole) == 0xffff && m[1] == j->vrid &&
	    m[4] == j->auth && m[5] == j->seconds;
}

static bool
password_good(const struct judge *j, const uint8_t *m)
{
	char padded[8] = "";

	if (j->auth != ADV_AUTH_TEXT)
		return true;
	memcpy(padded, j->password, strnlen(j->password, sizeof(padded)));
	return memcmp(m + 8 + 4 * (size_t)m[3], padded, 8) == 0;
}

/* Whether the datagram is one to be processed, whatever the state. */
static bool
acceptable(struct judge *j, const struct judge_frame *f)
{
	const uint8_t *m = message(f->buf);
	size_t headers = (size_t)(m - f->buf);

	if (f->len < headers + 20 || f->buf[8] != 255 || m[0] >> 4 != 2)
		return false;
	if ((f->buf[9] == 51) != (j->auth == ADV_AUTH_AH))
		return false;
	if (j->auth == ADV_AUTH_AH) {
		if (!judge_authentic(j, f))
			return false;
		j->ah_seen = number(f->buf + 28, 4);
	}
	return well_formed(j, m, f->len - headers) && password_good(j, m) &&
	    number(f->buf + 12, 4) != j->own;
}

/* What it sends must be what 5.2 and 5.3 say, with its own values. */
static void
check_sent(struct judge *j, const struct judge_frame *f, uint8_t priority)
{
	const uint8_t *m = message(f->buf);
	uint32_t sequence;

	require(j, f->len >= 40 && number(f->buf + 2, 2) == f->len &&
	    ones_sum(f->buf, 20) == 0xffff, "sends a bad IP header");
	require(j, f->buf[8] == 255 && number(f->buf + 16, 4) == 0xe0000012 &&
	    (f->buf[9] == 51) == (j->auth == ADV_AUTH_AH),
	    "sends with wrong TTL, destination or protocol");
	require(j, number(f->buf + 12, 4) == j->addr,
	    "sends from another address than its primary");
	require(j, well_formed(j, m, f->len - (size_t)(m - f->buf)) &&
	    password_good(j, m), "sends a malformed advertisement");
	require(j, m[2] == priority, "sends another priority than its own");
	if (j->auth != ADV_AUTH_AH)
		return;
	sequence = number(f->buf + 28, 4);
	require(j, sequence > j->ah_sent && sequence > j->ah_seen &&
	    sequence > j->ah_floor,
	    "sends an AH sequence number that is not new");
	j->ah_sent = sequence;
	j->ah_counting = true;
}

/*
 * The states.
 */

/* Master_Down_Interval, but not before the link may be trusted. */
static uint64_t
silent_until(const struct judge *j)
{
	uint64_t t = j->now + judge_master_down(j);

	return j->held > t ? j->held : t;
}

static void
become_backup(struct judge *j, uint32_t master, uint8_t priority)
{
	j->phase = JUDGE_BACKUP;
	j->waiting = j->handing = j->lost = j->left = false;
	j->known = master;
	j->known_priority = priority;
	j->fire_at = silent_until(j);
}

static void
become_idle(struct judge *j, bool again)
{
	j->phase = JUDGE_IDLE;
	j->handing = j->lost = j->left = false;
	j->waiting = again;
	j->known = 0;
	j->known_priority = 0;
	j->fire_at = silent_until(j);
}

static void
become_master(struct judge *j)
{
	j->phase = JUDGE_MASTER;
	j->waiting = j->handing = j->yielding = j->lost = j->left = false;
	j->known = 0;
	j->known_priority = 0;
	j->due = j->now + j->interval;
	j->answer_from = j->now;
	j->unanswered = false;
	j->owed = ANNOUNCEMENTS;
	j->refused = 0;
}

/* 6.4.2; who has stepped down obeys anyone (decision 11). */
static bool
obeys(const struct judge *j, uint8_t priority)
{
	return priority != 0 &&
	    (priority >= j->priority || !j->preempt || j->yielding);
}

/* Whose advertisements it would discard is not its Master. */
static void
know_no_lower(struct judge *j)
{
	if (j->phase == JUDGE_BACKUP && !obeys(j, j->known_priority))
		j->known = j->known_priority = 0;
}

/* 6.4.3 */
static bool
better(const struct judge *j, uint8_t priority, uint32_t addr)
{
	return priority > j->priority ||
	    (priority == j->priority && addr > j->addr);
}

void
judge_start(struct judge *j, uint64_t now, uint32_t floor)
{
	j->now = now;
	j->phase = JUDGE_IDLE;
	j->waiting = j->handing = j->stopping = j->yielding = false;
	j->owner = j->lost = j->own_due = j->mac = j->addrs = false;
	j->left = false;
	j->overflow = j->overflow_then = 0;
	j->doubts = 0;
	j->known = 0;
	j->repair_from = 0;
	j->held = 0;
	j->must = 0;
	j->ah_sent = j->ah_seen = 0;
	j->ah_floor = floor;
	j->ah_counting = false;
}

/* An advertisement at once, with a round of announcements. */
static void
speak(struct judge *j)
{
	j->must |= MUST_SEND;
	j->due = j->now + j->interval;
	j->owed = ANNOUNCEMENTS;
}

static void
begin_handing(struct judge *j)
{
	j->must |= MUST_RESIGN;
	j->handing = true;
	j->due = j->now + HANDING;
}

/* Decision 14: only from the master that it knows. */
static void
backup_hears_zero(struct judge *j, uint32_t src)
{
	uint64_t soon = j->now + skew_time(j);

	if (j->known != 0 && j->known != src)
		return;
	j->known = 0;
	j->known_priority = 0;
	j->yielding = false;
	j->left = true;
	j->fire_at = soon < j->fire_at ? soon : j->fire_at;
}

static void
master_hears(struct judge *j, uint8_t priority, uint32_t src)
{
	if (j->handing && priority == 0)
		return;
	if (j->handing) {
		j->must |= MUST_LET_GO;
		if (j->stopping)
			become_idle(j, false);
		else
			become_backup(j, src, priority);
		know_no_lower(j);
	} else if (j->owner && priority == 255)
		return;		/* a misconfiguration, and only logged */
	else if (!j->owner && better(j, priority, src)) {
		j->must |= MUST_LET_GO | MUST_FAREWELL;
		become_backup(j, src, priority);
	} else if (j->now >= j->answer_from) {
		/* Decision 8. */
		j->answer_from = j->now + j->interval;
		j->unanswered = false;
		speak(j);
	} else
		j->unanswered = true;
}

void
judge_advert(struct judge *j, uint64_t now, uint8_t priority, uint32_t src)
{
	j->now = now;
	switch (j->phase) {
	case JUDGE_OFF:
		break;
	case JUDGE_IDLE:
		if (j->waiting && !j->owner && obeys(j, priority))
			become_backup(j, src, priority);
		break;
	case JUDGE_BACKUP:
		if (priority == 0)
			backup_hears_zero(j, src);
		else if (obeys(j, priority))
			become_backup(j, src, priority);
		break;
	case JUDGE_MASTER:
		master_hears(j, priority, src);
		break;
	}
	if (j->phase == JUDGE_BACKUP && j->known == src) {
		j->overflow_then = j->overflow;
		j->doubts = 0;
	}
}

bool
judge_hears(struct judge *j, uint64_t now, const struct judge_frame *f)
{
	uint8_t priority;
	uint32_t src, sequence;

	if (!acceptable(j, f))
		return false;
	judge_peek(f->buf, &priority, &src, &sequence);
	judge_advert(j, now, priority, src);
	return true;
}

bool
judge_replaces(const struct judge *a, const struct judge *b)
{
	return a->owner || (a->preempt && !a->yielding &&
	    a->priority > b->priority);
}

/* 6.4.1, and decision 9: a link that was away begins the wait anew. */
static void
usable(struct judge *j, uint32_t addr, bool owner, bool back)
{
	j->addr = addr;
	if (back)
		j->held = j->now + j->hold;
	/* Nobody has heard what was said meanwhile. */
	if (j->phase == JUDGE_MASTER && j->handing)
		j->owed = ANNOUNCEMENTS;
	else if (j->phase == JUDGE_MASTER)
		speak(j);
	else if (j->phase == JUDGE_BACKUP || j->waiting) {
		j->left = false;
		j->fire_at = silent_until(j);
	} else if (!j->stopping) {
		j->owner = owner;
		if (owner)
			j->must |= MUST_TAKE;
		else {
			j->must |= j->own_due ? MUST_OWN : 0;
			become_backup(j, 0, 0);
		}
		j->own_due = false;
	}
}

static void
unusable(struct judge *j)
{
	if (j->phase == JUDGE_MASTER) {
		j->must |= MUST_LET_GO;
		j->own_due = true;
	}
	become_idle(j, false);
}

/* Decision 4. */
static void
asked_to_stop(struct judge *j, bool at_once)
{
	bool again = j->stopping;

	j->stopping = true;
	if (j->phase != JUDGE_MASTER)
		become_idle(j, false);
	else if (at_once || again) {
		j->must |= MUST_LET_GO | (j->handing ? 0 : MUST_RESIGN);
		become_idle(j, false);
	} else if (!j->handing)
		begin_handing(j);
}

/* Decision 11. */
static void
asked_to_step_down(struct judge *j)
{
	if (j->phase == JUDGE_IDLE || j->owner)
		return;
	j->yielding = true;
	if (j->phase == JUDGE_MASTER && !j->handing)
		begin_handing(j);
}

static void
asked_to_take(struct judge *j)
{
	if (!j->handing)
		j->yielding = false;
	if (j->stopping)
		return;
	if (j->phase == JUDGE_MASTER && j->handing) {
		j->handing = j->yielding = false;
		speak(j);
	} else if (j->phase == JUDGE_BACKUP && (j->known == 0 ||
	    !better(j, j->known_priority, j->known)))
		j->must |= MUST_TAKE;
}

/* What is asked for, less what it is to lose for each trouble: 1 at least. */
static void
another_priority(struct judge *j, unsigned asked, unsigned troubles)
{
	unsigned was = j->priority;

	if (j->owner)
		return;
	while (troubles-- > 0)
		asked = asked > j->delta ? asked - j->delta : 1;
	j->priority = (uint8_t)asked;
	know_no_lower(j);
	if (asked < was && j->phase == JUDGE_MASTER && !j->handing)
		begin_handing(j);
}

/*
 * Decision 9: put back, at most once a second, however long the interval is;
 * while handing over too, or nobody would answer.
 */
static void
robbed(struct judge *j)
{
	if (j->phase != JUDGE_MASTER)
		return;
	if (j->now < j->repair_from)
		j->lost = true;
	else
		j->must |= MUST_REPAIR;
}

void
judge_event(struct judge *j, uint64_t now, const struct vrrp_in *in)
{
	j->now = now;
	switch (in->event) {
	case VRRP_UP:
		usable(j, in->addr, in->owner, in->back);
		break;
	case VRRP_DOWN:
		unusable(j);
		break;
	case VRRP_STOP:
	case VRRP_STOP_NOW:
		asked_to_stop(j, in->event == VRRP_STOP_NOW);
		break;
	case VRRP_STEP_DOWN:
		asked_to_step_down(j);
		break;
	case VRRP_TAKE:
		asked_to_take(j);
		break;
	case VRRP_PRIORITY:
		another_priority(j, in->priority, in->count);
		break;
	case VRRP_PRIMARY:
		j->addr = in->addr;
		break;
	case VRRP_LOST:
		robbed(j);
		break;
	default:
		break;
	}
}

/* 6.4.3 and decision 2: due an interval after it was due, never a burst. */
static void
adver_timer(struct judge *j)
{
	uint64_t late = j->now - j->due;

	if (late > judge_master_down(j))
		j->owed = ANNOUNCEMENTS;
	j->due = (late > j->interval ? j->now : j->due) + j->interval;
	/* Decision 8: what was not answered at once is answered by this. */
	if (j->unanswered) {
		j->owed = ANNOUNCEMENTS;
		j->answer_from = j->now + j->interval;
		j->unanswered = false;
	}
	j->must |= MUST_SEND;
}

/*
 * Who has lost datagrams since it heard the Master has not heard silence: it
 * waits anew, but not for ever.
 */
static bool
doubts(struct judge *j)
{
	bool lost = j->overflow != j->overflow_then;

	if (j->doubts == DOUBTS || j->left)
		return false;
	j->overflow_then = j->overflow;
	j->doubts += lost;
	return lost;
}

static void
master_down_timer(struct judge *j)
{
	if (j->now < j->fire_at)
		return;
	if (doubts(j)) {
		j->fire_at = silent_until(j);
		return;
	}
	j->doubts = 0;
	j->must |= MUST_TAKE;
}

void
judge_timers(struct judge *j, uint64_t now)
{
	j->now = now;
	if (j->phase == JUDGE_BACKUP || (j->phase == JUDGE_IDLE &&
	    j->waiting)) {
		master_down_timer(j);
		return;
	}
	if (j->phase == JUDGE_MASTER && now < j->due && j->lost &&
	    now >= j->repair_from)
		j->must |= MUST_REPAIR;
	if (j->phase != JUDGE_MASTER || now < j->due)
		return;
	j->doubts = 0;
	if (!j->handing)
		adver_timer(j);
	else if (j->stopping) {
		j->must |= MUST_LET_GO;
		become_idle(j, false);
	} else {
		j->handing = j->yielding = false;
		speak(j);
	}
}

/*
 * What it does.
 */

static bool
duty(struct judge *j, unsigned what, const char *otherwise)
{
	if ((j->must & what) == 0) {
		offence(j, otherwise);
		return false;
	}
	j->must &= ~what;
	return true;
}

static void
puts_mac_on(struct judge *j)
{
	require(j, (j->must & (MUST_TAKE | MUST_REPAIR)) != 0,
	    "puts the virtual MAC on without cause");
	require(j, !j->mac || (j->must & MUST_REPAIR) != 0,
	    "puts the virtual MAC on twice");
	j->mac = true;
}

static void
first_sent(struct judge *j, bool ok)
{
	become_master(j);
	if (ok) {
		j->must |= MUST_RAISE;
		return;
	}
	j->must |= MUST_UNMASK | MUST_OWN;
	become_idle(j, true);
}

static void
sends(struct judge *j, bool ok)
{
	require(j, j->mac, "advertises without the virtual MAC");
	if (j->must & MUST_TAKE) {
		j->must &= ~MUST_TAKE;
		first_sent(j, ok);
		return;
	}
	if (!duty(j, MUST_SEND, "advertises though none is due"))
		return;
	require(j, j->phase == JUDGE_MASTER && j->addrs && !j->handing,
	    "advertises and is no Master");
	if (!ok && ++j->refused < REFUSALS)
		return;
	if (!ok) {
		j->must |= MUST_LET_GO;
		become_idle(j, true);
		return;
	}
	j->refused = 0;
	if (j->lost && j->now >= j->repair_from)
		j->must |= MUST_REPAIR;
	else if (j->owed > 0 || j->now >= j->announced + ANNOUNCE_EVERY)
		j->must |= MUST_ANNOUNCE;
}

static void
puts_addrs_up(struct judge *j, unsigned count)
{
	require(j, j->mac, "puts the addresses up before the MAC");
	if (j->must & MUST_REPAIR) {
		j->must &= ~MUST_REPAIR;
		j->lost = false;
		j->repair_from = j->now + VRRP_SECOND;
	} else if (duty(j, MUST_RAISE, "puts the addresses up, no advert out"))
		require(j, !j->addrs, "puts the addresses up twice");
	j->addrs = true;
	if (j->handing)
		return;
	if (count > 0) {
		j->must |= MUST_ANNOUNCE;
		return;
	}
	/* Decision 10: no master either; and it does not try at once. */
	j->must |= MUST_RESIGN | MUST_LET_GO;
	become_idle(j, true);
	j->yielding = true;
}

static void
announces(struct judge *j)
{
	(void)duty(j, MUST_ANNOUNCE, "announces though it need not");
	require(j, j->mac && j->addrs && !j->handing,
	    "announces addresses that are not up");
	j->owed -= j->owed > 0 ? 1 : 0;
	j->announced = j->now;
}

static void
resigns(struct judge *j)
{
	(void)duty(j, MUST_RESIGN, "resigns without cause");
	require(j, j->mac && j->addrs, "resigns and was no Master");
}

static void
says_farewell(struct judge *j)
{
	(void)duty(j, MUST_FAREWELL, "sends as Backup");
	require(j, !j->mac && !j->addrs && (j->must & MUST_LET_GO) == 0,
	    "says farewell before it has let go");
}

static void
takes_addrs_off(struct judge *j)
{
	(void)duty(j, MUST_LOWER, "takes the addresses off without cause");
	require(j, j->addrs, "takes the addresses off twice");
	require(j, (j->must & MUST_RESIGN) == 0, "lets go before it resigns");
	j->addrs = false;
}

static void
takes_mac_off(struct judge *j)
{
	(void)duty(j, MUST_UNMASK, "takes the MAC off without cause");
	require(j, j->mac && !j->addrs, "takes the MAC off at a wrong time");
	j->mac = false;
}

static void
announces_own(struct judge *j)
{
	(void)duty(j, MUST_OWN, "announces its own addresses without cause");
	require(j, !j->mac, "announces its own with the virtual MAC on");
}

void
judge_does(struct judge *j, enum vrrp_action action, unsigned outcome,
    const struct judge_frame *f)
{
	if (f != NULL)
		check_sent(j, f, action == VRRP_RESIGN ? 0 : j->priority);
	switch (action) {
	case VRRP_MAC_ON:
		puts_mac_on(j);
		break;
	case VRRP_SEND:
		sends(j, outcome != 0);
		break;
	case VRRP_ADDRS_UP:
		puts_addrs_up(j, outcome);
		break;
	case VRRP_ANNOUNCE:
		announces(j);
		break;
	case VRRP_FAREWELL:
		says_farewell(j);
		break;
	case VRRP_RESIGN:
		resigns(j);
		break;
	case VRRP_ADDRS_OFF:
		takes_addrs_off(j);
		break;
	case VRRP_MAC_OFF:
		takes_mac_off(j);
		break;
	case VRRP_ANNOUNCE_OWN:
		announces_own(j);
		break;
	}
}

/* A duty that was not done, in words. */
static const char *
undone(unsigned must)
{
	static const char *const words[] = {
		"does not take over when Master_Down_Timer fires",
		"does not advertise when it must",
		"does not put the addresses up after its advertisement",
		"does not put back what was lost",
		"does not announce the addresses",
		"does not resign",
		"does not take the addresses off",
		"does not take the virtual MAC off",
		"does not announce its own addresses again",
		"does not say farewell",
	};
	unsigned i = 0;

	while ((must & 1U << i) == 0)
		i++;
	return words[i];
}

void
judge_settles(struct judge *j, enum vrrp_state state, bool handing_over)
{
	static const enum judge_phase phases[] = {
		[VRRP_INITIALIZE] = JUDGE_IDLE,
		[VRRP_BACKUP] = JUDGE_BACKUP,
		[VRRP_MASTER] = JUDGE_MASTER,
	};

	if (j->must != 0)
		offence(j, undone(j->must));
	require(j, j->mac == (j->phase == JUDGE_MASTER) &&
	    j->addrs == j->mac, "has the addresses up and is no Master");
	require(j, phases[state] == j->phase && handing_over == j->handing,
	    "is in another state than it must be");
}
