/*
 * The raw sockets for advertisements, protocol 112 and 51 (AH), plus packet
 * sockets for announcements and for what the kernel keeps from the raw ones;
 * it never looks into what it carries.
 */
#ifndef SOCK_H
#define SOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Bytes of the kernel's memory for what waits in each of the two, if we may
 * have them; no packet takes less than 512.
 */
#define SOCK_ROOM	(1 << 20)

#define SOCK_BATCH	8	/* datagrams that one call may read */

/* What can be read. */
#define SOCK_ADV	1U
#define SOCK_AH		2U
#define SOCK_EAR	4U
#define SOCK_ALL	7U

struct sock {
	int		adv;
	int		ah;
	int		frame;
	int		ear;
	int		ifindex;
	bool		deaf;	/* not in the group */
	unsigned	ready;	/* SOCK_ bits of what may have something */
	unsigned	turn;	/* counts whose it is to be read */
	unsigned	from;	/* SOCK_ bit of the last that was */
	unsigned	got;	/* datagrams that came of it */
	unsigned	next;	/* ... of these sock_recv gives */
	uint32_t	dropped_adv;	/* sock_lost() when the last one ... */
	uint32_t	dropped_ah;	/* ... was queued, by protocol */
};

/*
 * Open them on an interface, receiving advertisements of a VRID only.  Both
 * protocols are heard whatever ours is, so that a mismatch can be told.
 * 0, or -1 with errno, nothing open.
 */
int	sock_open(struct sock *, int ifindex, uint8_t vrid);
void	sock_close(struct sock *);

/*
 * The kernel drops packets whose source is an address of its own, before any
 * raw socket sees them: so an owner's, while we stand in for it, or our own
 * in a loop.  From now on receive advertisements from these n addresses all
 * the same.  0, or -1 with errno.
 */
#define SOCK_MAX_EAR	((size_t)320)
int	sock_hear(const struct sock *, uint8_t vrid, const uint32_t *addrs,
	    size_t n);

/*
 * Whether the interface that they were opened on was deleted, though another
 * one may have its index by now: they neither hear nor send any more.
 */
bool	sock_stale(const struct sock *);

/*
 * Leave and join the group, so that switches hear an IGMP report, unless
 * others here stay in it.  Where the kernel refuses to join they are deaf,
 * until sock_join: 0, or -1 with errno.
 */
void	sock_rejoin(struct sock *);
int	sock_join(struct sock *);

/* Send an IPv4 datagram of any protocol to the group.  0, or -1 with errno. */
int	sock_send_adv(const struct sock *, const void *, size_t len);

/* Send an Ethernet frame.  0, or -1 with errno. */
int	sock_send_frame(const struct sock *, const void *, size_t len);

/*
 * One received datagram, some from each that is ready in turn so that a flood
 * of one does not hide another; its length is 0 if the kernel would not have
 * taken it for one.  It stays until the next call.  NULL when nothing is left:
 * then none is ready.
 */
const uint8_t *sock_recv(struct sock *, size_t *len);

/* Whether there is one that need not be waited for. */
bool	sock_has(const struct sock *);

/*
 * How many datagrams of a protocol, AH or not, were lost since it was opened
 * because too many waited: it wraps.  0 where the kernel does not tell.
 */
uint32_t sock_lost(const struct sock *, bool ah);

/*
 * Empty the error queue: what select called readable, and held no datagram,
 * would be so for ever.
 */
void	sock_drain(const struct sock *);

#endif
