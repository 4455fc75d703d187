// SPDX-License-Identifier: MIT
// diag.c: collects diagnostics and prints them, sorted, with carets, notes and hints.
//
//     geo.h:12:18: error: bound of 'a' is not an integer [bound]
//        12 | void f(int n, double a[1.5]);
//           |                        ^~~
//     hint: write the number of elements
//
// In: an id from diags.def, a span, a message. Out: text on a stream. Equal reports at
// one place are printed once, since one header may be part of several inputs.
#include "base.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define ERROR LEVEL_ERROR
#define WARNING LEVEL_WARNING
#define NOTE LEVEL_NOTE
const DiagKind diag_kinds[DIAG_COUNT] = {
#define DIAG(id, name, level, text) {name, level, text},
#include "diags.def"
#undef DIAG
};
#undef ERROR
#undef WARNING
#undef NOTE

const char *level_word(Level level)
{
    static const char *const words[] = {"error", "warning", "note"};
    return words[level];
}

struct DiagTable {
    VEC(Report *) reports;
    int errors;
};

// ------------------------------------------------------------------- collecting

enum { COMPARED_MAX = 2000 };   // garbage may give 10^5 reports; 20 are printed

static bool is_known(const struct DiagTable *d, const Report *r)
{
    for (size_t i = d->reports.n; i-- > 0 && d->reports.n < COMPARED_MAX;) {
        const Report *other = d->reports.at[i];
        if (other->id == r->id && other->file == r->file && other->line == r->line
            && strcmp(other->message, r->message) == 0) {
            return true;
        }
    }
    return false;
}

bool diag(Context *ctx, DiagId id, Span at, const char *fmt, ...)
{
    Report *r = NEW(ctx, Report);
    va_list ap;
    va_start(ap, fmt);
    r->message = arena_vprintf(ctx->arena, fmt, ap);
    va_end(ap);
    r->id = id;
    r->at = at;
    r->file = at.start == 0 ? NULL : span_file(ctx, at);
    r->line = r->file == NULL ? 0 : span_line(ctx, at);
    r->order = ctx->diags->reports.n;
    // A repeated report is kept as the newest, so that its notes go nowhere else.
    if (is_known(ctx->diags, r)) {
        r->order = SIZE_MAX;
    } else if (diag_kinds[id].level == LEVEL_ERROR) {
        ctx->diags->errors++;
    }
    *vec_push(ctx, &ctx->diags->reports) = r;
    return false;
}

static void attach_to(Context *ctx, Report *r, DiagMore more)
{
    DiagMore *a = NEW(ctx, DiagMore);
    *a = more;
    if (r->last != NULL) {
        r->last->next = a;
    } else {
        r->first = a;
    }
    r->last = a;
}

static void attach(Context *ctx, DiagMore more)
{
    struct DiagTable *d = ctx->diags;
    if (d->reports.n > 0) {
        attach_to(ctx, d->reports.at[d->reports.n - 1], more);
    }
}

Report *diag_nth(const Context *ctx, size_t i)
{
    return i < ctx->diags->reports.n ? ctx->diags->reports.at[i] : NULL;
}

void report_note(Context *ctx, Report *r, Span at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *message = arena_vprintf(ctx->arena, fmt, ap);
    attach_to(ctx, r, (DiagMore){.at = at, .message = message});
    va_end(ap);
}

void report_note_line(Context *ctx, Report *r, const Place *at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *message = arena_vprintf(ctx->arena, fmt, ap);
    Place *place = NEW(ctx, Place);
    *place = *at;
    attach_to(ctx, r, (DiagMore){.place = place, .message = message});
    va_end(ap);
}

Place more_place(Context *ctx, const DiagMore *more)
{
    return more->place != NULL ? *more->place : source_place(ctx, more->at);
}

void diag_note(Context *ctx, Span at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *message = arena_vprintf(ctx->arena, fmt, ap);
    attach(ctx, (DiagMore){.at = at, .message = message});
    va_end(ap);
}

void diag_hint(Context *ctx, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *message = arena_vprintf(ctx->arena, fmt, ap);
    attach(ctx, (DiagMore){.is_hint = true, .message = message});
    va_end(ap);
}

