/*
 * What must be undone on an interface if its vrrpd is killed, as text; it
 * never reads or writes a file.
 */
#ifndef RECORD_H
#define RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_TEXT	512	/* no record's text is longer */
#define RECORD_BOOT	36	/* characters of a boot id */
#define RECORD_MAC	6

struct record {
	char		boot[RECORD_BOOT + 1];
	uint64_t	netns;		/* inode of the network namespace */
	int		ifindex;
	uint8_t		vrid;		/* whose virtual MAC we put on */
	uint8_t		mac[RECORD_MAC];	/* the interface's own */
	uint8_t		permanent[RECORD_MAC];	/* of the NIC; 0: unknown */
	bool		down;		/* and the link, for a moment */
	uint32_t	kept;		/* bytes of routes behind the text */
};

/* Returns the length, below RECORD_TEXT; there is a NUL behind it. */
size_t	record_text(const struct record *, char text[RECORD_TEXT]);

/*
 * Read a record at the beginning of len bytes.  Returns the length of its
 * text; 0: it is not whole, or not to the letter what record_text writes.
 */
size_t	record_parse(struct record *, const char *text, size_t len);

/*
 * Whether a record tells of the very interface that another one, made now,
 * describes: same boot, same namespace, same index, same NIC.
 */
bool	record_fits(const struct record *, const struct record *now);

#endif
