#include "limit.h"

#include <assert.h>
#include <stddef.h>

#define ENTRIES	(LIMIT_SOURCES + LIMIT_KINDS)

void
limit_init(struct limit *l)
{
	*l = (struct limit){ .deadline = UINT64_MAX };
}

/* The entry of this kind and source, else a free one, else the shared one. */
static struct limit_entry *
find(struct limit *l, uint8_t kind, uint32_t source)
{
	struct limit_entry *e, *spare = NULL;

	for (size_t i = 0; i < LIMIT_SOURCES; i++) {
		e = &l->entry[i];
		if (!e->used)
			spare = spare != NULL ? spare : e;
		else if (e->kind == kind && e->source == source)
			return e;
	}
	if (spare != NULL) {
		spare->source = source;
		return spare;
	}
	return &l->entry[LIMIT_SOURCES + kind];
}

bool
limit_hit(struct limit *l, uint64_t now, uint8_t kind, uint32_t source,
    uint32_t *shown)
{
	struct limit_entry *e;

	assert(kind < LIMIT_KINDS);
	e = find(l, kind, source);
	*shown = e->source;
	e->fresh = true;
	if (e->used) {
		e->count++;
		return false;
	}
	e->used = true;
	e->kind = kind;
	if (l->deadline == UINT64_MAX)
		l->deadline = now + LIMIT_PERIOD;
	return true;
}

/* What was quiet for a whole period is forgotten. */
static bool
forget(struct limit *l)
{
	bool any = false;

	for (size_t i = 0; i < ENTRIES; i++) {
		l->entry[i].used = l->entry[i].fresh;
		l->entry[i].fresh = false;
		any |= l->entry[i].used;
	}
	return !any;
}

bool
limit_flush(struct limit *l, uint64_t now, struct limit_entry *line)
{
	if (now < l->deadline)
		return false;
	for (size_t i = 0; i < ENTRIES; i++) {
		if (!l->entry[i].used || l->entry[i].count == 0)
			continue;
		*line = l->entry[i];
		l->entry[i].count = 0;
		return true;
	}
	l->deadline = forget(l) ? UINT64_MAX : now + LIMIT_PERIOD;
	return false;
}
