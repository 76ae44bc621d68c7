/*
 * Preloaded: every interface's driver refuses a new MAC while it is up, as
 * many a real one does; and as long as there is a file $STAYDOWN it does not
 * come up again either.
 */
#include <errno.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int
ioctl(int fd, unsigned long request, ...)
{
	const char *file = getenv("STAYDOWN");
	struct ifreq *ifr, flags;
	va_list ap;

	va_start(ap, request);
	ifr = va_arg(ap, struct ifreq *);
	va_end(ap);
	if (request == SIOCSIFHWADDR) {
		memset(&flags, 0, sizeof(flags));
		memcpy(flags.ifr_name, ifr->ifr_name, IFNAMSIZ);
		if (syscall(SYS_ioctl, fd, SIOCGIFFLAGS, &flags) == 0 &&
		    (flags.ifr_flags & IFF_UP) != 0) {
			errno = EBUSY;
			return -1;
		}
	}
	if (request == SIOCSIFFLAGS && (ifr->ifr_flags & IFF_UP) != 0 &&
	    file != NULL && access(file, F_OK) == 0) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_ioctl, fd, request, ifr);
}
