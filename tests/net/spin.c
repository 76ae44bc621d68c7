/*
 * Preloaded: as long as there is a file $SPIN, what is to wait for input does
 * not wait, but keeps the processor busy for 150 ms.
 */
#include <stddef.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

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
	struct timespec ts = { 0 };
	const struct {
		const sigset_t	*mask;
		size_t		 size;
	} six = { mask, _NSIG / 8 };

	if (there("SPIN")) {
		spin();
		timeout = &ts;
	}
	if (timeout != NULL)
		ts = *timeout;
	return (int)syscall(SYS_pselect6, n, in, out, except,
	    timeout != NULL ? &ts : NULL, &six);
}
