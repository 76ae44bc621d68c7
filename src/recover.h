/*
 * Undo what a vrrpd that was killed left on an interface; it never touches
 * what a living one holds.
 */
#ifndef RECOVER_H
#define RECOVER_H

#include <stdbool.h>

#include "sock.h"
#include "vip.h"

/*
 * Under the lock of this virtual router, and of the MAC if mac says so.
 * Everything that is undone is logged.  A virtual MAC stays where the
 * interface's own is not known.  0, or -1 with errno: its own was not taken.
 */
int	recover(struct vip *, const struct sock *, bool mac);

#endif
