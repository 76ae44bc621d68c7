/*
 * Preloaded: each pselect with a limit writes it, in ns, to the file that is
 * named in WAITS, before it waits.
 */
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "there.h"

static void
note(const struct timespec *ts)
{
	int fd = open(getenv("WAITS"), O_WRONLY | O_APPEND | O_CLOEXEC);

	dprintf(fd, "%.0f\n", (double)ts->tv_sec * 1e9 + (double)ts->tv_nsec);
	close(fd);
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

	if (timeout != NULL) {
		ts = *timeout;
		if (there("WAITS"))
			note(timeout);
	}
	return (int)syscall(SYS_pselect6, n, in, out, except,
	    timeout != NULL ? &ts : NULL, &six);
}
