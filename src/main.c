/*
 * The loop: events in, actions out.  The core (vrrp.c) decides; everything
 * here carries what happened to it, and its answers to the kernel.
 */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "conf.h"
#include "daemon.h"
#include "iface.h"
#include "limit.h"
#include "log.h"
#include "nl.h"
#include "packet.h"
#include "report.h"
#include "run.h"
#include "sock.h"
#include "version.h"
#include "vip.h"
#include "vrrp.h"
#include "watch.h"

#define READS		64	/* packets, before a Master's own advert */
#define READS_ALL	1024	/* before anyone is declared dead */
#define GRACE		(5 * VRRP_SECOND)	/* for a NIC's link reset */
#define RETRY		(VRRP_SECOND)		/* an interface not usable */
#define SUCCESSION	(2 * VRRP_SECOND)	/* a predecessor's leaving */

/* What is logged at a limited rate, behind the reasons of packet.h. */
enum {
	KIND_DUEL = ADV_REASONS,
	KIND_TWO_OWNERS,
	KIND_SEND,
	KIND_REPAIR,
	KIND_FILE,
	KINDS
};
_Static_assert(KINDS <= LIMIT_KINDS, "more kinds than limit.h holds");

struct router {
	struct conf	conf;
	struct adv_conf	adv;
	struct vrrp	vrrp;
	struct iface	ifc;
	struct sock	sock;
	struct vip	vip;
	struct vip_view	view;		/* as last seen */
	struct limit	limit;
	struct report_stats stats;
	struct report_facts facts;
	uint8_t		datagram[ADV_MAX_LEN];
	size_t		datagram_len;
	uint16_t	id;		/* IP identification */
	sigset_t	unblocked;
	int		watch;
	int		lock;
	int		mac_lock;
	uint64_t	now;		/* of this turn of the loop */
	uint64_t	heard;		/* last advertisement that we obeyed */
	uint64_t	mac_changed;	/* by whomever */
	uint64_t	grace_end;	/* of a loss of carrier, or NEVER */
	uint64_t	retry_at;	/* to open the interface, or NEVER */
	bool		attached;	/* interface and sockets are open */
	bool		usable;
	time_t		since;
	char		reason[REPORT_WHY];
};

static uint64_t
clock_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * VRRP_SECOND + (uint64_t)ts.tv_nsec;
}

/* Whether an event of this kind deserves its line now. */
static bool
worth_a_line(struct router *r, uint8_t kind, uint32_t source)
{
	uint32_t shown;

	return limit_hit(&r->limit, r->now, kind, source, &shown);
}

static int
write_state(struct router *r)
{
	static char text[REPORT_STATE];
	const struct report_state s = {
		.ifname = r->ifc.name,
		.since = r->since,
		.reason = r->reason,
		.virtual_mac = r->vip.virtual_mac,
		.real_mac = r->vip.real_mac,
		.stats = &r->stats,
	};
	size_t len = report_state(&r->conf, &r->vrrp, &s, text);

	return run_state(text, len);
}

/* The protocol goes on without its file. */
static void
save_state(struct router *r)
{
	if (write_state(r) == -1 && worth_a_line(r, KIND_FILE, 0))
		log_warn("cannot write the state file in %s", r->conf.piddir);
}

/*
 * Actions.
 */

static int
send_adv(struct router *r, uint8_t priority)
{
	/* Never 0: the kernel would put its own there. */
	if (++r->id == 0)
		r->id = 1;
	adv_update(r->datagram, r->vrrp.primary, priority, r->id);
	if (sock_send_adv(&r->sock, r->datagram, r->datagram_len) == 0)
		return 0;
	r->facts.send_errno = errno;
	if (worth_a_line(r, KIND_SEND, 0))
		log_warn("advertisement not sent%s", errno == EPERM ?
		    " (does a firewall drop protocol 112?)" : "");
	return -1;
}

/* Do one action.  True: its outcome is an event, left in *next. */
static bool
perform(struct router *r, enum vrrp_action action, struct vrrp_in *next)
{
	switch (action) {
	case VRRP_MAC_ON:
		vip_mac_on(&r->vip);
		break;
	case VRRP_SEND:
		*next = (struct vrrp_in){ .event = VRRP_SENT };
		next->ok = send_adv(r, r->vrrp.priority) == 0;
		return true;
	case VRRP_ADDRS_UP:
		*next = (struct vrrp_in){ .event = VRRP_ADDRESSES };
		next->count = vip_addrs_up(&r->vip);
		return true;
	case VRRP_ANNOUNCE:
		vip_announce(&r->vip, &r->sock);
		break;
	case VRRP_RESIGN:
		if (send_adv(r, 0) == 0)
			r->stats.zero_sent++;
		break;
	case VRRP_ADDRS_OFF:
		vip_addrs_off(&r->vip);
		break;
	case VRRP_MAC_OFF:
		vip_mac_off(&r->vip);
		break;
	case VRRP_ANNOUNCE_OWN:
		vip_announce_own(&r->vip, &r->sock);
		break;
	}
	return false;
}

