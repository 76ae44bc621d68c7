#include "conf.h"

#include <arpa/inet.h>
#include <assert.h>
#include <limits.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vrrp.h"

/* '+': stop at an operand, so that every libc treats the rest alike. */
#define OPTIONS	"+:hi:v:sa:p:m:c:e:f:d:w:nDV"

const char *
conf_usage(void)
{
	return
"usage: vrrpd -i ifname -v vrid [-s] [-a auth] [-p prio] [-m ifname]\n"
"             [-c delta] [-f piddir] [-d delay] [-w wait]\n"
"             [-e program] [-nhDV] ipaddr[/len] ...\n"
"  -h        : show this short help\n"
"  -n        : do not handle the virtual MAC address\n"
"  -i ifname : the interface to run on\n"
"  -v vrid   : the identifier of the virtual router (1-255)\n"
"  -s        : switch preemption off (default: on)\n"
"  -a auth   : the authentication: none, pw/0xHEX (a password of up to 8\n"
"              bytes), ah/0xHEX (a key of up to 64) or @FILE with one of\n"
"              them (default: none)\n"
"  -p prio   : the priority of this router (1-255, default: 100);\n"
"              255 is for the owner of the addresses\n"
"  -m ifname : an interface to monitor: without it the priority is lower;\n"
"              may be given several times\n"
"  -c delta  : how much lower for each (1-254, default: down to 1)\n"
"  -f piddir : where its files are kept (default: /var/run)\n"
"  -d delay  : the advertisement interval in seconds (1-255, default: 1)\n"
"  -w wait   : seconds without a take-over, when the interface has come up\n"
"              (0-255, default: 0)\n"
"  -e program: run at every change of the state, as\n"
"              program ifname vrid state\n"
"  -D        : run in the background\n"
"  -V        : show the version\n"
"  ipaddr    : the address(es) of the virtual router (default len: 32)\n";
}

