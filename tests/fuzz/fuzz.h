/*
 * For fuzz targets: each gives fuzz_one(), which is run twice on every input
 * and must see the same both times.  With -DFUZZ libFuzzer brings the inputs;
 * without it, main() replays the corpus, forwards and then backwards, so that
 * nothing may be left of one input that another one meets.
 */

#ifndef FUZZ_H
#define FUZZ_H

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define FUZZ_ASAN
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define FUZZ_ASAN
#endif

/* Bytes that are there but that nobody may read: found by ASan alone. */
#ifdef FUZZ_ASAN
#include <sanitizer/asan_interface.h>
#define FUZZ_FORBID(p, len)	ASAN_POISON_MEMORY_REGION((p), (len))
#define FUZZ_ALLOW(p, len)	ASAN_UNPOISON_MEMORY_REGION((p), (len))
#else
#define FUZZ_FORBID(p, len)	((void)(p), (void)(len))
#define FUZZ_ALLOW(p, len)	((void)(p), (void)(len))
#endif

/* What must be so whatever the input is. */
#define MUST(expr)							\
	((expr) ? (void)0 : fuzz_fail(#expr, __FILE__, __LINE__))

static uint64_t	fuzz_seen;	/* all that was seen, as a number */

static void fuzz_one(const uint8_t *, size_t);

/*
 * The sources call these instead of the kernel's; every target has its own
 * of sendto, and of recv or, for datagrams, recvmmsg.
 */
ssize_t __wrap_recv(int, void *, size_t, int);
int __wrap_recvmmsg(int, struct mmsghdr *, unsigned, int, struct timespec *);
ssize_t __wrap_sendto(int, const void *, size_t, int,
    const struct sockaddr *, socklen_t);

_Noreturn static inline void
fuzz_fail(const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: %s is false\n", file, line, what);
	abort();
}

/* Something that came of the input: it must be the same the next time. */
static inline void
fuzz_see(const void *p, size_t len)
{
	const uint8_t *byte = p;

	/* FNV-1a */
	for (size_t i = 0; i < len; i++)
		fuzz_seen = (fuzz_seen ^ byte[i]) * UINT64_C(0x100000001b3);
}

static inline void
fuzz_number(uint64_t n)
{
	fuzz_see(&n, sizeof(n));
}

/*
 * An input as a sequence of bytes and pieces; behind its end all is zero.
 */
struct fuzz_in {
	const uint8_t	*p;
	size_t		left;
};

static inline uint8_t
fuzz_byte(struct fuzz_in *in)
{
	if (in->left == 0)
		return 0;
	in->left--;
	return *in->p++;
}

/* Two bytes of length, then as many bytes, or what is left. */
static inline const uint8_t *
fuzz_piece(struct fuzz_in *in, size_t *len)
{
	const uint8_t *piece;

	*len = (size_t)fuzz_byte(in) << 8;
	*len |= fuzz_byte(in);
	piece = in->p;
	if (*len > in->left)
		*len = in->left;
	in->p += *len;
	in->left -= *len;
	return piece;
}

/* A copy with nothing behind it that may be read; free it. */
static inline void *
fuzz_copy(const void *p, size_t len)
{
	void *copy = malloc(len > 0 ? len : 1);

	MUST(copy != NULL);
	if (len > 0)
		memcpy(copy, p, len);
	else
		FUZZ_FORBID(copy, 1);
	return copy;
}

static inline uint64_t
fuzz_run(const uint8_t *data, size_t len)
{
	fuzz_seen = UINT64_C(0xcbf29ce484222325);
	fuzz_one(data, len);
	return fuzz_seen;
}

#ifdef FUZZ
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	uint64_t first = fuzz_run(data, len);

	MUST(fuzz_run(data, len) == first);
	return 0;
}
#else

/* One file's run; -1: it cannot be read. */
static inline int
fuzz_file(const char *path, uint64_t *seen)
{
	static uint8_t room[1 << 20];
	FILE *file = fopen(path, "rb");
	uint8_t *copy;
	size_t len;

	if (file == NULL)
		return -1;
	len = fread(room, 1, sizeof(room), file);
	fclose(file);
	copy = fuzz_copy(room, len);
	*seen = fuzz_run(copy, len);
	free(copy);
	return 0;
}

static inline int
fuzz_visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static inline int
fuzz_corpus(const char *dir)
{
	struct dirent **e;
	char path[1024];
	int n = scandir(dir, &e, fuzz_visible, alphasort);
	uint64_t *seen, again;

	if (n <= 0) {
		printf("%s: no inputs there\n", dir);
		return 1;
	}
	seen = calloc((size_t)n, sizeof(*seen));
	MUST(seen != NULL);
	for (int i = 0; i < 2 * n; i++) {
		int k = i < n ? i : 2 * n - 1 - i;

		snprintf(path, sizeof(path), "%s/%s", dir, e[k]->d_name);
		if (fuzz_file(path, i < n ? &seen[k] : &again) == -1) {
			printf("%s: cannot be read\n", path);
			return 1;
		}
		if (i >= n && again != seen[k]) {
			printf("%s: not the same the second time\n", path);
			return 1;
		}
		if (i >= n)
			free(e[k]);
	}
	free(e);
	free(seen);
	printf("%d inputs\n", n);
	return 0;
}

/* An input that fails ends it all: its name is the last thing said. */
static inline int
fuzz_single(const char *path)
{
	uint64_t first, second;

	printf("%s\n", path);
	fflush(stdout);
	if (fuzz_file(path, &first) == -1 || fuzz_file(path, &second) == -1) {
		printf("cannot be read\n");
		return 1;
	}
	MUST(first == second);
	return 0;
}

/* Files; without any, the directory that is named like the program. */
int
main(int argc, char *argv[])
{
	const char *name = strrchr(argv[0], '/');
	char dir[512];

	for (int i = 1; i < argc; i++)
		if (fuzz_single(argv[i]) != 0)
			return 1;
	if (argc > 1)
		return 0;
	snprintf(dir, sizeof(dir), "tests/fuzz/corpus/%s",
	    name != NULL ? name + 1 : argv[0]);
	return fuzz_corpus(dir);
}
#endif

#endif /* FUZZ_H */
