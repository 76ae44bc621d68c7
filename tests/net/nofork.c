/*
 * Preloaded: the files are on a disk, and no process can be started as long as
 * there is /run/nofork.
 */
#include <dlfcn.h>
#include <errno.h>
#include <linux/magic.h>
#include <sys/statfs.h>
#include <unistd.h>

int
fstatfs(int fd, struct statfs *fs)
{
	(void)fd;
	*fs = (struct statfs){ .f_type = EXT4_SUPER_MAGIC };
	return 0;
}

pid_t
fork(void)
{
	pid_t (*real)(void) = (pid_t (*)(void))dlsym(RTLD_NEXT, "fork");

	if (access("/run/nofork", F_OK) != 0)
		return real();
	errno = EAGAIN;
	return -1;
}
