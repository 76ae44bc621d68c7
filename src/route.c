#include "route.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/ipv6_route.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "nl.h"
#include "room.h"

#define LABELLED 512	/* virtual addresses on one interface */
#define PASSES	3	/* a route may need another one first; or tries */
#define NH_ID	30	/* RTA_NH_ID, Linux 5.3 */

/* Messages one behind the other; untouched pages cost nothing. */
static ROOM union {
	struct nlmsghdr	align;
	char		bytes[ROUTE_ROOM];
} saved;
static size_t saved_len;

struct saving {
	int	ifindex;
	bool	full;
};

static void
keep(struct saving *s, const struct nlmsghdr *h)
{
	size_t len = NLMSG_ALIGN(h->nlmsg_len);

	/* Room for the attribute that expiring() may add. */
	if (len + RTA_SPACE(sizeof(uint32_t)) > sizeof(saved) - saved_len) {
		s->full = true;
		return;
	}
	memcpy(saved.bytes + saved_len, h, h->nlmsg_len);
	memset(saved.bytes + saved_len + h->nlmsg_len, 0,
	    len - h->nlmsg_len);
	saved_len += len;
}

static void
save_addr(const struct nlmsghdr *h, void *arg)
{
	const struct ifaddrmsg *ifa = NLMSG_DATA(h);
	struct saving *s = arg;

	if (h->nlmsg_type == RTM_NEWADDR &&
	    (int)ifa->ifa_index == s->ifindex &&
	    (ifa->ifa_flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED)) == 0)
		keep(s, h);
}

/* The hop of a multipath route behind one, the first behind NULL. */
static struct rtnexthop *
next_hop(const struct rtattr *multipath, struct rtnexthop *hop)
{
	char *end = (char *)RTA_DATA(multipath) + RTA_PAYLOAD(multipath);

	hop = hop == NULL ? RTA_DATA(multipath) : RTNH_NEXT(hop);
	if (end - (char *)hop < (ptrdiff_t)sizeof(*hop) ||
	    hop->rtnh_len < sizeof(*hop) ||
	    hop->rtnh_len > end - (char *)hop)
		return NULL;
	return hop;
}

static bool
through(const struct nlmsghdr *h, int ifindex)
{
	const struct rtmsg *r = NLMSG_DATA(h);
	struct rtnexthop *hop = NULL;
	const struct rtattr *a;
	int oif;

	a = nl_attr(RTM_RTA(r), RTM_PAYLOAD(h), RTA_OIF);
	if (a != NULL && RTA_PAYLOAD(a) == sizeof(oif)) {
		memcpy(&oif, RTA_DATA(a), sizeof(oif));
		return oif == ifindex;
	}
	a = nl_attr(RTM_RTA(r), RTM_PAYLOAD(h), RTA_MULTIPATH);
	while (a != NULL && (hop = next_hop(a, hop)) != NULL)
		if (hop->rtnh_ifindex == ifindex)
			return true;
	return false;
}

/* The local table follows the addresses, and a clone its route. */
static void
save_route(const struct nlmsghdr *h, void *arg)
{
	const struct rtmsg *r = NLMSG_DATA(h);
	struct saving *s = arg;

	if (h->nlmsg_type == RTM_NEWROUTE && r->rtm_table != RT_TABLE_LOCAL &&
	    (r->rtm_flags & RTM_F_CLONED) == 0 && through(h, s->ifindex))
		keep(s, h);
}

static int
save(int ifindex, unsigned char family)
{
	const struct ifaddrmsg a = { .ifa_family = family,
	    .ifa_index = (unsigned)ifindex };
	const struct rtmsg r = { .rtm_family = family };
	struct saving s = { .ifindex = ifindex };

	if (nl_dump(RTM_GETADDR, &a, sizeof(a), save_addr, &s) == -1 ||
	    nl_dump(RTM_GETROUTE, &r, sizeof(r), save_route, &s) == -1)
		return -1;
	if (s.full) {
		errno = EMSGSIZE;
		return -1;
	}
	return 0;
}

/* Behind what is there already. */
static int
append(int ifindex, unsigned char family)
{
	const size_t had = saved_len;

	/* Who changes them meanwhile makes the kernel break off. */
	for (int i = 0; i < PASSES; i++) {
		saved_len = had;
		if (save(ifindex, family) == 0)
			return 0;
	}
	return -1;
}

int
route_save(int ifindex, bool ipv6)
{
	saved_len = 0;
	if (append(ifindex, AF_INET) == -1)
		return -1;
	return ipv6 ? route_save_ipv6(ifindex) : 0;
}

/* The family is what a message of either type begins with. */
static bool
is_ipv6(const struct nlmsghdr *h)
{
	return *(const unsigned char *)NLMSG_DATA(h) == AF_INET6;
}

