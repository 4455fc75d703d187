// SPDX-License-Identifier: MIT
// align.c: carets and spellings as the author wrote them, macros unexpanded.
//
// In: a span of preprocessed text. Out: line, column and width in the original file.
// The words of the original line and those of the preprocessed one are matched by a
// longest common subsequence: equal words are the same word, an unmatched run is one
// macro use. A use over several lines is joined while its parentheses are open. Words
// are cruder than tokens (each punctuation byte is one), which is all that matching
// needs.
#include "base.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

enum { JOINED_LINES_MAX = 200, CELLS_MAX = 1000 * 1000, SHOWN_MAX = 2000 };

typedef struct {
    const char *s;
    uint32_t n;
    uint32_t offset;            // in the shared space, or in the original's text
} Word;

typedef struct Alignment {
    VEC(Word) original, preprocessed;
    VEC(int) match;             // of a preprocessed word: index in original, or -1
    VEC(uint16_t) cells;        // of the table that finds the matches
    Original *file;
    int last_line;              // of the original lines that were joined
} Alignment;

// ------------------------------------------------------------------------ words

static const char *skip_comment(const char *p, const char *end)
{
    if (p[1] == '/') {
        while (p < end && *p != '\n') {
            p++;
        }
        return p;
    }
    for (p += 2; p + 1 < end; p++) {
        if (p[0] == '*' && p[1] == '/') {
            return p + 2;
        }
    }
    return end;
}

static const char *skip_word(const char *p, const char *end)
{
    unsigned char c = (unsigned char)*p++;
    if (c == '"' || c == '\'') {
        while (p < end && *p != (char)c && *p != '\n') {
            p += *p == '\\' && p + 1 < end ? 2 : 1;
        }
        return p < end && *p == (char)c ? p + 1 : p;
    }
    if (isalnum(c) || c == '_' || c == '$' || c >= 0x80) {
        while (p < end && (isalnum((unsigned char)*p) || *p == '_' || *p == '$'
                           || (unsigned char)*p >= 0x80)) {
            p++;
        }
    }
    return p;
}

// The next word from p on, in_comment telling whether p stands inside a comment.
static bool next_word(const char **at, const char *end, bool in_comment, Word *out)
{
    const char *p = *at;
    if (in_comment) {
        const char *close = p;
        while (close + 1 < end && !(close[0] == '*' && close[1] == '/')) {
            close++;
        }
        p = close + 1 < end ? close + 2 : end;
    }
    while (p < end) {
        if (*p == '/' && p + 1 < end && (p[1] == '*' || p[1] == '/')) {
            p = skip_comment(p, end);
        } else if (isspace((unsigned char)*p) || *p == '\0') {
            p++;
        } else if (*p == '\\' && p + 1 < end && (p[1] == '\n' || p[1] == '\r')) {
            p++;
        } else {
            const char *stop = skip_word(p, end);
            *out = (Word){p, (uint32_t)(stop - p), 0};
            *at = stop;
            return true;
        }
    }
    *at = end;
    return false;
}

// ------------------------------------------------- preprocessed words of one line

static const char *text_at(Context *ctx, uint32_t offset)
{
    return span_text(ctx, (Span){offset, offset});
}

// A line that is known to hold a token began in a comment if one ends before any
// begins.
static bool begins_in_comment(const char *p, const char *end)
{
    for (; p + 1 < end; p++) {
        if (p[0] == '*' && p[1] == '/') {
            return true;
        }
        if (p[0] == '/' && (p[1] == '*' || p[1] == '/')) {
            return false;
        }
        if (*p == '"' || *p == '\'') {
            p = skip_word(p, end) - 1;
        }
    }
    return false;
}

static bool is_line_marker(const char *p)
{
    return p[0] == '#' && p[1] == ' ' && isdigit((unsigned char)p[2]);
}

// Appends the words of `line` in the stretch; tells whether the stretch reaches it.
static bool add_preprocessed(Context *ctx, Alignment *al, const Stretch *s, int line)
{
    uint32_t start = source_line_start(ctx, s, line);
    if (start == 0) {
        return false;
    }
    const char *base = text_at(ctx, s->offset), *p = base + (start - s->offset);
    const char *end = base + (s->end - s->offset);
    const char *newline = memchr(p, '\n', (size_t)(end - p));
    const char *stop = newline == NULL ? end : newline;
    bool in_comment = p > base && begins_in_comment(p, stop);
    Word w;
    // Words are read to the end of the stretch, since comments run over lines; those
    // that begin on this line are taken.
    if (is_line_marker(p)) {
        return true;
    }
    while (p < stop && next_word(&p, end, in_comment, &w) && w.s < stop) {
        in_comment = false;
        w.offset = s->offset + (uint32_t)(w.s - base);
        *vec_push(ctx, &al->preprocessed) = w;
    }
    return true;
}

