/*
 * The command line as a checked struct conf; it never touches the system.
 */
#ifndef CONF_H
#define CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONF_MAX_ADDRS	255
#define CONF_ERROR	256	/* room that an error message needs */

struct conf_addr {
	uint32_t	addr;	/* host order */
	uint8_t		len;	/* prefix length, 1..32 */
};

struct conf {
	const char	*ifname;
	const char	*piddir;
	uint8_t		vrid;
	uint8_t		priority;
	uint8_t		interval;	/* s */
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

/* argv stays in use: strings in conf point into it. */
enum conf_result
	 conf_parse(struct conf *, int argc, char *const argv[],
	    char error[CONF_ERROR]);

/* The short help: a line an option. */
const char *conf_usage(void);

#endif
