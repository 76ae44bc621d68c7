/*
 * Advertisements, gratuitous ARP and neighbor advertisements, byte for byte
 * and in both directions.
 */

#include "packet.h"

#include <stdlib.h>

#include "auth.h"
#include "check.h"

#define LEN(a)	(sizeof(a) / sizeof((a)[0]))

#define SRC	UINT32_C(0x0a630001)	/* 10.99.0.1 */
#define VIP1	UINT32_C(0x0a630064)	/* 10.99.0.100 */
#define VIP2	UINT32_C(0x0a630065)	/* 10.99.0.101 */

/* Authentication has a test of its own. */
static struct auth no_key;

/* VRID 51, priority 150, 1 s, no authentication, identification 1. */
static const uint8_t vector[] = {
	0x45, 0xc0, 0x00, 0x2c, 0x00, 0x01, 0x00, 0x00,
	0xff, 0x70, 0xd0, 0x2a, 0x0a, 0x63, 0x00, 0x01,
	0xe0, 0x00, 0x00, 0x12,
	0x21, 0x33, 0x96, 0x02, 0x00, 0x01, 0x33, 0x3a,
	0x0a, 0x63, 0x00, 0x64, 0x0a, 0x63, 0x00, 0x65,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
};

static struct adv_conf
conf_of(uint8_t naddrs)
{
	struct adv_conf conf = {
		.vrid = 51, .interval = 1, .naddrs = naddrs,
	};

	for (unsigned i = 0; i < naddrs; i++)
		conf.addrs[i] = VIP1 + i;
	return conf;
}

/* RFC 1071 once more, word by word: the carry comes back at once. */
static uint16_t
sum_of(const uint8_t *p, size_t len, uint16_t start)
{
	unsigned sum = start;

	for (size_t i = 0; i < len; i++) {
		sum += i % 2 == 0 ? p[i] * 256U : p[i];
		if (sum > 0xffff)
			sum -= 0xffff;
	}
	return (uint16_t)sum;
}

static void
put_sum(uint8_t *p, const uint8_t *data, size_t len)
{
	uint16_t sum;

	p[0] = p[1] = 0;
	sum = sum_of(data, len, 0);
	p[0] = (uint8_t)(~sum >> 8);
	p[1] = (uint8_t)~sum;
}

/*
 * Parse and check a copy that ends where the heap's guard begins.  -1: no
 * IPv4 datagram.
 */
static int
judge(const uint8_t *buf, size_t len, const struct adv_conf *conf)
{
	static const uint32_t own[] = { 0x0a630009, 0x0a630008, 0x0a630007 };
	uint8_t *copy = malloc(len > 0 ? len : 1);
	struct adv adv;
	int result = -1;

	if (!CHECK(copy != NULL))
		return -1;
	memcpy(copy, buf, len);
	if (adv_parse(&adv, copy, len))
		result = (int)adv_check(&adv, conf, &no_key, own,
		    LEN(own));
	free(copy);
	return result;
}

/*
 * Checksums.
 */

static void
test_cksum(void)
{
	/* The example of RFC 1071 section 3, and what one byte more does. */
	static const uint8_t rfc[] = { 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5,
	    0xf6, 0xf7, 0x12 };
	static uint8_t big[0x10000];

	CHECK_EQ(cksum(rfc, 8), 0x220d);
	CHECK_EQ(cksum(rfc, 9), 0x100d);
	CHECK_EQ(cksum(rfc, 7), 0x2304);
	CHECK_EQ(cksum(rfc, 0), 0xffff);
	CHECK_EQ(cksum(rfc + 8, 1), 0xedff);
	/* A sum that is exactly the first that does not fit. */
	CHECK_EQ(cksum("\x80\0\x80", 4), 0xfffe);
	memset(big, 0xff, sizeof(big));
	CHECK_EQ(cksum(big, sizeof(big)), 0);
	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = (uint8_t)(i * i / 7 + i);
	for (size_t len = 0; len < 300; len++)
		CHECK_EQ(cksum(big + len, len),
		    (uint16_t)~sum_of(big + len, len, 0));
	CHECK_EQ(cksum(big, sizeof(big)),
	    (uint16_t)~sum_of(big, sizeof(big), 0));
	CHECK_EQ(cksum(big, sizeof(big) - 1),
	    (uint16_t)~sum_of(big, sizeof(big) - 1, 0));
}

