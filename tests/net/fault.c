/*
 * Runs a program, and at one system call of its choice kills it or has the
 * call fail.  The kernel asks here before each call (seccomp_unotify(2)), so
 * nothing of the call has happened then, and a call that fails is not made.
 * Neither the program nor the machine has to be prepared for that, it works
 * under a sanitizer, which ptrace does not, and with any processor.
 *
 * Calls are counted from close_range(2) on, which is the first that main() of
 * vrrpd makes: what comes before it is the loader's, the same for every
 * program, and changes nothing.
 */

#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ENDED_BEFORE	3	/* our exit status: there is no such call */
#define GONE_WILD	4	/* too many calls, or too long */
#define CANNOT		77

#define KILLED		(-1)	/* no errno */

static void
usage(void)
{
	fprintf(stderr, "%s",
	    "usage: fault [-lrw] [-b ifname] [-c calls] [-e ERROR] [-k number]\n"
	    "             [-n netns] [-o only] [-s step,...] [-t seconds]\n"
	    "             program [argument ...]\n"
	    "-k N    kill it before its Nth call\n"
	    "-k N -e ERROR   that call fails instead, if it can with that\n"
	    "-r      and every later one of the same kind\n"
	    "-o ONLY count only calls of this kind, as -l names it\n"
	    "-w      count only calls behind one that may have changed what\n"
	    "        outlives the program: between those it makes no\n"
	    "        difference where it is killed\n"
	    "-l      list the calls, and what each can fail with\n"
	    "-b IF   this interface takes no MAC while it is up\n"
	    "-n NS   run it in this network namespace (ip netns)\n"
	    "-s      what to do, in turn, when it waits for input: send a\n"
	    "        signal (USR1), let milliseconds pass (300), have the\n"
	    "        shell run something (!ip link ...)\n"
	    "-c, -t  it runs wild if it makes more calls (5000), or takes\n"
	    "        longer (20)\n");
	exit(2);
}

/*
 * What can be told apart of a call, and what it can fail with: the manual's
 * errors, those left out that tell of a mistake in the program (EBADF,
 * EFAULT), or of another use of the call.
 */
enum by { BY_CALL, BY_REQUEST, BY_DOMAIN, BY_DUMP, BY_CREATE, BY_PROC,
    BY_FILE, BY_OPEN, BY_STDERR, BY_PIPE };

struct kind {
	const char	*name;
	long		 call;
	enum by		 by;
	unsigned	 what;
	const char	*errors;
	bool		 changes;	/* what outlives the program */
};

#define READS(r, e)	{ #r, SYS_ioctl, BY_REQUEST, r, e, false }
#define SETS(r, e)	{ #r, SYS_ioctl, BY_REQUEST, r, e, true }
#define SOCKET(n, d, e)	{ "socket " n, SYS_socket, BY_REQUEST, d, e, false }
#define ON(c, n, d, e)	{ #c " " n, SYS_##c, BY_DOMAIN, d, e, false }
#define OTHER(c, e)	{ #c, SYS_##c, BY_CALL, 0, e, false }
#define WRITES(c, e)	{ #c, SYS_##c, BY_CALL, 0, e, true }

#define NO_FILES	"EMFILE ENFILE ENOMEM"
#define NO_DISK		"EACCES EROFS ENOSPC EDQUOT EIO ENOMEM"
#define NO_CHANGE	"EPERM ENODEV EADDRNOTAVAIL ENOBUFS ENOMEM"

