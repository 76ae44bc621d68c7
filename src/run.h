/*
 * The names and files of one instance: its locks, pid file, state file and
 * undo record; it never decides what is in them.
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

/* Whether an instance runs there, which may be about to end. */
bool	run_lock_held(int ifindex, uint8_t vrid);

/* Answer those who ask who holds a lock: they see who we are. */
void	run_lock_answer(int fd);

/*
 * Hold the lock of a dead instance for a moment, with VRID 0 that of the MAC:
 * a start meanwhile waits.  False: somebody has it.
 */
bool	run_lock_borrow(int fds[2], int ifindex, uint8_t vrid);
void	run_lock_return(const int fds[2]);

/*
 * From now on a successor on either lock that we hold (-1: we do not) sees
 * RUN_LEAVING and waits.
 */
void	run_lock_leave(int lock_fd, int mac_fd, int ifindex, uint8_t vrid);

#define RUN_BOOT	36	/* characters of a boot id */

/*
 * Open the directory of the files.  0, or -1 with errno.  One that is
 * removed meanwhile and made anew is found again.
 */
int	run_open(const char *dir, const char *ifname, uint8_t vrid);

/*
 * From now on, wait so many milliseconds for a disk; -1, as at first: for as
 * long as it takes.  What takes longer is EBUSY, and may yet be written;
 * what is late already is given that time, too, before this returns.
 */
void	run_wait(int ms);

/* Write the files by rename.  0, or -1 with errno, the old one left. */
int	run_pid(void);
int	run_state(const char *text, size_t len);

/* The undo record: text, and what belongs to it behind that. */
int	run_record(const char *text, size_t len, const void *more,
	    size_t more_len);

/* The state file of an earlier run: its length, 0 if there is none. */
size_t	run_read_state(char *text, size_t size);

/*
 * The file that says another priority than -p: 1 and its first line, so much
 * of it as fits; 0 if there is none, or none to be obeyed, which is logged; -1
 * with errno if nobody can know what is in it, EBUSY: so far.
 */
#define RUN_LINE	32
int	run_priority(char line[RUN_LINE]);

/* What a slow disk has said of that file, or is about to, is too old by now. */
void	run_priority_anew(void);

/* Its name in the directory. */
const char *run_priority_name(void);

/* Whether the undo record, and the pid file, are there still. */
bool	run_has_record(void);
bool	run_has_pid(void);

/*
 * Visit the undo records in the directory, of every instance; buf is room for
 * one, and what does not fit is cut off.  True: remove it.  0, or -1 with
 * errno: there may be one that could not be read.
 */
int	run_records(bool (*)(const char *record, size_t len, void *), void *,
	    char *buf, size_t size);

/*
 * This boot and this network namespace; "" and 0 where /proc does not say.
 * 0, or -1 with errno.
 */
int	run_here(char boot[RUN_BOOT + 1], uint64_t *netns);

/* Remove the undo record if it is ours. */
void	run_remove_record(void);

/*
 * Remove the pid file, at the end but before the locks are given up: nothing
 * of ours replaces a successor's files from then on.  It stays where the disk
 * does not answer.
 */
void	run_remove(void);

#endif
