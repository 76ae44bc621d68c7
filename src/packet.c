#include "packet.h"

#include <assert.h>
#include <string.h>

#include "auth.h"
#include "bytes.h"

/* Offsets in the IPv4 header, RFC 791. */
#define IP_TOS		1
#define IP_TOTAL	2
#define IP_ID		4
#define IP_TTL		8
#define IP_PROTO	9
#define IP_SUM		10
#define IP_SRC		12
#define IP_DST		16

/* Offsets in the message, RFC 2338 5.1. */
#define MSG_VRID	1
#define MSG_PRIORITY	2
#define MSG_COUNT	3
#define MSG_AUTH	4
#define MSG_INTERVAL	5
#define MSG_SUM		6
#define MSG_ADDRS	8

#define TOS_CONTROL	0xc0	/* internetwork control */

static uint32_t
sum16(uint32_t sum, const uint8_t *p, size_t len)
{
	for (; len > 1; p += 2, len -= 2)
		sum += get16(p);
	if (len == 1)
		sum += (uint32_t)p[0] << 8;
	return sum;
}

static uint16_t
fold(uint32_t sum)
{
	while (sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

uint16_t
cksum(const void *data, size_t len)
{
	/* 32 bits hold the sum of 64 Ki words. */
	assert(len <= 0x10000);
	return fold(sum16(0, data, len));
}

size_t
adv_build(uint8_t *buf, const struct adv_conf *conf)
{
	bool ah = conf->auth_type == ADV_AUTH_AH;
	size_t header = ADV_IP_LEN + (ah ? ADV_AH_LEN : 0);
	size_t msg_len = ADV_MSG_LEN(conf->naddrs);
	uint8_t *msg = buf + header;

	assert(conf->naddrs > 0);
	memset(buf, 0, header + msg_len);
	buf[0] = 4 << 4 | ADV_IP_LEN / 4;
	buf[IP_TOS] = TOS_CONTROL;
	put16(buf + IP_TOTAL, (uint16_t)(header + msg_len));
	buf[IP_TTL] = ADV_TTL;
	buf[IP_PROTO] = ah ? ADV_AH_PROTO : ADV_PROTO;
	put32(buf + IP_DST, ADV_GROUP);

	msg[0] = ADV_VERSION << 4 | ADV_TYPE;
	msg[MSG_VRID] = conf->vrid;
	msg[MSG_COUNT] = conf->naddrs;
	msg[MSG_AUTH] = conf->auth_type;
	msg[MSG_INTERVAL] = conf->interval;
	for (size_t i = 0; i < conf->naddrs; i++)
		put32(msg + MSG_ADDRS + 4 * i, conf->addrs[i]);
	memcpy(msg + msg_len - ADV_AUTH_LEN, conf->auth_data, ADV_AUTH_LEN);
	return header + msg_len;
}

void
adv_update(uint8_t *buf, uint32_t src, uint8_t priority, uint16_t id)
{
	uint8_t *msg = buf + ADV_IP_LEN;

	if (buf[IP_PROTO] == ADV_AH_PROTO)
		msg += ADV_AH_LEN;
	put32(buf + IP_SRC, src);
	put16(buf + IP_ID, id);
	put16(buf + IP_SUM, 0);
	put16(buf + IP_SUM, cksum(buf, ADV_IP_LEN));

	msg[MSG_PRIORITY] = priority;
	put16(msg + MSG_SUM, 0);
	put16(msg + MSG_SUM, cksum(msg, ADV_MSG_LEN(msg[MSG_COUNT])));
}

/* The message behind the headers, as far as it is there. */
static void
parse_msg(struct adv *a)
{
	if (a->len < MSG_ADDRS)
		return;
	a->version = a->msg[0] >> 4;
	a->type = a->msg[0] & 0x0f;
	a->vrid = a->msg[MSG_VRID];
	a->priority = a->msg[MSG_PRIORITY];
	a->naddrs = a->msg[MSG_COUNT];
	a->auth_type = a->msg[MSG_AUTH];
	a->interval = a->msg[MSG_INTERVAL];
}

bool
adv_parse(struct adv *a, const uint8_t *buf, size_t len)
{
	size_t header;

	*a = (struct adv){ .ip = buf, .msg = buf };
	if (len < ADV_IP_LEN || buf[0] >> 4 != 4)
		return false;
	header = (size_t)(buf[0] & 0x0f) * 4;
	if (header < ADV_IP_LEN || header > len)
		return false;
	a->ttl = buf[IP_TTL];
	a->proto = buf[IP_PROTO];
	a->src = get32(buf + IP_SRC);
	a->dst = get32(buf + IP_DST);
	a->ip_len = header;
	a->msg = buf + header;
	a->len = len - header;
	if (a->proto == ADV_AH_PROTO) {
		a->ah = a->msg;
		if (a->len < ADV_AH_LEN)
			a->len = 0;
		else {
			a->msg += ADV_AH_LEN;
			a->len -= ADV_AH_LEN;
		}
	}
	parse_msg(a);
	return true;
}

/* More bytes than the message needs are legal, 7.1. */
static bool
length_ok(const struct adv *a)
{
	return a->len >= MSG_ADDRS && a->naddrs > 0 &&
	    a->len >= ADV_MSG_LEN(a->naddrs);
}

static bool
has_addr(const struct adv *a, uint32_t addr)
{
	for (size_t i = 0; i < a->naddrs; i++)
		if (get32(a->msg + MSG_ADDRS + 4 * i) == addr)
			return true;
	return false;
}

static bool
holds(const uint32_t *addrs, size_t n, uint32_t addr)
{
	for (size_t i = 0; i < n; i++)
		if (addrs[i] == addr)
			return true;
	return false;
}

/* The same order is the usual case; any order is the same set. */
static bool
addrs_ok(const struct adv *a, const struct adv_conf *conf)
{
	size_t i;

	if (a->naddrs != conf->naddrs)
		return false;
	for (i = 0; i < a->naddrs; i++)
		if (get32(a->msg + MSG_ADDRS + 4 * i) != conf->addrs[i])
			break;
	if (i == a->naddrs)
		return true;
	for (i = 0; i < conf->naddrs; i++)
		if (!has_addr(a, conf->addrs[i]))
			return false;
	return true;
}

enum adv_reason
adv_check(const struct adv *a, const struct adv_conf *conf,
    struct auth *auth, const uint32_t *own, size_t nown)
{
	enum adv_reason reason;

	/* 5.2.3: it has not crossed a router. */
	if (a->ttl != ADV_TTL)
		return ADV_BADTTL;
	if (!length_ok(a))
		return ADV_BADLEN;
	/* 5.3.1 */
	if (a->version != ADV_VERSION)
		return ADV_BADVERSION;
	/* RFC 2402.  Other groups' keys are none of our business. */
	if (a->ah != NULL && a->vrid == conf->vrid) {
		reason = auth_open(auth, a);
		if (reason != ADV_OK)
			return reason;
	}
	/* 5.3.8 */
	if (cksum(a->msg, ADV_MSG_LEN(a->naddrs)) != 0)
		return ADV_BADSUM;
	if (a->vrid != conf->vrid)
		return ADV_BADVRID;
	/* 5.3.2 */
	if (a->type != ADV_TYPE)
		return ADV_BADTYPE;
	/* 5.3.6 */
	reason = auth_verify(auth, a);
	if (reason != ADV_OK)
		return reason;
	/* 5.3.7 */
	if (a->interval != conf->interval)
		return ADV_BADINTERVAL;
	/* A loop in the LAN, or another host with our address. */
	if (holds(own, nown, a->src))
		return ADV_OWNSOURCE;
	/* 7.1 lets us skip this one; the caller warns and goes on. */
	if (!addrs_ok(a, conf))
		return ADV_BADADDRS;
	return ADV_OK;
}

const char *
adv_strerror(enum adv_reason reason)
{
	static const char *const words[ADV_REASONS] = {
		[ADV_OK] = "good",
		[ADV_BADTTL] = "TTL is not 255",
		[ADV_BADLEN] = "too short for VRRP version 2",
		[ADV_BADVERSION] = "not VRRP version 2",
		[ADV_BADSUM] = "wrong checksum",
		[ADV_BADVRID] = "another VRID",
		[ADV_BADTYPE] = "not an advertisement",
		[ADV_BADAUTHTYPE] = "unknown authentication type",
		[ADV_AUTHMISMATCH] = "authentication type is not ours",
		[ADV_BADPASSWORD] = "wrong password",
		[ADV_NOAH] = "no authentication header",
		[ADV_BADAH] = "malformed authentication header",
		[ADV_BADICV] = "wrong key, or altered on the way",
		[ADV_BADSPI] = "SPI is not the source",
		[ADV_REPLAY] = "sequence number is not new (a replay?)",
		[ADV_BADINTERVAL] = "advertisement interval is not ours",
		[ADV_OWNSOURCE] = "source is an address of ours",
		[ADV_BADADDRS] = "addresses are not ours",
	};

	assert(reason < ADV_REASONS);
	return words[reason];
}

void
vmac_build(uint8_t mac[PACKET_ETH_LEN], uint8_t vrid)
{
	static const uint8_t prefix[] = { 0x00, 0x00, 0x5e, 0x00, 0x01 };

	memcpy(mac, prefix, sizeof(prefix));
	mac[5] = vrid;
}

bool
vmac_is(const uint8_t mac[PACKET_ETH_LEN])
{
	uint8_t vmac[PACKET_ETH_LEN];

	vmac_build(vmac, mac[5]);
	return memcmp(vmac, mac, sizeof(vmac)) == 0;
}

void
garp_build(uint8_t buf[GARP_LEN], const uint8_t mac[PACKET_ETH_LEN],
    uint32_t addr)
{
	uint8_t *arp = buf + 14;

	memset(buf, 0, GARP_LEN);
	memset(buf, 0xff, PACKET_ETH_LEN);
	memcpy(buf + 6, mac, PACKET_ETH_LEN);
	put16(buf + 12, 0x0806);
	put16(arp, 1);			/* Ethernet */
	put16(arp + 2, 0x0800);		/* IPv4 */
	arp[4] = PACKET_ETH_LEN;
	arp[5] = 4;
	put16(arp + 6, 1);		/* request */
	memcpy(arp + 8, mac, PACKET_ETH_LEN);
	put32(arp + 14, addr);
	put32(arp + 24, addr);
}

void
na_build(uint8_t buf[NA_LEN], const uint8_t mac[PACKET_ETH_LEN],
    const uint8_t addr[16], bool router)
{
	static const uint8_t all_nodes[16] = { 0xff, 0x02, [15] = 0x01 };
	static const uint8_t all_nodes_mac[] = { 0x33, 0x33, 0, 0, 0, 1 };
	uint8_t *ip = buf + 14, *na = ip + 40;
	const uint16_t na_len = 32;

	memset(buf, 0, NA_LEN);
	memcpy(buf, all_nodes_mac, sizeof(all_nodes_mac));
	memcpy(buf + 6, mac, PACKET_ETH_LEN);
	put16(buf + 12, 0x86dd);
	ip[0] = 6 << 4;
	put16(ip + 4, na_len);
	ip[6] = 58;			/* ICMPv6 */
	ip[7] = 255;
	memcpy(ip + 8, addr, 16);
	memcpy(ip + 24, all_nodes, sizeof(all_nodes));
	na[0] = 136;			/* neighbor advertisement */
	na[4] = router ? 0xa0 : 0x20;	/* Router, Override */
	memcpy(na + 8, addr, 16);
	na[24] = 2;			/* target link-layer address, */
	na[25] = 1;			/* in units of 8 bytes */
	memcpy(na + 26, mac, PACKET_ETH_LEN);
	/* The pseudo header's addresses stand right before the message. */
	put16(na + 2, fold(sum16(58U + na_len, ip + 8, 32U + na_len)));
}

/* It asks for a router's attention (RFC 2113). */
void
igmp_build(uint8_t buf[IGMP_LEN], uint32_t src)
{
	static const uint8_t report[IGMP_LEN] = {
		0x46, TOS_CONTROL, 0, IGMP_LEN, 0, 0, 0, 0, 1, 2, 0, 0,
		0, 0, 0, 0, 224, 0, 0, 18, 0x94, 0x04, 0, 0,
		0x16, 0, 0x09, 0xed, 224, 0, 0, 18,
	};

	memcpy(buf, report, IGMP_LEN);
	put32(buf + IP_SRC, src);
	put16(buf + IP_SUM, cksum(buf, ADV_IP_LEN + 4));
}
