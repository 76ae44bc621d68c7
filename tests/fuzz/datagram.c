/*
 * Datagrams as they are received: taken apart, checked, authenticated and, if
 * they are good, stepped through the election.
 *
 * Input: our type of authentication and what else we are (ROLE_), our
 * priority; then for each datagram a byte of how it comes (HOW_), and itself
 * behind its length.
 */
#include <errno.h>

#include "auth.h"
#include "fuzz.h"
#include "md5.h"
#include "packet.h"
#include "sock.h"
#include "vrrp.h"

#define ROLE_TYPES	0x03	/* none, text, AH, AH */
#define ROLE_NO_PREEMPT	0x04
#define ROLE_MASTER	0x08	/* from the beginning */
#define ROLE_OWNER	0x10
#define ROLE_YIELDING	0x20	/* asked to step down */
#define ROLE_COUNTING	0x40	/* our sequence numbers are from the clock */

#define HOW_SEALED	0x80	/* with an ICV that our key makes */
#define HOW_MENDED	0x40	/* with the right checksums */
#define HOW_REFUSED	0x20	/* the kernel refuses what we send then */
#define HOW_EAR		0x10	/* by the packet socket */
#define HOW_LATER	0x0f	/* in quarters of a second */

#define EAR	3	/* a descriptor that only __wrap_recvmmsg meets */

static struct adv_conf	conf;
static struct auth	auth;
static struct vrrp	vrrp;
static uint64_t		now;

/* What the packet socket will give. */
static const uint8_t	*frame;
static size_t		frame_len;

int
__wrap_recvmmsg(int fd, struct mmsghdr *msgs, unsigned n, int flags,
    struct timespec *timeout)
{
	const struct iovec *to = msgs[0].msg_hdr.msg_iov;
	size_t len = frame_len < to->iov_len ? frame_len : to->iov_len;

	(void)flags, (void)timeout;
	MUST(n > 0);
	if (fd != EAR || frame == NULL) {
		errno = EAGAIN;
		return -1;
	}
	memcpy(to->iov_base, frame, len);
	msgs[0].msg_hdr.msg_controllen = 0;
	msgs[0].msg_len = (unsigned)len;
	frame = NULL;
	return 1;
}

ssize_t
__wrap_sendto(int fd, const void *buf, size_t len, int flags,
    const struct sockaddr *to, socklen_t to_len)
{
	(void)fd, (void)buf, (void)flags, (void)to, (void)to_len;
	return (ssize_t)len;
}

static void
set_up(uint8_t role, uint8_t priority)
{
	static const uint8_t key[] = "s3cret";
	bool owner = (role & ROLE_OWNER) != 0;

	conf = (struct adv_conf){ .vrid = 51, .interval = 1, .naddrs = 2,
	    .addrs = { 0x0a630064, 0x0a630065 } };
	auth = (struct auth){ .key_len = sizeof(key) - 1 };
	memcpy(auth.key, key, sizeof(key) - 1);
	auth.type = (role & ROLE_TYPES) == 3 ? ADV_AUTH_AH :
	    (enum adv_auth)(role & ROLE_TYPES);
	auth_start(&auth, role & ROLE_COUNTING ? 1800000000 : 0, 0);
	auth_data(&auth, conf.auth_data);
	conf.auth_type = (uint8_t)auth.type;
	now = 1000 * VRRP_SECOND;
	vrrp_init(&vrrp, owner ? VRRP_OWNER : priority > 0 ? priority : 100, 1,
	    (role & ROLE_NO_PREEMPT) == 0);
}

/* An advertisement of ours, as the daemon sends it. */
static bool
send_ours(void)
{
	uint8_t buf[ADV_MAX_LEN];
	size_t len = adv_build(buf, &conf);

	adv_update(buf, 0x0a630009, vrrp.priority, 1);
	if (!auth_seal(&auth, buf, len))
		return false;
	fuzz_see(buf, len);
	return true;
}

static void
step(struct vrrp_in in, bool ok)
{
	bool more = true;

	while (more) {
		struct vrrp_out out = vrrp_step(&vrrp, now, &in);

		more = false;
		MUST(out.n <= VRRP_ACTIONS);
		fuzz_number(out.n << 8 | out.why);
		for (unsigned i = 0; i < out.n; i++) {
			fuzz_number(out.act[i]);
			if (out.act[i] != VRRP_SEND &&
			    out.act[i] != VRRP_ADDRS_UP)
				continue;
			MUST(i == out.n - 1);
			more = true;
			in = (struct vrrp_in){ .event =
			    out.act[i] == VRRP_SEND ? VRRP_SENT :
			    VRRP_ADDRESSES, .count = ok ? 2 : 0 };
			in.ok = in.event == VRRP_SENT && send_ours() && ok;
		}
	}
	fuzz_number(vrrp.state);
	fuzz_number(vrrp_deadline(&vrrp));
	MUST(vrrp_state_name(vrrp.state) != NULL);
	MUST(!vrrp.owner || vrrp.state != VRRP_BACKUP);
	/* No datagram keeps us waiting longer than the longest timer. */
	MUST(vrrp_deadline(&vrrp) <= now + vrrp_master_down(&vrrp));
}

static void
event(enum vrrp_event e, bool ok)
{
	step((struct vrrp_in){ .event = e, .addr = 0x0a630009,
	    .owner = vrrp.priority == VRRP_OWNER }, ok);
}

