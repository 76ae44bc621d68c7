/* Preloaded: a clock that nobody has set since the machine was switched on. */
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

time_t
time(time_t *t)
{
	struct timespec up;

	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &up);
	if (t != NULL)
		*t = up.tv_sec % 100;
	return up.tv_sec % 100;
}
