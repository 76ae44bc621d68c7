/*
 * A flooder for the network tests: frames of one kind, prepared beforehand
 * and sent at a rate, as an attacker on the LAN would who knows the virtual
 * router (VRID 50, 10.0.0.1, every second) and may claim any source.  Every
 * kind has priority 254 unless it says otherwise, so that obeying one shows.
 * Shares no code with the daemon that it tries.
 */

#include <sys/socket.h>
#include <arpa/inet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <err.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ETH_LEN		14
#define IP_LEN		20
#define AH_LEN		24
#define MSG_LEN		20		/* with one address */
#define PROTO_AH	51
#define PROTO_VRRP	112
#define FRAME_MAX	1514
#define BATCH		64

#define MILLION		1000000U
#define BILLION		1000000000U

struct frame {
	uint8_t		 eth[ETH_LEN];
	uint8_t		 ip[60];
	size_t		 ip_len;
	uint8_t		 ah[AH_LEN];	/* if the protocol is 51 */
	uint8_t		 msg[1400];
	size_t		 len;		/* of msg */
	unsigned	 spoil_sum;	/* what the checksum is off by */
	int		 as_it_is;	/* no checksum is put into msg */
};

static uint64_t	 state = 88172645463325252U;

/* xorshift: the same bytes in every run. */
static unsigned
any(unsigned below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state >> 32) % below;
}

static unsigned
get16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static void
put16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static void
put32(uint8_t *p, uint32_t v)
{
	put16(p, v >> 16);
	put16(p + 2, v & 0xffff);
}

static void
scribble(uint8_t *p, size_t len)
{
	size_t	 i;

	for (i = 0; i < len; i++)
		p[i] = (uint8_t)any(256);
}

