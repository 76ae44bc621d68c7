/*
 * Our priority: that of -p or of a file, less what each monitored interface
 * costs.
 */
#include "router.h"

#include <stdio.h>
#include <string.h>

#include "log.h"
#include "run.h"

/* The name of -m, or, once it was there, whatever its name is now. */
static bool
is_there(struct monitor *m, const char *name)
{
	if (iface_there(&m->ifc))
		return true;
	m->ifc.index = 0;
	m->known = false;
	m->mac_changed = 0;
	return iface_open(&m->ifc, name) == 0;
}

/* One without an Ethernet address has a link that no change of it resets. */
static void
note_mac(struct monitor *m, uint64_t now)
{
	uint8_t mac[IFACE_MAC];

	if (iface_mac_get(&m->ifc, mac) == -1 ||
	    memcmp(mac, m->mac, sizeof(mac)) == 0)
		return;
	memcpy(m->mac, mac, sizeof(mac));
	if (m->known)
		m->mac_changed = now;
	m->known = true;
}

/* As for the router's own: some NICs reset their link at such a change. */
static bool
excused(struct monitor *m, uint64_t now)
{
	if (m->trouble == NULL && m->grace_end == VRRP_NEVER &&
	    m->mac_changed != 0 && now - m->mac_changed < ROUTER_GRACE)
		m->grace_end = now + ROUTER_GRACE;
	return m->grace_end != VRRP_NEVER && now < m->grace_end;
}

/* What ails it now; NULL: nothing. */
static const char *
ailment(struct monitor *m, const char *name, uint64_t now)
{
	const char *what = NULL;
	unsigned flags;

	if (!is_there(m, name) || iface_flags(&m->ifc, &flags) == -1)
		what = "is missing";
	else if (!(flags & IFF_UP))
		what = "is down";
	else {
		note_mac(m, now);
		if (!(flags & IFF_RUNNING))
			what = "has no carrier";
		if (what != NULL && excused(m, now))
			return NULL;
	}
	m->grace_end = VRRP_NEVER;
	return what;
}

static unsigned
troubles(const struct router *r)
{
	unsigned n = 0;

	for (unsigned i = 0; i < r->conf.nmonitors; i++)
		n += r->monitor[i].trouble != NULL;
	return n;
}

static void
tell(struct router *r, uint8_t was, uint8_t is, const char *who,
    const char *what)
{
	if (!router_may_tell(r))
		return;
	if (is != was)
		log_notice("priority %u -> %u (%s %s)", was, is, who, what);
	else
		log_notice("priority stays %u (%s %s)", was, who, what);
}

/* Told before the core is, which may hand over for it. */
static void
set_priority(struct router *r, const char *who, const char *what)
{
	struct vrrp_in in = { .event = VRRP_PRIORITY,
	    .priority = r->asked, .count = troubles(r) };

	tell(r, r->vrrp.priority, vrrp_lowered(&r->vrrp, in.priority,
	    in.count), who, what);
	router_step(r, in);
	r->save_at = r->now;
}

void
router_weigh(struct router *r)
{
	const char *what;
	struct monitor *m;

	r->weigh_at = VRRP_NEVER;
	for (unsigned i = 0; i < r->conf.nmonitors; i++) {
		m = &r->monitor[i];
		what = ailment(m, r->conf.monitors[i], r->now);
		if (m->grace_end < r->weigh_at)
			r->weigh_at = m->grace_end;
		if (what == m->trouble)
			continue;
		m->trouble = what;
		set_priority(r, r->conf.monitors[i],
		    what != NULL ? what : "is up");
	}
}

/* What the file says, or -1: nothing that we obey, which is logged. */
static int
in_file(const struct router *r, const char *line)
{
	const char *why = "it must hold one number from 1 to 254";
	uint8_t priority;

	if (r->conf.priority == VRRP_OWNER)
		why = "with -p 255 the priority never changes";
	else if (conf_priority(line, &priority))
		return priority;
	log_warnx("%s/%s is not obeyed: %s", r->conf.piddir,
	    run_priority_name(), why);
	return -1;
}

void
router_read_priority(struct router *r)
{
	int found, priority = -1;
	char line[RUN_LINE], says[16];

	found = run_priority(line);
	if (found == -1 && !r->unread)
		log_warn("cannot read %s/%s", r->conf.piddir,
		    run_priority_name());
	r->unread = found == -1;
	if (r->unread)
		return;
	if (found == 1)
		priority = in_file(r, line);
	r->by_file = priority != -1;
	if (!r->by_file)
		priority = r->conf.priority;
	if (priority == r->asked)
		return;
	r->asked = (uint8_t)priority;
	snprintf(says, sizeof(says), "says %u", r->asked);
	set_priority(r, run_priority_name(), r->by_file ? says : "says nothing");
}

const char *
router_why_priority(const struct router *r, char buf[REPORT_PRIORITY])
{
	size_t n;

	n = (size_t)snprintf(buf, REPORT_PRIORITY, "%s",
	    r->by_file ? run_priority_name() : "");
	for (unsigned i = 0; i < r->conf.nmonitors; i++)
		if (r->monitor[i].trouble != NULL)
			n += (size_t)snprintf(buf + n, REPORT_PRIORITY - n,
			    "%s%s %s", n > 0 ? ", " : "",
			    r->conf.monitors[i], r->monitor[i].trouble);
	return buf;
}