void diag_fix(Context *ctx, Span at, const char *with, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *message = arena_vprintf(ctx->arena, fmt, ap);
    attach(ctx, (DiagMore){.is_hint = true, .at = at, .message = message, .fix = with});
    va_end(ap);
}

int diag_errors(const Context *ctx)
{
    return ctx->diags->errors;
}

size_t diag_mark(const Context *ctx)
{
    return ctx->diags->reports.n;
}

static const char *hint_lines(Context *ctx, const Report *r)
{
    const char *lines = NULL;
    for (const DiagMore *a = r->first; a; a = a->next) {
        if (a->is_hint) {
            lines = lines ? arena_printf(ctx->arena, "%s\n%s", lines, a->message)
                          : a->message;
        }
    }
    return lines;
}

const char *diag_withdraw(Context *ctx, size_t mark, const char **hints)
{
    struct DiagTable *d = ctx->diags;
    const Report *first = NULL;
    for (size_t i = mark; i < d->reports.n; i++) {
        const Report *r = d->reports.at[i];
        if (diag_kinds[r->id].level == LEVEL_ERROR) {
            first = first ? first : r;
            d->errors -= r->order != SIZE_MAX;
        }
    }
    d->reports.n = mark < d->reports.n ? mark : d->reports.n;
    *hints = first ? hint_lines(ctx, first) : NULL;
    return first ? first->message : NULL;
}

// --------------------------------------------------------------------- printing

typedef struct {
    FILE *to;
    bool color;
} Printer;

static const char *color(const Printer *p, const char *code)
{
    return p->color ? code : "";
}

#define BOLD "\033[1m"
#define RED "\033[1;31m"
#define MAGENTA "\033[1;35m"
#define CYAN "\033[1;36m"
#define GREEN "\033[1;32m"
#define PLAIN "\033[0m"

static const char *level_color(Level level)
{
    return level == LEVEL_ERROR ? RED : level == LEVEL_WARNING ? MAGENTA : CYAN;
}

// A source line is foreign text: what could steer a terminal is printed as `?`.
static void put_source(const Printer *p, const char *s)
{
    for (; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        fputc((c < 0x20 && c != '\t') || c == 0x7F ? '?' : c, p->to);
    }
}

// Puts the caret under `width` bytes from `column` on; tabs are repeated as they are.
static void put_caret(const Printer *p, const Place *at)
{
    const char *s = at->text;
    size_t n = strlen(s), start = (size_t)at->column - 1, i = 0;
    size_t end = start + (size_t)at->width;
    fprintf(p->to, "      | ");
    bool first = true;
    while (i < n && i < end) {
        uint32_t c = 0;
        size_t len = utf8_decode(s + i, n - i, &c);
        int columns = len == 0 || c < 0x20 ? 1 : utf8_columns(c);
        if (i < start) {
            for (int k = 0; k < columns; k++) {
                fputc(c == '\t' ? '\t' : ' ', p->to);
            }
        } else {
            fputs(first ? color(p, GREEN) : "", p->to);
            for (int k = 0; k < columns; k++) {
                fputc(first ? '^' : '~', p->to);
                first = false;
            }
        }
        i += len == 0 ? 1 : len;
    }
    if (first) {                // behind the last byte of the line
        for (; i < start; i++) {
            fputc(' ', p->to);
        }
        fprintf(p->to, "%s^", color(p, GREEN));
    }
    fprintf(p->to, "%s\n", color(p, PLAIN));
}

static void put_place(const Printer *p, const Place *at)
{
    fputs(color(p, BOLD), p->to);
    if (at->file == NULL) {
        fputs("carbidec: ", p->to);
    } else if (at->column > 0) {
        fprintf(p->to, "%s:%d:%d: ", at->file, at->line, at->column);
    } else {
        fprintf(p->to, "%s:%d: ", at->file, at->line);
    }
    fputs(color(p, PLAIN), p->to);
}

static void put_excerpt(const Printer *p, const Place *at)
{
    if (at->text != NULL) {
        fprintf(p->to, "%5d | ", at->line);
        put_source(p, at->text);
        fputc('\n', p->to);
        if (at->column > 0) {
            put_caret(p, at);
        }
    }
    if (at->preprocessed != NULL && *at->preprocessed != '\0') {
        fprintf(p->to, "%snote:%s after preprocessing: ", color(p, CYAN),
                color(p, PLAIN));
        put_source(p, at->preprocessed);
        fputc('\n', p->to);
    }
}

