/*
 * A small sniffer and sender of VRRP for the network tests: what it hears
 * becomes one line of text a frame, what it sends may be wrong in any field.
 * Also what a router's neighbours have to do with it: a router advertisement,
 * and a TCP connection.  Shares no code with the daemon that it judges.
 */

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <arpa/inet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <err.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ETH_LEN		14
#define IP_LEN		20
#define AH_LEN		24
#define VRRP_LEN	8
#define AUTH_LEN	8
#define PROTO_IGMP	2
#define PROTO_AH	51
#define PROTO_ICMP6	58
#define PROTO_VRRP	112
#define ND_ADVERT	136

#define BILLION		1000000000L

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING	23	/* Linux 4.20 */
#endif

static void
usage(void)
{
	fprintf(stderr, "%s",
	    "usage: wire sniff [-Iox] ifname [seconds]\n"
	    "       wire send ifname [key=value ...]\n"
	    "       wire ra ifname prefix\n"
	    "       wire listen port\n"
	    "       wire talk address port ms\n"
	    "sniff: -I: not what leaves here, -x: adverts in hex as well,\n"
	    "       -o: as an ordinary process, which takes no time from us\n"
	    "keys:  smac dmac src dst ttl tos id frag proto ipopt\n"
	    "       ver type vrid prio n auth int sum addrs authdata trail\n"
	    "       cut=BYTES payload=HEX count=N rate=N|interval_us=N\n"
	    "       (tos, frag and sum in hex; sum=auto|bad; addrs=none)\n"
	    "ra:    one router advertisement, of an IPv6 prefix of /64\n"
	    "listen: send back what comes, over IPv4 or IPv6\n"
	    "talk:  say something every so many ms; a line for each answer\n");
	exit(2);
}

/* What both halves need. */

static unsigned
get16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

static void
put16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

