// SPDX-License-Identifier: MIT
// lex.c: preprocessed text to tokens. In: what `cc -E -dD -CC` prints. Out: Tokens:
// tokens in one array, doc comments, and the macros that `#define` lines tell of.
//
// The text is walked once, byte classes come from one table, and only names that are
// new allocate. Bytes that C does not know become TK_OTHER, so any input ends in
// TK_EOF. Comments of macro bodies are copied into each expansion by -CC: these are
// remembered, count no lines and document nothing.
#include "syntax.h"

#include <string.h>

enum { C_NONE, C_SPACE, C_NAME, C_DIGIT, C_QUOTE, C_PUNCT };

static const unsigned char class_of[256] = {
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
    ['('] = C_PUNCT, [')'] = C_PUNCT, ['['] = C_PUNCT, [']'] = C_PUNCT,
    ['{'] = C_PUNCT, ['}'] = C_PUNCT, ['.'] = C_PUNCT, ['-'] = C_PUNCT,
    ['+'] = C_PUNCT, ['&'] = C_PUNCT, ['*'] = C_PUNCT, ['~'] = C_PUNCT,
    ['!'] = C_PUNCT, ['/'] = C_PUNCT, ['%'] = C_PUNCT, ['<'] = C_PUNCT,
    ['>'] = C_PUNCT, ['='] = C_PUNCT, ['^'] = C_PUNCT, ['|'] = C_PUNCT,
    ['?'] = C_PUNCT, [':'] = C_PUNCT, [';'] = C_PUNCT, [','] = C_PUNCT,
    ['#'] = C_PUNCT, ['@'] = C_PUNCT,
};

typedef VEC(Token) TokenVec;

typedef struct {
    Context *ctx;
    const char *text;           // of the whole input, NUL-terminated
    const char *p, *end;
    uint32_t base;              // span offset of text[0]
    bool marks;                 // line markers and directives are read
    Tokens *out;
    const char *file;           // of the newest line marker, interned
    bool builtin;               // under <built-in> or <command-line>
    Map *body_comments;         // normalised comments of macro bodies
    uint64_t body_filter[64];   // one bit for what each of them begins with
    int uncounted;              // newlines of such comments in this line
    int uncounted_line;         // the line that they stand in
    const char *pending;        // doc comment that waits for its token
    bool trailing;              // one that documents what stands before it was the last
    Text doc;                   // of the newest doc comment: `///` lines are added
    const char *pending_end;    // where it ended: `///` lines join
    bool pending_lines;         // it is made of `///` lines
    int empty_lines;            // how many empty ones of them came last
    TokenVec body;              // of the macro that is being read
} Lexer;

static uint32_t offset_of(const Lexer *lx, const char *p)
{
    return lx->base + (uint32_t)(p - lx->text);
}

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

// --------------------------------------------------------------------- comments

// The end of a comment that begins at p; newlines behind a backslash belong to `//`.
static const char *comment_end(const Lexer *lx, const char *p)
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
        if (class_of[(unsigned char)*p] == C_SPACE) {
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
        if (class_of[(unsigned char)*p] != C_SPACE) {
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

static void keep_body_comment(Lexer *lx, const char *p, const char *end)
{
    if (p[1] == '*' && (is_doc(p, end) || memchr(p, '\n', (size_t)(end - p)) != NULL)) {
        map_put(lx->body_comments, normalised(lx->ctx, p, end), lx);
        unsigned h = first_words(p, end);
        lx->body_filter[h / 64] |= (uint64_t)1 << (h % 64);
    }
}

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\r')) {
        p++;
    }
    return p;
}

static const char *trim_end(const char *p, const char *end)
{
    while (end > p && class_of[(unsigned char)end[-1]] == C_SPACE) {
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
            s = skip_blanks(s, stop);
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
        if (class_of[(unsigned char)*p] != C_SPACE) {
            return false;
        }
    }
    return newlines == 1;
}

