/*
 * The command line: every option, every order, and every error with its
 * words.
 */

#include "conf.h"

#include <getopt.h>
#include <unistd.h>

#include "check.h"

#define LEN(a)	(sizeof(a) / sizeof((a)[0]))
#define ARGS	24

static struct conf conf;
static char error[CONF_ERROR];

/* An earlier parse may have ended amid "-ab": getopt starts afresh. */
static void
reset(void)
{
	static char name[] = "vrrpd";
	char *argv[] = { name, NULL };

	optind = 0;
	(void)getopt(1, argv, "+");
}

/* Up to ARGS arguments, which NULL ends, behind the program's name. */
static enum conf_result
parse(const char *const args[])
{
	static char name[] = "vrrpd", copy[ARGS][64];
	char *argv[ARGS + 2] = { name };
	int argc = 1;

	reset();
	memset(error, '#', sizeof(error));
	error[0] = '\0';
	for (; argc <= ARGS && args[argc - 1] != NULL; argc++) {
		snprintf(copy[argc - 1], sizeof(copy[0]), "%s",
		    args[argc - 1]);
		argv[argc] = copy[argc - 1];
	}
	return conf_parse(&conf, argc, argv, error);
}

#define PARSE(...)	parse((const char *const[ARGS + 1]){ __VA_ARGS__ })

/*
 * What is right.
 */

static void
test_defaults(void)
{
	CHECK_EQ(PARSE("-i", "eth0", "-v", "50", "10.0.0.1"), CONF_OK);
	CHECK_STR(error, "");
	CHECK_STR(conf.ifname, "eth0");
	CHECK_STR(conf.piddir, "/var/run");
	CHECK_EQ(conf.vrid, 50);
	CHECK_EQ(conf.priority, 100);
	CHECK_EQ(conf.interval, 1);
	CHECK(conf.preempt);
	CHECK(conf.vmac);
	CHECK(!conf.background);
	CHECK_EQ(conf.naddrs, 1);
	CHECK_EQ(conf.addrs[0].addr, 0x0a000001);
	CHECK_EQ(conf.addrs[0].len, 32);
}

static void
test_options(void)
{
	CHECK_EQ(PARSE("-i", "wan0", "-v", "255", "-s", "-a", "none", "-p",
	    "254", "-f", "/tmp/x", "-d", "10", "-n", "-D", "192.0.2.1/24",
	    "198.51.100.255/20"), CONF_OK);
	CHECK_STR(conf.ifname, "wan0");
	CHECK_STR(conf.piddir, "/tmp/x");
	CHECK_EQ(conf.vrid, 255);
	CHECK_EQ(conf.priority, 254);
	CHECK_EQ(conf.interval, 10);
	CHECK(!conf.preempt);
	CHECK(!conf.vmac);
	CHECK(conf.background);
	CHECK_EQ(conf.naddrs, 2);
	CHECK_EQ(conf.addrs[0].addr, 0xc0000201);
	CHECK_EQ(conf.addrs[0].len, 24);
	CHECK_EQ(conf.addrs[1].addr, 0xc63364ff);
	CHECK_EQ(conf.addrs[1].len, 20);

	/* Each switch alone. */
	PARSE("-i", "e", "-v", "1", "-s", "10.0.0.1");
	CHECK(!conf.preempt && conf.vmac && !conf.background);
	PARSE("-i", "e", "-v", "1", "-n", "10.0.0.1");
	CHECK(conf.preempt && !conf.vmac && !conf.background);
	PARSE("-i", "e", "-v", "1", "-D", "10.0.0.1");
	CHECK(conf.preempt && conf.vmac && conf.background);
	/* The last one counts. */
	CHECK_EQ(PARSE("-i", "e", "-v", "1", "-v", "2", "10.0.0.1"), CONF_OK);
	CHECK_EQ(conf.vrid, 2);
}

