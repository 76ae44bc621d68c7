/*
 * The command line, an authentication and the key file.
 *
 * Input: 'l' and a line for conf_auth, 'f' and what a key file holds, or any
 * other byte and the arguments, each with a zero byte behind it.
 */
#include <getopt.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf.h"
#include "fuzz.h"
#include "key.h"
#include "report.h"
#include "vrrp.h"

#define ARGS	300

static char error[CONF_ERROR];

/* Nothing here has a socket. */
ssize_t
__wrap_recv(int fd, void *buf, size_t size, int flags)
{
	(void)fd, (void)buf, (void)size, (void)flags;
	fuzz_fail("recv", __FILE__, __LINE__);
}

ssize_t
__wrap_sendto(int fd, const void *buf, size_t len, int flags,
    const struct sockaddr *to, socklen_t to_len)
{
	(void)fd, (void)buf, (void)len, (void)flags, (void)to, (void)to_len;
	fuzz_fail("sendto", __FILE__, __LINE__);
}

/* As conf.c knows one, and not only words like those of an error. */
static bool
begins_key(const char *s)
{
	static const char *const begin[] = { "pw/0x", "ah/0x", "w/0x",
	    "h/0x" };
	size_t n;

	for (size_t i = 0; i < sizeof(begin) / sizeof(begin[0]); i++) {
		n = strlen(begin[i]);
		if (strncasecmp(s, begin[i], n) == 0 && s[n] != '\0' &&
		    strchr("0123456789abcdefABCDEF", s[n]) != NULL)
			return true;
	}
	return false;
}

/* Where it is repeated: at the beginning, behind "-v " or behind "-a @". */
static bool
shows_key(const char *s)
{
	return begins_key(s) || (s[0] == '-' && s[1] != '\0' &&
	    (begins_key(s + 2) || (s[2] == ' ' && (begins_key(s + 3) ||
	    (s[3] == '@' && begins_key(s + 4))))));
}

static void
check_error(void)
{
	size_t n = strnlen(error, sizeof(error));

	MUST(n > 0 && n < sizeof(error));
	for (size_t i = 0; i < n; i++)
		MUST((unsigned char)error[i] >= ' ' && error[i] != 0x7f);
	MUST(!shows_key(error));
	fuzz_see(error, n);
}

static void
check_auth(const struct auth *auth)
{
	MUST(auth->type == ADV_AUTH_NONE || auth->key_len > 0);
	MUST(auth->key_len <= (auth->type == ADV_AUTH_AH ? AUTH_KEY_MAX :
	    auth->type == ADV_AUTH_TEXT ? AUTH_TEXT_MAX : 0));
	fuzz_number(auth->type);
	fuzz_see(auth->key, sizeof(auth->key));
}

static void
line(const char *text)
{
	struct auth auth;

	memset(error, 0, sizeof(error));
	switch (conf_auth(&auth, text, "-a @/etc/key", error)) {
	case CONF_OK:
		check_auth(&auth);
		break;
	case CONF_BAD:
		check_error();
		break;
	default:
		fuzz_fail("a result", __FILE__, __LINE__);
	}
}

static char path[256];		/* of the key file */

static void
remove_file(void)
{
	(void)unlink(path);
}

static int
open_file(void)
{
	const char *dir = getenv("TMPDIR");
	int fd;

	snprintf(path, sizeof(path), "%s/key.XXXXXX",
	    dir != NULL ? dir : "/tmp");
	fd = mkstemp(path);
	MUST(fd != -1);
	atexit(remove_file);
	return fd;
}

static void
key_file(const uint8_t *data, size_t len)
{
	static int fd = -1;
	char room[CONF_AUTH_LINE], *copy;

	if (fd == -1)
		fd = open_file();
	MUST(ftruncate(fd, 0) == 0);
	MUST(pwrite(fd, data, len, 0) == (ssize_t)len);
	memset(room, 0x55, sizeof(room));
	if (key_read(path, room, sizeof(room), error, sizeof(error)) == -1) {
		/* The name of the file is another one each time. */
		fuzz_number(strlen(error));
		return;
	}
	MUST(memchr(room, '\0', sizeof(room)) != NULL && room[0] != '\0');
	MUST(strchr(room, '\n') == NULL);
	MUST(memcmp(room, data, strlen(room)) == 0);
	copy = fuzz_copy(room, strlen(room) + 1);
	line(copy);
	free(copy);
}

