/*
 * Runs a program that may make only some system calls, and sockets of some
 * families; any other fails with EPERM.  That is what a supervisor does that
 * is told to, here without one.
 *
 *     confine CALLS FAMILIES PROGRAM [ARGUMENT ...]
 *
 * CALLS is a file of their numbers, FAMILIES are numbers with commas between.
 */

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <err.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROOM	2048
#define LOW_WORD	(__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0)

static struct sock_filter filter[ROOM];
static unsigned short length;

static void
add(unsigned code, unsigned value, unsigned char yes, unsigned char no)
{
	if (length == ROOM)
		errx(2, "too many calls");
	filter[length++] = (struct sock_filter){ (unsigned short)code, yes,
	    no, value };
}

static void
load(size_t offset)
{
	add(BPF_LD | BPF_W | BPF_ABS, (unsigned)offset, 0, 0);
}

static void
allow(unsigned value)
{
	add(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
	add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

/* socket(2) is asked for its family, any other call for its number only. */
static void
calls(const char *path)
{
	FILE *f = fopen(path, "r");
	unsigned n;

	if (f == NULL)
		err(2, "%s", path);
	load(offsetof(struct seccomp_data, nr));
	while (fscanf(f, "%u", &n) == 1)
		if (n != SYS_socket)
			allow(n);
	fclose(f);
	add(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 1, 0);
	add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM, 0, 0);
}

static void
families(char *list)
{
	char *one;

	load(offsetof(struct seccomp_data, args[0]) + LOW_WORD);
	for (one = strtok(list, ","); one != NULL; one = strtok(NULL, ","))
		allow((unsigned)strtoul(one, NULL, 10));
	add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM, 0, 0);
}

int
main(int argc, char *argv[])
{
	struct sock_fprog program = { .filter = filter };

	if (argc < 4)
		errx(2, "usage: confine calls families program ...");
	calls(argv[1]);
	families(argv[2]);
	program.len = length;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == -1) {
		warn("cannot filter system calls");
		return 77;
	}
	execv(argv[3], argv + 3);
	err(1, "%s", argv[3]);
}
