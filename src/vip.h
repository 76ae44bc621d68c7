/*
 * Put the virtual addresses up, take them away, announce them; it never
 * decides when.  The MAC is mac.h's affair.
 */
#ifndef VIP_H
#define VIP_H

#include <stdbool.h>
#include <stdint.h>

#include "conf.h"
#include "iface.h"
#include "packet.h"
#include "record.h"
#include "sock.h"

#define VIP_MAX_OWN	64	/* own addresses that we can tell apart */

struct vip {
	const struct conf *conf;
	struct iface	*ifc;
	bool		owner;		/* the addresses are the interface's */
	bool		swapped;	/* we have put the virtual MAC on */
	bool		needs_down;	/* ... and must, with the link down */
	bool		told_mac;	/* logged that it cannot be set */
	bool		told_off;	/* ... or not be put back */
	bool		told_addrs;	/* ... that one cannot be put up */
	bool		clinging;	/* an address that we could not remove */
	bool		told_clinging;	/* ... logged */
	bool		told_routes;	/* ... that some do not come back */
	bool		told_record;	/* ... that this cannot be written: */
	struct record	record;		/* as it was last to be written */
	bool		recorded;	/* ... and was */
	bool		down;		/* we took the link down */
	bool		fallen;		/* something is still to come back */
	bool		recovered;	/* the MAC: hosts may not know yet */
	uint8_t		virtual_mac[IFACE_MAC];
	uint8_t		real_mac[IFACE_MAC];	/* while not swapped: now */
	bool		stands[CONF_MAX_ADDRS];	/* as last seen */
	bool		mine[CONF_MAX_ADDRS];	/* put up by us */
	bool		label_taken[256];	/* by whatever address */
};

/* The interface at one moment. */
struct vip_view {
	bool		there;
	bool		up;		/* IFF_UP */
	bool		running;	/* has carrier */
	uint8_t		mac[IFACE_MAC];
	uint32_t	primary;	/* 0: no own address */
	unsigned	standing;	/* virtual addresses on it */
	unsigned	foreign;	/* ... that we did not put up */
	struct iface_addr a_foreign;	/* one of those */
	unsigned	nown;
	uint32_t	own[VIP_MAX_OWN];
};

void	 vip_init(struct vip *, const struct conf *, struct iface *);

/* Whether alias labels of this interface name fit the kernel's 15 bytes. */
bool	 vip_label_fits(const char *ifname);

/*
 * Have the watch (watch.h) not tell what vip_look does not look at.  0, or -1
 * with errno: it tells that too.
 */
int	 vip_mute(const struct vip *, int watch);

/*
 * Look at the interface.  The last primary address, if it is not 0, is kept
 * as long as it stands.  There but unreadable: the old view is left, -1.
 */
int	 vip_look(struct vip *, uint32_t primary, struct vip_view *);

/* Whether everything that a Master has put up is in place in this view. */
bool	 vip_intact(const struct vip *, const struct vip_view *);

/* Whether an address that we put up stood when we looked last. */
bool	 vip_any(const struct vip *);

/* Put the addresses up that do not stand.  Returns how many stand. */
unsigned vip_addrs_up(struct vip *);

/*
 * Take away the addresses that we put up, or that a dead predecessor did; and
 * all that have a label of heir_of, if that is not 0 but the VRID of one that
 * is known to be dead.  Returns how many there were.  What the kernel refuses
 * is left clinging, with a warning: call it again later.
 */
unsigned vip_addrs_off(struct vip *, uint8_t heir_of);

/* Whether an address with this label is a virtual one, of whatever VRID. */
bool	 vip_is_label(const char *);

/*
 * Announce the virtual addresses and, since the MAC may be another one now,
 * the interface's own; or only those.
 */
void	 vip_announce(struct vip *, const struct sock *);
void	 vip_announce_own(struct vip *, const struct sock *);

#endif