int
route_save_ipv6(int ifindex)
{
	const size_t had = saved_len;
	const struct nlmsghdr *h;

	for (size_t at = 0; at < had; at += NLMSG_ALIGN(h->nlmsg_len)) {
		h = (const void *)(saved.bytes + at);
		if (is_ipv6(h))
			return 0;
	}
	if (append(ifindex, AF_INET6) == 0)
		return 0;
	saved_len = had;
	/* A kernel without IPv6 has none of these. */
	return errno == EOPNOTSUPP || errno == EAFNOSUPPORT ? 0 : -1;
}

static bool
attr_is(const void *attrs, size_t len, unsigned short type, uint32_t addr)
{
	const struct rtattr *a = nl_attr(attrs, len, type);

	addr = htonl(addr);
	return a != NULL && RTA_PAYLOAD(a) == sizeof(addr) &&
	    memcmp(RTA_DATA(a), &addr, sizeof(addr)) == 0;
}

static bool
names(const struct nlmsghdr *h, uint32_t addr)
{
	const struct ifaddrmsg *ifa = NLMSG_DATA(h);
	const struct rtmsg *r = NLMSG_DATA(h);

	if (h->nlmsg_type == RTM_NEWADDR)
		return ifa->ifa_family == AF_INET &&
		    attr_is(IFA_RTA(ifa), IFA_PAYLOAD(h), IFA_LOCAL, addr);
	return r->rtm_family == AF_INET &&
	    attr_is(RTM_RTA(r), RTM_PAYLOAD(h), RTA_PREFSRC, addr);
}

/* Flags that tell of a state are refused when they come back. */
static void
clean_hops(struct nlmsghdr *h)
{
	struct rtmsg *r = NLMSG_DATA(h);
	struct rtnexthop *hop = NULL;
	const struct rtattr *a;

	r->rtm_flags &= RTNH_F_ONLINK | RTNH_F_PERVASIVE;
	a = nl_attr(RTM_RTA(r), RTM_PAYLOAD(h), RTA_MULTIPATH);
	while (a != NULL && (hop = next_hop(a, hop)) != NULL)
		hop->rtnh_flags &= RTNH_F_ONLINK | RTNH_F_PERVASIVE;
}

/*
 * A nexthop object goes with the link, if it was that.  The kernel names its
 * hops as well, but does not take both.
 */
static void
no_object(struct nlmsghdr *h)
{
	struct rtmsg *r = NLMSG_DATA(h);
	struct rtattr *a;

	while ((a = (struct rtattr *)nl_attr(RTM_RTA(r), RTM_PAYLOAD(h),
	    NH_ID)) != NULL)
		a->rta_type = RTA_UNSPEC;	/* it is passed over */
}

/* IPv6 tells a route's remaining life in one attribute and takes another. */
static void
expiring(struct nlmsghdr *h)
{
	struct rtmsg *r = NLMSG_DATA(h);
	const struct rtattr *a;
	struct rta_cacheinfo ci;
	uint32_t seconds;

	a = nl_attr(RTM_RTA(r), RTM_PAYLOAD(h), RTA_CACHEINFO);
	if (r->rtm_family != AF_INET6 || a == NULL ||
	    RTA_PAYLOAD(a) < sizeof(ci))
		return;
	memcpy(&ci, RTA_DATA(a), sizeof(ci));
	if (ci.rta_expires <= 0)
		return;
	seconds = (uint32_t)(ci.rta_expires / sysconf(_SC_CLK_TCK));
	nl_add(h, RTA_EXPIRES, &seconds, sizeof(seconds));
}

/* An address that was in use need not prove again that it is free. */
static void
no_dad(struct nlmsghdr *h)
{
	struct ifaddrmsg *ifa = NLMSG_DATA(h);
	const struct rtattr *a;
	uint32_t flags;

	if (ifa->ifa_family != AF_INET6)
		return;
	ifa->ifa_flags |= IFA_F_NODAD;
	a = nl_attr(IFA_RTA(ifa), IFA_PAYLOAD(h), IFA_FLAGS);
	if (a == NULL || RTA_PAYLOAD(a) != sizeof(flags))
		return;
	memcpy(&flags, RTA_DATA(a), sizeof(flags));
	flags |= IFA_F_NODAD;
	memcpy(RTA_DATA(a), &flags, sizeof(flags));
}

/* True: it stands, whether by us or still. */
static bool
put_back(const struct nlmsghdr *h)
{
	static ROOM union {
		struct nlmsghdr	h;
		char		bytes[32768];
	} m;

	errno = EMSGSIZE;
	if (h->nlmsg_len > sizeof(m) - RTA_SPACE(sizeof(uint32_t)))
		return false;
	/* With its padding, behind which there may come another attribute. */
	memcpy(m.bytes, h, NLMSG_ALIGN(h->nlmsg_len));
	m.h.nlmsg_flags = NLM_F_CREATE | NLM_F_EXCL;
	m.h.nlmsg_pid = 0;
	if (h->nlmsg_type == RTM_NEWADDR)
		no_dad(&m.h);
	else {
		clean_hops(&m.h);
		no_object(&m.h);
		expiring(&m.h);
	}
	return nl_request(&m.h) == 0 || errno == EEXIST;
}

