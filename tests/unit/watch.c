/*
 * Of which addresses the kernel does not tell.  What it tells is made up here
 * and goes over a local socket: a filter is the same on any.
 */
#include "watch.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_addr.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "check.h"

#define OURS	0x0a000001	/* 10.0.0.1 and those behind it */
#define OTHER	0x0a090909

union message {
	struct nlmsghdr	h;
	uint8_t		bytes[256];
};

static int	ends[2];

static void
put_attr(union message *m, unsigned short type, const void *data, size_t len)
{
	struct rtattr a = { .rta_len = (unsigned short)RTA_LENGTH(len),
	    .rta_type = type };

	memcpy(m->bytes + m->h.nlmsg_len, &a, sizeof(a));
	memcpy(m->bytes + m->h.nlmsg_len + RTA_LENGTH(0), data, len);
	m->h.nlmsg_len += (unsigned)RTA_SPACE(len);
}

/* With what the kernel says of an address; 0 and NULL are left out. */
static bool
told(unsigned short type, uint32_t addr, const char *label)
{
	const struct ifaddrmsg ifa = { .ifa_family = AF_INET,
	    .ifa_prefixlen = 32, .ifa_index = 3 };
	const struct ifa_cacheinfo life = { .ifa_valid = UINT32_MAX };
	const uint32_t local = htonl(addr), flags = IFA_F_PERMANENT;
	union message m = { .h = { .nlmsg_type = type,
	    .nlmsg_len = NLMSG_SPACE(sizeof(ifa)) } };

	memcpy(m.bytes + NLMSG_HDRLEN, &ifa, sizeof(ifa));
	put_attr(&m, IFA_ADDRESS, &local, sizeof(local));
	if (addr != 0)
		put_attr(&m, IFA_LOCAL, &local, sizeof(local));
	if (label != NULL)
		put_attr(&m, IFA_LABEL, label, strlen(label) + 1);
	put_attr(&m, IFA_FLAGS, &flags, sizeof(flags));
	put_attr(&m, IFA_CACHEINFO, &life, sizeof(life));
	CHECK_EQ(send(ends[0], m.bytes, m.h.nlmsg_len, 0), m.h.nlmsg_len);
	return recv(ends[1], m.bytes, sizeof(m), MSG_DONTWAIT) > 0;
}

static void
mute_from(uint32_t first, uint8_t vrid, size_t n)
{
	uint32_t addrs[WATCH_MAX_ADDRS];

	for (size_t i = 0; i < n; i++)
		addrs[i] = first + (uint32_t)i;
	CHECK_EQ(watch_mute(ends[1], vrid, addrs, n), 0);
}

static void
mute(uint8_t vrid, size_t n)
{
	mute_from(OURS, vrid, n);
}

static void
test_vrids(void)
{
	char label[IFNAMSIZ];

	for (unsigned ours = 1; ours <= 255; ours++) {
		mute((uint8_t)ours, 1);
		for (unsigned vrid = 1; vrid <= 255; vrid++) {
			snprintf(label, sizeof(label), "eth0:%c%x%02x",
			    'g' + vrid / 16, vrid % 16, 255 - vrid);
			CHECK_EQ(told(RTM_NEWADDR, OTHER, label), vrid == ours);
			CHECK_EQ(told(RTM_DELADDR, OTHER, label), vrid == ours);
		}
	}
}

static void
test_labels(void)
{
	static const char *const others[] = { ":g100", "e:g100", "eth0:g199",
	    "eth0:gaff", "eth0:vf00", "eth0123456:g100" };
	static const char *const unlike[] = { "", "e", "e0", "et0", "eth0",
	    "eth01", ":", "g100", ":g10", "eth0:g10", "eth0:g1000",
	    "eth0:f100", "eth0:w100", "eth0:G100", "eth0:1100", "eth0:g/00",
	    "eth0:g:00", "eth0:g`00", "eth0:gg00", "eth0:gA00", "eth0:g1/0",
	    "eth0:g1g0", "eth0:g10:", "eth0:g10g", "eth0:g10F", "eth0.g100" };

	mute(50, 1);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (!CHECK(!told(RTM_NEWADDR, OTHER, others[i])))
			printf("\t%s\n", others[i]);
	for (size_t i = 0; i < sizeof(unlike) / sizeof(unlike[0]); i++)
		if (!CHECK(told(RTM_NEWADDR, OTHER, unlike[i])))
			printf("\t%s\n", unlike[i]);
}

static void
test_addresses(void)
{
	/* The highest bit matters to the kernel's translation. */
	static const uint32_t first[] = { OURS, 0x7fffff80, 0xc0a80001 };

	mute(50, 0);
	CHECK(!told(RTM_NEWADDR, OURS, "eth0:g100"));
	for (size_t f = 0; f < sizeof(first) / sizeof(first[0]); f++) {
		mute_from(first[f], 50, WATCH_MAX_ADDRS);
		for (unsigned i = 0; i < WATCH_MAX_ADDRS; i++)
			CHECK(told(RTM_DELADDR, first[f] + i, "eth0:g100"));
		CHECK(!told(RTM_DELADDR, first[f] - 1, "eth0:g100"));
		CHECK(!told(RTM_DELADDR, first[f] + WATCH_MAX_ADDRS,
		    "eth0:g100"));
	}
}

static void
test_others(void)
{
	mute(50, 1);
	CHECK(told(RTM_NEWADDR, OTHER, NULL));
	CHECK(told(RTM_NEWADDR, 0, "eth0:g100"));
	CHECK(told(RTM_NEWLINK, OTHER, "eth0:g100"));
	CHECK(told(RTM_DELLINK, OTHER, "eth0:g100"));
	CHECK(told(NLMSG_ERROR, OTHER, "eth0:g100"));
}

/* Under qemu ours may be another byte order than that of the kernel. */
static bool
same_order(void)
{
	enum { AT = NLMSG_HDRLEN + RTA_SPACE(sizeof(uint32_t)) };
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_IMM, NLMSG_HDRLEN),
		BPF_STMT(BPF_LDX | BPF_IMM, IFA_LOCAL),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    (uint32_t)(SKF_AD_OFF + SKF_AD_NLATTR)),
		BPF_JUMP(BPF_JMP | BPF_K | BPF_JEQ, AT, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog prog = { .len = sizeof(code) / sizeof(code[0]),
	    .filter = code };
	union message m = { .h = { .nlmsg_len = NLMSG_HDRLEN } };
	const uint32_t addr = 0;

	put_attr(&m, IFA_ADDRESS, &addr, sizeof(addr));
	put_attr(&m, IFA_LOCAL, &addr, sizeof(addr));
	CHECK_EQ(setsockopt(ends[1], SOL_SOCKET, SO_ATTACH_FILTER, &prog,
	    sizeof(prog)), 0);
	CHECK_EQ(send(ends[0], m.bytes, m.h.nlmsg_len, 0), m.h.nlmsg_len);
	return recv(ends[1], m.bytes, sizeof(m), MSG_DONTWAIT) > 0;
}

int
main(void)
{
	CHECK_EQ(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends), 0);
	if (!same_order()) {
		printf("skipped: the kernel has another byte order\n");
		return 77;
	}
	test_vrids();
	test_labels();
	test_addresses();
	test_others();
	return check_done();
}