static bool is_about_file(const char *doc)
{
    for (const char *p = doc; (p = strpbrk(p, "@\\")) != NULL; p++) {
        if (starts_with(p + 1, "file") && class_of[(unsigned char)p[5]] != C_NAME) {
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
            (uint32_t)out->n | (trailing ? DOC_TRAILING : 0);
    }
    lx->trailing = lx->trailing || trailing;
    bool leading = joins ? lx->pending != NULL : !trailing && !is_about_file(lx->doc.s);
    lx->pending = leading ? lx->doc.s : trailing ? lx->pending : NULL;
    lx->pending_end = end;
    lx->pending_lines = lines;
}

// Reads the comment at p; returns its end.
static const char *comment(Lexer *lx, const char *p)
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
            uint32_t start = offset_of(lx, p);
            lx->uncounted_line = span_line(lx->ctx, (Span){start, start});
        }
        for (const char *q = p; q < end; q++) {
            lx->uncounted += *q == '\n';
        }
        source_mark(lx->ctx, offset_of(lx, end), lx->file, lx->uncounted_line);
    }
    return end;
}

// The line behind one with uncounted newlines: clang believes that it has printed them,
// and goes on as if they had been lines. gcc sets a line marker, which needs no help.
static void count_at_last(Lexer *lx, const char *newline)
{
    if (strncmp(newline + 1, "# ", 2) != 0) {
        source_mark(lx->ctx, offset_of(lx, newline + 1), lx->file,
                    lx->uncounted_line + lx->uncounted + 1);
    }
    lx->uncounted = 0;
}

// ----------------------------------------------------------------------- tokens

// Space for one more token; the last one is always left for TK_EOF.
static Token *push(Lexer *lx, TokenVec *v)
{
    return vec_push(lx->ctx, v);
}

