/*
 * What an earlier run has left in files that nobody vouches for: the state
 * file, the undo record and the routes behind it.
 *
 * Input: 's' and a state file, 'u' and an undo record with what is behind it,
 * or any other byte and what is behind it alone.
 */
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "fuzz.h"
#include "record.h"
#include "report.h"
#include "route.h"

#define IFINDEX	3
#define BEHIND	4096	/* bytes behind the routes that nobody may read */

static unsigned	asked;		/* sequence number that waits for an answer */
static bool	waits;

/* The kernel: it takes each message, and has no other news. */
ssize_t
__wrap_recv(int fd, void *buf, size_t size, int flags)
{
	struct {
		struct nlmsghdr	h;
		struct nlmsgerr	e;
	} answer = { .h = { .nlmsg_len = sizeof(answer),
	    .nlmsg_type = NLMSG_ERROR, .nlmsg_seq = asked } };

	(void)fd, (void)flags;
	if (!waits) {
		errno = EAGAIN;
		return -1;
	}
	waits = false;
	MUST(size >= sizeof(answer));
	/* Some are refused, by what is in them. */
	answer.e.error = fuzz_seen % 4 == 0 ? -EEXIST :
	    fuzz_seen % 4 == 1 ? -EINVAL : 0;
	memcpy(buf, &answer, sizeof(answer));
	return sizeof(answer);
}

ssize_t
__wrap_sendto(int fd, const void *buf, size_t len, int flags,
    const struct sockaddr *to, socklen_t to_len)
{
	struct nlmsghdr h;

	(void)fd, (void)flags, (void)to, (void)to_len;
	MUST(len >= sizeof(h));
	memcpy(&h, buf, sizeof(h));
	MUST(h.nlmsg_len == len);
	MUST(h.nlmsg_type == RTM_NEWADDR || h.nlmsg_type == RTM_NEWROUTE);
	MUST(h.nlmsg_flags == (NLM_F_CREATE | NLM_F_EXCL | NLM_F_REQUEST |
	    NLM_F_ACK));
	asked = h.nlmsg_seq;
	waits = true;
	/* The number is another one each time. */
	fuzz_number(h.nlmsg_type);
	fuzz_see((const char *)buf + sizeof(h), len - sizeof(h));
	return (ssize_t)len;
}

static void
state(const char *text, size_t len)
{
	fuzz_number(report_sequence(text, len));
}

/* Messages one behind the other, whole, up to the end. */
static void
check_kept(void)
{
	size_t len, at = 0;
	const char *kept = route_kept(&len);
	struct nlmsghdr h;

	while (at < len) {
		MUST(len - at >= sizeof(h));
		memcpy(&h, kept + at, sizeof(h));
		MUST(h.nlmsg_len >= sizeof(h));
		MUST(NLMSG_ALIGN(h.nlmsg_len) <= len - at);
		at += NLMSG_ALIGN(h.nlmsg_len);
	}
	fuzz_see(kept, len);
}

static void
routes(const uint8_t *bytes, size_t len)
{
	static const uint32_t addrs[] = { 0x0a000001, 0xc0000201 };
	size_t kept, forgotten;
	char *base = (char *)(uintptr_t)route_kept(&kept);

	if (len > ROUTE_ROOM - BEHIND) {
		fuzz_number((uint64_t)route_load(bytes, len, IFINDEX));
		return;
	}
	FUZZ_FORBID(base + len, BEHIND);
	if (route_load(bytes, len, IFINDEX) == 0) {
		(void)route_kept(&kept);
		MUST(kept == len);
		check_kept();
		fuzz_number(route_restore());
		route_forget(addrs, 2);
		(void)route_kept(&forgotten);
		MUST(forgotten <= kept);
		check_kept();
		fuzz_number(route_restore());
		route_forget(addrs, 2);
		(void)route_kept(&kept);
		MUST(forgotten == kept);
	} else {
		MUST(errno == EBADMSG);
		(void)route_kept(&kept);
		MUST(kept == 0);
	}
	FUZZ_ALLOW(base + len, BEHIND);
}

static void
undo(const char *text, size_t len)
{
	char again[RECORD_TEXT];
	struct record r, same;
	size_t n = record_parse(&r, text, len);

	fuzz_number(n);
	MUST(n <= len);
	if (n == 0)
		return;
	MUST(record_text(&r, again) == n && memcmp(again, text, n) == 0);
	MUST(record_parse(&same, again, n) == n);
	MUST(memcmp(&same, &r, sizeof(r)) == 0);
	MUST(record_fits(&r, &same) == (r.boot[0] != '\0' && r.netns != 0));
	/* The caller asks for r.kept == len - n, and never for less. */
	routes((const uint8_t *)text + n, len - n);
}

static void
fuzz_one(const uint8_t *data, size_t len)
{
	void *rest;

	if (len == 0)
		return;
	rest = fuzz_copy(data + 1, len - 1);
	if (data[0] == 's')
		state(rest, len - 1);
	else if (data[0] == 'u')
		undo(rest, len - 1);
	else
		routes(rest, len - 1);
	free(rest);
}