/* A reason that changes no state, as a line of its own. */
static void
tell(struct router *r, enum vrrp_why why)
{
	char words[REPORT_WHY];

	report_why(why, &r->facts, words);
	switch (why) {
	case VRRP_WHY_DUEL:
		if (worth_a_line(r, KIND_DUEL, r->facts.source))
			log_warnx("%s", words);
		break;
	case VRRP_WHY_TWO_OWNERS:
		if (worth_a_line(r, KIND_TWO_OWNERS, r->facts.source))
			log_warnx("%s", words);
		break;
	case VRRP_WHY_REPAIR:
		if (worth_a_line(r, KIND_REPAIR, 0))
			log_warnx("%s", words);
		break;
	case VRRP_WHY_OUTRANKED:
	case VRRP_WHY_OWNER_STAYS:
	case VRRP_WHY_NOT_UP:
	case VRRP_WHY_ALREADY:
		log_warnx("%s", words);
		break;
	case VRRP_WHY_HAND_OVER:
	case VRRP_WHY_UNANSWERED:
	case VRRP_WHY_TAKE:
	case VRRP_WHY_YIELD:
		log_notice("%s", words);
		break;
	default:
		break;
	}
}

static void
transition(struct router *r, enum vrrp_state was, enum vrrp_why why)
{
	r->since = time(NULL);
	report_why(why, &r->facts, r->reason);
	log_notice("%s -> %s (%s)", vrrp_state_name(was),
	    vrrp_state_name(r->vrrp.state), r->reason);
	if (r->vrrp.state == VRRP_MASTER)
		r->stats.become_master++;
	if (r->vrrp.state == VRRP_BACKUP)
		r->heard = r->now;
}

/* Step the core, do what it says, and go on with what came of it. */
static void
step(struct router *r, struct vrrp_in in)
{
	const struct vrrp was = r->vrrp;
	enum vrrp_why why = VRRP_WHY_NONE;
	struct vrrp_out out;
	bool more = true;

	r->facts.master = was.master;
	r->facts.silence = r->now - r->heard;
	while (more) {
		out = vrrp_step(&r->vrrp, r->now, &in);
		why = out.why != VRRP_WHY_NONE ? out.why : why;
		r->facts.primary = r->vrrp.primary;
		more = false;
		for (unsigned i = 0; i < out.n; i++)
			more = perform(r, out.act[i], &in);
	}
	if (r->vrrp.state != was.state)
		transition(r, was.state, why);
	else
		tell(r, why);
	if (r->vrrp.state != was.state || r->vrrp.master != was.master ||
	    r->vrrp.handing_over != was.handing_over)
		save_state(r);
}

static void
step_event(struct router *r, enum vrrp_event event)
{
	step(r, (struct vrrp_in){ .event = event });
}

/*
 * Packets.
 */

static void
refuse(struct router *r, enum adv_reason reason, const struct adv *adv)
{
	char source[REPORT_DOTTED];
	uint32_t shown;

	r->stats.refused[reason]++;
	if (!limit_hit(&r->limit, r->now, (uint8_t)reason, adv->src,
	    &shown))
		return;
	log_warnx("advertisement from %s%s: %s",
	    report_dotted(adv->src, source),
	    reason == ADV_BADADDRS ? " obeyed, but" : " ignored",
	    adv_strerror(reason));
}

static void
received(struct router *r, const uint8_t *buf, size_t len)
{
	enum adv_reason reason;
	struct adv adv;
	bool left;

	if (!adv_parse(&adv, buf, len))
		return;
	reason = adv_check(&adv, &r->adv, r->view.own, r->view.nown);
	if (reason != ADV_OK)
		refuse(r, reason, &adv);
	if (reason != ADV_OK && reason != ADV_BADADDRS)
		return;
	r->stats.received++;
	r->stats.zero_received += adv.priority == 0;
	r->facts.source = adv.src;
	r->facts.priority = adv.priority;
	left = r->vrrp.left;
	step(r, (struct vrrp_in){ .event = VRRP_ADVERT,
	    .addr = adv.src, .priority = adv.priority });
	if (r->vrrp.left && !left)
		r->facts.left = adv.src;
	if (r->vrrp.state == VRRP_BACKUP && r->vrrp.master == adv.src)
		r->heard = r->now;
}

