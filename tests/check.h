/*
 * Checks for unit tests: a failed one is printed and counted, and the test
 * goes on.  Never exits; main() returns check_done().
 */

#ifndef CHECK_H
#define CHECK_H

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define CHECK(expr)							\
	check_true(!!(expr), #expr, __FILE__, __LINE__)
#define CHECK_EQ(a, b)							\
	check_eq((long long)(a), (long long)(b), #a, #b, __FILE__, __LINE__)
#define CHECK_STR(a, b)							\
	check_str((a), (b), #a, #b, __FILE__, __LINE__)
#define CHECK_MEM(a, b, len)						\
	check_mem((a), (b), (len), #a, #b, __FILE__, __LINE__)

static unsigned long	check_run, check_failed;

static inline int
check_true(int good, const char *what, const char *file, int line)
{
	check_run++;
	if (good)
		return 1;
	check_failed++;
	printf("%s:%d: %s is false\n", file, line, what);
	return 0;
}

/* Both as long long: UINT64_MAX shows as -1, its hexadecimal form helps. */
static inline int
check_eq(long long a, long long b, const char *as, const char *bs,
    const char *file, int line)
{
	check_run++;
	if (a == b)
		return 1;
	check_failed++;
	printf("%s:%d: %s is %lld (0x%llx), %s is %lld (0x%llx)\n", file, line,
	    as, a, (unsigned long long)a, bs, b, (unsigned long long)b);
	return 0;
}

static inline int
check_str(const char *a, const char *b, const char *as, const char *bs,
    const char *file, int line)
{
	check_run++;
	if (a == b || (a != NULL && b != NULL && strcmp(a, b) == 0))
		return 1;
	check_failed++;
	printf("%s:%d: %s is \"%s\", %s is \"%s\"\n", file, line,
	    as, a != NULL ? a : "(null)", bs, b != NULL ? b : "(null)");
	return 0;
}

static inline void
check_hex(const char *name, const unsigned char *p, size_t len)
{
	size_t	i;

	printf("\t%s ", name);
	for (i = 0; i < len; i++)
		printf("%02x", p[i]);
	printf("\n");
}

static inline int
check_mem(const void *a, const void *b, size_t len, const char *as,
    const char *bs, const char *file, int line)
{
	check_run++;
	if (memcmp(a, b, len) == 0)
		return 1;
	check_failed++;
	printf("%s:%d: %s and %s differ\n", file, line, as, bs);
	check_hex(as, a, len);
	check_hex(bs, b, len);
	return 0;
}

/* One line, then the exit status: 0 if all checks held, 1 if not, or none. */
static inline int
check_done(void)
{
	if (check_failed > 0)
		printf("%lu of %lu checks failed\n", check_failed, check_run);
	else
		printf("%lu checks\n", check_run);
	return check_failed > 0 || check_run == 0;
}

#endif /* CHECK_H */
