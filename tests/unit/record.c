/* The undo record: what is written is read, and nothing else is. */
#include "record.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

static const struct record example = {
	.boot = "0f1e2d3c-0123-4567-89ab-cdef01234567",
	.netns = 4026531840,
	.ifindex = 2,
	.vrid = 50,
	.mac = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 },
	.permanent = { 0x52, 0x54, 0, 0x12, 0x34, 0x57 },
	.down = false,
	.kept = 0,
};

static void
read_back(const struct record *r)
{
	char text[RECORD_TEXT + 64];
	struct record back;
	size_t n = record_text(r, text);

	CHECK(n > 0 && n < RECORD_TEXT);
	CHECK_EQ(text[n], '\0');
	CHECK_EQ(record_parse(&back, text, n), n);
	CHECK(memcmp(&back, r, sizeof(back)) == 0);
	/* What is behind it is not looked at. */
	memset(text + n, 'x', 64);
	CHECK_EQ(record_parse(&back, text, n + 64), n);
}

static void
extremes(void)
{
	struct record r;

	read_back(&example);
	memset(&r, 0, sizeof(r));
	memcpy(r.boot, example.boot, sizeof(r.boot));
	read_back(&r);
	memset(r.mac, 0xff, sizeof(r.mac));
	memset(r.permanent, 0xff, sizeof(r.permanent));
	r.netns = UINT64_MAX;
	r.ifindex = INT32_MAX;
	r.down = true;
	r.vrid = 255;
	r.kept = 999999999;
	read_back(&r);
}

/* A record cut anywhere is none. */
static void
cut(void)
{
	char text[RECORD_TEXT];
	size_t n = record_text(&example, text);
	struct record r;

	for (size_t i = 0; i < n; i++)
		CHECK_EQ(record_parse(&r, text, i), 0);
}

/* Every byte put to every value: refused, or read as just what it says. */
static void
spoilt(void)
{
	char text[RECORD_TEXT], again[RECORD_TEXT];
	size_t n = record_text(&example, text), taken;
	struct record r;

	for (size_t i = 0; i < n; i++) {
		char was = text[i];

		for (int c = 0; c < 256; c++) {
			text[i] = (char)c;
			taken = record_parse(&r, text, n);
			if (taken == 0)
				continue;
			CHECK_EQ(taken, n);
			CHECK_EQ(record_text(&r, again), n);
			CHECK(memcmp(text, again, n) == 0);
		}
		text[i] = was;
	}
}

static void
odd(void)
{
	static const struct { const char *from, *to; } change[] = {
		{ "ifindex='2'", "ifindex='-2'" },
		{ "ifindex='2'", "ifindex='02'" },
		{ "ifindex='2'", "ifindex=' 2'" },
		{ "ifindex='2'", "ifindex='4294967298'" },
		{ "vrid='50'", "vrid='306'" },
		{ "vrid='50'", "vrid='-1'" },
		{ "netns='4026531840'", "netns='18446744073709551616'" },
		{ "link_down='0'", "link_down='2'" },
		{ "link_down='0'", "link_down='00'" },
		{ "routes='0'", "routes='-1'" },
		{ "routes='0'", "routes='4294967296'" },
		{ "real_mac='52", "real_mac='5g" },
		{ "real_mac='52", "real_mac='5" },
		{ "real_mac='", "real_mac=' " },
		{ "\n\n", "\nx" },
		{ "boot='0", "boot='" },
		{ "boot='0f1e2d3c", "boot='0F1E2D3C" },
	};
	char text[RECORD_TEXT], odd_text[RECORD_TEXT + 64];
	const char *at;
	struct record r;

	record_text(&example, text);
	for (size_t i = 0; i < sizeof(change) / sizeof(change[0]); i++) {
		at = strstr(text, change[i].from);
		CHECK(at != NULL);
		if (at == NULL)
			continue;
		snprintf(odd_text, sizeof(odd_text), "%.*s%s%s",
		    (int)(at - text), text, change[i].to,
		    at + strlen(change[i].from));
		if (record_parse(&r, odd_text, strlen(odd_text)) != 0)
			CHECK(!record_fits(&r, &example));
	}
}

static void
fits(void)
{
	struct record r = example, none = example;

	CHECK(record_fits(&r, &example));
	/* These tell what to undo, not where. */
	r.vrid = 1;
	r.mac[0] ^= 2;
	r.kept = 7;
	CHECK(record_fits(&r, &example));
	r = example;
	r.boot[0] = '1';
	CHECK(!record_fits(&r, &example));
	r = example;
	r.netns++;
	CHECK(!record_fits(&r, &example));
	r = example;
	r.ifindex++;
	CHECK(!record_fits(&r, &example));
	r = example;
	r.permanent[5]++;
	CHECK(!record_fits(&r, &example));
	/* Where we know neither boot nor namespace, no record is obeyed. */
	none.boot[0] = '\0';
	CHECK(!record_fits(&none, &none));
	none = example;
	none.netns = 0;
	CHECK(!record_fits(&none, &none));
}

int
main(void)
{
	extremes();
	cut();
	spoilt();
	odd();
	fits();
	return check_done();
}
