#include "node.h"

#include <assert.h>
#include <string.h>

#include "lan.h"

#define SECOND		VRRP_SECOND
#define READS		64	/* as in main.c */
#define READS_ALL	6144
#define DOUBTS		2
#define GRACE		(5 * SECOND)	/* as in follow.c */
#define SAVE_AFTER	SECOND		/* as in act.c */
#define EPOCH		UINT64_C(1790000000)	/* s, when all began */

/*
 * The process's memory and its files.
 */

static void
save_state(struct node *n)
{
	n->save_at = VRRP_NEVER;
	n->disk = n->auth.sent > n->auth.seen ? n->auth.sent : n->auth.seen;
}

static void
describe(struct node *n)
{
	n->adv = (struct adv_conf){
		.vrid = LAN_VRID,
		.interval = n->lan->h->interval,
		.auth_type = (uint8_t)n->auth.type,
		.naddrs = 1,
		.addrs = { HISTORY_VIP },
	};
	auth_data(&n->auth, n->adv.auth_data);
	n->datagram_len = adv_build(n->datagram, &n->adv);
	assert(n->datagram_len <= sizeof(n->datagram));
}

/* An unset clock counts for nothing. */
static void
count_on(struct node *n)
{
	uint64_t s = n->lan->now / SECOND, floor = EPOCH + s;

	auth_start(&n->auth, n->is->clock_unset ? s : EPOCH + s, n->disk);
	if (n->is->clock_unset || floor < n->disk)
		floor = n->disk;
	judge_start(&n->judge, n->now, (uint32_t)floor);
}

void
node_init(struct node *n, struct lan *lan, unsigned i)
{
	const struct history_router *r = &lan->h->router[i];

	*n = (struct node){ .lan = lan, .i = i, .is = r,
	    .clock_base = (i + 1) * 1000 * SECOND,
	    .addr = HISTORY_NET | r->host, .up = true, .running = true,
	    .wake = VRRP_NEVER, .grace_end = VRRP_NEVER,
	    .save_at = VRRP_NEVER };
	n->judge = (struct judge){
		.interval = lan->h->interval * SECOND,
		.seconds = lan->h->interval,
		.vrid = LAN_VRID,
		.auth = lan->h->auth,
		.password = LAN_KEY,
		.delta = r->delta,
		.hold = r->hold * SECOND,
		.preempt = r->preempt,
	};
	n->auth = (struct auth){ .type = lan->h->auth,
	    .key_len = sizeof(LAN_KEY) - 1, .key = LAN_KEY };
	describe(n);
}

void
node_start(struct node *n)
{
	n->alive = true;
	n->restart = n->usable = n->swapped = false;
	n->robbed = false;
	n->signals = 0;
	n->head = n->queued = 0;
	n->overflow = n->lost = 0;
	n->doubts = 0;
	n->facts = (struct report_facts){ 0 };
	n->judge.own = n->addr;
	n->now = n->heard = lan_clock(n, n->lan->now);
	n->grace_end = n->save_at = VRRP_NEVER;
	n->mac_changed = 0;
	n->id = 0;
	vrrp_init(&n->vrrp, n->is->priority, n->lan->h->interval,
	    n->is->preempt);
	n->vrrp.delta = n->is->delta;
	n->vrrp.hold = n->is->hold * SECOND;
	n->judge.priority = n->priority = n->is->priority;
	n->weighed = 0;
	count_on(n);
	lan_say(n->lan, n, "starts");
	n->news = true;
	n->wake = VRRP_NEVER;
	node_poke(n);
}

static void
empty_queue(struct node *n)
{
	for (; n->queued > 0; n->queued--) {
		lan_release(n->lan, n->queue[n->head]);
		n->head = (n->head + 1) % NODE_QUEUE;
	}
}

void
node_vanish(struct node *n)
{
	if (!n->alive)
		return;
	n->alive = false;
	n->judge.phase = JUDGE_OFF;
	n->wake = VRRP_NEVER;
	lan_serve(n->lan, n, false);
	empty_queue(n);
}

bool
node_queue(struct node *n, uint16_t frame)
{
	if (n->queued == NODE_QUEUE) {
		n->overflow++;
		n->judge.overflow++;
		return false;
	}
	n->queue[(n->head + n->queued++) % NODE_QUEUE] = frame;
	return true;
}

/*
 * Actions.
 */