static void
test_monitors(void)
{
	PARSE("-i", "e", "-v", "1", "10.0.0.1");
	CHECK_EQ(conf.nmonitors, 0);
	CHECK_EQ(conf.delta, CONF_DOWN_TO_1);
	CHECK_EQ(PARSE("-m", "eth1", "-i", "eth0", "-v1", "-mppp0", "-c50",
	    "-m", "123456789012345", "10.0.0.1"), CONF_OK);
	CHECK_EQ(conf.nmonitors, 3);
	CHECK_STR(conf.monitors[0], "eth1");
	CHECK_STR(conf.monitors[1], "ppp0");
	CHECK_STR(conf.monitors[2], "123456789012345");
	CHECK_EQ(conf.delta, 50);
	CHECK_EQ(conf.hold, 0);
	CHECK_EQ(PARSE("-i", "e", "-v", "1", "-w", "255", "10.0.0.1"),
	    CONF_OK);
	CHECK_EQ(conf.hold, 255);
	CHECK(conf.program == NULL);
	CHECK_EQ(PARSE("-i", "e", "-v", "1", "-e", "/a b", "10.0.0.1"),
	    CONF_OK);
	CHECK_STR(conf.program, "/a b");
	CHECK_EQ(PARSE("-i", "e", "-v", "1", "-e", "a/b", "10.0.0.1"),
	    CONF_BAD);
	PARSE("-i", "e", "-v", "1", "-c", "254", "-m", "f", "10.0.0.1");
	CHECK_EQ(conf.delta, 254);
	CHECK_EQ(PARSE("-i", "e", "-v", "1", "-m", "f", "-p254", "10.0.0.1"),
	    CONF_OK);
}

static void
test_priority(void)
{
	static const char *const bad_ones[] = { "", " 50", "50 ", "+50",
	    "-1", "0", "255", "256", "5x", "0x10", "50\n", "-p 50",
	    "99999999999999999999999" };
	uint8_t priority = 77;

	for (size_t i = 0; i < LEN(bad_ones); i++)
		CHECK(!conf_priority(bad_ones[i], &priority));
	CHECK_EQ(priority, 77);
	CHECK(conf_priority("1", &priority) && priority == 1);
	CHECK(conf_priority("254", &priority) && priority == 254);
	CHECK(conf_priority("0100", &priority) && priority == 100);
}

static void
test_combined(void)
{
	CHECK_EQ(PARSE("-ns", "-ieth0", "-v50", "10.0.0.1"), CONF_OK);
	CHECK(!conf.preempt && !conf.vmac);
	CHECK_STR(conf.ifname, "eth0");
	CHECK_EQ(conf.vrid, 50);
	CHECK_EQ(PARSE("-nsDi", "eth1", "-sv7", "-d3", "-p9", "10.0.0.1"),
	    CONF_OK);
	CHECK(!conf.preempt && !conf.vmac && conf.background);
	CHECK_STR(conf.ifname, "eth1");
	CHECK_EQ(conf.vrid, 7);
	CHECK_EQ(conf.interval, 3);
	CHECK_EQ(conf.priority, 9);
}

static void
test_any_order(void)
{
	CHECK_EQ(PARSE("10.0.0.1", "-n", "10.0.0.2/8", "-v", "9",
	    "10.0.0.3", "-si", "eth0", "10.0.0.4"), CONF_OK);
	CHECK_EQ(conf.naddrs, 4);
	for (unsigned i = 0; i < conf.naddrs; i++) {
		CHECK_EQ(conf.addrs[i].addr, 0x0a000001 + i);
		CHECK_EQ(conf.addrs[i].len, i == 1 ? 8 : 32);
	}
	CHECK_STR(conf.ifname, "eth0");
	CHECK_EQ(conf.vrid, 9);
	CHECK(!conf.preempt && !conf.vmac);

	/* Behind "--" there are addresses only. */
	CHECK_EQ(PARSE("10.0.0.1", "-i", "eth0", "-v", "9", "--",
	    "10.0.0.2"), CONF_OK);
	CHECK_EQ(conf.naddrs, 2);
	CHECK_EQ(PARSE("-i", "eth0", "-v", "9", "--", "10.0.0.2", "-n"),
	    CONF_BAD);
	CHECK(strstr(error, "-n: an option behind --") == error);
	CHECK_EQ(PARSE("-i", "eth0", "-v", "9", "--", "--"), CONF_BAD);
	CHECK(strstr(error, "--: an option behind --") == error);
	CHECK_EQ(PARSE("-i", "eth0", "-v", "9", "--"), CONF_BAD);
	CHECK(strstr(error, "no virtual address") == error);
	CHECK_EQ(PARSE("-i", "eth0", "-v", "9", "-", "10.0.0.2"), CONF_BAD);
	CHECK(strstr(error, "-: not an IPv4 address") == error);
}