static bool
names_any(const struct nlmsghdr *h, const uint32_t *addrs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (names(h, addrs[i]))
			return true;
	return false;
}

static void
forget(const uint32_t *addrs, size_t n, bool all)
{
	const struct nlmsghdr *h;
	const struct rtmsg *r;
	size_t len, to = 0;

	for (size_t at = 0; at < saved_len; at += len) {
		h = (const void *)(saved.bytes + at);
		r = NLMSG_DATA(h);
		len = NLMSG_ALIGN(h->nlmsg_len);
		if ((all || h->nlmsg_type == RTM_NEWADDR ||
		    r->rtm_protocol == RTPROT_KERNEL) &&
		    names_any(h, addrs, n))
			continue;
		memmove(saved.bytes + to, h, len);
		to += len;
	}
	saved_len = to;
}

void
route_forget(const uint32_t *addrs, size_t n)
{
	forget(addrs, n, true);
}

void
route_forget_labelled(bool (*labelled)(const char *), bool all)
{
	uint32_t addrs[LABELLED], addr;
	const struct nlmsghdr *h;
	const struct ifaddrmsg *ifa;
	const struct rtattr *a, *label;
	size_t n = 0;

	for (size_t at = 0; at < saved_len && n < LABELLED;
	    at += NLMSG_ALIGN(h->nlmsg_len)) {
		h = (const void *)(saved.bytes + at);
		ifa = NLMSG_DATA(h);
		if (h->nlmsg_type != RTM_NEWADDR || ifa->ifa_family != AF_INET)
			continue;
		a = nl_attr(IFA_RTA(ifa), IFA_PAYLOAD(h), IFA_LOCAL);
		label = nl_attr(IFA_RTA(ifa), IFA_PAYLOAD(h), IFA_LABEL);
		if (a == NULL || RTA_PAYLOAD(a) != sizeof(addr) ||
		    label == NULL ||
		    memchr(RTA_DATA(label), '\0', RTA_PAYLOAD(label)) == NULL ||
		    !labelled(RTA_DATA(label)))
			continue;
		memcpy(&addr, RTA_DATA(a), sizeof(addr));
		addrs[n++] = ntohl(addr);
	}
	forget(addrs, n, all);
}

const void *
route_kept(size_t *len)
{
	*len = saved_len;
	return saved.bytes;
}

/* Whether this is a message like those that save_addr and save_route keep. */
static bool
sound(const struct nlmsghdr *h, size_t room, int ifindex)
{
	const struct ifaddrmsg *ifa = NLMSG_DATA(h);

	if (room < NLMSG_HDRLEN || h->nlmsg_len > room ||
	    NLMSG_ALIGN(h->nlmsg_len) > room)
		return false;
	if (h->nlmsg_type == RTM_NEWADDR)
		return h->nlmsg_len >= NLMSG_LENGTH(sizeof(*ifa)) &&
		    (int)ifa->ifa_index == ifindex;
	return h->nlmsg_type == RTM_NEWROUTE &&
	    h->nlmsg_len >= NLMSG_LENGTH(sizeof(struct rtmsg)) &&
	    through(h, ifindex);
}

int
route_load(const void *bytes, size_t len, int ifindex)
{
	const struct nlmsghdr *h;

	saved_len = 0;
	if (len > sizeof(saved)) {
		errno = EBADMSG;
		return -1;
	}
	memcpy(saved.bytes, bytes, len);
	for (size_t at = 0; at < len; at += NLMSG_ALIGN(h->nlmsg_len)) {
		h = (const void *)(saved.bytes + at);
		if (!sound(h, len - at, ifindex)) {
			errno = EBADMSG;
			return -1;
		}
	}
	saved_len = len;
	return 0;
}

/* Not the route's fault, but the moment's. */
static bool
passing(int error)
{
	return error == ENOMEM || error == ENOBUFS || error == EAGAIN ||
	    error == EINTR;
}

unsigned
route_restore(void)
{
	const struct nlmsghdr *h;
	unsigned missing = 0;
	int why = 0;

	for (int pass = 0; pass < PASSES; pass++) {
		missing = 0;
		why = 0;
		for (size_t at = 0; at < saved_len;
		    at += NLMSG_ALIGN(h->nlmsg_len)) {
			h = (const void *)(saved.bytes + at);
			if (put_back(h))
				continue;
			missing++;
			why = passing(errno) ? errno : why;
		}
		if (missing == 0)
			break;
	}
	errno = why;
	return missing;
}
