/* An event goes to the core, and its actions to the kernel. */
#include "router.h"

#include <errno.h>
#include <sched.h>

#include "hook.h"
#include "log.h"
#include "notify.h"
#include "run.h"

/* Two masters that take turns must not make us write all the time. */
#define SAVE_AFTER	VRRP_SECOND
#define OWN_AGAIN	VRRP_SECOND
#define HOOK_AGAIN	VRRP_SECOND

/*
 * Without a key anyone can forge a Master's coming and going, for ever, and a
 * bad cable never rests.  The changes that are logged, and the announcements
 * that are sent: so many at once, or one in a while.
 */
#define MANY		20
#define CHANGE_EVERY	(10 * VRRP_SECOND)
#define ANNOUNCE_EVERY	VRRP_SECOND

bool
router_worth_a_line(struct router *r, uint8_t kind, uint32_t source)
{
	uint32_t shown;

	return limit_hit(&r->limit, r->now, kind, source, &shown);
}

/* Whether that did not happen too often, by what it has added up to. */
static bool
seldom(const struct router *r, uint64_t *sum, uint64_t every)
{
	if (*sum < r->now)
		*sum = r->now;
	if (*sum - r->now >= MANY * every)
		return false;
	*sum += every;
	return true;
}

bool
router_may_tell(struct router *r)
{
	return seldom(r, &r->told, CHANGE_EVERY) ||
	    router_worth_a_line(r, KIND_CHANGE, 0);
}

static size_t
state_text(struct router *r, char text[REPORT_STATE])
{
	char why[REPORT_PRIORITY];
	const struct report_state s = {
		.ifname = r->ifc.name,
		.since = r->since,
		.reason = r->reason,
		.why_priority = router_why_priority(r, why),
		.virtual_mac = r->vip.virtual_mac,
		.real_mac = r->vip.real_mac,
		.stats = &r->stats,
	};

	return report_state(&r->conf, &r->vrrp, &s, text);
}

int
router_write_state(struct router *r)
{
	char text[REPORT_STATE];
	size_t len = state_text(r, text);

	return run_state(text, len);
}

void
router_tell_hook(struct router *r)
{
	char text[REPORT_STATE];
	size_t len;

	r->hook_at = VRRP_NEVER;
	if (hook_fd() == -1)
		return;
	len = state_text(r, text);
	if (!hook_tell(text, len))
		r->hook_at = r->now + HOOK_AGAIN;
}

/*
 * The protocol goes on without its file.  The one that is there is wrong from
 * then on, so try again until there is room, but say it once.
 */
void
router_save_state(struct router *r)
{
	bool failed;

	if (r->unread)
		router_read_priority(r);
	mac_keep_record(&r->vip);
	failed = router_write_state(r) == -1;
	if (!failed && !run_has_pid())
		(void)run_pid();
	if (failed && !r->unsaved && router_worth_a_line(r, KIND_FILE, 0))
		log_warn("cannot write the state file in %s", r->conf.piddir);
	notify_send("STATUS=%s%s (%s)", vrrp_state_name(r->vrrp.state),
	    r->vrrp.handing_over ? ", handing over" : "", r->reason);
	r->unsaved = failed;
	r->save_at = failed || r->unread ? r->now + ROUTER_SAVE_AGAIN :
	    VRRP_NEVER;
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
	if (!auth_seal(&r->conf.auth, r->datagram, r->datagram_len)) {
		r->facts.send_errno = EOVERFLOW;
		if (router_worth_a_line(r, KIND_SEND, 0))
			log_warnx("advertisement not sent: the AH sequence "
			    "numbers are used up; stop every router of the "
			    "group, remove their state files, change the key"
			    );
		return -1;
	}
	if (sock_send_adv(&r->sock, r->datagram, r->datagram_len) == 0)
		return 0;
	r->facts.send_errno = errno;
	if (router_worth_a_line(r, KIND_SEND, 0))
		log_warn("advertisement not sent%s%s%s",
		    errno == EPERM ? " (does a firewall drop protocol " : "",
		    errno != EPERM ? "" :
		    r->conf.auth.type == ADV_AUTH_AH ? "51" : "112",
		    errno == EPERM ? "?)" : "");
	return -1;
}

/* Whose frames would have the switch send us the Master's. */
static bool
wrong_mac(const struct router *r)
{
	return r->vrrp.state != VRRP_MASTER && r->vip.swapped;
}

