/*
 * The shell around the election, as main.c, act.c, follow.c and start.c have
 * it, on a make-believe machine.  What is sent goes to the virtual LAN
 * (lan.h), and every event and action to the router's judge (judge.h).
 */
#ifndef NODE_H
#define NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "auth.h"
#include "history.h"
#include "judge.h"
#include "packet.h"
#include "report.h"
#include "vrrp.h"

#define NODE_QUEUE	256	/* fewer than a kernel's, to be filled */
#define NODE_DATAGRAM	80	/* room for one address and AH */

#define NODE_SIGNAL_STOP	0x1u
#define NODE_SIGNAL_TAKE	0x2u
#define NODE_SIGNAL_STEP_DOWN	0x4u
#define NODE_SIGNAL_PRIORITY	0x8u	/* SIGHUP: another in the file */

struct lan;

struct node {
	struct lan	*lan;
	unsigned	i;

	/* the machine */
	const struct history_router *is;
	uint64_t	clock_base;
	uint32_t	addr;
	bool		up, running;	/* the interface */
	bool		refuses;	/* the kernel: adverts */
	bool		no_address;	/* ... the VIP */
	bool		robbed;		/* the VIP was taken away */
	unsigned	troubles;	/* monitored interfaces */
	uint8_t		file;		/* priority in it, 0: there is none */
	uint32_t	disk;		/* AH number in the state file */
	uint32_t	serial;		/* of frames, over all runs */
	uint64_t	wake;		/* when the process runs next */
	uint64_t	stall;		/* not before this */
	bool		restart;	/* once it has ended */
	bool		serving;	/* the VIP is up and someone behind it */

	/* the process */
	bool		alive;
	unsigned	signals;
	uint8_t		priority;	/* without the troubles */
	unsigned	weighed;	/* ... as the election knows them */
	bool		news;
	bool		usable;
	bool		swapped;
	uint32_t	overflow;	/* datagrams that had no room */
	uint32_t	lost;		/* ... when the master was heard */
	unsigned	doubts;
	uint64_t	now, grace_end, mac_changed, save_at, heard;
	struct report_facts facts;
	struct vrrp	vrrp;
	struct auth	auth;
	struct adv_conf	adv;
	uint8_t		datagram[NODE_DATAGRAM];
	size_t		datagram_len;
	uint16_t	id;
	uint16_t	queue[NODE_QUEUE];	/* of lan's frames */
	unsigned	head, queued;

	struct judge	judge;
};

/* The machine is there, without the process. */
void	 node_init(struct node *, struct lan *, unsigned i);

/* The process begins, or is gone from one moment to the next. */
void	 node_start(struct node *);
void	 node_vanish(struct node *);

/* Something has come for the process, which runs as soon as it can. */
void	 node_poke(struct node *);

/* One turn of its loop; sets when it wants to run next. */
void	 node_turn(struct node *);

/* A datagram for its queue, unless that is full. */
bool	 node_queue(struct node *, uint16_t frame);

#endif
