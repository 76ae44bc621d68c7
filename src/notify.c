#include "notify.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "vrrp.h"

/* Below, signs of life would be all that we do; above, nobody waits. */
#define USEC_MIN	UINT64_C(1000)
#define USEC_MAX	UINT64_C(1000000000000)

static struct sockaddr_un to;
static unsigned to_len;
static int fd = -1;
static uint64_t period, due = VRRP_NEVER;

unsigned
notify_address(struct sockaddr_un *un, const char *name)
{
	size_t n = name != NULL ? strlen(name) : 0;

	if (n < 2 || n >= sizeof(un->sun_path) ||
	    (name[0] != '/' && name[0] != '@'))
		return 0;
	*un = (struct sockaddr_un){ .sun_family = AF_UNIX };
	memcpy(un->sun_path, name, n);
	if (name[0] == '/')
		n++;
	else
		un->sun_path[0] = '\0';
	return (unsigned)(offsetof(struct sockaddr_un, sun_path) + n);
}

/* Digits only, and no more than fit; 0: it is none. */
static uint64_t
digits(const char *s)
{
	size_t n = s != NULL ? strspn(s, "0123456789") : 0;

	if (n == 0 || n > 18 || s[n] != '\0')
		return 0;
	return strtoull(s, NULL, 10);
}

uint64_t
notify_period(const char *usec, const char *pid, pid_t self)
{
	uint64_t n = digits(usec);

	if (n < USEC_MIN || n > USEC_MAX ||
	    (pid != NULL && digits(pid) != (uint64_t)self))
		return 0;
	return n * 1000 / 2;
}

void
notify_open(void)
{
	to_len = notify_address(&to, getenv("NOTIFY_SOCKET"));
	if (to_len != 0)
		fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK |
		    SOCK_CLOEXEC, 0);
	if (fd != -1)
		period = notify_period(getenv("WATCHDOG_USEC"),
		    getenv("WATCHDOG_PID"), getpid());
	if (period != 0)
		due = 0;
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
}

void
notify_send(const char *fmt, ...)
{
	char words[256];
	va_list ap;

	if (fd == -1)
		return;
	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	(void)sendto(fd, words, strlen(words), MSG_NOSIGNAL,
	    (const struct sockaddr *)&to, to_len);
}

uint64_t
notify_deadline(void)
{
	return due;
}

void
notify_alive(uint64_t now)
{
	notify_send("WATCHDOG=1");
	due = now + period;
}
