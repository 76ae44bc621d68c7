#include "hook.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "daemon.h"
#include "log.h"
#include "report.h"
#include "room.h"
#include "vrrp.h"

#define PATIENCE	30000	/* ms, for the program */
#define MERCY		5000	/* ... when it has been told to end */
#define LINES		50	/* of the log, of each kind, ... */
#define PERIOD		300000	/* ... in so many ms */
#define LINE		200	/* bytes of one; the rest is left out */
#define KEYS		64	/* of the state file */
#define LOGS		64	/* at once, before the timers get a look */

static int fd = -1;		/* to the other half */

/*
 * The helper.  It is told the text of the state file, of which it makes an
 * environment, and nothing else; and answers with lines for the log: '!' for
 * what it has to say itself, ' ' for what the program did.
 */

static const struct conf *conf;
static ROOM char waiting[REPORT_STATE];	/* the state that is to be next */
static bool	is_waiting;
static pid_t	program;		/* that runs, or 0 */
static uint64_t	give_up;		/* ms, when it has run too long */
static bool	told;			/* ... and was told so */
static int	output[2];
static char	line[1 + LINE];		/* of the output, incomplete */
static size_t	line_len;
static struct {
	unsigned	lines;
	uint64_t	until;		/* ms; then they count anew */
} said[2];

static uint64_t
milliseconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

