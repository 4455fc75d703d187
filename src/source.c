// SPDX-License-Identifier: MIT
// source.c: the preprocessed inputs.
//
// In: paths of .i files, and the marks that the lexer sets at line markers. Out: their
// text; which file and line an offset is from. All inputs share one space of offsets;
// offset 0 is nowhere. Between two marks every newline counts as a line; where one does
// not, the lexer sets a mark.
#include "base.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    uint32_t offset;
    int line;
    const char *file;
} LineMark;

typedef struct {
    Source source;
    VEC(LineMark) marks;        // sorted by offset; the first one is at the start
    uint32_t *newlines;         // before each BLOCK of text; NULL until asked for
    const char *main_file;      // of the first line marker
} Input;

struct SourceTable {
    VEC(Input *) inputs;        // sorted by base
    uint32_t next_base;
    Map *users;                 // file -> USERS or OTHERS
};

enum { BLOCK_SHIFT = 10, BLOCK = 1 << BLOCK_SHIFT };

static char USERS[1], OTHERS[1];     // addresses only, never written

struct SourceTable *source_table_new(Context *ctx)
{
    struct SourceTable *t = NEW(ctx, struct SourceTable);
    t->next_base = 1;
    t->users = map_new(ctx);
    return t;
}

// ---------------------------------------------------------------------- reading

// Reads all of a file, with a NUL behind it; NULL with errno set.
static char *read_file(Context *ctx, const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        return NULL;
    }
    long end = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
    rewind(f);
    size_t cap = end > 0 && end < INT32_MAX ? (size_t)end + 1 : 4096;
    char *s = arena_alloc(ctx->arena, cap);
    size_t n = 0;
    for (;;) {
        n += fread(s + n, 1, cap - 1 - n, f);
        if (n + 1 < cap || feof(f) || ferror(f)) {
            break;
        }
        int c = getc(f);
        if (c == EOF) {
            break;
        }
        s = arena_grow(ctx->arena, s, cap, 2 * cap);
        cap *= 2;
        s[n++] = (char)c;
    }
    int failed = ferror(f) ? (errno != 0 ? errno : EIO) : 0;
    fclose(f);
    if (failed != 0) {
        errno = failed;
        return NULL;
    }
    s[n] = '\0';
    *size = n;
    return s;
}

// Takes over text that lives as long as the run and ends with a NUL.
static Source *add_source(Context *ctx, const char *path, const char *text, size_t n)
{
    struct SourceTable *t = ctx->sources;
    Span nowhere = {0, 0};
    if (n >= UINT32_MAX - 1 - t->next_base) {
        diag(ctx, DIAG_UNREADABLE_FILE, nowhere,
             "cannot read %s: all inputs together exceed 4 GiB", path);
        return NULL;
    }
    Input *in = NEW(ctx, Input);
    in->source = (Source){intern_z(ctx, path), text, n, t->next_base};
    t->next_base += (uint32_t)n + 1;
    *vec_push(ctx, &t->inputs) = in;
    *vec_push(ctx, &in->marks) = (LineMark){in->source.base, 1, in->source.path};
    return &in->source;
}

Source *source_open(Context *ctx, const char *path)
{
    size_t n = 0;
    errno = 0;
    char *text = read_file(ctx, path, &n);
    if (text == NULL) {
        diag(ctx, DIAG_UNREADABLE_FILE, (Span){0, 0}, "cannot read %s: %s", path,
             strerror(errno));
        return NULL;
    }
    return add_source(ctx, path, text, n);
}

Source *source_from_text(Context *ctx, const char *path, const char *text, size_t n)
{
    return add_source(ctx, path, arena_strndup(ctx->arena, text, n), n);
}

// ------------------------------------------------------------- offset to a line

static Input *input_of(const Context *ctx, uint32_t offset)
{
    const struct SourceTable *t = ctx->sources;
    size_t low = 0, high = t->inputs.n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (t->inputs.at[mid]->source.base <= offset) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    if (low == 0) {
        return NULL;
    }
    Input *in = t->inputs.at[low - 1];
    return offset - in->source.base <= in->source.size ? in : NULL;
}

static size_t mark_of(const Input *in, uint32_t offset)
{
    size_t low = 0, high = in->marks.n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (in->marks.at[mid].offset <= offset) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low - 1;             // the first mark stands at the input's first byte
}