static const struct kind kinds[] = {
	SETS(SIOCSIFHWADDR, "EBUSY EOPNOTSUPP EPERM ENODEV EADDRNOTAVAIL "
	    "EINVAL"),
	SETS(SIOCSIFFLAGS, NO_CHANGE " EBUSY"),
	/* Only asked whether we may. */
	READS(SIOCSIFADDR, "EPERM ENODEV ENOMEM"),
	READS(SIOCGIFHWADDR, "ENODEV"),
	READS(SIOCGIFFLAGS, "ENODEV"),
	READS(SIOCGIFINDEX, "ENODEV"),
	READS(SIOCGIFNAME, "ENODEV"),
	READS(SIOCGIFMTU, "ENODEV"),
	READS(SIOCETHTOOL, "EOPNOTSUPP EPERM ENODEV ENOMEM"),

	SOCKET("netlink", AF_NETLINK, NO_FILES " EAFNOSUPPORT "
	    "EPROTONOSUPPORT EPERM"),
	SOCKET("unix", AF_UNIX, NO_FILES " EAFNOSUPPORT EPERM"),
	SOCKET("packet", AF_PACKET, NO_FILES " EAFNOSUPPORT EPERM"),
	SOCKET("inet", AF_INET, NO_FILES " EPROTONOSUPPORT EPERM EACCES"),
	ON(bind, "unix", AF_UNIX, "EADDRINUSE ENOMEM"),
	ON(bind, "netlink", AF_NETLINK, "ENOMEM EPERM EADDRINUSE"),
	ON(bind, "packet", AF_PACKET, "ENODEV ENETDOWN ENOMEM"),
	OTHER(listen, "EADDRINUSE"),
	OTHER(connect, "ECONNREFUSED EAGAIN EINTR ENOMEM EPERM"),
	OTHER(accept4, "EAGAIN EINTR ECONNABORTED EPERM " NO_FILES),
	OTHER(getsockname, "ENOBUFS"),
	OTHER(getsockopt, "ENOPROTOOPT ENOMEM"),
	ON(setsockopt, "netlink", AF_NETLINK, "ENOPROTOOPT"),
	OTHER(setsockopt, "ENOMEM ENOBUFS EPERM ENODEV ENOPROTOOPT "
	    "EADDRINUSE"),
	{ "sendto stderr", SYS_sendto, BY_STDERR, 0, "EAGAIN EPIPE", false },
	ON(sendto, "inet", AF_INET, "ENOBUFS ENETDOWN EPERM EAGAIN ENOMEM "
	    "EINTR ENETUNREACH EHOSTUNREACH EMSGSIZE"),
	ON(sendto, "packet", AF_PACKET, "ENOBUFS ENETDOWN EAGAIN ENOMEM "
	    "EINTR ENXIO EMSGSIZE"),
	{ "sendto dump", SYS_sendto, BY_DUMP, 0,
	    "ENOBUFS EAGAIN ENOMEM EINTR EPERM ECONNREFUSED", false },
	{ "sendto netlink", SYS_sendto, BY_DOMAIN, AF_NETLINK,
	    "ENOBUFS EAGAIN ENOMEM EINTR EPERM ECONNREFUSED", true },
	ON(sendto, "unix", AF_UNIX, "EAGAIN ECONNREFUSED ENOENT ENOMEM "
	    "EINTR"),
	ON(recvfrom, "inet", AF_INET, "EAGAIN EINTR ENOMEM ENETDOWN "
	    "ENETUNREACH EMSGSIZE ENOBUFS"),
	ON(recvmmsg, "inet", AF_INET, "EAGAIN EINTR ENOMEM ENETDOWN "
	    "ENETUNREACH EMSGSIZE ENOBUFS"),
	ON(recvmmsg, "packet", AF_PACKET, "EAGAIN EINTR ENOMEM ENETDOWN"),
	ON(recvfrom, "unix", AF_UNIX, "EAGAIN EINTR ENOMEM"),
	ON(recvfrom, "netlink", AF_NETLINK, "EAGAIN EINTR ENOMEM ENOBUFS"),
	OTHER(recvmsg, "EAGAIN EINTR ENOMEM"),

	{ "openat create", SYS_openat, BY_CREATE, 0,
	    "EEXIST EINTR EMFILE ENFILE " NO_DISK, true },
	/* What is not there, or not for us, is never there. */
	{ "openat /proc", SYS_openat, BY_PROC, 0, "EINTR EIO " NO_FILES,
	    false },
	{ "newfstatat /proc", SYS_newfstatat, BY_PROC, 0, "EIO ENOMEM",
	    false },
	/* A file of ours, by its directory; ours alone, so it is still there. */
	{ "openat file", SYS_openat, BY_FILE, 0, "EINTR EIO " NO_FILES,
	    false },
	OTHER(openat, "ENOENT EACCES EINTR EIO " NO_FILES),
	{ "write stderr", SYS_write, BY_STDERR, 0,
	    "EPIPE EAGAIN EIO EINTR", false },
	/* It fails if nobody reads it, and then nobody is wronged. */
	{ "write pipe", SYS_write, BY_PIPE, 0, "", false },
	WRITES(write, "EINTR EFBIG " NO_DISK),
	OTHER(read, "EINTR EIO EAGAIN ENOMEM"),
	WRITES(renameat, "EBUSY " NO_DISK),
	WRITES(unlinkat, "ENOENT EBUSY " NO_DISK),
	WRITES(fchmod, "EPERM EROFS EIO"),
	OTHER(fsync, "EIO ENOSPC EDQUOT EINTR"),
	OTHER(fdatasync, "EIO ENOSPC EDQUOT EINTR"),
	OTHER(flock, "EINTR ENOLCK EAGAIN"),
	WRITES(ftruncate, "EINTR EIO"),
	OTHER(faccessat2, "EACCES EROFS EIO ENOMEM"),
	{ "newfstatat open", SYS_newfstatat, BY_OPEN, 0, "EIO ENOMEM",
	    false },
	OTHER(newfstatat, "EACCES ENOENT EIO ENOMEM"),
	OTHER(readlinkat, "EACCES ENOENT EIO ENOMEM"),
	OTHER(getdents64, "EIO ENOMEM"),
	OTHER(chdir, "EACCES EIO ENOMEM"),
	OTHER(pipe2, NO_FILES),
	OTHER(socketpair, NO_FILES " EAFNOSUPPORT"),
	OTHER(shutdown, ""),
	OTHER(wait4, "EINTR"),
	OTHER(clone, "EAGAIN ENOMEM"),
	OTHER(setsid, "EPERM"),
	OTHER(dup3, "EBUSY EINTR EMFILE"),
	OTHER(pselect6, "EINTR ENOMEM"),
	OTHER(ppoll, "EINTR ENOMEM"),
	OTHER(clock_nanosleep, "EINTR"),
	OTHER(prctl, "EPERM EINVAL"),
	OTHER(mlockall, "EPERM ENOMEM EINVAL"),
	OTHER(setpriority, "EPERM EACCES"),
	OTHER(sched_setscheduler, "EPERM"),
	OTHER(fstatfs, "EIO ENOMEM ENOSYS"),
	OTHER(prlimit64, "EPERM EINVAL"),
	OTHER(capget, "EPERM EINVAL"),
	OTHER(capset, "EPERM EINVAL"),
	OTHER(close_range, "ENOMEM EINVAL ENOSYS"),

	/*
	 * None of these fails, but for our mistakes or where libc alone sees
	 * it.  The kernel closes a file also where it says that it failed.
	 */
	OTHER(close, ""),
	OTHER(fcntl, ""),
	OTHER(lseek, ""),
	OTHER(fstat, ""),
	OTHER(rt_sigaction, ""),
	OTHER(rt_sigprocmask, ""),
	OTHER(rt_sigreturn, ""),
	OTHER(umask, ""),
	OTHER(sched_yield, ""),
	OTHER(getpid, ""),
	OTHER(gettid, ""),
	OTHER(geteuid, ""),
	OTHER(getuid, ""),
	OTHER(brk, ""),
	OTHER(mmap, ""),
	OTHER(munmap, ""),
	OTHER(mprotect, ""),
	OTHER(madvise, ""),
	OTHER(getrandom, ""),
	OTHER(futex, ""),
	OTHER(exit_group, ""),
	OTHER(exit, ""),
	OTHER(set_robust_list, ""),
	OTHER(sigaltstack, ""),
	/* Not on every processor. */
#ifdef SYS_poll
	OTHER(poll, "EINTR ENOMEM"),
#endif
#ifdef SYS_dup2
	OTHER(dup2, "EBUSY EINTR EMFILE"),
#endif
#ifdef SYS_access
	OTHER(access, "EACCES EIO ENOMEM"),
#endif
#ifdef SYS_fork
	OTHER(fork, "EAGAIN ENOMEM"),
#endif
#ifdef SYS_readlink
	OTHER(readlink, "EACCES ENOENT EIO ENOMEM"),
#endif
#ifdef SYS_open
	OTHER(open, "ENOENT EACCES EINTR EIO " NO_FILES),
#endif
};

