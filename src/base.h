// SPDX-License-Identifier: MIT
// base.h: map of the base layer: memory, text, names, sources, diagnostics.
//
// Everything above stands on this header and nothing here knows about C. One Context
// is made per run and passed down; all memory comes from its arena and lives until the
// run ends, but for tables that were outgrown. Names are interned: equal names are equal
// pointers. A place in the input is a Span of two offsets; file, line, column and caret
// are computed when printing.
#ifndef CARBIDE_BASE_H
#define CARBIDE_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#if defined(__GNUC__)
#define PRINTF(i, j) __attribute__((format(printf, i, j)))
#else
#define PRINTF(i, j)
#endif

#define CARBIDEC_VERSION "0.1.0"

typedef struct Context Context;

// ------------------------------------------------------------------- arena.c
// Bump allocator. Out of memory ends the run with a message and status 2.
typedef struct Arena Arena;
Arena *arena_new(void);
void arena_free(Arena *a);
void *arena_alloc(Arena *a, size_t bytes);         // zeroed, 8-byte aligned
char *arena_strndup(Arena *a, const char *s, size_t n);
char *arena_printf(Arena *a, const char *fmt, ...) PRINTF(2, 3);
char *arena_vprintf(Arena *a, const char *fmt, va_list ap);
void *arena_grow(Arena *a, void *old, size_t old_bytes, size_t new_bytes);
                                                   // what is new is not cleared
// Gives back a table that nothing points to any more.
void arena_release(Arena *a, const void *block, size_t bytes);

#define NEW(ctx, T) ((T *)arena_alloc((ctx)->arena, sizeof(T)))

// A growable array of T in the arena: VEC(T) v = {0}; *vec_push(ctx, &v) = x;
#define VEC(T) struct { T *at; size_t n, cap; }
#define vec_push(ctx, v)                                                              \
    ((v)->n < (v)->cap ? &(v)->at[(v)->n++]                                           \
                       : ((v)->at = arena_grow((ctx)->arena, (v)->at,                 \
                              (v)->n * sizeof *(v)->at,                               \
                              ((v)->cap = (v)->cap ? 2 * (v)->cap : 8)                \
                                  * sizeof *(v)->at),                                 \
                          &(v)->at[(v)->n++]))

// -------------------------------------------------------------------- text.c
// Growable text, interned names, and quoting for C, Python and JSON literals.
typedef struct {
    char *s;            // NUL-terminated, never NULL after text_init
    size_t n, cap;
    Context *ctx;
} Text;
void text_init(Text *t, Context *ctx);
void text_init_for(Text *t, Context *ctx, size_t n);        // n bytes need no growing
void text_add(Text *t, const char *s);
void text_addn(Text *t, const char *s, size_t n);
void text_printf(Text *t, const char *fmt, ...) PRINTF(2, 3);
void text_c_string(Text *t, const char *s, size_t n);       // "…" as C reads it
void text_py_string(Text *t, const char *s, size_t n);      // '…' or "…" for Python
void text_json_string(Text *t, const char *s, size_t n);    // "…"; bad UTF-8 replaced
const char *intern(Context *ctx, const char *s, size_t n);  // equal text, equal pointer
const char *intern_z(Context *ctx, const char *s);
// Stands directly before the bytes of each interned name.
typedef struct {
    uint32_t length : 24;       // NAME_LONG: it is at least that
    uint32_t tag : 8;
} NameHead;
#define NAME_LONG 0xFFFFFFu
// A small number that an upper layer keeps with a name (the lexer: its keyword); 0 at
// first. Only for pointers that intern() returned.
static inline int name_tag(const char *interned)
{
    return (int)((const NameHead *)(const void *)(interned - sizeof(NameHead)))->tag;
}
void name_set_tag(const char *interned, int tag);
// Reads one code point: its length in bytes, 0 when s is empty or no valid UTF-8.
size_t utf8_decode(const char *s, size_t n, uint32_t *point);
void text_add_utf8(Text *t, uint32_t point);
int utf8_columns(uint32_t point);           // on a terminal: 0, 1 or 2
bool starts_with(const char *s, const char *prefix);
// The candidate nearest to `name` for "did you mean", or NULL when none is near.
const char *nearest(const char *name, const char *const *candidates, size_t n);