/* RFC 1071 and RFC 2403 over what is there, right or wrong otherwise. */
static void
put_sum(uint8_t *at, const uint8_t *p, size_t len)
{
	uint16_t sum;

	at[0] = at[1] = 0;
	sum = cksum(p, len);
	at[0] = (uint8_t)(sum >> 8);
	at[1] = (uint8_t)sum;
}

static void
mend(uint8_t *buf, size_t len)
{
	struct adv a;

	if (!adv_parse(&a, buf, len))
		return;
	put_sum(buf + 10, buf, a.ip_len);
	if (a.len >= 8 && a.len >= ADV_MSG_LEN(a.naddrs))
		put_sum(buf + (a.msg - buf) + 6, a.msg,
		    ADV_MSG_LEN(a.naddrs));
}

static void
seal(uint8_t *buf, size_t len)
{
	uint8_t covered[2048], digest[MD5_LEN];

	if (len < ADV_IP_LEN + ADV_AH_LEN || len > sizeof(covered))
		return;
	memcpy(covered, buf, len);
	covered[1] = covered[6] = covered[7] = covered[10] = covered[11] = 0;
	memset(covered + ADV_IP_LEN + 12, 0, 12);
	hmac_md5(auth.key, auth.key_len, covered, len, digest);
	memcpy(buf + ADV_IP_LEN + 12, digest, 12);
}

/* What no datagram may lack that is obeyed. */
static void
check_obeyed(const struct adv *a, const uint8_t *buf, size_t len,
    uint32_t seen)
{
	const uint8_t *msg = a->msg;

	MUST(buf[8] == 255);
	MUST(msg >= buf + 20 && msg + 8 <= buf + len);
	MUST(msg[0] == 0x21 && msg[1] == 51 && msg[3] > 0);
	MUST((size_t)(buf + len - msg) >= ADV_MSG_LEN(msg[3]));
	MUST(cksum(msg, ADV_MSG_LEN(msg[3])) == 0);
	MUST(msg[4] == auth.type && msg[5] == 1);
	MUST(a->src != 0x0a630009);
	if (auth.type == ADV_AUTH_TEXT)
		MUST(memcmp(msg + 8 + 4 * msg[3], "s3cret\0\0", 8) == 0);
	if (auth.type != ADV_AUTH_AH) {
		MUST(buf[9] != 51);
		return;
	}
	MUST(buf[9] == 51 && msg == buf + 44 && buf[20] == 112);
	MUST(memcmp(buf + 24, buf + 12, 4) == 0);
	MUST(auth.seen > seen);
}

static void
judge(const uint8_t *buf, size_t len, bool ok)
{
	static const uint32_t own[] = { 0x0a630009, 0xc0000201 };
	uint32_t seen = auth.seen;
	enum adv_reason reason;
	struct adv a;

	if (!adv_parse(&a, buf, len))
		return;
	MUST(a.msg >= buf && a.len <= len);
	MUST(a.len == 0 || a.msg + a.len == buf + len);
	reason = adv_check(&a, &conf, &auth, own, 2);
	MUST(reason < ADV_REASONS);
	MUST(strlen(adv_strerror(reason)) > 3);
	MUST(auth.seen >= seen);
	fuzz_number(reason);
	if (reason != ADV_OK && reason != ADV_BADADDRS)
		return;
	check_obeyed(&a, buf, len, seen);
	step((struct vrrp_in){ .event = VRRP_ADVERT, .addr = a.src,
	    .priority = a.priority }, ok);
}

/* The way through sock.c: it may only be cut off, as its header says. */
static void
by_ear(uint8_t *buf, size_t len, bool ok)
{
	struct sock s = { .adv = 1, .ah = 2, .frame = -1, .ear = EAR,
	    .ready = SOCK_ALL };
	const uint8_t *got;
	uint8_t *copy;
	size_t n;

	frame = buf;
	frame_len = len;
	got = sock_recv(&s, &n);
	MUST(got != NULL && (n == 0 || (n >= 20 && n <= len)));
	if (n == 0)
		return;
	MUST(n == (size_t)(got[2] << 8 | got[3]));
	copy = fuzz_copy(got, n);
	judge(copy, n, ok);
	free(copy);
}

static void
datagram(struct fuzz_in *in)
{
	uint8_t how = fuzz_byte(in), *buf;
	bool ok = (how & HOW_REFUSED) == 0;
	const uint8_t *piece;
	size_t len;

	piece = fuzz_piece(in, &len);
	buf = fuzz_copy(piece, len);
	now += (how & HOW_LATER) * VRRP_SECOND / 4;
	if (how & HOW_MENDED)
		mend(buf, len);
	if (how & HOW_SEALED)
		seal(buf, len);
	if (how & HOW_EAR)
		by_ear(buf, len, ok);
	else
		judge(buf, len, ok);
	free(buf);
	if (now >= vrrp_deadline(&vrrp))
		event(VRRP_EXPIRE, ok);
}

static void
fuzz_one(const uint8_t *data, size_t len)
{
	struct fuzz_in in = { .p = data, .left = len };
	uint8_t role = fuzz_byte(&in), priority = fuzz_byte(&in);

	set_up(role, priority);
	event(VRRP_UP, true);
	if (role & ROLE_MASTER)
		event(VRRP_TAKE, true);
	if (role & ROLE_YIELDING)
		event(VRRP_STEP_DOWN, true);
	while (in.left > 0)
		datagram(&in);
}
