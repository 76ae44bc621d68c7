/*
 * What rtnetlink says: news of an interface, and the answers to our questions.
 *
 * Input: what is asked (ASK_), then each datagram of the answer behind its
 * length, or instead of a length one of the errors that the kernel gives.
 * The sequence numbers in it are counted from the one that we wait for.
 */
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "fuzz.h"
#include "iface.h"
#include "nl.h"
#include "route.h"
#include "watch.h"

#define IFINDEX	3
#define NH_ID	30	/* RTA_NH_ID, Linux 5.3 */

enum { ASK_WATCH, ASK_WATCH_ANY, ASK_ADDRS, ASK_ADDRS6, ASK_ROUTES,
    ASK_REMOVE, ASKS };

static struct fuzz_in	answers;
static bool		ready;	/* there is something to be read */
static bool		watching;	/* ... whether asked for or not */
static unsigned		asked;	/* sequence number */

/* The daemon's buffer, of which only what was received may be read. */
static char		*room;
static size_t		room_len;

/* Sequence numbers count from the one that was asked; an answer may end. */
static void
number(char *buf, size_t len)
{
	struct nlmsghdr h;
	size_t at = 0;

	while (len - at >= sizeof(h)) {
		memcpy(&h, buf + at, sizeof(h));
		h.nlmsg_seq += asked;
		memcpy(buf + at, &h, sizeof(h));
		if (h.nlmsg_seq == asked && (h.nlmsg_type == NLMSG_DONE ||
		    h.nlmsg_type == NLMSG_ERROR))
			ready = watching;
		if (h.nlmsg_len < sizeof(h) || h.nlmsg_len > len - at)
			return;
		at += NLMSG_ALIGN(h.nlmsg_len);
		if (at > len)
			return;
	}
}

static void
allow(void)
{
	FUZZ_ALLOW(room, room_len);
	room_len = 0;
}

ssize_t
__wrap_recv(int fd, void *buf, size_t size, int flags)
{
	const uint8_t *piece;
	size_t len;

	(void)fd, (void)flags;
	allow();
	errno = EAGAIN;
	if (!ready || answers.left < 2)
		return -1;
	if (answers.p[0] == 0xff && answers.p[1] >= 0xfe) {
		errno = answers.p[1] == 0xff ? ENOBUFS : EINTR;
		answers.p += 2;
		answers.left -= 2;
		return -1;
	}
	piece = fuzz_piece(&answers, &len);
	len = len < size ? len : size;
	memcpy(buf, piece, len);
	number(buf, len);
	room = (char *)buf + len;
	room_len = size - len;
	FUZZ_FORBID(room, room_len);
	return (ssize_t)len;
}

/* The kernel takes no route that names its hops in two ways. */
static void
put_back(const char *message, size_t len)
{
	const size_t header = NLMSG_SPACE(sizeof(struct rtmsg));

	MUST(len >= header);
	MUST(nl_attr(message + header, len - header, NH_ID) == NULL);
	fuzz_see(message + NLMSG_HDRLEN, len - NLMSG_HDRLEN);
}

ssize_t
__wrap_sendto(int fd, const void *buf, size_t len, int flags,
    const struct sockaddr *to, socklen_t to_len)
{
	struct nlmsghdr h;

	(void)fd, (void)flags, (void)to, (void)to_len;
	MUST(len >= sizeof(h));
	memcpy(&h, buf, sizeof(h));
	MUST(h.nlmsg_len == len && (h.nlmsg_flags & NLM_F_REQUEST) != 0);
	if (h.nlmsg_type == RTM_NEWROUTE)
		put_back(buf, len);
	asked = h.nlmsg_seq;
	ready = true;
	return (ssize_t)len;
}

static void
see4(const struct iface_addr *a, void *arg)
{
	MUST(arg == &answers);
	MUST(memchr(a->label, '\0', sizeof(a->label)) != NULL);
	fuzz_number(a->addr);
	fuzz_number(a->len);
	fuzz_number((uint64_t)a->secondary << 1 | a->global);
	fuzz_see(a->label, sizeof(a->label));
}

static void
see6(const struct iface_addr6 *a, void *arg)
{
	MUST(arg == &answers);
	fuzz_see(a->addr, sizeof(a->addr));
	fuzz_number((uint64_t)a->len << 1 | a->usable);
}

static void
watch(bool any)
{
	unsigned found;

	do {
		found = watch_read(0, IFINDEX, any);
		MUST((found & ~7U) == 0);
		MUST((found & WATCH_FLAP) == 0 || (found & WATCH_NEWS) != 0);
		MUST((found & WATCH_OTHER) == 0 || !any);
		fuzz_number(found);
	} while (answers.left >= 2);
	/* Of what got lost it knows until there is nothing more to read. */
	(void)watch_read(0, IFINDEX, any);
}

/* What was kept is what a later process will take. */
static void
routes(void)
{
	static char copy[65536];
	size_t len, again;
	const char *kept;

	fuzz_number((uint64_t)route_save(IFINDEX, true));
	allow();
	kept = route_kept(&len);
	fuzz_number(len);
	if (len > sizeof(copy))
		return;
	memcpy(copy, kept, len);
	MUST(route_load(copy, len, IFINDEX) == 0);
	kept = route_kept(&again);
	MUST(again == len && memcmp(copy, kept, len) == 0);
	fuzz_see(copy, 0);
	fuzz_number(route_restore());
}

static void
fuzz_one(const uint8_t *data, size_t len)
{
	const struct iface ifc = { .name = "eth0", .index = IFINDEX };
	const struct iface_addr6 addr6 = { .len = 64 };
	int result = 0, what;

	answers = (struct fuzz_in){ .p = data, .left = len };
	what = fuzz_byte(&answers) % ASKS;
	ready = watching = what == ASK_WATCH || what == ASK_WATCH_ANY;
	switch (what) {
	case ASK_WATCH:
	case ASK_WATCH_ANY:
		watch(what == ASK_WATCH_ANY);
		break;
	case ASK_ADDRS:
		result = iface_addrs(&ifc, see4, &answers);
		break;
	case ASK_ADDRS6:
		result = iface_addrs6(&ifc, see6, &answers);
		break;
	case ASK_ROUTES:
		routes();
		break;
	case ASK_REMOVE:
		result = iface_addr6_del(&ifc, &addr6);
		break;
	}
	allow();
	MUST(result == 0 || errno != 0);
	fuzz_number((uint64_t)result);
}
