#include "sock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/pkt_sched.h>
#include <linux/sock_diag.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "packet.h"
#include "room.h"

#ifndef SO_MEMINFO
#define SO_MEMINFO	55	/* Linux 4.12 */
#endif
#ifndef IP_MULTICAST_ALL
#define IP_MULTICAST_ALL	49
#endif

/*
 * Only our group and our VRID may wake us: a raw socket otherwise also gets
 * unicast, and every other virtual router of the LAN.  What is wrong beyond
 * that is refused, and counted, by who reads it.
 */
static int
filter(int fd, uint8_t vrid, bool ah)
{
	unsigned at = ah ? ADV_AH_LEN : 0;	/* of the message */
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 16),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ADV_GROUP, 0, 4),
		BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
		BPF_STMT(BPF_LD | BPF_B | BPF_IND, at + 1),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, vrid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	const struct sock_fprog prog = {
		.len = sizeof(code) / sizeof(code[0]),
		.filter = code,
	};

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog,
	    sizeof(prog));
}

/* Whether it may be one at all; the source is left to be looked at. */
static const struct sock_filter heard[] = {
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + SKF_AD_PKTTYPE),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PACKET_MULTICAST, 1, 0),
	BPF_STMT(BPF_RET | BPF_K, 0),
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 16),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ADV_GROUP, 1, 0),
	BPF_STMT(BPF_RET | BPF_K, 0),
	/* No fragment. */
	BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 6),
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x3fff, 0, 1),
	BPF_STMT(BPF_RET | BPF_K, 0),
	/* The VRID, as of either protocol. */
	BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
	BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ADV_PROTO, 0, 2),
	BPF_STMT(BPF_LD | BPF_B | BPF_IND, 1),
	BPF_STMT(BPF_JMP | BPF_JA, 3),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ADV_AH_PROTO, 1, 0),
	BPF_STMT(BPF_RET | BPF_K, 0),
	BPF_STMT(BPF_LD | BPF_B | BPF_IND, ADV_AH_LEN + 1),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0 /* ours */, 1, 0),
	BPF_STMT(BPF_RET | BPF_K, 0),
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 12),
};
#define HEARD		(sizeof(heard) / sizeof(heard[0]))
#define HEARD_VRID	(HEARD - 3)

int
sock_hear(const struct sock *s, uint8_t vrid, const uint32_t *addrs, size_t n)
{
	struct sock_filter code[HEARD + 1 + 2 * SOCK_MAX_EAR];
	struct sock_fprog prog = { .len = HEARD, .filter = code };

	memcpy(code, heard, sizeof(heard));
	code[HEARD_VRID].k = vrid;
	if (n > SOCK_MAX_EAR)
		n = SOCK_MAX_EAR;
	for (size_t i = 0; i < n; i++) {
		code[prog.len++] = (struct sock_filter)BPF_JUMP(BPF_JMP |
		    BPF_JEQ | BPF_K, addrs[i], 0, 1);
		code[prog.len++] = (struct sock_filter)BPF_STMT(BPF_RET |
		    BPF_K, UINT32_MAX);
	}
	code[prog.len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, 0);
	return setsockopt(s->ear, SOL_SOCKET, SO_ATTACH_FILTER, &prog,
	    sizeof(prog));
}

static int
option(int fd, int level, int name, int value)
{
	return setsockopt(fd, level, name, &value, sizeof(value));
}

static int
bind_to(int fd, int ifindex)
{
	struct ifreq ifr = { .ifr_ifindex = ifindex };

	if (ioctl(fd, SIOCGIFNAME, &ifr) == -1)
		return -1;
	return setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, ifr.ifr_name,
	    (socklen_t)strnlen(ifr.ifr_name, IFNAMSIZ));
}

static int
membership(const struct sock *s, int fd, int name)
{
	const struct ip_mreqn group = {
		.imr_multiaddr.s_addr = htonl(ADV_GROUP),
		.imr_ifindex = s->ifindex,
	};

	return setsockopt(fd, IPPROTO_IP, name, &group, sizeof(group));
}

/* The kernel doubles it, and without CAP_NET_ADMIN keeps to its limit. */
static void
make_room(int fd)
{
	if (option(fd, SOL_SOCKET, SO_RCVBUFFORCE, SOCK_ROOM / 2) == -1)
		(void)option(fd, SOL_SOCKET, SO_RCVBUF, SOCK_ROOM / 2);
}