const Source *source_of(Context *ctx, Span span)
{
    Input *in = input_of(ctx, span.start);
    return in == NULL ? NULL : &in->source;
}

const char *span_text(Context *ctx, Span span)
{
    const Source *s = source_of(ctx, span);
    return s == NULL ? "" : s->text + (span.start - s->base);
}

Span span_first_word(Context *ctx, Span span)
{
    const char *s = span_text(ctx, span);
    size_t n = strcspn(s, " \t\n*(");
    return (Span){span.start, span.start + (uint32_t)n};
}

Span span_join(Span first, Span last)
{
    if (first.start == 0) {
        return last;
    }
    if (last.start == 0 || last.end < first.start) {
        return first;
    }
    return (Span){first.start, last.end > first.end ? last.end : first.end};
}

void source_mark(Context *ctx, uint32_t offset, const char *file, int line)
{
    Input *in = input_of(ctx, offset);
    if (in == NULL) {
        return;
    }
    if (starts_with(file, "./") && file[2] != '\0') {   // what -iquote . puts there
        file = intern_z(ctx, file + 2);
    }
    if (in->main_file == NULL && file != in->source.path) {
        in->main_file = file;
    }
    LineMark *last = &in->marks.at[in->marks.n - 1];
    if (last->offset != offset) {
        last = vec_push(ctx, &in->marks);
    }
    *last = (LineMark){offset, line, file};
}

// The file that was open when the one of mark `at` was entered; NULL: none.
static const char *parent_file(Context *ctx, const Input *in, size_t at)
{
    VEC(const char *) open = {0};
    for (size_t i = 0; i <= at; i++) {
        const char *file = in->marks.at[i].file;
        size_t n = open.n;
        while (n > 0 && open.at[n - 1] != file) {
            n--;
        }
        if (n > 0) {
            open.n = n;         // back in a file that included others
        } else {
            *vec_push(ctx, &open) = file;
        }
    }
    const char *parent = open.n > 1 ? open.at[open.n - 2] : NULL;
    bool none = parent == NULL || parent == in->source.path || *parent == '<';
    return none ? NULL : parent;
}

static bool is_include(Context *ctx, Original *o, int line)
{
    size_t n;
    const char *p = original_lines(ctx, o, (size_t)line - 1, (size_t)line, &n);
    while (*p == ' ' || *p == '\t' || *p == '#') {
        p++;
    }
    return starts_with(p, "include") || starts_with(p, "import");
}

bool source_includer(Context *ctx, Span span, Place *out)
{
    const Input *in = input_of(ctx, span.start);
    size_t at = in == NULL ? 0 : mark_of(in, span.start);
    const char *parent = in == NULL ? NULL : parent_file(ctx, in, at);
    Original *o = parent == NULL ? NULL : source_original(ctx, span, parent);
    if (o == NULL) {
        return false;
    }
    // the compiler goes on in the line behind the #include
    while (++at < in->marks.n && in->marks.at[at].file != parent) {
    }
    int line = at < in->marks.n ? in->marks.at[at].line : (int)o->n_lines;
    while (line > (int)o->n_lines || (line > 1 && !is_include(ctx, o, line))) {
        line--;
    }
    *out = (Place){.file = parent, .line = line, .text = original_line(ctx, o, line)};
    return is_include(ctx, o, line);
}

const char *span_file(Context *ctx, Span span)
{
    const Input *in = input_of(ctx, span.start);
    return in == NULL ? NULL : in->marks.at[mark_of(in, span.start)].file;
}

static uint32_t count_newlines(const char *p, const char *end)
{
    uint32_t n = 0;
    while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
        n++;
        p++;
    }
    return n;
}

// How many newlines stand before an offset. A stretch may be the whole of a large
// header, and each of its declarations asks: so blocks of the text are counted once.
static uint32_t newlines_before(Context *ctx, Input *in, uint32_t offset)
{
    const char *text = in->source.text;
    if (in->newlines == NULL) {
        size_t n = in->source.size / BLOCK + 1;
        in->newlines = arena_alloc(ctx->arena, n * sizeof *in->newlines);
        for (size_t i = 1; i < n; i++) {
            const char *block = text + (i - 1) * BLOCK;
            in->newlines[i] = in->newlines[i - 1]
                + count_newlines(block, block + BLOCK);
        }
    }
    size_t at = offset - in->source.base, block = at / BLOCK;
    return in->newlines[block] + count_newlines(text + block * BLOCK, text + at);
}

