#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon.h"
#include "log.h"
#include "room.h"

#define LOCK_NAME	64
#define LEAVING_NAME	(LOCK_NAME + 8)

#define RECORD_TAIL	".undo"

static int dir_fd = -1;
static ROOM_FIRST char dir_path[PATH_MAX];
static char pid_name[NAME_MAX + 1];
static char state_name[NAME_MAX + 1];
static char record_name[NAME_MAX + 1];
static char priority_name[NAME_MAX + 1];
static ino_t record_ino;	/* of ours, as it is on disk */
static bool on_disk;		/* and not in memory, where nothing waits */
static int patience = -1;	/* ms */
static pid_t writer;		/* who waits for the disk, or 0 */
static int told = -1;		/* ... and where it tells */

/*
 * What the writer is there for, and what came of it: that may be later than
 * anybody waited, and counts when the same is wanted again.
 */
static struct {
	const char	*name;		/* NULL: nothing, or it is known */
	uint64_t	sum;		/* of what is to be written */
	int		error;		/* errno, or 0 */
	char		line[RUN_LINE];	/* what was read */
	ssize_t		len;
} job;

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

bool
run_lock_held(int ifindex, uint8_t vrid)
{
	char name[LOCK_NAME];
	pid_t holder;

	instance_name(name, ifindex, vrid);
	return ask(name, &holder) != RUN_SQUATTED;
}

bool
run_lock_borrow(int fds[2], int ifindex, uint8_t vrid)
{
	char name[LOCK_NAME], leaving[LEAVING_NAME];

	if (vrid == 0)
		mac_name(name, ifindex);
	else
		instance_name(name, ifindex, vrid);
	leaving_name(leaving, name);
	fds[0] = listen_on(leaving);
	if (fds[0] == -1)
		return false;
	fds[1] = listen_on(name);
	if (fds[1] == -1)
		close(fds[0]);
	return fds[1] != -1;
}

