#include "key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Why this descriptor is not to be trusted with a key; NULL: it is. */
static const char *
mistrust(int fd)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return strerror(errno);
	if (!S_ISREG(st.st_mode))
		return "not a regular file";
	if ((st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return "open to group or others; chmod 600 it";
	if (st.st_uid != 0 && st.st_uid != geteuid())
		return "belongs to another user; chown it to root";
	return NULL;
}

static const char *
read_line(int fd, char *line, size_t size)
{
	ssize_t n;
	char *end;

	n = read(fd, line, size - 1);
	if (n == -1)
		return strerror(errno);
	line[n] = '\0';
	end = memchr(line, '\n', (size_t)n);
	if (end == NULL && (size_t)n == size - 1)
		return "the first line is too long for a key";
	/* Perhaps edited on another system. */
	if (end != NULL && end > line && end[-1] == '\r')
		end--;
	if (end != NULL)
		*end = '\0';
	if (strlen(line) != (size_t)(end != NULL ? end - line : n))
		return "the first line has a zero byte in it";
	if (line[0] == '\0')
		return "the first line is empty; it holds the key, as "
		    "behind -a";
	return NULL;
}

int
key_read(const char *path, char *line, size_t size, char *error,
    size_t error_size)
{
	const char *why;
	int fd;

	/* Non-blocking, or a FIFO would hold us up. */
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY |
	    O_CLOEXEC);
	if (fd == -1)
		why = errno == ELOOP ? "a symbolic link; name the file "
		    "itself" : strerror(errno);
	else {
		why = mistrust(fd);
		if (why == NULL)
			why = read_line(fd, line, size);
		close(fd);
	}
	if (why == NULL)
		return 0;
	snprintf(error, error_size, "-a @%s: %s", path, why);
	return -1;
}
