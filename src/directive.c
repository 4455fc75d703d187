// SPDX-License-Identifier: MIT
// directive.c: line markers, #define and #undef.
//
// In: a line of the preprocessed text that begins with #. Out: marks in the source,
// which say what file and line the text behind them is from; macros in Tokens, whose
// bodies stay text until someone asks for them.
#include "lex.h"

#include <string.h>

// Where a directive truly ends: behind its comments and spliced lines. Were there any
// comments?
const char *directive_end(const Lexer *lx, const char *p, bool *comments)
{
    *comments = false;
    while (p < lx->end && *p != '\n') {
        if (*p == '/' && (p[1] == '*' || p[1] == '/')) {
            p = comment_end(p, lx->end);
            *comments = true;
        } else if (*p == '"' || *p == '\'') {
            p = lex_quoted_end(p, lx->end);
        } else {
            size_t n = lex_splice(p);
            p += n > 0 ? n : 1;
        }
    }
    return p < lx->end ? p : lx->end;
}

// The name in a line marker: \ooo and \c undone.
static const char *marker_file(Context *ctx, const char *p, const char *end)
{
    const char *close = memchr(p, '"', (size_t)(end - p));
    size_t n = (size_t)((close == NULL ? end : close) - p);
    if (memchr(p, '\\', n) == NULL) {
        return intern(ctx, p, n);
    }
    Text t;
    text_init(&t, ctx);
    for (; p < end && *p != '"'; p++) {
        char c = *p;
        if (c == '\\' && p + 1 < end) {
            c = *++p;
            if (c >= '0' && c <= '7') {
                int value = 0;
                for (int i = 0; i < 3 && p < end && *p >= '0' && *p <= '7'; i++) {
                    value = value * 8 + (*p++ - '0');
                }
                p--;
                c = (char)value;
            }
        }
        text_addn(&t, &c, 1);
    }
    return intern(ctx, t.s, t.n);
}

// # 12 "file.h" 1 3 or #line 12 "file.h", p at the number.
static void line_marker(Lexer *lx, const char *p, const char *end)
{
    long line = 0;
    while (p < end && lex_class_of(*p) == C_DIGIT && line < INT32_MAX / 10) {
        line = line * 10 + (*p++ - '0');
    }
    p = lex_skip_blanks(p, end);
    if (p < end && *p == '"') {
        const char *file = marker_file(lx->ctx, p + 1, end);
        if (file != lx->file) {
            lx->pending = 0;
        }
        lx->file = file;
        lx->builtin = strcmp(file, "<built-in>") == 0
            || strcmp(file, "<command-line>") == 0
            || strcmp(file, "<command line>") == 0;
    }
    source_mark(lx->ctx, lex_offset(lx, end < lx->end ? end + 1 : end), lx->file,
                (int)line);
}

static Macro *new_macro(Lexer *lx, const char *p, const char **rest, const char *end)
{
    p = lex_skip_blanks(p, end);
    const char *name, *q = lex_name(lx, p, end, &name);
    *rest = q;
    if (q == p) {
        return NULL;
    }
    Macro *m = NEW(lx->ctx, Macro);
    m->name = name;
    m->span = (Span){lex_offset(lx, p), lex_offset(lx, q)};
    m->builtin = lx->builtin;
    return m;
}

// Notes the comments of a body, whose text ends at `end`.
static void note_comments(Lexer *lx, const char *p, const char *end)
{
    bool trailing = lx->trailing;   // of the declaration before: not the body's
    Token unused;
    while (p < end) {
        size_t n = lex_splice(p);
        if (lex_class_of(*p) == C_SPACE || n > 0) {
            p += n > 0 ? n : 1;
        } else if (*p == '/' && (p[1] == '*' || p[1] == '/')) {
            const char *stop = comment_end(p, lx->end);
            comment_of_body(lx, p, stop);
            p = stop;
        } else {
            p = lex_token(lx, p, &unused);
        }
    }
    lx->trailing = trailing;
}

static void define(Lexer *lx, const char *p, const char *end, bool comments)
{
    Macro *m = new_macro(lx, p, &p, end);
    if (m == NULL) {
        return;
    }
    lx->pending = 0;            // it is the macro's
    m->function_like = p < end && *p == '(';
    m->end = lex_offset(lx, end);
    if (comments) {
        note_comments(lx, p, end);
    }
    *vec_push(lx->ctx, &lx->out->macros) = m;
    map_put(lx->out->macro_by_name, m->name, m);
}

static void undefine(Lexer *lx, const char *p, const char *end)
{
    p = lex_skip_blanks(p, end);
    const char *q = p;
    while (q < end && lex_class_of(*q) != C_SPACE) {
        q++;
    }
    Macro *m = map_get(lx->out->macro_by_name, intern(lx->ctx, p, (size_t)(q - p)));
    if (m != NULL) {
        m->undefined = true;
    }
}

// Reads the directive whose `#` stands at p; returns the newline behind it. The
// newlines inside a #define are no source lines: the next line is the next one.
const char *directive_read(Lexer *lx, const char *p)
{
    bool comments;
    const char *start = p, *end = directive_end(lx, p, &comments);
    p = lex_skip_blanks(p + 1, end);
    size_t n = (size_t)(end - p);
    if (n > 0 && lex_class_of(*p) == C_DIGIT) {
        line_marker(lx, p, end);
        return end;
    }
    if (n > 5 && memcmp(p, "line ", 5) == 0) {
        line_marker(lx, lex_skip_blanks(p + 5, end), end);
        return end;
    }
    if (n > 7 && memcmp(p, "define ", 7) == 0) {
        define(lx, p + 7, end, comments);
    } else if (n > 6 && memcmp(p, "undef ", 6) == 0) {
        undefine(lx, p + 6, end);
    }
    if (memchr(start, '\n', (size_t)(end - start)) != NULL) {
        uint32_t at = lex_offset(lx, start);
        int line = span_line(lx->ctx, (Span){at, at});
        source_mark(lx->ctx, lex_offset(lx, end < lx->end ? end + 1 : end), lx->file,
                    line + 1);
    }
    return end;
}
