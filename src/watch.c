#include "watch.h"

#include <endian.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_addr.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "label.h"
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

/*
 * It tells of everything but an address with the label of another virtual
 * router that is none of ours, which follow.  TELL stands for a jump to the
 * end of this, where it is told.
 */
#define TELL		UINT8_MAX
#define ATTRS		(NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(struct ifaddrmsg)))
/* Of two bytes in host order; these numbers are below 256. */
#define LOW		(__BYTE_ORDER == __LITTLE_ENDIAN ? 0 : 1)
#define STMT(code, k)	BPF_STMT(code, (uint32_t)(k))
#define IF(op, k, yes, no)						\
	BPF_JUMP(BPF_JMP | BPF_K | (op), (uint32_t)(k), yes, no)
#define ATTR(type)							\
	STMT(BPF_LD | BPF_IMM, ATTRS),					\
	STMT(BPF_LDX | BPF_IMM, type),					\
	STMT(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + SKF_AD_NLATTR),	\
	IF(BPF_JEQ, 0, TELL, 0),					\
	STMT(BPF_MISC | BPF_TAX, 0)
#define HEX(i)								\
	STMT(BPF_LD | BPF_B | BPF_IND, i),				\
	IF(BPF_JGE, '0', 0, TELL),					\
	IF(BPF_JGT, '9', 0, 2),						\
	IF(BPF_JGE, 'a', 0, TELL),					\
	IF(BPF_JGT, 'f', TELL, 0)
static const struct sock_filter mute[] = {
	STMT(BPF_LD | BPF_B | BPF_ABS, 4 + LOW),
	IF(BPF_JEQ, RTM_NEWADDR, 1, 0),
	IF(BPF_JEQ, RTM_DELADDR, 0, TELL),
	ATTR(IFA_LABEL),
	STMT(BPF_LD | BPF_B | BPF_IND, LOW),
	STMT(BPF_ALU | BPF_ADD | BPF_X, 0),
	STMT(BPF_ALU | BPF_SUB | BPF_K, LABEL_TAIL + 1),
	STMT(BPF_MISC | BPF_TAX, 0),
	STMT(BPF_LD | BPF_B | BPF_IND, 0),
	IF(BPF_JEQ, ':', 0, TELL),
	HEX(2), HEX(3), HEX(4),
	STMT(BPF_LD | BPF_B | BPF_IND, 1),
	IF(BPF_JGE, LABEL_FIRST, 0, TELL),
	IF(BPF_JGT, LABEL_LAST, TELL, 0),
	IF(BPF_JEQ, 0 /* ours */, 0, 2),
	STMT(BPF_LD | BPF_B | BPF_IND, 2),
	IF(BPF_JEQ, 0 /* ours */, TELL, 0),
	ATTR(IFA_LOCAL),
	STMT(BPF_LD | BPF_W | BPF_IND, 4),
	BPF_STMT(BPF_JMP | BPF_JA, 1),
	BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
};
#define MUTE		(sizeof(mute) / sizeof(mute[0]))
#define MUTE_FIRST	(MUTE - 11)
#define MUTE_SECOND	(MUTE - 9)

int
watch_mute(int fd, uint8_t vrid, const uint32_t *addrs, size_t n)
{
	struct sock_filter code[MUTE + 2 * WATCH_MAX_ADDRS + 1];
	struct sock_fprog prog = { .len = MUTE, .filter = code };

	memcpy(code, mute, sizeof(mute));
	code[MUTE_FIRST].k = LABEL_FIRST + vrid / 16u;
	code[MUTE_SECOND].k = (unsigned char)"0123456789abcdef"[vrid % 16];
	for (size_t i = 0; i < MUTE - 1; i++) {
		const unsigned char end = (unsigned char)(MUTE - 2 - i);

		code[i].jt = code[i].jt == TELL ? end : code[i].jt;
		code[i].jf = code[i].jf == TELL ? end : code[i].jf;
	}
	for (size_t i = 0; i < n && i < WATCH_MAX_ADDRS; i++) {
		code[prog.len++] = (struct sock_filter)
		    IF(BPF_JEQ, addrs[i], 0, 1);
		code[prog.len++] = (struct sock_filter)
		    BPF_STMT(BPF_RET | BPF_K, UINT32_MAX);
	}
	code[prog.len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, 0);
	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog,
	    sizeof(prog));
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