static void
test_help(void)
{
	CHECK_EQ(PARSE("-h"), CONF_HELP);
	CHECK_EQ(PARSE("-nsh", "rubbish"), CONF_HELP);
	CHECK_EQ(PARSE("-i", "eth0", "-v", "9", "10.0.0.1", "-h"),
	    CONF_HELP);
	CHECK_EQ(PARSE("-V"), CONF_VERSION);
	CHECK_EQ(PARSE("-V", "-h"), CONF_VERSION);
	/* An error before it is one. */
	CHECK_EQ(PARSE("-v", "0", "-h"), CONF_BAD);
	/* But not as an option's value. */
	CHECK_EQ(PARSE("-i", "-h", "-v", "1", "10.0.0.1"), CONF_OK);
	CHECK_STR(conf.ifname, "-h");
}

static void
test_usage(void)
{
	const char *usage = conf_usage(), *line = usage, *end;

	CHECK(strncmp(usage, "usage: vrrpd ", 13) == 0);
	for (; (end = strchr(line, '\n')) != NULL; line = end + 1)
		CHECK(end - line > 0 && end - line < 80);
	CHECK_STR(line, "");
}

/* Every number in the range, as a number of ten. */
static void
test_numbers(void)
{
	char text[32];

	for (unsigned n = 1; n <= 255; n++) {
		snprintf(text, sizeof(text), "%u", n);
		CHECK_EQ(PARSE("-i", "e", "-v", text, "-p", text, "-d", text,
		    "10.0.0.1"), CONF_OK);
		CHECK_EQ(conf.vrid, n);
		CHECK_EQ(conf.priority, n);
		CHECK_EQ(conf.interval, n);
	}
	for (unsigned n = 1; n <= 32; n++) {
		snprintf(text, sizeof(text), "170.170.170.170/%u", n);
		CHECK_EQ(PARSE("-i", "e", "-v", "1", text), CONF_OK);
		CHECK_EQ(conf.addrs[0].len, n);
	}
	CHECK_EQ(PARSE("-i", "e", "-v", "010", "10.0.0.1/024"), CONF_OK);
	CHECK_EQ(conf.vrid, 10);
	CHECK_EQ(conf.addrs[0].len, 24);
}

/* The edges of what a router's address may be. */
static void
test_addresses(void)
{
	static const char *const good[] = {
		"1.0.0.0", "1.0.0.1", "9.255.255.255", "126.255.255.255",
		"128.0.0.1", "223.255.255.255", "10.0.0.0", "10.0.0.255",
		"10.0.0.255/31", "10.0.0.0/31", "10.0.0.1/30", "10.0.0.2/30",
		"10.0.0.255/16", "10.0.1.0/16", "10.0.0.1/1", "169.254.3.4",
	};

	for (size_t i = 0; i < LEN(good); i++)
		if (!CHECK_EQ(PARSE("-i", "e", "-v", "1", good[i]), CONF_OK))
			printf("\t%s\n", error);
}

/* 255 is all that an advertisement can count. */
static void
test_many_addresses(void)
{
	static char text[256][16];
	static char name[] = "vrrpd", i[] = "-i", e[] = "eth0", v[] = "-v51";
	char *argv[4 + 256 + 1] = { name, i, e, v };

	for (unsigned n = 0; n < 256; n++) {
		snprintf(text[n], sizeof(text[n]), "10.1.%u.77", n);
		argv[4 + n] = text[n];
	}
	reset();
	CHECK_EQ(conf_parse(&conf, 4 + 255, argv, error), CONF_OK);
	CHECK_EQ(conf.naddrs, 255);
	CHECK_EQ(conf.addrs[254].addr, 0x0a01fe4d);
	reset();
	CHECK_EQ(conf_parse(&conf, 4 + 256, argv, error), CONF_BAD);
	CHECK_STR(error, "10.1.255.77: more than 255 addresses; a virtual "
	    "router has at most that many");
}

/*
 * What is wrong.
 */

#define HOST_ONLY	"; a virtual address must be a host's unicast address"
#define NOT_IPV4	": not an IPv4 address like 192.0.2.1 or 192.0.2.1/24"
#define LENGTH		": the prefix length must be a number from 1 to 32"
#define SEE_HELP	"; vrrpd -h shows the options"

