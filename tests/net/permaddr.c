/*
 * Preloaded: every interface came with the address in $PERMADDR, six bytes in
 * hex with colons; no virtual interface has one of its own.
 */
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int
ioctl(int fd, unsigned long request, ...)
{
	struct ethtool_perm_addr *perm;
	const char *text = getenv("PERMADDR");
	struct ifreq *ifr;
	va_list ap;

	va_start(ap, request);
	ifr = va_arg(ap, struct ifreq *);
	va_end(ap);
	if (request == SIOCETHTOOL && text != NULL) {
		perm = (void *)ifr->ifr_data;
		if (perm->cmd == ETHTOOL_GPERMADDR) {
			perm->size = 6;
			for (int i = 0; i < 6; i++)
				perm->data[i] = (unsigned char)strtoul(text +
				    (ptrdiff_t)3 * i, NULL, 16);
			return 0;
		}
	}
	return (int)syscall(SYS_ioctl, fd, request, ifr);
}