// The words that cc printed for one line of a file, which may stand in several
// stretches: both compilers interrupt a line where a system header's macro is used.
static void collect_preprocessed(Context *ctx, Alignment *al, Span span, int line)
{
    Stretch s, other;
    if (!source_stretch(ctx, span.start, &s)) {
        return;
    }
    const uint32_t middle = s.offset;
    while (s.line == line && source_stretch_next(ctx, &s, -1, &other)
           && other.file == s.file && other.line <= line) {
        s = other;
    }
    for (;;) {
        bool reached = add_preprocessed(ctx, al, &s, line);
        if (!source_stretch_next(ctx, &s, 1, &other)
            || (s.offset >= middle
                && (!reached || other.file != s.file || other.line != line))) {
            return;
        }
        s = other;
    }
}

static int newlines(const char *from, const char *to)
{
    int n = 0;
    while (from < to && (from = memchr(from, '\n', (size_t)(to - from))) != NULL) {
        n++;
        from++;
    }
    return n;
}

// The first line behind that of `span` in its file that has words of its own; `word`
// gets the first of them. Without any, a line that is never reached.
static int next_line_with_words(Context *ctx, Span span, int line, Span *word)
{
    Stretch s;
    Word w;
    if (!source_stretch(ctx, span.start, &s)) {
        return INT_MAX;
    }
    const char *file = s.file, *p = text_at(ctx, span.start), *counted = p;
    int here = line;
    do {
        const char *base = text_at(ctx, s.offset), *end = base + (s.end - s.offset);
        if (p == NULL) {
            p = counted = base;
            here = s.line;
        }
        while (s.file == file && next_word(&p, end, false, &w)) {
            here += newlines(counted, w.s);
            counted = w.s;
            if (*w.s == '#') {
                const char *newline = memchr(p, '\n', (size_t)(end - p));
                p = newline == NULL ? end : newline;
            } else if (here > line) {
                word->start = s.offset + (uint32_t)(w.s - base);
                word->end = word->start + w.n;
                return here;
            }
        }
        p = NULL;
    } while (source_stretch_next(ctx, &s, 1, &s) && s.file == file);
    return INT_MAX;
}

// --------------------------------------------------------------- original words

static void add_original(Context *ctx, Alignment *al, int line, int *open)
{
    size_t n;
    const struct OriginalLine *l = &al->file->lines[line - 1];
    const char *s = original_lines(ctx, al->file, (size_t)line - 1, (size_t)line, &n);
    const char *p = s, *end = s + n;
    bool in_comment = l->in_comment;
    Word w;
    while (next_word(&p, end, in_comment, &w)) {
        in_comment = false;
        w.offset = l->start + (uint32_t)(w.s - s);
        *vec_push(ctx, &al->original) = w;
        *open += *w.s == '(' ? 1 : *w.s == ')' ? -1 : 0;
    }
}

static bool ends_in_splice(Context *ctx, Original *o, int line)
{
    size_t n;
    const char *s = original_lines(ctx, o, (size_t)line - 1, (size_t)line, &n);
    while (n > 0 && (s[n - 1] == '\n' || s[n - 1] == '\r')) {
        n--;
    }
    return n > 0 && s[n - 1] == '\\';
}

// Behind a comment of several lines that came out of a macro, clang prints the next
// source line without a newline. Returns the last source line that stands in this one:
// the mark at its end tells (see comment_count_line in comment.c).
static int last_of_run_on(Context *ctx, Span span, int line)
{
    Stretch s, next;
    bool found = source_stretch(ctx, span.start, &s);
    for (; found && s.line == line; s = next) {
        found = source_stretch_next(ctx, &s, 1, &next) && next.file == s.file;
        const char *text = span_text(ctx, (Span){s.offset, s.offset});
        size_t n = s.end - s.offset;
        const char *newline = memchr(text, '\n', n);
        if (found && newline == text + n - 1 && next.line > line + 1) {
            return next.line - 1;
        }
    }
    return line;
}