/* The state file of a router with these settings can be read again. */
static void
state_file(struct conf *conf)
{
	static const uint8_t mac[6];
	static const struct report_stats stats;
	struct report_state s = { .ifname = conf->ifname, .reason = "it's",
	    .why_priority = "it's", .virtual_mac = mac, .real_mac = mac, .stats = &stats };
	char text[REPORT_STATE];
	struct vrrp v;
	size_t len;

	vrrp_init(&v, conf->priority, conf->interval, conf->preempt);
	conf->auth.sent = 7;
	len = report_state(conf, &v, &s, text);
	MUST(len < REPORT_STATE && text[len] == '\0' &&
	    strlen(text) == len);
	MUST(report_sequence(text, len) ==
	    (conf->auth.type == ADV_AUTH_AH ? 7 : 0));
	for (const char *l = text; *l != '\0'; l = strchr(l, '\n') + 1) {
		const char *quote = strchr(l, '\'');

		MUST(quote != NULL && strcspn(quote + 1, "'\n") ==
		    (size_t)(strchr(l, '\n') - quote - 2));
	}
	fuzz_see(text, len);
}

static void
check_conf(struct conf *conf)
{
	MUST(conf->vrid > 0 && conf->priority > 0 && conf->interval > 0);
	MUST(conf->naddrs > 0 && conf->naddrs <= CONF_MAX_ADDRS);
	MUST(conf->ifname[0] != '\0' && strpbrk(conf->ifname, ":/") == NULL);
	MUST(conf->piddir[0] != '\0');
	MUST(conf->program == NULL || conf->program[0] == '/');
	MUST(conf->delta > 0 && conf->nmonitors <= CONF_MAX_MONITORS);
	MUST(conf->delta == CONF_DOWN_TO_1 || conf->nmonitors > 0);
	MUST(conf->priority != VRRP_OWNER || (conf->nmonitors == 0 &&
	    conf->hold == 0));
	for (unsigned i = 0; i < conf->nmonitors; i++)
		MUST(strlen(conf->monitors[i]) < 16 &&
		    strcmp(conf->monitors[i], conf->ifname) != 0);
	if (conf->key_file == NULL)
		check_auth(&conf->auth);
	else
		MUST(conf->key_file[0] != '\0');
	for (unsigned i = 0; i < conf->naddrs; i++) {
		uint32_t addr = conf->addrs[i].addr;

		MUST(conf->addrs[i].len >= 1 && conf->addrs[i].len <= 32);
		MUST(addr >> 24 != 0 && addr >> 24 != 127 && addr >> 28 < 0xe);
		for (unsigned j = 0; j < i; j++)
			MUST(conf->addrs[j].addr != addr);
	}
	/* A longer name has been refused by then. */
	if (strlen(conf->ifname) < 16)
		state_file(conf);
}

static char *
text_of(const uint8_t *data, size_t len)
{
	char *text = calloc(1, len + 1);

	MUST(text != NULL);
	memcpy(text, data, len);
	return text;
}

static void
arguments(const uint8_t *data, size_t len)
{
	static char name[] = "vrrpd";
	char *argv[ARGS + 2] = { name };
	struct conf conf;
	int argc = 1;

	while (len > 0 && argc <= ARGS) {
		size_t n = strnlen((const char *)data, len);

		argv[argc] = text_of(data, n);
		argc++;
		data += n < len ? n + 1 : n;
		len -= n < len ? n + 1 : n;
	}
	/* getopt may have been left amid "-ab". */
	optind = 0;
	(void)getopt(1, argv, "+");
	memset(error, 0, sizeof(error));
	switch (conf_parse(&conf, argc, argv, error)) {
	case CONF_OK:
		check_conf(&conf);
		for (int i = 1; i < argc; i++)
			MUST(!begins_key(argv[i]) && (argv[i][0] != '-' ||
			    argv[i][1] == '\0' || !begins_key(argv[i] + 2)));
		break;
	case CONF_BAD:
		check_error();
		break;
	case CONF_HELP:
	case CONF_VERSION:
		break;
	}
	for (int i = 1; i < argc; i++) {
		fuzz_see(argv[i], strlen(argv[i]));
		free(argv[i]);
	}
}

static void
fuzz_one(const uint8_t *data, size_t len)
{
	char *text;

	if (len == 0)
		return;
	switch (data[0]) {
	case 'l':
		text = text_of(data + 1, len - 1);
		line(text);
		free(text);
		break;
	case 'f':
		key_file(data + 1, len - 1);
		break;
	default:
		arguments(data + 1, len - 1);
		break;
	}
}
