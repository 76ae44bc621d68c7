#include "md5.h"

#include <string.h>

static uint32_t
load(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

static void
store(uint8_t *p, uint32_t x)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(x >> 8 * i);
}

static uint32_t
rotate(uint32_t x, unsigned n)
{
	return x << n | x >> (32 - n);
}

/* RFC 1321 3.4: the integer part of 2^32 times abs(sin(i + 1)). */
static const uint32_t sines[64] = {
	0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee,
	0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
	0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be,
	0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
	0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa,
	0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
	0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed,
	0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
	0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
	0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
	0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05,
	0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
	0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039,
	0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
	0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
	0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

static const uint8_t shifts[4][4] = {
	{ 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 },
	{ 6, 10, 15, 21 },
};

static void
compress(uint32_t state[4], const uint8_t *block)
{
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3], f;
	size_t word;

	for (size_t i = 0; i < 64; i++) {
		switch (i / 16) {
		case 0:
			f = (b & c) | (~b & d);
			word = i;
			break;
		case 1:
			f = (b & d) | (c & ~d);
			word = 5 * i + 1;
			break;
		case 2:
			f = b ^ c ^ d;
			word = 3 * i + 5;
			break;
		default:
			f = c ^ (b | ~d);
			word = 7 * i;
			break;
		}
		f += a + sines[i] + load(block + 4 * (word % 16));
		a = d;
		d = c;
		c = b;
		b += rotate(f, shifts[i / 16][i % 4]);
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
}

void
md5_init(struct md5 *m)
{
	*m = (struct md5){
		.state = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 },
	};
}

void
md5_add(struct md5 *m, const void *data, size_t len)
{
	const uint8_t *p = data;
	size_t have = m->len % MD5_BLOCK, take;

	m->len += len;
	while (len > 0) {
		take = MD5_BLOCK - have < len ? MD5_BLOCK - have : len;
		memcpy(m->block + have, p, take);
		p += take;
		len -= take;
		have += take;
		if (have < MD5_BLOCK)
			break;
		compress(m->state, m->block);
		have = 0;
	}
}

void
md5_end(struct md5 *m, uint8_t digest[MD5_LEN])
{
	static const uint8_t padding[MD5_BLOCK] = { 0x80 };
	uint64_t bits = m->len * 8;
	uint8_t length[8];

	md5_add(m, padding, 1 + (119 - m->len % MD5_BLOCK) % MD5_BLOCK);
	store(length, (uint32_t)bits);
	store(length + 4, (uint32_t)(bits >> 32));
	md5_add(m, length, sizeof(length));
	for (size_t i = 0; i < 4; i++)
		store(digest + 4 * i, m->state[i]);
}

void
hmac_md5(const void *key, size_t key_len, const void *data, size_t len,
    uint8_t digest[MD5_LEN])
{
	uint8_t block[MD5_BLOCK] = { 0 };
	struct md5 m;

	if (key_len > sizeof(block)) {
		md5_init(&m);
		md5_add(&m, key, key_len);
		md5_end(&m, block);
	} else
		memcpy(block, key, key_len);
	for (size_t i = 0; i < sizeof(block); i++)
		block[i] ^= 0x36;
	md5_init(&m);
	md5_add(&m, block, sizeof(block));
	md5_add(&m, data, len);
	md5_end(&m, digest);

	for (size_t i = 0; i < sizeof(block); i++)
		block[i] ^= 0x36 ^ 0x5c;
	md5_init(&m);
	md5_add(&m, block, sizeof(block));
	md5_add(&m, digest, MD5_LEN);
	md5_end(&m, digest);
}