static const char *quoted_end(const char *p, const char *end)
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
        return quoted_end(p, end);
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
            && (class_of[(unsigned char)p[1]] == C_DIGIT
                || class_of[(unsigned char)p[1]] == C_NAME)) {
            continue;
        }
        if (class_of[c] != C_DIGIT && class_of[c] != C_NAME && c != '.') {
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

// The kind of the punctuator at p, and its length.
static TokenKind punctuator(const char *p, size_t *n)
{
#define TWO(second, kind) if (p[1] == (second)) { *n = 2; return kind; }
#define THREE(b, c, kind) if (p[1] == (b) && p[2] == (c)) { *n = 3; return kind; }
    *n = 1;
    switch (*p) {
    case '(': return TK_LPAREN;
    case ')': return TK_RPAREN;
    case '[': return TK_LBRACKET;
    case ']': return TK_RBRACKET;
    case '{': return TK_LBRACE;
    case '}': return TK_RBRACE;
    case '~': return TK_TILDE;
    case '?': return TK_QUESTION;
    case ';': return TK_SEMICOLON;
    case ',': return TK_COMMA;
    case '@': return TK_AT;
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
static size_t splice(const char *p)
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

// The end of the name at p, which is p where there is none; *name is its UTF-8.
static const char *read_name(const Lexer *lx, const char *p, const char *end,
                             const char **name)
{
    const char *q = p;
    uint32_t c;
    size_t n = 0;
    while (q < end && (class_of[(unsigned char)*q] == C_NAME
                       || class_of[(unsigned char)*q] == C_DIGIT
                       || (n = universal(q, end, &c)) > 0)) {
        q += n > 0 ? n : 1;
        n = 0;
    }
    size_t length = (size_t)(q - p);
    if (length == 0 || memchr(p, '\\', length) == NULL) {
        *name = length == 0 ? NULL : intern(lx->ctx, p, length);
        return q;
    }
    Text t;
    text_init(&t, lx->ctx);
    while (p < q) {
        n = universal(p, q, &c);
        if (n > 0) {
            text_add_utf8(&t, c);
        } else {
            text_addn(&t, p, 1);
        }
        p += n > 0 ? n : 1;
    }
    *name = intern(lx->ctx, t.s, t.n);
    return q;
}

// Reads the token at p, which is no white space and no comment; returns its end.
static const char *token(Lexer *lx, const char *p, TokenVec *v)
{
    const char *end = lx->end, *q = p + 1, *name = NULL;
    TokenKind kind = TK_OTHER;
    size_t n;
    switch (class_of[(unsigned char)*p]) {
    case C_NAME:
        q = read_name(lx, p, end, &name);
        if (q < end && class_of[(unsigned char)*q] == C_QUOTE
            && is_prefix(p, (size_t)(q - p), *q)) {
            kind = *q == '"' ? TK_STRING : TK_CHAR;
            q = q[-1] == 'R' ? raw_end(q, end) : quoted_end(q, end);
            name = NULL;
            break;
        }
        kind = TK_IDENT;
        break;
    case C_DIGIT:
        kind = TK_NUMBER;
        q = number_end(q, end);
        break;
    case C_QUOTE:
        q = quoted_end(p, end);
        // an unclosed quote is an odd byte, so that the rest of its line is seen
        kind = q - p < 2 || q[-1] != *p ? TK_OTHER : *p == '"' ? TK_STRING : TK_CHAR;
        q = kind == TK_OTHER ? p + 1 : q;
        break;
    case C_PUNCT:
        if (*p == '.' && class_of[(unsigned char)p[1]] == C_DIGIT) {
            kind = TK_NUMBER;
            q = number_end(p + 1, end);
            break;
        }
        kind = punctuator(p, &n);
        q = p + n <= end ? p + n : end;
        break;
    default:
        q = read_name(lx, p, end, &name);
        kind = q > p ? TK_IDENT : TK_OTHER;
        q = q > p ? q : p + 1;
        break;
    }
    Token *t = push(lx, v);
    t->kind = kind;
    t->span = (Span){offset_of(lx, p), offset_of(lx, q)};
    t->name = name;
    t->doc = 0;
    t->after_doc = lx->trailing;
    lx->trailing = false;
    return q;
}

// ------------------------------------------------------------------- directives

// Where a directive truly ends: behind its comments and spliced lines.
static const char *directive_end(const Lexer *lx, const char *p)
{
    while (p < lx->end && *p != '\n') {
        if (*p == '/' && (p[1] == '*' || p[1] == '/')) {
            p = comment_end(lx, p);
        } else if (*p == '"' || *p == '\'') {
            p = quoted_end(p, lx->end);
        } else {
            size_t n = splice(p);
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
    while (p < end && class_of[(unsigned char)*p] == C_DIGIT && line < INT32_MAX / 10) {
        line = line * 10 + (*p++ - '0');
    }
    p = skip_blanks(p, end);
    if (p < end && *p == '"') {
        const char *file = marker_file(lx->ctx, p + 1, end);
        if (file != lx->file) {
            lx->pending = NULL;
        }
        lx->file = file;
        lx->builtin = strcmp(file, "<built-in>") == 0
            || strcmp(file, "<command-line>") == 0
            || strcmp(file, "<command line>") == 0;
    }
    source_mark(lx->ctx, offset_of(lx, end < lx->end ? end + 1 : end), lx->file,
                (int)line);
}

static Macro *new_macro(Lexer *lx, const char *p, const char **rest, const char *end)
{
    p = skip_blanks(p, end);
    const char *name, *q = read_name(lx, p, end, &name);
    *rest = q;
    if (q == p) {
        return NULL;
    }
    Macro *m = NEW(lx->ctx, Macro);
    m->name = name;
    m->span = (Span){offset_of(lx, p), offset_of(lx, q)};
    m->builtin = lx->builtin;
    m->previous = map_get(lx->out->macro_by_name, m->name);
    return m;
}

static void define(Lexer *lx, const char *p, const char *end)
{
    Macro *m = new_macro(lx, p, &p, end);
    if (m == NULL) {
        return;
    }
    m->doc = lx->pending;
    lx->pending = NULL;
    bool trailing = lx->trailing;   // of the declaration before: not the body's
    m->function_like = p < end && *p == '(';
    lx->body.n = 0;
    while (p < end) {
        size_t n = splice(p);
        if (class_of[(unsigned char)*p] == C_SPACE || n > 0) {
            p += n > 0 ? n : 1;
        } else if (*p == '/' && (p[1] == '*' || p[1] == '/')) {
            const char *stop = comment_end(lx, p);
            keep_body_comment(lx, p, stop);
            p = stop;
        } else {
            p = token(lx, p, &lx->body);
        }
    }
    lx->trailing = trailing;
    m->n = lx->body.n;
    if (m->n > 0) {
        Token *body = arena_alloc(lx->ctx->arena, m->n * sizeof *body);
        m->body = memcpy(body, lx->body.at, m->n * sizeof *body);
    }
    *vec_push(lx->ctx, &lx->out->macros) = m;
    map_put(lx->out->macro_by_name, m->name, m);
}

static void undefine(Lexer *lx, const char *p, const char *end)
{
    p = skip_blanks(p, end);
    const char *q = p;
    while (q < end && class_of[(unsigned char)*q] != C_SPACE) {
        q++;
    }
    Macro *m = map_get(lx->out->macro_by_name, intern(lx->ctx, p, (size_t)(q - p)));
    if (m != NULL) {
        m->undefined = true;
    }
}

// Reads the directive whose `#` stands at p; returns the newline behind it. The
// newlines inside a #define are no source lines: the next line is the next one.
static const char *directive(Lexer *lx, const char *p)
{
    const char *start = p, *end = directive_end(lx, p);
    p = skip_blanks(p + 1, end);
    size_t n = (size_t)(end - p);
    if (n > 0 && class_of[(unsigned char)*p] == C_DIGIT) {
        line_marker(lx, p, end);
        return end;
    }
    if (n > 5 && memcmp(p, "line ", 5) == 0) {
        line_marker(lx, skip_blanks(p + 5, end), end);
        return end;
    }
    if (n > 7 && memcmp(p, "define ", 7) == 0) {
        define(lx, p + 7, end);
    } else if (n > 6 && memcmp(p, "undef ", 6) == 0) {
        undefine(lx, p + 6, end);
    }
    if (memchr(start, '\n', (size_t)(end - start)) != NULL) {
        uint32_t at = offset_of(lx, start);
        int line = span_line(lx->ctx, (Span){at, at});
        source_mark(lx->ctx, offset_of(lx, end < lx->end ? end + 1 : end), lx->file,
                    line + 1);
    }
    return end;
}

// ------------------------------------------------------------------ entry points

static void attach_doc(Lexer *lx, Token *t)
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

static void run(Lexer *lx, TokenVec *v)
{
    const char *p = lx->p, *end = lx->end;
    bool line_start = true;
    while (p < end) {
        unsigned char c = (unsigned char)*p;
        if (class_of[c] == C_SPACE) {
            if (c == '\n') {
                line_start = true;
                if (lx->uncounted > 0) {
                    count_at_last(lx, p);
                }
            }
            p++;
        } else if (c == '/' && (p[1] == '*' || p[1] == '/')) {
            lx->out->n = v->n;
            p = comment(lx, p);
        } else if (c == '#' && line_start && lx->marks) {
            p = directive(lx, p);
        } else if (c == '\\' && splice(p) > 0) {
            p += splice(p);
        } else {
            p = token(lx, p, v);
            if (lx->pending != NULL) {
                attach_doc(lx, &v->at[v->n - 1]);
            }
            line_start = false;
        }
    }
    Token *t = push(lx, v);
    *t = (Token){.kind = TK_EOF, .span = {offset_of(lx, end), offset_of(lx, end)}};
    v->n--;                     // n counts the tokens before it
}

Tokens *lex(Context *ctx, const Source *source)
{
    tag_keywords(ctx);
    Tokens *out = NEW(ctx, Tokens);
    out->macro_by_name = map_new(ctx);
    Lexer lx = {.ctx = ctx, .text = source->text, .p = source->text,
                .end = source->text + source->size, .base = source->base,
                .marks = true, .out = out, .file = source->path,
                .body_comments = map_new(ctx)};
    TokenVec v = {0};
    v.cap = source->size / 8 + 64;
    v.at = arena_alloc(ctx->arena, v.cap * sizeof *v.at);
    run(&lx, &v);
    out->at = v.at;
    out->n = v.n;
    return out;
}

Token *lex_line(Context *ctx, const char *text, size_t n, size_t *n_tokens)
{
    tag_keywords(ctx);
    const char *copy = arena_strndup(ctx->arena, text, n);
    Tokens out = {0};
    Lexer lx = {.ctx = ctx, .text = copy, .p = copy, .end = copy + n, .out = &out};
    TokenVec v = {0};
    run(&lx, &v);
    *n_tokens = v.n;
    return v.at;
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