int span_line(Context *ctx, Span span)
{
    Input *in = input_of(ctx, span.start);
    if (in == NULL) {
        return 0;
    }
    const LineMark *mark = &in->marks.at[mark_of(in, span.start)];
    return mark->line + (int)(newlines_before(ctx, in, span.start)
                              - newlines_before(ctx, in, mark->offset));
}

uint32_t source_line_start(Context *ctx, const Stretch *s, int line)
{
    Input *in = input_of(ctx, s->offset);
    if (in == NULL || line <= s->line) {
        return s->offset < s->end ? s->offset : 0;
    }
    // the newline that ends the line before, counted from the start of the text
    uint32_t wanted = newlines_before(ctx, in, s->offset) + (uint32_t)(line - s->line);
    size_t low = (s->offset - in->source.base) / BLOCK;
    size_t high = (s->end - in->source.base) / BLOCK;
    while (low < high) {
        size_t mid = (low + high + 1) / 2;
        if (in->newlines[mid] < wanted) {
            low = mid;
        } else {
            high = mid - 1;
        }
    }
    const char *p = in->source.text + low * BLOCK;
    const char *end = in->source.text + (s->end - in->source.base);
    for (uint32_t n = in->newlines[low]; n < wanted; n++) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (p == NULL) {
            return 0;
        }
        p++;
    }
    return p < end ? in->source.base + (uint32_t)(p - in->source.text) : 0;
}

static void fill_stretch(const Input *in, size_t i, Stretch *out)
{
    const LineMark *mark = &in->marks.at[i];
    uint32_t input_end = in->source.base + (uint32_t)in->source.size;
    out->offset = mark->offset;
    out->end = i + 1 < in->marks.n ? in->marks.at[i + 1].offset : input_end;
    out->file = mark->file;
    out->line = mark->line;
}

bool source_stretch(Context *ctx, uint32_t offset, Stretch *out)
{
    const Input *in = input_of(ctx, offset);
    if (in == NULL) {
        return false;
    }
    fill_stretch(in, mark_of(in, offset), out);
    return true;
}

bool source_stretch_next(Context *ctx, const Stretch *s, int step, Stretch *out)
{
    const Input *in = input_of(ctx, s->offset);
    if (in == NULL) {
        return false;
    }
    size_t i = mark_of(in, s->offset);
    if ((step < 0 && i == 0) || (step > 0 && i + 1 >= in->marks.n)) {
        return false;
    }
    fill_stretch(in, step < 0 ? i - 1 : i + 1, out);
    return true;
}

// ------------------------------------------------------------- whose file is it

static const char *skip_dot_slash(const char *path)
{
    while (path[0] == '.' && path[1] == '/') {
        path += 2;
        while (*path == '/') {
            path++;
        }
    }
    return path;
}

static bool same_path(const char *a, const char *b)
{
    a = skip_dot_slash(a);
    b = skip_dot_slash(b);
    while (*a != '\0' && *a == *b) {
        bool slash = *a == '/';
        a++;
        b++;
        while (slash && *a == '/') {
            a++;
        }
        while (slash && *b == '/') {
            b++;
        }
    }
    return *a == *b;
}

static bool is_users_file(Context *ctx, const char *file)
{
    const Options *o = &ctx->options;
    for (size_t i = 0; i < o->n_headers; i++) {
        if (same_path(file, o->headers[i])) {
            return true;
        }
    }
    if (o->n_headers > 0) {
        return false;
    }
    for (size_t i = 0; i < ctx->sources->inputs.n; i++) {
        const Input *in = ctx->sources->inputs.at[i];
        if (file == in->main_file || file == in->source.path) {
            return true;
        }
    }
    return false;
}

bool file_is_users(Context *ctx, const char *file)
{
    void *known = map_get(ctx->sources->users, file);
    if (known == NULL) {
        known = is_users_file(ctx, file) ? USERS : OTHERS;
        map_put(ctx->sources->users, file, known);
    }
    return known == USERS;
}

bool span_is_users(Context *ctx, Span span)
{
    const char *file = span_file(ctx, span);
    return file != NULL && file_is_users(ctx, file);
}
