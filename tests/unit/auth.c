/*
 * RFC 2338 section 10 in both directions, on datagrams that other
 * implementations have sent.
 */
#include "auth.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "md5.h"

#define SRC	UINT32_C(0x0a630001)	/* 10.99.0.1 */

static const struct adv_conf two_addrs = {
	.vrid = 51, .interval = 1, .naddrs = 2,
	.addrs = { 0x0a630064, 0x0a630065 },
};

/* VRID 50, priority 200, 10.0.0.2, sequence 6, key "secret". */
static const uint8_t peers_ah[] = {
	0x45, 0xc0, 0x00, 0x40, 0x00, 0x06, 0x00, 0x00, 0xff, 0x33, 0xd0,
	0xb0, 0x0a, 0x00, 0x00, 0x02, 0xe0, 0x00, 0x00, 0x12,
	0x70, 0x04, 0x00, 0x00, 0x0a, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00,
	0x06, 0xde, 0xcd, 0xeb, 0x0c, 0x1a, 0x2c, 0x50, 0x16, 0x90, 0x80,
	0x1f, 0xe8,
	0x21, 0x32, 0xc8, 0x01, 0x02, 0x01, 0x0a, 0xca, 0x0a, 0x00, 0x00,
	0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
};
static const struct adv_conf peers_conf = {
	.vrid = 50, .interval = 1, .auth_type = ADV_AUTH_AH, .naddrs = 1,
	.addrs = { 0x0a000001 },
};

/* The message alone, type 1, "secret". */
static const uint8_t peers_text[] = {
	0x21, 0x32, 0xc8, 0x01, 0x01, 0x01, 0xcf, 0x7d, 0x0a, 0x00, 0x00,
	0x01, 0x73, 0x65, 0x63, 0x72, 0x65, 0x74, 0x00, 0x00,
};

static struct auth
with_key(enum adv_auth type, const char *key)
{
	struct auth auth = { .type = type };

	auth.key_len = (uint8_t)strlen(key);
	memcpy(auth.key, key, auth.key_len);
	return auth;
}

/* What a router with this key sends, as two_addrs, priority 150. */
static size_t
sealed(struct auth *auth, uint8_t *buf)
{
	struct adv_conf conf = two_addrs;
	size_t len;

	conf.auth_type = (uint8_t)auth->type;
	auth_data(auth, conf.auth_data);
	len = adv_build(buf, &conf);
	adv_update(buf, SRC, 150, 1);
	CHECK(auth_seal(auth, buf, len));
	return len;
}

static enum adv_reason
judged(struct auth *auth, const struct adv_conf *conf, const uint8_t *buf,
    size_t len)
{
	struct adv adv;

	if (!CHECK(adv_parse(&adv, buf, len)))
		return ADV_BADLEN;
	return adv_check(&adv, conf, auth, NULL, 0);
}

static void
is_hex(const uint8_t *buf, size_t len, const char *want)
{
	char text[2 * ADV_MAX_LEN + 1] = "";

	for (size_t i = 0; i < len; i++)
		snprintf(text + 2 * i, 3, "%02x", buf[i]);
	CHECK_STR(text, want);
}

static void
we_send_what_peers_send(void)
{
	uint8_t buf[ADV_MAX_LEN];
	struct auth auth;
	size_t len;

	auth = with_key(ADV_AUTH_TEXT, "s3cret");
	len = sealed(&auth, buf);
	is_hex(buf, len, "45c0002c00010000ff70d02a0a630001e0000012"
	    "213396020101f61f0a6300640a6300657333637265740000");
	auth = with_key(ADV_AUTH_AH, "s3cret");
	len = sealed(&auth, buf);
	is_hex(buf, len, "45c0004400010000ff33d04f0a630001e0000012"
	    "700400000a63000100000001eb1b8a0f0a336c1a1945b891"
	    "213396020201313a0a6300640a6300650000000000000000");
	auth = with_key(ADV_AUTH_NONE, "");
	len = sealed(&auth, buf);
	is_hex(buf, len, "45c0002c00010000ff70d02a0a630001e0000012"
	    "213396020001333a0a6300640a6300650000000000000000");
}

