// SPDX-License-Identifier: MIT
// lex.c: preprocessed text to tokens. In: what `cc -E -dD -CC` prints. Out: Tokens,
// some at a time: who reads them says when earlier ones are no longer wanted, so that
// those of a large text never stand in memory together. What is wanted again later, a
// body or the arguments of a marker, is read again from its place.
//
// The text is walked once, byte classes come from one table, and only names that are
// new allocate. Bytes that C does not know become TK_OTHER, so any input ends in
// TK_EOF.
#include "lex.h"

#include <string.h>

const unsigned char lex_class[256] = {
    [' '] = C_SPACE, ['\t'] = C_SPACE, ['\v'] = C_SPACE, ['\f'] = C_SPACE,
    ['\r'] = C_SPACE, ['\n'] = C_SPACE,
#define TEN(a) [a] = C_DIGIT, [a + 1] = C_DIGIT, [a + 2] = C_DIGIT, [a + 3] = C_DIGIT, \
    [a + 4] = C_DIGIT
    TEN('0'), TEN('5'),
#undef TEN
#define L(a) [a] = C_NAME, [a + 1] = C_NAME
#define L8(a) L(a), L(a + 2), L(a + 4), L(a + 6)
    L8('a'), L8('a' + 8), L8('a' + 16), L('y'),
    L8('A'), L8('A' + 8), L8('A' + 16), L('Y'),
    ['_'] = C_NAME, ['$'] = C_NAME,
    L8(0x80), L8(0x88), L8(0x90), L8(0x98), L8(0xA0), L8(0xA8), L8(0xB0), L8(0xB8),
    L8(0xC0), L8(0xC8), L8(0xD0), L8(0xD8), L8(0xE0), L8(0xE8), L8(0xF0), L8(0xF8),
#undef L8
#undef L
    ['"'] = C_QUOTE, ['\''] = C_QUOTE,
    ['('] = C_SINGLE, [')'] = C_SINGLE, ['['] = C_SINGLE, [']'] = C_SINGLE,
    ['{'] = C_SINGLE, ['}'] = C_SINGLE, [';'] = C_SINGLE, [','] = C_SINGLE,
    ['~'] = C_SINGLE, ['?'] = C_SINGLE, ['@'] = C_SINGLE,
    ['.'] = C_PUNCT, ['-'] = C_PUNCT, ['+'] = C_PUNCT, ['&'] = C_PUNCT,
    ['*'] = C_PUNCT, ['!'] = C_PUNCT, ['/'] = C_PUNCT, ['%'] = C_PUNCT,
    ['<'] = C_PUNCT, ['>'] = C_PUNCT, ['='] = C_PUNCT, ['^'] = C_PUNCT,
    ['|'] = C_PUNCT, [':'] = C_PUNCT, ['#'] = C_PUNCT,
};

// -------------------------------------------------------------------- keywords

static const struct {
    const char *spelling;
    int id;
} keywords[] = {
#define KEYWORD(id, spelling) {spelling, KW_##id},
#include "keywords.def"
#undef KEYWORD
};

static void tag_keywords(Context *ctx)
{
    if (name_tag(intern_z(ctx, "void")) == KW_VOID) {
        return;
    }
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        name_set_tag(intern_z(ctx, keywords[i].spelling), keywords[i].id);
    }
}

// ----------------------------------------------------------------------- tokens

const char *lex_skip_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\r')) {
        p++;
    }
    return p;
}

const char *lex_quoted_end(const char *p, const char *end)
{
    char quote = *p++;
    while (p < end && *p != quote && *p != '\n') {
        if (*p == '\\' && p + 1 < end) {
            p += p[1] == '\r' && p + 2 < end && p[2] == '\n' ? 2 : 1;
        }
        p++;
    }
    return p < end && *p == quote ? p + 1 : p;
}