/* IP_RECVERR, or a full device queue (ENOBUFS) stays hidden from us. */
static int
setup_adv(const struct sock *s, int fd, uint8_t vrid)
{
	ssize_t n;
	char byte;

	(void)option(fd, SOL_SOCKET, SO_PRIORITY, TC_PRIO_CONTROL);
	if (filter(fd, vrid, fd == s->ah) == -1 ||
	    bind_to(fd, s->ifindex) == -1 ||
	    option(fd, IPPROTO_IP, IP_HDRINCL, 1) == -1 ||
	    option(fd, IPPROTO_IP, IP_RECVERR, 1) == -1 ||
	    option(fd, SOL_SOCKET, SO_RXQ_OVFL, 1) == -1 ||
	    option(fd, IPPROTO_IP, IP_MULTICAST_ALL, 0) == -1 ||
	    option(fd, IPPROTO_IP, IP_MULTICAST_LOOP, 0) == -1 ||
	    membership(s, fd, IP_MULTICAST_IF) == -1 ||
	    membership(s, fd, IP_ADD_MEMBERSHIP) == -1)
		return -1;
	make_room(fd);
	/* What came in before the filter and the bind. */
	do
		n = recv(fd, &byte, sizeof(byte), 0);
	while (n >= 0);
	return 0;
}

/* Protocol 0: it sends only. */
static int
setup_frame(const struct sock *s)
{
	const struct sockaddr_ll ll = {
		.sll_family = AF_PACKET,
		.sll_ifindex = s->ifindex,
	};

	(void)option(s->frame, SOL_SOCKET, SO_PRIORITY, TC_PRIO_CONTROL);
	return bind(s->frame, (const struct sockaddr *)&ll, sizeof(ll));
}

/* Deaf until sock_hear. */
static int
setup_ear(const struct sock *s)
{
	const struct sockaddr_ll ll = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_IP),
		.sll_ifindex = s->ifindex,
	};

	if (sock_hear(s, 0, NULL, 0) == -1)
		return -1;
	return bind(s->ear, (const struct sockaddr *)&ll, sizeof(ll));
}

int
sock_open(struct sock *s, int ifindex, uint8_t vrid)
{
	const int flags = SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC;
	int saved;

	*s = (struct sock){
		.ifindex = ifindex, .ah = -1, .frame = -1, .ear = -1,
	};
	s->adv = socket(AF_INET, flags, ADV_PROTO);
	if (s->adv != -1)
		s->ah = socket(AF_INET, flags, ADV_AH_PROTO);
	if (s->ah != -1)
		s->frame = socket(AF_PACKET, flags, 0);
	if (s->frame != -1)
		s->ear = socket(AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK |
		    SOCK_CLOEXEC, 0);
	if (s->ear != -1 && setup_adv(s, s->adv, vrid) == 0 &&
	    setup_adv(s, s->ah, vrid) == 0 && setup_frame(s) == 0 &&
	    setup_ear(s) == 0)
		return 0;
	saved = errno;
	sock_close(s);
	errno = saved;
	return -1;
}

void
sock_close(struct sock *s)
{
	if (s->adv != -1)
		close(s->adv);
	if (s->ah != -1)
		close(s->ah);
	if (s->frame != -1)
		close(s->frame);
	if (s->ear != -1)
		close(s->ear);
	s->adv = s->ah = s->frame = s->ear = -1;
}

bool
sock_stale(const struct sock *s)
{
	struct sockaddr_ll ll = { 0 };
	socklen_t len = sizeof(ll);

	/* The kernel unbinds a packet socket then. */
	return getsockname(s->frame, (struct sockaddr *)&ll, &len) == 0 &&
	    ll.sll_ifindex != s->ifindex;
}

bool
sock_has(const struct sock *s)
{
	return s->next < s->got;
}

static bool
joined(const struct sock *s, int fd)
{
	return membership(s, fd, IP_ADD_MEMBERSHIP) == 0 ||
	    errno == EADDRINUSE;
}

int
sock_join(struct sock *s)
{
	s->deaf = !joined(s, s->adv) || !joined(s, s->ah);
	return s->deaf ? -1 : 0;
}

void
sock_rejoin(struct sock *s)
{
	/* The report goes out only if nobody was left. */
	(void)membership(s, s->adv, IP_DROP_MEMBERSHIP);
	(void)membership(s, s->ah, IP_DROP_MEMBERSHIP);
	(void)sock_join(s);
}