static const struct wrong {
	const char	*args[8];
	const char	*error;
} wrongs[] = {
	/* Something is missing. */
	{ { NULL }, "no interface: give one with -i ifname" },
	{ { "-v", "1", "10.0.0.1" },
	    "no interface: give one with -i ifname" },
	{ { "-i", "", "-v", "1", "10.0.0.1" },
	    "-i '': the interface name is empty" },
	{ { "-i", "eth0", "10.0.0.1" },
	    "no VRID: give one with -v vrid (1-255), the same on every "
	    "router of the group" },
	{ { "-i", "eth0", "-v", "1" },
	    "no virtual address: give at least one behind the options" },
	{ { "-i", "eth0", "-v", "1", "-f", "", "10.0.0.1" },
	    "-f '': the directory name is empty" },
	{ { "-i" }, "-i needs a value" SEE_HELP },
	{ { "-v" }, "-v needs a value" SEE_HELP },
	{ { "-a" }, "-a needs a value" SEE_HELP },
	{ { "-p" }, "-p needs a value" SEE_HELP },
	{ { "-f" }, "-f needs a value" SEE_HELP },
	{ { "-d" }, "-d needs a value" SEE_HELP },
	{ { "-nsd" }, "-d needs a value" SEE_HELP },
	{ { "-i", "eth0", "10.0.0.1", "-v" }, "-v needs a value" SEE_HELP },

	/* There is no such option. */
	{ { "-x" }, "unknown option -x" SEE_HELP },
	{ { "-nxs" }, "unknown option -x" SEE_HELP },
	{ { "-:" }, "unknown option -:" SEE_HELP },
	{ { "-+" }, "unknown option -+" SEE_HELP },
	{ { "-1" }, "unknown option -1" SEE_HELP },
	{ { "--help" }, "unknown option --" SEE_HELP },
	{ { "-i", "eth0", "-v", "1", "10.0.0.1", "-N" },
	    "unknown option -N" SEE_HELP },

	/* One interface, not a label or a file of it. */
	{ { "-i", "eth0:1", "-v", "1", "10.0.0.1" },
	    "-i eth0:1: name the interface itself, not an alias or a path" },
	{ { "-i", "/dev/eth0", "-v", "1", "10.0.0.1" },
	    "-i /dev/eth0: name the interface itself, not an alias or a "
	    "path" },

	/* Addresses. */
	{ { "rubbish" }, "rubbish" NOT_IPV4 },
	{ { "" }, NOT_IPV4 },
	{ { "/24" }, "/24" NOT_IPV4 },
	{ { "10.0.0" }, "10.0.0" NOT_IPV4 },
	{ { "10.0.0.1.1" }, "10.0.0.1.1" NOT_IPV4 },
	{ { "10.0.0.256" }, "10.0.0.256" NOT_IPV4 },
	{ { "10.0.0.-1" }, "10.0.0.-1" NOT_IPV4 },
	{ { "10.0.0.1x" }, "10.0.0.1x" NOT_IPV4 },
	{ { " 10.0.0.1" }, " 10.0.0.1" NOT_IPV4 },
	{ { "10.0.0.1 " }, "10.0.0.1 " NOT_IPV4 },
	{ { "0x0a000001" }, "0x0a000001" NOT_IPV4 },
	{ { "167772161" }, "167772161" NOT_IPV4 },
	{ { "2001:db8::1" }, "2001:db8::1" NOT_IPV4 },
	{ { "255.255.255.2555" }, "255.255.255.2555" NOT_IPV4 },
	{ { "a-name-that-is-far-longer-than-any-address-is" },
	    "a-name-that-is-far-longer-than-any-addre" NOT_IPV4 },
	{ { "10.0.0.1/" }, "10.0.0.1/" LENGTH },
	{ { "10.0.0.1/0" }, "10.0.0.1/0" LENGTH },
	{ { "10.0.0.1/33" }, "10.0.0.1/33" LENGTH },
	{ { "10.0.0.1/-8" }, "10.0.0.1/-8" LENGTH },
	{ { "10.0.0.1/+8" }, "10.0.0.1/+8" LENGTH },
	{ { "10.0.0.1/ 8" }, "10.0.0.1/ 8" LENGTH },
	{ { "10.0.0.1/8 " }, "10.0.0.1/8 " LENGTH },
	{ { "10.0.0.1/x" }, "10.0.0.1/x" LENGTH },
	{ { "10.0.0.1/8x" }, "10.0.0.1/8x" LENGTH },
	{ { "10.0.0.1/8/9" }, "10.0.0.1/8/9" LENGTH },
	{ { "10.0.0.1/0x8" }, "10.0.0.1" LENGTH },
	{ { "10.0.0.1/264" }, "10.0.0.1/264" LENGTH },
	{ { "10.0.0.1/4294967304" }, "10.0.0.1/4294967304" LENGTH },
	{ { "10.0.0.1/18446744073709551624" },
	    "10.0.0.1/18446744073709551624" LENGTH },
	{ { "10.0.0.1/255.255.255.0" }, "10.0.0.1/255.255.255.0" LENGTH },
	{ { "0.0.0.0" },
	    "0.0.0.0: 0.0.0.0/8 is no host's address" HOST_ONLY },
	{ { "0.1.2.3/24" },
	    "0.1.2.3/24: 0.0.0.0/8 is no host's address" HOST_ONLY },
	{ { "0.255.255.255" },
	    "0.255.255.255: 0.0.0.0/8 is no host's address" HOST_ONLY },
	{ { "127.0.0.1" }, "127.0.0.1: a loopback address" HOST_ONLY },
	{ { "127.255.255.255/8" },
	    "127.255.255.255/8: a loopback address" HOST_ONLY },
	{ { "224.0.0.18" }, "224.0.0.18: a multicast address" HOST_ONLY },
	{ { "239.255.255.255" },
	    "239.255.255.255: a multicast address" HOST_ONLY },
	{ { "240.0.0.1" }, "240.0.0.1: a reserved address" HOST_ONLY },
	{ { "255.255.255.255" },
	    "255.255.255.255: a broadcast address" HOST_ONLY },
	{ { "10.0.0.255/24" },
	    "10.0.0.255/24: a broadcast address" HOST_ONLY },
	{ { "10.0.0.3/30" },
	    "10.0.0.3/30: a broadcast address" HOST_ONLY },
	{ { "10.255.255.255/8" },
	    "10.255.255.255/8: a broadcast address" HOST_ONLY },
	{ { "10.0.0.0/24" },
	    "10.0.0.0/24: the network's own address" HOST_ONLY },
	{ { "128.0.0.0/1" },
	    "128.0.0.0/1: the network's own address" HOST_ONLY },
	{ { "10.0.0.1", "10.0.0.2", "10.0.0.1" },
	    "10.0.0.1: given twice; name each address once" },
	{ { "10.0.0.1", "-n", "10.0.0.1/24" },
	    "10.0.0.1/24: given twice; name each address once" },
};