/* RFC 1071; start is the sum so far, for a pseudo header. */
static unsigned
cksum(const uint8_t *p, size_t len, uint32_t start)
{
	uint32_t	 sum = start;
	size_t		 i;

	for (i = 0; i + 1 < len; i += 2)
		sum += get16(p + i);
	if (i < len)
		sum += (uint32_t)p[i] << 8;
	while (sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}

static unsigned
number(const char *key, const char *s, int base, unsigned max)
{
	unsigned long	 v;
	char		*end;

	errno = 0;
	v = strtoul(s, &end, base);
	if (*s == '\0' || *s == '-' || *end != '\0' || errno != 0 || v > max)
		errx(2, "%s=%s: not a number up to %u", key, s, max);
	return (unsigned)v;
}

static int
packet_open(const char *ifname, unsigned short protocol)
{
	struct sockaddr_ll	 sll = {
		.sll_family = AF_PACKET, .sll_protocol = htons(protocol),
		.sll_ifindex = (int)if_nametoindex(ifname)
	};
	int			 fd;

	if (sll.sll_ifindex == 0)
		err(1, "%s", ifname);
	/* Protocol 0 hears nothing, so no other interface's frame slips in. */
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (fd == -1)
		err(1, "packet socket");
	if (bind(fd, (struct sockaddr *)&sll, sizeof(sll)) == -1)
		err(1, "bind %s", ifname);
	return fd;
}

/* Sniffing. */

static int	 show_raw;

/* Texts for one printf: eight may be in use at a time. */
static char *
text(void)
{
	static char	 ring[8][INET6_ADDRSTRLEN];
	static unsigned	 next;

	return ring[next++ % 8];
}

static const char *
mac(const uint8_t *p)
{
	char	*s = text();

	snprintf(s, INET6_ADDRSTRLEN, "%02x:%02x:%02x:%02x:%02x:%02x",
	    p[0], p[1], p[2], p[3], p[4], p[5]);
	return s;
}

static const char *
ip_text(int af, const uint8_t *p)
{
	return inet_ntop(af, p, text(), INET6_ADDRSTRLEN);
}

#define ip4(p)	ip_text(AF_INET, p)
#define ip6(p)	ip_text(AF_INET6, p)

static void
print_hex(const char *key, const uint8_t *p, size_t len)
{
	size_t	 i;

	printf(" %s=", key);
	if (len == 0)
		printf("-");
	for (i = 0; i < len; i++)
		printf("%02x", p[i]);
}

/* One byte of a message that may end before it. */
static void
print_byte(const char *key, const uint8_t *p, size_t len, size_t at, int shift,
    unsigned mask)
{
	if (at < len)
		printf(" %s=%u", key, (unsigned)p[at] >> shift & mask);
	else
		printf(" %s=-", key);
}

static void
print_addrs(const uint8_t *p, size_t len, size_t n)
{
	size_t	 i;

	printf(" addrs=");
	for (i = 0; i < n && 4 * (i + 1) <= len; i++)
		printf("%s%s", i > 0 ? "," : "", ip4(p + 4 * i));
	if (i == 0)
		printf("-");
}

static void
print_vrrp(const uint8_t *p, size_t len)
{
	size_t		 n = len > 3 ? p[3] : 0;
	size_t		 auth = VRRP_LEN + 4 * n, end = auth + AUTH_LEN;
	const char	*sum;

	sum = len < end ? "short" : cksum(p, end, 0) == 0 ? "ok" : "bad";
	print_byte("vrid", p, len, 1, 0, 255);
	print_byte("prio", p, len, 2, 0, 255);
	print_byte("n", p, len, 3, 0, 255);
	print_byte("auth", p, len, 4, 0, 255);
	print_byte("int", p, len, 5, 0, 255);
	printf(" sum=%s len=%zu", sum, len);
	print_addrs(p + VRRP_LEN, len > VRRP_LEN ? len - VRRP_LEN : 0, n);
	print_hex("authdata", p + auth, len >= end ? AUTH_LEN : 0);
	print_byte("ver", p, len, 0, 4, 15);
	print_byte("type", p, len, 0, 0, 15);
	print_hex("cksum", p + 6, len >= VRRP_LEN ? 2 : 0);
	if (len > end)
		print_hex("trail", p + end, len - end);
}

static void
print_adv(const uint8_t *eth, const uint8_t *ip, size_t hlen, size_t len)
{
	size_t	 ah = ip[9] == PROTO_AH ? AH_LEN : 0;

	printf("adv src=%s dst=%s smac=%s dmac=%s ttl=%u tos=%02x id=%u",
	    ip4(ip + 12), ip4(ip + 16), mac(eth + 6), mac(eth),
	    ip[8], ip[1], get16(ip + 4));
	print_vrrp(ip + hlen + ah, len - hlen - ah);
	printf(" proto=%u ipsum=%s", ip[9],
	    cksum(ip, hlen, 0) == 0 ? "ok" : "bad");
	if (ah > 0) {
		printf(" spi=%08x seq=%u", get32(ip + hlen + 4),
		    get32(ip + hlen + 8));
		print_hex("icv", ip + hlen + 12, 12);
	}
	if (get16(ip + 6) != 0)
		print_hex("frag", ip + 6, 2);
	if (hlen > IP_LEN)
		print_hex("ipopt", ip + IP_LEN, hlen - IP_LEN);
	if (show_raw)
		print_hex("raw", ip, len);
	printf("\n");
}

/* Version 3: every record as type:group; 4 joins, 3 leaves. */
static void
print_igmp(const uint8_t *ip, const uint8_t *p, size_t len)
{
	const uint8_t	*end = p + len;
	size_t		 size;
	unsigned	 i, n;

	printf("igmp type=%02x src=%s dst=%s groups=", p[0], ip4(ip + 12),
	    ip4(ip + 16));
	if (p[0] != 0x22) {
		printf("%s\n", ip4(p + 4));
		return;
	}
	n = get16(p + 6);
	p += 8;
	for (i = 0; i < n && end - p >= 8; i++) {
		printf("%s%u:%s", i > 0 ? "," : "", p[0], ip4(p + 4));
		size = 8 + 4U * p[1] + get16(p + 2) * 4U;
		if (size > (size_t)(end - p))
			break;
		p += size;
	}
	printf("\n");
}

static void
print_ip(const char *when, const uint8_t *eth, const uint8_t *ip, size_t len)
{
	size_t	 hlen, total;

	if (len < IP_LEN || ip[0] >> 4 != 4)
		return;
	hlen = (ip[0] & 15U) * 4U;
	total = get16(ip + 2);
	if (total < len)
		len = total;		/* the rest is Ethernet padding */
	if (hlen < IP_LEN || hlen > len)
		return;
	if (ip[9] == PROTO_VRRP || (ip[9] == PROTO_AH &&
	    len - hlen >= AH_LEN && ip[hlen] == PROTO_VRRP)) {
		printf("%s ", when);
		print_adv(eth, ip, hlen, len);
	} else if (ip[9] == PROTO_IGMP && len - hlen >= 8) {
		printf("%s ", when);
		print_igmp(ip, ip + hlen, len - hlen);
	}
}

static void
print_arp(const char *when, const uint8_t *eth, const uint8_t *p, size_t len)
{
	static const uint8_t	 ethernet_ip4[] = { 0, 1, 8, 0, 6, 4 };

	if (len < 28 || memcmp(p, ethernet_ip4, sizeof(ethernet_ip4)) != 0)
		return;
	printf("%s arp op=%u smac=%s dmac=%s sha=%s spa=%s tha=%s tpa=%s\n",
	    when, get16(p + 6), mac(eth + 6), mac(eth), mac(p + 8),
	    ip4(p + 14), mac(p + 18), ip4(p + 24));
}

/* RFC 4861 4.4, with 4.6.1 for the option. */
static void
print_na(const char *when, const uint8_t *eth, const uint8_t *ip, size_t len)
{
	const uint8_t	*p = ip + 40, *opt = NULL;
	size_t		 plen;
	unsigned	 sum;

	if (len < 64 || ip[6] != PROTO_ICMP6 || p[0] != ND_ADVERT)
		return;
	plen = get16(ip + 4);
	if (plen < 24 || plen > len - 40)
		return;
	if (plen >= 32 && p[24] == 2 && p[25] == 1)
		opt = p + 26;
	/* The pseudo header: addresses, length, next header. */
	sum = ~cksum(ip + 8, 32, (uint32_t)plen + PROTO_ICMP6) & 0xffff;
	printf("%s na smac=%s dmac=%s src=%s dst=%s hlim=%u target=%s "
	    "flags=%s%s%s%s lladdr=%s sum=%s\n", when, mac(eth + 6), mac(eth),
	    ip6(ip + 8), ip6(ip + 24), ip[7], ip6(p + 8),
	    p[4] & 0x80 ? "R" : "", p[4] & 0x40 ? "S" : "",
	    p[4] & 0x20 ? "O" : "", p[4] & 0xe0 ? "" : "-",
	    opt != NULL ? mac(opt) : "-",
	    cksum(p, plen, sum) == 0 ? "ok" : "bad");
}

static void
print_frame(const char *when, const uint8_t *eth, size_t len)
{
	if (len < ETH_LEN)
		return;
	switch (get16(eth + 12)) {
	case ETHERTYPE_IP:
		print_ip(when, eth, eth + ETH_LEN, len - ETH_LEN);
		break;
	case ETHERTYPE_ARP:
		print_arp(when, eth, eth + ETH_LEN, len - ETH_LEN);
		break;
	case ETHERTYPE_IPV6:
		print_na(when, eth, eth + ETH_LEN, len - ETH_LEN);
		break;
	}
}

/* The kernel's time of arrival, seconds since the epoch. */
static void
stamp(struct msghdr *msg, char *when, size_t size)
{
	struct timespec	 ts;
	struct cmsghdr	*c = CMSG_FIRSTHDR(msg);

	clock_gettime(CLOCK_REALTIME, &ts);
	if (c != NULL && c->cmsg_type == SCM_TIMESTAMPNS)
		memcpy(&ts, CMSG_DATA(c), sizeof(ts));
	snprintf(when, size, "%lld.%06ld", (long long)ts.tv_sec,
	    ts.tv_nsec / 1000);
}

static void
sniff_one(int fd, int incoming)
{
	static uint8_t		 frame[65536 + ETH_LEN];
	char			 control[256], when[40];
	struct sockaddr_ll	 from;
	struct iovec		 iov = {
		.iov_base = frame, .iov_len = sizeof(frame)
	};
	struct msghdr		 msg = {
		.msg_name = &from, .msg_namelen = sizeof(from),
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control, .msg_controllen = sizeof(control)
	};
	ssize_t			 len;

	len = recvmsg(fd, &msg, 0);
	if (len == -1) {
		if (errno != ENETDOWN && errno != EINTR)
			err(1, "recvmsg");
		return;
	}
	if (incoming && from.sll_pkttype == PACKET_OUTGOING)
		return;
	stamp(&msg, when, sizeof(when));
	print_frame(when, frame, (size_t)len);
}

static int
sniff_open(const char *ifname, int incoming)
{
	struct packet_mreq	 mreq = { .mr_type = PACKET_MR_PROMISC };
	int			 fd, on = 1, room = 8 << 20;

	fd = packet_open(ifname, ETH_P_ALL);
	mreq.mr_ifindex = (int)if_nametoindex(ifname);
	if (setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &mreq,
	    sizeof(mreq)) == -1)
		err(1, "%s: promiscuous mode", ifname);
	if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) == -1)
		err(1, "SO_TIMESTAMPNS");
	/* A kernel that cannot wakes us in vain; sniff_one looks as well. */
	if (incoming)
		setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on,
		    sizeof(on));
	/* As much as we may have. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room,
	    sizeof(room)) == -1)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	return fd;
}

static void
time_is_up(int signo)
{
	(void)signo;
	_exit(0);
}

/*
 * What was on the wire is to stand in the file by the time that a test looks,
 * which is when the daemon has done something: so ahead of other processes,
 * as it, where that may be.  musl has no sched_setscheduler.
 */
