/*
 * The loop: events in, actions out.  The core (vrrp.c) decides; everything
 * here carries to it what happened.
 */
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "daemon.h"
#include "hook.h"
#include "log.h"
#include "notify.h"
#include "router.h"
#include "run.h"
#include "version.h"
#include "watch.h"

#define READS		64	/* packets, before a Master's own advert */
#define READS_ALL	(3 * SOCK_ROOM / 512)	/* before a take-over */
#define REST		(VRRP_SECOND / 500)	/* from a flood of packets */
#define REST_NEWS	(VRRP_SECOND / 50)	/* ... or of news */
#define SETTLED		(4 * VRRP_SECOND)	/* without news */
#define EARLY		(VRRP_SECOND / 4000)	/* than a take-over */
#define BUSY		64	/* turns, before signals are looked for */
#define DOUBTS		2	/* times in a row that silence is none */
#define DISK_WAIT	20	/* ms, for the disk that the files are on */
#define DISK_WAIT_END	1000	/* ... when nothing else is left to do */

static void
refuse(struct router *r, enum adv_reason reason, const struct adv *adv)
{
	char source[REPORT_DOTTED];
	uint32_t shown;

	r->stats.refused[reason]++;
	if (!limit_hit(&r->limit, r->now, (uint8_t)reason, adv->src,
	    &shown))
		return;
	report_dotted(adv->src, source);
	if (reason == ADV_BADADDRS)
		log_warnx("advertisement from %s taken, but its %s", source,
		    adv_strerror(reason));
	else if (reason == ADV_BADINTERVAL)
		log_warnx("advertisement from %s ignored: %s (%u s, ours %u "
		    "s)", source, adv_strerror(reason), adv->interval,
		    r->conf.interval);
	else if (reason == ADV_AUTHMISMATCH)
		log_warnx("advertisement from %s ignored: %s (%u, ours %u)",
		    source, adv_strerror(reason), adv->auth_type,
		    (unsigned)r->conf.auth.type);
	else
		log_warnx("advertisement from %s%s ignored: %s", source,
		    shown == 0 ? " and others" : "", adv_strerror(reason));
}

static void
received(struct router *r, const uint8_t *buf, size_t len)
{
	enum adv_reason reason;
	struct adv adv;
	bool left;

	if (!adv_parse(&adv, buf, len))
		return;
	reason = adv_check(&adv, &r->adv, &r->conf.auth, r->view.own,
	    r->view.nown);
	if (reason != ADV_OK)
		refuse(r, reason, &adv);
	if (reason != ADV_OK && reason != ADV_BADADDRS)
		return;
	r->stats.received++;
	r->stats.zero_received += adv.priority == 0;
	r->facts.source = adv.src;
	r->facts.priority = adv.priority;
	left = r->vrrp.left;
	router_step(r, (struct vrrp_in){ .event = VRRP_ADVERT,
	    .addr = adv.src, .priority = adv.priority });
	if (r->vrrp.left && !left)
		r->facts.left = adv.src;
	if (r->vrrp.state == VRRP_BACKUP && r->vrrp.master == adv.src) {
		r->heard = r->now;
		r->lost = r->conf.auth.type == ADV_AUTH_AH ?
		    r->sock.dropped_ah : r->sock.dropped_adv;
		r->doubts = 0;
	}
}

/* To be woken by each packet of a flood costs more than the packet. */
static void
rest(struct pause *p, uint64_t now, uint64_t span)
{
	if (now - p->last < span)
		p->end = now + span;
	p->last = now;
}

static bool
rests(struct pause *p, uint64_t now)
{
	if (now >= p->end)
		p->end = VRRP_NEVER;
	return p->end != VRRP_NEVER;
}

/*
 * Input before timers: who was stopped or starved must not depose a healthy
 * master whose advertisements wait in the queue.  But a Master on time reads
 * only so many before it looks at its own next one, so that no flood can
 * keep it from sending.
 */
static void
read_packets(struct router *r, unsigned ready)
{
	uint64_t deadline = vrrp_deadline(&r->vrrp);
	bool late = r->now >= deadline && (r->vrrp.state != VRRP_MASTER ||
	    r->now - deadline > vrrp_master_down(&r->vrrp));
	const int most = late ? READS_ALL : READS;
	const uint8_t *buf;
	size_t len;

	r->sock.ready = late ? SOCK_ALL : ready;
	for (int i = 0; i < most || sock_has(&r->sock); i++) {
		buf = sock_recv(&r->sock, &len);
		if (buf == NULL) {
			if (i == 0 && ready != 0)
				sock_drain(&r->sock);
			break;
		}
		received(r, buf, len);
	}
	if (ready != 0)
		rest(&r->packets, r->now, REST);
}

/*
 * Silence is what was listened to.  If packets were lost for want of room
 * since the master was heard, its own may have been among them.
 */
static bool
doubtful(struct router *r)
{
	uint32_t was = r->lost;

	if (r->vrrp.state == VRRP_MASTER || r->vrrp.left)
		return false;
	r->lost = sock_lost(&r->sock, r->conf.auth.type == ADV_AUTH_AH);
	/* Fewer are those of a new socket. */
	return r->lost > was;
}