// The words of the line, and of those behind it while its parentheses are open: a use
// of a macro may take several lines, and stands in the first of them when preprocessed.
static void collect_lines(Context *ctx, Alignment *al, Span span, int line)
{
    Span next = span;
    int open = 0, last = line, with_words = line, all = (int)al->file->n_lines;
    int run_on = last_of_run_on(ctx, span, line), far = line + JOINED_LINES_MAX;
    far = far < run_on ? run_on : far;
    size_t unused;              // all that may be read at once: words point there
    original_lines(ctx, al->file, (size_t)line - 1, (size_t)(far < all ? far : all),
                   &unused);
    collect_preprocessed(ctx, al, span, line);
    add_original(ctx, al, line, &open);
    while (last < run_on && last < all) {
        add_original(ctx, al, ++last, &open);
    }
    while (last < all && last - line < JOINED_LINES_MAX
           && (open > 0 || ends_in_splice(ctx, al->file, last))) {
        add_original(ctx, al, ++last, &open);
        if (last > with_words) {
            with_words = next_line_with_words(ctx, next, with_words, &next);
        }
        if (last == with_words) {
            collect_preprocessed(ctx, al, next, last);
        }
    }
    al->last_line = last;
}

// --------------------------------------------------------------------- matching

static bool same_word(const Word *a, const Word *b)
{
    return a->n == b->n && memcmp(a->s, b->s, a->n) == 0;
}

// Longest common subsequence of what equal beginnings and ends leave over.
static void match_middle(Context *ctx, Alignment *al, size_t skip, size_t n, size_t m)
{
    if (n == 0 || m == 0 || n > CELLS_MAX / m || n > UINT16_MAX || m > UINT16_MAX) {
        return;
    }
    const Word *a = al->original.at + skip, *b = al->preprocessed.at + skip;
    if (al->cells.cap < (n + 1) * (m + 1)) {
        al->cells.cap = 2 * (n + 1) * (m + 1);
        al->cells.at = arena_alloc(ctx->arena, al->cells.cap * sizeof *al->cells.at);
    }
    uint16_t *length = al->cells.at;        // of what begins at word i and word j
    memset(length + n * (m + 1), 0, (m + 1) * sizeof *length);
    for (size_t i = 0; i < n; i++) {
        length[i * (m + 1) + m] = 0;
    }
    for (size_t i = n; i-- > 0;) {
        uint16_t *row = length + i * (m + 1), *below = row + m + 1;
        for (size_t j = m; j-- > 0;) {
            uint16_t best = below[j] > row[j + 1] ? below[j] : row[j + 1];
            if (same_word(&a[i], &b[j])) {
                best = (uint16_t)(below[j + 1] + 1);
            }
            row[j] = best;
        }
    }
    for (size_t i = 0, j = 0; i < n && j < m;) {
        const uint16_t *row = length + i * (m + 1), *below = row + m + 1;
        if (same_word(&a[i], &b[j]) && row[j] == below[j + 1] + 1) {
            al->match.at[skip + j++] = (int)(skip + i++);
        } else if (below[j] >= row[j + 1]) {
            i++;
        } else {
            j++;
        }
    }
}

static void match_words(Context *ctx, Alignment *al)
{
    size_t n = al->original.n, m = al->preprocessed.n, head = 0, tail = 0;
    for (size_t j = 0; j < m; j++) {
        *vec_push(ctx, &al->match) = -1;
    }
    while (head < n && head < m
           && same_word(&al->original.at[head], &al->preprocessed.at[head])) {
        al->match.at[head] = (int)head;
        head++;
    }
    while (tail < n - head && tail < m - head
           && same_word(&al->original.at[n - 1 - tail],
                        &al->preprocessed.at[m - 1 - tail])) {
        al->match.at[m - 1 - tail] = (int)(n - 1 - tail);
        tail++;
    }
    match_middle(ctx, al, head, n - head - tail, m - head - tail);
}

// Where a span lies in the original: offsets into its text.
typedef struct {
    uint32_t start, end;
    bool exact;                 // false: its ends lie inside a macro use
    bool made;                  // by a macro that makes more than stands in its place
} Found;

static void know_line(Original *o, int line)
{
    if (o->known != line) {
        o->known = line;
        o->known_text = NULL;
        o->known_span = (Span){0, 0};
    }
}