static void
run_first(void)
{
	const struct sched_param param = { .sched_priority = 1 };

	(void)syscall(SYS_sched_setscheduler, 0, SCHED_RR, &param);
}

static void
sniff(int argc, char **argv)
{
	int	 ch, fd, incoming = 0, first = 1;

	while ((ch = getopt(argc, argv, "Iox")) != -1) {
		if (ch == 'I')
			incoming = 1;
		else if (ch == 'o')
			first = 0;
		else if (ch == 'x')
			show_raw = 1;
		else
			usage();
	}
	argc -= optind;
	argv += optind;
	if (argc < 1 || argc > 2)
		usage();
	setvbuf(stdout, NULL, _IOLBF, 0);
	fd = sniff_open(argv[0], incoming);
	signal(SIGALRM, time_is_up);
	if (argc == 2)
		alarm(number("seconds", argv[1], 10, 1000000));
	if (first)
		run_first();
	puts("ready");
	for (;;)
		sniff_one(fd, incoming);
}

/* Sending: right headers, which the command line then changes in place. */

struct bytes {
	uint8_t		 b[2048];
	size_t		 len;
};

struct adv {
	uint8_t		 eth[ETH_LEN];
	uint8_t		 ip[IP_LEN];
	uint8_t		 vrrp[VRRP_LEN];
	unsigned	 ver, type, n, sum, cut;
	unsigned	 count, rate, interval_us;
	struct bytes	 addrs, authdata, trail, ipopt, payload;
};