static unsigned
cksum(const uint8_t *p, size_t len)
{
	uint32_t	 sum = 0;
	size_t		 i;

	for (i = 0; i + 1 < len; i += 2)
		sum += get16(p + i);
	if (i < len)
		sum += (uint32_t)p[i] << 8;
	while (sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}

/* The kinds: each spoils a good advertisement in its way. */

static void
k_vrid(struct frame *f)
{
	f->msg[1] = (uint8_t)(51 + any(200));
}

static void
k_version(struct frame *f)
{
	f->msg[0] = any(2) ? 0x31 : (uint8_t)(any(2) << 4 | 1);
}

static void
k_sum(struct frame *f)
{
	f->spoil_sum = 1 + any(0xfffe);
}

static void
k_ttl(struct frame *f)
{
	f->ip[8] = (uint8_t)(1 + any(254));
}

static void
k_length(struct frame *f)
{
	f->len = 2 + any(MSG_LEN - 2);
}

static void
k_count(struct frame *f)
{
	f->msg[3] = any(8) ? (uint8_t)(2 + any(254)) : 0;
}

static void
k_type(struct frame *f)
{
	f->msg[0] = (uint8_t)(0x20 | (any(15) + 2) % 16);
}

static void
k_interval(struct frame *f)
{
	f->msg[5] = (uint8_t)(2 + any(255));
}

static void
k_auth(struct frame *f)
{
	f->msg[4] = (uint8_t)(1 + any(255));
	scribble(f->msg + 12, 8);
}

static void
k_password(struct frame *f)
{
	f->msg[4] = 1;
	scribble(f->msg + 12, 8);
}

static void
k_lower(struct frame *f)
{
	f->msg[2] = (uint8_t)(1 + any(50));
}

static void
k_middle(struct frame *f)
{
	f->msg[2] = 150;
}

static void
k_zero(struct frame *f)
{
	f->msg[2] = 0;
}

static void
k_list(struct frame *f)
{
	f->msg[2] = (uint8_t)(1 + any(50));
	scribble(f->msg + 8, 4);
}

static void
k_good(struct frame *f)
{
	(void)f;
}

/* Half of them router alerts, half nonsense.  Lower, as a good one counts. */
static void
k_options(struct frame *f)
{
	f->msg[2] = (uint8_t)(1 + any(50));
	f->ip_len += 4 * (1 + any(10));
	memset(f->ip + IP_LEN, 1, sizeof(f->ip) - IP_LEN);
	if (any(2))
		memcpy(f->ip + IP_LEN, "\x94\x04\0", 4);
	else
		scribble(f->ip + IP_LEN, f->ip_len - IP_LEN);
}

/* Of a datagram that never becomes whole. */
static void
k_fragments(struct frame *f)
{
	put16(f->ip + 6, any(2) ? 0x2000 : 0x2000 | any(0x1fff));
}

static void
k_ipsum(struct frame *f)
{
	f->ip[10] = 1;
}

static void
k_random(struct frame *f)
{
	f->len = 2 + any(64);
	f->as_it_is = 1;
	scribble(f->msg, f->len);
	f->msg[1] = 50;
}

/* The message says type 2, as AH wants it. */
static void
k_noah(struct frame *f)
{
	f->msg[4] = 2;
}

static void
ah(struct frame *f)
{
	f->ip[9] = PROTO_AH;
	f->msg[4] = 2;
	f->ah[0] = PROTO_VRRP;
	f->ah[1] = 4;
	memcpy(f->ah + 4, f->ip + 12, 4);
	put32(f->ah + 8, 0xf0000000U + any(1000));
	scribble(f->ah + 12, 12);
}

static void
k_ah_icv(struct frame *f)
{
	ah(f);
}

static void
k_ah_vrid(struct frame *f)
{
	ah(f);
	k_vrid(f);
}

static void
k_ah_zero(struct frame *f)
{
	ah(f);
	f->msg[2] = 0;
}

/* As much as one must look at to see that it is wrong. */
static void
k_ah_long(struct frame *f)
{
	ah(f);
	f->len = sizeof(f->msg);
}

static void
k_ah_spi(struct frame *f)
{
	ah(f);
	scribble(f->ah + 4, 4);
}

static void
k_ah_sequence(struct frame *f)
{
	ah(f);
	put32(f->ah + 8, any(1000));
}

static void
k_ah_next(struct frame *f)
{
	ah(f);
	f->ah[0] = (uint8_t)(PROTO_VRRP + 1 + any(254));
}

static void
k_ah_length(struct frame *f)
{
	ah(f);
	if (any(2))
		f->ah[1] = (uint8_t)any(256);
	else
		f->len = any(MSG_LEN);
}

static void
k_ah_random(struct frame *f)
{
	ah(f);
	scribble(f->ah, sizeof(f->ah));
	f->ah[0] = PROTO_VRRP;
	k_random(f);
}

static const struct {
	const char	*name;
	void		(*spoil)(struct frame *);
} kinds[] = {
	{ "vrid", k_vrid },		{ "version", k_version },
	{ "sum", k_sum },		{ "ttl", k_ttl },
	{ "length", k_length },		{ "count", k_count },
	{ "type", k_type },		{ "interval", k_interval },
	{ "auth", k_auth },		{ "password", k_password },
	{ "lower", k_lower },		{ "middle", k_middle },
	{ "zero", k_zero },		{ "list", k_list },
	{ "good", k_good },		{ "options", k_options },
	{ "fragments", k_fragments },	{ "ipsum", k_ipsum },
	{ "random", k_random },		{ "noah", k_noah },
	{ "ah-icv", k_ah_icv },		{ "ah-vrid", k_ah_vrid },
	{ "ah-zero", k_ah_zero },	{ "ah-long", k_ah_long },
	{ "ah-spi", k_ah_spi },		{ "ah-sequence", k_ah_sequence },
	{ "ah-next", k_ah_next },	{ "ah-length", k_ah_length },
	{ "ah-random", k_ah_random },
};

#define KINDS	(sizeof(kinds) / sizeof(kinds[0]))

static void
usage(void)
{
	size_t	 i;

	fprintf(stderr, "%s",
	    "usage: flood ifname rate seconds [-n sources] [-s source]\n"
	    "             [-d address -m mac] kind ...\n"
	    "rate: frames a second, 0: as many as it can\n"
	    "-n:   as many sources, from the first on (10.0.0.99)\n"
	    "-d:   to this address at this MAC, not to the group\n"
	    "kind: several take turns; \"replay\" alone is the next AH advert "
	    "that is heard;\n     ");
	for (i = 0; i < KINDS; i++)
		fprintf(stderr, " %s", kinds[i].name);
	fprintf(stderr, "\n");
	exit(2);
}

static unsigned
number(const char *s, unsigned max)
{
	unsigned long	 v;
	char		*end;

	errno = 0;
	v = strtoul(s, &end, 10);
	if (*s == '\0' || *s == '-' || *end != '\0' || errno != 0 || v > max)
		errx(2, "%s: not a number up to %u", s, max);
	return (unsigned)v;
}

/* Where they go and whence they say they come. */
struct where {
	uint8_t		 source[4];
	unsigned	 sources;
	uint8_t		 to[4];
	uint8_t		 mac[ETHER_ADDR_LEN];
};

static void
begin(struct frame *f, const struct where *w, unsigned n)
{
	static const uint8_t	 ip[IP_LEN] = {
		0x45, 0xc0, [8] = 255, PROTO_VRRP
	};
	static const uint8_t	 msg[MSG_LEN] = {
		0x21, 50, 254, 1, 0, 1, 0, 0, 10, 0, 0, 1
	};
	uint32_t		 source;

	memset(f, 0, sizeof(*f));
	memcpy(f->eth, w->mac, sizeof(w->mac));
	memcpy(f->eth + 6, "\x02\0\0\0\x66", 5);
	f->eth[11] = (uint8_t)any(256);
	put16(f->eth + 12, ETHERTYPE_IP);
	memcpy(f->ip, ip, sizeof(ip));
	f->ip_len = IP_LEN;
	put16(f->ip + 4, 1 + any(0xffff));
	source = (uint32_t)get16(w->source) << 16 | get16(w->source + 2);
	put32(f->ip + 12, source + n % w->sources);
	memcpy(f->ip + 16, w->to, 4);
	memcpy(f->msg, msg, sizeof(msg));
	f->len = sizeof(msg);
}

static size_t
seal(struct frame *f, uint8_t *to)
{
	size_t	 ah_len = f->ip[9] == PROTO_AH ? AH_LEN : 0;
	size_t	 end, total = f->ip_len + ah_len + f->len;
	unsigned off = get16(f->ip + 10);
	uint8_t	*p = to;

	if (f->len >= 8 && !f->as_it_is) {
		end = 16U + 4U * f->msg[3];
		put16(f->msg + 6, cksum(f->msg, end < f->len ? end : f->len)
		    ^ f->spoil_sum);
	}
	f->ip[0] = (uint8_t)(0x40 | f->ip_len / 4);
	put16(f->ip + 2, (unsigned)total);
	put16(f->ip + 10, 0);
	put16(f->ip + 10, cksum(f->ip, f->ip_len) ^ off);
	p = mempcpy(p, f->eth, ETH_LEN);
	p = mempcpy(p, f->ip, f->ip_len);
	p = mempcpy(p, f->ah, ah_len);
	memcpy(p, f->msg, f->len);
	return ETH_LEN + total;
}

static void
keep(struct iovec *v, const uint8_t *frame, size_t len)
{
	v->iov_len = len;
	v->iov_base = malloc(len);
	if (v->iov_base == NULL)
		err(1, "malloc");
	memcpy(v->iov_base, frame, len);
}

static void
prepare(struct iovec *v, unsigned n, const struct where *w, char **names,
    int count)
{
	static struct frame	 f;
	uint8_t			 frame[FRAME_MAX];
	const char		*name;
	size_t			 k;
	unsigned		 i;

	for (i = 0; i < n; i++) {
		name = names[i % (unsigned)count];
		for (k = 0; k < KINDS; k++)
			if (strcmp(kinds[k].name, name) == 0)
				break;
		if (k == KINDS)
			errx(2, "%s: no such kind", name);
		begin(&f, w, i / (unsigned)count);
		kinds[k].spoil(&f);
		keep(&v[i], frame, seal(&f, frame));
	}
}

/* Byte for byte, but from another MAC, as a switch would insist. */
static void
record(int fd, struct iovec *v)
{
	uint8_t	 frame[FRAME_MAX];
	ssize_t	 len;

	do {
		len = recv(fd, frame, sizeof(frame), 0);
		if (len == -1)
			err(1, "recv");
	} while (len < ETH_LEN + IP_LEN || get16(frame + 12) != ETHERTYPE_IP ||
	    frame[ETH_LEN + 9] != PROTO_AH);
	memcpy(frame + 6, "\x02\0\0\0\x66\x01", 6);
	keep(v, frame, (size_t)len);
}

static int
packet_open(const char *ifname, unsigned short protocol)
{
	struct sockaddr_ll	 sll = {
		.sll_family = AF_PACKET, .sll_protocol = htons(protocol),
		.sll_ifindex = (int)if_nametoindex(ifname)
	};
	struct packet_mreq	 mreq = {
		.mr_ifindex = sll.sll_ifindex, .mr_type = PACKET_MR_ALLMULTI
	};
	int			 fd;

	if (sll.sll_ifindex == 0)
		err(1, "%s", ifname);
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (fd == -1)
		err(1, "packet socket");
	if (bind(fd, (struct sockaddr *)&sll, sizeof(sll)) == -1 ||
	    setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &mreq,
	    sizeof(mreq)) == -1)
		err(1, "%s", ifname);
	return fd;
}

