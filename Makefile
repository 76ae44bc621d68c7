# vrrpd: GNU make, no configure.  'make help' lists the targets.
# CC, CFLAGS, CPPFLAGS, LDFLAGS, DESTDIR, PREFIX and what is below it are yours.

CC ?= cc
CFLAGS ?= -Os -g $(LTO)
PREFIX ?= /usr/local
SBINDIR ?= $(PREFIX)/sbin
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
COMPDIR ?= $(DATADIR)/bash-completion/completions
# for install-init
LIBEXECDIR ?= $(PREFIX)/libexec
SYSCONFDIR ?= /etc
SYSTEMDDIR ?= $(PREFIX)/lib/systemd
SYSUSERSDIR ?= $(PREFIX)/lib/sysusers.d
B ?= build

COMMA := ,

# Relocations in short, where the linker knows them and the libc does: glibc
# says so, and a program asks for that.
RELR := $(shell t=$$(mktemp) || exit; echo 'int main(void) { return 0; }' | \
    $(CC) -pie -fPIE -Wl,-z,pack-relative-relocs -x c -o "$$t" - \
    2>/dev/null && grep -q GLIBC_ABI_DT_RELR "$$t" && \
    grep -q GLIBC_ABI_DT_RELR "$$($(CC) -print-file-name=libc.so.6)" && \
    echo -Wl,-z,pack-relative-relocs; rm -f "$$t")

# Optimization of the program as a whole, where compiler and linker know it.
# The objects are ordinary ones as well, of which the tests are linked.
LTO := $(shell t=$$(mktemp) || exit; echo 'int main(void) { return 0; }' | \
    $(CC) -flto=auto -ffat-lto-objects -Werror -x c -o "$$t" - 2>/dev/null && \
    echo -flto=auto -ffat-lto-objects; rm -f "$$t")

WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wpointer-arith \
	-Wwrite-strings -Wformat=2 -Wundef -Wvla \
	-Wimplicit-fallthrough -Wno-sign-conversion
HARDEN := -fstack-protector-strong -fPIE -U_FORTIFY_SOURCE \
	-D_FORTIFY_SOURCE=2
# Nothing unwinds the stack; debuggers read what -g leaves.
SMALL := -fno-asynchronous-unwind-tables -fno-plt
OURS := -std=c11 -D_GNU_SOURCE -MMD -MP -Isrc $(WARN) $(HARDEN) $(SMALL)
COMPACT := -Wl,-z,noseparate-code,--sort-section=name
LINK := -pie -Wl,-z,relro,-z,now $(COMPACT) $(RELR)

# A libc without the kernel's headers (musl-gcc) finds the system's.
ifneq (0,$(shell $(CC) -E -include linux/rtnetlink.h -x c /dev/null \
    >/dev/null 2>&1; echo $$?))
OURS += -idirafter /usr/include \
	-idirafter /usr/include/$(shell uname -m)-linux-gnu
endif

PURE := vrrp packet auth md5 limit
SHELL_FLOORS := conf key log record nl sock iface route watch run daemon hook \
	notify report vip mac recover act follow weigh start main
UNITS := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c))
UNIT_SHARED := $(patsubst %,$(B)/%.o,$(PURE) conf report record nl route \
	notify watch)