static void
check_one_line(void)
{
	CHECK(memchr(error, '\0', sizeof(error)) != NULL);
	for (const char *c = error; *c != '\0'; c++)
		if (!CHECK((unsigned char)*c >= ' ' && *c != 0x7f))
			break;
}

static void
test_wrong(void)
{
	for (size_t i = 0; i < LEN(wrongs); i++) {
		CHECK_EQ(parse(wrongs[i].args), CONF_BAD);
		CHECK_STR(error, wrongs[i].error);
		check_one_line();
	}
}

static void
test_wrong_numbers(void)
{
	static const char *const numbers[] = {
		"", "x", "1x", "x1", "0", "-1", "+1", " 1", "1 ", "1.0",
		"256", "257", "511", "512", "65537", "4294967297",
		"18446744073709551617", "99999999999999999999999999999",
		"0x10", "1e1", "-", "--",
	};
	static const struct {
		const char	*option, *what;
	} options[] = {
		{ "-v", "the VRID" },
		{ "-p", "the priority" },
		{ "-d", "the advertisement interval" },
	};
	char expected[CONF_ERROR];

	for (size_t i = 0; i < LEN(numbers) * LEN(options); i++) {
		const char *s = numbers[i / LEN(options)];
		const char *option = options[i % LEN(options)].option;

		CHECK_EQ(PARSE("-i", "eth0", "-v1", option, s, "10.0.0.1"),
		    CONF_BAD);
		snprintf(expected, sizeof(expected),
		    "%s %s: %s must be a number from 1 to 255", option, s,
		    options[i % LEN(options)].what);
		CHECK_STR(error, expected);
	}
}

/* The value of an option as argv has it after the parse. */
static const char *
left_in_argv(const char *letter, const char *given)
{
	static char name[] = "vrrpd", option[3], value[256];
	char *argv[] = { name, option, value, NULL };

	reset();
	snprintf(option, sizeof(option), "%s", letter);
	snprintf(value, sizeof(value), "%s", given);
	(void)conf_parse(&conf, 3, argv, error);
	return value;
}