/* Messages seen on wires: their sum includes the authentication data. */
static void
test_cksum_seen(void)
{
	static const uint8_t text[] = {		/* "secret" */
		0x21, 0x32, 0xc8, 0x01, 0x01, 0x01, 0xcf, 0x7d,
		0x0a, 0x00, 0x00, 0x01, 0x73, 0x65, 0x63, 0x72,
		0x65, 0x74, 0x00, 0x00,
	}, text2[] = {				/* "s3cret" */
		0x21, 0x33, 0x96, 0x02, 0x01, 0x01, 0xf6, 0x1f,
		0x0a, 0x63, 0x00, 0x64, 0x0a, 0x63, 0x00, 0x65,
		0x73, 0x33, 0x63, 0x72, 0x65, 0x74, 0x00, 0x00,
	}, ah[] = {
		0x21, 0x32, 0xc8, 0x01, 0x02, 0x01, 0x0a, 0xca,
		0x0a, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00,
	}, ah_header[] = {
		0x45, 0xc0, 0x00, 0x40, 0x00, 0x06, 0x00, 0x00,
		0xff, 0x33, 0xd0, 0xb0, 0x0a, 0x00, 0x00, 0x02,
		0xe0, 0x00, 0x00, 0x12,
	};

	CHECK_EQ(cksum(text, sizeof(text)), 0);
	CHECK_EQ(cksum(text2, sizeof(text2)), 0);
	CHECK_EQ(cksum(ah, sizeof(ah)), 0);
	CHECK_EQ(cksum(ah_header, sizeof(ah_header)), 0);
}

/*
 * Building.
 */

static void
test_build(void)
{
	const struct adv_conf conf = conf_of(2);
	uint8_t buf[ADV_MAX_LEN + 1], before[sizeof(vector)];

	memset(buf, 0xa5, sizeof(buf));
	CHECK_EQ(adv_build(buf, &conf), sizeof(vector));
	CHECK_EQ(buf[sizeof(vector)], 0xa5);
	/* What is not known yet is 0. */
	memcpy(before, vector, sizeof(vector));
	memset(before + 4, 0, 2);
	memset(before + 10, 0, 6);
	before[22] = before[26] = before[27] = 0;
	CHECK_MEM(buf, before, sizeof(before));

	adv_update(buf, SRC, 150, 1);
	CHECK_MEM(buf, vector, sizeof(vector));
	/* A resignation and back: nothing is left of the former. */
	adv_update(buf, SRC + 1, 0, 0xffff);
	CHECK_EQ(cksum(buf, 20), 0);
	CHECK_EQ(cksum(buf + 20, 24), 0);
	CHECK_EQ(buf[15], 2);
	CHECK_EQ(buf[22], 0);
	CHECK_EQ(buf[4] << 8 | buf[5], 0xffff);
	adv_update(buf, SRC, 150, 1);
	CHECK_MEM(buf, vector, sizeof(vector));
	CHECK_EQ(buf[sizeof(vector)], 0xa5);
}

static void
test_build_one(void)
{
	static const uint8_t expected[] = {
		0x45, 0xc0, 0x00, 0x40, 0x12, 0x34, 0x00, 0x00,
		0xff, 0x33, 0xbe, 0x20, 0x0a, 0x63, 0x00, 0x01,
		0xe0, 0x00, 0x00, 0x12,
		/* Room for the header, which auth_seal fills in. */
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x21, 0xff, 0xff, 0x01, 0x02, 0xff, 0x19, 0xfe,
		0xc0, 0x00, 0x02, 0x01, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00,
	};
	const struct adv_conf conf = {
		.vrid = 255, .interval = 255, .auth_type = ADV_AUTH_AH,
		.naddrs = 1, .addrs = { UINT32_C(0xc0000201) },
	};
	uint8_t buf[ADV_MAX_LEN];

	CHECK_EQ(adv_build(buf, &conf), sizeof(expected));
	adv_update(buf, SRC, 255, 0x1234);
	CHECK_MEM(buf, expected, sizeof(expected));
}

