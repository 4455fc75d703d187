// SPDX-License-Identifier: MIT
// literal.c: numbers, characters and strings of expressions.
//
// In: a token of its kind. Out: an Expr with the value that C gives it: suffixes, digit
// separators, prefixes and escapes read; adjacent strings joined. Types are chosen
// later, when the target's widths are known. Wide strings are kept as UTF-8.
#include "parse.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---------------------------------------------------------------------- numbers

// A number without digit separators, in `room` when that is enough.
static const char *plain_number(Context *ctx, Span span, char *room, size_t n)
{
    const char *s = span_text(ctx, span), *end = s + (span.end - span.start);
    char *copy = (size_t)(end - s) < n ? room
        : arena_strndup(ctx->arena, s, (size_t)(end - s)), *to = copy;
    for (; s < end && *s != '\0'; s++) {
        if (*s != '\'') {
            *to++ = *s;
        }
    }
    *to = '\0';
    return copy;
}

// Microsoft's i64 is ll; its i32 adds nothing, and what is shorter is left unread.
static const char *sized_suffix(const char *s, Expr *e)
{
    bool sized = *s == 'i' || *s == 'I';
    if (sized && strcmp(s + 1, "64") == 0) {
        e->is_long_long = true;
    } else if (!sized || strcmp(s + 1, "32") != 0) {
        return s;
    }
    return "";
}

// u, l and ll in any order and case; false for anything else
static bool integer_suffix(const char *s, Expr *e)
{
    for (s = sized_suffix(s, e); *s != '\0'; s++) {
        if ((*s == 'u' || *s == 'U') && !e->is_unsigned) {
            e->is_unsigned = true;
            if (*sized_suffix(s + 1, e) == '\0') {
                return true;
            }
        } else if ((*s == 'l' || *s == 'L') && !e->is_long && !e->is_long_long) {
            e->is_long_long = s[1] == *s;
            e->is_long = !e->is_long_long;
            s += e->is_long_long;
        } else {
            return false;
        }
    }
    return true;
}

static void read_integer(Parser *p, Expr *e, const char *s)
{
    uint64_t base = 10, value = 0;
    e->is_decimal = *s != '0';
    if (s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) {
        base = 16;
        s += 2;
    } else if (s[0] == '0' && (s[1] == 'b' || s[1] == 'B')) {
        base = 2;
        s += 2;
    } else if (s[0] == '0') {
        base = 8;
    }
    const char *digits = s;
    for (; isxdigit((unsigned char)*s); s++) {
        unsigned d = isdigit((unsigned char)*s) ? (unsigned)(*s - '0')
                                                : (unsigned)(tolower(*s) - 'a' + 10);
        if (d >= base) {
            break;
        }
        if (value > (UINT64_MAX - d) / base) {
            fail(p, "the integer does not fit into 64 bits");
            return;
        }
        value = value * base + d;
    }
    e->number = value;
    if (s == digits || !integer_suffix(s, e)) {
        fail(p, "the number cannot be read");
    }
}

static void read_float(Parser *p, Expr *e, const char *s)
{
    char *end;
    e->kind = EX_FLOAT;
    e->real = strtod(s, &end);
    if (isinf(e->real)) {
        fail(p, "the number does not fit into a double");
    }
    bool f = *end == 'f' || *end == 'F';
    if (f && (end[1] == '\0' || strcmp(end + 1, "32") == 0)) {
        e->suffix = 'f';
        e->real = (double)strtof(s, NULL);
    } else if ((*end == 'l' || *end == 'L') && end[1] == '\0') {
        e->suffix = 'l';
    } else if (!(f && strcmp(end + 1, "64") == 0) && *end != '\0') {
        fail(p, "the number cannot be read");
    }
}

// integer or floating constant     C11 6.4.4
Expr *read_number(Parser *p)
{
    size_t first = p->i;
    char room[64];
    const char *s = plain_number(p->ctx, take(p)->span, room, sizeof room);
    Expr *e = new_expr(p, EX_NUMBER, first);
    bool hex = s[0] == '0' && (s[1] == 'x' || s[1] == 'X');
    size_t at = p->i;
    p->i = first;               // errors point at the number
    if (strpbrk(s, hex ? ".pP" : ".eE") != NULL) {
        read_float(p, e, s);
    } else {
        read_integer(p, e, s);
    }
    if (p->why == NULL) {
        p->i = at;
    }
    return e;
}

// --------------------------------------------------------- characters and strings