/*
 * Input before timers: who was stopped or starved must not depose a healthy
 * master whose advertisements wait in the queue.  But a Master on time reads
 * only so many before it looks at its own next one, so that no flood can
 * keep it from sending.
 */
static void
read_packets(struct router *r)
{
	static uint8_t buf[2048];
	uint64_t deadline = vrrp_deadline(&r->vrrp);
	bool late = r->now >= deadline && (r->vrrp.state != VRRP_MASTER ||
	    r->now - deadline > vrrp_master_down(&r->vrrp));
	ssize_t len;

	for (int i = 0; i < (late ? READS_ALL : READS); i++) {
		len = sock_recv(&r->sock, buf, sizeof(buf));
		if (len == -1)
			break;
		received(r, buf, (size_t)len);
	}
}

/*
 * The interface.
 */

static void
detach(struct router *r)
{
	sock_close(&r->sock);
	if (r->lock != -1)
		close(r->lock);
	if (r->mac_lock != -1)
		close(r->mac_lock);
	r->lock = r->mac_lock = -1;
	r->attached = false;
}

/*
 * The deleted interface is there again, or another of its name.  What keeps
 * us from using it is said once, and tried again.
 */
static bool
attach(struct router *r)
{
	uint8_t mac[IFACE_MAC];
	pid_t holder;

	r->retry_at = VRRP_NEVER;
	if (iface_open(&r->ifc, r->conf.ifname) == -1)
		return false;
	r->retry_at = r->now + RETRY;
	if (iface_mac_get(&r->ifc, mac) == -1 ||
	    sock_open(&r->sock, r->ifc.index, r->conf.vrid) == -1)
		return false;
	if (run_lock_instance(&r->lock, r->ifc.index, r->conf.vrid, &holder)
	    == RUN_HELD || (r->conf.vmac &&
	    run_lock_mac(&r->mac_lock, r->ifc.index, &holder) == RUN_HELD)) {
		detach(r);
		return false;
	}
	r->retry_at = VRRP_NEVER;
	r->attached = true;
	return true;
}

/* Decided at Startup: 255, and every address is the interface's own. */
static bool
is_owner(const struct router *r)
{
	return r->conf.priority == VRRP_OWNER &&
	    r->view.foreign == r->conf.naddrs;
}

static const char *
why_unusable(const struct router *r)
{
	if (!r->attached)
		return "is gone";
	if (!r->view.up)
		return "is down";
	if (!r->view.running)
		return "has no carrier";
	return "has no IPv4 address of its own";
}

/*
 * Some NICs reset their link at every change of the MAC.  Letting go would
 * change it again, for ever, so such a loss of carrier is waited out.
 */
static bool
carrier(struct router *r)
{
	if (r->view.running) {
		r->grace_end = VRRP_NEVER;
		return true;
	}
	if (!r->usable)
		return false;
	if (r->grace_end == VRRP_NEVER && r->mac_changed != 0 &&
	    r->now - r->mac_changed < GRACE)
		r->grace_end = r->now + GRACE;
	return r->grace_end != VRRP_NEVER && r->now < r->grace_end;
}

static void
go_up(struct router *r)
{
	r->usable = true;
	r->heard = r->now;
	sock_rejoin(&r->sock);
	if (r->view.foreign > 0 && !r->vip.owner)
		log_warnx("%s stands on %s already and is not ours; it stays "
		    "when we let go", r->view.a_foreign.label, r->ifc.name);
	step(r, (struct vrrp_in){ .event = VRRP_UP,
	    .addr = r->view.primary, .owner = r->vip.owner });
}

static void
go_down(struct router *r)
{
	r->usable = false;
	r->grace_end = VRRP_NEVER;
	r->facts.down = why_unusable(r);
	step_event(r, VRRP_DOWN);
}

/* Who owns the addresses may have one of them as its primary. */
static int
see(struct router *r)
{
	if (!r->usable)
		r->vip.owner = false;
	if (vip_look(&r->vip, r->vrrp.primary, &r->view) == -1)
		return -1;
	if (r->usable || !is_owner(r))
		return 0;
	r->vip.owner = true;
	return vip_look(&r->vip, r->vrrp.primary, &r->view);
}

