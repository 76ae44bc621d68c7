/*
 * The raw protocol-112 socket for advertisements plus the packet socket for
 * announcements; it never looks into what it carries.
 */
#ifndef SOCK_H
#define SOCK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct sock {
	int	adv;
	int	frame;
	int	ifindex;
};

/*
 * Open both on an interface, receiving advertisements of a VRID only.
 * 0, or -1 with errno, nothing open.
 */
int	sock_open(struct sock *, int ifindex, uint8_t vrid);
void	sock_close(struct sock *);

/* Leave and join the group, so that switches hear an IGMP report. */
void	sock_rejoin(const struct sock *);

/* Send an IPv4 datagram to the group.  0, or -1 with errno. */
int	sock_send_adv(const struct sock *, const void *, size_t len);

/* Send an Ethernet frame.  0, or -1 with errno. */
int	sock_send_frame(const struct sock *, const void *, size_t len);

/* One received datagram: its length, or -1 when there is none. */
ssize_t	sock_recv(const struct sock *, void *, size_t size);

/*
 * Empty the error queue: what select called readable, and held no datagram,
 * would be so for ever.
 */
void	sock_drain(const struct sock *);

#endif
