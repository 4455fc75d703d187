// SPDX-License-Identifier: MIT
// comment.c: comments: where they end, and what they document.
//
// In: a comment of the preprocessed text. Out: the places of doc comments in Tokens,
// each at the token behind it; their text when someone asks, which of most headers
// nobody does. Comments of macro bodies are copied into each expansion by -CC: these
// are remembered, count no lines and document nothing.
#include "lex.h"

#include <string.h>

// The end of a comment that begins at p; newlines behind a backslash belong to `//`.
const char *comment_end(const char *p, const char *end)
{
    if (p[1] == '*') {
        for (p += 2; (p = memchr(p, '*', (size_t)(end - p))) != NULL; p++) {
            if (p[1] == '/') {
                return p + 2;
            }
        }
        return end;
    }
    for (;;) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (p == NULL) {
            return end;
        }
        if (p[-1] != '\\' && !(p[-1] == '\r' && p[-2] == '\\')) {
            return p;
        }
        p++;
    }
}

static bool is_doc(const char *p, const char *end)
{
    size_t n = (size_t)(end - p);
    if (n < 4) {
        return n == 3 && p[1] == '/' && (p[2] == '/' || p[2] == '!');
    }
    if (p[1] == '*') {          // not /**/, not a /****…/ box
        return p[2] == '!' || (p[2] == '*' && p[3] != '*' && p[3] != '/');
    }
    return p[2] == '!' || (p[2] == '/' && p[3] != '/');
}

// White space of any length is one space, so that copies in expansions are recognised.
static const char *normalised(Context *ctx, const char *p, const char *end)
{
    Text t;
    text_init(&t, ctx);
    bool space = false;
    for (; p < end; p++) {
        if (lex_class_of(*p) == C_SPACE) {
            space = true;
            continue;
        }
        if (space) {
            text_add(&t, " ");
        }
        space = false;
        text_addn(&t, p, 1);
    }
    return intern(ctx, t.s, t.n);
}

// A number from 0 to 4095 for the first words of a comment: most are told apart by it.
static unsigned first_words(const char *p, const char *end)
{
    unsigned h = 0;
    for (int n = 0; p < end && n < 32; p++) {
        if (lex_class_of(*p) != C_SPACE) {
            h = h * 31 + (unsigned char)*p;
            n++;
        }
    }
    return (h ^ h >> 12) & 4095;
}

static bool is_body_comment(const Lexer *lx, const char *p, const char *end)
{
    unsigned h = first_words(p, end);
    return (lx->body_filter[h / 64] >> (h % 64) & 1) != 0
        && map_get(lx->body_comments, normalised(lx->ctx, p, end)) != NULL;
}

void comment_of_body(Lexer *lx, const char *p, const char *end)
{
    if (p[1] == '*' && (is_doc(p, end) || memchr(p, '\n', (size_t)(end - p)) != NULL)) {
        map_put(lx->body_comments, normalised(lx->ctx, p, end), lx);
        unsigned h = first_words(p, end);
        lx->body_filter[h / 64] |= (uint64_t)1 << (h % 64);
    }
}

static const char *trim_end(const char *p, const char *end)
{
    while (end > p && lex_class_of(end[-1]) == C_SPACE) {
        end--;
    }
    return end;
}

// Adds the text of one comment: delimiters, and the `*` before each line, are left out.
static void add_doc_text(Text *t, const char *p, const char *end)
{
    bool block = p[1] == '*';
    p += 3;
    if (block) {
        end -= end - p >= 2 ? 2 : 0;
    }
    p += p < end && *p == '<';
    for (bool first = true; p <= end; first = false) {
        const char *newline = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
        const char *stop = newline == NULL ? end : newline;
        const char *s = p;
        if (block && !first) {
            s = lex_skip_blanks(s, stop);
            s += s < stop && *s == '*';
        }
        if (s < stop && *s == ' ') {
            s++;
        }
        const char *e = trim_end(s, stop);
        if (!first || e > s) {
            text_add(t, t->n > 0 ? "\n" : "");
            text_addn(t, s, (size_t)(e - s));
        }
        if (newline == NULL) {
            break;
        }
        p = newline + 1;
    }
    while (t->n > 0 && t->s[t->n - 1] == '\n') {
        t->s[--t->n] = '\0';
    }
}