/* As many as there can be: the buffer is just large enough. */
static void
test_build_all(void)
{
	const struct adv_conf conf = conf_of(255);
	struct adv_conf ah = conf;
	uint8_t *buf = malloc(ADV_MAX_LEN);
	const size_t len = ADV_MAX_LEN - ADV_AH_LEN;

	CHECK_EQ(len, 1056);
	if (!CHECK(buf != NULL))
		return;
	ah.auth_type = ADV_AUTH_AH;
	CHECK_EQ(adv_build(buf, &ah), ADV_MAX_LEN);
	CHECK_EQ(adv_build(buf, &conf), len);
	adv_update(buf, SRC, 254, 7);
	CHECK_EQ(buf[2] << 8 | buf[3], len);
	CHECK_EQ(buf[23], 255);
	for (size_t i = 0; i < 255; i++)
		CHECK_EQ(buf[28 + 4 * i + 3] | buf[28 + 4 * i + 2] << 8,
		    (0x64 + i) & 0xffff);
	CHECK_EQ(sum_of(buf + 20, len - 20, 0), 0xffff);
	CHECK_EQ(judge(buf, len, &conf), ADV_OK);
	CHECK_EQ(judge(buf, len - 1, &conf), ADV_BADLEN);
	free(buf);
}

/*
 * Taking apart.
 */

static void
test_parse(void)
{
	uint8_t other[sizeof(vector)];
	struct adv adv;

	CHECK(adv_parse(&adv, vector, sizeof(vector)));
	CHECK_EQ(adv.src, SRC);
	CHECK_EQ(adv.dst, ADV_GROUP);
	CHECK_EQ(adv.ttl, 255);
	CHECK_EQ(adv.proto, 112);
	CHECK(adv.msg == vector + 20);
	CHECK_EQ(adv.len, 24);
	CHECK_EQ(adv.version, 2);
	CHECK_EQ(adv.type, 1);
	CHECK_EQ(adv.vrid, 51);
	CHECK_EQ(adv.priority, 150);
	CHECK_EQ(adv.naddrs, 2);
	CHECK_EQ(adv.auth_type, 0);
	CHECK_EQ(adv.interval, 1);

	memcpy(other, vector, sizeof(vector));
	other[8] = 7;
	other[9] = 50;
	other[16] = 10;
	other[20] = 0xf8;
	other[24] = 2;
	other[25] = 255;
	CHECK(adv_parse(&adv, other, sizeof(other)));
	CHECK_EQ(adv.ttl, 7);
	CHECK_EQ(adv.proto, 50);
	CHECK_EQ(adv.dst, 0x0a000012);
	CHECK_EQ(adv.version, 15);
	CHECK_EQ(adv.type, 8);
	CHECK_EQ(adv.auth_type, 2);
	CHECK_EQ(adv.interval, 255);

	/* Too few bytes for the fields: they are 0, not made up. */
	CHECK(adv_parse(&adv, vector, 27));
	CHECK_EQ(adv.src, SRC);
	CHECK_EQ(adv.len, 7);
	CHECK_EQ(adv.version | adv.type | adv.vrid | adv.priority |
	    adv.naddrs | adv.auth_type | adv.interval, 0);
	CHECK(adv_parse(&adv, vector, 28));
	CHECK_EQ(adv.len, 8);
	CHECK_EQ(adv.vrid, 51);
	CHECK_EQ(adv.interval, 1);
}

static void
test_good(void)
{
	const struct adv_conf conf = conf_of(2);
	uint8_t buf[sizeof(vector)];
	struct adv adv;

	CHECK_EQ(judge(vector, sizeof(vector), &conf), ADV_OK);
	/* Every priority, 0 and 255 among them, and every source. */
	for (unsigned p = 0; p < 256; p++) {
		memcpy(buf, vector, sizeof(buf));
		adv_update(buf, SRC + (p << 16), (uint8_t)p, 1);
		CHECK_EQ(judge(buf, sizeof(buf), &conf), ADV_OK);
		CHECK(adv_parse(&adv, buf, sizeof(buf)));
		CHECK_EQ(adv.priority, p);
		CHECK_EQ(adv.src, SRC + (p << 16));
	}
	/* An interface without an address of its own has no own source. */
	CHECK(adv_parse(&adv, vector, sizeof(vector)));
	CHECK_EQ(adv_check(&adv, &conf, &no_key, NULL, 0), ADV_OK);
}

/* What other VRRP versions and authentication types send. */
static void
test_foreign(void)
{
	const struct adv_conf conf = conf_of(2);
	uint8_t text[sizeof(vector)];

	memcpy(text, vector, sizeof(text));
	text[24] = 1;
	memcpy(text + 36, "s3cret", 6);
	memcpy(text + 26, (const uint8_t[]){ 0xf6, 0x1f }, 2);
	CHECK_EQ(judge(text, sizeof(text), &conf), ADV_AUTHMISMATCH);
	/* The data of type 0 are ignored, but for the sum. */
	text[24] = 0;
	put_sum(text + 26, text + 20, 24);
	CHECK_EQ(judge(text, sizeof(text), &conf), ADV_OK);
}

