/*
 * Histories of a virtual LAN, each decided by one number, as many as there is
 * time for.
 *
 *	sim [-n histories] [-t seconds] [-p seconds] [seed]
 *	sim -r seed
 *
 * The first seed, chosen by the clock if none is given, is printed first; each
 * history has the next one.  -r tells one history in all its steps.  -p prints
 * a line of progress every so often; -t 0 goes on until it is stopped.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "history.h"
#include "lan.h"

#define SECOND	VRRP_SECOND
#define SOME	5	/* s, when nothing is said */

static struct lan lan;
static time_t longest = 10;	/* s of the processor that a history may take */

/*
 * Measures, of histories with an interval of 1 s.
 */

static const uint64_t edges[] = {	/* ms */
	1, 10, 100, 300, 600, 1000, 1300, 2000, 3000, 3500, 4000, 5000, 8000,
	15000, UINT64_MAX / 1000000
};
#define EDGES	(sizeof(edges) / sizeof(edges[0]))

struct histogram {
	unsigned long	n[EDGES];
	uint64_t	most, sum, all;
};

static struct histogram none[FAULT_KINDS + 1], two[FAULT_KINDS + 1];
static struct histogram crash, resignation;

static void
note(struct histogram *h, uint64_t t)
{
	unsigned i = 0;

	while (t >= edges[i] * (SECOND / 1000))
		i++;
	h->n[i]++;
	h->all++;
	h->sum += t;
	h->most = t > h->most ? t : h->most;
}

static void
print_edges(const char *title)
{
	printf("%-22s", title);
	for (unsigned i = 0; i + 1 < EDGES; i++)
		printf(" %6.3g", (double)edges[i] / 1000);
	printf("   more  longest     mean\n");
}

static void
print_histogram(const char *name, const struct histogram *h)
{
	if (h->all == 0)
		return;
	printf("  %-20s", name);
	for (unsigned i = 0; i < EDGES; i++)
		printf(" %6lu", h->n[i]);
	printf(" %8.3f %8.3f\n", (double)h->most / 1e9,
	    (double)h->sum / 1e9 / (double)h->all);
}

static void
print_kinds(const char *title, const struct histogram h[FAULT_KINDS + 1])
{
	print_edges(title);
	for (unsigned i = 0; i < FAULT_KINDS; i++)
		print_histogram(history_word((enum fault_kind)i), &h[i]);
	print_histogram("(start)", &h[FAULT_KINDS]);
}

static void
print_measures(void)
{
	print_kinds("no Master, below s", none);
	print_kinds("two Masters, below s", two);
	print_edges("next Master, below s");
	print_histogram("after a crash", &crash);
	print_histogram("after a resignation", &resignation);
}

/* So many routers have served for a while. */
static void
counted(const struct lan *l, unsigned serving, uint64_t from)
{
	if (l->h->interval != 1 || serving == 1 || l->now == from)
		return;
	note(serving == 0 ? &none[l->recent] : &two[l->recent],
	    l->now - from);
}

static void
taken(const struct lan *l, unsigned who)
{
	if (l->h->interval != 1)
		return;
	if (l->died != 0)
		note(&crash, l->now - l->died);
	if (l->resigned != 0 && who != l->resigner)
		note(&resignation, l->now - l->resigned);
}

/*
 * One history.
 */

struct tally {
	unsigned long	histories, routers, ah, paired;
	unsigned long	frames, refused, admitted, changes;
	uint64_t	time;
};

static void
measure(struct lan *l)
{
	l->count = counted;
	l->took = taken;
}

static void
live(const struct history *h, enum lan_attack attack, FILE *out)
{
	const struct itimerval end = { .it_value.tv_sec = longest };

	/* SIGVTALRM for one that does not come to its end. */
	setitimer(ITIMER_VIRTUAL, &end, NULL);
	lan_begin(&lan, h, attack);
	lan.out = out;
	if (attack == LAN_ATTACK && out == NULL)
		measure(&lan);
	lan_live(&lan);
}

static bool
attacked(const struct history *h)
{
	for (unsigned i = 0; i < h->nfaults; i++)
		if (h->fault[i].kind >= FAULT_FORGE)
			return true;
	return false;
}