/* Whatever the header held before. */
static void
sealing_clears(void)
{
	struct auth auth = with_key(ADV_AUTH_AH, "s3cret");
	uint8_t buf[ADV_MAX_LEN], again[ADV_MAX_LEN];
	size_t len = sealed(&auth, buf);

	memcpy(again, buf, len);
	memset(again + ADV_IP_LEN, 0xff, ADV_AH_LEN);
	auth.sent = 0;
	CHECK(auth_seal(&auth, again, len));
	CHECK_MEM(again, buf, len);
}

static void
we_take_what_peers_send(void)
{
	struct auth auth = with_key(ADV_AUTH_AH, "secret");
	struct adv_conf conf = peers_conf;
	uint8_t buf[ADV_IP_LEN + sizeof(peers_text)];

	CHECK_EQ(judged(&auth, &conf, peers_ah, sizeof(peers_ah)), ADV_OK);
	CHECK_EQ(auth.seen, 6);

	auth = with_key(ADV_AUTH_TEXT, "secret");
	conf.auth_type = ADV_AUTH_TEXT;
	memcpy(buf, peers_ah, ADV_IP_LEN);
	buf[9] = ADV_PROTO;
	memcpy(buf + ADV_IP_LEN, peers_text, sizeof(peers_text));
	CHECK_EQ(judged(&auth, &conf, buf, sizeof(buf)), ADV_OK);
}

/* RFC 2402 leaves the TTL out of the ICV; the vector's key is "s3cret". */
static void
either_form_of_the_icv(void)
{
	static const uint8_t without_ttl[] = { 0xaf, 0x68, 0x3d, 0xd9, 0x54,
	    0x98, 0xf4, 0x51, 0x9f, 0x8d, 0xa6, 0x0f };
	struct auth auth = with_key(ADV_AUTH_AH, "s3cret");
	struct adv_conf conf = two_addrs;
	uint8_t buf[ADV_MAX_LEN];
	size_t len = sealed(&auth, buf);

	conf.auth_type = ADV_AUTH_AH;
	memcpy(buf + ADV_IP_LEN + 12, without_ttl, sizeof(without_ttl));
	CHECK_EQ(judged(&auth, &conf, buf, len), ADV_OK);
}

/* Left out of the ICV: TOS, fragment field, header checksum. */
static bool
mutable(size_t byte)
{
	return byte == 1 || byte == 6 || byte == 7 || byte == 10 ||
	    byte == 11;
}

static void
every_bit_counts(enum adv_auth type)
{
	struct adv_conf conf = two_addrs;
	struct auth sender = with_key(type, "s3cret"), auth;
	uint8_t buf[ADV_MAX_LEN];
	size_t len = sealed(&sender, buf);
	/* A password seals nothing but the message. */
	size_t from = type == ADV_AUTH_AH ? 0 : ADV_IP_LEN;

	conf.auth_type = (uint8_t)type;
	for (size_t bit = 8 * from; bit < 8 * len; bit++) {
		struct adv adv;
		enum adv_reason reason = ADV_BADLEN;

		auth = with_key(type, "s3cret");
		buf[bit / 8] ^= (uint8_t)(1 << bit % 8);
		if (adv_parse(&adv, buf, len))
			reason = adv_check(&adv, &conf, &auth, NULL, 0);
		buf[bit / 8] ^= (uint8_t)(1 << bit % 8);
		/* The destination is the kernel filter's, but AH's too. */
		if (mutable(bit / 8) && from == 0)
			CHECK_EQ(reason, ADV_OK);
		else if (!CHECK(reason != ADV_OK && auth.seen == 0))
			printf("bit %zu\n", bit);
	}
}

