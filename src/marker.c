// SPDX-License-Identifier: MIT
// marker.c: the table of markers: their names, where they may stand, how many arguments
// each takes. And lists of marks: what is among them, and their arguments, taken apart.
//
// In: marks as the parser found them. Out: which marker each is; reports of those that are
// unknown, not yet supported, or have too few or too many arguments.
#include "mark.h"

#include <ctype.h>
#include <string.h>

typedef struct {
    const char *name, *places;
    int least, most;
    bool later;
} MarkerRow;

#define DONE false
#define LATER true
static const MarkerRow markers[MARK_COUNT] = {
#define MARKER(id, places, least, most, state)                                        \
    { "CB_" #id, places, least, most, state },
#include "markers.def"
#undef MARKER
};

const char *marker_name(MarkerId id)
{
    return markers[id].name;
}

bool marker_stands_on(MarkerId id, char place)
{
    return strchr(markers[id].places, place) != NULL;
}

const Mark *mark_find(const Mark *list, MarkerId id)
{
    while (list && strcmp(list->name, markers[id].name) != 0) {
        list = list->next;
    }
    return list;
}

// Most parameters have no mark: they share one table, in which nobody said anything.
static const Mark *const nobody[MARK_COUNT];

void said_init(Said *said)
{
    said->by = nobody;
}

void said_put(Context *ctx, Said *said, MarkerId id, const Mark *by)
{
    const Mark **own = (const Mark **)(uintptr_t)said->by;
    if (said->by == nobody) {
        own = arena_alloc(ctx->arena, MARK_COUNT * sizeof *own);
        said->by = own;
    }
    own[id] = by;
}

MarkerId marker_id(const Mark *mark)
{
    for (int i = 0; i < MARK_COUNT; i++) {
        if (strcmp(mark->name, markers[i].name) == 0) {
            return (MarkerId)i;
        }
    }
    return MARK_COUNT;
}

static bool report_unknown(Context *ctx, const Mark *mark)
{
    const char *names[MARK_COUNT];      // all begin with CB_: the rest decides
    for (int i = 0; i < MARK_COUNT; i++) {
        names[i] = markers[i].name + 3;
    }
    diag(ctx, DIAG_UNKNOWN_MARKER, mark->span, "%s is no marker", mark->name);
    const char *near = nearest(mark->name + 3, names, MARK_COUNT);
    if (near) {
        const uint32_t start = mark->span.start;
        Span name = {start, start + (uint32_t)strlen(mark->name)};
        diag_fix(ctx, name, arena_printf(ctx->arena, "CB_%s", near),
                 "did you mean CB_%s?", near);
    }
    return false;
}

static bool report_later(Context *ctx, const Mark *mark)
{
    diag(ctx, DIAG_MARKER_LATER, mark->span, "%s is not supported yet", mark->name);
    diag_hint(ctx, "until then leave the function out: begin its name with `_`");
    return false;
}

static size_t n_arguments(Context *ctx, const Mark *mark)
{
    TokenRange args = mark_args(ctx, mark);
    return split_args(args.at, args.n, NULL, NULL, 0);
}

static bool report_count(Context *ctx, const Mark *mark, const MarkerRow *row, size_t n)
{
    if (row->most == 0) {
        return diag(ctx, DIAG_MARKER_ARGUMENTS, mark->span, "%s takes no argument",
                    row->name);
    }
    if (n > MAX_PARTS) {
        return diag(ctx, DIAG_MARKER_ARGUMENTS, mark->span,
                    "%s takes %d arguments at most, but %zu are given", row->name,
                    MAX_PARTS, n);
    }
    const char *given = n == 0 ? "none is" : n == 1 ? "one is"
                        : arena_printf(ctx->arena, "%zu are", n);
    return diag(ctx, DIAG_MARKER_ARGUMENTS, mark->span,
                "%s wants %s%d argument%s, but %s given", row->name,
                row->most < 0 ? "at least " : "", row->least,
                row->least == 1 ? "" : "s", given);
}

// Known, supported, with the right number of arguments?
bool mark_valid(Context *ctx, const Mark *mark, bool report)
{
    const MarkerId id = marker_id(mark);
    if (id == MARK_COUNT) {
        return report && report_unknown(ctx, mark);
    }
    const MarkerRow *row = &markers[id];
    if (row->later) {
        return report && report_later(ctx, mark);
    }
    const size_t n = n_arguments(ctx, mark);
    const bool right = n >= (size_t)row->least && n <= (row->most < 0 ? MAX_PARTS
                                                        : (size_t)row->most);
    return right || (report && report_count(ctx, mark, row, n));
}

size_t mark_parts(Context *ctx, const Mark *mark, const Token *part[], size_t len[],
                  size_t max)
{
    TokenRange args = mark_args(ctx, mark);
    size_t n = split_args(args.at, args.n, part, len, max);
    return n < max ? n : max;
}

const char *mark_string(Module *m, Unit *unit, const Token *tokens, size_t n)
{
    const char *why = NULL;
    Expr *e = n ? expr_parse(m->ctx, unit, tokens, n, &why) : NULL;
    return e && e->kind == EX_STRING ? e->string : NULL;
}

bool is_identifier(const char *s)
{
    if (!isalpha((unsigned char)*s) && *s != '_') {
        return false;
    }
    for (; *s; s++) {
        if (!isalnum((unsigned char)*s) && *s != '_') {
            return false;
        }
    }
    return true;
}

