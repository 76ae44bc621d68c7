/*
 * Swap the interface's MAC, put it back, and keep what that, or the removal of
 * an address, would lose: on disk, and until it is back.  It never decides
 * when.
 */
#ifndef MAC_H
#define MAC_H

#include <stdbool.h>
#include <stdint.h>

#include "vip.h"

/*
 * Have on disk what must be undone if we are killed; nothing is written if it
 * is there.  0, or -1 with errno.
 */
int	 mac_record(struct vip *);

/* The same, with a warning where it fails; or only for what has changed. */
void	 mac_keep_record(struct vip *);
void	 mac_renew_record(struct vip *);

/* Whether this is the virtual MAC that we handle. */
bool	 mac_is_ours(const struct vip *, const uint8_t mac[IFACE_MAC]);

/*
 * Put the virtual MAC on, where that is asked for.  Where it cannot be done
 * that is logged, and the real one stays.  A driver that wants the interface
 * down gets the MAC in mac_on_late, once the first advertisement is out.
 */
void	 mac_on(struct vip *);

/* Where that is still to be done, with the link down for a moment. */
void	 mac_on_late(struct vip *);

/*
 * Put the real MAC back.  Where that fails, swapped stays true: call it again
 * later.
 */
void	 mac_off(struct vip *);

/*
 * Put back what a dead vrrpd did to the MAC: real_mac, in place of another
 * one.  0, or -1 with errno.
 */
int	 mac_back(struct vip *, const uint8_t from[IFACE_MAC]);

/* Remove the IPv6 addresses that the kernel formed from a virtual MAC. */
void	 mac_remove_formed(struct vip *, const uint8_t from[IFACE_MAC]);

/*
 * What route.h remembers is to come back, and the link up again if it was
 * taken down for that.  What the kernel refuses only for now is left fallen,
 * with a warning, and mac_raise tries again: 0, or -1 while there is something
 * left.
 */
void	 mac_fell(struct vip *, bool down);
int	 mac_raise(struct vip *);

/* Before what route.h remembers is lost; and when it may come back. */
void	 mac_record_routes(struct vip *);
void	 mac_restore(struct vip *);

#endif
