#include "vip.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "label.h"
#include "log.h"
#include "mac.h"
#include "report.h"
#include "route.h"
#include "run.h"
#include "watch.h"

#define TRIES		3	/* of what nothing else would make up for */

_Static_assert(CONF_MAX_ADDRS <= WATCH_MAX_ADDRS,
    "more addresses than watch_mute takes");

void
vip_init(struct vip *vip, const struct conf *conf, struct iface *ifc)
{
	*vip = (struct vip){ .conf = conf, .ifc = ifc };
	vmac_build(vip->virtual_mac, conf->vrid);
	vip->record.vrid = conf->vrid;
	if (run_here(vip->record.boot, &vip->record.netns) == -1)
		fatal("cannot read the boot id or namespace in /proc");
}

bool
vip_label_fits(const char *ifname)
{
	return strlen(ifname) + LABEL_TAIL < IFNAMSIZ;
}

static void
tail(const struct vip *vip, unsigned i, char text[LABEL_TAIL + 1])
{
	snprintf(text, LABEL_TAIL + 1, ":%c%x%02x",
	    LABEL_FIRST + vip->conf->vrid / 16, vip->conf->vrid % 16, i & 0xff);
}

/* Which virtual address this is, or -1. */
static int
which(const struct vip *vip, uint32_t addr)
{
	for (unsigned i = 0; i < vip->conf->naddrs; i++)
		if (vip->conf->addrs[i].addr == addr)
			return (int)i;
	return -1;
}

bool
vip_is_label(const char *label)
{
	const char *colon = strrchr(label, ':');

	return colon != NULL && strlen(colon) == LABEL_TAIL &&
	    colon[1] >= LABEL_FIRST && colon[1] <= LABEL_LAST &&
	    strspn(colon + 2, "0123456789abcdef") == LABEL_TAIL - 2;
}

