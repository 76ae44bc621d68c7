#include "recover.h"

#include <errno.h>
#include <string.h>

#include "log.h"
#include "mac.h"
#include "packet.h"
#include "record.h"
#include "room.h"
#include "route.h"
#include "run.h"

#define VRIDS	256

struct search {
	struct record	now;		/* what fits */
	uint8_t		vrid;		/* whose record */
	struct record	found;
	bool		is_found;
	bool		all[VRIDS];	/* whoever else has a record */
};

/* The length of the text of a record of this very interface, or 0. */
static size_t
fitting(const struct search *s, struct record *r, const char *text,
    size_t len)
{
	size_t n = record_parse(r, text, len);

	return n == 0 || r->kept != len - n || !record_fits(r, &s->now) ?
	    0 : n;
}

static bool
consider(const char *text, size_t len, void *arg)
{
	struct search *s = arg;
	struct record r;
	size_t n = fitting(s, &r, text, len);

	if (n == 0)
		return false;
	s->all[r.vrid] = true;
	if (r.vrid != s->vrid)
		return false;
	s->found = r;
	s->is_found = true;
	/* Its routes are in route.h from here on. */
	if (route_load(text + n, r.kept, s->now.ifindex) == -1)
		log_warnx("the routes in an undo record of VRID %u cannot be "
		    "read", r.vrid);
	return false;
}

static bool
obsolete(const char *text, size_t len, void *arg)
{
	struct search *s = arg;
	struct record r;

	return fitting(s, &r, text, len) != 0 && r.vrid == s->vrid;
}

static void
search(struct search *s, const struct vip *vip, uint8_t vrid,
    bool (*each)(const char *, size_t, void *))
{
	static ROOM char room[RECORD_TEXT + ROUTE_ROOM];

	*s = (struct search){ .now = vip->record, .vrid = vrid };
	s->now.ifindex = vip->ifc->index;
	if (iface_mac_permanent(vip->ifc, s->now.permanent) == -1)
		memset(s->now.permanent, 0, sizeof(s->now.permanent));
	/* One that is there must not be written over. */
	if (run_records(each, s, room, sizeof(room)) == -1)
		fatal("cannot look for undo records in %s",
		    vip->conf->piddir);
}

/* What to undo depends on it, so nothing is guessed. */
static void
get_mac(const struct vip *vip, uint8_t mac[IFACE_MAC])
{
	if (iface_mac_get(vip->ifc, mac) == -1)
		fatal("cannot read the MAC of %s", vip->ifc->name);
}

/* Whether the interface has a virtual MAC now, and which. */
static bool
has_virtual(const struct vip *vip, uint8_t mac[IFACE_MAC])
{
	get_mac(vip, mac);
	return vmac_is(mac);
}

static bool
has(const struct vip *vip, const uint8_t mac[IFACE_MAC])
{
	uint8_t now[IFACE_MAC];

	get_mac(vip, now);
	return memcmp(now, mac, IFACE_MAC) == 0;
}

/* An address that an interface may have of its own. */
static bool
is_own(const uint8_t mac[IFACE_MAC])
{
	static const uint8_t none[IFACE_MAC];

	return memcmp(mac, none, IFACE_MAC) != 0 && (mac[0] & 1) == 0 &&
	    !vmac_is(mac);
}

static int
put_mac_back(struct vip *vip, const uint8_t from[IFACE_MAC],
    const uint8_t to[IFACE_MAC], const char *source)
{
	memcpy(vip->real_mac, to, IFACE_MAC);
	if (mac_back(vip, from) == -1)
		return -1;
	vip->recovered = true;
	log_warnx("put back the MAC of %s, %02x:%02x:%02x:%02x:%02x:%02x"
	    "%s, in place of the virtual one that a vrrpd which was killed "
	    "left there", vip->ifc->name, to[0], to[1], to[2], to[3], to[4],
	    to[5], source);
	return 0;
}

static void
remove_addresses(struct vip *vip, uint8_t heir_of)
{
	unsigned n = vip_addrs_off(vip, heir_of);

	if (n > 0)
		log_warnx("removed %u address%s that a vrrpd which was "
		    "killed left on %s", n, n == 1 ? "" : "es",
		    vip->ifc->name);
}