/* Not given, beyond any field; for the checksum also: a wrong one. */
#define UNSET	0x10000U
#define BAD	0x10001U

static void
append(struct bytes *to, const void *p, size_t len)
{
	if (len > sizeof(to->b) - to->len)
		errx(2, "too long");
	memcpy(to->b + to->len, p, len);
	to->len += len;
}

static void
parse_hex(const char *key, const char *s, struct bytes *to)
{
	char	 pair[3] = "";
	uint8_t	 byte;

	for (to->len = 0; *s != '\0'; s += strlen(pair)) {
		snprintf(pair, sizeof(pair), "%s", s);
		byte = (uint8_t)number(key, pair, 16, 255);
		append(to, &byte, 1);
	}
}

static void
parse_ip(const char *key, const char *s, uint8_t *to)
{
	if (inet_pton(AF_INET, s, to) != 1)
		errx(2, "%s=%s: not an address", key, s);
}

static void
parse_mac(const char *key, const char *s, uint8_t *to)
{
	struct ether_addr	 ea;

	if (ether_aton_r(s, &ea) == NULL)
		errx(2, "%s=%s: not a MAC", key, s);
	memcpy(to, &ea, ETHER_ADDR_LEN);
}

static void
parse_addrs(const char *key, char *s, struct bytes *to)
{
	uint8_t	 ip[4];
	char	*one;

	to->len = 0;
	if (strcmp(s, "none") == 0)
		return;
	while ((one = strsep(&s, ",")) != NULL) {
		parse_ip(key, one, ip);
		append(to, ip, sizeof(ip));
	}
}

