#include "report.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *
report_dotted(uint32_t addr, char buf[REPORT_DOTTED])
{
	snprintf(buf, REPORT_DOTTED, "%u.%u.%u.%u", addr >> 24,
	    addr >> 16 & 0xff, addr >> 8 & 0xff, addr & 0xff);
	return buf;
}

static void
silence(const struct report_facts *f, char buf[REPORT_WHY])
{
	char master[REPORT_DOTTED];
	const unsigned long long ms = (f->silence + 500000) / 1000000;

	if (f->master != 0)
		snprintf(buf, REPORT_WHY,
		    "no advertisement from %s for %llu.%03llu s",
		    report_dotted(f->master, master), ms / 1000, ms % 1000);
	else
		snprintf(buf, REPORT_WHY,
		    "no advertisement to obey for %llu.%03llu s",
		    ms / 1000, ms % 1000);
}

/* Words that need no facts. */
static const char *const plain[] = {
	[VRRP_WHY_NONE] = "",
	[VRRP_WHY_OWNER] = "owner of the addresses",
	[VRRP_WHY_TAKE] = "asked to by SIGUSR1",
	[VRRP_WHY_RETRY] = "advertisements can be sent again",
	[VRRP_WHY_UNANSWERED] = "handed over, but no other router answered",
	[VRRP_WHY_NO_ADDRESS] = "no virtual address can be put up",
	[VRRP_WHY_STOPPED] = "asked to stop",
	[VRRP_WHY_HAND_OVER] = "handing over: resigned, answering until "
	    "another router advertises",
	[VRRP_WHY_YIELD] = "will not preempt until SIGUSR1 or until the "
	    "master is lost",
	[VRRP_WHY_OWNER_STAYS] = "SIGUSR2 ignored: the owner of the addresses "
	    "does not step down; stop it instead",
	[VRRP_WHY_NOT_UP] = "signal ignored: in Initialize there is nothing "
	    "to take over or to step down from",
	[VRRP_WHY_ALREADY] = "SIGUSR1 ignored: is Master already",
	[VRRP_WHY_REPAIR] = "an address or the MAC was changed by someone: "
	    "put right and announced again",
};

const char *
report_why(enum vrrp_why why, const struct report_facts *f,
    char buf[REPORT_WHY])
{
	char source[REPORT_DOTTED], other[REPORT_DOTTED];

	report_dotted(f->source, source);
	switch (why) {
	case VRRP_WHY_STARTUP:
		snprintf(buf, REPORT_WHY, "the interface is up, primary "
		    "address %s", report_dotted(f->primary, other));
		break;
	case VRRP_WHY_SILENCE:
		silence(f, buf);
		break;
	case VRRP_WHY_LEFT:
		snprintf(buf, REPORT_WHY, "%s resigned",
		    report_dotted(f->left, other));
		break;
	case VRRP_WHY_BEATEN:
	case VRRP_WHY_HEARD:
		snprintf(buf, REPORT_WHY, "%s advertises priority %u",
		    source, f->priority);
		break;
	case VRRP_WHY_RELIEVED:
		snprintf(buf, REPORT_WHY, "handed over to %s, priority %u",
		    source, f->priority);
		break;
	case VRRP_WHY_REFUSED:
		if (f->send_errno == EOVERFLOW) {
			snprintf(buf, REPORT_WHY, "the AH sequence numbers "
			    "are used up");
			break;
		}
		snprintf(buf, REPORT_WHY, "the kernel refuses our "
		    "advertisements: %s", strerror(f->send_errno));
		break;
	case VRRP_WHY_DOWN:
		snprintf(buf, REPORT_WHY, "the interface %s", f->down);
		break;
	case VRRP_WHY_DUEL:
		if (f->priority == 0) {
			snprintf(buf, REPORT_WHY, "%s resigns while we are "
			    "Master: answered", source);
			break;
		}
		snprintf(buf, REPORT_WHY, "%s advertises as a second master "
		    "of lower precedence (priority %u): answered", source,
		    f->priority);
		break;
	case VRRP_WHY_TWO_OWNERS:
		snprintf(buf, REPORT_WHY, "%s claims to own the addresses "
		    "too (priority 255): only one router may", source);
		break;
	case VRRP_WHY_OUTRANKED:
		snprintf(buf, REPORT_WHY, "SIGUSR1 ignored: the master %s "
		    "outranks us; SIGUSR2 there makes it step down",
		    report_dotted(f->master, other));
		break;
	default:
		snprintf(buf, REPORT_WHY, "%s", plain[why]);
		break;
	}
	return buf;
}

struct text {
	char	*buf;
	size_t	len;
};

static void vadd(struct text *, const char *, va_list)
    __attribute__((format(printf, 2, 0)));
static void add(struct text *, const char *, ...)
    __attribute__((format(printf, 2, 3)));
