/* The interface is followed through all that happens to it. */
#include "router.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "run.h"
#include "watch.h"

#define RETRY	(VRRP_SECOND)		/* an interface not usable */

static void
detach(struct router *r)
{
	sock_close(&r->sock);
	if (r->lock != -1)
		close(r->lock);
	if (r->mac_lock != -1)
		close(r->mac_lock);
	r->lock = r->mac_lock = -1;
	r->nears = 0;
	r->attached = false;
}

/* Whether a lock is ours, or nobody's who counts. */
static bool
have(enum run_lock_result result)
{
	return result == RUN_LOCKED || result == RUN_SQUATTED ||
	    result == RUN_BUSY;
}

/* Why the interface that has our name now cannot be ours; NULL: it is. */
static const char *
take_interface(struct router *r)
{
	uint8_t mac[IFACE_MAC];
	pid_t holder;

	if (iface_mac_get(&r->ifc, mac) == -1)
		return "is there again, but is no Ethernet interface";
	if (sock_open(&r->sock, r->ifc.index, r->conf.vrid) == -1)
		return "is there again, but no socket can be opened";
	if (!have(run_lock_instance(&r->lock, r->ifc.index, r->conf.vrid,
	    &holder)))
		return "is there again, but another vrrpd has this VRID there";
	if (r->conf.vmac &&
	    !have(run_lock_mac(&r->mac_lock, r->ifc.index, &holder)))
		return "is there again, but another vrrpd handles its MAC";
	return NULL;
}

/*
 * The deleted interface is there again, or another of its name.  What keeps
 * us from using it is tried again.
 */
static const char *
attach(struct router *r)
{
	const char *why;

	r->retry_at = VRRP_NEVER;
	if (iface_open(&r->ifc, r->conf.ifname) == -1)
		return "is gone";
	why = take_interface(r);
	if (why != NULL) {
		r->retry_at = r->now + RETRY;
		detach(r);
	}
	r->attached = why == NULL;
	return why;
}

/* In Initialize: what we wait for, said once. */
static void
wait_for_it(struct router *r, const char *why)
{
	if (r->facts.down != NULL && strcmp(why, r->facts.down) == 0)
		return;
	r->facts.down = why;
	report_why(VRRP_WHY_DOWN, &r->facts, r->reason);
	log_notice("waiting: %s", r->reason);
	router_save_state(r);
}

/* Decided at Startup: 255, and every address is the interface's own. */
bool
router_owns(const struct router *r)
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
	if (r->vip.owner && !router_owns(r))
		return "has lost an address that it owned";
	return "has no IPv4 address of its own";
}

/* What was sent while it was away is lost; a Master announces anyway. */
static void
link_back(struct router *r)
{
	router_rejoin(r);
	if (r->vrrp.state != VRRP_MASTER)
		router_announce_own(r);
}

/* A switch may look for loops first, for as long as -w says. */
static void
back_up(struct router *r)
{
	if (r->conf.hold > 0 && router_may_tell(r))
		log_notice("no take-over for %u s, unless the master resigns",
		    r->conf.hold);
	router_step(r, (struct vrrp_in){ .event = VRRP_UP, .back = true,
	    .addr = r->view.primary, .owner = r->vip.owner });
}

/*
 * Some NICs reset their link at every change of the MAC.  Letting go would
 * change it again, for ever, so such a loss of carrier is waited out.
 */
static bool
carrier(struct router *r)
{
	if (r->view.running) {
		if (r->grace_end != VRRP_NEVER) {
			r->grace_end = VRRP_NEVER;
			link_back(r);
			/* What was not heard meanwhile does not count. */
			back_up(r);
		}
		return true;
	}
	if (!r->usable)
		return false;
	if (r->grace_end == VRRP_NEVER && r->mac_changed != 0 &&
	    r->now - r->mac_changed < ROUTER_GRACE)
		r->grace_end = r->now + ROUTER_GRACE;
	return r->grace_end != VRRP_NEVER && r->now < r->grace_end;
}

/* Two hosts may answer for it. */
static void
stands_already(const struct router *r)
{
	char dotted[REPORT_DOTTED];

	log_warnx("%s stands on %s already and is not ours; it stays when we "
	    "let go", report_dotted(r->view.a_foreign.addr, dotted),
	    r->ifc.name);
}

void
router_warn_of_port(const struct router *r)
{
	char master[IFNAMSIZ];

	if (iface_is_port(&r->ifc, master))
		log_warnx("%s is a port of %s, which takes what arrives: no "
		    "other router is heard here; use -i %s", r->ifc.name,
		    master, master);
}

static void
go_up(struct router *r)
{
	r->usable = true;
	r->facts.down = NULL;
	r->heard = r->now;
	router_rejoin(r);
	if (r->view.foreign > 0 && !r->vip.owner)
		stands_already(r);
	router_warn_of_port(r);
	back_up(r);
}

static void
go_down(struct router *r)
{
	r->usable = false;
	r->grace_end = VRRP_NEVER;
	r->facts.down = why_unusable(r);
	router_event(r, VRRP_DOWN);
}

/* Who owns the addresses may have one of them as its primary. */
static int
see(struct router *r)
{
	if (!r->usable)
		r->vip.owner = false;
	if (vip_look(&r->vip, r->vrrp.primary, &r->view) == -1)
		return -1;
	if (r->usable || !router_owns(r))
		return 0;
	r->vip.owner = true;
	return vip_look(&r->vip, r->vrrp.primary, &r->view);
}

