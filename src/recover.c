#include "recover.h"

#include <errno.h>
#include <string.h>

#include "log.h"
#include "packet.h"
#include "record.h"
#include "route.h"
#include "run.h"

struct search {
	struct record	now;		/* what fits */
	uint8_t		vrid;		/* whose record */
	struct record	found;
	bool		is_found;
	bool		routes;		/* ... with routes, in route.h */
};

/* The length of the text of a record that is to be obeyed, or 0. */
static size_t
obeyed(const struct search *s, struct record *r, const char *text, size_t len)
{
	size_t n = record_parse(r, text, len);

	if (n == 0 || r->kept != len - n || r->vrid != s->vrid ||
	    !record_fits(r, &s->now))
		return 0;
	return n;
}

static bool
consider(const char *text, size_t len, void *arg)
{
	struct search *s = arg;
	struct record r;
	size_t n = obeyed(s, &r, text, len);

	if (n == 0)
		return false;
	s->found = r;
	s->is_found = true;
	s->routes = r.kept > 0 &&
	    route_load(text + n, r.kept, s->now.ifindex) == 0;
	return false;
}

static bool
obsolete(const char *text, size_t len, void *arg)
{
	struct record r;

	return obeyed(arg, &r, text, len) != 0;
}

/* Visit the records of this VRID on this very interface. */
static void
search(struct search *s, const struct vip *vip, uint8_t vrid,
    bool (*each)(const char *, size_t, void *))
{
	static char room[RECORD_TEXT + ROUTE_ROOM];

	*s = (struct search){ .now = vip->record, .vrid = vrid };
	s->now.ifindex = vip->ifc->index;
	if (iface_mac_permanent(vip->ifc, s->now.permanent) == -1)
		memset(s->now.permanent, 0, sizeof(s->now.permanent));
	(void)run_records(each, s, room, sizeof(room));
}

/* The interface may have been left down, in the middle of a change. */
static void
put_routes_back(struct vip *vip)
{
	vip_fell(vip);
	if (!vip->fallen)
		log_warnx("put back the routes of %s that a vrrpd which was "
		    "killed was about to", vip->ifc->name);
}

/* Whether the interface has a virtual MAC now, and which. */
static bool
has_virtual(const struct vip *vip, uint8_t mac[IFACE_MAC])
{
	return iface_mac_get(vip->ifc, mac) == 0 && vmac_is(mac);
}

static int
put_mac_back(struct vip *vip, const uint8_t from[IFACE_MAC],
    const uint8_t to[IFACE_MAC], const char *source)
{
	memcpy(vip->real_mac, to, IFACE_MAC);
	if (vip_mac_back(vip, from) == -1)
		return -1;
	vip->recovered = true;
	log_warnx("put back the MAC of %s, %02x:%02x:%02x:%02x:%02x:%02x"
	    "%s, in place of the virtual one that a vrrpd which was killed "
	    "left there", vip->ifc->name, to[0], to[1], to[2], to[3], to[4],
	    to[5], source);
	return 0;
}

static void
remove_addresses(struct vip *vip)
{
	unsigned n = vip_addrs_off(vip);

	if (n > 0)
		log_warnx("removed %u address%s that a vrrpd which was "
		    "killed left on %s", n, n == 1 ? "" : "es",
		    vip->ifc->name);
}

/* Whoever wrote the record may not have known it. */
static bool
is_known(const uint8_t mac[IFACE_MAC])
{
	static const uint8_t none[IFACE_MAC];

	return memcmp(mac, none, IFACE_MAC) != 0 && !vmac_is(mac);
}

/* By the record of a VRID: its routes, and the MAC if that is ours to set. */
static int
undo(struct vip *vip, uint8_t vrid, bool mac)
{
	uint8_t from[IFACE_MAC];
	struct search s;
	int result;

	search(&s, vip, vrid, consider);
	if (!s.is_found)
		return 0;
	mac = mac && is_known(s.found.mac) && has_virtual(vip, from) &&
	    from[5] == vrid;
	/* What we record from now on must not lose it. */
	if (mac)
		memcpy(vip->real_mac, s.found.mac, IFACE_MAC);
	/* Before it goes up, where some drivers refuse it. */
	if (mac && s.routes)
		(void)iface_mac_set(vip->ifc, s.found.mac);
	if (s.routes)
		put_routes_back(vip);
	/* Another one's we know to be dead by its MAC alone. */
	if (mac || vrid == vip->conf->vrid)
		vip->heir = vrid;
	remove_addresses(vip);
	vip->heir = 0;
	result = mac ? put_mac_back(vip, from, s.found.mac, "") : 0;
	/* Killed behind the MAC, it had not come to these yet. */
	if (!has_virtual(vip, from)) {
		vmac_build(from, vrid);
		vip_remove_formed(vip, from);
	}
	return result;
}

/* Whether the virtual MAC of a VRID may still be on. */
static bool
may_have(const struct vip *vip, uint8_t vrid)
{
	uint8_t mac[IFACE_MAC];

	return iface_mac_get(vip->ifc, mac) == -1 ||
	    (vmac_is(mac) && mac[5] == vrid);
}

/* Without a record: what the NIC came with. */
static int
undo_unrecorded(struct vip *vip, const uint8_t from[IFACE_MAC])
{
	uint8_t to[IFACE_MAC];

	if (iface_mac_permanent(vip->ifc, to) == -1 || vmac_is(to))
		return 0;
	return put_mac_back(vip, from, to, " (the NIC's permanent one)");
}

int
recover(struct vip *vip, const struct sock *sock, bool mac)
{
	uint8_t from[IFACE_MAC];
	int result = undo(vip, vip->conf->vrid, mac), saved;
	struct search s;

	/* Whose virtual MAC it is does not matter to who handles the MAC. */
	mac = mac && vip->conf->vmac;
	if (mac && result == 0 && has_virtual(vip, from))
		result = undo(vip, from[5], true);
	if (mac && result == 0 && has_virtual(vip, from))
		result = undo_unrecorded(vip, from);
	saved = errno;
	/* They would answer for a master that is not here, so they go. */
	remove_addresses(vip);
	if (vip->recovered)
		vip_announce_own(vip, sock);
	/* What was done need not be done again, whatever its file's name. */
	if (result == 0 && !vip->fallen && !may_have(vip, vip->conf->vrid))
		search(&s, vip, vip->conf->vrid, obsolete);
	errno = saved;
	return result;
}
