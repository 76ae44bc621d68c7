#include "daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "log.h"
#include "nl.h"
#include "room.h"

#define CALL	1024	/* bytes of the stack, more than a call below takes */
#define STACK	65536	/* bytes, that may have been used */

static volatile sig_atomic_t pending;
static int ready_fd = -1;

/* An older kernel cannot. */
static bool
close_between(int first, unsigned last)
{
#ifdef SYS_close_range
	return (unsigned)first > last ||
	    syscall(SYS_close_range, first, last, 0) == 0;
#else
	return false;
#endif
}

void
descriptors_keep(int a, int b)
{
	int low = a < b ? a : b, high = a < b ? b : a;

	if ((low == 0 || close_between(0, (unsigned)low - 1)) &&
	    (low == high || close_between(low + 1, (unsigned)high - 1)) &&
	    close_between(high + 1, ~0U))
		return;
	for (int fd = 0; fd < FD_SETSIZE; fd++)
		if (fd != a && fd != b)
			close(fd);
}

void
daemon_descriptors(void)
{
	int fd;

	/* Else we keep what we do not know of. */
	(void)close_between(STDERR_FILENO + 1, ~0U);
	do
		fd = open("/dev/null", O_RDWR);
	while (fd != -1 && fd <= STDERR_FILENO);
	if (fd != -1)
		close(fd);
}

void
signals_prepare(void)
{
	static const int deadly[] = { SIGPIPE, SIGXFSZ, SIGTTOU };
	const struct sigaction ignore = { .sa_handler = SIG_IGN };

	for (size_t i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++)
		sigaction(deadly[i], &ignore, NULL);
	/* Ignored, our children could not be waited for. */
	sigaction(SIGCHLD, &(struct sigaction){ .sa_handler = SIG_DFL },
	    NULL);
}

void
daemon_hide(bool key)
{
	/* With 0 a program that takes the dumps would still get one. */
	const struct rlimit none = { .rlim_cur = 1, .rlim_max = 1 };

	if (setrlimit(RLIMIT_CORE, &none) == -1)
		key = true;
	if (key && prctl(PR_SET_DUMPABLE, 0) == -1)
		log_warn("cannot keep the key out of a core dump");
}

/* The child has said on the terminal why it ends, if it does. */
_Noreturn static void
await(int fd)
{
	ssize_t n;
	char c;

	do
		n = read(fd, &c, 1);
	while (n == -1);
	_exit(n == 1 ? 0 : 1);
}

void
daemon_fork(void)
{
	int fds[2];
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) == -1)
		fatal("cannot go into the background: pipe");
	pid = fork();
	if (pid == -1)
		fatal("cannot go into the background: fork");
	if (pid > 0) {
		close(fds[1]);
		await(fds[0]);
	}
	close(fds[0]);
	ready_fd = fds[1];
	(void)setsid();
}

void
daemon_ready(void)
{
	int fd;

	fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (fd == -1 || dup2(fd, STDIN_FILENO) == -1 ||
	    dup2(fd, STDOUT_FILENO) == -1 || dup2(fd, STDERR_FILENO) == -1)
		fatal("cannot go into the background: /dev/null");
	log_to_syslog();
	if (fd > STDERR_FILENO)
		close(fd);
	if (write(ready_fd, "", 1) == -1)
		log_warn("cannot tell the parent process");
	close(ready_fd);
}

/* musl has no sched_setscheduler. */
static int
schedule(int policy, int priority)
{
	const struct sched_param param = { .sched_priority = priority };

	return (int)syscall(SYS_sched_setscheduler, 0,
	    policy | SCHED_RESET_ON_FORK, &param);
}

/* Now, not when we are done with what takes so long. */
static void
fall_behind(int sig)
{
	int saved = errno;

	(void)sig;
	(void)schedule(SCHED_OTHER, 0);
	/* With that the kernel has put its own back. */
	(void)prctl(PR_SET_TIMERSLACK, 1);
	pending |= DAEMON_BEHIND;
	errno = saved;
}

void
daemon_first(void)
{
	const struct rlimit guard = { .rlim_cur = DAEMON_FIRST_US,
	    .rlim_max = RLIM_INFINITY };
	struct sigaction sa = { .sa_handler = fall_behind,
	    .sa_flags = SA_RESTART };

	sigfillset(&sa.sa_mask);
	(void)prctl(PR_SET_TIMERSLACK, 1);
	/*
	 * Not what is mapped later, which would count against a limit.  A
	 * locked stack does so too as it grows, but it begins with 128 KB.
	 */
	(void)mlockall(MCL_CURRENT | MCL_ONFAULT);
	(void)setpriority(PRIO_PROCESS, 0, -20);
	if (sigaction(SIGXCPU, &sa, NULL) == -1 ||
	    setrlimit(RLIMIT_RTTIME, &guard) == -1)
		return;
	(void)schedule(SCHED_RR, 1);
}

/* With some bytes between, for the calls that do it. */
__attribute__((noinline)) void
daemon_settle(void)
{
	char *here = __builtin_frame_address(0);

	nl_settle();
	room_give_back(here - CALL - STACK, STACK);
}

void
privileges_drop(void)
{
	const uint32_t keep = 1U << CAP_NET_ADMIN | 1U << CAP_NET_RAW;
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct caps[_LINUX_CAPABILITY_U32S_3];

	/* The ambient ones go with the inheritable. */
	if (syscall(SYS_capget, &head, caps) == -1)
		fatal("capget");
	caps[0].permitted &= keep;
	caps[0].effective = caps[0].permitted;
	caps[1].permitted = caps[1].effective = 0;
	caps[0].inheritable = caps[1].inheritable = 0;
	if (syscall(SYS_capset, &head, caps) == -1 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		fatal("cannot give up privileges");
}

/* No handler of ours interrupts another, so this is no race. */
static void
handler(int sig)
{
	switch (sig) {
	case SIGHUP:
		pending |= DAEMON_REPORT;
		break;
	case SIGUSR1:
		pending |= DAEMON_TAKE;
		break;
	case SIGUSR2:
		pending |= DAEMON_STEP_DOWN;
		break;
	default:
		pending |= DAEMON_STOP;
		break;
	}
}

void
signals_init(sigset_t *unblocked)
{
	static const int ours[] = { SIGTERM, SIGINT, SIGHUP, SIGUSR1,
	    SIGUSR2 };
	struct sigaction sa = { .sa_handler = handler };
	sigset_t blocked;

	sigfillset(&sa.sa_mask);
	sigemptyset(&blocked);
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
		sigaddset(&blocked, ours[i]);
		sigaction(ours[i], &sa, NULL);
	}
	sigprocmask(SIG_BLOCK, &blocked, unblocked);
	/* Whoever started us may have blocked them. */
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		sigdelset(unblocked, ours[i]);
}

unsigned
signals_take(void)
{
	unsigned taken = (unsigned)pending;

	pending = 0;
	return taken;
}