// R"delimiter( … )delimiter", p at the quote.
static const char *raw_end(const char *p, const char *end)
{
    const char *open = p + 1;
    while (open < end && open - p <= 17 && *open != '(') {
        open++;
    }
    size_t n = (size_t)(open - p - 1);
    if (open >= end || *open != '(') {
        return lex_quoted_end(p, end);
    }
    for (const char *q = open; (q = memchr(q, ')', (size_t)(end - q))) != NULL; q++) {
        if ((size_t)(end - q) > n + 1 && memcmp(q + 1, p + 1, n) == 0
            && q[n + 1] == '"') {
            return q + n + 2;
        }
    }
    return end;
}

static const char *number_end(const char *p, const char *end)
{
    for (; p < end; p++) {
        unsigned char c = (unsigned char)*p;
        if ((c == '+' || c == '-') && strchr("eEpP", p[-1]) != NULL) {
            continue;
        }
        if (c == '\'' && p + 1 < end
            && lex_class_of(p[1]) >= C_DIGIT) {
            continue;
        }
        if (lex_class[c] < C_DIGIT && c != '.') {
            break;
        }
    }
    return p;
}

static bool is_prefix(const char *p, size_t n, char quote)
{
    if (n == 1) {
        return *p == 'L' || *p == 'u' || *p == 'U' || (*p == 'R' && quote == '"');
    }
    bool raw = quote == '"' && p[n - 1] == 'R';
    return (n == 2 && ((p[0] == 'u' && p[1] == '8')
                       || (raw && (p[0] == 'L' || p[0] == 'u' || p[0] == 'U'))))
        || (n == 3 && raw && p[0] == 'u' && p[1] == '8');
}

// Punctuators of one byte that begin no longer one.
static const unsigned char single[256] = {
    ['('] = TK_LPAREN, [')'] = TK_RPAREN, ['['] = TK_LBRACKET, [']'] = TK_RBRACKET,
    ['{'] = TK_LBRACE, ['}'] = TK_RBRACE, [';'] = TK_SEMICOLON, [','] = TK_COMMA,
    ['~'] = TK_TILDE, ['?'] = TK_QUESTION, ['@'] = TK_AT,
};

// The kind of another punctuator at p, and its length.
static TokenKind punctuator(const char *p, size_t *n)
{
#define TWO(second, kind) if (p[1] == (second)) { *n = 2; return kind; }
#define THREE(b, c, kind) if (p[1] == (b) && p[2] == (c)) { *n = 3; return kind; }
    *n = 1;
    switch (*p) {
    case '.': THREE('.', '.', TK_ELLIPSIS) return TK_DOT;
    case '-':
        TWO('>', TK_ARROW) TWO('-', TK_DEC) TWO('=', TK_SUB_ASSIGN) return TK_MINUS;
    case '+': TWO('+', TK_INC) TWO('=', TK_ADD_ASSIGN) return TK_PLUS;
    case '&': TWO('&', TK_AND) TWO('=', TK_AND_ASSIGN) return TK_AMP;
    case '|': TWO('|', TK_OR) TWO('=', TK_OR_ASSIGN) return TK_PIPE;
    case '*': TWO('=', TK_MUL_ASSIGN) return TK_STAR;
    case '!': TWO('=', TK_NE) return TK_BANG;
    case '/': TWO('=', TK_DIV_ASSIGN) return TK_SLASH;
    case '=': TWO('=', TK_EQ) return TK_ASSIGN;
    case '^': TWO('=', TK_XOR_ASSIGN) return TK_CARET;
    case '#': TWO('#', TK_HASHHASH) return TK_HASH;
    case ':': TWO('>', TK_RBRACKET) return TK_COLON;
    case '%':
        if (p[1] == ':' && p[2] == '%' && p[3] == ':') {
            *n = 4;
            return TK_HASHHASH;
        }
        TWO('=', TK_MOD_ASSIGN) TWO('>', TK_RBRACE) TWO(':', TK_HASH) return TK_PERCENT;
    case '<':
        THREE('<', '=', TK_SHL_ASSIGN) TWO('<', TK_SHL) TWO('=', TK_LE)
        TWO(':', TK_LBRACKET) TWO('%', TK_LBRACE) return TK_LT;
    case '>':
        THREE('>', '=', TK_SHR_ASSIGN) TWO('>', TK_SHR) TWO('=', TK_GE) return TK_GT;
    default: return TK_OTHER;
    }
#undef TWO
#undef THREE
}

