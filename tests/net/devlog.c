/*
 * The other end, for the tests: of a local socket a log daemon, or whoever
 * sits on a name that is not his; of stderr, someone who never reads.
 */

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
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

/* One who is asked gets no answer; where the queue is full, no one can ask. */
static void
squatter(const char *name, int full)
{
	struct sockaddr_un	 un;
	socklen_t		 len = sizeof(un);
	int			 fd, asker;

	fd = local_bind(name, SOCK_STREAM);
	if (listen(fd, 1) == -1)
		err(1, "listen");
	if (getsockname(fd, (struct sockaddr *)&un, &len) == -1)
		err(1, "getsockname");
	while (full) {
		asker = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
		if (asker == -1)
			err(1, "socket");
		full = connect(asker, (struct sockaddr *)&un, len) == 0;
	}
	puts("ready");
	for (;;)
		pause();
}

/* A terminal, already rather full: descriptors of us and of its user. */
static void
terminal(int fds[2])
{
	static const char	 words[8000];

	fds[0] = posix_openpt(O_RDWR | O_NOCTTY);
	if (fds[0] == -1 || grantpt(fds[0]) == -1 || unlockpt(fds[0]) == -1)
		err(1, "no terminal");
	fds[1] = open(ptsname(fds[0]), O_RDWR | O_NOCTTY);
	if (fds[1] == -1)
		err(1, "terminal");
	if (write(fds[1], words, sizeof(words)) != sizeof(words))
		err(1, "terminal");
}

/* The process becomes the command; its child is the reader. */
static void
stuck(const char *what, char **command)
{
	pid_t	 parent = getpid();
	int	 fds[2];

	if (strcmp(what, "terminal") == 0)
		terminal(fds);
	else if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == -1)
		err(1, "socketpair");
	switch (fork()) {
	case -1:
		err(1, "fork");
	case 0:
		close(fds[1]);
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
			err(1, "prctl");
		while (getppid() == parent)
			pause();
		_exit(0);
	}
	close(fds[0]);
	if (dup2(fds[1], STDERR_FILENO) == -1)
		err(1, "dup2");
	close(fds[1]);
	execvp(command[0], command);
	_exit(127);
}

int
main(int argc, char *argv[])
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc == 3 && strcmp(argv[1], "log") == 0)
		log_daemon(argv[2]);
	else if (argc == 3 && strcmp(argv[1], "hold") == 0)
		squatter(argv[2], 0);
	else if (argc == 3 && strcmp(argv[1], "full") == 0)
		squatter(argv[2], 1);
	else if (argc > 3 && strcmp(argv[1], "stuck") == 0)
		stuck(argv[2], argv + 3);
	fprintf(stderr, "usage: devlog log path\n"
	    "       devlog hold|full name\n"
	    "       devlog stuck terminal|socket command ...\n"
	    "log: print what is sent to this datagram socket\n"
	    "hold: listen on this stream socket, @name for an abstract one\n"
	    "full: the same, with as many connections as it takes\n"
	    "stuck: run it with a stderr that nobody reads\n");
	return 2;
}
