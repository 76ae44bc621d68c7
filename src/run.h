/*
 * The names and files of one instance: its lock, pid file and state file; it
 * never decides what is in them.
 */
#ifndef RUN_H
#define RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum run_lock_result {
	RUN_LOCKED,
	RUN_SQUATTED,	/* held by someone who is neither root nor us */
	RUN_HELD,	/* *holder is its pid, 0 if that cannot be known */
	RUN_BUSY,	/* held by someone who does not answer */
	RUN_LEAVING,	/* held by one that is about to end */
	RUN_ERROR	/* errno */
};

/*
 * A lock is an abstract AF_UNIX name: scoped to the network namespace, freed
 * by the holder's death.  The descriptor is left in *fd.  run_lock_instance
 * holds ifindex and VRID, run_lock_mac the interface's MAC address.  Anyone
 * may take such a name, so who holds it is asked for.
 */
enum run_lock_result
	run_lock_instance(int *fd, int ifindex, uint8_t vrid, pid_t *holder);
enum run_lock_result
	run_lock_mac(int *fd, int ifindex, pid_t *holder);

/* Answer those who ask who holds a lock: they see who we are. */
void	run_lock_answer(int fd);

/*
 * From now on a successor on either lock that we hold (-1: we do not) sees
 * RUN_LEAVING and waits.
 */
void	run_lock_leave(int lock_fd, int mac_fd, int ifindex, uint8_t vrid);

/* Open the directory of the files.  0, or -1 with errno. */
int	run_open(const char *dir, const char *ifname, uint8_t vrid);

/* Write the files by rename.  0, or -1 with errno, the old one left. */
int	run_pid(void);
int	run_state(const char *text, size_t len);

/* The state file of an earlier run: its length, 0 if there is none. */
size_t	run_read_state(char *text, size_t size);

/* Remove the pid file. */
void	run_remove(void);

#endif
