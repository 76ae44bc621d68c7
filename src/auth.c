#include "auth.h"

#include <assert.h>
#include <string.h>

#include "bytes.h"
#include "md5.h"

/* Offsets in the Authentication Header, RFC 2402 section 2. */
#define AH_NEXT		0
#define AH_PAYLOAD_LEN	1
#define AH_SPI		4
#define AH_SEQUENCE	8
#define AH_ICV		12
#define ICV_LEN		12

#define PAYLOAD_LEN	(ADV_AH_LEN / 4 - 2)	/* in 32-bit words, less 2 */
#define SEQUENCE_MAX	0xfffffff0	/* keep clear of the wrap */

/* Offsets in the IPv4 header of what is zero, or may be, in the ICV. */
#define IP_TOS		1
#define IP_FRAGMENT	6
#define IP_TTL		8
#define IP_SUM		10
#define IP_SRC		12

#define COVER_MAX	2048	/* bytes that an ICV may cover */

/* The years 2020 to 2100: outside them a clock has not been set. */
#define CLOCK_MIN	UINT64_C(1577836800)
#define CLOCK_MAX	UINT64_C(4102444800)

static uint32_t
highest(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* How long it takes tells nothing of where they differ. */
static bool
equal(const uint8_t *a, const uint8_t *b, size_t len)
{
	uint8_t differ = 0;

	for (size_t i = 0; i < len; i++)
		differ |= a[i] ^ b[i];
	return differ == 0;
}

void
auth_start(struct auth *auth, uint64_t seconds, uint32_t recorded)
{
	bool sane = seconds >= CLOCK_MIN && seconds < CLOCK_MAX;

	auth->sent = highest(sane ? (uint32_t)seconds : 0, recorded);
	auth->seen = 0;
	auth->counting = false;
}

void
auth_data(const struct auth *auth, uint8_t data[ADV_AUTH_LEN])
{
	memset(data, 0, ADV_AUTH_LEN);
	if (auth->type == ADV_AUTH_TEXT)
		memcpy(data, auth->key, auth->key_len);
}

/*
 * HMAC-MD5-96 over the datagram.  RFC 2402 leaves the TTL out like the other
 * fields that a router may change; the peers in the field cover it.
 */
static void
icv(const struct auth *auth, const uint8_t *buf, size_t len, bool with_ttl,
    uint8_t out[MD5_LEN])
{
	uint8_t covered[COVER_MAX];

	memcpy(covered, buf, len);
	covered[IP_TOS] = 0;
	memset(covered + IP_FRAGMENT, 0, 2);
	if (!with_ttl)
		covered[IP_TTL] = 0;
	memset(covered + IP_SUM, 0, 2);
	memset(covered + ADV_IP_LEN + AH_ICV, 0, ICV_LEN);
	hmac_md5(auth->key, auth->key_len, covered, len, out);
}

bool
auth_seal(struct auth *auth, uint8_t *buf, size_t len)
{
	uint32_t next = highest(auth->seen, auth->sent);
	uint8_t *ah = buf + ADV_IP_LEN, digest[MD5_LEN];

	if (auth->type != ADV_AUTH_AH)
		return true;
	assert(len <= COVER_MAX);
	if (next >= SEQUENCE_MAX)
		return false;
	auth->sent = next + 1;
	auth->counting = true;
	memset(ah, 0, ADV_AH_LEN);
	ah[AH_NEXT] = ADV_PROTO;
	ah[AH_PAYLOAD_LEN] = PAYLOAD_LEN;
	memcpy(ah + AH_SPI, buf + IP_SRC, 4);
	put32(ah + AH_SEQUENCE, auth->sent);
	icv(auth, buf, len, true, digest);
	memcpy(ah + AH_ICV, digest, ICV_LEN);
	return true;
}

/* What is not ours to open passes here; auth_verify has the last word. */
enum adv_reason
auth_open(struct auth *auth, const struct adv *a)
{
	size_t len = ADV_IP_LEN + ADV_AH_LEN + a->len;
	uint8_t digest[MD5_LEN];
	const uint8_t *theirs = a->ah + AH_ICV;
	uint32_t sequence;

	if (auth->type != ADV_AUTH_AH)
		return ADV_OK;
	/* IP options would be covered in ways that no peer uses. */
	if (a->ip_len != ADV_IP_LEN || len > COVER_MAX ||
	    a->ah[AH_NEXT] != ADV_PROTO ||
	    a->ah[AH_PAYLOAD_LEN] != PAYLOAD_LEN)
		return ADV_BADAH;
	icv(auth, a->ip, len, true, digest);
	if (!equal(digest, theirs, ICV_LEN)) {
		icv(auth, a->ip, len, false, digest);
		if (!equal(digest, theirs, ICV_LEN))
			return ADV_BADICV;
	}
	if (get32(a->ah + AH_SPI) != a->src)
		return ADV_BADSPI;
	/*
	 * Two masters that could not hear each other may have counted to the
	 * same number, but whoever is behind us hears us and catches up.
	 */
	sequence = get32(a->ah + AH_SEQUENCE);
	if (sequence <= auth->seen ||
	    (auth->counting && sequence < auth->sent))
		return ADV_REPLAY;
	auth->seen = sequence;
	return ADV_OK;
}

enum adv_reason
auth_verify(const struct auth *auth, const struct adv *a)
{
	uint8_t data[ADV_AUTH_LEN];
	const uint8_t *theirs;

	if (a->auth_type >= ADV_AUTH_TYPES)
		return ADV_BADAUTHTYPE;
	if (a->auth_type != auth->type)
		return ADV_AUTHMISMATCH;
	if (auth->type == ADV_AUTH_AH && a->ah == NULL)
		return ADV_NOAH;
	if (auth->type != ADV_AUTH_AH && a->ah != NULL)
		return ADV_BADAH;
	if (auth->type != ADV_AUTH_TEXT)
		return ADV_OK;
	auth_data(auth, data);
	theirs = a->msg + ADV_MSG_LEN(a->naddrs) - ADV_AUTH_LEN;
	return equal(data, theirs, sizeof(data)) ? ADV_OK :
	    ADV_BADPASSWORD;
}
