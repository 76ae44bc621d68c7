/*
 * What a supervisor is told that asked for it, by datagrams to NOTIFY_SOCKET:
 * that we are ready, how we are, that we are alive; never anything else, and
 * never waiting for it.
 */
#ifndef NOTIFY_H
#define NOTIFY_H

#include <stdint.h>
#include <sys/types.h>

struct sockaddr_un;

/*
 * Read NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID, and take them out of
 * the environment, so that no program of ours takes them for its own.  What
 * is not as it should be is not there.
 */
void	 notify_open(void);

/* Lines of KEY=VALUE, in one datagram; it is lost where it would wait. */
void	 notify_send(const char *, ...) __attribute__((format(printf, 1, 2)));

/* When the next sign of life is due, VRRP_NEVER: nobody waits for one. */
uint64_t notify_deadline(void);

/* Give it, now. */
void	 notify_alive(uint64_t now);

/*
 * The time between two signs of life, half of what the watchdog allows, in
 * ns; 0: nobody waits for them, or not for ours.
 */
uint64_t notify_period(const char *usec, const char *pid, pid_t self);

/*
 * The address of a socket: a path, or an abstract name behind an @.  Its
 * length, 0: it is none.
 */
unsigned notify_address(struct sockaddr_un *, const char *name);

#endif
