/*
 * The other end of a local socket, for the tests: a log daemon, or whoever
 * sits on a name that is not his.
 */

#include <sys/socket.h>
#include <sys/un.h>
#include <err.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A name that begins with @ is an abstract one. */
static int
local_bind(const char *name, int type)
{
	struct sockaddr_un	 un = { .sun_family = AF_UNIX };
	socklen_t		 len;
	int			 fd;

	if (strlen(name) >= sizeof(un.sun_path))
		errx(2, "%s: too long", name);
	memcpy(un.sun_path, name, strlen(name));
	if (name[0] == '@')
		un.sun_path[0] = '\0';
	else
		unlink(name);
	len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
	    strlen(name));
	fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	if (fd == -1)
		err(1, "socket");
	if (bind(fd, (struct sockaddr *)&un, len) == -1)
		err(1, "%s", name);
	return fd;
}

/* One line a message. */
static void
log_daemon(const char *path)
{
	char	 text[4096];
	ssize_t	 n;
	int	 fd;

	fd = local_bind(path, SOCK_DGRAM);
	puts("ready");
	for (;;) {
		n = recv(fd, text, sizeof(text), 0);
		if (n == -1)
			err(1, "recv");
		printf("%.*s\n", (int)n, text);
	}
}

static void
squatter(const char *name)
{
	if (listen(local_bind(name, SOCK_STREAM), 1) == -1)
		err(1, "listen");
	puts("ready");
	for (;;)
		pause();
}

int
main(int argc, char *argv[])
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc == 3 && strcmp(argv[1], "log") == 0)
		log_daemon(argv[2]);
	else if (argc == 3 && strcmp(argv[1], "hold") == 0)
		squatter(argv[2]);
	fprintf(stderr, "usage: devlog log path\n"
	    "       devlog hold name\n"
	    "log: print what is sent to this datagram socket\n"
	    "hold: listen on this stream socket, @name for an abstract one\n");
	return 2;
}