/* Ours in the rows, theirs in the columns: none, text, AH. */
static void
types_must_agree(void)
{
	uint8_t buf[ADV_MAX_LEN];

	for (int ours = 0; ours < ADV_AUTH_TYPES; ours++)
		for (int theirs = 0; theirs < ADV_AUTH_TYPES; theirs++) {
			struct auth a = with_key((enum adv_auth)ours, "k");
			struct auth b = with_key((enum adv_auth)theirs, "k");
			struct adv_conf conf = two_addrs;
			size_t len = sealed(&b, buf);

			conf.auth_type = (uint8_t)ours;
			CHECK_EQ(judged(&a, &conf, buf, len), ours == theirs ?
			    ADV_OK : ADV_AUTHMISMATCH);
		}
}

/* A router set to none refuses type 1 even where the data is zero. */
static void
zero_password_is_not_none(void)
{
	struct auth none = with_key(ADV_AUTH_NONE, "");
	struct auth zero = { .type = ADV_AUTH_TEXT, .key_len = 8 };
	struct adv_conf conf = two_addrs;
	uint8_t buf[ADV_MAX_LEN];
	size_t len = sealed(&zero, buf);

	CHECK_EQ(judged(&none, &conf, buf, len), ADV_AUTHMISMATCH);
}

/* A datagram like ours but for one byte of the header, sealed anew. */
static enum adv_reason
with_byte(size_t at, uint8_t value)
{
	struct auth auth = with_key(ADV_AUTH_AH, "s3cret");
	struct adv_conf conf = two_addrs;
	uint8_t buf[ADV_MAX_LEN];
	size_t len = sealed(&auth, buf);

	conf.auth_type = ADV_AUTH_AH;
	buf[at] = value;
	return judged(&auth, &conf, buf, len);
}

static void
refused_headers(void)
{
	struct auth auth = with_key(ADV_AUTH_AH, "s3cret");
	struct adv_conf conf = two_addrs;
	uint8_t buf[ADV_MAX_LEN + 4], bare[ADV_MAX_LEN];
	size_t len;

	CHECK_EQ(with_byte(20, 17), ADV_BADAH);		/* next header */
	CHECK_EQ(with_byte(21, 5), ADV_BADAH);		/* payload length */
	CHECK_EQ(with_byte(27, 99), ADV_BADICV);	/* SPI */
	CHECK_EQ(with_byte(32, 99), ADV_BADICV);	/* ICV */

	/* Sealed by a member of the group, sent on as another's. */
	conf.auth_type = ADV_AUTH_AH;
	len = adv_build(buf, &conf);
	adv_update(buf, SRC, 150, 1);
	CHECK(auth_seal(&auth, buf, len));
	adv_update(buf, SRC + 1, 150, 1);
	CHECK_EQ(judged(&auth, &conf, buf, len), ADV_BADICV);

	/* Type 2 without the header. */
	memcpy(bare, buf, ADV_IP_LEN);
	bare[9] = ADV_PROTO;
	memcpy(bare + ADV_IP_LEN, buf + ADV_IP_LEN + ADV_AH_LEN,
	    ADV_MSG_LEN(2));
	CHECK_EQ(judged(&auth, &conf, bare, ADV_IP_LEN + ADV_MSG_LEN(2)),
	    ADV_NOAH);

	/* The header with nothing behind it, and cut itself. */
	len = sealed(&auth, buf);
	for (size_t cut = ADV_IP_LEN; cut < len; cut++) {
		auth.seen = 0;
		CHECK_EQ(judged(&auth, &conf, buf, cut), ADV_BADLEN);
	}
	/* Bytes behind the message that the ICV does not cover. */
	memset(buf + len, 0, 4);
	CHECK_EQ(judged(&auth, &conf, buf, len + 4), ADV_BADICV);
	/* Another virtual router's key is none of our business. */
	conf.vrid++;
	auth = with_key(ADV_AUTH_AH, "other");
	CHECK_EQ(judged(&auth, &conf, buf, len), ADV_BADVRID);
	/* The header, where our type has none. */
	conf = two_addrs;
	auth = with_key(ADV_AUTH_TEXT, "s3cret");
	len = sealed(&auth, bare);
	memcpy(buf, bare, ADV_IP_LEN);
	buf[9] = ADV_AH_PROTO;
	memcpy(buf + ADV_IP_LEN + ADV_AH_LEN, bare + ADV_IP_LEN,
	    len - ADV_IP_LEN);
	CHECK_EQ(judged(&auth, &conf, buf, len + ADV_AH_LEN), ADV_BADAH);
}