// One escape sequence behind its backslash; returns the code, moves *s behind it.
static uint32_t escape(const char **s, const char *end, bool *is_code_point)
{
    static const char letters[] = "abfnrtve", codes[] = "\a\b\f\n\r\t\v\033";
    const char *p = *s;
    uint32_t value = 0;
    const char *letter = *p == '\0' ? NULL : strchr(letters, *p);
    *is_code_point = *p == 'u' || *p == 'U';
    if (*p >= '0' && *p <= '7') {
        for (int i = 0; i < 3 && p < end && *p >= '0' && *p <= '7'; i++) {
            value = value * 8 + (uint32_t)(*p++ - '0');
        }
    } else if (*p == 'x' || *is_code_point) {
        size_t most = *p == 'x' ? 16 : *p == 'u' ? 4 : 8;
        for (p++; most-- > 0 && p < end && isxdigit((unsigned char)*p); p++) {
            int c = tolower((unsigned char)*p);
            value = value * 16 + (uint32_t)(isdigit(c) ? c - '0' : c - 'a' + 10);
        }
    } else {
        value = letter != NULL ? (unsigned char)codes[letter - letters]
                               : (unsigned char)*p;
        p++;
    }
    *s = p;
    return value;
}

static char literal_prefix(const char **s, char none)
{
    const char *p = *s;
    char prefix = *p == '"' || *p == '\'' || *p == 'R' ? none : *p;
    while (*p != '"' && *p != '\'' && *p != '\0') {
        prefix = *p == '8' ? '8' : prefix;
        p++;
    }
    *s = p;
    return prefix;
}

// Appends the contents of one literal. Wide ones are kept as UTF-8.
static void add_literal(Text *t, const char *s, const char *end, bool wide)
{
    while (s < end) {
        if (*s != '\\') {
            text_addn(t, s++, 1);
            continue;
        }
        bool point;
        s++;
        if (s < end && (*s == '\n' || *s == '\r')) {
            s += *s == '\r' && s + 1 < end ? 2 : 1;
            continue;
        }
        uint32_t c = escape(&s, end, &point);
        if ((point || wide) && c <= 0x10FFFF) {
            text_add_utf8(t, c);
        } else {
            char byte = (char)c;
            text_addn(t, &byte, 1);
        }
    }
}

// string-literal {string-literal}      C11 6.4.5
Expr *read_string(Parser *p)
{
    size_t first = p->i;
    Text t;
    text_init(&t, p->ctx);
    char prefix = 's';
    while (at_kind(p, TK_STRING)) {
        const char *spelled = token_spelling(p->ctx, *take(p)), *s = spelled;
        char own = literal_prefix(&s, 's');
        prefix = own != 's' ? own : prefix;
        size_t n = strlen(s);
        const char *raw = s != spelled && s[-1] == 'R' ? strchr(s, '(') : NULL;
        if (n < 2) {
            continue;
        }
        if (raw != NULL) {
            size_t around = 2 * (size_t)(raw - s - 1) + 4;      // ""(), two delimiters
            text_addn(&t, raw + 1, n < around ? 0 : n - around);    // may be unclosed
        } else {
            add_literal(&t, s + 1, s + n - 1, prefix == 'L' || prefix == 'u'
                                                  || prefix == 'U');
        }
    }
    Expr *e = new_expr(p, EX_STRING, first);
    e->string = t.s;
    e->string_length = t.n;
    e->prefix = prefix;
    return e;
}

// character constant       C11 6.4.4.4
Expr *read_char(Parser *p)
{
    size_t first = p->i;
    const char *s = token_spelling(p->ctx, *take(p));
    Expr *e = new_expr(p, EX_NUMBER, first);
    e->prefix = literal_prefix(&s, 'c');
    size_t n = strlen(s);
    const char *end = s + (n > 1 ? n - 1 : n);
    s += n > 0;
    bool point = false;
    if (s >= end) {
        p->i = first;
        fail(p, "the character constant is empty");
        return e;
    }
    uint32_t c;
    size_t len = utf8_decode(s, (size_t)(end - s), &c);
    if (*s == '\\') {
        s++;
        c = escape(&s, end, &point);
    } else if (e->prefix == 'c' || len == 0) {
        c = (unsigned char)*s++;
    } else {
        s += len;
    }
    e->number = c;
    if (s != end || (point && e->prefix == 'c' && c > 0x7F)) {
        p->i = first;
        fail(p, "a character constant of several characters has no portable value");
    }
    return e;
}
