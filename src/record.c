#include "record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MAC		"%02x:%02x:%02x:%02x:%02x:%02x"
#define BYTES(m)	(m)[0], (m)[1], (m)[2], (m)[3], (m)[4], (m)[5]

size_t
record_text(const struct record *r, char text[RECORD_TEXT])
{
	return (size_t)snprintf(text, RECORD_TEXT,
	    "boot='%s'\n"
	    "netns='%" PRIu64 "'\n"
	    "ifindex='%d'\n"
	    "vrid='%u'\n"
	    "real_mac='" MAC "'\n"
	    "permanent_mac='" MAC "'\n"
	    "link_down='%d'\n"
	    "routes='%" PRIu32 "'\n\n",
	    r->boot, r->netns, r->ifindex, r->vrid, BYTES(r->mac),
	    BYTES(r->permanent), r->down, r->kept);
}

/* Behind the word, where that stands; NULL: it does not, or not even "at". */
static const char *
behind(const char *at, const char *word)
{
	const size_t n = strlen(word);

	return at != NULL && strncmp(at, word, n) == 0 ? at + n : NULL;
}

/* Whatever digits there are; those that do not fit are not written so. */
static const char *
number(const char *at, unsigned base, uint64_t *n)
{
	static const char digits[] = "0123456789abcdef";
	const char *digit;

	*n = 0;
	while (at != NULL && *at != '\0' &&
	    (digit = memchr(digits, *at, base)) != NULL) {
		*n = *n * base + (uint64_t)(digit - digits);
		at++;
	}
	return at;
}

static const char *
mac(const char *at, uint8_t m[RECORD_MAC])
{
	uint64_t n;

	for (int i = 0; i < RECORD_MAC; i++) {
		at = number(i == 0 ? at : behind(at, ":"), 16, &n);
		m[i] = (uint8_t)n;
	}
	return at;
}

static void
read_record(struct record *r, const char *at)
{
	uint64_t n;

	at = behind(at, "boot='");
	for (size_t i = 0; at != NULL && *at != '\'' && *at != '\0' &&
	    i < sizeof(r->boot) - 1; i++)
		r->boot[i] = *at++;
	at = number(behind(at, "'\nnetns='"), 10, &r->netns);
	at = number(behind(at, "'\nifindex='"), 10, &n);
	r->ifindex = (int)n;
	at = number(behind(at, "'\nvrid='"), 10, &n);
	r->vrid = (uint8_t)n;
	at = mac(behind(at, "'\nreal_mac='"), r->mac);
	at = mac(behind(at, "'\npermanent_mac='"), r->permanent);
	at = number(behind(at, "'\nlink_down='"), 10, &n);
	r->down = n == 1;
	(void)number(behind(at, "'\nroutes='"), 10, &n);
	r->kept = (uint32_t)n;
}

/* Written anew it must be the same: so nothing odd is ever taken. */
size_t
record_parse(struct record *r, const char *text, size_t len)
{
	char own[RECORD_TEXT], again[RECORD_TEXT];
	size_t n;

	memset(r, 0, sizeof(*r));
	len = len < sizeof(own) - 1 ? len : sizeof(own) - 1;
	memcpy(own, text, len);
	own[len] = '\0';
	read_record(r, own);
	n = record_text(r, again);
	return n <= len && memcmp(own, again, n) == 0 ? n : 0;
}

bool
record_fits(const struct record *r, const struct record *now)
{
	return now->boot[0] != '\0' && strcmp(r->boot, now->boot) == 0 &&
	    now->netns != 0 && r->netns == now->netns &&
	    r->ifindex == now->ifindex &&
	    memcmp(r->permanent, now->permanent, RECORD_MAC) == 0;
}