static void put_report(Context *ctx, const Printer *p, const Report *r)
{
    Level level = diag_kinds[r->id].level;
    Place at = source_place(ctx, r->at);
    put_place(p, &at);
    fprintf(p->to, "%s%s:%s %s [%s]\n", color(p, level_color(level)), level_word(level),
            color(p, PLAIN), r->message, diag_kinds[r->id].name);
    put_excerpt(p, &at);
    for (const DiagMore *a = r->first; a != NULL; a = a->next) {
        if (a->is_hint) {
            continue;
        }
        at = more_place(ctx, a);
        if (at.file != NULL) {
            put_place(p, &at);
        }
        fprintf(p->to, "%snote:%s %s\n", color(p, CYAN), color(p, PLAIN), a->message);
        put_excerpt(p, &at);
    }
    for (const DiagMore *a = r->first; a != NULL; a = a->next) {
        if (a->is_hint) {       // what to do comes last
            fprintf(p->to, "%shint:%s %s\n", color(p, GREEN), color(p, PLAIN),
                    a->message);
        }
    }
}

static int by_place(const void *a, const void *b)
{
    const Report *x = *(Report *const *)a, *y = *(Report *const *)b;
    const char *f = x->file == NULL ? "" : x->file;
    const char *g = y->file == NULL ? "" : y->file;
    int c = strcmp(f, g);
    if (c != 0) {
        return c;
    }
    if (x->line != y->line) {
        return x->line < y->line ? -1 : 1;
    }
    if (x->at.start != y->at.start) {
        return x->at.start < y->at.start ? -1 : 1;
    }
    return x->order < y->order ? -1 : x->order > y->order;
}

Report *const *diag_shown(Context *ctx, size_t *n, int *left)
{
    struct DiagTable *d = ctx->diags;
    size_t kept = 0, shown = 0;
    for (size_t i = 0; i < d->reports.n; i++) {
        if (d->reports.at[i]->order != SIZE_MAX) {
            d->reports.at[kept++] = d->reports.at[i];
        }
    }
    if (kept > 0) {
        qsort(d->reports.at, kept, sizeof *d->reports.at, by_place);
    }
    int max = ctx->options.max_errors > 0 ? ctx->options.max_errors : INT_MAX;
    int errors = 0;
    for (size_t i = 0; i < kept; i++) {
        Report *r = d->reports.at[i];
        bool is_error = diag_kinds[r->id].level == LEVEL_ERROR;
        errors += is_error;
        if (!is_error || errors <= max) {
            d->reports.at[shown++] = r;
        }
    }
    d->reports.n = 0;
    *n = shown;
    *left = errors > max ? errors - max : 0;
    return d->reports.at;
}

void diag_flush(Context *ctx, FILE *to)
{
    Printer p = {to, ctx->options.color};
    size_t n;
    int left;
    Report *const *reports = diag_shown(ctx, &n, &left);
    for (size_t i = 0; i < n; i++) {
        put_report(ctx, &p, reports[i]);
    }
    if (left > 0) {
        fprintf(to, "… and %d more error%s; --max-errors 0 shows all\n", left,
                left == 1 ? "" : "s");
    }
}

bool diag_explain(const char *name, FILE *to)
{
    for (size_t i = 0; i < DIAG_COUNT; i++) {
        const DiagKind *kind = &diag_kinds[i];
        if (strcmp(kind->name, name) == 0) {
            fprintf(to, "%s (%s)\n\n%s\n", name, level_word(kind->level), kind->text);
            return true;
        }
    }
    return false;
}

// ---------------------------------------------------------------------- context

Context *context_new(void)
{
    Arena *arena = arena_new();
    Context *ctx = arena_alloc(arena, sizeof *ctx);
    ctx->arena = arena;
    ctx->options.max_errors = 20;
    ctx->interner = interner_new(ctx);
    ctx->sources = source_table_new(ctx);
    ctx->originals = map_new(ctx);
    ctx->diags = NEW(ctx, struct DiagTable);
    return ctx;
}

void context_free(Context *ctx)
{
    if (ctx != NULL) {
        arena_free(ctx->arena);
    }
}