// A backslash before a newline; cc leaves none outside of comments, but an original
// line has them.
size_t lex_splice(const char *p)
{
    return p[0] != '\\' ? 0 : p[1] == '\n' ? 2 : p[1] == '\r' && p[2] == '\n' ? 3 : 0;
}

// A universal character name at p, as `gcc -E` prints what is not ASCII in a name; its
// length, or 0.
static size_t universal(const char *p, const char *end, uint32_t *point)
{
    size_t digits = *p != '\\' || end - p < 2 ? 0
        : p[1] == 'u' ? 4 : p[1] == 'U' ? 8 : 0;
    if (digits == 0 || (size_t)(end - p) < 2 + digits) {
        return 0;
    }
    uint32_t c = 0;
    for (size_t i = 2; i < 2 + digits; i++) {
        char d = p[i];
        int digit = d >= '0' && d <= '9' ? d - '0' : d >= 'a' && d <= 'f' ? d - 'a' + 10
            : d >= 'A' && d <= 'F' ? d - 'A' + 10 : -1;
        if (digit < 0 || c > 0xFFFFFFF) {
            return 0;
        }
        c = c << 4 | (uint32_t)digit;
    }
    *point = c;
    return c < 0x80 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? 0 : 2 + digits;
}

// A name with universal character names in it, which begins at p.
static const char *unusual_name(const Lexer *lx, const char *p, const char *end,
                                const char **name)
{
    Text t;
    text_init(&t, lx->ctx);
    for (size_t n; p < end; p += n) {
        uint32_t c;
        n = universal(p, end, &c);
        if (n > 0) {
            text_add_utf8(&t, c);
        } else if (lex_class_of(*p) >= C_DIGIT) {
            text_addn(&t, p, n = 1);
        } else {
            break;
        }
    }
    *name = t.n > 0 ? intern(lx->ctx, t.s, t.n) : NULL;
    return p;
}

// The end of the name at p, which is p where there is none; *name is its UTF-8.
const char *lex_name(const Lexer *lx, const char *p, const char *end, const char **name)
{
    const char *q = p;
    while (lex_class_of(*q) >= C_DIGIT) {       // a NUL ends the text, or more of it
        q++;
    }
    q = q < end ? q : end;
    if (q < end && *q == '\\') {
        return unusual_name(lx, p, end, name);
    }
    *name = q > p ? intern(lx->ctx, p, (size_t)(q - p)) : NULL;
    return q;
}

const char *lex_token(Lexer *lx, const char *p, Token *t)
{
    const char *end = lx->end, *q = p + 1, *name = NULL;
    TokenKind kind = TK_OTHER;
    size_t n;
    switch (lex_class_of(*p)) {
    case C_NAME:
        q = lex_name(lx, p, end, &name);
        if (q < end && lex_class_of(*q) == C_QUOTE
            && is_prefix(p, (size_t)(q - p), *q)) {
            kind = *q == '"' ? TK_STRING : TK_CHAR;
            q = q[-1] == 'R' ? raw_end(q, end) : lex_quoted_end(q, end);
            name = NULL;
            break;
        }
        kind = TK_IDENT;
        break;
    case C_SINGLE:
        kind = single[(unsigned char)*p];
        break;
    case C_DIGIT:
        kind = TK_NUMBER;
        q = number_end(q, end);
        break;
    case C_QUOTE:
        q = lex_quoted_end(p, end);
        // an unclosed quote is an odd byte, so that the rest of its line is seen
        kind = q - p < 2 || q[-1] != *p ? TK_OTHER : *p == '"' ? TK_STRING : TK_CHAR;
        q = kind == TK_OTHER ? p + 1 : q;
        break;
    case C_PUNCT:
        if (*p == '.' && lex_class_of(p[1]) == C_DIGIT) {
            kind = TK_NUMBER;
            q = number_end(p + 1, end);
            break;
        }
        kind = punctuator(p, &n);
        q = p + n <= end ? p + n : end;
        break;
    default:
        q = lex_name(lx, p, end, &name);
        kind = q > p ? TK_IDENT : TK_OTHER;
        q = q > p ? q : p + 1;
        break;
    }
    t->kind = kind;
    t->span = (Span){lex_offset(lx, p), lex_offset(lx, q)};
    t->name = name;
    t->doc = 0;
    t->after_doc = lx->trailing;
    lx->trailing = false;
    return q;
}