/* IP options: a longer header than any peer's. */
static void
refused_options(void)
{
	struct auth auth = with_key(ADV_AUTH_AH, "s3cret");
	struct adv_conf conf = two_addrs;
	uint8_t buf[ADV_MAX_LEN], longer[ADV_MAX_LEN + 4];
	size_t len = sealed(&auth, buf);

	conf.auth_type = ADV_AUTH_AH;
	memcpy(longer, buf, ADV_IP_LEN);
	longer[0]++;
	memset(longer + ADV_IP_LEN, 1, 4);
	memcpy(longer + ADV_IP_LEN + 4, buf + ADV_IP_LEN, len - ADV_IP_LEN);
	CHECK_EQ(judged(&auth, &conf, longer, len + 4), ADV_BADAH);
}

/* With a trailer: the ICV covers what there is, up to what we can hold. */
static void
refused_giants(void)
{
	struct auth auth = with_key(ADV_AUTH_AH, "s3cret");
	struct adv_conf conf = two_addrs;
	static uint8_t buf[2049];

	conf.auth_type = ADV_AUTH_AH;
	(void)sealed(&auth, buf);
	auth.seen = auth.sent = 0;
	auth.counting = false;
	CHECK(auth_seal(&auth, buf, 2048));
	auth.sent = 0;
	CHECK_EQ(judged(&auth, &conf, buf, 2048), ADV_OK);
	CHECK_EQ(judged(&auth, &conf, buf, 2048), ADV_REPLAY);
	CHECK_EQ(judged(&auth, &conf, buf, 2049), ADV_BADAH);
}

/* Someone with the key, but an SPI that is not the source. */
static void
refused_spi(void)
{
	struct auth auth = with_key(ADV_AUTH_AH, "s3cret");
	struct adv_conf conf = two_addrs;
	uint8_t buf[ADV_MAX_LEN], covered[ADV_MAX_LEN], digest[MD5_LEN];
	size_t len = sealed(&auth, buf);

	conf.auth_type = ADV_AUTH_AH;
	for (uint8_t spi = 1; spi <= 2; spi++) {
		buf[27] = spi;		/* its last byte; ours is 1 */
		memset(buf + 32, 0, 12);
		memcpy(covered, buf, len);
		covered[1] = covered[6] = covered[7] = 0;
		covered[10] = covered[11] = 0;
		hmac_md5("s3cret", 6, covered, len, digest);
		memcpy(buf + 32, digest, 12);
		auth.seen = 0;
		CHECK_EQ(judged(&auth, &conf, buf, len), spi == 1 ? ADV_OK :
		    ADV_BADSPI);
	}
}

static void
wrong_keys(void)
{
	static const char *const keys[] = { "s3cre", "s3cret!", "S3cret", "x" };
	struct adv_conf conf = two_addrs;
	uint8_t buf[ADV_MAX_LEN];

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct auth right = with_key(ADV_AUTH_TEXT, "s3cret");
		struct auth wrong = with_key(ADV_AUTH_TEXT, keys[i]);
		size_t len = sealed(&right, buf);

		conf.auth_type = ADV_AUTH_TEXT;
		CHECK_EQ(judged(&wrong, &conf, buf, len), ADV_BADPASSWORD);
		right.type = wrong.type = ADV_AUTH_AH;
		len = sealed(&right, buf);
		conf.auth_type = ADV_AUTH_AH;
		CHECK_EQ(judged(&wrong, &conf, buf, len), ADV_BADICV);
		CHECK_EQ(wrong.seen, 0);
	}
}

