#include "record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MAC		"%02x:%02x:%02x:%02x:%02x:%02x"
#define BYTES(m)	(m)[0], (m)[1], (m)[2], (m)[3], (m)[4], (m)[5]
#define MAC_IN		"%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx"
#define INTO(m)		&(m)[0], &(m)[1], &(m)[2], &(m)[3], &(m)[4], &(m)[5]

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

/* Written anew it must be the same: so nothing odd is ever taken. */
size_t
record_parse(struct record *r, const char *text, size_t len)
{
	char own[RECORD_TEXT], again[RECORD_TEXT];
	size_t n;
	int down;

	memset(r, 0, sizeof(*r));
	len = len < sizeof(own) - 1 ? len : sizeof(own) - 1;
	memcpy(own, text, len);
	own[len] = '\0';
	if (sscanf(own,
	    "boot='%36[0-9a-f-]' "
	    "netns='%20" SCNu64 "' "
	    "ifindex='%10d' "
	    "vrid='%3hhu' "
	    "real_mac='" MAC_IN "' "
	    "permanent_mac='" MAC_IN "' "
	    "link_down='%1d' "
	    "routes='%9" SCNu32 "'",
	    r->boot, &r->netns, &r->ifindex, &r->vrid, INTO(r->mac),
	    INTO(r->permanent), &down, &r->kept) != 18)
		return 0;
	r->down = down == 1;
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
