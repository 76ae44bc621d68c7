/*
 * Preloaded: as long as there is a file $KEEPMAC, no driver takes a MAC but a
 * virtual one.
 */
#include <errno.h>
#include <net/if.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "there.h"

int
ioctl(int fd, unsigned long request, ...)
{
	static const unsigned char virtual[] = { 0, 0, 0x5e, 0, 1 };
	struct ifreq *ifr;
	va_list ap;

	va_start(ap, request);
	ifr = va_arg(ap, struct ifreq *);
	va_end(ap);
	if (request == SIOCSIFHWADDR && there("KEEPMAC") &&
	    memcmp(ifr->ifr_hwaddr.sa_data, virtual, sizeof(virtual)) != 0) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_ioctl, fd, request, ifr);
}
