/*
 * Large buffers of which little is touched.  The linker sorts by name, so they
 * come last, and what is small, and used in every turn, lies together on few
 * pages; those of which only the beginning is ever used are next to it.
 */
#ifndef ROOM_H
#define ROOM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_DONTNEED_LOCKED
#define MADV_DONTNEED_LOCKED	24	/* Linux 5.18 */
#endif

/* gcc's AddressSanitizer sees to no variable in a section of its own. */
#ifdef __SANITIZE_ADDRESS__
#define ROOM
#define ROOM_FIRST
#else
#define ROOM	__attribute__((section(".bss.z_room")))
#define ROOM_FIRST	__attribute__((section(".bss.z_first")))
#endif

/*
 * Give back the memory of what is not needed any more, also where it is
 * locked: whole pages only, for others use what shares one with it.
 */
static inline void
room_give_back(void *room, size_t len)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	char *from = room, *to = from + len;

	from += -(uintptr_t)from % page;
	to -= (uintptr_t)to % page;
	if (from < to)
		(void)madvise(from, (size_t)(to - from), MADV_DONTNEED_LOCKED);
}

#endif