#define E(name)	{ #name, name }
static const struct { const char *name; int value; } errors[] = {
	E(EACCES), E(EADDRINUSE), E(EADDRNOTAVAIL), E(EAFNOSUPPORT),
	E(EAGAIN), E(EBUSY), E(ECONNABORTED), E(ECONNREFUSED), E(EDQUOT),
	E(EEXIST), E(EFBIG), E(EHOSTUNREACH), E(EINTR), E(EINVAL), E(EIO),
	E(EMFILE), E(EMSGSIZE), E(ENETDOWN), E(ENETUNREACH), E(ENFILE),
	E(ENOBUFS), E(ENODEV), E(ENOENT), E(ENOLCK), E(ENOMEM),
	E(ENOPROTOOPT), E(ENOSPC), E(ENOSYS), E(ENXIO), E(EOPNOTSUPP),
	E(EPERM), E(EPIPE), E(EPROTONOSUPPORT), E(EROFS),
};

static const struct { const char *name; int value; } signals[] = {
	{ "HUP", SIGHUP }, { "INT", SIGINT }, { "KILL", SIGKILL },
	{ "TERM", SIGTERM }, { "USR1", SIGUSR1 }, { "USR2", SIGUSR2 },
};

struct trial {
	const char	*busy;		/* the interface of -b */
	const char	*error;
	const char	*only;
	char		*steps;
	unsigned long	 at;		/* the call that is meant, 0 none */
	unsigned long	 most;
	unsigned long	 seconds;
	bool		 list;
	bool		 lasting;
	bool		 changes;	/* of -w */