void
router_announce(struct router *r)
{
	r->announce_at = VRRP_NEVER;
	if (r->vrrp.state != VRRP_MASTER)
		return;
	if (seldom(r, &r->announced, ANNOUNCE_EVERY))
		vip_announce(&r->vip, &r->sock);
	else
		r->announce_at = r->now + ANNOUNCE_EVERY;
}

static void
announce_own(struct router *r)
{
	if (r->attached && !wrong_mac(r))
		vip_announce_own(&r->vip, &r->sock);
}

void
router_announce_own(struct router *r)
{
	announce_own(r);
	r->own_due = r->conf.vmac;
	if (r->own_due)
		r->own_at = r->now + OWN_AGAIN;
}

/* The kernel does not while another process here is in the group as well. */
static void
report_group(struct router *r)
{
	uint8_t report[IGMP_LEN];

	if (!r->usable || wrong_mac(r))
		return;
	igmp_build(report, r->view.primary);
	(void)sock_send_adv(&r->sock, report, sizeof(report));
}

void
router_rejoin(struct router *r)
{
	sock_rejoin(&r->sock);
	/* News that were lost must not make us report without end. */
	if (r->own_at != VRRP_NEVER)
		return;
	report_group(r);
	r->own_at = r->now + OWN_AGAIN;
}

void
router_announce_again(struct router *r)
{
	r->own_at = VRRP_NEVER;
	report_group(r);
	if (r->own_due)
		announce_own(r);
	r->own_due = false;
}

/* Do one action.  True: its outcome is an event, left in *next. */
static bool
perform(struct router *r, enum vrrp_action action, struct vrrp_in *next)
{
	switch (action) {
	case VRRP_MAC_ON:
		mac_on(&r->vip);
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
		router_announce(r);
		break;
	case VRRP_FAREWELL:
		if (!wrong_mac(r))
			(void)send_adv(r, r->vrrp.priority);
		break;
	case VRRP_RESIGN:
		if (send_adv(r, 0) == 0)
			r->stats.zero_sent++;
		break;
	case VRRP_ADDRS_OFF:
		(void)vip_addrs_off(&r->vip, 0);
		break;
	case VRRP_MAC_OFF:
		mac_off(&r->vip);
		break;
	case VRRP_ANNOUNCE_OWN:
		router_announce_own(r);
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
		if (router_worth_a_line(r, KIND_DUEL, r->facts.source))
			log_warnx("%s", words);
		break;
	case VRRP_WHY_TWO_OWNERS:
		if (router_worth_a_line(r, KIND_TWO_OWNERS, r->facts.source))
			log_warnx("%s", words);
		break;
	case VRRP_WHY_REPAIR:
		if (router_worth_a_line(r, KIND_REPAIR, 0))
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
	if (router_may_tell(r))
		log_notice("%s -> %s (%s)", vrrp_state_name(was),
		    vrrp_state_name(r->vrrp.state), r->reason);
	if (r->vrrp.state == VRRP_MASTER) {
		r->stats.become_master++;
		router_warn_of_port(r);
	}
	if (r->vrrp.state == VRRP_BACKUP)
		r->heard = r->now;
	router_tell_hook(r);
}

/* Step the core, do what it says, and go on with what came of it. */
void
router_step(struct router *r, struct vrrp_in in)
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
	if (r->vrrp.state != was.state) {
		/* Others may be due to become Master at the same time. */
		(void)sched_yield();
		transition(r, was.state, why);
	} else if (why != VRRP_WHY_NONE)
		tell(r, why);
	if (r->vrrp.state != was.state ||
	    r->vrrp.handing_over != was.handing_over)
		router_save_state(r);
	else if (r->vrrp.master != was.master && r->save_at == VRRP_NEVER)
		r->save_at = r->now + SAVE_AFTER;
	/* The routes are back that were in it. */
	mac_renew_record(&r->vip);
	/*
	 * Not all could be undone: router_look tries again.  The Master's
	 * advertisements, one a second, must not put that off.
	 */
	if ((wrong_mac(r) || r->vip.clinging) &&
	    r->retry_at > r->now + VRRP_SECOND)
		r->retry_at = r->now + VRRP_SECOND;
}

void
router_event(struct router *r, enum vrrp_event event)
{
	router_step(r, (struct vrrp_in){ .event = event });
}
