#include "iface.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/if_addr.h>
#include <linux/sockios.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "nl.h"

static int
control(int request, struct ifreq *ifr)
{
	static int fd = -1;

	if (fd == -1)
		fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
		    0);
	return fd == -1 ? -1 : ioctl(fd, request, ifr);
}

static struct ifreq
named(const char *name)
{
	struct ifreq ifr;

	memset(&ifr, 0, sizeof(ifr));
	memcpy(ifr.ifr_name, name, strnlen(name, IFNAMSIZ - 1));
	return ifr;
}

static int
index_of(const char *name)
{
	struct ifreq ifr = named(name);

	return control(SIOCGIFINDEX, &ifr) == -1 ? -1 : ifr.ifr_ifindex;
}

int
iface_open(struct iface *ifc, const char *name)
{
	int index;

	if (strlen(name) >= IFNAMSIZ) {
		errno = ENAMETOOLONG;
		return -1;
	}
	index = index_of(name);
	if (index == -1)
		return -1;
	memset(ifc->name, 0, sizeof(ifc->name));
	memcpy(ifc->name, name, strlen(name));
	ifc->index = index;
	return 0;
}

int
iface_real_name(const struct iface *ifc, char name[IFNAMSIZ])
{
	struct ifreq ifr = { .ifr_ifindex = ifc->index };

	if (control(SIOCGIFNAME, &ifr) == -1)
		return -1;
	memcpy(name, ifr.ifr_name, IFNAMSIZ);
	return 0;
}

bool
iface_there(struct iface *ifc)
{
	return index_of(ifc->name) == ifc->index ||
	    iface_real_name(ifc, ifc->name) == 0;
}

int
iface_flags(const struct iface *ifc, unsigned *flags)
{
	struct ifreq ifr = named(ifc->name);

	if (control(SIOCGIFFLAGS, &ifr) == -1)
		return -1;
	*flags = (unsigned short)ifr.ifr_flags;
	return 0;
}

int
iface_set_up(const struct iface *ifc, bool up)
{
	struct ifreq ifr = named(ifc->name);

	if (control(SIOCGIFFLAGS, &ifr) == -1)
		return -1;
	ifr.ifr_flags = (short)(up ? ifr.ifr_flags | IFF_UP :
	    ifr.ifr_flags & ~IFF_UP);
	return control(SIOCSIFFLAGS, &ifr);
}

int
iface_mtu(const struct iface *ifc, unsigned *mtu)
{
	struct ifreq ifr = named(ifc->name);

	if (control(SIOCGIFMTU, &ifr) == -1)
		return -1;
	*mtu = (unsigned)ifr.ifr_mtu;
	return 0;
}

int
iface_mac_get(const struct iface *ifc, uint8_t mac[IFACE_MAC])
{
	struct ifreq ifr = named(ifc->name);

	if (control(SIOCGIFHWADDR, &ifr) == -1)
		return -1;
	if (ifr.ifr_hwaddr.sa_family != ARPHRD_ETHER) {
		errno = ENOTSUP;
		return -1;
	}
	memcpy(mac, ifr.ifr_hwaddr.sa_data, IFACE_MAC);
	return 0;
}

int
iface_mac_permanent(const struct iface *ifc, uint8_t mac[IFACE_MAC])
{
	static const uint8_t none[IFACE_MAC];
	struct ifreq ifr = named(ifc->name);
	union {
		struct ethtool_perm_addr	head;
		uint8_t				room[64];
	} q = { .head = { .cmd = ETHTOOL_GPERMADDR,
	    .size = sizeof(q) - sizeof(q.head) } };
	const uint8_t *data = q.room + offsetof(struct ethtool_perm_addr,
	    data);

	ifr.ifr_data = (char *)&q;
	if (control(SIOCETHTOOL, &ifr) == -1)
		return -1;
	if (q.head.size != IFACE_MAC || memcmp(data, none, IFACE_MAC) == 0) {
		errno = ENODATA;
		return -1;
	}
	memcpy(mac, data, IFACE_MAC);
	return 0;
}

int
iface_mac_set(const struct iface *ifc, const uint8_t mac[IFACE_MAC])
{
	struct ifreq ifr = named(ifc->name);

	ifr.ifr_hwaddr.sa_family = ARPHRD_ETHER;
	memcpy(ifr.ifr_hwaddr.sa_data, mac, IFACE_MAC);
	return control(SIOCSIFHWADDR, &ifr);
}