static void
test_truncated(void)
{
	for (unsigned n = 1; n < 256; n += n < 4 ? 1 : 63) {
		const struct adv_conf conf = conf_of((uint8_t)n);
		uint8_t buf[ADV_MAX_LEN];
		size_t full = adv_build(buf, &conf);

		adv_update(buf, SRC, 100, 1);
		CHECK_EQ(judge(buf, full, &conf), ADV_OK);
		for (size_t len = 0; len < full; len++)
			CHECK_EQ(judge(buf, len, &conf),
			    len < 20 ? -1 : ADV_BADLEN);
	}
}

/* 7.1: at least so long.  What is behind is neither summed nor read. */
static void
test_trailing(void)
{
	const struct adv_conf conf = conf_of(2);
	uint8_t buf[sizeof(vector) + 64];

	memset(buf, 0x5a, sizeof(buf));
	memcpy(buf, vector, sizeof(vector));
	for (size_t len = sizeof(vector); len <= sizeof(buf); len++)
		CHECK_EQ(judge(buf, len, &conf), ADV_OK);
}

static void
test_ip_options(void)
{
	const struct adv_conf conf = conf_of(2);
	uint8_t buf[40 + sizeof(vector)];
	struct adv adv;

	for (unsigned words = 0; words <= 10; words++) {
		size_t more = 4 * words, len = sizeof(vector) + more;

		memcpy(buf, vector, 20);
		memset(buf + 20, 1, more);		/* no operation */
		memcpy(buf + 20 + more, vector + 20, sizeof(vector) - 20);
		buf[0] = (uint8_t)(0x45 + words);
		CHECK_EQ(judge(buf, len, &conf), ADV_OK);
		CHECK(adv_parse(&adv, buf, len));
		CHECK(adv.msg == buf + 20 + more);
		CHECK_EQ(adv.len, 24);
		/* The options are there, the message is not. */
		CHECK_EQ(judge(buf, 20 + more, &conf), ADV_BADLEN);
		if (more > 0)
			CHECK_EQ(judge(buf, 20 + more - 1, &conf), -1);
	}
	/* Shorter than a header can be. */
	for (unsigned ihl = 0; ihl < 5; ihl++) {
		memcpy(buf, vector, sizeof(vector));
		buf[0] = (uint8_t)(0x40 + ihl);
		CHECK_EQ(judge(buf, sizeof(vector), &conf), -1);
	}
}

static void
test_count(void)
{
	const struct adv_conf conf = conf_of(2), all = conf_of(255);
	uint8_t buf[ADV_MAX_LEN];

	/* None: the fields that would be there are not. */
	memcpy(buf, vector, sizeof(vector));
	buf[23] = 0;
	put_sum(buf + 26, buf + 20, 16);
	CHECK_EQ(judge(buf, sizeof(vector), &conf), ADV_BADLEN);
	CHECK_EQ(judge(buf, 36, &conf), ADV_BADLEN);

	/* More than there are bytes. */
	memcpy(buf, vector, sizeof(vector));
	buf[23] = 3;
	put_sum(buf + 26, buf + 20, 24);
	CHECK_EQ(judge(buf, sizeof(vector), &conf), ADV_BADLEN);
	buf[23] = 255;
	CHECK_EQ(judge(buf, sizeof(vector), &conf), ADV_BADLEN);

	/* Fewer: then the second address is the authentication data. */
	buf[23] = 1;
	put_sum(buf + 26, buf + 20, 20);
	CHECK_EQ(judge(buf, sizeof(vector), &conf), ADV_BADADDRS);

	adv_build(buf, &all);
	adv_update(buf, SRC, 100, 1);
	CHECK_EQ(judge(buf, ADV_MAX_LEN, &all), ADV_OK);
	CHECK_EQ(judge(buf, ADV_MAX_LEN, &conf), ADV_BADADDRS);
}

/*
 * Every wrong value of every byte.  The kernel has looked at the rest of the
 * IP header before we do; nothing else may pass.
 */
