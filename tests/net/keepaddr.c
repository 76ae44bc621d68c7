/*
 * Preloaded: as long as there is a file $KEEPADDR, the kernel removes no
 * address, by whichever call; as long as there is a file $STOPADDR, the
 * program stops (SIGSTOP) before it has one removed.
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "there.h"

/* False with ENOMEM: the address that is to be removed stays. */
static bool
may_go(void)
{
	if (there("STOPADDR"))
		raise(SIGSTOP);
	if (!there("KEEPADDR"))
		return true;
	errno = ENOMEM;
	return false;
}

int
ioctl(int fd, unsigned long request, ...)
{
	const struct ifreq *ifr;
	va_list ap;

	va_start(ap, request);
	ifr = va_arg(ap, const struct ifreq *);
	va_end(ap);
	if (request == SIOCSIFFLAGS && strchr(ifr->ifr_name, ':') != NULL &&
	    !may_go())
		return -1;
	return (int)syscall(SYS_ioctl, fd, request, ifr);
}

ssize_t
sendto(int fd, const void *buf, size_t len, int flags,
    const struct sockaddr *to, socklen_t tolen)
{
	const struct nlmsghdr *h = buf;

	if (len >= sizeof(*h) && h->nlmsg_len == len &&
	    h->nlmsg_type == RTM_DELADDR && !may_go())
		return -1;
	return syscall(SYS_sendto, fd, buf, len, flags, to, tolen);
}
