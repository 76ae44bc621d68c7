/*
 * How quiet the machine is: sleeps of 1 ms, and pieces of work that take about
 * as long, alternating.  A line for each: how many microseconds too late the
 * sleep ended, and how many the work took.  The first line is the realtime
 * clock's distance from the monotonic one, in microseconds, by which one sees
 * that somebody set it.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MS	1000000

static int64_t
nanoseconds(clockid_t id)
{
	struct timespec	 ts;

	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 * MS + ts.tv_nsec;
}

static void
work(uint64_t rounds)
{
	static volatile uint64_t	 x = 88172645463325252U;

	while (rounds-- > 0) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
	}
}

/* As many rounds as take a millisecond when nothing is in the way. */
static uint64_t
calibrate(void)
{
	const uint64_t	 rounds = 20000;
	int64_t		 t, best = INT64_MAX;
	int		 i;

	for (i = 0; i < 50; i++) {
		t = nanoseconds(CLOCK_MONOTONIC);
		work(rounds);
		t = nanoseconds(CLOCK_MONOTONIC) - t;
		if (t < best)
			best = t;
	}
	return rounds * MS / (uint64_t)best;
}

int
main(int argc, char *argv[])
{
	const struct timespec	 nap = { .tv_nsec = MS };
	uint64_t		 rounds = calibrate();
	int64_t			 start, woken;
	int			 i, n = argc > 1 ? atoi(argv[1]) : 500;

	printf("%lld\n", (long long)(nanoseconds(CLOCK_REALTIME) -
	    nanoseconds(CLOCK_MONOTONIC)) / 1000);
	for (i = 0; i < n; i++) {
		start = nanoseconds(CLOCK_MONOTONIC);
		nanosleep(&nap, NULL);
		woken = nanoseconds(CLOCK_MONOTONIC);
		work(rounds);
		printf("%.1f %.1f\n", (double)(woken - start - MS) / 1000,
		    (double)(nanoseconds(CLOCK_MONOTONIC) - woken) / 1000);
	}
	return 0;
}