	int		 listener;
	uint32_t	 arch;		/* of whose calls there is a table */
	int		 status;	/* the first that was not 0 */
	pid_t		 asks;		/* who did last */
	pid_t		 daemon;	/* who has a helper, which is let be */
	bool		 counting;
	unsigned long	 calls;		/* all of them */
	unsigned long	 counted;	/* those of -o and -w */
	bool		 changed;	/* by the last call */
	const struct kind *struck;
	pid_t		 waits;		/* who may wait for input, or 0 */
	uint64_t	 not_before;	/* the next step */
};

static uint64_t
milliseconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

/* The descriptor in a call's first argument, as one of ours, or -1. */
static int
borrow(const struct seccomp_notif *n)
{
	int pidfd = (int)syscall(SYS_pidfd_open, n->pid, 0);
	int copy = (int)syscall(SYS_pidfd_getfd, pidfd, n->data.args[0], 0);

	close(pidfd);
	return copy;
}

/* The domain of the socket that a call is about. */
static unsigned
domain(const struct seccomp_notif *n)
{
	int		 copy = borrow(n), value = -1;
	socklen_t	 len = sizeof(value);

	if (getsockopt(copy, SOL_SOCKET, SO_DOMAIN, &value, &len) == -1)
		value = -1;
	close(copy);
	return (unsigned)value;
}

static bool
is_pipe(const struct seccomp_notif *n)
{
	struct stat	 st;
	int		 copy = borrow(n);
	bool		 is = fstat(copy, &st) == 0 && S_ISFIFO(st.st_mode);

	close(copy);
	return is;
}

/* What a call's second argument points at. */
static bool
peek(const struct seccomp_notif *n, void *buf, size_t len)
{
	struct iovec here = { buf, len };
	struct iovec there = { (void *)(uintptr_t)n->data.args[1], len };

	return process_vm_readv((pid_t)n->pid, &here, 1, &there, 1, 0) ==
	    (ssize_t)len;
}

/* A question to rtnetlink, not a request. */
static bool
is_dump(const struct seccomp_notif *n)
{
	struct nlmsghdr h;

	return domain(n) == AF_NETLINK && peek(n, &h, sizeof(h)) &&
	    (h.nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
}

static bool
is_proc(const struct seccomp_notif *n)
{
	char path[6];

	return peek(n, path, sizeof(path)) &&
	    memcmp(path, "/proc/", sizeof(path)) == 0;
}

static bool
is_kind(const struct kind *k, const struct seccomp_notif *n)
{
	const uint64_t *arg = (const uint64_t *)n->data.args;

	if (k->call != n->data.nr)
		return false;
	switch (k->by) {
	case BY_CALL:
		return true;
	case BY_REQUEST:
		return k->what == (unsigned)arg[n->data.nr == SYS_socket ?
		    0 : 1];
	case BY_DOMAIN:
		return k->what == domain(n);
	case BY_DUMP:
		return is_dump(n);
	case BY_CREATE:
		return (arg[2] & O_CREAT) != 0;
	case BY_PROC:
		return is_proc(n);
	case BY_FILE:
		return (int)arg[0] != AT_FDCWD;
	case BY_OPEN:
		return (arg[3] & AT_EMPTY_PATH) != 0;
	case BY_PIPE:
		return is_pipe(n);
	case BY_STDERR:
		return arg[0] == STDERR_FILENO;
	}
	return false;
}

static const struct kind *
kind_of(const struct seccomp_notif *n)
{
	static char name[32];
	static struct kind other = { .name = name, .errors = "" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (is_kind(&kinds[i], n))
			return &kinds[i];
	snprintf(name, sizeof(name), "call %d", n->data.nr);
	return &other;
}

/* Whether a kind can fail with this error. */
static bool
possible(const struct kind *k, const char *error)
{
	size_t		 len = strlen(error);
	const char	*s;

	for (s = strstr(k->errors, error); s != NULL;
	    s = strstr(s + 1, error))
		if ((s == k->errors || s[-1] == ' ') &&
		    (s[len] == ' ' || s[len] == '\0'))
			return true;
	return false;
}

static int
error_value(const char *name)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strcmp(errors[i].name, name) == 0)
			return errors[i].value;
	errx(2, "-e %s: unknown", name);
}

