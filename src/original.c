// SPDX-License-Identifier: MIT
// original.c: the files that the preprocessed inputs were made from.
//
// In: the name of a file, as in a line marker. Out: where its lines begin, and pieces
// of its text. These are asked for from one declaration to the next, so a window of the
// text is in memory, not a second copy of what was preprocessed.
#include "base.h"

#include <string.h>

// A window with its NUL is a block that the arena uses again.
enum { WINDOW = 32 * 1024 - 1, LINES_LEAST = 256 };

static char UNREADABLE[1];      // its address only, never written

// ------------------------------------------------------------------------ lines

// What the next byte stands in.
typedef struct {
    Context *ctx;
    Original *o;
    size_t cap;                 // of o->lines
    char quote, before;         // `before` is the byte before it
    bool comment, line_comment;
} Scanner;

static void add_line(Scanner *sc, size_t start)
{
    Original *o = sc->o;
    if (o->n_lines == sc->cap) {
        struct OriginalLine *old = o->lines;
        size_t bytes = sc->cap * sizeof *old;
        sc->cap = sc->cap > 0 ? 2 * sc->cap : LINES_LEAST;
        o->lines = arena_alloc(sc->ctx->arena, sc->cap * sizeof *old);
        if (old != NULL) {
            memcpy(o->lines, old, bytes);
            arena_release(sc->ctx->arena, old, bytes);
        }
    }
    bool in_comment = sc->comment || sc->line_comment;
    o->lines[o->n_lines++] =
        (struct OriginalLine){(uint32_t)start & INT32_MAX, in_comment};
}

// Passes over what neither begins nor ends anything.
static const char *skip_plain(const Scanner *sc, const char *p, const char *end)
{
    static const bool special[256] = {
        ['\n'] = true, ['"'] = true, ['\''] = true, ['/'] = true, ['\\'] = true,
    };
    if (sc->line_comment) {
        p = memchr(p, '\n', (size_t)(end - p));
        return p == NULL ? end : p;
    }
    if (sc->comment) {
        while (p < end && *p != '*' && *p != '\n') {
            p++;
        }
        return p;
    }
    while (p < end && !special[(unsigned char)*p]) {
        p++;
    }
    return p;
}

// What stands at p changes what follows; a NUL stands behind the last byte.
static const char *scan_special(Scanner *sc, const char *p)
{
    const char c = p[0], next = p[1];
    if (sc->comment) {
        sc->comment = c != '*' || next != '/';
        return sc->comment ? p + 1 : p + 2;
    }
    if (sc->quote != 0) {
        sc->quote = c == sc->quote ? 0 : sc->quote;
        return c == '\\' && next != '\n' && next != '\0' ? p + 2 : p + 1;
    }
    if (c == '/' && (next == '*' || next == '/')) {
        sc->comment = next == '*';
        sc->line_comment = !sc->comment;
        return p + 2;
    }
    sc->quote = c == '"' || c == '\'' ? c : 0;
    return p + 1;
}

// Finds where lines start, and whether inside a comment, in s[0..n), which stands at
// `offset` of the file. The last byte is left over unless the file ends with it;
// returns how many were read.
static size_t scan(Scanner *sc, const char *s, size_t n, size_t offset, bool ends)
{
    const char *p = s, *end = s + n - (n > 0 && !ends);
    while (p < end) {
        p = skip_plain(sc, p, end);
        if (p < end && *p == '\n') {
            bool spliced = (p > s ? p[-1] : sc->before) == '\\';
            sc->quote = spliced ? sc->quote : 0;
            sc->line_comment = sc->line_comment && spliced;
            p++;
            add_line(sc, offset + (size_t)(p - s));
        } else if (p < end) {
            p = scan_special(sc, p);
        }
    }
    sc->before = p > s ? p[-1] : sc->before;
    return (size_t)(p - s);
}

// The line behind the last one begins where the file ends.
static void end_lines(Scanner *sc)
{
    sc->comment = sc->line_comment = false;
    add_line(sc, sc->o->size);
    sc->o->n_lines--;
}

// ----------------------------------------------------------------------- reading