/* See what is so, and say whether the interface can be used now. */
static bool
usable_now(struct router *r)
{
	uint8_t mac[IFACE_MAC];

	memcpy(mac, r->view.mac, sizeof(mac));
	if (see(r) == -1) {
		/* The old view holds until it can be read again. */
		r->retry_at = r->now + RETRY;
		if (r->grace_end <= r->now)
			r->grace_end = r->retry_at;
		return r->usable;
	}
	r->retry_at = VRRP_NEVER;
	if (!r->view.there) {
		detach(r);
		/* Its name may have come back unnoticed. */
		r->retry_at = r->now;
		return false;
	}
	if (memcmp(mac, r->view.mac, sizeof(mac)) != 0)
		r->mac_changed = r->now;
	return r->view.up && r->view.primary != 0 && carrier(r);
}

/* What is so now decides, not what was said in between. */
static void
look(struct router *r, bool flapped)
{
	bool usable;

	if (!r->attached && !attach(r))
		return;
	usable = usable_now(r);
	if (usable && !r->usable)
		go_up(r);
	else if (!usable && r->usable)
		go_down(r);
	else if (usable && flapped && r->view.running)
		sock_rejoin(&r->sock);
	if (!r->usable)
		return;
	if (r->view.primary != r->vrrp.primary)
		step(r, (struct vrrp_in){ .event = VRRP_PRIMARY,
		    .addr = r->view.primary });
	if (r->vrrp.state == VRRP_MASTER && !vip_intact(&r->vip, &r->view))
		step_event(r, VRRP_LOST);
}

static void
news(struct router *r)
{
	unsigned found = watch_read(r->watch, r->attached ? r->ifc.index : 0,
	    !r->attached);

	if (found != 0)
		look(r, (found & WATCH_FLAP) != 0);
}

/*
 * The loop.
 */

static void
signals(struct router *r)
{
	unsigned taken = signals_take();

	if (taken & DAEMON_STOP) {
		/* A successor may wait for our locks from now on. */
		run_lock_leave(r->lock);
		run_lock_leave(r->mac_lock);
		step_event(r, VRRP_STOP);
	}
	if (taken & DAEMON_TAKE)
		step_event(r, VRRP_TAKE);
	if (taken & DAEMON_STEP_DOWN)
		step_event(r, VRRP_STEP_DOWN);
	if (taken & DAEMON_REPORT)
		save_state(r);
}