// ------------------------------------------------------------------ entry points

// Tokens: room for most declarations before the window grows; some are read at a time.
enum { WINDOW_LEAST = 2048, BATCH = 256 };

static void more_room(Lexer *lx)
{
    Tokens *out = lx->out;
    size_t cap = out->cap > 0 ? 2 * out->cap : 16;
    Token *at = arena_alloc(lx->ctx->arena, cap * sizeof *at);
    if (out->n > 0) {
        memcpy(at, out->at, out->n * sizeof *at);
        *vec_push(lx->ctx, &out->outgrown) = (TokenRange){out->at, out->cap};
    }
    out->at = at;
    out->cap = cap;
}

// Room for one more token, and for TK_EOF behind it. Those who hold a pointer to an
// earlier token keep it until lex_forget().
static inline Token *room(Lexer *lx)
{
    Tokens *out = lx->out;
    if (out->n + 2 > out->cap) {
        more_room(lx);
    }
    return &out->at[out->n++];
}

// Reads on until there are `wanted` tokens, or the text ends.
static void run(Lexer *lx, size_t wanted)
{
    const char *p = lx->p, *end = lx->end;
    while (p < end && lx->out->n < wanted) {
        unsigned char c = (unsigned char)*p;
        if (lex_class[c] == C_SPACE) {
            if (c == '\n') {
                lx->line_start = true;
                if (lx->uncounted > 0) {
                    comment_count_line(lx, p);
                }
            }
            p++;
        } else if (c == '/' && (p[1] == '*' || p[1] == '/')) {
            p = comment_read(lx, p);
        } else if (c == '#' && lx->line_start && lx->marks) {
            p = directive_read(lx, p);
        } else if (c == '#' && lx->line_start && lx->skips) {
            bool unused;
            p = directive_end(lx, p, &unused);
        } else if (c == '\\' && lex_splice(p) > 0) {
            p += lex_splice(p);
        } else {
            Token *t = room(lx);
            p = lex_token(lx, p, t);
            t->doc = lx->pending;
            lx->pending = 0;
            lx->line_start = false;
        }
    }
    lx->p = p;
    if (p >= end && !lx->out->ended) {
        *room(lx) = (Token){.kind = TK_EOF,
                            .span = {lex_offset(lx, end), lex_offset(lx, end)}};
        lx->out->n--;           // n counts the tokens before it
        lx->out->ended = true;
    }
}

Token lex_end(const Tokens *tokens)
{
    const Lexer *lx = tokens->lexer;
    uint32_t end = lex_offset(lx, lx->end);
    return (Token){.kind = TK_EOF, .span = {end, end}};
}

Tokens *lex_begin(Context *ctx, const Source *source)
{
    tag_keywords(ctx);
    Tokens *out = NEW(ctx, Tokens);
    out->macro_by_name = map_new(ctx);
    out->cap = WINDOW_LEAST;
    out->at = arena_alloc(ctx->arena, out->cap * sizeof *out->at);
    out->lexer = NEW(ctx, Lexer);
    *out->lexer = (Lexer){.ctx = ctx, .text = source->text, .p = source->text,
                          .end = source->text + source->size, .base = source->base,
                          .marks = true, .line_start = true, .out = out,
                          .file = source->path, .body_comments = map_new(ctx)};
    return out;
}

bool lex_more(Tokens *tokens)
{
    size_t before = tokens->n;
    if (!tokens->ended) {
        run(tokens->lexer, before + BATCH);
    }
    return tokens->n > before;
}