static void
sequence_numbers(void)
{
	struct auth a = with_key(ADV_AUTH_AH, "k"), b = a;
	struct adv_conf conf = two_addrs;
	uint8_t first[ADV_MAX_LEN], second[ADV_MAX_LEN];
	size_t len;

	/* The clock's seconds if it is set, else what is on record. */
	auth_start(&a, 1800000000, 0);
	CHECK_EQ(a.sent, 1800000000);
	auth_start(&a, 1800000000, 1900000000);
	CHECK_EQ(a.sent, 1900000000);
	auth_start(&a, 1577836799, 7);
	CHECK_EQ(a.sent, 7);
	auth_start(&a, 1577836800, 7);
	CHECK_EQ(a.sent, 1577836800);
	auth_start(&a, 4102444799, 7);
	CHECK_EQ(a.sent, 4102444799);
	auth_start(&a, 4102444800, 7);
	CHECK_EQ(a.sent, 7);
	a.seen = 9;
	auth_start(&a, 0, 0);
	CHECK_EQ(a.sent, 0);
	CHECK_EQ(a.seen, 0);

	/* A replay, and what is older than a replay. */
	conf.auth_type = ADV_AUTH_AH;
	len = sealed(&a, first);
	CHECK_EQ(a.sent, 1);
	(void)sealed(&a, second);
	CHECK_EQ(a.sent, 2);
	CHECK_EQ(judged(&b, &conf, second, len), ADV_OK);
	CHECK_EQ(b.seen, 2);
	CHECK_EQ(judged(&b, &conf, second, len), ADV_REPLAY);
	CHECK_EQ(judged(&b, &conf, first, len), ADV_REPLAY);
	CHECK_EQ(b.seen, 2);

	/* One counter for the group: above all sent and seen. */
	b.sent = 1;
	(void)sealed(&b, first);
	CHECK_EQ(b.sent, 3);
	CHECK_EQ(judged(&a, &conf, first, len), ADV_OK);
	(void)sealed(&a, second);
	CHECK_EQ(a.sent, 4);

	/* Two masters that count side by side still hear each other. */
	a.sent = b.sent = 100;
	a.seen = b.seen = 4;
	(void)sealed(&a, first);
	(void)sealed(&b, second);
	CHECK_EQ(judged(&a, &conf, second, len), ADV_OK);
	CHECK_EQ(judged(&b, &conf, first, len), ADV_OK);

	/* Who has sent, but not heard, takes nothing older than its own. */
	auth_start(&a, 0, 50);
	auth_start(&b, 0, 30);
	(void)sealed(&b, first);
	CHECK_EQ(judged(&a, &conf, first, len), ADV_OK);
	auth_start(&a, 0, 50);
	(void)sealed(&a, second);
	CHECK_EQ(judged(&a, &conf, first, len), ADV_REPLAY);

	/* The end of the numbers: silence, no wrap. */
	a.sent = 0xffffffef;
	(void)sealed(&a, first);
	CHECK_EQ(a.sent, 0xfffffff0);
	adv_update(first, SRC, 150, 2);
	CHECK(!auth_seal(&a, first, len));
	CHECK_EQ(a.sent, 0xfffffff0);
}

static void
unknown_type(void)
{
	struct auth none = with_key(ADV_AUTH_NONE, "");
	struct adv_conf conf = two_addrs;
	uint8_t buf[ADV_MAX_LEN];
	size_t len;

	conf.auth_type = 3;
	len = adv_build(buf, &conf);
	adv_update(buf, SRC, 150, 1);
	CHECK_EQ(judged(&none, &conf, buf, len), ADV_BADAUTHTYPE);
}

int
main(void)
{
	we_send_what_peers_send();
	sealing_clears();
	we_take_what_peers_send();
	either_form_of_the_icv();
	every_bit_counts(ADV_AUTH_TEXT);
	every_bit_counts(ADV_AUTH_AH);
	types_must_agree();
	zero_password_is_not_none();
	refused_headers();
	refused_options();
	refused_giants();
	refused_spi();
	wrong_keys();
	sequence_numbers();
	unknown_type();
	return check_done();
}
