/*
 * RFC 1321 with RFC 2104 on top; it never keeps a key.
 */
#ifndef MD5_H
#define MD5_H

#include <stddef.h>
#include <stdint.h>

#define MD5_LEN		16	/* bytes of a digest */
#define MD5_BLOCK	64

struct md5 {
	uint32_t	state[4];
	uint64_t	len;		/* bytes so far */
	uint8_t		block[MD5_BLOCK];
};

void	md5_init(struct md5 *);
void	md5_add(struct md5 *, const void *, size_t len);
void	md5_end(struct md5 *, uint8_t digest[MD5_LEN]);

/* RFC 2104 over one piece of data; the key may have any length. */
void	hmac_md5(const void *key, size_t key_len, const void *data,
	    size_t len, uint8_t digest[MD5_LEN]);

#endif
