/* RFC 1321 appendix A.5 and RFC 2202 section 2, and every way to cut. */
#include "md5.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

static void
hex(const uint8_t digest[MD5_LEN], char text[2 * MD5_LEN + 1])
{
	for (int i = 0; i < MD5_LEN; i++)
		snprintf(text + 2 * i, 3, "%02x", digest[i]);
}

static void
rfc1321(void)
{
	static const struct {
		const char *data, *digest;
	} v[] = {
		{ "", "d41d8cd98f00b204e9800998ecf8427e" },
		{ "a", "0cc175b9c0f1b6a831c399e269772661" },
		{ "abc", "900150983cd24fb0d6963f7d28e17f72" },
		{ "message digest", "f96b697d7cb7938d525a2f31aaf161d0" },
		{ "abcdefghijklmnopqrstuvwxyz",
		    "c3fcd3d76192e4007dfb496cca67e13b" },
		{ "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		    "0123456789", "d174ab98d277d9f5a5611c2c9f419d9f" },
		{ "1234567890123456789012345678901234567890123456789012345"
		    "6789012345678901234567890",
		    "57edf4a22be3c955ac49da2e2107b67a" },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		uint8_t digest[MD5_LEN];
		char text[2 * MD5_LEN + 1];
		struct md5 m;

		md5_init(&m);
		md5_add(&m, v[i].data, strlen(v[i].data));
		md5_end(&m, digest);
		hex(digest, text);
		CHECK_STR(text, v[i].digest);
	}
}

static void
hmac_is(const uint8_t *key, size_t key_len, const void *data, size_t len,
    const char *want)
{
	uint8_t digest[MD5_LEN];
	char text[2 * MD5_LEN + 1];

	hmac_md5(key, key_len, data, len, digest);
	hex(digest, text);
	CHECK_STR(text, want);
}

static void
rfc2202(void)
{
	static const char long_key[] = "Test Using Larger Than Block-Size Key"
	    " - Hash Key First";
	static const char long_both[] = "Test Using Larger Than Block-Size Key"
	    " and Larger Than One Block-Size Data";
	uint8_t key[80], data[50];

	memset(key, 0x0b, sizeof(key));
	hmac_is(key, 16, "Hi There", 8, "9294727a3638bb1c13f48ef8158bfc9d");
	hmac_is((const uint8_t *)"Jefe", 4, "what do ya want for nothing?", 28,
	    "750c783e6ab0b503eaa86e310a5db738");
	memset(key, 0xaa, sizeof(key));
	memset(data, 0xdd, sizeof(data));
	hmac_is(key, 16, data, 50, "56be34521d144c88dbb8c733f0e8b3f6");
	hmac_is(key, 80, long_key, strlen(long_key),
	    "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd");
	hmac_is(key, 80, long_both, strlen(long_both),
	    "6f630fad67cda0ee1fb1f562db3aa53e");
	for (uint8_t i = 0; i < 25; i++)
		key[i] = i + 1;
	memset(data, 0xcd, sizeof(data));
	hmac_is(key, 25, data, 50, "697eaf0aca3a3aea3a75164746ffaa79");
	memset(key, 0x0c, sizeof(key));
	hmac_is(key, 16, "Test With Truncation", 20,
	    "56461ef2342edc00f9bab995690efd4c");
}

/* Keys at the edge of a block, and none. */
static void
key_lengths(void)
{
	static const struct {
		size_t len;
		const char *digest;
	} v[] = {
		{ 63, "c91a8254ac03c5d0b83afcd718c2613f" },
		{ 64, "026b49c71524022b4b0f7f72d6b64167" },
		{ 65, "58a2b944397344052ff6317bd21880ea" },
	};
	uint8_t key[65];

	memset(key, 0xaa, sizeof(key));
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		hmac_is(key, v[i].len, "key length", 10, v[i].digest);
	hmac_is(key, 0, "", 0, "74e6f7298a9c2d168935f58c001bad88");
}

/* The length in bits takes more than 32 of them, RFC 1321 3.2. */
static void
long_data(void)
{
	const uint64_t bits = UINT64_C(0x123456789abcde00);
	uint8_t last[MD5_BLOCK] = { 0x80 }, want[MD5_LEN], digest[MD5_LEN];
	struct md5 m;

	for (int i = 0; i < 8; i++)
		last[56 + i] = (uint8_t)(bits >> 8 * i);
	md5_init(&m);
	md5_add(&m, last, sizeof(last));
	for (int i = 0; i < MD5_LEN; i++)
		want[i] = (uint8_t)(m.state[i / 4] >> 8 * (i % 4));
	md5_init(&m);
	m.len = bits / 8;
	md5_end(&m, digest);
	CHECK_MEM(digest, want, sizeof(want));
}

/* However the data is cut in two, the digest is one. */
static void
pieces(void)
{
	uint8_t data[200], whole[MD5_LEN], cut[MD5_LEN];
	struct md5 m;

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 7);
	for (size_t len = 0; len <= sizeof(data); len++) {
		md5_init(&m);
		md5_add(&m, data, len);
		md5_end(&m, whole);
		for (size_t at = 0; at <= len; at++) {
			md5_init(&m);
			md5_add(&m, data, at);
			md5_add(&m, data + at, len - at);
			md5_end(&m, cut);
			if (!CHECK(memcmp(whole, cut, MD5_LEN) == 0))
				return;
		}
	}
}

int
main(void)
{
	rfc1321();
	rfc2202();
	key_lengths();
	long_data();
	pieces();
	return check_done();
}