static int
send_adv(struct node *n, enum vrrp_action action, uint8_t priority)
{
	struct judge_frame f = { n->datagram, n->datagram_len, true };
	bool ok;

	if (++n->id == 0)
		n->id = 1;
	adv_update(n->datagram, n->vrrp.primary, priority, n->id);
	if (!auth_seal(&n->auth, n->datagram, n->datagram_len)) {
		judge_does(&n->judge, action, 0, NULL);
		return -1;
	}
	ok = !n->refuses;
	judge_does(&n->judge, action, ok, &f);
	if (ok)
		lan_send(n->lan, n);
	else
		lan_say(n->lan, n, "may not send");
	return ok ? 0 : -1;
}

/* The kernel says so when a MAC has changed (mac_changed in follow.c). */
static void
swap_mac(struct node *n, bool on)
{
	if (n->swapped != on)
		n->mac_changed = n->now;
	n->swapped = on;
}

static unsigned
addrs_up(struct node *n)
{
	unsigned count = n->no_address ? 0 : 1;

	n->robbed = n->robbed && count == 0;
	judge_does(&n->judge, VRRP_ADDRS_UP, count, NULL);
	lan_say(n->lan, n, count > 0 ? "puts 10.0.0.1 up" :
	    "cannot put 10.0.0.1 up");
	lan_serve(n->lan, n, true);
	return count;
}

static bool
perform(struct node *n, enum vrrp_action action, struct vrrp_in *next)
{
	switch (action) {
	case VRRP_SEND:
		*next = (struct vrrp_in){ .event = VRRP_SENT };
		next->ok = send_adv(n, action, n->vrrp.priority) == 0;
		return true;
	case VRRP_ADDRS_UP:
		*next = (struct vrrp_in){ .event = VRRP_ADDRESSES };
		next->count = addrs_up(n);
		return true;
	case VRRP_FAREWELL:
		(void)send_adv(n, action, n->vrrp.priority);
		return false;
	case VRRP_RESIGN:
		n->lan->resigned = n->lan->now;
		n->lan->resigner = n->i;
		(void)send_adv(n, action, 0);
		return false;
	case VRRP_MAC_ON:
		swap_mac(n, true);
		break;
	case VRRP_MAC_OFF:
		swap_mac(n, false);
		break;
	case VRRP_ADDRS_OFF:
		lan_say(n->lan, n, "takes 10.0.0.1 off");
		lan_serve(n->lan, n, false);
		break;
	case VRRP_ANNOUNCE:
		lan_say(n->lan, n, "announces 10.0.0.1");
		break;
	case VRRP_ANNOUNCE_OWN:
		break;
	}
	judge_does(&n->judge, action, 0, NULL);
	return false;
}

/* What the log would say. */
static void
tell(struct node *n, enum vrrp_state was, enum vrrp_why why)
{
	char words[REPORT_WHY];

	if (n->lan->out == NULL || (n->vrrp.state == was &&
	    why == VRRP_WHY_NONE))
		return;
	n->facts.send_errno = 1;	/* EPERM */
	n->facts.down = !n->up ? "is down" : "has no carrier";
	report_why(why, &n->facts, words);
	if (n->vrrp.state == was)
		lan_say(n->lan, n, "%s", words);
	else
		lan_say(n->lan, n, "%s -> %s (%s)", vrrp_state_name(was),
		    vrrp_state_name(n->vrrp.state), words);
}

static void
settle(struct node *n)
{
	judge_settles(&n->judge, n->vrrp.state, n->vrrp.handing_over);
	if (n->judge.wrong != NULL)
		lan_offence(n->lan, n, n->judge.wrong);
}

/* As router_step in act.c.  Adverts and timers the judge has seen. */
static void
step(struct node *n, struct vrrp_in in)
{
	const struct vrrp was = n->vrrp;
	enum vrrp_why why = VRRP_WHY_NONE;
	struct vrrp_out out;
	bool more = true;

	judge_event(&n->judge, n->now, &in);
	n->facts.master = was.master;
	n->facts.silence = n->now - n->heard;
	while (more) {
		out = vrrp_step(&n->vrrp, n->now, &in);
		why = out.why != VRRP_WHY_NONE ? out.why : why;
		n->facts.primary = n->vrrp.primary;
		more = false;
		for (unsigned i = 0; i < out.n; i++)
			more = perform(n, out.act[i], &in);
	}
	tell(n, was.state, why);
	if (n->vrrp.state != was.state && n->vrrp.state == VRRP_BACKUP)
		n->heard = n->now;
	if (n->vrrp.state != was.state ||
	    n->vrrp.handing_over != was.handing_over) {
		save_state(n);
		n->lan->changes++;
		lan_note(n->lan, n->i << 8 | n->vrrp.state << 1 |
		    n->vrrp.handing_over);
	} else if (n->vrrp.master != was.master &&
	    n->save_at == VRRP_NEVER)
		n->save_at = n->now + SAVE_AFTER;
	settle(n);
}

