/*
 * A history: who is on the virtual LAN, and all that will happen to them;
 * made from a seed, or read from text.  It runs nothing.
 *
 * Times are nanoseconds of true time, from the beginning of the history.
 */
#ifndef HISTORY_H
#define HISTORY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "packet.h"

#define HISTORY_ROUTERS	32
#define HISTORY_FAULTS	48
#define HISTORY_NET	UINT32_C(0x0a000000)	/* 10.0.0.0 */
#define HISTORY_VIP	UINT32_C(0x0a000001)

enum fault_kind {
	/* Conditions of the LAN, from at until end. */
	FAULT_LOSS,		/* arg: frames in 100 */
	FAULT_COPIES,		/* likewise, delivered twice */
	FAULT_DELAY,		/* arg: up to so many ms more, each its own */
	FAULT_CUT,		/* one way, from who to whom */
	FAULT_SPLIT,		/* arg: who is on one side, as bits */
	/* What happens to a router at a time, and is over at end. */
	FAULT_CRASH,		/* of the machine, started again at end */
	FAULT_KILL,		/* of the process; the same to the others */
	FAULT_STOP,		/* SIGTERM */
	FAULT_STALL,		/* the process gets no CPU */
	FAULT_DOWN,		/* the interface is set down */
	FAULT_UNPLUG,		/* the link loses its carrier */
	FAULT_TROUBLE,		/* with one more monitored interface */
	FAULT_REFUSE,		/* the kernel refuses adverts */
	FAULT_NO_ADDRESS,	/* the kernel refuses the VIP */
	/* What happens at a time. */
	FAULT_STEP_DOWN,	/* SIGUSR2 */
	FAULT_TAKE,		/* SIGUSR1 */
	FAULT_ADDRESS,		/* arg: host part of another primary address */
	FAULT_PRIORITY,		/* arg: another, 0: the first one again */
	FAULT_LOST,		/* someone removes the VIP */
	/* The attacker, every so often from at until end. */
	/*
	 * In the name of who; arg: priority, what is wrong with it in bits 8
	 * to 11 (lan.c), and how many times 64 more the first time above.
	 */
	FAULT_FORGE,
	FAULT_REPLAY,		/* arg: which of what was on the wire */
	FAULT_CORRUPT,		/* arg: likewise, and which bit */
	FAULT_KINDS
};

struct fault {
	enum fault_kind	kind;
	uint64_t	at, end;	/* end: UINT64_MAX if for ever */
	uint8_t		who, whom;
	bool		forget;		/* the files are lost, too */
	uint32_t	arg;
};

struct history_router {
	uint8_t		priority;
	uint8_t		host;		/* part of its address */
	uint8_t		delta;		/* what a trouble costs */
	uint8_t		hold;		/* s without a take-over, at first */
	bool		preempt;
	bool		owner;
	bool		clock_unset;	/* its wall clock says 1970 */
	int		ppm;		/* how much its clock is too fast */
	uint64_t	start;
};

struct history {
	uint64_t	seed;		/* for what chance decides on the way */
	enum adv_auth	auth;
	uint8_t		interval;
	unsigned	n;
	struct history_router router[HISTORY_ROUTERS];
	unsigned	nfaults;
	struct fault	fault[HISTORY_FAULTS];
	uint64_t	delay;		/* of the LAN */
	uint64_t	late;		/* up to so much until a process runs */
	uint64_t	calm;		/* no more faults */
	uint64_t	end;
};

/* Pseudo-random, splitmix64: the next number, and a number of a number. */
uint64_t history_next(uint64_t *state);
uint64_t history_mix(uint64_t);

/* One number decides everything. */
void	 history_make(struct history *, uint64_t seed);

/* Text: a line each router and fault. */
void	 history_print(const struct history *, FILE *);
void	 history_print_what(const struct fault *, FILE *);

/*
 * Take in a line of such text.  NULL, or what is wrong with it.
 */
void	 history_begin(struct history *);
const char *history_read(struct history *, const char *line);

/* A name for a router, "a" to "z" and "A" to "F"; a word for a fault. */
char	 history_name(unsigned router);
const char *history_word(enum fault_kind);

/* Leave a router out, with all that would happen to it. */
void	 history_drop_router(struct history *, unsigned);
void	 history_drop_fault(struct history *, unsigned);

#endif
