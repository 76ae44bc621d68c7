/*
 * An interface's routes and addresses kept over an operation that loses
 * them; it never judges which of them are right.
 *
 * Taking an interface down deletes its routes, IPv4 and IPv6, and its IPv6
 * addresses.  Removing an address that is the primary one of its subnet
 * deletes the subnet's other addresses and what hangs on them.
 */
#ifndef ROUTE_H
#define ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROUTE_ROOM	4194304	/* bytes of routes that we can hold */

/*
 * Remember the interface's addresses and every route through it; those of
 * IPv6 only if they are about to be lost, for what someone else removes
 * before route_restore() would come back.
 * 0, or -1 with errno; EMSGSIZE: more than we can hold.
 */
int	route_save(int ifindex, bool ipv6);

/*
 * Remember those of IPv6 beside what is remembered, unless there are some.
 * 0, or -1 with errno, and nothing more than before is remembered.
 */
int	route_save_ipv6(int ifindex);

/*
 * Forget n IPv4 addresses (host order) and the routes that name one as their
 * source: those are to go.
 */
void	route_forget(const uint32_t *addrs, size_t n);

/*
 * The same for those whose label the function answers for; not all: but of the
 * routes only those that the kernel makes by itself.
 */
void	route_forget_labelled(bool (*)(const char *label), bool all);

/* What is remembered, as bytes that route_load takes, and their number. */
const void *
	route_kept(size_t *len);

/*
 * Remember what an earlier process did, from len bytes that nobody vouches
 * for.  0, or -1 with EBADMSG: they are not addresses and routes of this
 * interface.
 */
int	route_load(const void *, size_t len, int ifindex);

/*
 * Put back what of it is missing.  Returns how many routes and addresses
 * could not be put back; errno is 0 if another try is no use.
 */
unsigned route_restore(void);

#endif
