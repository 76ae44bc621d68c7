#include "mac.h"

#include <errno.h>
#include <string.h>

#include "log.h"
#include "packet.h"
#include "route.h"
#include "run.h"

#define TRIES		3	/* of what nothing else would make up for */
#define FORMED_MAX	16	/* IPv6 addresses formed from the virtual MAC */

/* With the routes in it that are about to be lost, or none. */
static int
write_record(struct vip *vip, const void *routes, size_t len)
{
	struct record *r = &vip->record;
	char text[RECORD_TEXT];
	int saved;
	bool another = r->ifindex != vip->ifc->index ||
	    memcmp(r->mac, vip->real_mac, sizeof(r->mac)) != 0;

	r->ifindex = vip->ifc->index;
	memcpy(r->mac, vip->real_mac, sizeof(r->mac));
	if (iface_mac_permanent(vip->ifc, r->permanent) == -1)
		memset(r->permanent, 0, sizeof(r->permanent));
	r->down = vip->down;
	r->kept = (uint32_t)len;
	vip->recorded = run_record(text, record_text(r, text), routes, len)
	    == 0;
	saved = errno;
	/* Better none than the old one; this needs no room on the disk. */
	if (!vip->recorded && another)
		run_remove_record();
	errno = saved;
	return vip->recorded ? 0 : -1;
}

/* Whether the last record, be it written or not, tells what is so. */
static bool
up_to_date(const struct vip *vip)
{
	const struct record *r = &vip->record;

	/* The routes in it are still to come back. */
	if (vip->fallen)
		return true;
	return r->kept == 0 && !r->down && r->ifindex == vip->ifc->index &&
	    memcmp(r->mac, vip->real_mac, sizeof(r->mac)) == 0;
}

int
mac_record(struct vip *vip)
{
	size_t len = 0;
	const void *routes = vip->fallen ? route_kept(&len) : NULL;

	/* Someone may have tidied up the directory. */
	if (vip->recorded && up_to_date(vip) && run_has_record())
		return 0;
	return write_record(vip, routes, len);
}

static void
not_recorded(struct vip *vip)
{
	if (!vip->told_record)
		log_warn("cannot write the undo record in %s: if vrrpd is "
		    "killed, the next start may not know what %s was like",
		    vip->conf->piddir, vip->ifc->name);
	vip->told_record = true;
}

void
mac_keep_record(struct vip *vip)
{
	if (mac_record(vip) == -1)
		not_recorded(vip);
	else
		vip->told_record = false;
}

void
mac_renew_record(struct vip *vip)
{
	if (!up_to_date(vip))
		mac_keep_record(vip);
}

bool
mac_is_ours(const struct vip *vip, const uint8_t mac[IFACE_MAC])
{
	return vip->conf->vmac &&
	    memcmp(mac, vip->virtual_mac, IFACE_MAC) == 0;
}

void
mac_record_routes(struct vip *vip)
{
	static const uint8_t unknown[IFACE_MAC];
	size_t len;
	const void *routes = route_kept(&len);

	/* A predecessor's record, unread so far, may know it. */
	if (memcmp(vip->real_mac, unknown, IFACE_MAC) == 0)
		return;
	if (write_record(vip, routes, len) == -1)
		not_recorded(vip);
}

void
mac_restore(struct vip *vip)
{
	unsigned missing = route_restore();

	vip->fallen = missing > 0 && errno != 0;
	if (missing > 0 && !vip->told_routes)
		log_warnx("%u routes or addresses of %s did not come back%s",
		    missing, vip->ifc->name, vip->fallen ? ", trying on" :
		    "");
	vip->told_routes = vip->fallen;
}

struct formed {
	const uint8_t	*mac;
	unsigned	n;
	struct iface_addr6 addr[FORMED_MAX];
};

/* RFC 4291 appendix A: how an interface identifier comes from a MAC. */
static void
identifier(const uint8_t mac[IFACE_MAC], uint8_t id[8])
{
	const uint8_t bytes[8] = { mac[0] ^ 0x02, mac[1], mac[2], 0xff, 0xfe,
	    mac[3], mac[4], mac[5] };

	memcpy(id, bytes, sizeof(bytes));
}

static void
note_formed(const struct iface_addr6 *a, void *arg)
{
	struct formed *f = arg;
	uint8_t id[8];

	identifier(f->mac, id);
	if (memcmp(a->addr + 8, id, sizeof(id)) == 0 && f->n < FORMED_MAX)
		f->addr[f->n++] = *a;
}

/*
 * The kernel forms a link-local address as the link comes up, and at no other
 * time; so where that was with the virtual MAC, it is up to us to have the one
 * of the interface's own again.
 */
static bool
form_own(struct vip *vip, struct iface_addr6 a)
{
	static const uint8_t link_local[8] = { 0xfe, 0x80 };
	uint8_t mac[IFACE_MAC];

	if (memcmp(a.addr, link_local, sizeof(link_local)) != 0)
		return true;
	if (iface_mac_get(vip->ifc, mac) == -1 || vmac_is(mac))
		return false;
	identifier(mac, a.addr + 8);
	return iface_addr6_add(vip->ifc, &a) == 0;
}

/* The own one first: it is not known any more once the other is gone. */
static bool
remove_formed(struct vip *vip, const uint8_t from[IFACE_MAC])
{
	struct formed f = { .mac = from };
	bool all = iface_addrs6(vip->ifc, note_formed, &f) == 0;

	for (unsigned i = 0; i < f.n; i++)
		all &= form_own(vip, f.addr[i]) &&
		    iface_addr6_del(vip->ifc, &f.addr[i]) == 0;
	return all;
}