static void
flush_limit(struct router *r)
{
	static const char *const other[] = {
		[KIND_DUEL - ADV_REASONS] = "second master, answered",
		[KIND_TWO_OWNERS - ADV_REASONS] = "second owner",
		[KIND_SEND - ADV_REASONS] = "advertisement not sent",
		[KIND_REPAIR - ADV_REASONS] = "address or MAC put back",
		[KIND_FILE - ADV_REASONS] = "state file not written",
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

static uint64_t
nearest(const struct router *r)
{
	const uint64_t at[] = { vrrp_deadline(&r->vrrp), r->limit.deadline,
	    r->grace_end, r->retry_at };
	uint64_t first = VRRP_NEVER;

	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++)
		if (at[i] < first)
			first = at[i];
	return first;
}

static void
wait_for_something(struct router *r, fd_set *fds)
{
	uint64_t at = nearest(r), left;
	struct timespec ts;
	int high = r->watch;

	FD_ZERO(fds);
	FD_SET(r->watch, fds);
	if (r->attached) {
		FD_SET(r->sock.adv, fds);
		if (r->sock.adv > high)
			high = r->sock.adv;
	}
	r->now = clock_now();
	left = at > r->now ? at - r->now : 0;
	ts.tv_sec = (time_t)(left / VRRP_SECOND);
	ts.tv_nsec = (long)(left % VRRP_SECOND);
	if (pselect(high + 1, fds, NULL, NULL, at == VRRP_NEVER ? NULL : &ts,
	    &r->unblocked) == -1)
		FD_ZERO(fds);
	r->now = clock_now();
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
		look(r, false);
	if (r->attached)
		read_packets(r);
	if (r->now >= vrrp_deadline(&r->vrrp))
		step_event(r, VRRP_EXPIRE);
	if (r->now >= r->limit.deadline)
		flush_limit(r);
}

/*
 * The start.
 */

static void
check_interface(struct router *r)
{
	const char *name = r->conf.ifname;
	const unsigned max = IFNAMSIZ - 6;
	uint8_t mac[IFACE_MAC];
	unsigned flags, mtu;

	if (iface_open(&r->ifc, name) == -1) {
		if (errno == ENODEV || errno == ENAMETOOLONG)
			fatalx("-i %s: there is no such interface; ip link "
			    "lists them", name);
		fatal("-i %s", name);
	}
	if (iface_flags(&r->ifc, &flags) == -1 ||
	    iface_mtu(&r->ifc, &mtu) == -1)
		fatal("-i %s", name);
	if (flags & IFF_LOOPBACK)
		fatalx("-i %s: a loopback interface has no other routers; "
		    "name an Ethernet interface", name);
	if (iface_mac_get(&r->ifc, mac) == -1) {
		if (errno == ENOTSUP)
			fatalx("-i %s: not an Ethernet interface, and VRRP "
			    "here needs one", name);
		fatal("-i %s", name);
	}
	if (!(flags & IFF_MULTICAST))
		fatalx("-i %s: the interface has no multicast; ip link set "
		    "%s multicast on gives it", name, name);
	if (!vip_label_fits(name))
		fatalx("-i %s: the name is too long for an address label (at "
		    "most %u characters); ip link property add dev %s "
		    "altname wan0 gives it a short one, then -i wan0", name,
		    max, name);
	if (r->datagram_len > mtu)
		fatalx("%u addresses: an advertisement of %zu bytes does not "
		    "fit the MTU of %s, %u; name at most %u", r->conf.naddrs,
		    r->datagram_len, name, mtu,
		    (mtu - ADV_IP_LEN - 16) / 4);
}

static void
check_directory(const struct router *r)
{
	const char *dir = r->conf.piddir;

	if (run_open(dir, r->conf.ifname, r->conf.vrid) == 0)
		return;
	if (errno == ENOENT)
		fatalx("-f %s: there is no such directory; make it, or name "
		    "another with -f", dir);
	if (errno == ENOTDIR)
		fatalx("-f %s: not a directory", dir);
	if (errno == EACCES || errno == EPERM || errno == EROFS)
		fatal("-f %s: cannot be written; name another with -f", dir);
	fatal("-f %s", dir);
}

static void
check_permission(void)
{
	if (iface_permitted() == -1)
		fatalx("not permitted: vrrpd needs root, or the capabilities "
		    "CAP_NET_ADMIN and CAP_NET_RAW");
}

static void
open_sockets(struct router *r)
{
	if (sock_open(&r->sock, r->ifc.index, r->conf.vrid) == -1) {
		if (errno == EPERM || errno == EACCES)
			fatalx("not permitted: vrrpd needs root, or the "
			    "capabilities CAP_NET_ADMIN and CAP_NET_RAW");
		fatal("cannot open the sockets on %s", r->ifc.name);
	}
	r->watch = watch_open();
	if (r->watch == -1)
		fatal("cannot watch %s: rtnetlink", r->ifc.name);
	if (r->watch >= FD_SETSIZE || r->sock.adv >= FD_SETSIZE)
		fatalx("too many files are open already; close what vrrpd "
		    "inherits");
}

static const char *
by_pid(pid_t pid, char buf[32])
{
	if (pid > 0)
		snprintf(buf, 32, ", pid %d", (int)pid);
	else
		buf[0] = '\0';
	return buf;
}

/* A predecessor that is handing over is given the time for it. */
static enum run_lock_result
lock_patiently(struct router *r, bool mac, pid_t *holder)
{
	const struct timespec pause = { .tv_nsec = 20000000 };
	uint64_t end = clock_now() + SUCCESSION;
	enum run_lock_result result;

	for (;;) {
		result = mac ?
		    run_lock_mac(&r->mac_lock, r->ifc.index, holder) :
		    run_lock_instance(&r->lock, r->ifc.index, r->conf.vrid,
		    holder);
		if (result != RUN_LEAVING || clock_now() >= end)
			return result;
		nanosleep(&pause, NULL);
	}
}

static void
take_locks(struct router *r)
{
	char who[32];
	pid_t pid = 0;
	bool mac = false;
	enum run_lock_result result;

	result = lock_patiently(r, false, &pid);
	if (result == RUN_HELD)
		fatalx("VRID %u runs on %s already%s: stop that one first",
		    r->conf.vrid, r->ifc.name, by_pid(pid, who));
	if (r->conf.vmac && (result == RUN_LOCKED || result == RUN_SQUATTED)) {
		mac = true;
		result = lock_patiently(r, true, &pid);
	}
	if (result == RUN_HELD)
		fatalx("another vrrpd handles the MAC of %s already%s: use "
		    "-n, or a macvlan interface for each VRID", r->ifc.name,
		    by_pid(pid, who));
	if (result == RUN_LEAVING)
		fatalx("another vrrpd on %s is still handing over; try again "
		    "in a moment", r->ifc.name);
	if (result == RUN_ERROR)
		fatal("cannot take the lock of %s", r->ifc.name);
	if (result == RUN_SQUATTED)
		log_warnx("the lock of %s%s is held by a user's process%s, "
		    "going on without it", r->ifc.name,
		    mac ? "'s MAC" : "", by_pid(pid, who));
}

static void
check_addresses(struct router *r)
{
	char dotted[REPORT_DOTTED];
	const struct iface_addr *a = &r->view.a_foreign;
	const char *name = r->ifc.name;

	if (vip_look(&r->vip, 0, &r->view) == -1)
		fatal("cannot read the addresses of %s", name);
	if (r->conf.vmac && vmac_is(r->view.mac))
		fatalx("%s has a virtual MAC, 00:00:5e:00:01:%02x, that no "
		    "running vrrpd has put there: set its own first with ip "
		    "link set %s address MAC, or use -n", name,
		    r->view.mac[5], name);
	if (is_owner(r))
		return;
	if (r->view.foreign > 0)
		fatalx("%s stands on %s already: use -p 255 if %s owns every "
		    "virtual address, else remove it with ip addr del %s/%u "
		    "dev %s", report_dotted(a->addr, dotted), name, name,
		    dotted, a->len, name);
	if (r->conf.priority == VRRP_OWNER)
		log_warnx("-p 255 is for the owner of the addresses, which "
		    "%s is not: the ordinary rules apply", name);
}

static void
describe(struct router *r)
{
	r->adv = (struct adv_conf){
		.vrid = r->conf.vrid,
		.interval = r->conf.interval,
		.auth_type = ADV_AUTH_NONE,
		.naddrs = (uint8_t)r->conf.naddrs,
	};
	for (unsigned i = 0; i < r->conf.naddrs; i++)
		r->adv.addrs[i] = r->conf.addrs[i].addr;
	r->datagram_len = adv_build(r->datagram, &r->adv);
}

static void
start(struct router *r)
{
	char prefix[64];

	r->lock = r->mac_lock = -1;
	r->grace_end = r->retry_at = VRRP_NEVER;
	r->now = r->heard = clock_now();
	r->since = time(NULL);
	limit_init(&r->limit);
	describe(r);
	vrrp_init(&r->vrrp, r->conf.priority, r->conf.interval,
	    r->conf.preempt);
	umask(022);
	if (nl_open() == -1)
		fatal("cannot open rtnetlink");
	check_interface(r);
	check_directory(r);
	check_permission();
	open_sockets(r);
	take_locks(r);
	vip_init(&r->vip, &r->conf, &r->ifc);
	check_addresses(r);
	snprintf(r->reason, sizeof(r->reason), "started");
	signals_init(&r->unblocked);
	snprintf(prefix, sizeof(prefix), "%s vrid %u: ", r->conf.ifname,
	    r->conf.vrid);
	if (write_state(r) == -1 || run_pid() == -1)
		fatal("-f %s: cannot write a file there", r->conf.piddir);
	if (r->conf.background)
		daemon_ready();
	log_prefix(prefix);
	r->attached = true;
}

static void
finish(struct router *r)
{
	save_state(r);
	run_remove();
	log_notice("ended");
}

int
main(int argc, char *argv[])
{
	static struct router router;
	char error[CONF_ERROR];

	switch (conf_parse(&router.conf, argc, argv, error)) {
	case CONF_OK:
		break;
	case CONF_HELP:
		fputs(conf_usage(), stdout);
		return fflush(stdout) == 0 ? 0 : 1;
	case CONF_VERSION:
		puts("vrrpd " VERSION);
		return fflush(stdout) == 0 ? 0 : 1;
	case CONF_BAD:
		log_warnx("%s", error);
		return 2;
	}
	if (router.conf.background)
		daemon_fork();
	start(&router);
	log_notice("vrrpd " VERSION " started, priority %u, %u address%s",
	    router.conf.priority, router.conf.naddrs,
	    router.conf.naddrs == 1 ? "" : "es");
	look(&router, false);
	while (!vrrp_stopped(&router.vrrp))
		turn(&router);
	finish(&router);
	return 0;
}
