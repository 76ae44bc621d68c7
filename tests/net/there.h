/*
 * For what the tests preload: the file that is named in the environment says
 * when it has effect.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

static bool
there(const char *name)
{
	const char *file = getenv(name);

	return file != NULL && access(file, F_OK) == 0;
}