static int
set_number(struct adv *a, const char *key, const char *s)
{
	const struct {
		const char	*key;
		int		 base;
		unsigned	 max;
		uint8_t		*bytes;		/* in a header, or */
		unsigned	*to;
	} table[] = {
		{ "tos", 16, 0xff, a->ip + 1, NULL },
		{ "id", 10, 0xffff, a->ip + 4, NULL },
		{ "frag", 16, 0xffff, a->ip + 6, NULL },
		{ "ttl", 10, 255, a->ip + 8, NULL },
		{ "proto", 10, 255, a->ip + 9, NULL },
		{ "ver", 10, 15, NULL, &a->ver },
		{ "type", 10, 15, NULL, &a->type },
		{ "vrid", 10, 255, a->vrrp + 1, NULL },
		{ "prio", 10, 255, a->vrrp + 2, NULL },
		{ "n", 10, 255, NULL, &a->n },
		{ "auth", 10, 255, a->vrrp + 4, NULL },
		{ "int", 10, 255, a->vrrp + 5, NULL },
		{ "cut", 10, 2047, NULL, &a->cut },
		{ "count", 10, 1000000000, NULL, &a->count },
		{ "rate", 10, 1000000, NULL, &a->rate },
		{ "interval_us", 10, 1000000, NULL, &a->interval_us },
	};
	unsigned	 v;
	size_t		 i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (strcmp(key, table[i].key) != 0)
			continue;
		v = number(key, s, table[i].base, table[i].max);
		if (table[i].to != NULL)
			*table[i].to = v;
		else if (table[i].max > 0xff)
			put16(table[i].bytes, v);
		else
			table[i].bytes[0] = (uint8_t)v;
		return 1;
	}
	return 0;
}

static void
set_pair(struct adv *a, char *pair)
{
	char	*key = strsep(&pair, "="), *s = pair;

	if (s == NULL)
		errx(2, "%s: not key=value", key);
	if (set_number(a, key, s))
		return;
	if (strcmp(key, "dmac") == 0)
		parse_mac(key, s, a->eth);
	else if (strcmp(key, "smac") == 0)
		parse_mac(key, s, a->eth + 6);
	else if (strcmp(key, "src") == 0)
		parse_ip(key, s, a->ip + 12);
	else if (strcmp(key, "dst") == 0)
		parse_ip(key, s, a->ip + 16);
	else if (strcmp(key, "addrs") == 0)
		parse_addrs(key, s, &a->addrs);
	else if (strcmp(key, "authdata") == 0)
		parse_hex(key, s, &a->authdata);
	else if (strcmp(key, "trail") == 0)
		parse_hex(key, s, &a->trail);
	else if (strcmp(key, "ipopt") == 0)
		parse_hex(key, s, &a->ipopt);
	else if (strcmp(key, "payload") == 0)
		parse_hex(key, s, &a->payload);
	else if (strcmp(key, "sum") == 0)
		a->sum = strcmp(s, "auto") == 0 ? UNSET :
		    strcmp(s, "bad") == 0 ? BAD : number(key, s, 16, 0xffff);
	else
		errx(2, "%s: no such key", key);
}

/* The interface's own MAC and address; without one, 0.0.0.0. */
static void
set_source(struct adv *a, int fd, const char *ifname)
{
	struct sockaddr_in	 sin;
	struct ifreq		 ifr = { .ifr_ifindex = 0 };

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", ifname);
	if (ioctl(fd, SIOCGIFHWADDR, &ifr) == -1)
		err(1, "SIOCGIFHWADDR %s", ifname);
	memcpy(a->eth + 6, ifr.ifr_hwaddr.sa_data, ETHER_ADDR_LEN);
	if (ioctl(fd, SIOCGIFADDR, &ifr) == 0) {
		memcpy(&sin, &ifr.ifr_addr, sizeof(sin));
		memcpy(a->ip + 12, &sin.sin_addr, 4);
	}
}