static unsigned
hex(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* The virtual router that a label like ours names, or 0. */
static unsigned
label_vrid(const char *label)
{
	const char *colon = strrchr(label, ':');

	return !vip_is_label(label) ? 0 :
	    (unsigned)(colon[1] - LABEL_FIRST) * 16 + hex(colon[2]);
}

/* The number in a label of this virtual router, or -1. */
static int
label_index(const struct vip *vip, const struct iface_addr *a)
{
	const char *colon = strrchr(a->label, ':');

	return label_vrid(a->label) != vip->conf->vrid ? -1 :
	    (int)(hex(colon[3]) * 16 + hex(colon[4]));
}

/*
 * A rename may have spoilt the label, so our memory counts too.  The kernel
 * has an address only once with one prefix length.
 */
static bool
is_mine(const struct vip *vip, int i, const struct iface_addr *a)
{
	return label_index(vip, a) != -1 ||
	    (vip->mine[i] && a->len == vip->conf->addrs[i].len);
}

struct looking {
	struct vip	*vip;
	bool		foreign[CONF_MAX_ADDRS];
	struct vip_view	*view;
	uint32_t	last;		/* primary until now */
	int		rank;		/* of the best primary so far */
};

static void
look_at_ours(struct looking *l, int i, const struct iface_addr *a)
{
	if (!l->vip->stands[i])
		l->view->standing++;
	l->vip->stands[i] = true;
	if (is_mine(l->vip, i, a))
		l->vip->mine[i] = true;
	else if (!l->foreign[i]) {
		l->foreign[i] = true;
		l->view->foreign++;
		l->view->a_foreign = *a;
	}
}

/* A virtual address is never our source, unless we own it. */
static void
look_at(const struct iface_addr *a, void *arg)
{
	struct looking *l = arg;
	int i = which(l->vip, a->addr), label = label_index(l->vip, a), rank;

	if (i != -1)
		look_at_ours(l, i, a);
	if (label != -1)
		l->vip->label_taken[label] = true;
	if (i != -1 ? !l->vip->owner : vip_is_label(a->label))
		return;
	if (l->view->nown < VIP_MAX_OWN)
		l->view->own[l->view->nown++] = a->addr;
	rank = a->addr == l->last ? 4 : a->global ? 2 : 0;
	if (!a->secondary)
		rank++;
	if (rank > l->rank) {
		l->rank = rank;
		l->view->primary = a->addr;
	}
}

static int
look_at_addrs(struct vip *vip, uint32_t last, struct vip_view *view)
{
	struct looking l = {
		.vip = vip, .view = view, .last = last, .rank = -1,
	};
	bool were_mine[CONF_MAX_ADDRS];

	view->primary = 0;
	view->nown = view->standing = view->foreign = 0;
	memset(vip->stands, 0, sizeof(vip->stands));
	memset(vip->label_taken, 0, sizeof(vip->label_taken));
	memcpy(were_mine, vip->mine, sizeof(were_mine));
	if (iface_addrs(vip->ifc, look_at, &l) == -1) {
		memcpy(vip->mine, were_mine, sizeof(were_mine));
		return -1;
	}
	for (unsigned i = 0; i < vip->conf->naddrs; i++)
		vip->mine[i] &= vip->stands[i];
	return 0;
}

int
vip_mute(const struct vip *vip, int watch)
{
	uint32_t addrs[CONF_MAX_ADDRS];

	for (unsigned i = 0; i < vip->conf->naddrs; i++)
		addrs[i] = vip->conf->addrs[i].addr;
	return watch_mute(watch, vip->conf->vrid, addrs, vip->conf->naddrs);
}

int
vip_look(struct vip *vip, uint32_t primary, struct vip_view *view)
{
	struct vip_view new = { .there = iface_there(vip->ifc) };
	unsigned flags = 0;

	if (new.there && (iface_flags(vip->ifc, &flags) == -1 ||
	    iface_mac_get(vip->ifc, new.mac) == -1 ||
	    look_at_addrs(vip, primary, &new) == -1))
		return -1;
	/* A virtual MAC is never the interface's own. */
	if (new.there && !vip->swapped &&
	    !(vip->conf->vmac && vmac_is(new.mac)))
		memcpy(vip->real_mac, new.mac, IFACE_MAC);
	new.up = (flags & IFF_UP) != 0;
	/* Whoever took it up: from now on it may be down on purpose. */
	if (new.up)
		vip->down = false;
	new.running = (flags & IFF_RUNNING) != 0;
	*view = new;
	return 0;
}

bool
vip_any(const struct vip *vip)
{
	return memchr(vip->mine, 1, vip->conf->naddrs) != NULL;
}

bool
vip_intact(const struct vip *vip, const struct vip_view *view)
{
	if (vip->swapped && !mac_is_ours(vip, view->mac))
		return false;
	return view->standing == vip->conf->naddrs;
}

/* A virtual address as we put it up. */
static struct iface_addr
as_ours(const struct vip *vip, unsigned i)
{
	const struct conf_addr *c = &vip->conf->addrs[i];
	struct iface_addr a = { .addr = c->addr, .len = c->len };
	char text[LABEL_TAIL + 1];

	tail(vip, i, text);
	snprintf(a.label, sizeof(a.label), "%.*s%s",
	    IFNAMSIZ - 1 - LABEL_TAIL, vip->ifc->name, text);
	return a;
}

static void
addr_up(struct vip *vip, unsigned i)
{
	const struct iface_addr a = as_ours(vip, i);
	char dotted[REPORT_DOTTED];

	if (!vip_label_fits(vip->ifc->name))
		errno = ENAMETOOLONG;
	else if (vip->label_taken[i])
		/* To remove the label would remove both. */
		errno = EADDRINUSE;
	else if (iface_addr_add(vip->ifc, &a) == 0) {
		vip->stands[i] = vip->mine[i] = true;
		return;
	}
	if (vip->told_addrs)
		return;
	log_warn("cannot put up %s on %s", report_dotted(a.addr, dotted),
	    vip->ifc->name);
}

unsigned
vip_addrs_up(struct vip *vip)
{
	struct vip_view view = { .standing = 0 };
	unsigned standing = 0;

	mac_on_late(vip);
	if (look_at_addrs(vip, 0, &view) == -1)
		log_warn("cannot read the addresses of %s", vip->ifc->name);
	for (unsigned i = 0; i < vip->conf->naddrs; i++) {
		if (!vip->stands[i] && !vip->owner)
			addr_up(vip, i);
		standing += vip->stands[i];
	}
	vip->clinging = false;
	/* Said once, until all is well again. */
	vip->told_addrs = standing < vip->conf->naddrs;
	return standing;
}

/* By VRID: who has an address here, and then who of them runs. */
static bool others[UINT8_MAX + 1];

struct removal {
	struct vip	*vip;
	unsigned	n;
	bool		wide;		/* the kernel takes others as well */
	uint8_t		heir_of;
	struct iface_addr addr[CONF_MAX_ADDRS];
};

static void
note_removal(const struct iface_addr *a, void *arg)
{
	struct removal *r = arg;
	int i = which(r->vip, a->addr);
	unsigned vrid = label_vrid(a->label);

	others[vrid] = true;
	if (i != -1 ? !is_mine(r->vip, i, a) :
	    r->heir_of == 0 || vrid != r->heir_of)
		return;
	if (r->n == CONF_MAX_ADDRS)
		return;
	/* A secondary one takes nothing with it. */
	r->wide |= a->len < 32 && !a->secondary;
	r->addr[r->n++] = *a;
}

/* Those that stand; where that cannot be known, those that we put up. */
static void
find_removals(struct removal *r, struct vip *vip, uint8_t heir_of)
{
	for (int i = 0; i < TRIES; i++) {
		*r = (struct removal){ .vip = vip, .heir_of = heir_of };
		memset(others, 0, sizeof(others));
		if (iface_addrs(vip->ifc, note_removal, r) == 0 ||
		    errno == ENODEV)
			return;
	}
	log_warn("cannot read the addresses of %s", vip->ifc->name);
	*r = (struct removal){ .vip = vip };
	for (unsigned i = 0; i < vip->conf->naddrs; i++) {
		if (!vip->mine[i])
			continue;
		r->addr[r->n] = as_ours(vip, i);
		r->wide |= r->addr[r->n++].len < 32;
	}
}

/*
 * Before anything is kept, or one that lets go of its address and ends in
 * between would be none of them.
 */
static void
find_running(const struct vip *vip)
{
	others[0] = others[vip->conf->vrid] = false;
	for (unsigned vrid = 1; vrid <= UINT8_MAX; vrid++)
		others[vrid] = others[vrid] &&
		    run_lock_held(vip->ifc->index, (uint8_t)vrid);
}

static bool
of_another(const char *label)
{
	return others[label_vrid(label)];
}

unsigned
vip_addrs_off(struct vip *vip, uint8_t heir_of)
{
	struct removal r;
	uint32_t gone[CONF_MAX_ADDRS];

	if (vip->owner)
		return 0;
	find_removals(&r, vip, heir_of);
	/* What a down/up has deleted comes back with what this deletes. */
	r.wide &= !vip->fallen;
	for (unsigned i = 0; i < r.n; i++)
		gone[i] = r.addr[i].addr;
	if (r.wide)
		find_running(vip);
	/* What did not fit is lost; the addresses are kept first. */
	if (r.wide && route_save(vip->ifc->index, false) == -1)
		log_warn("not all routes of %s can be kept", vip->ifc->name);
	if (r.wide || vip->fallen)
		route_forget(gone, r.n);
	if (r.wide) {
		/* Others may let go too; who does not puts its own up again. */
		route_forget_labelled(of_another, true);
		mac_record_routes(vip);
	}
	vip->clinging = false;
	for (unsigned i = 0; i < r.n; i++) {
		if (iface_addr_del(vip->ifc, &r.addr[i]) == 0 ||
		    errno == ENODEV)
			continue;
		vip->clinging = true;
		if (!vip->told_clinging)
			log_warn("cannot remove %s of %s, trying on",
			    r.addr[i].label, vip->ifc->name);
	}
	vip->told_clinging = vip->clinging;
	if (r.wide)
		mac_restore(vip);
	memset(vip->stands, 0, sizeof(vip->stands));
	memset(vip->mine, 0, sizeof(vip->mine));
	return r.n;
}

struct announcing {
	struct vip	*vip;
	const struct sock *sock;
	uint8_t		mac[IFACE_MAC];
	bool		router;		/* forwards IPv6 */
	bool		sent;		/* something has gone out */
};

/* One that gets lost is made up for by the next. */
static void
announce4(struct announcing *to, uint32_t addr)
{
	uint8_t frame[GARP_LEN];

	garp_build(frame, to->mac, addr);
	to->sent |= sock_send_frame(to->sock, frame, sizeof(frame)) == 0;
}

static void
announce_own4(const struct iface_addr *a, void *arg)
{
	struct announcing *to = arg;

	if (which(to->vip, a->addr) == -1)
		announce4(to, a->addr);
}

static void
announce_own6(const struct iface_addr6 *a, void *arg)
{
	const struct announcing *to = arg;
	uint8_t frame[NA_LEN];

	if (!a->usable)
		return;
	na_build(frame, to->mac, a->addr, to->router);
	(void)sock_send_frame(to->sock, frame, sizeof(frame));
}

static void
announce_own(struct announcing *to)
{
	if (!to->vip->conf->vmac && !to->vip->recovered)
		return;
	to->router = iface_forwards6(to->vip->ifc);
	(void)iface_addrs(to->vip->ifc, announce_own4, to);
	(void)iface_addrs6(to->vip->ifc, announce_own6, to);
	to->vip->recovered &= !to->sent;
}

/* The MAC that the interface has, whichever we wanted it to have. */
static bool
announcing(struct announcing *to, struct vip *vip, const struct sock *sock)
{
	*to = (struct announcing){ .vip = vip, .sock = sock };
	return iface_mac_get(vip->ifc, to->mac) == 0;
}

void
vip_announce(struct vip *vip, const struct sock *sock)
{
	struct announcing to;

	if (!announcing(&to, vip, sock))
		return;
	for (unsigned i = 0; i < vip->conf->naddrs; i++)
		if (vip->stands[i])
			announce4(&to, vip->conf->addrs[i].addr);
	announce_own(&to);
}

void
vip_announce_own(struct vip *vip, const struct sock *sock)
{
	struct announcing to;

	if (announcing(&to, vip, sock))
		announce_own(&to);
}
