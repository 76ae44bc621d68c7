/*
 * Messages that are cut, too short, or odd in length: nothing behind them is
 * read.
 */
#include "nl.h"

#include <errno.h>
#include <stdint.h>
#include <sys/socket.h>

#include "check.h"
#include "route.h"

#define IFINDEX	3
#define OTHER	4

/* Room for a message, aligned as the kernel's are. */
union room {
	struct nlmsghdr	h;
	uint32_t	align;
	uint8_t		bytes[256];
};

static size_t
put_attr(uint8_t *at, unsigned short type, const void *data, size_t len)
{
	struct rtattr a = { .rta_len = (unsigned short)RTA_LENGTH(len),
	    .rta_type = type };

	memcpy(at, &a, sizeof(a));
	memcpy(at + RTA_LENGTH(0), data, len);
	return RTA_SPACE(len);
}

/* A route with these attributes, which need not be padded. */
static size_t
put_route(uint8_t *at, const uint8_t *attrs, size_t len)
{
	struct nlmsghdr h = {
		.nlmsg_len = (unsigned)(NLMSG_SPACE(sizeof(struct rtmsg)) +
		    len),
		.nlmsg_type = RTM_NEWROUTE,
	};
	struct rtmsg r = { .rtm_family = AF_INET };

	memcpy(at, &h, sizeof(h));
	memcpy(at + NLMSG_HDRLEN, &r, sizeof(r));
	memcpy(at + NLMSG_SPACE(sizeof(r)), attrs, len);
	return NLMSG_SPACE(sizeof(r)) + NLMSG_ALIGN(len);
}

static void
test_attr(void)
{
	const int oif = IFINDEX;
	union room room = { .bytes = { 0 } };
	const uint8_t *b = room.bytes;
	size_t one = put_attr(room.bytes, RTA_PRIORITY, "abcd", 4), two;

	two = one + put_attr(room.bytes + one, RTA_OIF, &oif, sizeof(oif));
	CHECK(nl_attr(b, two, RTA_PRIORITY) == (const void *)b);
	CHECK(nl_attr(b, two, RTA_OIF) == (const void *)(b + one));
	CHECK(nl_attr(b, two, RTA_GATEWAY) == NULL);
	CHECK(nl_attr(b, two - 1, RTA_OIF) == NULL);
	CHECK(nl_attr(b, one, RTA_OIF) == NULL);
	CHECK(nl_attr(b, 0, RTA_PRIORITY) == NULL);
	/* The last one ends with its message, the next is not its. */
	for (size_t odd = 1; odd <= 4; odd++) {
		put_attr(room.bytes, RTA_PRIORITY, "abcd", odd);
		CHECK(nl_attr(b, RTA_LENGTH(odd), RTA_PRIORITY) != NULL);
		CHECK(nl_attr(b, RTA_LENGTH(odd), RTA_OIF) == NULL);
	}
}

/* A route out of an undo record, where another one stood before. */
static void
test_load(void)
{
	const int oif = IFINDEX;
	union room room = { .bytes = { 0 } };
	uint8_t attrs[32] = { 0 };
	size_t len, one;

	one = put_attr(attrs, RTA_PRIORITY, "abcd", 1);
	len = one + put_attr(attrs + one, RTA_OIF, &oif, sizeof(oif));
	len = put_route(room.bytes, attrs, len);
	CHECK_EQ(route_load(room.bytes, len, IFINDEX), 0);
	CHECK_EQ(route_load(room.bytes, len, OTHER), -1);
	CHECK_EQ(errno, EBADMSG);
	CHECK_EQ(route_load(room.bytes, len, IFINDEX), 0);
	/* Without the second attribute it is no route of any interface. */
	len = put_route(room.bytes, attrs, RTA_LENGTH(1));
	CHECK_EQ(route_load(room.bytes, len, IFINDEX), -1);
	CHECK_EQ(errno, EBADMSG);
}

int
main(void)
{
	test_attr();
	test_load();
	return check_done();
}