/* However it is given, what may be a key is not repeated, and wiped. */
static void
test_wrong_keys(void)
{
	static const char *const keys[] = {
		"pw/0x73656372657", "ah/0x73656372657", "736563726574",
		"secret736563726574", "0x736563726574", "pw736563726574",
		"none736563726574", "NONE736563726574", "AH/736563726574",
		"pw/736563726574", "ah/0x736563726574zz",
		"pw/0x736563726574736563726574", "pw/", "ah/0x",
	};

	for (size_t i = 0; i < LEN(keys); i++) {
		CHECK_EQ(PARSE("-i", "e", "-v", "1", "-a", keys[i],
		    "10.0.0.1"), CONF_BAD);
		CHECK(strncmp(error, "-a", 2) == 0);
		CHECK(strstr(error, "73") == NULL);
		CHECK(strstr(error, "secret") == NULL);
		check_one_line();
		CHECK_EQ(strspn(left_in_argv("-a", keys[i]), "x"),
		    strlen(keys[i]));
	}
}

/* Nor where it is no key at all: behind another option, or none. */
static void
test_misplaced_keys(void)
{
	static const char *const options[] = { "-p", "-v", "-d", "-i", "-f" };
	static const char *const keys[] = {
		"pw/0x736563726574", "ah/0x736563726574", "pw/736563726574",
		"w/0x736563726574", "PW/0X736563726574",
		"@ah/0x736563726574",
	};

	for (size_t i = 0; i < LEN(keys); i++) {
		for (size_t k = 0; k < LEN(options); k++) {
			CHECK_EQ(PARSE(options[k], keys[i], "10.0.0.1"),
			    CONF_BAD);
			CHECK(strstr(error, "73") == NULL);
			CHECK(strstr(error, "behind -a") != NULL);
			check_one_line();
			CHECK_EQ(strspn(left_in_argv(options[k], keys[i]),
			    "x"), strlen(keys[i]));
		}
		CHECK_EQ(PARSE("-i", "e", "-v", "1", keys[i]), CONF_BAD);
		CHECK(strstr(error, "73") == NULL);
		CHECK(strstr(error, "behind -a") != NULL);
	}
	/* The interface forgotten. */
	CHECK_EQ(PARSE("-i", "-apw/0x736563726574", "-v", "1", "10.0.0.1"),
	    CONF_BAD);
	CHECK_STR(error, "-i: this looks like a key, which belongs behind -a");
	/* No option any more. */
	CHECK_EQ(PARSE("-i", "e", "-v", "1", "--", "-apw/0x736563726574",
	    "10.0.0.1"), CONF_BAD);
	CHECK_STR(error, "-a: an option behind --, where only addresses are");
	/* The option's letter taken for the first of the key. */
	CHECK_EQ(PARSE("-i", "e", "-v", "1", "-pw/0x736563726574",
	    "10.0.0.1"), CONF_BAD);
	CHECK(strstr(error, "73") == NULL);
}

static void
test_authentication(void)
{
	CHECK_EQ(PARSE("-i", "e", "-v", "1", "-a", "none", "10.0.0.1"),
	    CONF_OK);
	CHECK_EQ(conf.auth.type, ADV_AUTH_NONE);
	CHECK(conf.key_file == NULL);

	CHECK_EQ(PARSE("-i", "e", "-v", "1", "-a", "pw/0x73654Aff",
	    "10.0.0.1"), CONF_OK);
	CHECK_EQ(conf.auth.type, ADV_AUTH_TEXT);
	CHECK_EQ(conf.auth.key_len, 4);
	CHECK_MEM(conf.auth.key, "\x73\x65\x4a\xff", 4);

	CHECK_EQ(PARSE("-i", "e", "-v", "1", "-a", "ah/0X00", "10.0.0.1"),
	    CONF_OK);
	CHECK_EQ(conf.auth.type, ADV_AUTH_AH);
	CHECK_EQ(conf.auth.key_len, 1);
	CHECK_EQ(conf.auth.key[0], 0);

	CHECK_EQ(PARSE("-i", "e", "-v", "1", "-a", "@/etc/key", "10.0.0.1"),
	    CONF_OK);
	CHECK_STR(conf.key_file, "/etc/key");

	CHECK_STR(left_in_argv("-a", "none"), "none");
	CHECK_STR(left_in_argv("-a", "@/etc/key"), "@/etc/key");
	CHECK_STR(left_in_argv("-a", "pw/0x7365"), "xxxxxxxxx");
	CHECK_STR(left_in_argv("-a", "ah/0x7365"), "xxxxxxxxx");
}