/* The checksum is over what a receiver that believes n would sum. */
static void
build_vrrp(struct adv *a, struct bytes *m)
{
	static const uint8_t	 zero[AUTH_LEN];
	size_t			 end;
	unsigned		 sum;

	a->vrrp[0] = (uint8_t)(a->ver << 4 | a->type);
	a->vrrp[3] = (uint8_t)(a->n != UNSET ? a->n : a->addrs.len / 4);
	append(m, a->vrrp, sizeof(a->vrrp));
	append(m, a->addrs.b, a->addrs.len);
	append(m, a->authdata.b, a->authdata.len);
	if (a->authdata.len < AUTH_LEN)
		append(m, zero, AUTH_LEN - a->authdata.len);
	append(m, a->trail.b, a->trail.len);
	end = VRRP_LEN + 4U * a->vrrp[3] + AUTH_LEN;
	sum = cksum(m->b, end < m->len ? end : m->len, 0);
	if (a->sum == BAD)
		sum ^= 0x1234;
	put16(m->b + 6, a->sum < UNSET ? a->sum : sum);
	if (a->cut < m->len)
		m->len = a->cut;
}

static void
build_frame(struct adv *a, struct bytes *f)
{
	static const uint8_t	 zero[3];
	struct bytes		 m = { .len = 0 };
	uint8_t			*ip = f->b + ETH_LEN;
	size_t			 hlen;

	append(&a->ipopt, zero, -a->ipopt.len % 4);
	if (a->ipopt.len > 40)
		errx(2, "ipopt: more than 40 bytes");
	if (a->payload.len > 0)
		m = a->payload;
	else
		build_vrrp(a, &m);
	if (a->eth[0] == 0 && memcmp(a->eth, a->eth + 1, 5) == 0) {
		if ((a->ip[16] & 0xf0) != 0xe0)
			errx(2, "dst is unicast: dmac is needed");
		memcpy(a->eth, "\x01\x00\x5e", 3);	/* RFC 1112 6.4 */
		memcpy(a->eth + 3, a->ip + 17, 3);
		a->eth[3] &= 0x7f;
	}
	append(f, a->eth, ETH_LEN);
	append(f, a->ip, IP_LEN);
	append(f, a->ipopt.b, a->ipopt.len);
	append(f, m.b, m.len);
	hlen = IP_LEN + a->ipopt.len;
	ip[0] = (uint8_t)(0x40 | hlen / 4);
	put16(ip + 2, (unsigned)(hlen + m.len));
	put16(ip + 10, cksum(ip, hlen, 0));
}

static void
send_all(const struct adv *a, int fd, const struct bytes *f)
{
	struct timespec	 due;
	long		 step = a->interval_us * 1000L;
	unsigned	 i;

	if (a->rate > 0)
		step = BILLION / (long)a->rate;
	clock_gettime(CLOCK_MONOTONIC, &due);
	for (i = 0; i < a->count; i++) {
		if (i > 0 && step > 0) {
			due.tv_sec += (due.tv_nsec + step) / BILLION;
			due.tv_nsec = (due.tv_nsec + step) % BILLION;
			clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due,
			    NULL);
		}
		if (send(fd, f->b, f->len, 0) == -1 && errno != ENOBUFS)
			err(1, "send");
	}
}

static void
send_adv(int argc, char **argv)
{
	static struct adv	 a = {
		.eth = { [12] = 0x08 },
		.ip = { 0x45, 0xc0, [5] = 1, [8] = 255, 112,
		    [16] = 224, 0, 0, 18 },
		.vrrp = { [1] = 50, 100, [5] = 1 },
		.ver = 2, .type = 1, .n = UNSET, .sum = UNSET, .cut = UNSET,
		.count = 1,
		.addrs = { .b = { 10, 0, 0, 1 }, .len = 4 }
	};
	static struct bytes	 frame;
	int			 fd, i;

	if (argc < 2)
		usage();
	fd = packet_open(argv[1], 0);
	set_source(&a, fd, argv[1]);
	for (i = 2; i < argc; i++)
		set_pair(&a, argv[i]);
	build_frame(&a, &frame);
	send_all(&a, fd, &frame);
}