void lex_rest(Tokens *tokens)
{
    while (lex_more(tokens)) {
    }
}

size_t lex_forget(Tokens *tokens, size_t n)
{
    enum { KEPT = 64 };         // a mistake is looked at from both sides
    Context *ctx = tokens->lexer == NULL ? NULL : tokens->lexer->ctx;
    if (ctx == NULL || n < 2 * BATCH || n < tokens->n / 2) {
        return 0;
    }
    n -= KEPT;
    tokens->n -= n;
    tokens->first += n;
    size_t left = tokens->n + tokens->ended;    // TK_EOF too
    memmove(tokens->at, tokens->at + n, left * sizeof *tokens->at);
    while (tokens->outgrown.n > 0) {
        TokenRange old = tokens->outgrown.at[--tokens->outgrown.n];
        arena_release(ctx->arena, old.at, old.n * sizeof *old.at);
    }
    return n;
}

// All tokens of a piece of text.
static TokenRange lex_piece(Context *ctx, Lexer *lx, Tokens *out)
{
    tag_keywords(ctx);
    lx->ctx = ctx;
    lx->out = out;
    out->n = 0;
    out->ended = false;
    run(lx, SIZE_MAX);
    return (TokenRange){out->at, out->n};
}

// Most pieces are short: so that no more is taken than they need, they are read aside.
static TokenRange lex_short_piece(Context *ctx, Lexer *lx)
{
    Token aside[64];
    Tokens out = {.at = aside, .cap = sizeof aside / sizeof *aside};
    TokenRange all = lex_piece(ctx, lx, &out);
    if (all.at == aside) {
        size_t bytes = (all.n + 1) * sizeof *aside;
        all.at = memcpy(arena_alloc(ctx->arena, bytes), aside, bytes);
    }
    return all;
}

TokenRange lex_line(Context *ctx, const char *text, size_t n)
{
    const char *copy = arena_strndup(ctx->arena, text, n);
    Lexer lx = {.text = copy, .p = copy, .end = copy + n};
    return lex_short_piece(ctx, &lx);
}

static bool begin_span(Context *ctx, Span span, Lexer *lx)
{
    const Source *s = source_of(ctx, span);
    if (s == NULL || span.end <= span.start) {
        return false;
    }
    memset(lx, 0, sizeof *lx);
    lx->text = s->text;
    lx->p = s->text + (span.start - s->base);
    lx->end = s->text + (span.end - s->base);
    lx->base = s->base;
    lx->skips = true;
    return true;
}

TokenRange lex_span_into(Context *ctx, Span span, Tokens *buffer)
{
    Lexer lx;
    return begin_span(ctx, span, &lx) ? lex_piece(ctx, &lx, buffer)
                                      : (TokenRange){NULL, 0};
}

TokenRange lex_span(Context *ctx, Span span)
{
    Lexer lx;
    return begin_span(ctx, span, &lx) ? lex_short_piece(ctx, &lx)
                                      : (TokenRange){NULL, 0};
}

TokenRange macro_body(Context *ctx, const Macro *m)
{
    if (!m->is_read) {
        Macro *read = (Macro *)(uintptr_t)m;    // what it says does not change
        read->body = lex_span(ctx, (Span){m->span.end, m->end});
        read->is_read = true;
    }
    return m->body;
}

TokenRange mark_args(Context *ctx, const Mark *m)
{
    return lex_span(ctx, m->args);
}

const char *token_spelling(Context *ctx, Token t)
{
    static const char *const fixed[] = {
#define TOKEN(id, spelling) spelling,
#include "tokens.def"
#undef TOKEN
    };
    if (t.name != NULL) {
        return t.name;
    }
    if (t.kind != TK_OTHER && t.kind < TK_COUNT && fixed[t.kind] != NULL) {
        return fixed[t.kind];
    }
    const Source *s = source_of(ctx, t.span);
    if (t.kind == TK_EOF || s == NULL || t.span.end <= t.span.start) {
        return "";
    }
    return arena_strndup(ctx->arena, span_text(ctx, t.span), t.span.end - t.span.start);
}