/* IPv4 with its label, where there is one. */
static int
addr_request(const struct iface *ifc, int type, uint8_t family,
    const void *addr, size_t size, uint8_t len, const char *label)
{
	struct {
		struct nlmsghdr		h;
		struct ifaddrmsg	ifa;
		struct rtattr		attrs[2 + (16 + IFNAMSIZ) / 4];
	} q = {
		.h.nlmsg_len = (unsigned)offsetof(__typeof__(q), attrs),
		.h.nlmsg_type = (unsigned short)type,
		.h.nlmsg_flags = type == RTM_NEWADDR ?
		    NLM_F_CREATE | NLM_F_EXCL : 0,
		.ifa.ifa_family = family,
		.ifa.ifa_prefixlen = len,
		.ifa.ifa_index = (unsigned)ifc->index,
	};

	nl_add(&q.h, IFA_LOCAL, addr, size);
	if (label != NULL)
		nl_add(&q.h, IFA_LABEL, label, strlen(label) + 1);
	return nl_request(&q.h);
}

static int
addr_remove(const struct iface *ifc, uint8_t family, const void *addr,
    size_t size, uint8_t len)
{
	if (addr_request(ifc, RTM_DELADDR, family, addr, size, len, NULL)
	    == 0 || errno == EADDRNOTAVAIL)
		return 0;
	return -1;
}

/* Clearing IFF_UP on a label removes its address, not the interface. */
static int
label_down(const char *label)
{
	struct ifreq ifr = named(label);

	if (strchr(label, ':') == NULL) {
		errno = EINVAL;
		return -1;
	}
	return control(SIOCSIFFLAGS, &ifr);
}

/*
 * SIOCSIFADDR would give the address its classful mask first: for a moment it
 * would be one with other addresses, and to leave them would take those away
 * that another process has put up meanwhile.
 */
int
iface_addr_add(const struct iface *ifc, const struct iface_addr *a)
{
	uint32_t addr = htonl(a->addr);

	return addr_request(ifc, RTM_NEWADDR, AF_INET, &addr, sizeof(addr),
	    a->len, a->label);
}

int
iface_addr_del(const struct iface *ifc, const struct iface_addr *a)
{
	uint32_t addr = htonl(a->addr);

	if (label_down(a->label) == 0 || errno == EADDRNOTAVAIL)
		return 0;
	return addr_remove(ifc, AF_INET, &addr, sizeof(addr), a->len);
}

int
iface_addr6_add(const struct iface *ifc, const struct iface_addr6 *a)
{
	if (addr_request(ifc, RTM_NEWADDR, AF_INET6, a->addr,
	    sizeof(a->addr), a->len, NULL) == 0 || errno == EEXIST)
		return 0;
	return -1;
}

int
iface_addr6_del(const struct iface *ifc, const struct iface_addr6 *a)
{
	return addr_remove(ifc, AF_INET6, a->addr, sizeof(a->addr), a->len);
}

struct visit {
	int	index;
	void	(*v4)(const struct iface_addr *, void *);
	void	(*v6)(const struct iface_addr6 *, void *);
	void	*arg;
};

/*
 * The interface's own end, IFA_LOCAL; IPv6 without a peer has none.  NULL if
 * it is not of this size, or the message not about such an address.
 */
static const struct rtattr *
local_attr(const struct nlmsghdr *h, int index, uint8_t family, size_t size)
{
	const struct ifaddrmsg *ifa = NLMSG_DATA(h);
	const struct rtattr *a;

	if (h->nlmsg_type != RTM_NEWADDR || ifa->ifa_family != family ||
	    (int)ifa->ifa_index != index)
		return NULL;
	a = nl_attr(IFA_RTA(ifa), IFA_PAYLOAD(h), IFA_LOCAL);
	if (a == NULL)
		a = nl_attr(IFA_RTA(ifa), IFA_PAYLOAD(h), IFA_ADDRESS);
	return a != NULL && RTA_PAYLOAD(a) == size ? a : NULL;
}

static void
get_label(char label[IFNAMSIZ], const struct rtattr *a)
{
	size_t room = a != NULL ? RTA_PAYLOAD(a) : 0;

	room = room < IFNAMSIZ - 1 ? room : IFNAMSIZ - 1;
	if (room > 0)
		memcpy(label, RTA_DATA(a), strnlen(RTA_DATA(a), room));
}

