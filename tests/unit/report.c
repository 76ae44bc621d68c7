/*
 * The words for an operator: why the state changed, and the state file, read
 * back as a shell would.
 */

#include "report.h"

#include <errno.h>

#include "check.h"

#define LEN(a)	(sizeof(a) / sizeof((a)[0]))

static const uint8_t virtual_mac[] = { 0x00, 0x00, 0x5e, 0x00, 0x01, 0x32 };
static const uint8_t real_mac[] = { 0x02, 0xab, 0xcd, 0xef, 0x00, 0xff };

static char text[REPORT_STATE];

/* The value of a key that stands there once; "(none)" or "(twice)" if not. */
static const char *
value(const char *key)
{
	static char found[REPORT_STATE];
	const char *line = text, *end;
	size_t n = strlen(key);
	int times = 0;

	for (; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		if (strncmp(line, key, n) != 0 || line[n] != '=')
			continue;
		times++;
		snprintf(found, sizeof(found), "%.*s",
		    (int)(end - line - (ptrdiff_t)n - 3), line + n + 2);
	}
	return times == 0 ? "(none)" : times > 1 ? "(twice)" : found;
}

/* Lines of key='value': a name, two quotes, and nothing odd between. */
static unsigned
check_lines(size_t len)
{
	const char *line = text, *end;
	unsigned lines = 0;

	CHECK_EQ(strlen(text), len);
	CHECK(len < REPORT_STATE);
	for (; (end = strchr(line, '\n')) != NULL; line = end + 1, lines++) {
		size_t name = strspn(line, "abcdefghijklmnopqrstuvwxyz_"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

		CHECK(name > 0);
		CHECK(strncmp(line + name, "='", 2) == 0);
		CHECK(end - line >= (ptrdiff_t)name + 3 && end[-1] == '\'');
		for (const char *c = line + name + 2; c < end - 1; c++)
			CHECK(*c != '\'' && (unsigned char)*c >= ' ' &&
			    *c != 0x7f);
	}
	CHECK_STR(line, "");
	return lines;
}

static struct conf
a_conf(void)
{
	return (struct conf){
		.ifname = "eth0", .vrid = 50, .priority = 120, .interval = 3,
		.naddrs = 2,
		.addrs = { { 0x0a000001, 32 }, { 0xc0a8ffef, 24 } },
	};
}

static size_t
write_state(const struct conf *conf, const struct vrrp *v,
    const char *reason, const struct report_stats *stats)
{
	const struct report_state s = {
		.ifname = "eth0", .since = 1234567890, .reason = reason,
		.why_priority = "eth1 is down",
		.virtual_mac = virtual_mac, .real_mac = real_mac,
		.stats = stats,
	};

	memset(text, '#', sizeof(text));
	return report_state(conf, v, &s, text);
}

static void
test_backup(void)
{
	const struct conf conf = a_conf();
	const struct report_stats stats = { 0 };
	struct vrrp v;

	vrrp_init(&v, 120, 3, false);
	v.state = VRRP_BACKUP;
	v.primary = 0x0a000005;
	v.master = 0x0a0000fe;
	v.master_priority = 200;
	check_lines(write_state(&conf, &v, "why not", &stats));
	CHECK_STR(value("state"), "Backup");
	CHECK_STR(value("handover"), "no");
	CHECK_STR(value("since"), "1234567890");
	CHECK_STR(value("ifname"), "eth0");
	CHECK_STR(value("vrid"), "50");
	CHECK_STR(value("priority"), "120");
	CHECK_STR(value("priority_configured"), "120");
	CHECK_STR(value("priority_reason"), "eth1 is down");
	CHECK_STR(value("interval"), "3");
	CHECK_STR(value("preempt"), "no");
	CHECK_STR(value("addresses"), "10.0.0.1/32 192.168.255.239/24");
	CHECK_STR(value("virtual_mac"), "00:00:5e:00:01:32");
	CHECK_STR(value("real_mac"), "02:ab:cd:ef:00:ff");
	CHECK_STR(value("primary"), "10.0.0.5");
	CHECK_STR(value("master"), "10.0.0.254");
	CHECK_STR(value("master_priority"), "200");
	CHECK_STR(value("reason"), "why not");
	CHECK_STR(value("colour"), "(none)");
}

/* The master that we know is ourselves, with the priority of now. */
static void
test_master(void)
{
	const struct conf conf = a_conf();
	const struct report_stats stats = { 0 };
	struct vrrp v;

	vrrp_init(&v, 120, 3, true);
	v.state = VRRP_MASTER;
	v.primary = 0x0a000005;
	v.priority = 99;
	v.handing_over = true;
	check_lines(write_state(&conf, &v, "", &stats));
	CHECK_STR(value("state"), "Master");
	CHECK_STR(value("handover"), "yes");
	CHECK_STR(value("preempt"), "yes");
	CHECK_STR(value("priority"), "99");
	CHECK_STR(value("priority_configured"), "120");
	CHECK_STR(value("master"), "10.0.0.5");
	CHECK_STR(value("master_priority"), "99");
	CHECK_STR(value("reason"), "");
}

/* What is not known is empty, not 0.0.0.0. */
static void
test_initialize(void)
{
	const struct conf conf = a_conf();
	const struct report_stats stats = { 0 };
	struct vrrp v;

	vrrp_init(&v, 120, 3, true);
	check_lines(write_state(&conf, &v, "started", &stats));
	CHECK_STR(value("state"), "Initialize");
	CHECK_STR(value("primary"), "");
	CHECK_STR(value("master"), "");
	CHECK_STR(value("master_priority"), "0");
}

/* Every counter of RFC 2787 under its name. */
static void
test_counters(void)
{
	static const struct {
		const char	*key;
		unsigned	reason;
	} errors[] = {
		{ "vrrpRouterChecksumErrors", ADV_BADSUM },
		{ "vrrpRouterVersionErrors", ADV_BADVERSION },
		{ "vrrpRouterVrIdErrors", ADV_BADVRID },
		{ "vrrpStatsAdvertiseIntervalErrors", ADV_BADINTERVAL },
		{ "vrrpStatsIpTtlErrors", ADV_BADTTL },
		{ "vrrpStatsInvalidTypePktsRcvd", ADV_BADTYPE },
		{ "vrrpStatsAddressListErrors", ADV_BADADDRS },
		{ "vrrpStatsInvalidAuthType", ADV_BADAUTHTYPE },
		{ "vrrpStatsAuthTypeMismatch", ADV_AUTHMISMATCH },
		{ "vrrpStatsPacketLengthErrors", ADV_BADLEN },
	};
	const struct conf conf = a_conf();
	struct report_stats stats = {
		.become_master = 4294967295U, .received = 1001,
		.zero_received = 1002, .zero_sent = 1003,
	};
	unsigned auth = 0;
	char number[16];
	struct vrrp v;

	for (unsigned i = 0; i < ADV_REASONS; i++)
		stats.refused[i] = 2000 + i;
	vrrp_init(&v, 120, 3, true);
	CHECK_EQ(check_lines(write_state(&conf, &v, "x", &stats)),
	    19 + 5 + LEN(errors));
	/* One counter for all that authentication refuses. */
	for (unsigned i = ADV_BADPASSWORD; i <= ADV_REPLAY; i++)
		auth += 2000 + i;
	snprintf(number, sizeof(number), "%u", auth);
	CHECK_STR(value("vrrpStatsAuthFailures"), number);
	CHECK_STR(value("vrrpStatsBecomeMaster"), "4294967295");
	CHECK_STR(value("vrrpStatsAdvertiseRcvd"), "1001");
	CHECK_STR(value("vrrpStatsPriorityZeroPktsRcvd"), "1002");
	CHECK_STR(value("vrrpStatsPriorityZeroPktsSent"), "1003");
	for (size_t i = 0; i < LEN(errors); i++) {
		snprintf(number, sizeof(number), "%u",
		    2000 + errors[i].reason);
		CHECK_STR(value(errors[i].key), number);
	}
}

/* A shell that reads the file must not run what is in it. */
static void
test_no_injection(void)
{
	const struct conf conf = a_conf();
	const struct report_stats stats = { 0 };
	char all[256];
	struct vrrp v;

	vrrp_init(&v, 120, 3, true);
	check_lines(write_state(&conf, &v, "it's\nstate='x'\t\033[2J\177$(id)",
	    &stats));
	CHECK_STR(value("reason"), "it?s?state=?x???[2J?$(id)");
	CHECK_STR(value("state"), "Initialize");

	for (int i = 1; i < 128; i++)
		all[i - 1] = (char)i;
	all[127] = '\0';
	check_lines(write_state(&conf, &v, all, &stats));
	CHECK_EQ(strlen(value("reason")), 127);
}

/* 255 of the longest, and the longest of all else. */
static void
test_many_addresses(void)
{
	struct conf conf = a_conf();
	struct report_stats stats;
	char reason[REPORT_WHY];
	struct vrrp v;
	size_t len;

	memset(&stats, 0xff, sizeof(stats));
	memset(reason, 'w', sizeof(reason));
	reason[sizeof(reason) - 1] = '\0';
	conf.naddrs = CONF_MAX_ADDRS;
	for (unsigned i = 0; i < conf.naddrs; i++)
		conf.addrs[i] = (struct conf_addr){ 0xdedededeU, 32 };
	conf.addrs[254].addr = 0xdfdfdfdfU;
	vrrp_init(&v, 255, 255, false);
	v.primary = v.master = 0xdfdfdfdfU;
	len = write_state(&conf, &v, reason, &stats);
	check_lines(len);
	CHECK_EQ(strlen(value("addresses")), 255 * 18 + 254);
	CHECK_STR(value("addresses") + 254 * 19, "223.223.223.223/32");
	CHECK_STR(value("vrrpStatsPacketLengthErrors"), "4294967295");
	CHECK_EQ(strlen(value("reason")), REPORT_WHY - 1);
}

static void
test_dotted(void)
{
	char buf[REPORT_DOTTED];

	CHECK_STR(report_dotted(0, buf), "0.0.0.0");
	CHECK_STR(report_dotted(0x01020304, buf), "1.2.3.4");
	CHECK_STR(report_dotted(0xffffffff, buf), "255.255.255.255");
	CHECK(report_dotted(1, buf) == buf);
}

static const struct report_facts facts = {
	.source = 0x0a000002, .priority = 200, .left = 0x0a000003,
	.master = 0x0a000004, .silence = UINT64_C(3609375000),
	.primary = 0x0a000005, .send_errno = EPERM, .down = "is down",
};

/* Every reason has words, on one line, and no two the same. */
static void
test_all_reasons(void)
{
	char words[VRRP_WHY_REPAIR + 1][REPORT_WHY];

	for (unsigned i = 0; i <= VRRP_WHY_REPAIR; i++) {
		memset(words[i], '#', sizeof(words[i]));
		CHECK(report_why((enum vrrp_why)i, &facts, words[i]) ==
		    words[i]);
		CHECK(memchr(words[i], '\0', sizeof(words[i])) != NULL);
		if (i != VRRP_WHY_NONE && !CHECK(strlen(words[i]) > 5))
			printf("\treason %u\n", i);
		for (const char *c = words[i]; *c != '\0'; c++)
			CHECK((unsigned char)*c >= ' ' && *c != 0x7f);
		for (unsigned j = 1; j < i; j++)
			CHECK(strcmp(words[i], words[j]) != 0 ||
			    (i == VRRP_WHY_HEARD && j == VRRP_WHY_BEATEN));
	}
	CHECK_STR(words[VRRP_WHY_NONE], "");
}

static void
test_reasons(void)
{
	static const struct {
		enum vrrp_why	why;
		const char	*words;
	} expected[] = {
		{ VRRP_WHY_STARTUP,
		    "the interface is up, primary address 10.0.0.5" },
		{ VRRP_WHY_SILENCE,
		    "no advertisement from 10.0.0.4 for 3.609 s" },
		{ VRRP_WHY_LEFT, "10.0.0.3 resigned" },
		{ VRRP_WHY_BEATEN, "10.0.0.2 advertises priority 200" },
		{ VRRP_WHY_HEARD, "10.0.0.2 advertises priority 200" },
		{ VRRP_WHY_RELIEVED,
		    "handed over to 10.0.0.2, priority 200" },
		{ VRRP_WHY_DOWN, "the interface is down" },
	};
	char words[REPORT_WHY];

	for (size_t i = 0; i < LEN(expected); i++)
		CHECK_STR(report_why(expected[i].why, &facts, words),
		    expected[i].words);
}

/* The words with a fact in them name it. */
static void
test_facts(void)
{
	struct report_facts other = facts;
	char words[REPORT_WHY];

	report_why(VRRP_WHY_REFUSED, &facts, words);
	CHECK(strstr(words, strerror(EPERM)) != NULL);
	report_why(VRRP_WHY_DUEL, &facts, words);
	CHECK(strstr(words, "10.0.0.2") != NULL);
	CHECK(strstr(words, "200") != NULL);
	other.priority = 0;
	CHECK_STR(report_why(VRRP_WHY_DUEL, &other, words),
	    "10.0.0.2 resigns while we are Master: answered");
	report_why(VRRP_WHY_TWO_OWNERS, &facts, words);
	CHECK(strstr(words, "10.0.0.2") != NULL);
	report_why(VRRP_WHY_OUTRANKED, &facts, words);
	CHECK(strstr(words, "10.0.0.4") != NULL);
	CHECK(strstr(words, "SIGUSR2") != NULL);

	/* No master was known. */
	other.master = 0;
	other.silence = UINT64_C(86400012499999);
	report_why(VRRP_WHY_SILENCE, &other, words);
	CHECK(strstr(words, "0.0.0.0") == NULL);
	CHECK(strstr(words, "86400.012 s") != NULL);

	other.master = 0x0a000004;
	CHECK_STR(report_why(VRRP_WHY_SILENCE, &other, words),
	    "no advertisement from 10.0.0.4 for 86400.012 s");
	/* To the nearest millisecond. */
	other.silence = UINT64_C(3999500000);
	CHECK_STR(report_why(VRRP_WHY_SILENCE, &other, words),
	    "no advertisement from 10.0.0.4 for 4.000 s");

	/* The longest facts still end. */
	other = (struct report_facts){ 0xffffffff, 255, 0xffffffff,
	    0xffffffff, UINT64_MAX - 1, 0xffffffff, EPROTONOSUPPORT,
	    "has no IPv4 address of its own" };
	for (unsigned i = 0; i <= VRRP_WHY_REPAIR; i++)
		CHECK(strlen(report_why((enum vrrp_why)i, &other, words)) <
		    REPORT_WHY - 1);
}

int
main(void)
{
	test_backup();
	test_master();
	test_initialize();
	test_counters();
	test_no_injection();
	test_many_addresses();
	test_dotted();
	test_all_reasons();
	test_reasons();
	test_facts();
	return check_done();
}