static void
test_key_errors(void)
{
	static const struct {
		const char	*auth, *error;
	} wrong[] = {
		{ "pw/7365", "-a pw/...: a key begins with 0x, then two hex "
		    "digits a byte" },
		{ "ah/0x73g5", "-a ah/0x...: character 3 of the key is no hex "
		    "digit" },
		{ "pw/0x736", "-a pw/0x...: an odd number of hex digits; "
		    "every byte takes two" },
		{ "pw/0x", "-a pw/0x...: a key of 0 bytes; 1 to 8 are "
		    "allowed" },
		{ "pw/0x736563726574736563", "-a pw/0x...: a key of 9 bytes; "
		    "1 to 8 are allowed" },
		{ "ah/0x", "-a ah/0x...: a key of 0 bytes; 1 to 64 are "
		    "allowed" },
		{ "", "-a: unknown authentication; use none, pw/0xHEX, "
		    "ah/0xHEX or @FILE" },
		{ "pw", "-a: unknown authentication; use none, pw/0xHEX, "
		    "ah/0xHEX or @FILE" },
		{ "@", "-a @: the name of the key file is missing" },
	};
	char longest[5 + 2 * 65 + 1] = "ah/0x";
	struct auth auth;

	for (size_t i = 0; i < LEN(wrong); i++) {
		CHECK_EQ(PARSE("-a", wrong[i].auth), CONF_BAD);
		CHECK_STR(error, wrong[i].error);
	}
	/* 64 bytes, and one more. */
	memset(longest + 5, 'a', 2 * 64);
	CHECK_EQ(conf_auth(&auth, longest, "-a", error), CONF_OK);
	CHECK_EQ(auth.key_len, 64);
	memset(longest + 5, 'a', 2 * 65);
	CHECK_EQ(conf_auth(&auth, longest, "-a", error), CONF_BAD);
	CHECK_STR(error, "-a ah/0x...: a key of 65 bytes; 1 to 64 are "
	    "allowed");
	CHECK_EQ(conf_auth(&auth, "@x", "-a @f", error), CONF_BAD);
	CHECK_STR(error, "-a @f: a key file cannot name another one");
}

/* A value must not break the line, nor speak to the terminal. */
static void
test_control_characters(void)
{
	static const char *const options[] = { "-v", "-p", "-d", "-a" };

	for (size_t i = 0; i < LEN(options); i++) {
		CHECK_EQ(PARSE(options[i], "1\n2\033[2J"), CONF_BAD);
		check_one_line();
	}
	CHECK_EQ(PARSE("10.0.0.1\n10.0.0.2"), CONF_BAD);
	check_one_line();
	CHECK_EQ(PARSE("10.0.0.1/\n"), CONF_BAD);
	check_one_line();
	CHECK_EQ(PARSE("-\n"), CONF_BAD);
	check_one_line();
	CHECK_EQ(PARSE("-\033"), CONF_BAD);
	check_one_line();
	CHECK_EQ(PARSE("-i", "a\nb:c", "-v", "1", "10.0.0.1"), CONF_BAD);
	check_one_line();
}

/* However long the value is, the message fits, and ends. */
static void
test_long_values(void)
{
	static char name[] = "vrrpd", e[] = "-ieth0", v[] = "-v1";
	static char option[4], text[5000];
	static const char letters[] = "ivapfd";
	char *argv[] = { name, e, v, option, text, NULL };

	memset(text, '7', sizeof(text) - 1);
	for (size_t i = 0; i < sizeof(letters); i++) {
		snprintf(option, sizeof(option), "-%c",
		    letters[i] != '\0' ? letters[i] : 's');
		reset();
		CHECK_EQ(conf_parse(&conf, 5, argv, error), CONF_BAD);
		CHECK(strlen(error) < 200);
		check_one_line();
	}
}

int
main(void)
{
	test_defaults();
	test_options();
	test_monitors();
	test_priority();
	test_combined();
	test_any_order();
	test_help();
	test_usage();
	test_numbers();
	test_addresses();
	test_many_addresses();
	test_wrong();
	test_wrong_numbers();
	test_authentication();
	test_wrong_keys();
	test_misplaced_keys();
	test_key_errors();
	test_control_characters();
	test_long_values();
	return check_done();
}