/*
 * Then a Backup waits anew; but not for ever, or whoever can fill our queue
 * could keep the addresses of a dead master from being taken over.
 */
static void
expire(struct router *r)
{
	if (r->doubts < DOUBTS && doubtful(r)) {
		r->doubts++;
		if (router_worth_a_line(r, KIND_LOST, 0))
			log_warnx("packets lost, more than the queue holds: "
			    "waiting anew for the master's");
		router_step(r, (struct vrrp_in){ .event = VRRP_UP,
		    .addr = r->vrrp.primary });
		return;
	}
	r->doubts = 0;
	router_event(r, VRRP_EXPIRE);
}

static void
news(struct router *r)
{
	unsigned found = watch_read(r->watch, r->attached ? r->ifc.index : 0,
	    !r->attached);

	/* A hundred virtual routers may put up addresses at the same time. */
	rest(&r->news, r->now, REST_NEWS);
	r->settle_at = r->now + SETTLED;
	if (found & ~WATCH_OTHER)
		router_look(r, found);
	if (found != 0)
		router_weigh(r);
}

static void
signals(struct router *r)
{
	unsigned taken = signals_take();

	if (taken & DAEMON_STOP) {
		/* A successor may wait for our locks from now on. */
		run_lock_leave(r->lock, r->mac_lock, r->ifc.index,
		    r->conf.vrid);
		notify_send("STOPPING=1");
		router_event(r, VRRP_STOP);
	}
	if (taken & DAEMON_TAKE)
		router_event(r, VRRP_TAKE);
	if (taken & DAEMON_STEP_DOWN)
		router_event(r, VRRP_STEP_DOWN);
	if (taken & DAEMON_REPORT) {
		run_priority_anew();
		router_read_priority(r);
		router_save_state(r);
	}
	if (taken & DAEMON_BEHIND)
		log_warnx("kept busy for %u ms without a pause: no longer "
		    "ahead of other processes", DAEMON_FIRST_US / 1000);
}

static void
flush_limit(struct router *r)
{
	static const char *const other[] = {
		[KIND_DUEL - ADV_REASONS] = "second master, answered",
		[KIND_TWO_OWNERS - ADV_REASONS] = "second owner",
		[KIND_SEND - ADV_REASONS] = "advertisement not sent",
		[KIND_REPAIR - ADV_REASONS] = "address or MAC put right",
		[KIND_FILE - ADV_REASONS] = "state file not written",
		[KIND_LOST - ADV_REASONS] = "packets lost, waited anew",
		[KIND_CHANGE - ADV_REASONS] = "change of state or priority",
	};
	char source[REPORT_DOTTED] = "";
	struct limit_entry e;

	while (limit_flush(&r->limit, r->now, &e)) {
		if (e.source != 0)
			report_dotted(e.source, source);
		log_warnx("%llu times more%s%s: %s",
		    (unsigned long long)e.count,
		    e.source != 0 ? " from " : "",
		    e.source != 0 ? source : "",
		    e.kind < ADV_REASONS ? adv_strerror(e.kind) :
		    other[e.kind - ADV_REASONS]);
	}
}

/*
 * Whoever has slept for long is not awake at once, nor is what it needs near
 * the processor.
 */
static uint64_t
to_wake(const struct router *r)
{
	uint64_t at = vrrp_deadline(&r->vrrp);

	if (router_deaf(r))
		return VRRP_NEVER;
	if (r->vrrp.state == VRRP_BACKUP && at > r->now + EARLY)
		return at - EARLY;
	return at;
}

static uint64_t
nearest(const struct router *r)
{
	const uint64_t at[] = { r->announce_at, r->packets.end, r->news.end,
	    to_wake(r), r->limit.deadline, r->grace_end, r->retry_at,
	    r->save_at, r->own_at, r->weigh_at, r->hook_at, r->settle_at,
	    notify_deadline() };
	uint64_t first = VRRP_NEVER;

	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++)
		if (at[i] < first)
			first = at[i];
	return first;
}

static void
wait_for_something(struct router *r, fd_set *fds)
{
	const bool listen = !rests(&r->packets, r->now) && r->attached;
	const bool watch = !rests(&r->news, r->now);
	const int want[] = { watch ? r->watch : -1, r->lock, r->mac_lock,
	    hook_fd(), listen ? r->sock.adv : -1, listen ? r->sock.ah : -1,
	    listen ? r->sock.ear : -1 };
	const struct timespec none = { 0 };
	uint64_t at = nearest(r), left;
	struct timespec ts;
	int high = -1, ready;

	FD_ZERO(fds);
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		if (want[i] == -1)
			continue;
		FD_SET(want[i], fds);
		high = want[i] > high ? want[i] : high;
	}
	r->now = router_clock();
	left = at > r->now ? at - r->now : 0;
	ts.tv_sec = (time_t)(left / VRRP_SECOND);
	ts.tv_nsec = (long)(left % VRRP_SECOND);
	ready = pselect(high + 1, fds, NULL, NULL,
	    at == VRRP_NEVER ? NULL : &ts, &r->unblocked);
	if (ready == -1)
		FD_ZERO(fds);
	/* While there always is something to read, no signal is delivered. */
	r->busy = ready > 0 ? r->busy + 1 : 0;
	if (r->busy % BUSY == BUSY - 1)
		(void)pselect(0, NULL, NULL, NULL, &none, &r->unblocked);
	r->now = router_clock();
}

