/*
 * Advertisements, reports of their group, ARP and neighbor advertisements as
 * bytes; it never sends one and knows no states.
 *
 * Addresses, counts and priorities are in host order inside structs and in
 * network order inside buffers.
 */
#ifndef PACKET_H
#define PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACKET_ETH_LEN	6

#define ADV_GROUP	UINT32_C(0xe0000012)	/* 224.0.0.18 */
#define ADV_PROTO	112
#define ADV_VERSION	2
#define ADV_TYPE	1
#define ADV_TTL		255
#define ADV_MAX_ADDRS	255
#define ADV_IP_LEN	20
#define ADV_AH_PROTO	51
#define ADV_AH_LEN	24	/* with HMAC-MD5-96, RFC 2403 */
#define ADV_AUTH_LEN	8	/* authentication data of the message */
#define ADV_MSG_LEN(n)	(8 + 4 * (size_t)(n) + 8)
#define ADV_MAX_LEN	(ADV_IP_LEN + ADV_AH_LEN + \
			    ADV_MSG_LEN(ADV_MAX_ADDRS))

struct auth;

enum adv_auth {
	ADV_AUTH_NONE,
	ADV_AUTH_TEXT,
	ADV_AUTH_AH,
	ADV_AUTH_TYPES
};

/*
 * Why a received advertisement is no good; with AH, its header, and with it
 * all of the packet, is checked before what it says.
 */
enum adv_reason {
	ADV_OK,
	ADV_BADTTL,		/* vrrpStatsIpTtlErrors */
	ADV_BADLEN,		/* vrrpStatsPacketLengthErrors */
	ADV_BADVERSION,		/* vrrpRouterVersionErrors */
	ADV_BADSUM,		/* vrrpRouterChecksumErrors */
	ADV_BADVRID,		/* vrrpRouterVrIdErrors */
	ADV_BADTYPE,		/* vrrpStatsInvalidTypePktsRcvd */
	ADV_BADAUTHTYPE,	/* vrrpStatsInvalidAuthType */
	ADV_AUTHMISMATCH,	/* vrrpStatsAuthTypeMismatch */
	ADV_BADPASSWORD,	/* vrrpStatsAuthFailures, down to REPLAY */
	ADV_NOAH,
	ADV_BADAH,
	ADV_BADICV,
	ADV_BADSPI,
	ADV_REPLAY,
	ADV_BADINTERVAL,	/* vrrpStatsAdvertiseIntervalErrors */
	ADV_OWNSOURCE,		/* no counter of RFC 2787 */
	ADV_BADADDRS,		/* vrrpStatsAddressListErrors; accept it */
	ADV_REASONS
};

/* What we say, and what we expect others to say. */
struct adv_conf {
	uint8_t		vrid;
	uint8_t		interval;	/* s */
	uint8_t		auth_type;	/* enum adv_auth */
	uint8_t		auth_data[ADV_AUTH_LEN];
	uint8_t		naddrs;		/* 1..255 */
	uint32_t	addrs[ADV_MAX_ADDRS];
};

/* A received datagram taken apart; it points into the caller's buffer. */
struct adv {
	const uint8_t	*ip;		/* its header */
	size_t		ip_len;		/* bytes of that, options and all */
	const uint8_t	*ah;		/* Authentication Header, or NULL */
	uint32_t	src;
	uint32_t	dst;
	uint8_t		ttl;
	uint8_t		proto;		/* ADV_PROTO or ADV_AH_PROTO */
	const uint8_t	*msg;		/* the VRRP message */
	size_t		len;		/* bytes there, perhaps too few */
	/* Read only as far as len allows, otherwise 0. */
	uint8_t		version;
	uint8_t		type;
	uint8_t		vrid;
	uint8_t		priority;
	uint8_t		naddrs;
	uint8_t		auth_type;
	uint8_t		interval;
};

/* RFC 1071 over len bytes; over data with its own checksum in it: 0. */
uint16_t cksum(const void *, size_t len);

/*
 * An IPv4 datagram with an advertisement (RFC 2338 5.1) in buf, which holds
 * ADV_MAX_LEN bytes, with room for an Authentication Header if that is the
 * type.  Source, priority and identification are 0 until adv_update, the
 * header is empty until auth_seal.  Returns the datagram's length.
 */
size_t	 adv_build(uint8_t *buf, const struct adv_conf *);

/* Put what changes from advert to advert, and the checksums, into buf. */
void	 adv_update(uint8_t *buf, uint32_t src, uint8_t priority, uint16_t id);

/* Take a datagram of len bytes apart.  False: it is no IPv4 datagram. */
bool	 adv_parse(struct adv *, const uint8_t *buf, size_t len);

/*
 * The checks of RFC 2338 7.1 against our own settings, our key, and the
 * interface's own addresses.  The key notes the AH sequence number.
 */
enum adv_reason
	 adv_check(const struct adv *, const struct adv_conf *, struct auth *,
	    const uint32_t *own, size_t nown);

/* A few words for a log line: "wrong checksum". */
const char *adv_strerror(enum adv_reason);

/* 00:00:5e:00:01:VRID, 7.3 */
void	 vmac_build(uint8_t mac[PACKET_ETH_LEN], uint8_t vrid);

/* Whether a MAC is the virtual one of any VRID. */
bool	 vmac_is(const uint8_t mac[PACKET_ETH_LEN]);

/* A gratuitous ARP request as an Ethernet frame (RFC 5227 3). */
#define GARP_LEN	42
void	 garp_build(uint8_t buf[GARP_LEN], const uint8_t mac[PACKET_ETH_LEN],
	    uint32_t addr);

/* An unsolicited neighbor advertisement as an Ethernet frame (RFC 4861 4.4). */
#define NA_LEN		86
void	 na_build(uint8_t buf[NA_LEN], const uint8_t mac[PACKET_ETH_LEN],
	    const uint8_t addr[16], bool router);

/* An IPv4 datagram that reports us in ADV_GROUP, by version 2 (RFC 2236). */
#define IGMP_LEN	32
void	 igmp_build(uint8_t buf[IGMP_LEN], uint32_t src);

#endif
