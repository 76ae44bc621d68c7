/*
 * Which of many equal events deserves a log line; it never writes one.
 *
 * The first of a kind and a source at once, then a count at most once a
 * minute.  What it remembers is bounded: sources beyond LIMIT_SOURCES share
 * one count for each kind.  Times are monotonic nanoseconds.
 */
#ifndef LIMIT_H
#define LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#define LIMIT_SOURCES	8
#define LIMIT_KINDS	32
#define LIMIT_PERIOD	UINT64_C(60000000000)

struct limit_entry {
	bool		used;
	bool		fresh;		/* hit since the last flush */
	uint8_t		kind;
	uint32_t	source;		/* 0 for "any other source" */
	uint64_t	count;		/* not logged yet */
};

struct limit {
	uint64_t	deadline;	/* of the next flush, UINT64_MAX: none */
	struct limit_entry entry[LIMIT_SOURCES + LIMIT_KINDS];
};

void	 limit_init(struct limit *);

/*
 * An event of a kind (below LIMIT_KINDS) from a source.  True: log it now,
 * as coming from *shown, which is 0 when it stands for many sources.
 */
bool	 limit_hit(struct limit *, uint64_t now, uint8_t kind,
	    uint32_t source, uint32_t *shown);

/*
 * At the deadline, call until it returns false: each true is one line to
 * log, *line saying what and how often.  The next flush is a period later.
 */
bool	 limit_flush(struct limit *, uint64_t now, struct limit_entry *line);

#endif