void
run_lock_return(const int fds[2])
{
	close(fds[1]);
	close(fds[0]);
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

static int
open_dir(const char *dir)
{
	return open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int
run_open(const char *dir, const char *ifname, uint8_t vrid)
{
	struct statfs fs;

	/* Absolute, since we do not stay where we are. */
	if (realpath(dir, dir_path) == NULL)
		return -1;
	dir_fd = open_dir(dir_path);
	if (dir_fd == -1)
		return -1;
	/* The type has a sign on some machines. */
	on_disk = fstatfs(dir_fd, &fs) == -1 || (fs.f_type != TMPFS_MAGIC &&
	    (uint32_t)fs.f_type != RAMFS_MAGIC);
	snprintf(pid_name, sizeof(pid_name), "vrrpd_%s_%u.pid", ifname, vrid);
	snprintf(state_name, sizeof(state_name), "vrrpd_%s_%u.state", ifname,
	    vrid);
	snprintf(record_name, sizeof(record_name), "vrrpd_%s_%u" RECORD_TAIL,
	    ifname, vrid);
	snprintf(priority_name, sizeof(priority_name), "vrrpd_%s_%u.prio",
	    ifname, vrid);
	return faccessat(dir_fd, ".", W_OK | X_OK, AT_EACCESS);
}

/* Whether someone has removed the directory and made it anew. */
static bool
another_dir(void)
{
	int fd = open(dir_path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
	    O_CLOEXEC);
	struct stat was, is;
	bool another;

	if (fd == -1)
		return false;
	another = fstat(dir_fd, &was) == 0 && fstat(fd, &is) == 0 &&
	    (was.st_ino != is.st_ino || was.st_dev != is.st_dev);
	/* The same number, so that nothing else is in the way. */
	if (another)
		(void)dup3(fd, dir_fd, O_CLOEXEC);
	close(fd);
	return another;
}

static bool
is_there(const char *name)
{
	return faccessat(dir_fd, name, F_OK, 0) == 0;
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

/* What is in a file of ours: text, and perhaps something behind it. */
struct content {
	const void	*text;
	size_t		len;
	const void	*more;
	size_t		more_len;
};

static int
make_file(const char *name)
{
	(void)unlinkat(dir_fd, name, 0);
	return openat(dir_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0644);
}

/*
 * A reader sees the old file or the new one, never half of one.  The
 * temporary file is made exclusively, so no link is followed.
 */
static int
replace(const char *name, const struct content *c)
{
	char temp[NAME_MAX + 8];
	int fd, saved;

	snprintf(temp, sizeof(temp), "%s.new", name);
	fd = make_file(temp);
	if (fd == -1 && errno == ENOENT && another_dir())
		fd = make_file(temp);
	if (fd == -1)
		return -1;
	if (fchmod(fd, 0644) == 0 && write_all(fd, c->text, c->len) == 0 &&
	    write_all(fd, c->more, c->more_len) == 0 &&
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

/* A file of an earlier run, or -1: only a regular one that is ours alone. */
static int
open_file(const char *name)
{
	int fd, why = EPERM;
	struct stat st;

	fd = openat(dir_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC);
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == -1)
		why = errno;
	else if (S_ISREG(st.st_mode) &&
	    (st.st_mode & (S_IWGRP | S_IWOTH)) == 0 &&
	    (st.st_uid == 0 || st.st_uid == geteuid()))
		return fd;
	close(fd);
	errno = why;
	return -1;
}

static ssize_t
read_all(int fd, char *buf, size_t size)
{
	size_t len = 0;
	ssize_t n;

	do {
		n = read(fd, buf + len, size - len);
		if (n == -1 && errno != EINTR)
			return -1;
		len += n > 0 ? (size_t)n : 0;
	} while (n != 0 && len < size);
	return (ssize_t)len;
}

static ssize_t
read_file(const char *name, char *buf, size_t size)
{
	int fd = open_file(name), saved;
	ssize_t n;

	if (fd == -1)
		return -1;
	n = read_all(fd, buf, size);
	saved = errno;
	close(fd);
	errno = saved;
	return n;
}

/* Note how the writer ended, if it has. */
static void
reap(int options)
{
	int status;
	pid_t pid = waitpid(writer, &status, options);

	if (pid == 0)
		return;
	job.error = pid == -1 || !WIFEXITED(status) ? EIO :
	    WEXITSTATUS(status);
	job.len = read(told, job.line, sizeof(job.line));
	close(told);
	writer = 0;
}

static bool
still_writing(void)
{
	if (writer != 0)
		reap(WNOHANG);
	return writer != 0;
}

/* FNV-1a: nobody chooses what is in the files to have the same. */
static uint64_t
sum(uint64_t hash, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;

	while (len-- > 0)
		hash = (hash ^ *p++) * UINT64_C(0x100000001b3);
	return hash;
}

static uint64_t
sum_of(const struct content *c)
{
	return c == NULL ? 0 : sum(sum(UINT64_C(0xcbf29ce484222325), c->text,
	    c->len), c->more, c->more_len);
}

/*
 * How that ended, once: 0, or -1 with errno; EBUSY: it has not, or not begun.
 */
static int
outcome(const char *name, const struct content *c)
{
	if (still_writing() || job.name != name || job.sum != sum_of(c)) {
		errno = EBUSY;
		return -1;
	}
	job.name = NULL;
	errno = job.error;
	return errno == 0 ? 0 : -1;
}

static void
await_writer(void)
{
	struct pollfd end = { .fd = told };

	/* Once its end is closed it is about to exit. */
	reap(poll(&end, 1, patience) == 1 ? 0 : WNOHANG);
}

void
run_wait(int ms)
{
	patience = ms;
	if (writer != 0)
		await_writer();
}

/*
 * A busy disk takes seconds, a dead one never answers.  Only another process
 * can wait for it without keeping us; while there is one, there is no other.
 * With c it writes that, else it reads and tells us.  0, or -1 with errno.
 *
 * No name that its parent listens on may outlive that with it, nor may it
 * replace what a successor has written: it ends with its parent, or, should
 * that stay longer than its locks, in run_remove.
 */
static int
send_to_disk(const char *name, const struct content *c)
{
	const pid_t parent = getpid();
	char buf[RUN_LINE];
	ssize_t n;
	int fds[2];

	if (still_writing()) {
		errno = EBUSY;
		return -1;
	}
	if (pipe2(fds, O_CLOEXEC) == -1)
		return -1;
	job.name = name;
	job.sum = sum_of(c);
	told = fds[0];
	writer = fork();
	if (writer != 0)
		close(fds[1]);
	if (writer > 0)
		return 0;
	if (writer == -1) {
		/* The last one's outcome is not this one's. */
		job.name = NULL;
		writer = 0;
		close(told);
		return -1;
	}
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* It may have died before. */
	if (getppid() != parent)
		_exit(0);
	descriptors_keep(dir_fd, fds[1]);
	if (c != NULL)
		_exit(replace(name, c) == 0 ? 0 : errno);
	n = read_file(name, buf, sizeof(buf));
	_exit(n != -1 && write(fds[1], buf, (size_t)n) == n ? 0 : errno);
}

/* 0, or -1 with errno; EBUSY: it is late, or another one is. */
static int
ask_disk(const char *name, const struct content *c)
{
	if (send_to_disk(name, c) == -1)
		return -1;
	await_writer();
	return outcome(name, c);
}

static int
put(const char *name, const struct content *c)
{
	if (!on_disk || patience == -1)
		return replace(name, c);
	if ((outcome(name, c) == -1 || !is_there(name)) &&
	    ask_disk(name, c) == -1)
		return -1;
	/* The writer has found the new directory, so that nothing waits now. */
	if (!is_there(name))
		(void)another_dir();
	return 0;
}

/* As read_file, of RUN_LINE bytes at most. */
static ssize_t
get(const char *name, char *buf, size_t size)
{
	if (!on_disk || patience == -1)
		return read_file(name, buf, size);
	if (outcome(name, NULL) == -1 && (errno != EBUSY ||
	    ask_disk(name, NULL) == -1))
		return -1;
	size = (size_t)job.len < size ? (size_t)job.len : size;
	memcpy(buf, job.line, size);
	return (ssize_t)size;
}

void
run_priority_anew(void)
{
	if (job.name == priority_name)
		job.name = NULL;
}

int
run_pid(void)
{
	char text[32];
	struct content c = { .text = text };

	c.len = (size_t)snprintf(text, sizeof(text), "%d\n", (int)getpid());
	return put(pid_name, &c);
}

int
run_state(const char *text, size_t len)
{
	return put(state_name, &(struct content){ text, len, NULL, 0 });
}

int
run_record(const char *text, size_t len, const void *more, size_t more_len)
{
	const struct content c = { text, len, more, more_len };
	struct stat st;

	if (put(record_name, &c) == -1)
		return -1;
	if (fstatat(dir_fd, record_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		record_ino = st.st_ino;
	return 0;
}

bool
run_has_record(void)
{
	return is_there(record_name);
}

bool
run_has_pid(void)
{
	return is_there(pid_name);
}

size_t
run_read_state(char *text, size_t size)
{
	ssize_t n = read_file(state_name, text, size);

	return n == -1 ? 0 : (size_t)n;
}

static bool
is_record(const char *name)
{
	const size_t tail = sizeof(RECORD_TAIL) - 1, n = strlen(name);

	return strncmp(name, "vrrpd_", 6) == 0 && n > tail &&
	    strcmp(name + n - tail, RECORD_TAIL) == 0;
}

/* Whether it is one that we do not read, by errno. */
static bool
distrusted(const char *name)
{
	if (errno != EPERM && errno != ELOOP && errno != EACCES &&
	    errno != ENXIO)
		return false;
	log_warnx("%s/%s is not obeyed: it must be a regular file of root or "
	    "us that nobody else may write", dir_path, name);
	return true;
}

int
run_priority(char line[RUN_LINE])
{
	ssize_t n = get(priority_name, line, RUN_LINE - 1);

	if (n == -1 && errno == ENOENT && another_dir())
		n = get(priority_name, line, RUN_LINE - 1);
	if (n == -1)
		return errno == ENOENT || distrusted(priority_name) ? 0 : -1;
	/* A zero byte in it is no digit either. */
	for (ssize_t i = 0; i < n; i++)
		line[i] = line[i] != '\0' ? line[i] : '?';
	line[n] = '\0';
	/* Nor is one that does not fit. */
	if (n == RUN_LINE - 1)
		line[0] = '?';
	line[strcspn(line, "\r\n")] = '\0';
	return 1;
}

const char *
run_priority_name(void)
{
	return priority_name;
}

/* 0, or -1 where nobody can know what is in it. */
static int
visit(const char *name, bool (*each)(const char *, size_t, void *),
    void *arg, char *buf, size_t size)
{
	ssize_t n = read_file(name, buf, size);

	if (n == -1)
		return errno == ENOENT || distrusted(name) ? 0 : -1;
	if (each(buf, (size_t)n, arg))
		(void)unlinkat(dir_fd, name, 0);
	return 0;
}

/* What getdents64(2) gives; opendir(3) would allocate memory for it. */
struct entry {
	uint64_t	inode;
	int64_t		next;
	unsigned short	len;
	unsigned char	type;
	char		name[];
};

/* A renamed interface's record has the old name, so all are looked at. */
int
run_records(bool (*each)(const char *, size_t, void *), void *arg,
    char *buf, size_t size)
{
	_Alignas(struct entry) char some[2048];
	const struct entry *e;
	int fd, result = 0, saved;
	long n;

	fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	do {
		n = syscall(SYS_getdents64, fd, some, sizeof(some));
		if (n == -1)
			result = -1;
		for (long at = 0; at < n && result == 0; at += e->len) {
			e = (const void *)(some + at);
			if (is_record(e->name))
				result = visit(e->name, each, arg, buf, size);
		}
	} while (n > 0 && result == 0);
	saved = errno;
	close(fd);
	errno = saved;
	return result;
}

/* Where there is no /proc, or none for us, this never is to be had. */
static bool
hidden(int error)
{
	return error == ENOENT || error == ENOTDIR || error == EACCES ||
	    error == EPERM;
}

int
run_here(char boot[RUN_BOOT + 1], uint64_t *netns)
{
	struct stat st = { .st_ino = 0 };
	ssize_t n = 0;
	int fd;

	memset(boot, 0, RUN_BOOT + 1);
	fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	if (fd == -1 && !hidden(errno))
		return -1;
	if (fd != -1) {
		n = read_all(fd, boot, RUN_BOOT);
		close(fd);
	}
	if (n == -1 || (fstatat(AT_FDCWD, "/proc/self/ns/net", &st, 0) == -1 &&
	    !hidden(errno)))
		return -1;
	*netns = st.st_ino;
	return 0;
}

void
run_remove_record(void)
{
	struct stat st;

	/* One that will remove nothing either, before it is over. */
	if (still_writing())
		return;
	/* Two namespaces with one directory have one name for it. */
	if (fstatat(dir_fd, record_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    st.st_ino == record_ino)
		(void)unlinkat(dir_fd, record_name, 0);
}

/*
 * Who is killed makes no other call than the one that it is in.  Should that
 * be the rename, it has the directory or is the next to have it, so that what
 * a successor writes comes after it.  We would wait in that line as well.
 */
void
run_remove(void)
{
	if (still_writing())
		(void)kill(writer, SIGKILL);
	else
		(void)unlinkat(dir_fd, pid_name, 0);
}