static void
event(struct node *n, enum vrrp_event e)
{
	step(n, (struct vrrp_in){ .event = e });
}

/* As in weigh.c: the owner has one priority, and no file changes it. */
static void
weigh(struct node *n)
{
	uint8_t priority = n->file != 0 ? n->file : n->is->priority;

	if (n->is->priority == VRRP_OWNER || (n->priority == priority &&
	    n->weighed == n->troubles))
		return;
	n->priority = priority;
	n->weighed = n->troubles;
	step(n, (struct vrrp_in){ .event = VRRP_PRIORITY,
	    .priority = n->priority, .count = n->weighed });
}

/*
 * Input.
 */

static bool
accepted(struct node *n, struct adv *adv, const struct lan_frame *f)
{
	enum adv_reason reason;

	if (!adv_parse(adv, f->buf, f->len))
		return false;
	reason = adv_check(adv, &n->adv, &n->auth, &n->judge.own, 1);
	return reason == ADV_OK || reason == ADV_BADADDRS;
}

/* An attacker who only has what an outsider has. */
static bool
beyond_outsider(struct node *n, const struct lan_frame *f,
    const struct judge_frame *jf)
{
	if (!f->forged || !judge_authentic(&n->judge, jf))
		return false;
	n->lan->admitted++;
	return n->lan->attack == LAN_OUTSIDER;
}

static void
received(struct node *n, const struct lan_frame *f)
{
	const struct judge_frame jf = { f->buf, f->len, f->sealed };
	struct adv adv;
	bool left = n->vrrp.left, good;

	if (beyond_outsider(n, f, &jf))
		return;
	good = judge_hears(&n->judge, n->now, &jf);
	if (accepted(n, &adv, f) != good) {
		lan_offence(n->lan, n, good ? "refuses a good advertisement" :
		    "accepts a bad advertisement");
		return;
	}
	n->lan->refused += !good;
	if (!good)
		return;
	n->facts.source = adv.src;
	n->facts.priority = adv.priority;
	step(n, (struct vrrp_in){ .event = VRRP_ADVERT, .addr = adv.src,
	    .priority = adv.priority });
	if (n->vrrp.left && !left)
		n->facts.left = adv.src;
	if (n->vrrp.state == VRRP_BACKUP && n->vrrp.master == adv.src) {
		n->heard = n->now;
		n->lost = n->overflow;
		n->doubts = 0;
	}
}

/* As read_packets in main.c. */
static void
read_packets(struct node *n)
{
	uint64_t deadline = vrrp_deadline(&n->vrrp);
	bool late = n->now >= deadline && (n->vrrp.state != VRRP_MASTER ||
	    n->now - deadline > vrrp_master_down(&n->vrrp));
	uint16_t frame;

	for (int i = 0; i < (late ? READS_ALL : READS); i++) {
		if (n->queued == 0)
			break;
		frame = n->queue[n->head];
		n->head = (n->head + 1) % NODE_QUEUE;
		n->queued--;
		received(n, &n->lan->frame[frame]);
		lan_release(n->lan, frame);
	}
}

static void
signals(struct node *n)
{
	unsigned taken = n->signals;

	n->signals = 0;
	if (taken & NODE_SIGNAL_STOP)
		event(n, VRRP_STOP);
	if (taken & NODE_SIGNAL_TAKE)
		event(n, VRRP_TAKE);
	if (taken & NODE_SIGNAL_STEP_DOWN)
		event(n, VRRP_STEP_DOWN);
	if (taken & NODE_SIGNAL_PRIORITY)
		weigh(n);
}

/*
 * The interface, as in follow.c.
 */

static bool
deaf(const struct node *n)
{
	return n->grace_end != VRRP_NEVER && n->vrrp.state != VRRP_MASTER;
}

/* A loss of carrier soon after a change of the MAC is waited out. */
static bool
carrier(struct node *n)
{
	if (n->running) {
		if (n->grace_end != VRRP_NEVER) {
			n->grace_end = VRRP_NEVER;
			step(n, (struct vrrp_in){ .event = VRRP_UP,
			    .addr = n->vrrp.primary, .back = true });
		}
		return true;
	}
	if (!n->usable)
		return false;
	if (n->grace_end == VRRP_NEVER && n->mac_changed != 0 &&
	    n->now - n->mac_changed < GRACE)
		n->grace_end = n->now + GRACE;
	return n->grace_end != VRRP_NEVER && n->now < n->grace_end;
}

