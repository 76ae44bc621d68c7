#include "nl.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "room.h"

#ifndef SOL_NETLINK
#define SOL_NETLINK	270
#endif

static int nl_fd = -1;
static unsigned nl_seq;

#define PAGE	4096	/* bytes, as a rule */

/* So that it shares none with what others use. */
ROOM __attribute__((aligned(PAGE))) union nl_room nl_room;

void
nl_settle(void)
{
	room_give_back(nl_room.bytes, sizeof(nl_room));
}

int
nl_open(void)
{
	const int on = 1;

	if (nl_fd != -1)
		return 0;
	nl_fd = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC,
	    NETLINK_ROUTE);
	if (nl_fd == -1)
		return -1;
	/* Lets the kernel filter a dump; without it, we do. */
	(void)setsockopt(nl_fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on,
	    sizeof(on));
	return 0;
}

/* What an earlier, broken-off question left behind. */
static void
drain(void)
{
	for (int i = 0; i < 1000; i++)
		if (recv(nl_fd, nl_room.bytes, sizeof(nl_room), 0) == -1 &&
		    errno != ENOBUFS && errno != EINTR)
			return;
}

static int
ask(struct nlmsghdr *h)
{
	const struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	ssize_t n;

	drain();
	h->nlmsg_seq = ++nl_seq;
	n = sendto(nl_fd, h, h->nlmsg_len, 0,
	    (const struct sockaddr *)&kernel, sizeof(kernel));
	return n == (ssize_t)h->nlmsg_len ? 0 : -1;
}

/* The errno that a message carries, or another one if it carries none. */
static int
error_in(const struct nlmsghdr *h, int none)
{
	int error = -none;

	if (h->nlmsg_len >= NLMSG_LENGTH(sizeof(error)))
		memcpy(&error, NLMSG_DATA(h), sizeof(error));
	return error <= 0 && error > -4096 ? -error : EBADMSG;
}

/* The end of a dump, which may carry what went wrong in it. */
static int
done(const struct nlmsghdr *h, bool broken)
{
	int error = error_in(h, 0);

	errno = error != 0 ? error : EAGAIN;
	return error != 0 || broken ? -1 : 0;
}

/* What the kernel says to a request, 0 if it was carried out. */
static int
acknowledged(const struct nlmsghdr *h)
{
	int error = error_in(h, EBADMSG);

	errno = error;
	return error == 0 ? 0 : -1;
}

/*
 * Read the answer to the last question to its end: the kernel has it ready
 * when the question is taken, so there is nothing to wait for.  Messages of
 * less than len bytes behind the header are not visited.
 */
static int
listen_to_end(nl_each *each, void *arg, size_t len)
{
	struct nlmsghdr *h;
	bool broken = false;
	ssize_t n;

	for (;;) {
		n = recv(nl_fd, nl_room.bytes, sizeof(nl_room), 0);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		for (h = &nl_room.first; n > 0 && NLMSG_OK(h, (size_t)n);
		    h = NLMSG_NEXT(h, n)) {
			if (h->nlmsg_seq != nl_seq)
				continue;
			broken |= (h->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
			if (h->nlmsg_type == NLMSG_DONE)
				return done(h, broken);
			if (h->nlmsg_type == NLMSG_ERROR)
				return acknowledged(h);
			if (each != NULL && h->nlmsg_len >= NLMSG_LENGTH(len))
				each(h, arg);
		}
	}
}

int
nl_dump(int type, const void *header, size_t len, nl_each *each, void *arg)
{
	struct {
		struct nlmsghdr	h;
		char		header[64];
	} q = { .h = {
		.nlmsg_len = (unsigned)NLMSG_LENGTH(len),
		.nlmsg_type = (unsigned short)type,
		.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
	} };

	memcpy(NLMSG_DATA(&q.h), header, len);
	if (ask(&q.h) == -1)
		return -1;
	return listen_to_end(each, arg, len);
}

int
nl_request(struct nlmsghdr *h)
{
	h->nlmsg_flags |= NLM_F_REQUEST | NLM_F_ACK;
	if (ask(h) == -1)
		return -1;
	return listen_to_end(NULL, NULL, 0);
}

void
nl_add(struct nlmsghdr *h, unsigned short type, const void *value,
    size_t size)
{
	struct rtattr *a =
	    (void *)((char *)h + NLMSG_ALIGN(h->nlmsg_len));

	a->rta_type = type;
	a->rta_len = (unsigned short)RTA_LENGTH(size);
	memcpy(RTA_DATA(a), value, size);
	h->nlmsg_len = (unsigned)(NLMSG_ALIGN(h->nlmsg_len) +
	    RTA_SPACE(size));
}

const struct rtattr *
nl_attr(const void *attrs, size_t len, unsigned short type)
{
	const struct rtattr *a = attrs;
	int left = (int)len;

	/* Below zero behind a last one that is not padded. */
	for (; RTA_OK(a, left); a = RTA_NEXT(a, left))
		if (a->rta_type == type)
			return a;
	return NULL;
}
