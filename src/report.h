/*
 * What an operator reads of us, as text: why the state changed, and the
 * state file; it never writes any of it anywhere.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "conf.h"
#include "packet.h"
#include "vrrp.h"

#define REPORT_DOTTED	16	/* "255.255.255.255" */
#define REPORT_WHY	160
#define REPORT_PRIORITY	600	/* every monitor, with what ails it */
#define REPORT_STATE	8192	/* 255 addresses, and the rest */

/* RFC 2787's counters. */
struct report_stats {
	uint32_t	become_master;
	uint32_t	received;
	uint32_t	zero_received;
	uint32_t	zero_sent;
	uint32_t	refused[ADV_REASONS];	/* by enum adv_reason */
};

/* What the words about a step need to know. */
struct report_facts {
	uint32_t	source;		/* of the advertisement */
	uint8_t		priority;	/* in it */
	uint32_t	left;		/* who resigned */
	uint32_t	master;		/* whom we obeyed before the step */
	uint64_t	silence;	/* ns since it was heard */
	uint32_t	primary;
	int		send_errno;	/* of the last refused one */
	const char	*down;		/* why the interface cannot be used */
};

/* What the state file tells beyond conf and vrrp. */
struct report_state {
	const char	*ifname;
	time_t		since;		/* wall clock, for people */
	const char	*reason;
	const char	*why_priority;
	const uint8_t	*virtual_mac;
	const uint8_t	*real_mac;
	const struct report_stats *stats;
};

/* An address in host order as text; the buffer is returned. */
const char *report_dotted(uint32_t addr, char buf[REPORT_DOTTED]);

/* The words for a reason; the buffer is returned. */
const char *report_why(enum vrrp_why, const struct report_facts *,
	    char buf[REPORT_WHY]);

/*
 * The AH sequence number that a state file of len bytes has on record, 0 if
 * it has none.
 */
uint32_t report_sequence(const char *text, size_t len);

/*
 * Lines of key='value' that a shell can read: no value has a quote or a
 * control character in it.  Returns the length, below REPORT_STATE.
 */
size_t	 report_state(const struct conf *, const struct vrrp *,
	    const struct report_state *, char buf[REPORT_STATE]);

#endif
