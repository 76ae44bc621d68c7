/*
 * The command line as a checked struct conf; it never touches the system.
 */
#ifndef CONF_H
#define CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "auth.h"

#define CONF_MAX_ADDRS	255
#define CONF_MAX_MONITORS 16
#define CONF_DOWN_TO_1	255	/* the delta that leaves nothing */
#define CONF_ERROR	256	/* room that an error message needs */
#define CONF_AUTH_LINE	160	/* ... and the longest authentication */

struct conf_addr {
	uint32_t	addr;	/* host order */
	uint8_t		len;	/* prefix length, 1..32 */
};

struct conf {
	const char	*ifname;
	const char	*piddir;
	const char	*program;	/* -e, or NULL */
	const char	*key_file;	/* -a @FILE, to be read; or NULL */
	struct auth	auth;		/* type and key */
	uint8_t		vrid;
	uint8_t		priority;
	uint8_t		interval;	/* s */
	uint8_t		hold;		/* s without a take-over */
	uint8_t		delta;		/* of the priority, 1..255 */
	unsigned	nmonitors;
	const char	*monitors[CONF_MAX_MONITORS];
	bool		preempt;
	bool		vmac;		/* handle the virtual MAC */
	bool		background;
	unsigned	naddrs;
	struct conf_addr addrs[CONF_MAX_ADDRS];
};

enum conf_result {
	CONF_OK,
	CONF_HELP,
	CONF_VERSION,
	CONF_BAD	/* error holds one line, without newline */
};

/*
 * argv stays in use: strings in conf point into it.  A key in it is
 * overwritten, so that ps does not show it.
 */
enum conf_result
	 conf_parse(struct conf *, int argc, char *const argv[],
	    char error[CONF_ERROR]);

/*
 * An authentication, none, pw/0xHEX or ah/0xHEX, as type and key; where says
 * in an error message where it stood.  No error shows a part of a key.
 */
enum conf_result
	 conf_auth(struct auth *, const char *text, const char *where,
	    char error[CONF_ERROR]);

/*
 * A line with nothing but a priority from 1 to 254 in it; the owner's 255 is
 * no matter of a moment.
 */
bool	 conf_priority(const char *line, uint8_t *priority);

/* The short help: a line an option. */
const char *conf_usage(void);

#endif
