#include "watch.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include "nl.h"

#define READS	64	/* at most, before the timers get a look */

int
watch_open(void)
{
	const struct sockaddr_nl addr = {
		.nl_family = AF_NETLINK,
		.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR,
	};
	int fd;

	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC,
	    NETLINK_ROUTE);
	if (fd == -1)
		return -1;
	if (bind(fd, (const struct sockaddr *)&addr, sizeof(addr)) == -1) {
		close(fd);
		return -1;
	}
	return fd;
}

static unsigned
link_news(const struct ifinfomsg *ifi, int ifindex, bool any)
{
	unsigned both = IFF_UP | IFF_RUNNING;

	if (ifi->ifi_index != ifindex)
		return any ? WATCH_NEWS : WATCH_OTHER;
	return (ifi->ifi_flags & both) == both ? WATCH_NEWS :
	    WATCH_NEWS | WATCH_FLAP;
}

static unsigned
news(const struct nlmsghdr *h, int ifindex, bool any)
{
	const struct ifaddrmsg *ifa = NLMSG_DATA(h);
	const struct ifinfomsg *ifi = NLMSG_DATA(h);

	switch (h->nlmsg_type) {
	case RTM_NEWLINK:
	case RTM_DELLINK:
		if (h->nlmsg_len < NLMSG_LENGTH(sizeof(*ifi)))
			return 0;
		return link_news(ifi, ifindex, any);
	case RTM_NEWADDR:
	case RTM_DELADDR:
		if (h->nlmsg_len < NLMSG_LENGTH(sizeof(*ifa)))
			return 0;
		return (int)ifa->ifa_index == ifindex ? WATCH_NEWS : 0;
	}
	return 0;
}

unsigned
watch_read(int fd, int ifindex, bool any)
{
	static bool missed;
	struct nlmsghdr *h;
	unsigned found = 0;
	ssize_t n;

	for (int i = 0; i < READS; i++) {
		n = recv(fd, nl_room.bytes, sizeof(nl_room), 0);
		/* Overflow: we do not know what we missed. */
		missed |= n == -1 && errno == ENOBUFS;
		if (missed)
			found |= WATCH_NEWS | WATCH_FLAP;
		/* More may get lost, untold, until all has been read. */
		if (n == -1 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			missed = false;
			break;
		}
		for (h = &nl_room.first; n > 0 && NLMSG_OK(h, (size_t)n);
		    h = NLMSG_NEXT(h, n))
			found |= news(h, ifindex, any);
	}
	return found;
}
