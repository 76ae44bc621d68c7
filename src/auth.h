/*
 * RFC 2338 section 10 over a built or received datagram; it never reads a
 * file or a clock, and never says a key.
 */
#ifndef AUTH_H
#define AUTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet.h"

#define AUTH_TEXT_MAX	8	/* bytes of a simple text password */
#define AUTH_KEY_MAX	64	/* bytes of an AH key */

struct auth {
	enum adv_auth	type;
	uint8_t		key_len;
	uint8_t		key[AUTH_KEY_MAX];
	uint32_t	sent;	/* highest AH sequence number that we sent */
	uint32_t	seen;	/* ... that we accepted, from anyone */
	bool		counting; /* sent is one that has gone out */
};

/*
 * Begin to count AH sequence numbers above all that this router may have
 * sent before: the clock's seconds, unless the clock is plainly wrong, and
 * the highest number that is on record (0: none).
 */
void	auth_start(struct auth *, uint64_t seconds, uint32_t recorded);

/* The authentication data that the message carries: a password, or zeros. */
void	auth_data(const struct auth *, uint8_t data[ADV_AUTH_LEN]);

/*
 * Finish a datagram of len bytes that adv_update has filled in: for AH the
 * header, with the next sequence number and the ICV (RFC 2402, RFC 2403).
 * False: the sequence numbers are used up, so it must not be sent.
 */
bool	auth_seal(struct auth *, uint8_t *buf, size_t len);

/*
 * Whether a datagram with an Authentication Header was made with our key, is
 * what its source sent, and is newer than all that we accepted: ADV_OK,
 * ADV_BADAH, ADV_BADICV, ADV_BADSPI or ADV_REPLAY.  It is noted as seen.
 */
enum adv_reason
	auth_open(struct auth *, const struct adv *);

/*
 * The message's authentication type, and what goes with it: ADV_OK,
 * ADV_BADAUTHTYPE, ADV_AUTHMISMATCH, ADV_BADPASSWORD, ADV_NOAH or ADV_BADAH.
 */
enum adv_reason
	auth_verify(const struct auth *, const struct adv *);

#endif
