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

#include <stddef.h>
#include <stdint.h>

/*
 * Remember the interface's addresses and every route through it.
 * 0, or -1 with errno; EMSGSIZE: more than we can hold.
 */
int	route_save(int ifindex);

/*
 * Put back what of it is missing, but for n IPv4 addresses (host order) and
 * the routes that name one as source.  Returns how many routes and addresses
 * could not be put back.
 */
unsigned route_restore(const uint32_t *but, size_t n);

#endif
