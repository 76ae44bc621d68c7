/* Everything is checked and opened before anything is touched. */
#include "router.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon.h"
#include "key.h"
#include "log.h"
#include "nl.h"
#include "notify.h"
#include "recover.h"
#include "run.h"
#include "watch.h"

#define SUCCESSION	(5 * VRRP_SECOND)	/* a predecessor's leaving */
#define ANSWER		(2 * VRRP_SECOND)	/* of who holds a lock */

uint64_t
router_clock(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * VRRP_SECOND + (uint64_t)ts.tv_nsec;
}

_Noreturn static void
too_long(const char *name)
{
	fatalx("-i %s: the name is too long for an address label (at most %d "
	    "characters); ip link property add dev %s altname wan0 gives it "
	    "a short one, then -i wan0", name, IFNAMSIZ - 6, name);
}

static void
read_key(struct router *r)
{
	char line[CONF_AUTH_LINE], where[CONF_ERROR / 2], error[CONF_ERROR];

	if (r->conf.key_file == NULL)
		return;
	if (key_read(r->conf.key_file, line, sizeof(line), error,
	    sizeof(error)) == -1)
		fatalx("%s", error);
	snprintf(where, sizeof(where), "-a @%.80s", r->conf.key_file);
	if (conf_auth(&r->conf.auth, line, where, error) != CONF_OK)
		fatalx("%s", error);
	explicit_bzero(line, sizeof(line));
}

static void
check_interface(struct router *r)
{
	const char *name = r->conf.ifname;
	uint8_t mac[IFACE_MAC];
	unsigned flags, mtu;

	if (iface_open(&r->ifc, name) == -1) {
		if (errno == ENAMETOOLONG)
			too_long(name);
		if (errno == ENODEV)
			fatalx("-i %s: there is no such interface; ip link "
			    "lists them", name);
		fatal("-i %s", name);
	}
	if (iface_flags(&r->ifc, &flags) == -1 ||
	    iface_mtu(&r->ifc, &mtu) == -1)
		fatal("-i %s", name);
	if (flags & IFF_LOOPBACK)
		fatalx("-i %s: a loopback interface has no other routers; "
		    "name an Ethernet interface", name);
	if (iface_mac_get(&r->ifc, mac) == -1) {
		if (errno == ENOTSUP)
			fatalx("-i %s: not an Ethernet interface; name one "
			    "that is", name);
		fatal("-i %s", name);
	}
	if (!(flags & IFF_MULTICAST))
		fatalx("-i %s: the interface has no multicast; ip link set "
		    "%s multicast on gives it", name, name);
	if (!vip_label_fits(name))
		too_long(name);
	if (r->datagram_len > mtu)
		fatalx("%u addresses: an advertisement of %zu bytes does not "
		    "fit the MTU of %s, %u; name at most %u", r->conf.naddrs,
		    r->datagram_len, name, mtu,
		    r->conf.naddrs -
		    (unsigned)(r->datagram_len - mtu + 3) / 4);
}

static void
check_directory(const struct router *r)
{
	const char *dir = r->conf.piddir;

	if (run_open(dir, r->conf.ifname, r->conf.vrid) == 0)
		return;
	if (errno == ENOENT)
		fatalx("-f %s: there is no such directory; make it, or name "
		    "another with -f", dir);
	if (errno == ENOTDIR)
		fatalx("-f %s: not a directory; name another with -f", dir);
	if (errno == EACCES)
		fatalx("-f %s: cannot be written (%s): the user that vrrpd "
		    "runs as must own it, root too; name another with -f",
		    dir, strerror(errno));
	if (errno == EPERM || errno == EROFS)
		fatalx("-f %s: cannot be written (%s); name another with -f",
		    dir, strerror(errno));
	fatal("-f %s", dir);
}

/* No advertisement of ours may look like one of an earlier run again. */
static void
count_on(struct router *r)
{
	char text[REPORT_STATE];
	size_t len = run_read_state(text, sizeof(text));

	auth_start(&r->conf.auth, (uint64_t)r->since,
	    report_sequence(text, len));
}