/*
 * With AH an attacker changes nothing: the same history without him has the
 * same states and advertisements at the same times, to the nanosecond.  Taken
 * from him are only datagrams that are not his: originals, or copies of them,
 * that the receiver has not seen in this run, nor any later one.  A LAN that
 * delays and reorders delivers the same, and who has just started cannot
 * tell an old one (protocol: replay protection holds within a run).
 *
 * The processes run without delay here, since his datagrams, like any, may
 * wake a process a little sooner; and he leaves alone who stands still, since
 * he could fill its queue.
 */
static const char *
compare(const struct history *h)
{
	struct history twin = *h;
	uint64_t trace;

	twin.late = 0;
	live(&twin, LAN_OUTSIDER, NULL);
	if (lan.wrong != NULL)
		return lan.wrong;
	trace = lan.trace;
	live(&twin, LAN_NO_ATTACK, NULL);
	if (lan.wrong != NULL)
		return lan.wrong;
	return trace == lan.trace ? NULL :
	    "an attacker without the key changes the history";
}

/* NULL, or what is wrong. */
static const char *
judge(const struct history *h, struct tally *t)
{
	const char *wrong;

	live(h, LAN_ATTACK, NULL);
	t->histories++;
	t->routers += h->n;
	t->ah += h->auth == ADV_AUTH_AH;
	t->frames += lan.frames;
	t->refused += lan.refused;
	t->admitted += lan.admitted;
	t->changes += lan.changes;
	t->time += lan.now;
	if (lan.wrong != NULL)
		return lan.wrong;
	if (h->auth != ADV_AUTH_AH || !attacked(h))
		return NULL;
	t->paired++;
	wrong = compare(h);
	return wrong;
}

/*
 * A failure, made small: whatever can be left out, while something, though
 * perhaps something else, stays wrong.  It happens in a process of its own,
 * since an assertion or a sanitizer may end that.
 */
static bool
fails(const struct history *h)
{
	struct tally unused = { 0 };
	pid_t child;
	int status;

	child = fork();
	if (child == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(0);
		longest = 2;
		_exit(judge(h, &unused) != NULL);
	}
	return child > 0 && waitpid(child, &status, 0) == child &&
	    status != 0;
}

static bool
without_fault(struct history *h, unsigned i)
{
	struct history less = *h;

	history_drop_fault(&less, i);
	if (!fails(&less))
		return false;
	*h = less;
	return true;
}

static bool
without_router(struct history *h, unsigned i)
{
	struct history less = *h;

	if (h->n == 1)
		return false;
	history_drop_router(&less, i);
	if (!fails(&less))
		return false;
	*h = less;
	return true;
}

/* As good as plain. */
static bool
plainer(struct history *h)
{
	struct history less = *h;

	less.late = 0;
	less.delay = SECOND / 10000;
	for (unsigned i = 0; i < less.n; i++) {
		less.router[i].ppm = 0;
		less.router[i].start = 0;
		less.router[i].clock_unset = false;
	}
	if (memcmp(&less, h, sizeof(less)) == 0 || !fails(&less))
		return false;
	*h = less;
	return true;
}

static void
shrink(struct history *h)
{
	bool again = true;

	while (again) {
		again = plainer(h);
		for (unsigned i = h->nfaults; i-- > 0;)
			again |= without_fault(h, i);
		for (unsigned i = h->n; i-- > 0;)
			again |= without_router(h, i);
	}
}

static void
report(uint64_t seed)
{
	struct history h;
	struct tally unused = { 0 };
	const char *wrong;

	history_make(&h, seed);
	shrink(&h);
	printf("as small as it gets, for a .story:\n\n");
	history_print(&h, stdout);
	printf("---\n");
	live(&h, LAN_ATTACK, stdout);
	wrong = judge(&h, &unused);
	if (wrong == NULL)
		printf("\nnothing wrong, given more time\n");
	else if (lan.who >= 0)
		printf("\nwrong: %c %s\n", history_name((unsigned)lan.who),
		    wrong);
	else
		printf("\nwrong: %s\n", wrong);
}

/*
 * Many.
 */

static uint64_t
clock_ns(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (uint64_t)ts.tv_sec * SECOND + (uint64_t)ts.tv_nsec;
}

static void
print_tally(const struct tally *t, uint64_t seed)
{
	double cpu = (double)clock_ns(CLOCK_PROCESS_CPUTIME_ID) / 1e9;

	printf("%lu histories of %.0f s and %.2f routers on the average, %lu "
	    "with AH (%lu compared); %.0f a minute; next seed %" PRIu64 "\n",
	    t->histories, (double)t->time / 1e9 / (double)t->histories,
	    (double)t->routers / (double)t->histories, t->ah, t->paired,
	    (double)t->histories / cpu * 60, seed);
}