uint32_t
sock_lost(const struct sock *s, bool ah)
{
	uint32_t mem[SK_MEMINFO_VARS] = { 0 };
	socklen_t len = sizeof(mem);

	if (getsockopt(ah ? s->ah : s->adv, SOL_SOCKET, SO_MEMINFO, mem,
	    &len) == -1)
		return 0;
	return mem[SK_MEMINFO_DROPS];
}

static void
drain_one(int fd)
{
	struct msghdr msg = { 0 };

	for (int i = 0; i < 64; i++)
		if (recvmsg(fd, &msg, MSG_ERRQUEUE) == -1)
			return;
}

void
sock_drain(const struct sock *s)
{
	drain_one(s->adv);
	drain_one(s->ah);
}

int
sock_send_adv(const struct sock *s, const void *buf, size_t len)
{
	const struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(ADV_GROUP),
	};
	int saved;

	/* An error left from an earlier packet must not be this one's. */
	for (int i = 0; i < 2; i++) {
		if (sendto(s->adv, buf, len, 0, (const struct sockaddr *)&to,
		    sizeof(to)) != -1)
			return 0;
		saved = errno;
		sock_drain(s);
		errno = saved;
	}
	return -1;
}

int
sock_send_frame(const struct sock *s, const void *buf, size_t len)
{
	return send(s->frame, buf, len, 0) == -1 ? -1 : 0;
}

/*
 * What the kernel does for the raw socket: the header's checksum, and the
 * padding of a short frame cut off.  The datagram's length, or 0.
 */
static size_t
datagram(const uint8_t *buf, size_t n)
{
	size_t header, total;

	if (n < ADV_IP_LEN || buf[0] >> 4 != 4)
		return 0;
	header = (size_t)(buf[0] & 0x0f) * 4;
	total = (size_t)buf[2] << 8 | buf[3];
	if (header < ADV_IP_LEN || header > total || total > n ||
	    cksum(buf, header) != 0)
		return 0;
	return total;
}

/* Where datagrams come to, several at once. */
static ROOM struct {
	uint8_t		data[2048];
	/* SO_RXQ_OVFL; aligned as what is in it. */
	_Alignas(struct cmsghdr) char dropped[CMSG_SPACE(sizeof(uint32_t))];
} room[SOCK_BATCH];
static struct iovec place[SOCK_BATCH];
static struct mmsghdr msgs[SOCK_BATCH];

static unsigned
receive(int fd)
{
	int n;

	for (unsigned i = 0; i < SOCK_BATCH; i++) {
		place[i] = (struct iovec){ room[i].data,
		    sizeof(room[i].data) };
		msgs[i].msg_hdr = (struct msghdr){
			.msg_iov = &place[i],
			.msg_iovlen = 1,
			.msg_control = room[i].dropped,
			.msg_controllen = sizeof(room[i].dropped),
		};
	}
	n = recvmmsg(fd, msgs, SOCK_BATCH, 0, NULL);
	return n == -1 ? 0 : (unsigned)n;
}

static unsigned
receive_some(int fd)
{
	unsigned n = receive(fd);

	if (n > 0 || errno == EAGAIN || errno == EWOULDBLOCK)
		return n;
	/* A pending error is reported once, ahead of what is queued. */
	drain_one(fd);
	return receive(fd);
}

/* The kernel tells how many, but not that there were none. */
static void
note_dropped(struct sock *s, struct msghdr *m)
{
	struct cmsghdr *c = CMSG_FIRSTHDR(m);

	if (c != NULL && c->cmsg_level == SOL_SOCKET &&
	    c->cmsg_type == SO_RXQ_OVFL)
		memcpy(s->from == SOCK_AH ? &s->dropped_ah : &s->dropped_adv,
		    CMSG_DATA(c), sizeof(uint32_t));
}

const uint8_t *
sock_recv(struct sock *s, size_t *len)
{
	struct mmsghdr *m;

	while (!sock_has(s)) {
		if (s->ready == 0)
			return NULL;
		s->from = 1U << s->turn++ % 3;
		if ((s->ready & s->from) == 0)
			continue;
		s->next = 0;
		s->got = receive_some(s->from == SOCK_EAR ? s->ear :
		    s->from == SOCK_AH ? s->ah : s->adv);
		/* Fewer than it could: there was no more. */
		if (s->got < SOCK_BATCH)
			s->ready &= ~s->from;
	}
	m = &msgs[s->next];
	note_dropped(s, &m->msg_hdr);
	*len = s->from != SOCK_EAR ? m->msg_len :
	    datagram(room[s->next].data, m->msg_len);
	return room[s->next++].data;
}