// -------------------------------------------------------------------- json.c
// Writes JSON, indented: Json j = {.out = &text}; json_open(&j, "{"); … The members of
// an object begin with json_key, json_string or json_int, those of a list with
// json_next.
typedef struct {
    Text *out;
    int depth;
    bool inside;                // something stands at this depth already
} Json;
void json_open(Json *j, const char *bracket);
void json_close(Json *j, const char *bracket);
void json_next(Json *j);
void json_key(Json *j, const char *name);
void json_quote(Json *j, const char *s);                    // NULL: null
void json_string(Json *j, const char *name, const char *value);
void json_int(Json *j, const char *name, long long value);

// --------------------------------------------------------------------- map.c
// Hash map keyed by interned names, or by other addresses of the arena.
typedef struct Map Map;
Map *map_new(Context *ctx);
void *map_get(const Map *m, const void *key);               // NULL when absent
void map_put(Map *m, const void *key, void *value);

// ------------------------------------------------------------------ source.c
// Preprocessed inputs. All inputs share one space of offsets, so a Span needs no file.
typedef struct {
    uint32_t start, end;        // end is one past the last byte; {0, 0}: nowhere
} Span;

typedef struct {
    const char *file;           // as in the line marker, interned
    int line, column;           // from 1; column counts bytes of the original line
    int width;                  // of the caret, in bytes, >= 1; column 0: no caret
    const char *text;           // the original line without its newline, or NULL
    const char *preprocessed;   // the line as cc saw it: set when there is no caret, or
                                // when it stands at a macro that makes declarations
} Place;

typedef struct {
    const char *path;           // of the .i file
    const char *text;           // NUL-terminated
    size_t size;
    uint32_t base;              // offset of text[0] in the shared space (never 0)
} Source;

// Reads a file; NULL after reporting a diagnostic.
Source *source_open(Context *ctx, const char *path);
Source *source_from_text(Context *ctx, const char *path, const char *text, size_t n);
                                            // the same of a copy of text
const Source *source_of(Context *ctx, Span span);
const char *span_text(Context *ctx, Span span);             // pointer to its first byte
Span span_join(Span first, Span last);
Span span_first_word(Context *ctx, Span span);      // what begins it, up to a blank
// Called by the lexer as it meets line markers and newlines that count.
void source_mark(Context *ctx, uint32_t offset, const char *file, int line);
const char *span_file(Context *ctx, Span span);             // interned, cheap
int span_line(Context *ctx, Span span);
// The line that includes the file of `span`; false: it is the first, or unknown.
bool source_includer(Context *ctx, Span span, Place *out);
// Is it in one of options.headers, or, when there are none, in the file that an input
// is about? Only there are errors the author's own.
bool span_is_users(Context *ctx, Span span);
bool file_is_users(Context *ctx, const char *file);     // an interned name

// What align.c needs of the above: a stretch of preprocessed text between two marks.
typedef struct {
    uint32_t offset, end;       // in the shared space
    const char *file;           // interned
    int line;                   // of `offset`; each newline up to `end` adds one
} Stretch;
bool source_stretch(Context *ctx, uint32_t offset, Stretch *out);
// Where a line begins in a stretch; 0 when the stretch does not reach it.
uint32_t source_line_start(Context *ctx, const Stretch *s, int line);
bool source_stretch_next(Context *ctx, const Stretch *s, int step, Stretch *out);

// ---------------------------------------------------------------- original.c
// The files that the inputs were made from: where their lines begin, pieces of text.
typedef struct {
    size_t size;
    struct OriginalLine { uint32_t start : 31; bool in_comment : 1; } *lines;
    size_t n_lines;             // lines[n_lines].start == size
    const char *path;           // NULL: the input itself, the window covers it
    char *window;               // bytes of it from window_start on, and a NUL
    size_t window_start, window_n, window_cap;
    struct Alignment *alignment;    // align.c: of the newest line, used again
    // align.c keeps what it found last, since a line may be long and hold much:
    int known;                  // the line that this is about
    const char *known_text;     // NULL: not asked for yet
    Span known_span;            // where it was printed as it was written
} Original;
// The original of a span in `file`; NULL: it cannot be read.
Original *source_original(Context *ctx, Span span, const char *file);
// The text from offset `start` to `end`, or lines [from, to) counted from 0. Valid until
// the next call with the same original asks for what is not inside it; NUL where the
// file ends.
const char *original_text(Context *ctx, Original *o, size_t start, size_t end);
const char *original_lines(Context *ctx, Original *o, size_t from, size_t to, size_t *n);
// A copy of one line, counted from 1, without its newline.
const char *original_line(Context *ctx, Original *o, int line);