static void
check_permission(void)
{
	if (iface_permitted() == -1)
		fatalx("not permitted: vrrpd needs root, or the capabilities "
		    "CAP_NET_ADMIN and CAP_NET_RAW");
}

static void
open_sockets(struct router *r)
{
	if (sock_open(&r->sock, r->ifc.index, r->conf.vrid) == -1) {
		if (errno == EPERM || errno == EACCES)
			fatalx("not permitted: vrrpd needs root, or the "
			    "capabilities CAP_NET_ADMIN and CAP_NET_RAW");
		fatal("cannot open the sockets on %s", r->ifc.name);
	}
	r->watch = watch_open();
	if (r->watch == -1)
		fatal("cannot watch %s: rtnetlink", r->ifc.name);
}

static const char *
by_pid(pid_t pid, char buf[32])
{
	if (pid > 0)
		snprintf(buf, 32, ", pid %d", (int)pid);
	else
		buf[0] = '\0';
	return buf;
}

/* A predecessor that is handing over is given the time for it. */
static enum run_lock_result
lock_patiently(struct router *r, bool mac, pid_t *holder)
{
	const struct timespec pause = { .tv_nsec = 20000000 };
	const uint64_t begin = router_clock();
	enum run_lock_result result;

	for (;;) {
		result = mac ?
		    run_lock_mac(&r->mac_lock, r->ifc.index, holder) :
		    run_lock_instance(&r->lock, r->ifc.index, r->conf.vrid,
		    holder);
		if ((result != RUN_LEAVING && result != RUN_BUSY) ||
		    router_clock() - begin >=
		    (result == RUN_LEAVING ? SUCCESSION : ANSWER))
			return result;
		(void)pselect(0, NULL, NULL, NULL, &pause, NULL);
	}
}

static void
take_lock(struct router *r, bool mac)
{
	const char *name = r->ifc.name;
	char who[32];
	pid_t pid = 0;

	switch (lock_patiently(r, mac, &pid)) {
	case RUN_LOCKED:
		break;
	case RUN_SQUATTED:
	case RUN_BUSY:
		log_warnx("the lock of %s%s is held by a user's process%s, "
		    "going on without it", name, mac ? "'s MAC" : "",
		    by_pid(pid, who));
		break;
	case RUN_HELD:
		if (mac)
			fatalx("another vrrpd handles the MAC of %s already%s"
			    ": use -n, or a macvlan interface for each VRID",
			    name, by_pid(pid, who));
		fatalx("VRID %u runs on %s already%s: stop that one first",
		    r->conf.vrid, name, by_pid(pid, who));
	case RUN_LEAVING:
		fatalx("another vrrpd on %s%s is still handing over; try "
		    "again in a moment", name, by_pid(pid, who));
	case RUN_ERROR:
		fatal("cannot take the lock of %s", name);
	}
}