static int
expected_of(size_t at, uint8_t value)
{
	if (at == 0)
		return value >> 4 != 4 || (value & 0x0f) < 5 ||
		    (value & 0x0f) > 11 ? -1 : ADV_BADLEN;
	/* All of it would be the Authentication Header. */
	if (at == 9 && value == ADV_AH_PROTO)
		return ADV_BADLEN;
	if (at == 8)
		return ADV_BADTTL;
	if (at == 15 && value >= 7 && value <= 9)
		return ADV_OWNSOURCE;
	if (at < 20)
		return ADV_OK;
	if (at == 20 && value >> 4 != 2)
		return ADV_BADVERSION;
	if (at == 23 && (value == 0 || value > 2))
		return ADV_BADLEN;
	return ADV_BADSUM;
}

static void
test_corrupt(void)
{
	const struct adv_conf conf = conf_of(2);
	uint8_t buf[sizeof(vector)];

	for (size_t i = 0; i < 255 * sizeof(vector); i++) {
		size_t at = i / 255;

		memcpy(buf, vector, sizeof(buf));
		buf[at] = (uint8_t)(buf[at] + i % 255 + 1);
		if (!CHECK_EQ(judge(buf, sizeof(buf), &conf),
		    expected_of(at, buf[at])))
			printf("\tbyte %zu is 0x%02x\n", at, buf[at]);
	}
}

/*
 * What is wrong, in the order of the checks.
 */

static void
spoil(uint8_t *buf, size_t *len, enum adv_reason how)
{
	uint8_t *msg = buf + 20;

	switch (how) {
	case ADV_BADTTL:
		buf[8] = 254;
		break;
	case ADV_BADLEN:
		--*len;
		break;
	case ADV_BADVERSION:
		msg[0] = (uint8_t)(3 << 4 | (msg[0] & 0x0f));
		break;
	case ADV_BADVRID:
		msg[1] = 52;
		break;
	case ADV_BADTYPE:
		msg[0] = (uint8_t)((msg[0] & 0xf0) | 2);
		break;
	case ADV_BADAUTHTYPE:
		msg[4] = 3;
		break;
	case ADV_AUTHMISMATCH:
		msg[4] = msg[4] == 0 ? 2 : msg[4];
		break;
	case ADV_BADINTERVAL:
		msg[5] = 2;
		break;
	case ADV_OWNSOURCE:
		buf[15] = 8;
		break;
	case ADV_BADADDRS:
		msg[15]++;
		break;
	default:
		break;
	}
}

static const enum adv_reason reasons[] = {
	ADV_BADTTL, ADV_BADLEN, ADV_BADVERSION, ADV_BADSUM, ADV_BADVRID,
	ADV_BADTYPE, ADV_BADAUTHTYPE, ADV_AUTHMISMATCH, ADV_BADINTERVAL,
	ADV_OWNSOURCE, ADV_BADADDRS,
};

/*
 * Wrong in two ways, it is refused for the first.  What is obeyed all the
 * same, with a warning, comes behind all that is not.
 */
static void
test_order(void)
{
	const struct adv_conf conf = conf_of(2);

	for (size_t i = 0; i < LEN(reasons) * LEN(reasons); i++) {
		enum adv_reason a = reasons[i / LEN(reasons)];
		enum adv_reason b = reasons[i % LEN(reasons)];
		uint8_t buf[sizeof(vector)];
		size_t len = sizeof(buf);

		if (a > b)
			continue;
		memcpy(buf, vector, sizeof(buf));
		spoil(buf, &len, b);
		if (a != b)
			spoil(buf, &len, a);
		put_sum(buf + 26, buf + 20, 24);
		if (a == ADV_BADSUM || b == ADV_BADSUM)
			buf[27] ^= 1;
		if (!CHECK_EQ(judge(buf, len, &conf), a))
			printf("\twith: %s\n", adv_strerror(b));
	}
}