// Opens a file of known size; NULL: none, or one that OriginalLine cannot count.
static FILE *open_sized(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    long end = f != NULL && fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
    if (f != NULL && (end < 0 || end > INT32_MAX || fseek(f, 0, SEEK_SET) != 0)) {
        fclose(f);
        f = NULL;
    }
    *size = end < 0 ? 0 : (size_t)end;
    return f;
}

// Reads the file once, through the window.
static bool scan_file(Scanner *sc, FILE *f)
{
    Original *o = sc->o;
    size_t read = 0;
    do {
        size_t kept = o->window_n - read, room = o->window_cap - kept;
        memmove(o->window, o->window + read, kept);
        o->window_start += read;
        size_t left = o->size - (o->window_start + kept);
        size_t n = fread(o->window + kept, 1, left < room ? left : room, f);
        if (n < left && n < room) {
            o->size = o->window_start + kept + n;       // it became shorter
        }
        o->window_n = kept + n;
        o->window[o->window_n] = '\0';
        bool ends = o->window_start + o->window_n == o->size;
        read = scan(sc, o->window, o->window_n, o->window_start, ends);
    } while (o->window_start + o->window_n < o->size);
    return !ferror(f);
}

static bool read_original(Scanner *sc)
{
    Original *o = sc->o;
    FILE *f = o->path[0] == '<' ? NULL : open_sized(o->path, &o->size);
    if (f == NULL) {
        return false;
    }
    o->window_cap = o->size < WINDOW ? o->size : WINDOW;
    o->window = arena_alloc(sc->ctx->arena, o->window_cap + 1);
    bool done = scan_file(sc, f);
    fclose(f);
    return done;
}

Original *source_original(Context *ctx, Span span, const char *file)
{
    void *known = map_get(ctx->originals, file);
    if (known != NULL) {
        return known == UNREADABLE ? NULL : known;
    }
    const Source *s = source_of(ctx, span);
    Original *o = NEW(ctx, Original);
    Scanner sc = {.ctx = ctx, .o = o};
    add_line(&sc, 0);
    bool done;
    if (s != NULL && s->path == file) {     // no markers: the input is the original
        o->window = (char *)(uintptr_t)s->text;     // it covers all: never written
        o->window_n = o->size = s->size;
        done = s->size <= INT32_MAX;
        scan(&sc, s->text, done ? s->size : 0, 0, true);
    } else {
        o->path = file;
        done = read_original(&sc);
    }
    end_lines(&sc);
    map_put(ctx->originals, file, done ? (void *)o : UNREADABLE);
    return done ? o : NULL;
}

// Moves the window over [start, end), with what stands before it: readers go back too.
static void move_window(Context *ctx, Original *o, size_t start, size_t end)
{
    size_t from = start - (start < WINDOW / 4 ? start : WINDOW / 4);
    size_t n = end - from > WINDOW ? end - from : WINDOW;
    n = n < o->size - from ? n : o->size - from;
    if (n > o->window_cap) {
        arena_release(ctx->arena, o->window, o->window_cap + 1);
        o->window = arena_alloc(ctx->arena, n + 1);
        o->window_cap = n;
    }
    FILE *f = fopen(o->path, "rb");
    size_t got = f == NULL || fseek(f, (long)from, SEEK_SET) != 0 ? 0
        : fread(o->window, 1, n, f);
    if (f != NULL) {
        fclose(f);
    }
    memset(o->window + got, 0, n + 1 - got);    // somebody changes the file meanwhile
    o->window_start = from;
    o->window_n = n;
}

const char *original_text(Context *ctx, Original *o, size_t start, size_t end)
{
    if (start < o->window_start || end > o->window_start + o->window_n) {
        move_window(ctx, o, start, end);
    }
    return o->window + (start - o->window_start);
}

const char *original_lines(Context *ctx, Original *o, size_t from, size_t to, size_t *n)
{
    size_t start = o->lines[from].start, end = o->lines[to].start;
    *n = end - start;
    return original_text(ctx, o, start, end);
}

const char *original_line(Context *ctx, Original *o, int line)
{
    size_t n;
    const char *s = original_lines(ctx, o, (size_t)line - 1, (size_t)line, &n);
    while (n > 0 && (s[n - 1] == '\n' || s[n - 1] == '\r')) {
        n--;
    }
    return arena_strndup(ctx->arena, s, n);
}