static void put(struct text *, const char *, const char *, ...)
    __attribute__((format(printf, 3, 4)));

static void
vadd(struct text *t, const char *fmt, va_list ap)
{
	t->len += (size_t)vsnprintf(t->buf + t->len, REPORT_STATE - t->len,
	    fmt, ap);
	assert(t->len < REPORT_STATE);
}

static void
add(struct text *t, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vadd(t, fmt, ap);
	va_end(ap);
}

static void
put(struct text *t, const char *key, const char *fmt, ...)
{
	size_t start;
	va_list ap;

	add(t, "%s='", key);
	start = t->len;
	va_start(ap, fmt);
	vadd(t, fmt, ap);
	va_end(ap);
	for (char *c = t->buf + start; c < t->buf + t->len; c++)
		if (*c == '\'' || (unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	add(t, "'\n");
}

static void
put_mac(struct text *t, const char *key, const uint8_t *m)
{
	put(t, key, "%02x:%02x:%02x:%02x:%02x:%02x", m[0], m[1], m[2], m[3],
	    m[4], m[5]);
}

static void
put_addr(struct text *t, const char *key, uint32_t addr)
{
	char dotted[REPORT_DOTTED];

	put(t, key, "%s", addr != 0 ? report_dotted(addr, dotted) : "");
}

static void
put_addrs(struct text *t, const struct conf *conf)
{
	const char *between = "";
	char one[REPORT_DOTTED];

	add(t, "addresses='");
	for (unsigned i = 0; i < conf->naddrs; i++, between = " ")
		add(t, "%s%s/%u", between,
		    report_dotted(conf->addrs[i].addr, one),
		    conf->addrs[i].len);
	add(t, "'\n");
}

static void
put_stats(struct text *t, const struct report_stats *s)
{
	static const struct {
		const char	*key;
		enum adv_reason	reason;
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
	uint32_t auth = 0;

	for (int i = ADV_BADPASSWORD; i <= ADV_REPLAY; i++)
		auth += s->refused[i];
	put(t, "vrrpStatsBecomeMaster", "%u", s->become_master);
	put(t, "vrrpStatsAdvertiseRcvd", "%u", s->received);
	put(t, "vrrpStatsPriorityZeroPktsRcvd", "%u", s->zero_received);
	put(t, "vrrpStatsPriorityZeroPktsSent", "%u", s->zero_sent);
	put(t, "vrrpStatsAuthFailures", "%u", auth);
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		put(t, errors[i].key, "%u", s->refused[errors[i].reason]);
}

uint32_t
report_sequence(const char *text, size_t len)
{
	static const char key[] = "\nah_sequence='";
	const char *end = text + len, *p;
	uint64_t n = 0;

	p = memmem(text, len, key, sizeof(key) - 1);
	if (p == NULL)
		return 0;
	for (p += sizeof(key) - 1; p < end && *p >= '0' && *p <= '9'; p++) {
		n = n * 10 + (uint64_t)(*p - '0');
		if (n > UINT32_MAX)
			return 0;
	}
	return p < end && *p == '\'' ? (uint32_t)n : 0;
}

size_t
report_state(const struct conf *conf, const struct vrrp *v,
    const struct report_state *s, char buf[REPORT_STATE])
{
	static const char *const auth_names[] = {
		[ADV_AUTH_NONE] = "none",
		[ADV_AUTH_TEXT] = "pw",
		[ADV_AUTH_AH] = "ah",
	};
	struct text t = { .buf = buf };
	bool master = v->state == VRRP_MASTER;

	put(&t, "state", "%s", vrrp_state_name(v->state));
	put(&t, "handover", "%s", v->handing_over ? "yes" : "no");
	put(&t, "since", "%lld", (long long)s->since);
	put(&t, "ifname", "%s", s->ifname);
	put(&t, "vrid", "%u", conf->vrid);
	put(&t, "priority", "%u", v->priority);
	put(&t, "priority_configured", "%u", conf->priority);
	put(&t, "priority_reason", "%s", s->why_priority);
	put(&t, "interval", "%u", conf->interval);
	put(&t, "preempt", "%s", v->preempt ? "yes" : "no");
	put_addrs(&t, conf);
	put_mac(&t, "virtual_mac", s->virtual_mac);
	put_mac(&t, "real_mac", s->real_mac);
	put_addr(&t, "primary", v->primary);
	put_addr(&t, "master", master ? v->primary : v->master);
	put(&t, "master_priority", "%u",
	    master ? v->priority : v->master_priority);
	put(&t, "reason", "%s", s->reason);
	put(&t, "authentication", "%s", auth_names[conf->auth.type]);
	put(&t, "ah_sequence", "%u", conf->auth.type != ADV_AUTH_AH ? 0 :
	    conf->auth.sent > conf->auth.seen ? conf->auth.sent :
	    conf->auth.seen);
	put_stats(&t, s->stats);
	return t.len;
}
