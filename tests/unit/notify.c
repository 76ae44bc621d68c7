/*
 * What a supervisor asks for is taken as it is meant, or not at all: its
 * socket's name, and how often it wants to hear that we are alive.
 */
#include "notify.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "check.h"
#include "vrrp.h"

#define PATH	offsetof(struct sockaddr_un, sun_path)
#define ROOM	sizeof(((struct sockaddr_un *)0)->sun_path)

/* A path has its zero byte, an abstract name begins with one. */
static void
addresses(void)
{
	struct sockaddr_un un;
	char name[ROOM + 1];

	CHECK_EQ(notify_address(&un, "/run/notify"), PATH + 12);
	CHECK_EQ(un.sun_family, AF_UNIX);
	CHECK(strcmp(un.sun_path, "/run/notify") == 0);
	CHECK_EQ(notify_address(&un, "@notify"), PATH + 7);
	CHECK(memcmp(un.sun_path, "\0notify", 8) == 0);

	memset(name, 'x', sizeof(name));
	name[0] = '/';
	name[ROOM - 1] = '\0';
	CHECK_EQ(notify_address(&un, name), PATH + ROOM);
	CHECK_EQ(un.sun_path[ROOM - 1], '\0');
	name[ROOM - 1] = 'x';
	name[ROOM] = '\0';
	CHECK_EQ(notify_address(&un, name), 0);

	CHECK_EQ(notify_address(&un, NULL), 0);
	CHECK_EQ(notify_address(&un, ""), 0);
	CHECK_EQ(notify_address(&un, "/"), 0);
	CHECK_EQ(notify_address(&un, "@"), 0);
	CHECK_EQ(notify_address(&un, "run/notify"), 0);
	CHECK_EQ(notify_address(&un, "vsock:2:1234"), 0);
}

static void
periods(void)
{
	static const char *const bad[] = { "", "0", "999", "-1", "+30000000",
	    " 30000000", "30000000 ", "30s", "0x1c9c380", "1000000000001",
	    "18446744073709551616", "1000000000000000000000000000000" };

	CHECK_EQ(notify_period("30000000", NULL, 7), 15 * VRRP_SECOND);
	CHECK_EQ(notify_period("30000000", "7", 7), 15 * VRRP_SECOND);
	CHECK_EQ(notify_period("1000", "7", 7), 500000);
	CHECK_EQ(notify_period("1000000000000", "7", 7),
	    500000 * VRRP_SECOND);
	CHECK_EQ(notify_period("000000000000030000", NULL, 7), 15000000);
	CHECK_EQ(notify_period(NULL, NULL, 7), 0);
	CHECK_EQ(notify_period(NULL, "7", 7), 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_EQ(notify_period(bad[i], "7", 7), 0);

	/* For another process, or for none. */
	CHECK_EQ(notify_period("30000000", "8", 7), 0);
	CHECK_EQ(notify_period("30000000", "", 7), 0);
	CHECK_EQ(notify_period("30000000", "7x", 7), 0);
	CHECK_EQ(notify_period("30000000", "-7", 7), 0);
}

/* Nobody has asked. */
static void
nobody(void)
{
	CHECK_EQ(notify_deadline(), VRRP_NEVER);
	notify_send("READY=1");
	CHECK_EQ(notify_deadline(), VRRP_NEVER);
}

/* A program that we start must not find what was meant for us. */
static void
environment(void)
{
	setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1);
	setenv("WATCHDOG_USEC", "30000000", 1);
	setenv("WATCHDOG_PID", "not ours", 1);
	notify_open();
	CHECK(getenv("NOTIFY_SOCKET") == NULL);
	CHECK(getenv("WATCHDOG_USEC") == NULL);
	CHECK(getenv("WATCHDOG_PID") == NULL);
	CHECK_EQ(notify_deadline(), VRRP_NEVER);

	/* The first at once; that nobody is there does not matter. */
	setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1);
	setenv("WATCHDOG_USEC", "30000000", 1);
	notify_open();
	CHECK(notify_deadline() < VRRP_NEVER);
	notify_alive(VRRP_SECOND);
	CHECK_EQ(notify_deadline(), 16 * VRRP_SECOND);
}

int
main(void)
{
	addresses();
	periods();
	nobody();
	environment();
	return check_done();
}