static unsigned
readable(const struct sock *s, const fd_set *fds)
{
	return (FD_ISSET(s->adv, fds) ? SOCK_ADV : 0) |
	    (FD_ISSET(s->ah, fds) ? SOCK_AH : 0) |
	    (FD_ISSET(s->ear, fds) ? SOCK_EAR : 0);
}

static void
turn(struct router *r)
{
	fd_set fds;

	wait_for_something(r, &fds);
	signals(r);
	if (FD_ISSET(r->watch, &fds))
		news(r);
	if (r->now >= r->grace_end || r->now >= r->retry_at)
		router_look(r, 0);
	if (r->now >= r->weigh_at)
		router_weigh(r);
	if (r->lock != -1 && FD_ISSET(r->lock, &fds))
		run_lock_answer(r->lock);
	if (r->mac_lock != -1 && FD_ISSET(r->mac_lock, &fds))
		run_lock_answer(r->mac_lock);
	if (r->attached)
		read_packets(r, readable(&r->sock, &fds));
	if (r->now >= vrrp_deadline(&r->vrrp) && !router_deaf(r))
		expire(r);
	if (r->now >= r->announce_at)
		router_announce(r);
	if (r->now >= r->own_at)
		router_announce_again(r);
	if (hook_fd() != -1 && FD_ISSET(hook_fd(), &fds))
		hook_read();
	if (r->now >= r->hook_at)
		router_tell_hook(r);
	/* What could not be written leads to a wrong undoing. */
	if (!r->vip.recorded && r->save_at == VRRP_NEVER)
		r->save_at = r->now + ROUTER_SAVE_AGAIN;
	if (r->now >= r->save_at)
		router_save_state(r);
	if (r->now >= r->limit.deadline)
		flush_limit(r);
	if (r->now >= r->settle_at) {
		r->settle_at = VRRP_NEVER;
		daemon_settle();
	}
	if (r->now >= notify_deadline())
		notify_alive(r->now);
}

static void
finish(struct router *r)
{
	/* What has come back, and nobody has told us yet. */
	if (r->attached && vip_look(&r->vip, 0, &r->view) == 0 &&
	    mac_is_ours(&r->vip, r->view.mac))
		r->vip.swapped = true;
	if (r->vip.clinging || vip_any(&r->vip))
		(void)vip_addrs_off(&r->vip, 0);
	if (r->vip.swapped)
		mac_off(&r->vip);
	if (r->vip.fallen)
		(void)mac_raise(&r->vip);
	run_wait(DISK_WAIT_END);
	router_save_state(r);
	if (!r->vip.swapped && !r->vip.fallen)
		run_remove_record();
	run_remove();
	/* A successor need not wait for the hook. */
	if (r->lock != -1)
		close(r->lock);
	if (r->mac_lock != -1)
		close(r->mac_lock);
	hook_finish(&r->unblocked);
	log_notice("ended");
}

/* To stdout; whether that took it all, as an exit status. */
static int
say(const char *words)
{
	const size_t len = strlen(words);

	return write(STDOUT_FILENO, words, len) == (ssize_t)len ? 0 : 1;
}

int
main(int argc, char *argv[])
{
	static struct router router;
	char error[CONF_ERROR];

	daemon_descriptors();
	signals_prepare();
	log_open();
	notify_open();
	switch (conf_parse(&router.conf, argc, argv, error)) {
	case CONF_OK:
		break;
	case CONF_HELP:
		return say(conf_usage());
	case CONF_VERSION:
		return say("vrrpd " VERSION "\n");
	case CONF_BAD:
		log_warnx("%s", error);
		return 2;
	}
	daemon_hide(router.conf.auth.type != ADV_AUTH_NONE ||
	    router.conf.key_file != NULL);
	if (router.conf.background)
		daemon_fork();
	if (router.conf.program != NULL)
		hook_open(&router.conf);
	router_start(&router);
	log_notice("vrrpd " VERSION " started, priority %u, %u address%s",
	    router.conf.priority, router.conf.naddrs,
	    router.conf.naddrs == 1 ? "" : "es");
	/* The timers run from now on, however long a predecessor took. */
	router.now = router_clock();
	router_read_priority(&router);
	run_wait(DISK_WAIT);
	router_weigh(&router);
	router_look(&router, 0);
	router.settle_at = router.now + SETTLED;
	while (!vrrp_stopped(&router.vrrp))
		turn(&router);
	finish(&router);
	return 0;
}