struct options {
	unsigned long	histories;	/* 0: no limit */
	uint64_t	seconds;	/* likewise */
	uint64_t	progress;	/* likewise */
	uint64_t	seed;
	bool		one;
};

/* Where it is, for who waits for its end. */
struct place {
	uint64_t	seed;
	bool		told;	/* what is wrong with it */
};

static int
run(const struct options *o, volatile struct place *at)
{
	uint64_t begin = clock_ns(CLOCK_MONOTONIC), now = begin;
	uint64_t told = begin, seed = o->seed;
	struct tally t = { 0 };
	struct history h;
	const char *wrong;

	while ((o->histories == 0 || t.histories < o->histories) &&
	    (o->seconds == 0 || now - begin < o->seconds * SECOND)) {
		at->seed = seed;
		history_make(&h, seed);
		wrong = judge(&h, &t);
		if (wrong != NULL) {
			printf("seed %" PRIu64 ": %s\n", seed, wrong);
			at->told = true;
			return 1;
		}
		seed++;
		if (t.histories % 16 == 0)
			now = clock_ns(CLOCK_MONOTONIC);
		if (o->progress != 0 && now - told >= o->progress * SECOND) {
			told = now;
			print_tally(&t, seed);
		}
	}
	print_tally(&t, seed);
	printf("%lu advertisements sent, %lu refused, %lu an attacker's and "
	    "as good as late; %lu changes of state\n", t.frames, t.refused,
	    t.admitted, t.changes);
	print_measures();
	return 0;
}

/* Whether it is a signal that a program brings upon itself. */
static bool
own_fault(int sig)
{
	return sig == SIGABRT || sig == SIGSEGV || sig == SIGBUS ||
	    sig == SIGFPE || sig == SIGILL || sig == SIGTRAP ||
	    sig == SIGVTALRM;
}

/*
 * In a process of their own, so that a history that ends it is named and made
 * small as any other that fails.
 */
static int
many(const struct options *o)
{
	volatile struct place *at = mmap(NULL, sizeof(*at),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child = at != MAP_FAILED ? fork() : -1;
	int status;

	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		exit(run(o, at));
	}
	if (child == -1 || waitpid(child, &status, 0) != child) {
		perror("sim");
		return 1;
	}
	if (status == 0)
		return 0;
	if (!at->told)
		printf("seed %" PRIu64 ": %s\n", at->seed,
		    WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) :
		    "the program ended");
	if (WIFSIGNALED(status) && !own_fault(WTERMSIG(status)))
		return 1;
	report(at->seed);
	return 1;
}

static int
one(uint64_t seed)
{
	struct tally t = { 0 };
	struct history h;
	const char *wrong;

	history_make(&h, seed);
	history_print(&h, stdout);
	printf("---\n");
	live(&h, LAN_ATTACK, stdout);
	wrong = judge(&h, &t);
	printf("%s\n", wrong != NULL ? wrong : "all is well");
	return wrong != NULL;
}

static void
usage(void)
{
	fprintf(stderr, "usage: sim [-n histories] [-t seconds] [-p seconds] "
	    "[seed]\n       sim -r seed\n");
	exit(2);
}

int
main(int argc, char *argv[])
{
	struct options o = { .seed = (uint64_t)time(NULL) * 1000000 };
	bool limited = false;
	int c;

	while ((c = getopt(argc, argv, "n:p:rt:")) != -1) {
		switch (c) {
		case 'n':
			o.histories = strtoul(optarg, NULL, 10);
			limited = true;
			break;
		case 'p':
			o.progress = strtoul(optarg, NULL, 10);
			break;
		case 'r':
			o.one = true;
			break;
		case 't':
			o.seconds = strtoul(optarg, NULL, 10);
			limited = true;
			break;
		default:
			usage();
		}
	}
	if (optind < argc)
		o.seed = strtoull(argv[optind++], NULL, 10);
	if (optind < argc)
		usage();
	if (!limited)
		o.seconds = SOME;
	/* What is told before a crash must not be lost with it. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("seed %" PRIu64 "\n", o.seed);
	return o.one ? one(o.seed) : many(&o);
}
