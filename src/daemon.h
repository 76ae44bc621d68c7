/*
 * How the process stands towards the system: background, signals, privileges;
 * it never does the work itself.
 */
#ifndef DAEMON_H
#define DAEMON_H

#include <signal.h>
#include <stdbool.h>

/* Signals that have come, as bits. */
#define DAEMON_STOP	1	/* SIGTERM, SIGINT */
#define DAEMON_REPORT	2	/* SIGHUP */
#define DAEMON_TAKE	4	/* SIGUSR1 */
#define DAEMON_STEP_DOWN 8	/* SIGUSR2 */
#define DAEMON_BEHIND	16	/* daemon_first is over */

#define DAEMON_FIRST_US	100000	/* of the processor without a pause */

/* Close all but these two, in a process of its own. */
void	 descriptors_keep(int, int);

/*
 * Close what we inherit beyond 0, 1 and 2.  Whoever starts us with one of
 * those closed must not find a socket of ours there: /dev/null takes the
 * empty places.
 */
void	 daemon_descriptors(void);

/*
 * No core dump; and where there is a key, no look into our memory but by
 * root.
 */
void	 daemon_hide(bool key);

/*
 * Go into the background.  Returns in the child only; the parent ends with 0
 * once the child calls daemon_ready, with 1 if it ends before.
 */
void	 daemon_fork(void);

/* Let go of the terminal and of the waiting parent. */
void	 daemon_ready(void);

/*
 * Run before whatever else runs on the machine, as far as we may, and wake up
 * to the microsecond, from memory.  Who keeps us busy must not stop the
 * machine with us: after DAEMON_FIRST_US without a pause we are an ordinary
 * process from then on, if a preferred one.
 */
void	 daemon_first(void);

/*
 * Nothing is going on: give back what only the start, or a transition, has
 * needed of the stack and of the room for the kernel's answers.
 */
void	 daemon_settle(void);

/*
 * Keep CAP_NET_ADMIN and CAP_NET_RAW, as far as we have them, and no other
 * power.  Ends the process where that fails.
 */
void	 privileges_drop(void);

/*
 * Whatever we inherit: a line or a file that cannot be written is an error,
 * and no reason to be killed by a reader that is gone, a limit of files, a
 * terminal's tostop; and a child tells how it ended.
 */
void	 signals_prepare(void);

/* Block our signals; *unblocked is the mask to wait with. */
void	 signals_init(sigset_t *unblocked);

/* What has come since the last call. */
unsigned signals_take(void);

#endif