// Most lines are printed as they were written: nothing needs to be matched then.
static bool find_verbatim(Context *ctx, Span span, Original *o, int line, Found *out)
{
    if (o->known == line && span.start >= o->known_span.start
        && span.end <= o->known_span.end) {
        uint32_t start = o->lines[line - 1].start + (span.start - o->known_span.start);
        *out = (Found){start, start + (span.end - span.start), true, false};
        return true;
    }
    const Source *s = source_of(ctx, span);
    const char *at = s->text + (span.start - s->base), *start = at;
    while (start > s->text && start[-1] != '\n') {
        start--;
    }
    const struct OriginalLine *l = &o->lines[line - 1];
    size_t n = l[1].start - l[0].start, before = (size_t)(at - start);
    if (n > s->size - (size_t)(start - s->text)
        || memcmp(start, original_text(ctx, o, l[0].start, l[1].start), n) != 0
        || before > n || span.end - span.start > n - before) {
        return false;
    }
    know_line(o, line);
    o->known_span.start = span.start - (uint32_t)before;
    o->known_span.end = o->known_span.start + (uint32_t)n;
    uint32_t first = l[0].start + (uint32_t)before;
    *out = (Found){first, first + (span.end - span.start), true, false};
    return true;
}

// The original words of the macro use that made preprocessed word j.
static bool macro_use(const Alignment *al, size_t j, int *first, int *last)
{
    size_t before = j, after = j;
    while (before > 0 && al->match.at[before - 1] < 0) {
        before--;
    }
    while (after < al->preprocessed.n && al->match.at[after] < 0) {
        after++;
    }
    *first = before > 0 ? al->match.at[before - 1] + 1 : 0;
    *last = after < al->preprocessed.n ? al->match.at[after] - 1
                                       : (int)al->original.n - 1;
    return *first <= *last;
}

static bool is_name(const Word *w)
{
    return isalpha((unsigned char)*w->s) || *w->s == '_' || *w->s == '$';
}

// A macro that makes more than its place in the line shows, as in DECLARE_LIST(int):
// the use is the last word before that is a name and stands for nothing that was
// printed.
static bool maker(const Alignment *al, size_t j, int *first, int *last)
{
    size_t before = j;
    while (before > 0 && al->match.at[before - 1] < 0) {
        before--;
    }
    int i = before > 0 ? al->match.at[before - 1] : -1;
    size_t next = 0;            // the preprocessed word that could match word i
    for (; i >= 0; i--) {
        for (next = 0; next < before && al->match.at[next] != i; next++) {
        }
        if (next == before && is_name(&al->original.at[i])) {
            *first = *last = i;
            return true;
        }
    }
    return false;
}

static bool covers_run(const Alignment *al, size_t from, size_t to)
{
    bool starts = al->match.at[from] >= 0 || from == 0 || al->match.at[from - 1] >= 0;
    bool ends = al->match.at[to] >= 0 || to + 1 == al->preprocessed.n
        || al->match.at[to + 1] >= 0;
    return starts && ends;
}

static bool find(const Alignment *al, Span span, Found *out)
{
    size_t m = al->preprocessed.n, from = 0, to;
    while (from < m
           && al->preprocessed.at[from].offset + al->preprocessed.at[from].n
               <= span.start) {
        from++;
    }
    if (from == m) {
        return false;
    }
    to = from;
    while (to + 1 < m && al->preprocessed.at[to + 1].offset < span.end) {
        to++;
    }
    int first = al->match.at[from], last = al->match.at[to], unused;
    bool made = false;
    if (first < 0 && !macro_use(al, from, &first, &unused)) {
        made = true;
    }
    if (last < 0 && !macro_use(al, to, &unused, &last)) {
        made = true;
    }
    if ((made || last < first) && !maker(al, from, &first, &last)) {
        return false;
    }
    const Word *a = &al->original.at[first], *b = &al->original.at[last];
    bool exact = !made && covers_run(al, from, to);
    *out = (Found){a->offset, b->offset + b->n, exact, made};
    return true;
}

