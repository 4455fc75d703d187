// SPDX-License-Identifier: MIT
// trace.c: notes that lead from a diagnostic to where its line came from: the macro
// that stands there, the #include by which its file came in.
//
// In: all reports of a run, and the units. Out: a note more for some of them.
#include "syntax.h"

#include <ctype.h>
#include <string.h>

static const Unit *unit_of(Context *ctx, Unit *const *units, size_t n, Span at)
{
    const Source *source = source_of(ctx, at);
    for (size_t i = 0; i < n; i++) {
        const Tokens *t = units[i]->tokens;
        if (t->first + t->n > 0 && source_of(ctx, lex_end(t).span) == source) {
            return units[i];
        }
    }
    return NULL;
}

// The name under the caret is a macro's, and something else was printed there.
static void trace_macro(Context *ctx, const Unit *unit, Report *r)
{
    Place at = source_place(ctx, r->at);
    if (at.text == NULL || at.column == 0 || r->id == DIAG_MACRO_FUNCTION) {
        return;
    }
    const char *word = at.text + at.column - 1;
    size_t n = 0;
    while (isalnum((unsigned char)word[n]) || word[n] == '_') {
        n++;
    }
    const char *name = arena_strndup(ctx->arena, word, n);
    const Macro *m = n == 0 ? NULL
        : map_get(unit->tokens->macro_by_name, intern_z(ctx, name));
    if (m == NULL || m->builtin || starts_with(span_text(ctx, r->at), name)
        || (m->span.start <= r->at.start && r->at.start < m->span.end)) {
        return;
    }
    report_note(ctx, r, m->span, "`%s` is a macro, defined here", name);
}

// Headers that another of the author's headers includes, and not the project.
static void trace_include(Context *ctx, Report *r)
{
    Place at;
    if (source_includer(ctx, r->at, &at) && file_is_users(ctx, at.file)) {
        report_note_line(ctx, r, &at, "%s is included here", r->file);
    }
}

void trace_reports(Context *ctx, Unit *const *units, size_t n)
{
    Map *first = map_new(ctx);          // of each file: one note is enough
    VEC(Report *) heads = {0};
    Report *r;
    for (size_t i = 0; (r = diag_nth(ctx, i)) != NULL; i++) {
        const Unit *unit = r->file == NULL ? NULL : unit_of(ctx, units, n, r->at);
        if (unit == NULL) {
            continue;
        }
        trace_macro(ctx, unit, r);
        Report *head = map_get(first, r->file);
        if (head == NULL || r->line < head->line) {
            map_put(first, r->file, r);
        }
        if (head == NULL) {
            *vec_push(ctx, &heads) = r;
        }
    }
    for (size_t i = 0; i < heads.n; i++) {
        trace_include(ctx, map_get(first, heads.at[i]->file));
    }
}