/* Virtual addresses among them are nobody's any more, or a living one's. */
static void
put_routes_back(struct vip *vip, bool down)
{
	route_forget_labelled(vip_is_label, true);
	mac_fell(vip, down);
	if (!vip->fallen)
		log_warnx("put back the routes of %s that a killed vrrpd had "
		    "taken away", vip->ifc->name);
}

/*
 * By the record of a dead instance: what it was about to put back, its
 * addresses, and the MAC if that is ours to set.
 */
static int
undo(struct vip *vip, uint8_t vrid, bool mac)
{
	uint8_t from[IFACE_MAC];
	struct search s;
	int result = 0;
	bool on;

	search(&s, vip, vrid, consider);
	if (!s.is_found)
		return 0;
	on = has_virtual(vip, from) && from[5] == vrid && is_own(s.found.mac);
	mac = mac && on;
	/* What we record from now on must not lose it. */
	if (on)
		memcpy(vip->real_mac, s.found.mac, IFACE_MAC);
	/* Before it goes up, where some drivers refuse it. */
	if (mac && s.found.down)
		(void)iface_mac_set(vip->ifc, s.found.mac);
	/* Another MAC: it is another interface by now, or another's affair. */
	if ((s.found.kept > 0 || s.found.down) && (on || has(vip, s.found.mac)))
		put_routes_back(vip, s.found.down);
	remove_addresses(vip, vrid);
	if (mac)
		result = put_mac_back(vip, from, s.found.mac, "");
	/* Killed behind the MAC, it had not come to these yet. */
	if (!has_virtual(vip, from)) {
		vmac_build(from, vrid);
		mac_remove_formed(vip, from);
	}
	return result;
}

/* What was done need not be done again, whatever its file's name. */
static void
forget(const struct vip *vip, uint8_t vrid)
{
	uint8_t mac[IFACE_MAC];
	struct search s;

	if (!vip->fallen && iface_mac_get(vip->ifc, mac) == 0 &&
	    !(vmac_is(mac) && mac[5] == vrid))
		search(&s, vip, vrid, obsolete);
}

/* The others that are dead, as who handles the MAC. */
static int
undo_others(struct vip *vip)
{
	int result = 0, fds[2];
	struct search s;

	search(&s, vip, 0, consider);
	s.all[vip->conf->vrid] = false;
	for (unsigned vrid = 1; vrid < VRIDS && result == 0; vrid++) {
		if (!s.all[vrid] ||
		    !run_lock_borrow(fds, vip->ifc->index, (uint8_t)vrid))
			continue;
		result = undo(vip, (uint8_t)vrid, true);
		if (result == 0)
			forget(vip, (uint8_t)vrid);
		run_lock_return(fds);
	}
	return result;
}

/* Without a record: what the NIC came with. */
static int
undo_unrecorded(struct vip *vip)
{
	uint8_t from[IFACE_MAC], to[IFACE_MAC];
	int result, fds[2];
	bool other;

	if (!has_virtual(vip, from) ||
	    iface_mac_permanent(vip->ifc, to) == -1 || !is_own(to))
		return 0;
	other = from[5] != vip->conf->vrid;
	if (other && !run_lock_borrow(fds, vip->ifc->index, from[5]))
		return 0;
	result = put_mac_back(vip, from, to, " (the NIC's permanent one)");
	if (other)
		run_lock_return(fds);
	return result;
}

int
recover(struct vip *vip, const struct sock *sock, bool mac)
{
	int result = undo(vip, vip->conf->vrid, mac), saved;

	if (mac && vip->conf->vmac && result == 0)
		result = undo_others(vip);
	if (mac && vip->conf->vmac && result == 0)
		result = undo_unrecorded(vip);
	saved = errno;
	/* They would answer for a master that is not here, so they go. */
	remove_addresses(vip, 0);
	if (vip->recovered)
		vip_announce_own(vip, sock);
	if (result == 0)
		forget(vip, vip->conf->vrid);
	errno = saved;
	return result;
}
