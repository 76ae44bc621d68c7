/*
 * The key file's one line; it never says what is in it.
 */
#ifndef KEY_H
#define KEY_H

#include <stddef.h>

/*
 * Read the first line of a regular file that only its owner may read; the
 * last part of the path may be no link.  0; or -1 with a line of why, and
 * what to do, in error.
 */
int	key_read(const char *path, char *line, size_t size,
	    char *error, size_t error_size);

#endif