/* RFC 4861 4.2, with 4.6.1 and 4.6.2: a default router, for half an hour. */
static void
advertise_router(const char *ifname, const char *prefix)
{
	uint8_t			 ra[56] = {
		ND_ROUTER_ADVERT, [4] = 64, [6] = 1800 >> 8, 1800 & 0xff,
		[16] = ND_OPT_SOURCE_LINKADDR, 1,
		[24] = ND_OPT_PREFIX_INFORMATION, 4, 64, 0xc0,
		[30] = 1800 >> 8, 1800 & 0xff, [34] = 1800 >> 8, 1800 & 0xff
	};
	struct sockaddr_in6	 to = { .sin6_family = AF_INET6 };
	struct ifreq		 ifr = { .ifr_ifindex = 0 };
	int			 fd, hops = 255;

	if (inet_pton(AF_INET6, prefix, ra + 40) != 1)
		errx(2, "%s: not an IPv6 prefix", prefix);
	inet_pton(AF_INET6, "ff02::1", &to.sin6_addr);
	to.sin6_scope_id = if_nametoindex(ifname);
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", ifname);
	fd = socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6);
	if (fd == -1)
		err(1, "raw socket");
	if (ioctl(fd, SIOCGIFHWADDR, &ifr) == -1)
		err(1, "SIOCGIFHWADDR %s", ifname);
	memcpy(ra + 18, ifr.ifr_hwaddr.sa_data, ETHER_ADDR_LEN);
	if (setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops,
	    sizeof(hops)) == -1)
		err(1, "IPV6_MULTICAST_HOPS");
	if (sendto(fd, ra, sizeof(ra), 0, (struct sockaddr *)&to,
	    sizeof(to)) == -1)
		err(1, "sendto %s", ifname);
}

/* One process a connection, until the other end closes it. */
static void
listen_tcp(const char *port)
{
	struct sockaddr_in6	 any = {
		.sin6_family = AF_INET6,
		.sin6_port = htons((uint16_t)number("port", port, 10, 65535))
	};
	char			 bytes[4096];
	ssize_t			 n;
	int			 fd, conn, on = 1;

	signal(SIGCHLD, SIG_IGN);
	fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		err(1, "socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&any, sizeof(any)) == -1 ||
	    listen(fd, 8) == -1)
		err(1, "port %s", port);
	puts("ready");
	fflush(stdout);
	for (;;) {
		conn = accept(fd, NULL, NULL);
		if (conn == -1)
			err(1, "accept");
		if (fork() != 0) {
			close(conn);
			continue;
		}
		while ((n = read(conn, bytes, sizeof(bytes))) > 0)
			if (write(conn, bytes, (size_t)n) != n)
				break;
		_exit(0);
	}
}

static int
connect_tcp(const char *address, const char *port)
{
	const struct addrinfo	 hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM
	};
	struct addrinfo		*ai;
	int			 fd, error;

	error = getaddrinfo(address, port, &hints, &ai);
	if (error != 0)
		errx(2, "%s: %s", address, gai_strerror(error));
	fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd == -1 || connect(fd, ai->ai_addr, ai->ai_addrlen) == -1)
		err(1, "%s", address);
	freeaddrinfo(ai);
	return fd;
}

/* Whether the other end answers or not; until it closes or resets. */
static void
talk_tcp(const char *address, const char *port, unsigned ms)
{
	struct pollfd	 p = { .events = POLLIN };
	struct timespec	 ts;
	char		 bytes[4096];
	ssize_t		 n;

	setvbuf(stdout, NULL, _IOLBF, 0);
	p.fd = connect_tcp(address, port);
	for (;;) {
		n = send(p.fd, "a word", 6, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n == -1 && errno != EAGAIN)
			err(1, "send");
		usleep(ms * 1000);
		if (poll(&p, 1, 0) != 1)
			continue;
		n = recv(p.fd, bytes, sizeof(bytes), 0);
		if (n == -1)
			err(1, "recv");
		if (n == 0)
			errx(1, "closed by the other end");
		clock_gettime(CLOCK_REALTIME, &ts);
		printf("%lld.%06ld %zd\n", (long long)ts.tv_sec,
		    ts.tv_nsec / 1000, n);
	}
}

int
main(int argc, char **argv)
{
	if (argc >= 2 && strcmp(argv[1], "sniff") == 0)
		sniff(argc - 1, argv + 1);
	else if (argc >= 2 && strcmp(argv[1], "send") == 0)
		send_adv(argc - 1, argv + 1);
	else if (argc == 4 && strcmp(argv[1], "ra") == 0)
		advertise_router(argv[2], argv[3]);
	else if (argc == 3 && strcmp(argv[1], "listen") == 0)
		listen_tcp(argv[2]);
	else if (argc == 5 && strcmp(argv[1], "talk") == 0)
		talk_tcp(argv[2], argv[3], number("ms", argv[4], 10, 10000));
	else
		usage();
	return 0;
}