/* Without the lock of the MAC nobody can say that its holder is dead. */
static void
recover_all(struct router *r)
{
	const char *name = r->ifc.name;
	const uint8_t *mac = r->vip.real_mac;
	bool ours = memcmp(r->view.mac, r->vip.virtual_mac, IFACE_MAC) == 0,
	    borrowed;
	int result, fds[2];

	borrowed = !r->conf.vmac && ours &&
	    run_lock_borrow(fds, r->ifc.index, 0);
	result = recover(&r->vip, &r->sock, borrowed || r->mac_lock != -1);
	if (result == -1)
		fatal("cannot put back the MAC of %s; ip link set %s address "
		    "%02x:%02x:%02x:%02x:%02x:%02x does it", name, name,
		    mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
	if (borrowed)
		run_lock_return(fds);
	if (vip_look(&r->vip, 0, &r->view) == -1)
		fatal("cannot read the addresses of %s", name);
	if (r->conf.vmac && vmac_is(r->view.mac))
		fatalx("%s has a virtual MAC, 00:00:5e:00:01:%02x, that no "
		    "running vrrpd has put there: set its own first with ip "
		    "link set %s address MAC", name, r->view.mac[5], name);
	if (r->vip.recovered)
		r->mac_changed = r->now;
}

static void
check_owner(const struct router *r)
{
	char first[REPORT_DOTTED];
	const struct iface_addr *a = &r->view.a_foreign;
	const char *name = r->ifc.name;

	report_dotted(a->addr, first);
	if (router_owns(r))
		return;
	if (r->view.foreign > 0 && r->conf.priority == VRRP_OWNER)
		fatalx("-p 255: %u of the %u virtual addresses stand on %s, "
		    "%s among them, but an owner has them all: add the "
		    "others, or use a lower priority and ip addr del %s/%u "
		    "dev %s", r->view.foreign, r->conf.naddrs, name, first,
		    first, a->len, name);
	if (r->view.foreign > 0)
		fatalx("%s stands on %s already: use -p 255 if %s owns every "
		    "virtual address, else remove it with ip addr del %s/%u "
		    "dev %s", first, name, name, first, a->len, name);
	if (r->conf.priority == VRRP_OWNER)
		log_warnx("-p 255 is for the owner of the addresses, which "
		    "%s is not: the ordinary rules apply", name);
}

static void
check_addresses(struct router *r)
{
	if (vip_look(&r->vip, 0, &r->view) == -1)
		fatal("cannot read the addresses of %s", r->ifc.name);
	recover_all(r);
	check_owner(r);
}

static void
describe(struct router *r)
{
	r->adv = (struct adv_conf){
		.vrid = r->conf.vrid,
		.interval = r->conf.interval,
		.auth_type = (uint8_t)r->conf.auth.type,
		.naddrs = (uint8_t)r->conf.naddrs,
	};
	for (unsigned i = 0; i < r->conf.naddrs; i++)
		r->adv.addrs[i] = r->conf.addrs[i].addr;
	auth_data(&r->conf.auth, r->adv.auth_data);
	r->datagram_len = adv_build(r->datagram, &r->adv);
}

/* Before anything is changed that would be lost with us. */
static void
write_files(struct router *r)
{
	int why;

	if (mac_record(&r->vip) == 0 && router_write_state(r) == 0 &&
	    run_pid() == 0)
		return;
	why = errno;
	if (!r->vip.fallen)
		run_remove_record();
	fatalx("-f %s: cannot write a file there (%s); %sname another with "
	    "-f", r->conf.piddir, strerror(why),
	    why == ENOSPC || why == EDQUOT ? "make room, or " : "");
}

void
router_start(struct router *r)
{
	char prefix[64];

	r->announce_at = r->packets.end = r->news.end = VRRP_NEVER;
	r->lock = r->mac_lock = -1;
	r->grace_end = r->retry_at = r->save_at = r->own_at = VRRP_NEVER;
	r->weigh_at = r->hook_at = r->settle_at = VRRP_NEVER;
	r->now = r->heard = router_clock();
	r->since = time(NULL);
	limit_init(&r->limit);
	read_key(r);
	describe(r);
	vrrp_init(&r->vrrp, r->conf.priority, r->conf.interval,
	    r->conf.preempt);
	r->vrrp.delta = r->conf.delta;
	r->vrrp.hold = r->conf.hold * VRRP_SECOND;
	r->asked = r->conf.priority;
	umask(022);
	daemon_first();
	privileges_drop();
	if (nl_open() == -1)
		fatal("cannot open rtnetlink");
	check_permission();
	check_interface(r);
	check_directory(r);
	if (chdir("/") == -1)
		fatal("chdir /");
	count_on(r);
	open_sockets(r);
	take_lock(r, false);
	if (r->conf.vmac)
		take_lock(r, true);
	/* The last to be opened has the highest number. */
	if ((r->mac_lock != -1 ? r->mac_lock : r->lock) >= FD_SETSIZE)
		fatalx("too many files are open already; close what vrrpd "
		    "inherits");
	vip_init(&r->vip, &r->conf, &r->ifc);
	/* Else we are woken for nothing now and then. */
	(void)vip_mute(&r->vip, r->watch);
	check_addresses(r);
	snprintf(r->reason, sizeof(r->reason), "started");
	signals_init(&r->unblocked);
	snprintf(prefix, sizeof(prefix), "%s vrid %u: ", r->conf.ifname,
	    r->conf.vrid);
	write_files(r);
	if (r->conf.background)
		daemon_ready();
	notify_send("READY=1");
	log_prefix(prefix);
	r->attached = true;
}