static enum conf_result bad(char *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

static enum conf_result
bad(char *error, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(error, CONF_ERROR, fmt, ap);
	va_end(ap);
	/* What was typed may hold anything; a terminal should not obey it. */
	for (char *c = error; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	return CONF_BAD;
}

/* Digits only: no sign, no blank, nothing behind. */
static bool
number(const char *s, unsigned low, unsigned high, uint8_t *value)
{
	unsigned long long n;
	char *end;

	assert(s != NULL);
	if (s[0] < '0' || s[0] > '9')
		return false;
	n = strtoull(s, &end, 10);
	if (*end != '\0' || n < low || n > high)
		return false;
	*value = (uint8_t)n;
	return true;
}

bool
conf_priority(const char *line, uint8_t *priority)
{
	return number(line, 1, VRRP_OWNER - 1, priority);
}

static enum conf_result
option_number(char opt, const char *what, unsigned low, unsigned high,
    uint8_t *value, char *error)
{
	if (number(optarg, low, high, value))
		return CONF_OK;
	return bad(error, "-%c %.40s: %s must be a number from %u to %u",
	    opt, optarg, what, low, high);
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* "0x" and whole bytes, 1 to max of them, for the form "pw" or "ah". */
static enum conf_result
auth_key(struct auth *auth, const char *s, unsigned max, const char *form,
    const char *where, char *error)
{
	size_t n;

	if (s[0] != '0' || (s[1] != 'x' && s[1] != 'X'))
		return bad(error, "%s %s/...: a key begins with 0x, then two "
		    "hex digits a byte", where, form);
	s += 2;
	n = strlen(s);
	for (size_t i = 0; i < n; i++)
		if (hex_digit(s[i]) == -1)
			return bad(error, "%s %s/0x...: character %zu of the "
			    "key is no hex digit", where, form, i + 1);
	if (n % 2 != 0)
		return bad(error, "%s %s/0x...: an odd number of hex digits; "
		    "every byte takes two", where, form);
	if (n == 0 || n / 2 > max)
		return bad(error, "%s %s/0x...: a key of %zu bytes; 1 to %u "
		    "are allowed", where, form, n / 2, max);
	auth->key_len = (uint8_t)(n / 2);
	for (size_t i = 0; i < n / 2; i++)
		auth->key[i] = (uint8_t)(hex_digit(s[2 * i]) << 4 |
		    hex_digit(s[2 * i + 1]));
	return CONF_OK;
}

enum conf_result
conf_auth(struct auth *auth, const char *text, const char *where,
    char error[CONF_ERROR])
{
	*auth = (struct auth){ .type = ADV_AUTH_NONE };
	if (strcmp(text, "none") == 0)
		return CONF_OK;
	if (strncmp(text, "pw/", 3) == 0) {
		auth->type = ADV_AUTH_TEXT;
		return auth_key(auth, text + 3, AUTH_TEXT_MAX, "pw", where,
		    error);
	}
	if (strncmp(text, "ah/", 3) == 0) {
		auth->type = ADV_AUTH_AH;
		return auth_key(auth, text + 3, AUTH_KEY_MAX, "ah", where,
		    error);
	}
	if (text[0] == '@')
		return bad(error, "%s: a key file cannot name another one",
		    where);
	return bad(error, "%s: unknown authentication; use none, pw/0xHEX, "
	    "ah/0xHEX or @FILE", where);
}

/* What looks like one must not be repeated in a message. */
static bool
is_key(const char *s)
{
	static const char *const begin[] = { "pw/", "ah/", "w/0x", "h/0x" };

	/* An option may have been taken for the value of another one. */
	if (s[0] == '-' && s[1] != '\0')
		s += 2;
	if (s[0] == '@')
		s++;
	for (size_t i = 0; i < sizeof(begin) / sizeof(begin[0]); i++)
		if (strncasecmp(s, begin[i], strlen(begin[i])) == 0)
			return true;
	return false;
}

static enum conf_result
option_auth(struct conf *conf, char *s, char *error)
{
	enum conf_result result;

	conf->key_file = NULL;
	if (s[0] == '@' && is_key(s + 1)) {
		memset(s, 'x', strlen(s));
		return bad(error, "-a @: a file's name or a key, not both");
	}
	if (s[0] == '@' && s[1] != '\0') {
		conf->key_file = s + 1;
		return CONF_OK;
	}
	if (s[0] == '@')
		return bad(error, "-a @: the name of the key file is missing");
	result = conf_auth(&conf->auth, s, "-a", error);
	/* Whatever it was, it may have been meant as a key. */
	if (result != CONF_OK || conf->auth.type != ADV_AUTH_NONE)
		memset(s, 'x', strlen(s));
	return result;
}

static enum conf_result
option_monitor(struct conf *conf, const char *name, char *error)
{
	size_t len;

	assert(name != NULL);
	len = strlen(name);
	if (len == 0 || len >= IFNAMSIZ || name[strcspn(name, ":/, ")] != '\0')
		return bad(error, "-m '%.40s': not the name of an interface, "
		    "1 to %d characters; each needs its own -m", name,
		    IFNAMSIZ - 1);
	for (unsigned i = 0; i < conf->nmonitors; i++)
		if (strcmp(conf->monitors[i], name) == 0)
			return bad(error, "-m %s: given twice; name each "
			    "interface once", name);
	if (conf->nmonitors == CONF_MAX_MONITORS)
		return bad(error, "-m %s: name at most %d interfaces", name,
		    CONF_MAX_MONITORS);
	conf->monitors[conf->nmonitors++] = name;
	return CONF_OK;
}

static enum conf_result
option(struct conf *conf, int opt, char *error)
{
	if (opt != 'a' && optarg != NULL && is_key(optarg)) {
		memset(optarg, 'x', strlen(optarg));
		return bad(error, "-%c: this looks like a key, which belongs "
		    "behind -a", opt);
	}
	switch (opt) {
	case 'h':
		return CONF_HELP;
	case 'V':
		return CONF_VERSION;
	case 'i':
		conf->ifname = optarg;
		break;
	case 'f':
		conf->piddir = optarg;
		break;
	case 'e':
		conf->program = optarg;
		break;
	case 's':
		conf->preempt = false;
		break;
	case 'n':
		conf->vmac = false;
		break;
	case 'D':
		conf->background = true;
		break;
	case 'a':
		return option_auth(conf, optarg, error);
	case 'v':
		return option_number('v', "the VRID", 1, 255, &conf->vrid,
		    error);
	case 'p':
		return option_number('p', "the priority", 1, 255,
		    &conf->priority, error);
	case 'c':
		return option_number('c', "the loss of priority", 1, 254,
		    &conf->delta, error);
	case 'd':
		return option_number('d', "the advertisement interval", 1, 255,
		    &conf->interval, error);
	case 'w':
		return option_number('w', "the wait", 0, 255, &conf->hold,
		    error);
	case 'm':
		return option_monitor(conf, optarg, error);
	case ':':
		return bad(error, "-%c needs a value; vrrpd -h shows the "
		    "options", optopt);
	default:
		return bad(error, "unknown option -%c; vrrpd -h shows the "
		    "options", optopt);
	}
	return CONF_OK;
}

/* Why a router cannot have this address; NULL: it can. */
static const char *
unusable(uint32_t addr, uint8_t len)
{
	uint32_t host = len < 31 ? UINT32_MAX >> len : 0;

	if (addr >> 24 == 0)
		return "0.0.0.0/8 is no host's address";
	if (addr >> 24 == 127)
		return "a loopback address";
	if (addr >> 28 == 0xe)
		return "a multicast address";
	if (addr == UINT32_MAX || (host != 0 && (addr & host) == host))
		return "a broadcast address";
	if (addr >> 28 == 0xf)
		return "a reserved address";
	if (host != 0 && (addr & host) == 0)
		return "the network's own address";
	return NULL;
}

static enum conf_result
operand(struct conf *conf, const char *s, char *error)
{
	char text[INET_ADDRSTRLEN];
	const char *slash = strchr(s, '/'), *why;
	size_t n = slash != NULL ? (size_t)(slash - s) : strlen(s);
	struct conf_addr a = { .len = 32 };
	struct in_addr in;

	if (n < sizeof(text)) {
		memcpy(text, s, n);
		text[n] = '\0';
	}
	/* What stands behind its letter may be a key. */
	if (s[0] == '-' && s[1] != '\0')
		return bad(error, "%.2s: an option behind --, where only "
		    "addresses are", s);
	if (n >= sizeof(text) || inet_pton(AF_INET, text, &in) != 1)
		return is_key(s) ?
		    bad(error, "an operand looks like a key, which belongs "
		    "behind -a") :
		    bad(error, "%.40s: not an IPv4 address like 192.0.2.1 "
		    "or 192.0.2.1/24", s);
	if (slash != NULL && !number(slash + 1, 1, 32, &a.len))
		return bad(error, "%.40s: the prefix length must be a number "
		    "from 1 to 32",
		    strncasecmp(slash, "/0x", 3) == 0 ? text : s);
	a.addr = ntohl(in.s_addr);
	why = unusable(a.addr, a.len);
	if (why != NULL)
		return bad(error, "%.40s: %s; a virtual address must be a "
		    "host's unicast address", s, why);
	for (unsigned i = 0; i < conf->naddrs; i++)
		if (conf->addrs[i].addr == a.addr)
			return bad(error, "%.40s: given twice; name each "
			    "address once", s);
	if (conf->naddrs == CONF_MAX_ADDRS)
		return bad(error, "%.40s: more than %d addresses; a virtual "
		    "router has at most that many", s, CONF_MAX_ADDRS);
	conf->addrs[conf->naddrs++] = a;
	return CONF_OK;
}

static enum conf_result
complete_priority(const struct conf *conf, char *error)
{
	for (unsigned i = 0; i < conf->nmonitors; i++)
		if (strcmp(conf->monitors[i], conf->ifname) == 0)
			return bad(error, "-m %s: the interface of -i, whose "
			    "loss is seen anyway", conf->ifname);
	if (conf->nmonitors == 0 && conf->delta != CONF_DOWN_TO_1)
		return bad(error, "-c %u: no interface to monitor; give one "
		    "with -m ifname", conf->delta);
	if (conf->nmonitors > 0 && conf->priority == VRRP_OWNER)
		return bad(error, "-m with -p 255: the priority of the owner "
		    "of the addresses never changes; use 254 or less");
	if (conf->hold > 0 && conf->priority == VRRP_OWNER)
		return bad(error, "-w with -p 255: the owner of the addresses "
		    "is Master at once; use 254 or less");
	return CONF_OK;
}

static enum conf_result
complete(const struct conf *conf, char *error)
{
	if (conf->ifname == NULL)
		return bad(error, "no interface: give one with -i ifname");
	if (conf->ifname[0] == '\0')
		return bad(error, "-i '': the interface name is empty");
	if (conf->ifname[strcspn(conf->ifname, ":/")] != '\0')
		return bad(error, "-i %.40s: name the interface itself, not "
		    "an alias or a path", conf->ifname);
	if (conf->program != NULL && conf->program[0] != '/')
		return bad(error, "-e %.40s: name the program with its whole "
		    "path, from / on", conf->program);
	if (conf->piddir[0] == '\0')
		return bad(error, "-f '': the directory name is empty");
	if (conf->vrid == 0)
		return bad(error, "no VRID: give one with -v vrid (1-255), "
		    "the same on every router of the group");
	if (conf->naddrs == 0)
		return bad(error, "no virtual address: give at least one "
		    "behind the options");
	return complete_priority(conf, error);
}

enum conf_result
conf_parse(struct conf *conf, int argc, char *const argv[],
    char error[CONF_ERROR])
{
	enum conf_result result = CONF_OK;
	bool operands = false;	/* behind "--" */

	*conf = (struct conf){
		.piddir = "/var/run",
		.priority = 100,
		.interval = 1,
		.delta = CONF_DOWN_TO_1,
		.preempt = true,
		.vmac = true,
	};
	opterr = 0;
	optind = 1;
	while (result == CONF_OK && optind < argc) {
		int before = optind, opt;

		opt = operands ? -1 : getopt(argc, argv, OPTIONS);
		if (opt != -1)
			result = option(conf, opt, error);
		else if (!operands && optind > before)
			operands = true;
		else
			result = operand(conf, argv[optind++], error);
	}
	return result == CONF_OK ? complete(conf, error) : result;
}