bool
router_deaf(const struct router *r)
{
	return r->grace_end != VRRP_NEVER && r->vrrp.state != VRRP_MASTER;
}

/* Someone else's change; a swapped one the core hears of as lost. */
static void
mac_changed(struct router *r)
{
	r->mac_changed = r->now;
	if (r->usable && !r->vip.swapped)
		router_event(r, VRRP_LOST);
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
	/* It was out of reach when we let go, and has come back with it. */
	if (r->vrrp.state != VRRP_MASTER &&
	    mac_is_ours(&r->vip, r->view.mac))
		r->vip.swapped = true;
	mac_renew_record(&r->vip);
	if (memcmp(mac, r->view.mac, sizeof(mac)) != 0)
		mac_changed(r);
	/* An owner that lost an address is none: Startup decides anew. */
	if (r->usable && r->vip.owner && !router_owns(r)) {
		r->retry_at = r->now;
		return false;
	}
	return r->view.up && r->view.primary != 0 && carrier(r);
}

/*
 * Even if another has its name and index already, and whether or not we were
 * told: news get lost.
 */
static void
gone(struct router *r)
{
	detach(r);
	r->view.there = false;
	if (r->usable)
		go_down(r);
}

/*
 * Only a Master has any business with a virtual address or the virtual MAC.
 * Someone may insist on it: no tight loop with him.
 */
static void
let_go_again(struct router *r)
{
	const bool mac = r->vip.swapped;

	if (r->now < r->off_at) {
		r->retry_at = r->off_at;
		return;
	}
	r->off_at = r->now + RETRY;
	/* Else it has been said that this could not be done. */
	if (!r->vip.clinging && !r->vip.told_off &&
	    router_worth_a_line(r, KIND_REPAIR, 0))
		log_warnx("a virtual address or MAC has come back to %s, and "
		    "this is no Master: removed", r->ifc.name);
	mac_off(&r->vip);
	(void)vip_addrs_off(&r->vip, 0);
	if (r->vip.swapped || r->vip.clinging)
		r->retry_at = r->now + RETRY;
	if (mac && !r->vip.swapped)
		router_announce_own(r);
}

/* Whom only the packet socket can hear: who has an address that we have. */
static void
prick_ears(struct router *r)
{
	static bool told;
	uint32_t addrs[SOCK_MAX_EAR];
	size_t n = 0;

	for (unsigned i = 0; i < r->view.nown; i++)
		addrs[n++] = r->view.own[i];
	for (unsigned i = 0; i < r->conf.naddrs; i++)
		if (r->vip.stands[i] && !r->vip.owner)
			addrs[n++] = r->conf.addrs[i].addr;
	if (n == r->nears && memcmp(addrs, r->ears, n * sizeof(*addrs)) == 0)
		return;
	if (sock_hear(&r->sock, r->conf.vrid, addrs, n) == -1) {
		if (!told)
			log_warn("cannot filter our addresses, trying on");
		told = true;
		r->retry_at = r->now + RETRY;
		return;
	}
	told = false;
	memcpy(r->ears, addrs, n * sizeof(*addrs));
	r->nears = n;
}

/* What is so now decides, not what was said in between. */
static void
follow(struct router *r, unsigned news)
{
	const char *why = NULL;
	unsigned foreign = r->view.foreign;
	bool usable;

	if (r->attached && sock_stale(&r->sock))
		gone(r);
	if (!r->attached)
		why = attach(r);
	if (why != NULL) {
		wait_for_it(r, why);
		return;
	}
	usable = usable_now(r);
	if (r->vip.fallen && mac_raise(&r->vip) == -1)
		r->retry_at = r->now + RETRY;
	if (r->vrrp.state != VRRP_MASTER && (r->vip.swapped ||
	    r->vip.clinging || vip_any(&r->vip)))
		let_go_again(r);
	if (usable != r->usable) {
		if (usable)
			go_up(r);
		else
			go_down(r);
		/* That may have changed what the view shows. */
		return;
	}
	if (!usable) {
		wait_for_it(r, why_unusable(r));
		return;
	}
	if (r->view.foreign > foreign && !r->vip.owner &&
	    router_worth_a_line(r, KIND_REPAIR, r->view.a_foreign.addr))
		stands_already(r);
	if ((news & WATCH_FLAP) != 0 && r->view.running) {
		link_back(r);
		if (r->vrrp.state == VRRP_BACKUP && r->conf.hold > 0)
			back_up(r);
	}
	if (r->view.primary != r->vrrp.primary)
		router_step(r, (struct vrrp_in){ .event = VRRP_PRIMARY,
		    .addr = r->view.primary });
	if (r->vrrp.state == VRRP_MASTER && !vip_intact(&r->vip, &r->view))
		router_event(r, VRRP_LOST);
}

/* A Backup that hears nobody would be a second Master. */
static void
join_again(struct router *r)
{
	static bool told;

	if (sock_join(&r->sock) == -1) {
		if (!told)
			log_warn("cannot join the group of VRRP on %s, "
			    "trying on", r->ifc.name);
		r->retry_at = r->now + RETRY;
	}
	told = r->sock.deaf;
}

void
router_look(struct router *r, unsigned news)
{
	follow(r, news);
	if (!r->attached)
		return;
	prick_ears(r);
	if (r->sock.deaf)
		join_again(r);
}