void
mac_remove_formed(struct vip *vip, const uint8_t from[IFACE_MAC])
{
	for (int i = 0; i < TRIES; i++)
		if (remove_formed(vip, from))
			break;
}

/*
 * What was put back may have been formed from the virtual MAC, when that was
 * still on.
 */
int
mac_raise(struct vip *vip)
{
	uint8_t mac[IFACE_MAC];

	if (!iface_there(vip->ifc)) {
		vip->fallen = vip->down = false;
		return 0;
	}
	if (vip->down && iface_set_up(vip->ifc, true) == -1)
		return -1;
	vip->down = false;
	mac_restore(vip);
	if (iface_mac_get(vip->ifc, mac) == 0 &&
	    memcmp(mac, vip->virtual_mac, IFACE_MAC) != 0)
		mac_remove_formed(vip, vip->virtual_mac);
	return vip->fallen ? -1 : 0;
}

void
mac_fell(struct vip *vip, bool down)
{
	vip->fallen = true;
	vip->down |= down;
	if (mac_raise(vip) == -1 && !vip->told_routes)
		log_warn("%s does not come up again, trying on",
		    vip->ifc->name);
}

/*
 * Those that are still to come back are not there to be saved; they may be of
 * IPv4 only, if it was an address that took them away.  A virtual address
 * survives the link, and the kernel makes its route when that is back; one
 * that another vrrpd removes meanwhile must not come back.
 */
static int
save_all(const struct vip *vip)
{
	int result = vip->fallen ? route_save_ipv6(vip->ifc->index) :
	    route_save(vip->ifc->index, true);

	route_forget_labelled(vip_is_label, false);
	return result;
}

/* The interface goes down and up, and what that deletes comes back. */
static int
set_down(struct vip *vip, const uint8_t mac[IFACE_MAC])
{
	int result, saved;

	if (save_all(vip) == -1) {
		log_warn("the routes of %s cannot be kept, so it is not "
		    "taken down for its MAC (-n or a macvlan avoids this)",
		    vip->ifc->name);
		return -1;
	}
	vip->down = true;
	mac_record_routes(vip);
	if (iface_set_up(vip->ifc, false) == -1) {
		vip->down = false;
		return -1;
	}
	result = iface_mac_set(vip->ifc, mac);
	saved = errno;
	mac_fell(vip, true);
	errno = saved;
	return result;
}

static void
cannot_swap(struct vip *vip)
{
	if (!vip->told_mac)
		log_warn("cannot set the virtual MAC of %s, going on with "
		    "its own (as with -n)", vip->ifc->name);
	vip->told_mac = true;
	vip->swapped = vip->needs_down = false;
}

void
mac_on(struct vip *vip)
{
	static bool told;
	uint8_t mac[IFACE_MAC];

	if (!vip->conf->vmac || vip->needs_down)
		return;
	if (iface_mac_get(vip->ifc, mac) == -1) {
		/* One that is on is there to be put back. */
		if (!vip->swapped)
			cannot_swap(vip);
		return;
	}
	if (mac_is_ours(vip, mac)) {
		vip->swapped = true;
		return;
	}
	/* Someone else's change while it was ours is not its own MAC. */
	if (!vip->swapped)
		memcpy(vip->real_mac, mac, IFACE_MAC);
	/* Changed just now, and nobody has told us yet. */
	mac_renew_record(vip);
	vip->swapped = true;
	if (iface_mac_set(vip->ifc, vip->virtual_mac) == 0)
		return;
	if (errno != EBUSY) {
		cannot_swap(vip);
		return;
	}
	vip->needs_down = true;
	if (!told)
		log_warnx("%s goes down for a moment at every change of its "
		    "MAC: its driver wants that (-n or a macvlan avoids it)",
		    vip->ifc->name);
	told = true;
}

void
mac_on_late(struct vip *vip)
{
	if (vip->needs_down && set_down(vip, vip->virtual_mac) == -1)
		cannot_swap(vip);
	vip->needs_down = false;
}

int
mac_back(struct vip *vip, const uint8_t from[IFACE_MAC])
{
	uint8_t mac[IFACE_MAC];
	int result = 0;

	if (iface_mac_get(vip->ifc, mac) == -1 ||
	    memcmp(mac, vip->real_mac, IFACE_MAC) != 0)
		result = iface_mac_set(vip->ifc, vip->real_mac);
	if (result == -1 && errno == EBUSY)
		result = set_down(vip, vip->real_mac);
	if (result == -1)
		return -1;
	mac_remove_formed(vip, from);
	return 0;
}

void
mac_off(struct vip *vip)
{
	uint8_t mac[IFACE_MAC];

	if (!vip->swapped)
		return;
	vip->needs_down = false;
	/*
	 * Not the one we put on: it is someone else's affair now.  One that
	 * cannot be read is most likely still ours.
	 */
	if (!iface_there(vip->ifc) || (iface_mac_get(vip->ifc, mac) == 0 &&
	    !mac_is_ours(vip, mac))) {
		vip->swapped = false;
		return;
	}
	vip->swapped = mac_back(vip, vip->virtual_mac) == -1;
	if (vip->swapped && !vip->told_off)
		log_warn("cannot put the MAC of %s back; ip link set %s "
		    "address %02x:%02x:%02x:%02x:%02x:%02x does it",
		    vip->ifc->name, vip->ifc->name, vip->real_mac[0],
		    vip->real_mac[1], vip->real_mac[2], vip->real_mac[3],
		    vip->real_mac[4], vip->real_mac[5]);
	vip->told_off = vip->swapped;
}
