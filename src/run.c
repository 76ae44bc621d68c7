#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define LOCK_NAME	64
#define LEAVING_NAME	(LOCK_NAME + 8)

static int dir_fd = -1;
static char pid_name[NAME_MAX + 1];
static char state_name[NAME_MAX + 1];

static socklen_t
abstract(struct sockaddr_un *un, const char *name)
{
	memset(un, 0, sizeof(*un));
	un->sun_family = AF_UNIX;
	snprintf(un->sun_path + 1, sizeof(un->sun_path) - 1, "%s", name);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
	    strlen(name));
}

static int
listen_on(const char *name)
{
	struct sockaddr_un un;
	socklen_t len = abstract(&un, name);
	int fd, saved;

	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return -1;
	if (bind(fd, (const struct sockaddr *)&un, len) == 0 &&
	    listen(fd, SOMAXCONN) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

/*
 * Who listens on a name.  Ours always do, and answer soon, so whoever holds
 * one and does not is none of us.
 */
static enum run_lock_result
ask(const char *name, pid_t *holder)
{
	enum run_lock_result result = RUN_HELD;
	struct sockaddr_un un;
	socklen_t len = abstract(&un, name), size;
	struct ucred cred;
	int fd;

	*holder = 0;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return RUN_ERROR;
	size = sizeof(cred);
	if (connect(fd, (const struct sockaddr *)&un, len) == -1)
		result = errno == EAGAIN ? RUN_BUSY : RUN_SQUATTED;
	else if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &size) == 0) {
		*holder = cred.pid;
		if (cred.uid != 0 && cred.uid != geteuid())
			result = RUN_SQUATTED;
	}
	close(fd);
	return result;
}

static void
leaving_name(char leaving[LEAVING_NAME], const char *name)
{
	snprintf(leaving, LEAVING_NAME, "%s/leaving", name);
}

static enum run_lock_result
lock(int *fd, const char *name, pid_t *holder)
{
	char leaving[LEAVING_NAME];
	enum run_lock_result result;
	pid_t leaver;

	*fd = listen_on(name);
	if (*fd != -1)
		return RUN_LOCKED;
	if (errno != EADDRINUSE)
		return RUN_ERROR;
	result = ask(name, holder);
	leaving_name(leaving, name);
	if (result == RUN_HELD && ask(leaving, &leaver) == RUN_HELD)
		return RUN_LEAVING;
	return result;
}

static void
instance_name(char name[LOCK_NAME], int ifindex, uint8_t vrid)
{
	snprintf(name, LOCK_NAME, "vrrpd/%d/%u", ifindex, vrid);
}

static void
mac_name(char name[LOCK_NAME], int ifindex)
{
	snprintf(name, LOCK_NAME, "vrrpd/%d/mac", ifindex);
}

enum run_lock_result
run_lock_instance(int *fd, int ifindex, uint8_t vrid, pid_t *holder)
{
	char name[LOCK_NAME];

	instance_name(name, ifindex, vrid);
	return lock(fd, name, holder);
}

enum run_lock_result
run_lock_mac(int *fd, int ifindex, pid_t *holder)
{
	char name[LOCK_NAME];

	mac_name(name, ifindex);
	return lock(fd, name, holder);
}

void
run_lock_answer(int fd)
{
	int asker;

	/* A bounded number, or asking would keep us from our work. */
	for (int i = 0; i < 16; i++) {
		asker = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
		if (asker == -1)
			return;
		close(asker);
	}
}

/* The names live as long as the process, which is about to end. */
static void
leave(int fd, const char *name)
{
	char leaving[LEAVING_NAME];

	if (fd == -1)
		return;
	leaving_name(leaving, name);
	(void)listen_on(leaving);
}

void
run_lock_leave(int lock_fd, int mac_fd, int ifindex, uint8_t vrid)
{
	char name[LOCK_NAME];

	instance_name(name, ifindex, vrid);
	leave(lock_fd, name);
	mac_name(name, ifindex);
	leave(mac_fd, name);
}

int
run_open(const char *dir, const char *ifname, uint8_t vrid)
{
	dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir_fd == -1)
		return -1;
	snprintf(pid_name, sizeof(pid_name), "vrrpd_%s_%u.pid", ifname, vrid);
	snprintf(state_name, sizeof(state_name), "vrrpd_%s_%u.state", ifname,
	    vrid);
	return faccessat(dir_fd, ".", W_OK | X_OK, AT_EACCESS);
}

static int
write_all(int fd, const char *text, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = write(fd, text, len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		text += n;
		len -= (size_t)n;
	}
	return 0;
}

/*
 * A reader sees the old file or the new one, never half of one.  The
 * temporary file is made exclusively, so no link is followed.
 */
static int
replace(const char *name, const char *text, size_t len)
{
	char temp[NAME_MAX + 8];
	int fd, saved;

	snprintf(temp, sizeof(temp), "%s.new", name);
	(void)unlinkat(dir_fd, temp, 0);
	fd = openat(dir_fd, temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0644);
	if (fd == -1)
		return -1;
	if (fchmod(fd, 0644) == 0 && write_all(fd, text, len) == 0 &&
	    renameat(dir_fd, temp, dir_fd, name) == 0) {
		close(fd);
		return 0;
	}
	saved = errno;
	close(fd);
	(void)unlinkat(dir_fd, temp, 0);
	errno = saved;
	return -1;
}

int
run_pid(void)
{
	char text[32];
	int n;

	n = snprintf(text, sizeof(text), "%d\n", (int)getpid());
	return replace(pid_name, text, (size_t)n);
}

int
run_state(const char *text, size_t len)
{
	return replace(state_name, text, len);
}

size_t
run_read_state(char *text, size_t size)
{
	ssize_t n;
	int fd;

	fd = openat(dir_fd, state_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC);
	if (fd == -1)
		return 0;
	n = read(fd, text, size);
	close(fd);
	return n == -1 ? 0 : (size_t)n;
}

void
run_remove(void)
{
	(void)unlinkat(dir_fd, pid_name, 0);
}
