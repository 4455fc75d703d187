// SPDX-License-Identifier: MIT
// comment.c: comments: where they end, and what they document.
//
// In: a comment of the preprocessed text. Out: the text of doc comments in Tokens, each
// at the token behind it. Comments of macro bodies are copied into each expansion by
// -CC: these are remembered, count no lines and document nothing.
#include "lex.h"

#include <string.h>

// The end of a comment that begins at p; newlines behind a backslash belong to `//`.
const char *comment_end(const Lexer *lx, const char *p)
{
    if (p[1] == '*') {
        for (p += 2; (p = memchr(p, '*', (size_t)(lx->end - p))) != NULL; p++) {
            if (p[1] == '/') {
                return p + 2;
            }
        }
        return lx->end;
    }
    for (;;) {
        p = memchr(p, '\n', (size_t)(lx->end - p));
        if (p == NULL) {
            return lx->end;
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

static bool is_about_file(const char *doc)
{
    for (const char *p = doc; (p = strpbrk(p, "@\\")) != NULL; p++) {
        if (starts_with(p + 1, "file") && lex_class_of(p[5]) != C_NAME) {
            return true;
        }
    }
    return false;
}

static void doc_comment(Lexer *lx, const char *p, const char *end)
{
    bool trailing = p[3] == '<' && end - p > 3, lines = p[1] == '/';
    Tokens *out = lx->out;
    bool joins = lines && lx->pending_lines && lx->pending_end != NULL
        && only_one_newline(lx->pending_end, p) && out->docs.n > 0 && !trailing;
    if (!joins) {
        text_init_for(&lx->doc, lx->ctx, (size_t)(end - p));
    }
    lx->empty_lines = joins ? lx->empty_lines : 0;
    if (lines && trim_end(p, end) - p == 3) {
        lx->empty_lines++;
    } else {
        for (; lx->empty_lines > 0 && lx->doc.n > 0; lx->empty_lines--) {
            text_add(&lx->doc, "\n");
        }
        add_doc_text(&lx->doc, p, end);
    }
    if (joins) {
        out->docs.at[out->docs.n - 1] = lx->doc.s;
    } else {
        *vec_push(lx->ctx, &out->docs) = lx->doc.s;
        *vec_push(lx->ctx, &out->doc_before) =
            (uint32_t)(out->first + out->n) | (trailing ? DOC_TRAILING : 0);
    }
    lx->trailing = lx->trailing || trailing;
    bool leading = joins ? lx->pending != NULL : !trailing && !is_about_file(lx->doc.s);
    lx->pending = leading ? lx->doc.s : trailing ? lx->pending : NULL;
    lx->pending_end = end;
    lx->pending_lines = lines;
}

const char *comment_read(Lexer *lx, const char *p)
{
    const char *end = comment_end(lx, p);
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

void comment_attach(Lexer *lx, Token *t)
{
    Tokens *out = lx->out;
    t->doc = 0;
    for (size_t i = out->docs.n; lx->pending != NULL && i-- > 0;) {
        if (out->docs.at[i] == lx->pending) {
            t->doc = (uint32_t)i + 1;
            break;
        }
    }
    lx->pending = NULL;
}