/* Each value that is not ours, not only the one next to it. */
static void
test_values(void)
{
	const struct adv_conf conf = conf_of(2);
	uint8_t buf[sizeof(vector)];

	for (unsigned x = 0; x < 256; x++) {
		memcpy(buf, vector, sizeof(buf));
		buf[8] = (uint8_t)x;
		CHECK_EQ(judge(buf, sizeof(buf), &conf),
		    x == 255 ? ADV_OK : ADV_BADTTL);

		memcpy(buf, vector, sizeof(buf));
		buf[20] = (uint8_t)x;
		put_sum(buf + 26, buf + 20, 24);
		CHECK_EQ(judge(buf, sizeof(buf), &conf),
		    x >> 4 != 2 ? ADV_BADVERSION :
		    (x & 0x0f) != 1 ? ADV_BADTYPE : ADV_OK);

		memcpy(buf, vector, sizeof(buf));
		buf[21] = (uint8_t)x;
		put_sum(buf + 26, buf + 20, 24);
		CHECK_EQ(judge(buf, sizeof(buf), &conf),
		    x == 51 ? ADV_OK : ADV_BADVRID);

		memcpy(buf, vector, sizeof(buf));
		buf[24] = (uint8_t)x;
		put_sum(buf + 26, buf + 20, 24);
		CHECK_EQ(judge(buf, sizeof(buf), &conf), x == 0 ? ADV_OK :
		    x <= 2 ? ADV_AUTHMISMATCH : ADV_BADAUTHTYPE);

		memcpy(buf, vector, sizeof(buf));
		buf[25] = (uint8_t)x;
		put_sum(buf + 26, buf + 20, 24);
		CHECK_EQ(judge(buf, sizeof(buf), &conf),
		    x == 1 ? ADV_OK : ADV_BADINTERVAL);
	}
}

/*
 * The address list is a set.
 */

static int
judge_addrs(const struct adv_conf *sent, const struct adv_conf *ours)
{
	uint8_t buf[ADV_MAX_LEN];
	size_t len = adv_build(buf, sent);

	adv_update(buf, SRC, 100, 1);
	return judge(buf, len, ours);
}

static void
test_addrs(void)
{
	const struct adv_conf ours = {
		.vrid = 51, .interval = 1, .naddrs = 3,
		.addrs = { VIP1, VIP2, SRC + 9 },
	};
	struct adv_conf sent = ours;

	/* Every order. */
	for (unsigned i = 0; i < 27; i++) {
		unsigned a = i / 9, b = i / 3 % 3, c = i % 3;
		bool all = a != b && b != c && a != c;

		sent.addrs[0] = ours.addrs[a];
		sent.addrs[1] = ours.addrs[b];
		sent.addrs[2] = ours.addrs[c];
		/* Twice the same: then another one is missing. */
		CHECK_EQ(judge_addrs(&sent, &ours),
		    all ? ADV_OK : ADV_BADADDRS);
	}
	/* Another one in each place. */
	for (unsigned i = 0; i < 3; i++) {
		sent = ours;
		sent.addrs[i] = 0;
		CHECK_EQ(judge_addrs(&sent, &ours), ADV_BADADDRS);
	}
	/* One fewer, one more. */
	sent = ours;
	sent.naddrs = 2;
	CHECK_EQ(judge_addrs(&sent, &ours), ADV_BADADDRS);
	sent.naddrs = 4;
	sent.addrs[3] = VIP2 + 1;
	CHECK_EQ(judge_addrs(&sent, &ours), ADV_BADADDRS);
}

static void
test_addrs_many(void)
{
	const struct adv_conf ours = conf_of(255);
	struct adv_conf sent = ours;

	for (unsigned i = 0; i < 255; i++)
		sent.addrs[i] = ours.addrs[254 - i];
	CHECK_EQ(judge_addrs(&sent, &ours), ADV_OK);
	sent.addrs[0] ^= UINT32_C(0x80000000);
	CHECK_EQ(judge_addrs(&sent, &ours), ADV_BADADDRS);
}

/* What stands behind the addresses is none of them. */
static void
test_addrs_behind(void)
{
	const struct adv_conf ours = conf_of(2);
	struct adv_conf sent = ours;
	uint8_t buf[ADV_MAX_LEN];
	size_t len;

	sent.addrs[0] = VIP2;
	memcpy(sent.auth_data, (const uint8_t[]){ 10, 99, 0, 100 }, 4);
	len = adv_build(buf, &sent);
	adv_update(buf, SRC, 100, 1);
	CHECK_EQ(judge(buf, len, &ours), ADV_BADADDRS);
}

/* A part of an Authentication Header is no message, whatever is in it. */
static void
test_cut_header(void)
{
	const struct adv_conf conf = conf_of(1);
	uint8_t buf[ADV_IP_LEN + ADV_AH_LEN];
	struct adv adv;

	memcpy(buf, vector, ADV_IP_LEN);
	buf[9] = ADV_AH_PROTO;
	memset(buf + ADV_IP_LEN, 0, ADV_AH_LEN);
	memcpy(buf + ADV_IP_LEN, (const uint8_t[]){ 0x21, 51, 100, 1, 0, 1 },
	    6);
	put_sum(buf + ADV_IP_LEN + 6, buf + ADV_IP_LEN, 20);
	for (size_t len = ADV_IP_LEN; len <= sizeof(buf); len++) {
		CHECK_EQ(judge(buf, len, &conf), ADV_BADLEN);
		CHECK(adv_parse(&adv, buf, len));
		CHECK(adv.ah == buf + ADV_IP_LEN);
		CHECK_EQ(adv.len, 0);
		CHECK_EQ(adv.version | adv.vrid | adv.naddrs, 0);
	}
	/* Whole, with nothing behind it. */
	CHECK(adv.msg == buf + sizeof(buf));
}

