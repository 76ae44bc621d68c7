/*
 * The least that a Master can do: an advert a second on the interface that is
 * named (VRID 50, priority 200, 10.0.0.1), and to sleep until the next one is
 * due.  What that takes of a processor is nearly all the kernel's.  It is in
 * no group, so that nothing comes in.
 */
#include <arpa/inet.h>
#include <err.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#define VRRP	112

int
main(int argc, char *argv[])
{
	static const uint8_t adv[20] = { 0x21, 50, 200, 1, 0, 1, 0x0c, 0xca,
	    10, 0, 0, 1 };
	const struct sockaddr_in group = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(0xe0000012) };
	struct ip_mreqn by = { 0 };
	const int ttl = 255;
	struct timespec due;
	int fd;

	by.imr_ifindex = argc == 2 ? (int)if_nametoindex(argv[1]) : 0;
	if (by.imr_ifindex == 0)
		errx(2, "usage: least ifname");
	fd = socket(AF_INET, SOCK_RAW, VRRP);
	if (fd == -1 ||
	    setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &by, sizeof(by)) ||
	    setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, &ttl, sizeof(ttl)))
		err(1, "socket");
	clock_gettime(CLOCK_MONOTONIC, &due);
	for (;; due.tv_sec++) {
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
		if (sendto(fd, adv, sizeof(adv), 0,
		    (const struct sockaddr *)&group, sizeof(group)) == -1)
			err(1, "sendto");
	}
}