static uint64_t
nanoseconds(clockid_t id)
{
	struct timespec	 ts;

	clock_gettime(id, &ts);
	return (uint64_t)ts.tv_sec * BILLION + (uint64_t)ts.tv_nsec;
}

static unsigned
send_batch(int fd, struct iovec *v, unsigned n, unsigned from, unsigned want)
{
	static struct mmsghdr	 m[BATCH];
	unsigned		 i;
	int			 sent;

	for (i = 0; i < want && i < BATCH; i++) {
		m[i].msg_hdr.msg_iov = &v[(from + i) % n];
		m[i].msg_hdr.msg_iovlen = 1;
	}
	sent = sendmmsg(fd, m, i, 0);
	if (sent == -1 && errno != ENOBUFS && errno != EAGAIN)
		err(1, "sendmmsg");
	return sent > 0 ? (unsigned)sent : 0;
}

/*
 * What is due is sent, and what is late by less than a quarter of a second;
 * the rest is let go, and shows in the rate.
 */
static void
flood(int fd, struct iovec *v, unsigned n, unsigned rate, uint64_t length)
{
	const struct timespec	 nap = { .tv_nsec = 500000 };
	uint64_t		 start = nanoseconds(CLOCK_MONOTONIC), t;
	uint64_t		 wall = nanoseconds(CLOCK_REALTIME);
	uint64_t		 due, done = 0, sent = 0;
	unsigned		 got;

	while ((t = nanoseconds(CLOCK_MONOTONIC) - start) < length) {
		due = rate == 0 ? done + BATCH : t * rate / BILLION;
		if (due - done > BATCH + rate / 4)
			done = due - rate / 4;
		if (due == done) {
			nanosleep(&nap, NULL);
			continue;
		}
		got = send_batch(fd, v, n, (unsigned)(sent % n),
		    (unsigned)(due - done));
		sent += got;
		done += got > 0 ? got : 1;
	}
	printf("begin=%llu.%06llu seconds=%llu.%03llu sent=%llu rate=%llu\n",
	    (unsigned long long)(wall / BILLION),
	    (unsigned long long)(wall % BILLION / 1000),
	    (unsigned long long)(t / BILLION),
	    (unsigned long long)(t % BILLION / MILLION),
	    (unsigned long long)sent,
	    (unsigned long long)(sent * BILLION / t));
}