// Finds the span in its original file; *al stays NULL when that cannot be read.
static bool locate(Context *ctx, Span span, const char *file, int line, Alignment **al,
                   Found *out)
{
    *al = NULL;
    Original *o = source_original(ctx, span, file);
    if (o == NULL || line < 1 || line > (int)o->n_lines) {
        return false;
    }
    if (o->alignment == NULL) {
        o->alignment = NEW(ctx, Alignment);
        o->alignment->file = o;
    }
    *al = o->alignment;
    (*al)->original.n = (*al)->preprocessed.n = (*al)->match.n = 0;
    (*al)->last_line = line;
    if (find_verbatim(ctx, span, o, line, out)) {
        return true;
    }
    collect_lines(ctx, *al, span, line);
    match_words(ctx, *al);
    return find(*al, span, out);
}

// ------------------------------------------------------------------ the results

// One line of text with white space and comments as single spaces.
static const char *one_line(Context *ctx, const char *s, size_t n)
{
    Text t;
    text_init(&t, ctx);
    const char *p = s, *end = s + n, *before = s;
    Word w;
    while (next_word(&p, end, false, &w)) {
        if (*w.s == '#' && w.s > s && w.s[-1] == '\n') {    // a line marker inside
            while (p < end && *p != '\n') {
                p++;
            }
            before = s;
            continue;
        }
        if (t.n > 0 && w.s > before) {
            text_add(&t, " ");
        }
        text_addn(&t, w.s, w.n);
        before = p;
    }
    return t.s;
}

// The preprocessed line around an offset, or as much of a long one as can be read.
static const char *preprocessed_line(Context *ctx, Span span)
{
    const Source *s = source_of(ctx, span);
    if (s == NULL) {
        return NULL;
    }
    const size_t at = span.start - s->base;
    size_t start = at, end = at;
    while (start > 0 && s->text[start - 1] != '\n' && at - start < SHOWN_MAX) {
        start--;
    }
    while (end < s->size && s->text[end] != '\n' && end - at < SHOWN_MAX) {
        end++;
    }
    return one_line(ctx, s->text + start, end - start);
}

static const char *known_line(Context *ctx, Original *o, int line)
{
    know_line(o, line);
    if (o->known_text == NULL) {
        o->known_text = original_line(ctx, o, line);
    }
    return o->known_text;
}

// File, line, column; false: no column. *al stays NULL when there is no original.
static bool find_point(Context *ctx, Span span, Place *place, Alignment **al,
                       Found *found)
{
    *al = NULL;
    if (span.start == 0 || (place->file = span_file(ctx, span)) == NULL) {
        return false;
    }
    place->line = span_line(ctx, span);
    if (!locate(ctx, span, place->file, place->line, al, found)) {
        return false;
    }
    const struct OriginalLine *lines = (*al)->file->lines;
    while (place->line < (*al)->last_line
           && lines[place->line].start <= found->start) {
        place->line++;
    }
    place->column = (int)(found->start - lines[place->line - 1].start) + 1;
    return true;
}

Place source_point(Context *ctx, Span span)
{
    Place place = {0};
    Alignment *al;
    Found found;
    find_point(ctx, span, &place, &al, &found);
    return place;
}

Place source_place(Context *ctx, Span span)
{
    Place place = {0};
    Alignment *al;
    Found found;
    bool exact = find_point(ctx, span, &place, &al, &found);
    if (place.file != NULL) {
        place.text = al == NULL ? NULL : known_line(ctx, al->file, place.line);
        place.preprocessed = exact && !found.made ? NULL : preprocessed_line(ctx, span);
    }
    if (exact) {
        uint32_t start = found.start - (uint32_t)(place.column - 1);
        uint32_t end = start + (uint32_t)strlen(place.text);
        uint32_t stop = found.end < end ? found.end : end;
        place.width = stop > found.start ? (int)(stop - found.start) : 1;
    }
    return place;
}

const char *source_spelling(Context *ctx, Span span)
{
    const Source *s = source_of(ctx, span);
    if (s == NULL || span.end <= span.start || span.end > s->base + s->size) {
        return "";
    }
    Alignment *al;
    Found found;
    if (locate(ctx, span, span_file(ctx, span), span_line(ctx, span), &al, &found)
        && found.exact) {
        size_t n = al->preprocessed.n;
        const Word *last = n > 0 ? &al->preprocessed.at[n - 1] : NULL;
        if (last == NULL || span.end <= last->offset + last->n) {
            const char *written = original_text(ctx, al->file, found.start, found.end);
            return one_line(ctx, written, found.end - found.start);
        }
    }
    return one_line(ctx, span_text(ctx, span), span.end - span.start);
}
