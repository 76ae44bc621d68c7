/*
 * One interface as the kernel shows it; it remembers nothing of what was and
 * never decides what should be.
 *
 * IPv4 addresses are in host order.  Functions return 0, or -1 with errno.
 */
#ifndef IFACE_H
#define IFACE_H

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#define IFACE_MAC	6

struct iface {
	char	name[IFNAMSIZ];	/* for ioctl and labels; may be an altname */
	int	index;
};

struct iface_addr {
	uint32_t	addr;		/* host order */
	uint8_t		len;
	bool		secondary;
	bool		global;		/* scope is not link or host */
	char		label[IFNAMSIZ];
};

struct iface_addr6 {
	uint8_t		addr[16];
	uint8_t		len;
	bool		usable;		/* neither tentative nor a duplicate */
};

/* Find an interface by name or altname.  ENODEV: there is none. */
int	iface_open(struct iface *, const char *name);

/*
 * Whether the interface is still there; after a rename its name is read
 * anew.
 */
bool	iface_there(struct iface *);

/* The name in the kernel's list, which an altname is not. */
int	iface_real_name(const struct iface *, char name[IFNAMSIZ]);

int	iface_flags(const struct iface *, unsigned *flags);
int	iface_set_up(const struct iface *, bool up);
int	iface_mtu(const struct iface *, unsigned *mtu);

/* ENOTSUP: it is not Ethernet. */
int	iface_mac_get(const struct iface *, uint8_t mac[IFACE_MAC]);

/* The address that the NIC came with.  ENODATA: it has none. */
int	iface_mac_permanent(const struct iface *, uint8_t mac[IFACE_MAC]);

/* EBUSY: this driver wants the interface down for it. */
int	iface_mac_set(const struct iface *, const uint8_t mac[IFACE_MAC]);

/* Put an address up under an alias label, which must hold no other one. */
int	iface_addr_add(const struct iface *, const struct iface_addr *);

/* Take away an address that iface_addrs showed.  It may be gone already. */
int	iface_addr_del(const struct iface *, const struct iface_addr *);

/* Visit every address.  -1: not all may have been seen. */
int	iface_addrs(const struct iface *,
	    void (*)(const struct iface_addr *, void *), void *);
int	iface_addrs6(const struct iface *,
	    void (*)(const struct iface_addr6 *, void *), void *);

int	iface_addr6_add(const struct iface *, const struct iface_addr6 *);
int	iface_addr6_del(const struct iface *, const struct iface_addr6 *);

/*
 * Whether it is a port of another interface that takes what arrives, as a
 * bridge or a bond does, and of which (IFNAMSIZ bytes).
 */
bool	iface_is_port(const struct iface *, char master[IFNAMSIZ]);

/* net.ipv6.conf.IF.forwarding; false too where it cannot be read. */
bool	iface_forwards6(const struct iface *);

/* EPERM unless we may change interfaces; changes nothing. */
int	iface_permitted(void);

#endif