static bool only_one_newline(const char *p, const char *end)
{
    int newlines = 0;
    for (; p < end; p++) {
        newlines += *p == '\n';
        if (lex_class_of(*p) != C_SPACE) {
            return false;
        }
    }
    return newlines == 1;
}

// Is `file` in it, behind that sign?
static bool says_file(const char *p, const char *end, char sign)
{
    while ((p = memchr(p, sign, (size_t)(end - p))) != NULL) {
        p++;
        if (end - p >= 4 && memcmp(p, "file", 4) == 0 && lex_class_of(p[4]) != C_NAME) {
            return true;
        }
    }
    return false;
}

static void doc_comment(Lexer *lx, const char *p, const char *end)
{
    bool trailing = p[3] == '<' && end - p > 3, lines = p[1] == '/';
    Tokens *out = lx->out;
    bool joins = lines && lx->doc_lines && lx->doc_end != NULL
        && only_one_newline(lx->doc_end, p) && out->docs.n > 0 && !trailing;
    if (!joins) {
        *vec_push(lx->ctx, &out->docs) = (DocComment){
            .span.start = lex_offset(lx, p), .trailing = trailing,
            .before = (uint32_t)(out->first + out->n) & INT32_MAX >> 1};
    }
    DocComment *doc = &out->docs.at[out->docs.n - 1];
    doc->span.end = lex_offset(lx, end);
    doc->about_file = doc->about_file || says_file(p, end, '@')
        || says_file(p, end, '\\');
    lx->trailing = lx->trailing || trailing;
    bool leading = joins ? lx->pending != 0 : !trailing && !doc->about_file;
    lx->pending = leading ? (uint32_t)out->docs.n : trailing ? lx->pending : 0;
    lx->doc_end = end;
    lx->doc_lines = lines;
}

const char *comment_text(Context *ctx, Span doc)
{
    const char *p = span_text(ctx, doc), *end = p + (doc.end - doc.start);
    if (doc.end == 0) {
        return NULL;
    }
    Text t;
    text_init(&t, ctx);
    for (int empty = 0; p < end; p++) {     // behind each stands a newline, or `end`
        if (lex_class_of(*p) == C_SPACE) {
            continue;
        }
        const char *stop = comment_end(p, end);
        if (p[1] == '/' && trim_end(p, stop) - p == 3) {
            empty++;
        } else {
            for (; empty > 0; empty--) {
                text_add(&t, t.n > 0 ? "\n" : "");     // none before the first words
            }
            add_doc_text(&t, p, stop);
        }
        p = stop;
    }
    return t.s;
}

const char *comment_read(Lexer *lx, const char *p)
{
    const char *end = comment_end(p, lx->end);
    if (!lx->marks) {
        return end;
    }
    bool doc = is_doc(p, end);
    bool tall = p[1] == '*' && memchr(p, '\n', (size_t)(end - p)) != NULL;
    if (!doc && !tall) {
        return end;
    }
    if (!is_body_comment(lx, p, end)) {
        if (doc) {
            doc_comment(lx, p, end);
        }
    } else if (tall) {
        if (lx->uncounted == 0) {
            uint32_t start = lex_offset(lx, p);
            lx->uncounted_line = span_line(lx->ctx, (Span){start, start});
        }
        for (const char *q = p; q < end; q++) {
            lx->uncounted += *q == '\n';
        }
        source_mark(lx->ctx, lex_offset(lx, end), lx->file, lx->uncounted_line);
    }
    return end;
}

// The line behind one with uncounted newlines: clang believes that it has printed them,
// and goes on as if they had been lines. gcc sets a line marker, which needs no help.
void comment_count_line(Lexer *lx, const char *newline)
{
    if (strncmp(newline + 1, "# ", 2) != 0) {
        source_mark(lx->ctx, lex_offset(lx, newline + 1), lx->file,
                    lx->uncounted_line + lx->uncounted + 1);
    }
    lx->uncounted = 0;
}
