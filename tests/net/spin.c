/*
 * Preloaded: as long as there is a file $SPIN, what is to wait for input does
 * not wait, but keeps the processor busy for 150 ms.
 */
#include "pselect.h"
#include "there.h"

static void
spin(void)
{
	struct timespec ts;
	long long begin = -1, at;

	do {
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
		at = ts.tv_sec * 1000000000LL + ts.tv_nsec;
		begin = begin == -1 ? at : begin;
	} while (at - begin < 150000000);
}

int
pselect(int n, fd_set *in, fd_set *out, fd_set *except,
    const struct timespec *timeout, const sigset_t *mask)
{
	const struct timespec none = { 0 };

	if (!there("SPIN"))
		return real_pselect(n, in, out, except, timeout, mask);
	spin();
	return real_pselect(n, in, out, except, &none, mask);
}