// ------------------------------------------------------------------- align.c
// Finds the original line and aligns its tokens with the preprocessed ones, so that
// column, width and spelling are what the author wrote (macros unexpanded).
Place source_place(Context *ctx, Span span);
Place source_point(Context *ctx, Span span);    // file, line and column alone
// The author's spelling of a span (one line of it), or its preprocessed text.
const char *source_spelling(Context *ctx, Span span);

// -------------------------------------------------------------------- diag.c
// Diagnostics: name, level and explanation come from diags.def.
typedef enum {
#define DIAG(id, name, level, text) DIAG_##id,
#include "diags.def"
#undef DIAG
    DIAG_COUNT
} DiagId;

typedef enum { LEVEL_ERROR, LEVEL_WARNING, LEVEL_NOTE } Level;
typedef struct {
    const char *name;
    Level level;
    const char *text;           // the explanation
} DiagKind;
extern const DiagKind diag_kinds[DIAG_COUNT];
const char *level_word(Level level);        // "error", …

typedef struct DiagMore {       // a note or a hint
    struct DiagMore *next;
    bool is_hint;
    Span at;                    // of a note; of a hint: what `fix` replaces
    const Place *place;         // of a note on a line that was not printed, or NULL
    const char *message;
    const char *fix;            // NULL: a hint to be read
} DiagMore;

typedef struct {
    DiagId id;
    Span at;
    const char *message;
    const char *file;           // for sorting; NULL: nowhere
    int line;
    size_t order;               // of reporting
    DiagMore *first, *last;
} Report;

// Reports at a place; returns false, so `return diag(…)` works. What follows it adds to
// the newest report: a note at another place, a hint, or a fix, which is a hint that
// replaces what stands at `at`. Reports are collected and shown sorted.
bool diag(Context *ctx, DiagId id, Span at, const char *fmt, ...) PRINTF(4, 5);
void diag_note(Context *ctx, Span at, const char *fmt, ...) PRINTF(3, 4);
void diag_hint(Context *ctx, const char *fmt, ...) PRINTF(2, 3);
void diag_fix(Context *ctx, Span at, const char *with, const char *fmt, ...)
    PRINTF(4, 5);
// The same for an older report; reports are numbered in their order, NULL: no more.
Report *diag_nth(const Context *ctx, size_t i);
void report_note(Context *ctx, Report *r, Span at, const char *fmt, ...) PRINTF(4, 5);
void report_note_line(Context *ctx, Report *r, const Place *at, const char *fmt, ...)
    PRINTF(4, 5);
Place more_place(Context *ctx, const DiagMore *more);
int diag_errors(const Context *ctx);        // how many errors so far
// What is to be shown, sorted by file and line, at most options.max_errors errors;
// `left` gets how many errors are not.
Report *const *diag_shown(Context *ctx, size_t *n, int *left);
void diag_flush(Context *ctx, FILE *to);    // prints them
bool diag_explain(const char *name, FILE *to);  // prints an explanation; false: unknown
// Takes back what was reported since diag_mark: the first error's message, or NULL, and
// its hints in lines (NULL: none).
size_t diag_mark(const Context *ctx);
const char *diag_withdraw(Context *ctx, size_t mark, const char **hints);

// --------------------------------------------------------------- diag_json.c
void diag_json(Context *ctx, Text *out);    // the same as diag_flush, as SARIF 2.1.0

// ------------------------------------------------------------------- options
typedef struct {
    const char *module;                     // dotted tail only: the PyInit_ name
    const char *out_dir;
    const char *const *headers;             // files whose declarations are exported
    size_t n_headers;
    const char *const *prefixes;
    size_t n_prefixes;
    bool snake_case;
    const char *lock;                       // that every function takes, or NULL
    bool lenient;                           // what has errors is left out and listed
    bool color;
    bool as_json;                           // diagnostics as SARIF
    int max_errors;
    const char *const *undefined;           // symbols that the linker did not find
    size_t n_undefined;
    bool says_cpu;                          // the module has __carbide_cpu__
    const char *const *levels;              // of CPUs, beside the baseline, rising
    size_t n_levels;
} Options;

struct Context {
    Arena *arena;
    Options options;
    struct Interner *interner;              // text.c
    struct SourceTable *sources;            // source.c
    Map *originals;                         // original.c: file -> Original
    struct DiagTable *diags;                // diag.c
};
struct Interner *interner_new(Context *ctx);
struct SourceTable *source_table_new(Context *ctx);
Context *context_new(void);                 // diag.c: makes all of the above
void context_free(Context *ctx);

#endif