FUZZ := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
FUZZ_SHARED := $(UNIT_SHARED) $(patsubst %,$(B)/%.o,key iface sock)
NET := $(sort $(wildcard tests/net/[0-9]*.sh))
NET_LIGHT := $(filter-out $(shell grep -l '^\# Runs alone' $(NET)),$(NET))
INTEROP := $(sort $(wildcard tests/interop/[0-9]*.sh))
CLI := $(sort $(wildcard tests/cli/*.sh))
SIM_SHARED := $(patsubst %,$(B)/sim/%.o,history judge lan node) \
	$(patsubst %,$(B)/%.o,vrrp packet auth md5 report)
OBJS := $(patsubst %,$(B)/%.o,$(PURE) $(SHELL_FLOORS))

.PHONY: all static check check-unit check-net check-interop check-asan \
	check-build check-programs helpers coverage mutate bench \
	fuzz soak stories demo lint install uninstall \
	install-init uninstall-init dist distcheck deb clean help
.DELETE_ON_ERROR:

all: vrrpd			## build ./vrrpd

vrrpd: $(B)/vrrpd
	@cmp -s $< $@ || cp $< $@

$(B)/vrrpd: $(OBJS)
	$(CC) $(HARDEN) $(SMALL) $(CFLAGS) $(LDFLAGS) $(LINK) -o $@ $^

$(B)/%.o: src/%.c Makefile | $(B)
	$(CC) $(OURS) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

static: 			## build a static build/static/vrrpd
	@$(MAKE) B=$(B)/static LINK='-static -Wl,-z,relro,-z,now $(COMPACT)' \
	    $(B)/static/vrrpd

$(B) $(B)/unit $(B)/sim $(B)/tests $(B)/fuzz $(B)/bench:
	mkdir -p $@

$(B)/unit/%: tests/unit/%.c tests/check.h $(UNIT_SHARED) | $(B)/unit
	$(CC) $(OURS) -Itests $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) $(LINK) \
	    -fno-lto -MF $@.d -o $@ $< $(UNIT_SHARED)

$(B)/fuzz/%: tests/fuzz/%.c $(FUZZ_SHARED) | $(B)/fuzz
	$(CC) $(OURS) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) $(LINK) \
	    -Wl,--wrap=$(if $(filter datagram,$*),recvmmsg,recv) \
	    -Wl,--wrap=sendto -fno-lto -MF $@.d -o $@ $< $(FUZZ_SHARED)

$(B)/sim/%.o: tests/sim/%.c Makefile | $(B)/sim
	$(CC) $(OURS) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

SIM_PROGRAMS := $(B)/sim/story $(B)/sim/all $(B)/sim/sim

$(SIM_PROGRAMS): %: %.o $(SIM_SHARED)
	$(CC) $(CFLAGS) $(LDFLAGS) $(LINK) -fno-lto -o $@ $^

$(B)/tests/%: tests/net/%.c Makefile | $(B)/tests
	$(CC) $(OURS) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -pie -MF $@.d -o $@ $<

$(B)/tests/%.so: tests/net/%.c Makefile | $(B)/tests
	$(CC) $(OURS) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -fPIC -shared \
	    -MF $@.d -o $@ $<

$(B)/bench/%: tests/bench/%.c Makefile | $(B)/bench
	$(CC) $(OURS) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) $(LINK) -MF $@.d -o $@ $<

NET_PROGRAMS := wire devlog flood fault confine
PRELOADED := $(filter-out $(NET_PROGRAMS),$(patsubst tests/net/%.c,%,\
	$(wildcard tests/net/*.c)))
HELPERS := $(NET_PROGRAMS:%=$(B)/tests/%) $(PRELOADED:%=$(B)/tests/%.so)
PROGRAMS := $(UNITS:%=$(B)/unit/%) $(FUZZ:%=$(B)/fuzz/%) $(SIM_PROGRAMS)

check: all $(PROGRAMS) $(HELPERS)	## run every test this machine can run
	@tests/run tests/unit/pure.sh $(PROGRAMS) $(CLI) $(NET) $(INTEROP)

check-unit: all $(PROGRAMS)	## units, simulation and cli/
	@tests/run tests/unit/pure.sh $(PROGRAMS) $(CLI)

soak: $(B)/sim/sim		## simulate histories until stopped
	@$(B)/sim/sim -t 0 -p 10

stories: $(B)/sim/story		## rewrite what comes of tests/sim/*.story
	@$(B)/sim/story -w

check-net: all $(HELPERS)	## only the daemon on a virtual wire
	@tests/run $(NET)

check-interop: all $(HELPERS)	## only against other daemons
	@tests/run $(INTEROP)

check-asan:			## most tests under ASan and UBSan
	@tests/platform asan

# What is built in B, with the helpers of this machine, and what two tests at
# once would build; but what keeps the processors busy is done once, by check.
check-build: $(B)/vrrpd $(PROGRAMS)
	@env -u MAKEFLAGS -u MFLAGS -u B -u CC -u CFLAGS $(MAKE) -s all helpers
	@VRRPD=$(CURDIR)/$(B)/vrrpd B=$(B) tests/run tests/unit/pure.sh \
	    $(PROGRAMS) $(CLI) $(NET_LIGHT)

check-programs: $(PROGRAMS)
	@tests/run $(PROGRAMS)

helpers: $(HELPERS)

coverage:			## what the unit tests leave out
	@tests/coverage

mutate:				## what neither unit tests nor simulation notice
	@tests/mutate

fuzz:				## give TARGET strange inputs for SECONDS
	@tests/fuzz/run "$(TARGET)" $(SECONDS)

BENCH_PROGRAMS := $(patsubst tests/bench/%.c,$(B)/bench/%,\
	$(wildcard tests/bench/*.c))

bench: all helpers $(BENCH_PROGRAMS)	## beside keepalived: BENCH=row,... QUICK=1
	@tests/bench/run $(subst $(COMMA), ,$(BENCH))

demo: all			## watch two routers fail over
	@scripts/demo

lint:				## static checks of sources, scripts and the manual
	@scripts/lint

EXAMPLES := check-http hook-conntrack hook-mail hook-service

install: all			## programs to SBINDIR, manuals to MANDIR
	install -d $(DESTDIR)$(SBINDIR) $(DESTDIR)$(MANDIR)/man8 \
	    $(DESTDIR)$(MANDIR)/ja/man8 $(DESTDIR)$(COMPDIR) \
	    $(DESTDIR)$(DATADIR)/vrrpd
	install -m 755 vrrpd scripts/vrrpd-status $(DESTDIR)$(SBINDIR)
	install -m 644 vrrpd.8 scripts/vrrpd-status.8 $(DESTDIR)$(MANDIR)/man8
	install -m 644 vrrpd.ja.8 $(DESTDIR)$(MANDIR)/ja/man8/vrrpd.8
	install -m 644 scripts/vrrpd.bash-completion $(DESTDIR)$(COMPDIR)/vrrpd
	install -m 755 $(EXAMPLES:%=scripts/%) $(DESTDIR)$(DATADIR)/vrrpd

uninstall:			## remove what install put there
	rm -f $(addprefix $(DESTDIR)$(SBINDIR)/,vrrpd vrrpd-status) \
	    $(addprefix $(DESTDIR)$(MANDIR)/,man8/vrrpd.8 \
	    man8/vrrpd-status.8 ja/man8/vrrpd.8) $(DESTDIR)$(COMPDIR)/vrrpd \
	    $(EXAMPLES:%=$(DESTDIR)$(DATADIR)/vrrpd/%)
	rmdir $(DESTDIR)$(DATADIR)/vrrpd 2>/dev/null || true

INIT_VARIABLES := DESTDIR INIT SBINDIR LIBEXECDIR SYSCONFDIR SYSTEMDDIR \
	SYSUSERSDIR DATADIR

install-init:			## what starts it at boot; INIT=sysv|openrc|systemd
	@$(foreach v,$(INIT_VARIABLES),$(v)='$($(v))') \
	    scripts/install-init install

uninstall-init:			## remove what install-init put there
	@$(foreach v,$(INIT_VARIABLES),$(v)='$($(v))') \
	    scripts/install-init uninstall

dist: | $(B)			## build/vrrpd-VERSION.tar.gz, of what is committed
	@scripts/dist $(B)/vrrpd-$$(scripts/version).tar.gz

distcheck:			## a release, unpacked, built, tested, installed
	@scripts/distcheck

deb:				## a Debian package in build/deb
	@scripts/deb $(B)/deb

clean:				## remove what make made
	rm -rf $(B) vrrpd

help:				## this list
	@sed -n 's/^\([a-z-]*\):.*##/\1\t/p' Makefile | expand -t 16

-include $(wildcard $(B)/*.d $(B)/unit/*.d $(B)/sim/*.d $(B)/tests/*.d $(B)/fuzz/*.d \
    $(B)/bench/*.d)
