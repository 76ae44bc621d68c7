/*
 * The administrator's program, run at changes of the state by a helper that
 * keeps the privileges which we give up; it is waited for only at the end.
 */
#ifndef HOOK_H
#define HOOK_H

#include <stdbool.h>
#include <signal.h>
#include <stddef.h>

#include "conf.h"

/*
 * Check the program of -e and fork the helper: before any privilege is given
 * up.  Ends the process where that fails.
 */
void	hook_open(struct conf *);

/* For select: there is something for hook_read.  -1: no helper. */
int	hook_fd(void);

/*
 * Run the program with what is in the state file, of len bytes; if it runs
 * still, once it has ended, unless there is something newer by then.  False:
 * try again later.
 */
bool	hook_tell(const char *text, size_t len);

/* Log what the helper has to say. */
void	hook_read(void);

/*
 * Let the program that runs and the last one end, and log what they say, until
 * a signal says that it takes too long.
 */
void	hook_finish(const sigset_t *unblocked);

#endif