static void
test_own_source(void)
{
	const struct adv_conf conf = conf_of(2);
	uint32_t own[64];
	struct adv adv;

	for (size_t i = 0; i < LEN(own); i++)
		own[i] = SRC + 1 + (uint32_t)i;
	CHECK(adv_parse(&adv, vector, sizeof(vector)));
	CHECK_EQ(adv_check(&adv, &conf, &no_key, own, LEN(own)), ADV_OK);
	for (size_t i = 0; i < LEN(own); i++) {
		own[i] = SRC;
		CHECK_EQ(adv_check(&adv, &conf, &no_key, own, LEN(own)),
		    ADV_OWNSOURCE);
		CHECK_EQ(adv_check(&adv, &conf, &no_key, own, i), ADV_OK);
		own[i] = SRC + 1;
	}
}

static void
test_words(void)
{
	for (int i = 0; i < ADV_REASONS; i++) {
		const char *words = adv_strerror((enum adv_reason)i);

		if (!CHECK(words != NULL))
			continue;
		CHECK(strlen(words) >= 4 && strlen(words) < 60);
		CHECK(strpbrk(words, "\n'") == NULL);
		for (int j = 0; j < i; j++)
			CHECK(strcmp(words,
			    adv_strerror((enum adv_reason)j)) != 0);
	}
	CHECK_STR(adv_strerror(ADV_BADSUM), "wrong checksum");
}

/*
 * MAC addresses and announcements.
 */

static void
test_vmac(void)
{
	uint8_t mac[PACKET_ETH_LEN];

	for (unsigned vrid = 1; vrid < 256; vrid++) {
		const uint8_t expected[] = { 0x00, 0x00, 0x5e, 0x00, 0x01,
		    (uint8_t)vrid };

		vmac_build(mac, (uint8_t)vrid);
		CHECK_MEM(mac, expected, sizeof(expected));
		CHECK(vmac_is(mac));
	}
	for (size_t i = 0; i < 5 * 8; i++) {
		vmac_build(mac, 51);
		mac[i / 8] ^= (uint8_t)(1 << i % 8);
		CHECK(!vmac_is(mac));
	}
}

/* RFC 826 for the fields, RFC 5227 section 3 for what is in them. */
static void
test_garp(void)
{
	static const uint8_t mac[] = { 0x00, 0x00, 0x5e, 0x00, 0x01, 0x33 };
	static const uint8_t expected[GARP_LEN] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff,	/* to all */
		0x00, 0x00, 0x5e, 0x00, 0x01, 0x33,
		0x08, 0x06,
		0x00, 0x01,				/* Ethernet */
		0x08, 0x00,				/* IPv4 */
		0x06, 0x04,
		0x00, 0x01,				/* request */
		0x00, 0x00, 0x5e, 0x00, 0x01, 0x33,
		0x0a, 0x63, 0x00, 0x64,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x0a, 0x63, 0x00, 0x64,
	};
	uint8_t buf[GARP_LEN + 1];

	memset(buf, 0xa5, sizeof(buf));
	garp_build(buf, mac, VIP1);
	CHECK_MEM(buf, expected, GARP_LEN);
	CHECK_EQ(buf[GARP_LEN], 0xa5);
}

/* RFC 4443 2.3 over the pseudo header of RFC 8200 8.1. */
static uint16_t
icmp6_sum(const uint8_t *frame)
{
	static const uint8_t rest[] = { 0, 0, 0, 32, 0, 0, 0, 58 };
	uint16_t sum;

	sum = sum_of(frame + 14 + 8, 32, 0);	/* both addresses */
	sum = sum_of(rest, sizeof(rest), sum);
	return sum_of(frame + 14 + 40, 32, sum);
}

