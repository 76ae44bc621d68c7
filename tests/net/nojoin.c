/*
 * Preloaded: as long as there is /run/nojoin no multicast group can be joined.
 */
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

int
setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
	int (*real)(int, int, int, const void *, socklen_t) =
	    (int (*)(int, int, int, const void *, socklen_t))dlsym(RTLD_NEXT,
	    "setsockopt");

	if (level == IPPROTO_IP && name == IP_ADD_MEMBERSHIP &&
	    access("/run/nojoin", F_OK) == 0) {
		errno = ENOBUFS;
		return -1;
	}
	return real(fd, level, name, value, len);
}
