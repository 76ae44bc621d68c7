/*
 * Preloaded: every interface's driver refuses a new MAC while it is up, as
 * many a real one does; and as long as there is a file $STAYDOWN it does not
 * come up again either.  As long as there is a file $NOMEMORY the kernel takes
 * no address and no route by netlink.
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "there.h"

int
ioctl(int fd, unsigned long request, ...)
{
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
	    there("STAYDOWN")) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_ioctl, fd, request, ifr);
}

ssize_t
sendto(int fd, const void *buf, size_t len, int flags,
    const struct sockaddr *to, socklen_t tolen)
{
	const struct nlmsghdr *h = buf;

	if (len >= sizeof(*h) && h->nlmsg_len == len &&
	    (h->nlmsg_type == RTM_NEWADDR || h->nlmsg_type == RTM_NEWROUTE) &&
	    there("NOMEMORY")) {
		errno = ENOMEM;
		return -1;
	}
	return syscall(SYS_sendto, fd, buf, len, flags, to, tolen);
}