/* Should nobody read it, it is lost: nothing here waits. */
static void
put(const char *words, const char *more)
{
	char text[LINE + 64];
	int n = snprintf(text, sizeof(text), "%s%s", words, more);

	(void)send(fd, text, (size_t)n < sizeof(text) ? (size_t)n :
	    sizeof(text) - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* Changes of the state can be forged, and each of them runs the program. */
static void
say(const char *words, const char *more)
{
	unsigned kind = words[0] == '!';
	uint64_t now = milliseconds();

	if (now >= said[kind].until) {
		said[kind].lines = 0;
		said[kind].until = now + PERIOD;
	}
	if (said[kind].lines++ < LINES)
		put(words, more);
	else if (said[kind].lines == LINES + 1)
		put("!says more than is logged", "");
}

static void
end_line(void)
{
	line[line_len] = '\0';
	line_len = 0;
	say(" ", line);
}

/* Always read, so that the program is not kept from what it does. */
static void
read_output(void)
{
	char buf[1024];
	ssize_t n;

	for (int i = 0; i < LOGS; i++) {
		n = read(output[0], buf, sizeof(buf));
		if (n <= 0)
			return;
		for (ssize_t k = 0; k < n; k++) {
			if (buf[k] == '\n')
				end_line();
			else if (line_len < LINE)
				line[line_len++] = buf[k];
		}
	}
}

/*
 * Its name and those of the keys are all that is not a mere value, and they
 * come from us or have a prefix: so no more can be done with this text than to
 * tell the program something wrong.  Returns the state, or NULL.
 */
static const char *
environment(char *text, char *room, size_t size, char *env[KEYS + 2])
{
	static char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:"
	    "/usr/bin:/sbin:/bin";
	const char *state = NULL;
	unsigned n = 0;
	char *one, *end, *value;
	size_t len;

	env[n++] = path;
	for (one = text; n <= KEYS && (end = strchr(one, '\n')) != NULL;
	    one = end + 1) {
		len = (size_t)(end - one);
		value = memmem(one, len, "='", 2);
		if (value == NULL || one + len < value + 3)
			continue;
		one[len - 1] = *value = '\0';	/* the quotes */
		value += 2;
		len = (size_t)snprintf(room, size, "VRRPD_%s=%s", one, value);
		if (len >= size)
			break;
		env[n++] = room;
		room += len + 1;
		size -= len + 1;
		for (int s = VRRP_INITIALIZE; s <= VRRP_MASTER; s++)
			if (strcmp(one, "state") == 0 && strcmp(value,
			    vrrp_state_name((enum vrrp_state)s)) == 0)
				state = vrrp_state_name((enum vrrp_state)s);
	}
	env[n] = NULL;
	return state;
}

_Noreturn static void
become_program(void)
{
	static ROOM char room[2 * REPORT_STATE];
	char *env[KEYS + 2], vrid[4];
	const char *state = environment(waiting, room, sizeof(room), env),
	    *why;
	const char *argv[] = { conf->program, conf->ifname, vrid, state,
	    NULL };
	sigset_t none;

	/* With whatever it starts, so that that can be told to end, too. */
	(void)setsid();
	for (int i = 1; i < NSIG; i++)
		(void)signal(i, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	snprintf(vrid, sizeof(vrid), "%u", conf->vrid);
	if (state != NULL && dup2(output[1], STDOUT_FILENO) != -1 &&
	    dup2(output[1], STDERR_FILENO) != -1)
		execve(conf->program, (char *const *)argv, env);
	why = strerror(errno);
	say("!cannot be run: ", why);
	_exit(127);
}

static void
run_program(void)
{
	is_waiting = false;
	told = false;
	program = fork();
	if (program == 0)
		become_program();
	if (program == -1) {
		say("!cannot be run: ", strerror(errno));
		program = 0;
	}
	give_up = milliseconds() + PATIENCE;
}

static void
reap_program(void)
{
	char number[16];
	int status;

	if (program == 0 || waitpid(program, &status, WNOHANG) != program)
		return;
	program = 0;
	read_output();
	if (line_len > 0)
		end_line();
	snprintf(number, sizeof(number), "%d", WIFSIGNALED(status) ?
	    WTERMSIG(status) : WEXITSTATUS(status));
	if (status != 0)
		say(WIFSIGNALED(status) ? "!was ended by signal " :
		    "!ended with status ", number);
}

/* It does not wait for us either: what it started goes with it. */
static void
press_program(void)
{
	if (program == 0 || milliseconds() < give_up)
		return;
	say(told ? "!does not end: killed" :
	    "!runs for 30 s: told to end", "");
	(void)kill(-program, told ? SIGKILL : SIGTERM);
	give_up = told ? UINT64_MAX : milliseconds() + MERCY;
	told = true;
}

/* False: there will be no more. */
static bool
listen_to_daemon(void)
{
	ssize_t n = recv(fd, waiting, sizeof(waiting) - 1, MSG_DONTWAIT);

	if (n > 0) {
		waiting[n] = '\0';
		is_waiting = true;
	}
	return n > 0 || (n == -1 && (errno == EAGAIN || errno == EINTR));
}

static void
nap(bool listens, const sigset_t *unblocked)
{
	struct pollfd want[] = { { .fd = output[0], .events = POLLIN },
	    { .fd = listens ? fd : -1, .events = POLLIN } };
	uint64_t now = milliseconds(), ms;
	struct timespec ts;

	ms = give_up > now ? give_up - now : 0;
	ts.tv_sec = (time_t)(ms / 1000);
	ts.tv_nsec = (long)(ms % 1000) * 1000000;
	(void)ppoll(want, 2, program != 0 && give_up != UINT64_MAX ? &ts :
	    NULL, unblocked);
}

/* Only there to end a nap. */
static void
child_ended(int sig)
{
	(void)sig;
}

/* Whoever ends us ends the daemon, and that ends the helper. */
static void
helper_signals(sigset_t *unblocked)
{
	static const int ignored[] = { SIGHUP, SIGINT, SIGTERM, SIGUSR1,
	    SIGUSR2, SIGPIPE };
	const struct sigaction sa = { .sa_handler = child_ended };
	sigset_t child;

	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		(void)signal(ignored[i], SIG_IGN);
	sigaction(SIGCHLD, &sa, NULL);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, unblocked);
	sigdelset(unblocked, SIGCHLD);
}

/* No descriptor of the daemon's, nor of whoever started it, stays. */
static void
helper_descriptors(void)
{
	int null;

	descriptors_keep(fd, fd);
	do
		null = open("/dev/null", O_RDWR);
	while (null != -1 && null < STDERR_FILENO);
	if (null < STDERR_FILENO || pipe2(output, O_CLOEXEC) == -1)
		_exit(1);
	(void)fcntl(output[0], F_SETFL, O_NONBLOCK);
}

_Noreturn static void
help(void)
{
	bool listens = true;
	sigset_t unblocked;

	helper_descriptors();
	helper_signals(&unblocked);
	(void)setsid();
	if (chdir("/") == -1)
		_exit(1);
	umask(022);
	while (listens || program != 0 || is_waiting) {
		if (program == 0 && is_waiting)
			run_program();
		nap(listens, &unblocked);
		/* Only the latest waits. */
		if (listens)
			listens = listen_to_daemon();
		read_output();
		reap_program();
		press_program();
	}
	_exit(0);
}

/*
 * The daemon.
 */

static pid_t helper;

/* Why a program must not be run with our privileges; NULL: it may. */
static const char *
mistrust(const char *path)
{
	struct stat st;

	if (fstatat(AT_FDCWD, path, &st, 0) == -1)
		return strerror(errno);
	if (!S_ISREG(st.st_mode))
		return "not a program";
	if ((st.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return "group or others may write it; chmod go-w it";
	if (st.st_uid != 0 && st.st_uid != geteuid())
		return "belongs to another user; chown it to root";
	if (faccessat(AT_FDCWD, path, X_OK, 0) == -1)
		return "cannot be executed; chmod +x it";
	return NULL;
}

void
hook_open(struct conf *c)
{
	const char *why = mistrust(c->program);
	int fds[2];

	if (why != NULL)
		fatalx("-e %s: %s", c->program, why);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) == -1)
		fatal("-e %s: socketpair", c->program);
	helper = fork();
	if (helper == -1)
		fatal("-e %s: fork", c->program);
	fd = fds[helper == 0 ? 1 : 0];
	close(fds[helper == 0 ? 0 : 1]);
	if (helper != 0)
		return;
	/* It never needs the key. */
	explicit_bzero(&c->auth, sizeof(c->auth));
	conf = c;
	help();
}

int
hook_fd(void)
{
	return fd;
}

bool
hook_tell(const char *text, size_t len)
{
	/* Who is gone needs no more; hook_read will see it. */
	return fd == -1 || send(fd, text, len, MSG_DONTWAIT | MSG_NOSIGNAL) !=
	    -1 || errno == EPIPE;
}

/* 1: one more line is logged; 0: there is none now; -1: nor ever again. */
static int
log_one(void)
{
	char text[LINE + 64];
	ssize_t n = recv(fd, text, sizeof(text) - 1, MSG_DONTWAIT);

	if (n == -1 && (errno == EAGAIN || errno == EINTR || errno == ENOMEM))
		return 0;
	if (n <= 0)
		return -1;
	text[n] = '\0';
	if (text[0] == '!')
		log_warnx("the program of -e %s", text + 1);
	else
		log_notice("-e: %s", text + 1);
	return 1;
}

static void
hook_close(void)
{
	close(fd);
	fd = -1;
	while (waitpid(helper, NULL, 0) == -1 && errno == EINTR)
		;
}

void
hook_read(void)
{
	int more = 1;

	for (int i = 0; i < LOGS && more > 0; i++)
		more = log_one();
	if (more != -1)
		return;
	log_warnx("the helper that runs the program of -e is gone; only a "
	    "new start of vrrpd brings another");
	hook_close();
}

void
hook_finish(const sigset_t *unblocked)
{
	int more = 0;
	fd_set fds;

	if (fd == -1)
		return;
	(void)shutdown(fd, SHUT_WR);
	(void)signals_take();
	while (more != -1 && (signals_take() & DAEMON_STOP) == 0) {
		FD_ZERO(&fds);
		FD_SET(fd, &fds);
		if (pselect(fd + 1, &fds, NULL, NULL, NULL, unblocked) == 1)
			more = log_one();
	}
	if (more == -1)
		hook_close();
}
