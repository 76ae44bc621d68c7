/*
 * News of an interface from rtnetlink; it never says what is so now, only
 * that it is worth a look.
 */
#ifndef WATCH_H
#define WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WATCH_NEWS	1	/* something changed, or may have */
#define WATCH_FLAP	2	/* the link was down for a moment at least */
#define WATCH_OTHER	4	/* something changed about another interface */

/* A descriptor for select, or -1 with errno. */
int	 watch_open(void);

/*
 * Not to be woken by what other virtual routers do, as their labels tell, but
 * for addresses (host order) that are ours as well.  0, or -1 with errno.
 */
#define WATCH_MAX_ADDRS	((size_t)255)
int	 watch_mute(int fd, uint8_t vrid, const uint32_t *addrs, size_t n);

/*
 * Read what has come, a bounded amount: WATCH_ bits.  With any, news of
 * another interface count like those of this one.
 */
unsigned watch_read(int fd, int ifindex, bool any);

#endif