static void
test_na(void)
{
	static const uint8_t mac[] = { 0x00, 0x00, 0x5e, 0x00, 0x01, 0x33 };
	static const uint8_t addr[16] = { 0x20, 0x01, 0x0d, 0xb8,
	    [15] = 0x01 };
	static const uint8_t expected[NA_LEN] = {
		0x33, 0x33, 0x00, 0x00, 0x00, 0x01,	/* all nodes */
		0x00, 0x00, 0x5e, 0x00, 0x01, 0x33,
		0x86, 0xdd,
		0x60, 0x00, 0x00, 0x00,
		0x00, 0x20, 0x3a, 0xff,			/* 32, ICMPv6, 255 */
		0x20, 0x01, 0x0d, 0xb8, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01,
		0xff, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01,
		0x88, 0x00, 0x1b, 0xf8,			/* 136, 0, sum */
		0xa0, 0x00, 0x00, 0x00,			/* R, O; not S */
		0x20, 0x01, 0x0d, 0xb8, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01,
		0x02, 0x01,				/* target's address */
		0x00, 0x00, 0x5e, 0x00, 0x01, 0x33,
	};
	uint8_t buf[NA_LEN + 1], host[NA_LEN];

	memset(buf, 0xa5, sizeof(buf));
	na_build(buf, mac, addr, true);
	CHECK_MEM(buf, expected, NA_LEN);
	CHECK_EQ(buf[NA_LEN], 0xa5);
	CHECK_EQ(icmp6_sum(buf), 0xffff);

	/* A host does not claim to be a router. */
	memcpy(host, expected, NA_LEN);
	host[58] = 0x20;
	host[56] = 0x9b;
	na_build(buf, mac, addr, false);
	CHECK_MEM(buf, host, NA_LEN);
	CHECK_EQ(icmp6_sum(buf), 0xffff);
}

static void
test_na_sums(void)
{
	uint8_t mac[PACKET_ETH_LEN], addr[16], buf[NA_LEN];

	for (unsigned i = 0; i < 2000; i++) {
		for (size_t j = 0; j < sizeof(addr); j++)
			addr[j] = (uint8_t)((i + 1) * (j + 3) * 2654435761U
			    >> 16);
		memcpy(mac, addr + 4, sizeof(mac));
		if (i % 3 == 0)
			memset(addr, 0xff, sizeof(addr));
		na_build(buf, mac, addr, i % 2 == 0);
		CHECK_EQ(icmp6_sum(buf), 0xffff);
		CHECK_MEM(buf + 22, addr, sizeof(addr));
		CHECK_MEM(buf + 62, addr, sizeof(addr));
		CHECK_MEM(buf + 6, mac, sizeof(mac));
		CHECK_MEM(buf + 80, mac, sizeof(mac));
	}
}

/* RFC 2236 2 and RFC 2113; every word of it is in one of the two sums. */
static void
test_igmp(void)
{
	static const uint8_t expected[IGMP_LEN] = {
		0x46, 0xc0, 0x00, 0x20,			/* 24 bytes, control */
		0x00, 0x00, 0x00, 0x00,
		0x01, 0x02, 0x39, 0x3f,			/* TTL 1, IGMP, sum */
		0x0a, 0x63, 0x00, 0x64,
		0xe0, 0x00, 0x00, 0x12,			/* to the group */
		0x94, 0x04, 0x00, 0x00,			/* Router Alert */
		0x16, 0x00, 0x09, 0xed,			/* report, 0, sum */
		0xe0, 0x00, 0x00, 0x12,
	};
	uint8_t buf[IGMP_LEN + 1];

	memset(buf, 0xa5, sizeof(buf));
	igmp_build(buf, VIP1);
	CHECK_MEM(buf, expected, IGMP_LEN);
	CHECK_EQ(buf[IGMP_LEN], 0xa5);
	for (uint32_t src = 0; src < 2000; src++) {
		igmp_build(buf, src * 2654435761U);
		CHECK_EQ(sum_of(buf, 24, 0), 0xffff);
		CHECK_EQ(sum_of(buf + 24, 8, 0), 0xffff);
	}
}

int
main(void)
{
	test_cksum();
	test_cksum_seen();
	test_build();
	test_build_one();
	test_build_all();
	test_parse();
	test_good();
	test_foreign();
	test_truncated();
	test_trailing();
	test_ip_options();
	test_count();
	test_corrupt();
	test_order();
	test_values();
	test_addrs();
	test_addrs_many();
	test_addrs_behind();
	test_cut_header();
	test_own_source();
	test_words();
	test_vmac();
	test_garp();
	test_na();
	test_na_sums();
	test_igmp();
	return check_done();
}