static void
parse_ip(const char *s, uint8_t *to)
{
	if (inet_pton(AF_INET, s, to) != 1)
		errx(2, "%s: not an address", s);
}

int
main(int argc, char *argv[])
{
	struct where		 w = {
		.source = { 10, 0, 0, 99 }, .sources = 1,
		.to = { 224, 0, 0, 18 }, .mac = { 1, 0, 0x5e, 0, 0, 0x12 }
	};
	struct ether_addr	 ea;
	const char		*ifname;
	struct iovec		*v;
	unsigned		 n, rate;
	uint64_t		 length;
	int			 ch, fd, replay;

	if (argc < 5)
		usage();
	ifname = argv[1];
	rate = number(argv[2], 10 * MILLION);
	length = (uint64_t)(atof(argv[3]) * BILLION);
	argc -= 3;
	argv += 3;
	while ((ch = getopt(argc, argv, "n:s:d:m:")) != -1) {
		if (ch == 'n')
			w.sources = number(optarg, MILLION);
		else if (ch == 's')
			parse_ip(optarg, w.source);
		else if (ch == 'd')
			parse_ip(optarg, w.to);
		else if (ch == 'm' && ether_aton_r(optarg, &ea) != NULL)
			memcpy(w.mac, &ea, sizeof(w.mac));
		else
			usage();
	}
	argc -= optind;
	argv += optind;
	if (argc < 1 || w.sources == 0)
		usage();
	replay = strcmp(argv[0], "replay") == 0;
	fd = packet_open(ifname, replay ? ETH_P_IP : 0);
	n = replay ? 1 : w.sources * (unsigned)argc;
	while (n < 4096 && !replay)
		n *= 2;
	v = calloc(n, sizeof(*v));
	if (v == NULL)
		err(1, "calloc");
	if (replay) {
		record(fd, v);
		close(fd);
		fd = packet_open(ifname, 0);
	} else
		prepare(v, n, &w, argv, argc);
	flood(fd, v, n, rate, length);
	return 0;
}
