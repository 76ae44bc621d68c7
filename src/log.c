#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#define LINE	1024	/* below PIPE_BUF, so a line is written whole */

_Static_assert(LINE <= PIPE_BUF, "a log line must fit a pipe's atomic write");

static char prefix[64];
static int syslog_fd = -1;
static int stderr_fd = -1;

void
log_prefix(const char *s)
{
	snprintf(prefix, sizeof(prefix), "%s", s);
}

/*
 * Descriptor 2 is shared with a shell, for which O_NONBLOCK would hold as
 * well; so what it is, is opened once more where writing to it may wait.
 */
void
log_open(void)
{
	struct stat st;

	if (fstat(STDERR_FILENO, &st) == 0 &&
	    (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode)))
		stderr_fd = open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK |
		    O_NOCTTY | O_CLOEXEC);
}

/*
 * Not syslog(3): it waits for ever when nobody reads /dev/log.  The socket
 * stays unconnected, so a log daemon may come and go.
 */
void
log_to_syslog(void)
{
	syslog_fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
	    0);
	if (stderr_fd != -1)
		close(stderr_fd);
	stderr_fd = -1;
}

static void
to_syslog(int level, const char *words)
{
	struct sockaddr_un to = {
		.sun_family = AF_UNIX,
		.sun_path = "/dev/log",
	};
	char line[LINE];
	int n;

	n = snprintf(line, sizeof(line), "<%d>vrrpd[%d]: %s",
	    LOG_DAEMON | level, (int)getpid(), words);
	if (n >= (int)sizeof(line))
		n = sizeof(line) - 1;
	(void)sendto(syslog_fd, line, (size_t)n, MSG_NOSIGNAL,
	    (const struct sockaddr *)&to, sizeof(to));
}

/* Nobody can be told if it fails. */
static void
to_stderr(char *words)
{
	struct pollfd fd = { .fd = STDERR_FILENO, .events = POLLOUT };
	size_t n = strlen(words);
	ssize_t sent;

	words[n++] = '\n';
	if (stderr_fd != -1) {
		sent = write(stderr_fd, words, n);
		(void)sent;
		return;
	}
	sent = send(STDERR_FILENO, words, n, MSG_DONTWAIT | MSG_NOSIGNAL);
	/* A pipe that has room takes a line whole, a file always does. */
	if (sent == -1 && errno == ENOTSOCK && poll(&fd, 1, 0) == 1 &&
	    (fd.revents & POLLOUT) != 0)
		sent = write(STDERR_FILENO, words, n);
	(void)sent;
}

static void vlog(int, int, const char *, va_list)
    __attribute__((format(printf, 3, 0)));

static void
vlog(int level, int error, const char *fmt, va_list ap)
{
	char words[LINE];
	size_t n, room = sizeof(words) - 1;	/* for the newline */

	if (syslog_fd == -1 && prefix[0] == '\0')
		snprintf(words, room, "vrrpd: ");
	else
		snprintf(words, room, "%s", prefix);
	n = strlen(words);
	vsnprintf(words + n, room - n, fmt, ap);
	n = strlen(words);
	if (error != 0)
		snprintf(words + n, room - n, ": %s", strerror(error));
	for (char *c = words; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	if (syslog_fd != -1)
		to_syslog(level, words);
	else
		to_stderr(words);
}

#define LOG_FUNCTION(name, level, error)	\
void						\
name(const char *fmt, ...)			\
{						\
	int saved = errno;			\
	va_list ap;				\
						\
	va_start(ap, fmt);			\
	vlog(level, error, fmt, ap);		\
	va_end(ap);				\
	errno = saved;				\
}

LOG_FUNCTION(log_warn, LOG_WARNING, saved)
LOG_FUNCTION(log_warnx, LOG_WARNING, 0)
LOG_FUNCTION(log_notice, LOG_NOTICE, 0)

void
fatal(const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	va_start(ap, fmt);
	vlog(LOG_ERR, saved, fmt, ap);
	va_end(ap);
	exit(1);
}

void
fatalx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vlog(LOG_ERR, 0, fmt, ap);
	va_end(ap);
	exit(1);
}
