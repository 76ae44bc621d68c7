/*
 * Preloaded: as long as there is /run/nojoin no multicast group can be joined,
 * and as long as there is /run/nofilter no filter be attached.
 */
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

static bool
refused(int level, int name)
{
	const char *why = NULL;

	if (level == IPPROTO_IP && name == IP_ADD_MEMBERSHIP)
		why = "/run/nojoin";
	else if (level == SOL_SOCKET && name == SO_ATTACH_FILTER)
		why = "/run/nofilter";
	return why != NULL && access(why, F_OK) == 0;
}

int
setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
	int (*real)(int, int, int, const void *, socklen_t) =
	    (int (*)(int, int, int, const void *, socklen_t))dlsym(RTLD_NEXT,
	    "setsockopt");

	if (refused(level, name)) {
		errno = ENOBUFS;
		return -1;
	}
	return real(fd, level, name, value, len);
}
