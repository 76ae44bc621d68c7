/*
 * Preloaded: select finds something to read at once, whatever there is, as
 * where input comes in faster than it can be taken; and as then, no signal is
 * delivered meanwhile.
 */
#include "pselect.h"

int
pselect(int n, fd_set *in, fd_set *out, fd_set *except,
    const struct timespec *timeout, const sigset_t *mask)
{
	const struct timespec tick = { .tv_nsec = 200000 };

	if (n > 0) {
		nanosleep(&tick, NULL);
		return 1;
	}
	return real_pselect(n, in, out, except, timeout, mask);
}
