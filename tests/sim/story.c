/*
 * Histories with a name: each *.story is a history as text (history.h), a
 * line "---", and then what comes of it, to the letter.
 *
 *	story [-w] [file ...]
 *
 * Without files: all of tests/sim.  -w writes what comes of it into the file.
 * A story with the time of the last fault, "calm", must also come to rest as
 * it is said in lan.c.
 *
 * And what sim prints of a history is a story: read again, it comes to the
 * same.
 */
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "history.h"
#include "lan.h"

#define STORIES	"tests/sim/*.story"
#define SEEDS	300	/* whose histories are read again */

static struct lan lan;

/* A file as a string. */
static char *
slurp(const char *name)
{
	FILE *f = fopen(name, "r"), *out;
	char *text = NULL;
	size_t len;
	int c;

	if (f == NULL)
		return NULL;
	out = open_memstream(&text, &len);
	while (out != NULL && (c = getc(f)) != EOF)
		putc(c, out);
	fclose(f);
	if (out == NULL || fclose(out) != 0)
		return NULL;
	return text;
}

/* The end of the line that separates the history from what comes of it. */
static char *
divide(char *text)
{
	char *line = strstr(text, "\n---\n");

	return line != NULL ? line + strlen("\n---\n") : NULL;
}

static const char *
read_history(struct history *h, const char *text, const char *end)
{
	const char *wrong = NULL, *eol;
	char line[256];

	history_begin(h);
	end -= strlen("---\n");
	for (; text < end && wrong == NULL; text = eol + 1) {
		eol = strchr(text, '\n');
		snprintf(line, sizeof(line), "%.*s", (int)(eol - text), text);
		wrong = history_read(h, line);
	}
	return wrong == NULL && h->n == 0 ? "nobody is there" : wrong;
}

/* What comes of it, as text. */
static char *
tell(const struct history *h)
{
	char *text = NULL;
	size_t len;

	lan_begin(&lan, h, LAN_ATTACK);
	lan.out = open_memstream(&text, &len);
	if (lan.out == NULL)
		return NULL;
	if (h->calm != 0)
		lan_live(&lan);
	else
		lan_run(&lan, h->end);
	return fclose(lan.out) == 0 ? text : NULL;
}

static void
print_line(const char *mark, const char *text)
{
	printf("%s%.*s\n", mark, (int)strcspn(text, "\n"), text);
}

/* The first line that differs. */
static void
print_difference(const char *was, const char *is)
{
	const char *line = was;

	for (; *was != '\0' && *was == *is; was++, is++)
		if (*was == '\n')
			line = was + 1;
	is -= was - line;
	print_line("  was: ", line);
	print_line("  is:  ", is);
}

static bool
rewrite(const char *name, const char *text, const char *end, const char *is)
{
	FILE *f = fopen(name, "w");

	if (f == NULL)
		return false;
	fprintf(f, "%.*s%s", (int)(end - text), text, is);
	return fclose(f) == 0;
}

static bool
hold(const char *name, char *text, bool write)
{
	struct history h;
	char *was = divide(text), *is;
	const char *wrong;
	bool good = false;

	wrong = was == NULL ? "no line ---" : read_history(&h, text, was);
	if (wrong != NULL) {
		printf("%s: %s\n", name, wrong);
		return false;
	}
	is = tell(&h);
	if (is == NULL)
		printf("%s: no memory\n", name);
	else if (lan.wrong != NULL)
		printf("%s: wrong: %c %s\n", name,
		    history_name((unsigned)lan.who), lan.wrong);
	else if (write)
		good = rewrite(name, text, was, is);
	else if (strcmp(was, is) != 0) {
		printf("%s: another end:\n", name);
		print_difference(was, is);
	} else
		good = true;
	free(is);
	return good;
}

static bool
story(const char *name, bool write)
{
	char *text = slurp(name);
	bool good;

	if (text == NULL) {
		printf("%s: %s\n", name, strerror(errno));
		return false;
	}
	good = hold(name, text, write);
	free(text);
	return good;
}

static bool
same_read_again(const struct history *h)
{
	struct history again;
	char *text = NULL, *was = NULL, *is = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	bool same = false;

	if (out == NULL)
		return false;
	history_print(h, out);
	fputs("---\n", out);
	if (fclose(out) == 0 &&
	    read_history(&again, text, text + len) == NULL) {
		was = tell(h);
		is = tell(&again);
	}
	if (was != NULL && is != NULL) {
		same = strcmp(was, is) == 0;
		if (!same)
			print_difference(was, is);
	}
	free(text);
	free(was);
	free(is);
	return same;
}

/* As it is, and with ever fewer routers, as sim leaves them out. */
static bool
reads_again(uint64_t seed)
{
	struct history h;
	bool same;

	history_make(&h, seed);
	while ((same = same_read_again(&h)) && h.n > 1)
		history_drop_router(&h, (unsigned)(seed % h.n));
	if (!same)
		printf("seed %u, %u routers: another end of its text\n",
		    (unsigned)seed, h.n);
	return same;
}

int
main(int argc, char *argv[])
{
	bool write = false;
	unsigned bad = 0, others = 0;
	glob_t all = { .gl_pathc = 0 };
	int c;

	while ((c = getopt(argc, argv, "w")) != -1) {
		if (c != 'w')
			return 2;
		write = true;
	}
	if (optind == argc) {
		if (glob(STORIES, 0, NULL, &all) != 0) {
			puts("no stories in " STORIES);
			return 1;
		}
		argc = (int)all.gl_pathc;
		argv = all.gl_pathv;
		optind = 0;
		for (uint64_t seed = 1; seed <= SEEDS; seed++)
			others += !reads_again(seed);
	}
	for (int i = optind; i < argc; i++)
		bad += !story(argv[i], write);
	printf("%d stories, %u of them wrong\n", argc - optind, bad);
	globfree(&all);
	return bad > 0 || others > 0;
}