static bool
is_up(const char *ifname)
{
	static int	 fd = -1;
	struct ifreq	 ifr;

	memset(&ifr, 0, sizeof(ifr));
	memcpy(ifr.ifr_name, ifname, strnlen(ifname, IFNAMSIZ - 1));
	if (fd == -1)
		fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return ioctl(fd, SIOCGIFFLAGS, &ifr) == 0 &&
	    (ifr.ifr_flags & IFF_UP) != 0;
}

/*
 * The error that a call gets instead of being made, 0 if it is to be made, or
 * KILLED: it gets no answer, lest it be made first.
 */
static int
judge(struct trial *t, const struct kind *k, pid_t pid)
{
	bool counts, meant;

	t->calls++;
	counts = (t->only == NULL || strcmp(t->only, k->name) == 0) &&
	    (t->changed || !t->changes);
	t->changed = k->changes;
	t->counted += counts;
	meant = counts && t->counted == t->at;
	if (t->list)
		printf("%lu %s:%s%s\n", t->calls, k->name,
		    *k->errors == '\0' ? "" : " ", k->errors);
	if (meant && t->error == NULL) {
		t->struck = k;
		kill(pid, SIGKILL);
		return KILLED;
	} else if (meant && possible(k, t->error))
		t->struck = k;
	if (t->error != NULL && t->struck != NULL &&
	    (meant || (t->lasting && t->struck == k)))
		return error_value(t->error);
	if (t->busy != NULL && k->what == SIOCSIFHWADDR && is_up(t->busy))
		return EBUSY;
	return 0;
}

/* One call. */
static void
answer(struct trial *t)
{
	union {
		struct seccomp_notif		n;
		struct seccomp_notif_resp	r;
		char				room[1024];
	} ask, say;
	int error = 0;
	bool ours;

	memset(&ask, 0, sizeof(ask));
	memset(&say, 0, sizeof(say));
	if (ioctl(t->listener, SECCOMP_IOCTL_NOTIF_RECV, &ask) == -1)
		return;
	/* The first call is our own, to execute the program. */
	if (t->arch == 0)
		t->arch = ask.n.data.arch;
	if (ask.n.data.arch != t->arch) {
		kill((pid_t)ask.n.pid, SIGKILL);
		errx(2, "its calls have other numbers than those known here");
	}
	if (ask.n.data.nr == SYS_socketpair)
		t->daemon = (pid_t)ask.n.pid;
	ours = t->daemon == 0 || t->daemon == (pid_t)ask.n.pid;
	if (ours) {
		t->asks = (pid_t)ask.n.pid;
		t->counting |= ask.n.data.nr == SYS_close_range;
		t->waits = ask.n.data.nr == SYS_pselect6 ? t->asks : 0;
	}
	/* When a parent that has waited ends, is anyone's guess. */
	if (ours && t->counting && ask.n.data.nr != SYS_exit_group)
		error = judge(t, kind_of(&ask.n), t->asks);
	if (error == KILLED)
		return;
	say.r.id = ask.n.id;
	say.r.error = -error;
	say.r.flags = error != 0 ? 0 : SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	(void)ioctl(t->listener, SECCOMP_IOCTL_NOTIF_SEND, &say);
}

static bool
asleep(pid_t pid)
{
	char	 path[32], stat[512], *state;
	ssize_t	 n;
	int	 fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return false;
	n = read(fd, stat, sizeof(stat) - 1);
	close(fd);
	stat[n > 0 ? n : 0] = '\0';
	state = strrchr(stat, ')');
	return state != NULL && strncmp(state, ") S", 3) == 0;
}