static void
visit4(const struct nlmsghdr *h, void *arg)
{
	const struct ifaddrmsg *ifa = NLMSG_DATA(h);
	const struct visit *v = arg;
	struct iface_addr out = { .len = ifa->ifa_prefixlen };
	const struct rtattr *a;
	uint32_t addr;

	a = local_attr(h, v->index, AF_INET, sizeof(addr));
	if (a == NULL)
		return;
	memcpy(&addr, RTA_DATA(a), sizeof(addr));
	out.addr = ntohl(addr);
	out.secondary = (ifa->ifa_flags & IFA_F_SECONDARY) != 0;
	out.global = ifa->ifa_scope < RT_SCOPE_LINK;
	get_label(out.label, nl_attr(IFA_RTA(ifa), IFA_PAYLOAD(h), IFA_LABEL));
	v->v4(&out, v->arg);
}

static void
visit6(const struct nlmsghdr *h, void *arg)
{
	const struct ifaddrmsg *ifa = NLMSG_DATA(h);
	const struct visit *v = arg;
	struct iface_addr6 out = { .len = ifa->ifa_prefixlen };
	const struct rtattr *a;

	a = local_attr(h, v->index, AF_INET6, sizeof(out.addr));
	if (a == NULL)
		return;
	memcpy(out.addr, RTA_DATA(a), sizeof(out.addr));
	out.usable = (ifa->ifa_flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED))
	    == 0;
	v->v6(&out, v->arg);
}

int
iface_addrs(const struct iface *ifc,
    void (*each)(const struct iface_addr *, void *), void *arg)
{
	const struct ifaddrmsg ifa = {
		.ifa_family = AF_INET,
		.ifa_index = (unsigned)ifc->index,
	};
	struct visit v = { .index = ifc->index, .v4 = each, .arg = arg };

	return nl_dump(RTM_GETADDR, &ifa, sizeof(ifa), visit4, &v);
}

int
iface_addrs6(const struct iface *ifc,
    void (*each)(const struct iface_addr6 *, void *), void *arg)
{
	const struct ifaddrmsg ifa = {
		.ifa_family = AF_INET6,
		.ifa_index = (unsigned)ifc->index,
	};
	struct visit v = { .index = ifc->index, .v6 = each, .arg = arg };

	return nl_dump(RTM_GETADDR, &ifa, sizeof(ifa), visit6, &v);
}

struct port {
	int	index;
	int	master;		/* 0: none that takes what arrives */
};

/* A VRF leaves to the interface what arrives. */
static void
visit_link(const struct nlmsghdr *h, void *arg)
{
	const struct ifinfomsg *ifi = NLMSG_DATA(h);
	const struct rtattr *a, *kind;
	struct port *p = arg;

	if (h->nlmsg_type != RTM_NEWLINK || ifi->ifi_index != p->index)
		return;
	a = nl_attr(IFLA_RTA(ifi), IFLA_PAYLOAD(h), IFLA_LINKINFO);
	kind = a == NULL ? NULL : nl_attr(RTA_DATA(a), RTA_PAYLOAD(a),
	    IFLA_INFO_SLAVE_KIND);
	a = nl_attr(IFLA_RTA(ifi), IFLA_PAYLOAD(h), IFLA_MASTER);
	if (kind != NULL && (RTA_PAYLOAD(kind) < 3 ||
	    memcmp(RTA_DATA(kind), "vrf", 3) != 0) &&
	    a != NULL && RTA_PAYLOAD(a) == sizeof(p->master))
		memcpy(&p->master, RTA_DATA(a), sizeof(p->master));
}

bool
iface_is_port(const struct iface *ifc, char master[IFNAMSIZ])
{
	const struct ifinfomsg ifi = { .ifi_family = AF_UNSPEC };
	struct port p = { .index = ifc->index };
	struct iface of;

	if (nl_dump(RTM_GETLINK, &ifi, sizeof(ifi), visit_link, &p) == -1)
		return false;
	of.index = p.master;
	return p.master != 0 && iface_real_name(&of, master) == 0;
}

bool
iface_forwards6(const struct iface *ifc)
{
	char name[IFNAMSIZ], path[64 + IFNAMSIZ], c = '0';
	int fd;

	if (iface_real_name(ifc, name) == -1)
		return false;
	snprintf(path, sizeof(path), "/proc/sys/net/ipv6/conf/%s/forwarding",
	    name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return false;
	if (read(fd, &c, 1) != 1)
		c = '0';
	close(fd);
	return c != '0';
}

/* The kernel looks at permissions first, then at the family. */
int
iface_permitted(void)
{
	struct ifreq ifr = named("lo");

	ifr.ifr_addr.sa_family = AF_UNSPEC;
	if (control(SIOCSIFADDR, &ifr) == -1 && errno == EPERM)
		return -1;
	return 0;
}
