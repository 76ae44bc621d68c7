/*
 * Preloaded: the files are on a disk, and as long as there is /run/stuck a new
 * one, and that of the priority, and whatever is to go, has to wait for it; as
 * long as there is /run/late, the first two take 40 ms.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/statfs.h>
#include <time.h>
#include <unistd.h>

int
fstatfs(int fd, struct statfs *fs)
{
	(void)fd;
	*fs = (struct statfs){ .f_type = EXT4_SUPER_MAGIC };
	return 0;
}

static void
wait_for_disk(void)
{
	const struct timespec tick = { .tv_nsec = 10000000 };

	while (access("/run/stuck", F_OK) == 0)
		nanosleep(&tick, NULL);
}

static void
be_late(void)
{
	const struct timespec late = { .tv_nsec = 40000000 };

	if (access("/run/late", F_OK) == 0)
		nanosleep(&late, NULL);
}

int
unlinkat(int dir, const char *name, int flags)
{
	int (*real)(int, const char *, int) =
	    (int (*)(int, const char *, int))dlsym(RTLD_NEXT, "unlinkat");

	wait_for_disk();
	return real(dir, name, flags);
}

int
openat(int dir, const char *name, int flags, ...)
{
	const char *end = strrchr(name, '.');
	int (*real)(int, const char *, int, ...) =
	    (int (*)(int, const char *, int, ...))dlsym(RTLD_NEXT, "openat");

	if (end != NULL &&
	    (strcmp(end, ".new") == 0 || strcmp(end, ".prio") == 0)) {
		wait_for_disk();
		be_late();
	}
	return real(dir, name, flags, 0644);
}
