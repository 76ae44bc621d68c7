/*
 * One rtnetlink question and its answer; it never waits, never uses the heap
 * and knows nothing of what it carries.
 */
#ifndef NL_H
#define NL_H

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stddef.h>

/*
 * Where messages come to, as many as the kernel fills in at once; whoever
 * reads the next ones writes over them.
 */
extern union nl_room {
	struct nlmsghdr	first;
	char		bytes[32768];
} nl_room;

/* Give back its memory: what is in it is not needed any more. */
void	nl_settle(void);

/*
 * Open the socket for questions, once.  0, or -1 with errno.
 */
int	nl_open(void);

/* Called for each message of an answer that holds the fixed header. */
typedef void nl_each(const struct nlmsghdr *, void *);

/*
 * Ask for a dump: type RTM_GET*, and its fixed header of len bytes.
 * 0, or -1 with errno when the answer is not complete.
 */
int	nl_dump(int type, const void *header, size_t len, nl_each *, void *);

/*
 * Have a message carried out whose type, flags and length are set.
 * 0, or -1 with the kernel's errno.
 */
int	nl_request(struct nlmsghdr *);

/* Append an attribute to a message; there must be room for it. */
void	nl_add(struct nlmsghdr *, unsigned short type, const void *value,
	    size_t size);

/* The attribute of a type among those in len bytes, or NULL. */
const struct rtattr *
	nl_attr(const void *attrs, size_t len, unsigned short type);

#endif