static void
go_up(struct node *n)
{
	n->usable = true;
	n->heard = n->now;
	step(n, (struct vrrp_in){ .event = VRRP_UP, .addr = n->addr,
	    .back = true, .owner = n->is->owner });
}

static void
go_down(struct node *n)
{
	n->usable = false;
	n->grace_end = VRRP_NEVER;
	event(n, VRRP_DOWN);
}

static void
look(struct node *n)
{
	bool usable;

	n->news = false;
	n->judge.own = n->addr;
	usable = n->up && carrier(n);
	if (usable != n->usable) {
		if (usable)
			go_up(n);
		else
			go_down(n);
		return;
	}
	if (!usable)
		return;
	if (n->addr != n->vrrp.primary)
		step(n, (struct vrrp_in){ .event = VRRP_PRIMARY,
		    .addr = n->addr });
	if (n->vrrp.state == VRRP_MASTER && n->robbed)
		event(n, VRRP_LOST);
}

/*
 * The loop.
 */

/* True time at which the node's clock shows a time, or soon after it. */
static uint64_t
when(const struct node *n, uint64_t clock)
{
	int64_t x, t;

	if (clock == VRRP_NEVER)
		return VRRP_NEVER;
	if (clock <= n->clock_base)
		return 0;
	x = (int64_t)(clock - n->clock_base);
	t = x - x * n->is->ppm / (1000000 + n->is->ppm);
	while (lan_clock(n, (uint64_t)t) < clock)
		t++;
	while (t > 0 && lan_clock(n, (uint64_t)t - 1) >= clock)
		t--;
	return (uint64_t)t;
}

/* How long the process waits for the CPU. */
static uint64_t
latency(const struct node *n)
{
	const struct history *h = n->lan->h;

	if (h->late == 0)
		return 0;
	return history_mix(h->seed ^ n->lan->now ^ n->i) % h->late;
}

static void
wake_at(struct node *n, uint64_t t)
{
	if (t < n->stall)
		t = n->stall;
	if (n->alive && t < n->wake)
		n->wake = t;
}

void
node_poke(struct node *n)
{
	wake_at(n, n->lan->now + latency(n));
}

static uint64_t
earliest(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static void
sleep_on(struct node *n)
{
	uint64_t at = deaf(n) ? VRRP_NEVER : vrrp_deadline(&n->vrrp);

	n->wake = VRRP_NEVER;
	if (n->queued > 0 || n->signals != 0 || n->news) {
		wake_at(n, n->lan->now);
		return;
	}
	at = when(n, earliest(at, earliest(n->grace_end, n->save_at)));
	if (at != VRRP_NEVER)
		wake_at(n, earliest(at, VRRP_NEVER - SECOND) + latency(n));
}

static bool
doubtful(struct node *n)
{
	uint32_t was = n->lost;

	if (n->vrrp.state == VRRP_MASTER || n->vrrp.left)
		return false;
	n->lost = n->overflow;
	return n->lost > was;
}

/* As in main.c. */
static void
expire(struct node *n)
{
	if (n->doubts < DOUBTS && doubtful(n)) {
		n->doubts++;
		lan_say(n->lan, n, "waits anew, for datagrams were lost");
		step(n, (struct vrrp_in){ .event = VRRP_UP,
		    .addr = n->vrrp.primary });
		return;
	}
	n->doubts = 0;
	event(n, VRRP_EXPIRE);
}

static void
timers(struct node *n)
{
	if (deaf(n))
		return;
	judge_timers(&n->judge, n->now);
	if (n->now >= vrrp_deadline(&n->vrrp))
		expire(n);
	else
		settle(n);
}

void
node_turn(struct node *n)
{
	n->now = lan_clock(n, n->lan->now);
	if (n->news)
		weigh(n);
	if (n->signals != 0)
		signals(n);
	if (n->news || n->now >= n->grace_end)
		look(n);
	read_packets(n);
	timers(n);
	if (n->now >= n->save_at)
		save_state(n);
	sleep_on(n);
	if (!vrrp_stopped(&n->vrrp))
		return;
	save_state(n);
	lan_say(n->lan, n, "ends");
	node_vanish(n);
}
