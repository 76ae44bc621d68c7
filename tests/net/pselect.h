/*
 * For what the tests preload: pselect(2) itself.
 */
#include <signal.h>
#include <stddef.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* The kernel writes what is left of the time. */
static int
real_pselect(int n, fd_set *in, fd_set *out, fd_set *except,
    const struct timespec *timeout, const sigset_t *mask)
{
	struct timespec ts = { 0 };
	const struct {
		const sigset_t	*mask;
		size_t		 size;
	} six = { mask, _NSIG / 8 };

	if (timeout != NULL)
		ts = *timeout;
	return (int)syscall(SYS_pselect6, n, in, out, except,
	    timeout != NULL ? &ts : NULL, &six);
}