/* What to do next with a program that waits for input. */
static void
step(struct trial *t)
{
	char *what = strsep(&t->steps, ",");

	if (*what == '!') {
		if (system(what + 1) != 0)
			errx(2, "failed: %s", what + 1);
		return;
	}
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (strcmp(signals[i].name, what) == 0) {
			kill(t->waits, signals[i].value);
			t->waits = 0;
			return;
		}
	t->not_before = milliseconds() + strtoul(what, NULL, 10);
}

/* Who has ended by now; false: all have. */
static bool
ended(struct trial *t)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
		    WEXITSTATUS(status);
		if (t->status == 0)
			t->status = status;
	}
	return pid == 0;
}

/* To the end of the program, and of those that it left in the background. */
static void
follow(struct trial *t)
{
	uint64_t	 end = milliseconds() + t->seconds * 1000;
	struct pollfd	 fd = { .fd = t->listener, .events = POLLIN };

	do {
		if (poll(&fd, 1, t->waits != 0 && t->steps != NULL ? 1 : 10) >
		    0 && (fd.revents & POLLIN) != 0)
			answer(t);
		else if (t->steps != NULL && t->waits != 0 &&
		    milliseconds() >= t->not_before && asleep(t->waits))
			step(t);
		if (t->calls > t->most || milliseconds() > end) {
			kill(t->asks, SIGKILL);
			printf("wild: %lu calls, %s\n", t->calls,
			    t->calls > t->most ? "too many" : "too long");
			exit(GONE_WILD);
		}
	} while (ended(t));
}

/*
 * Both share their descriptors until the program is executed, so that the
 * child need not send us the one over which we are asked: its first call
 * behind the filter already waits for our answer.
 */
static void
start(struct trial *t, char *argv[])
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
	};
	const struct sock_fprog prog = { .len = 1, .filter = code };
	volatile int *listener;
	pid_t child;

	listener = mmap(NULL, sizeof(*listener), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (listener == MAP_FAILED)
		err(2, "mmap");
	*listener = -1;
	/* Whoever it leaves in the background becomes our child. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	child = (pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
	if (child == -1)
		err(2, "clone");
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		*listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		    SECCOMP_FILTER_FLAG_NEW_LISTENER, &prog);
		if (*listener == -1) {
			warn("seccomp");
			_exit(CANNOT);
		}
		execvp(argv[0], argv);
		err(127, "%s", argv[0]);
	}
	while (*listener == -1) {
		if (waitpid(child, NULL, WNOHANG) == child)
			exit(CANNOT);
		usleep(100);
	}
	t->listener = *listener;
}

static void
enter(const char *netns)
{
	char	 path[256];
	int	 fd;

	snprintf(path, sizeof(path), "/run/netns/%s", netns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1 || setns(fd, CLONE_NEWNET) == -1)
		err(2, "%s", path);
	close(fd);
}

static unsigned long
number(const char *s)
{
	unsigned long	 v;
	char		*end;

	v = strtoul(s, &end, 10);
	if (*s == '\0' || *end != '\0' || v == 0)
		usage();
	return v;
}

static void
options(struct trial *t, int argc, char *argv[])
{
	int c;

	while ((c = getopt(argc, argv, "+b:c:e:k:ln:o:rs:t:w")) != -1)
		switch (c) {
		case 'b':	t->busy = optarg; break;
		case 'c':	t->most = number(optarg); break;
		case 'e':	t->error = optarg; break;
		case 'k':	t->at = number(optarg); break;
		case 'l':	t->list = true; break;
		case 'n':	enter(optarg); break;
		case 'o':	t->only = optarg; break;
		case 'r':	t->lasting = true; break;
		case 's':	t->steps = optarg; break;
		case 't':	t->seconds = number(optarg); break;
		case 'w':	t->changes = true; break;
		default:	usage();
		}
	if (optind == argc)
		usage();
}

static void
report(const struct trial *t)
{
	if (t->struck == NULL)
		printf("no such call");
	else if (t->error == NULL)
		printf("killed before %s", t->struck->name);
	else
		printf("%s: %s", t->struck->name, t->error);
	printf(", status %d after %lu calls\n", t->status, t->calls);
}

int
main(int argc, char *argv[])
{
	struct trial t = { .most = 5000, .seconds = 20 };

	options(&t, argc, argv);
	start(&t, argv + optind);
	follow(&t);
	if (t.at == 0)
		return t.status;
	report(&t);
	return t.struck == NULL ? ENDED_BEFORE : t.status;
}
