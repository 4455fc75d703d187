// SPDX-License-Identifier: MIT
// expr.c: expressions of bounds, enumerators, macros and markers: reading and printing.
//
// In: tokens. Out: an Expr tree, or a reason. The whole grammar of C's conditional
// expressions is read but for what no bound can mean: assignments, ++ and --, compound
// literals, _Generic, statement expressions. Names are not resolved here.
#include "parse.h"

#include <string.h>

// ---------------------------------------------------------------------- operands

static Expr *read_unary(Parser *p);
static Expr *read_cast(Parser *p);
static Expr *read_expression(Parser *p);    // with commas

static Expr *read_word(Parser *p)
{
    size_t first = p->i;
    const Token *t = take(p);
    int kw = name_tag(t->name);
    Expr *e = new_expr(p, EX_NAME, first);
    e->name = t->name;
    if (kw == KW_RETURN || kw == KW_THIS) {
        e->kind = kw == KW_RETURN ? EX_RETURN : EX_THIS;
    } else if (kw == KW_TRUE || kw == KW_FALSE) {
        e->kind = EX_NUMBER;
        e->number = kw == KW_TRUE;
        e->is_bool = true;
    } else if (kw == KW_NULLPTR) {      // ((void *)0)
        Type *nothing = NEW(p->ctx, Type);
        nothing->kind = TY_VOID;
        e->kind = EX_CAST;
        e->type = type_pointer(p->ctx, nothing);
        e->a = new_expr(p, EX_NUMBER, first);
    }
    return e;
}

// constant | string | name | "(" expression ")"
static Expr *read_primary(Parser *p)
{
    size_t first = p->i;
    const Token *t = peek(p);
    switch (t->kind) {
    case TK_NUMBER: return read_number(p);
    case TK_CHAR: return read_char(p);
    case TK_STRING: return read_string(p);
    case TK_IDENT:
        if (starts_type(p, t)) {
            fail(p, "a type stands where a value is expected");
            return NULL;
        }
        return read_word(p);
    case TK_LPAREN: {
        take(p);
        if (at_kind(p, TK_LBRACE)) {
            fail(p, "a statement has no place in this expression");
            return NULL;
        }
        Expr *e = read_expression(p);
        if (!expect(p, TK_RPAREN, "to close the parenthesis") || e == NULL) {
            return NULL;
        }
        e->span = span_since(p, first);
        return e;
    }
    case TK_EOF:
        fail(p, "the expression is not complete");
        return NULL;
    default:
        fail(p, "'%s' begins no expression", token_spelling(p->ctx, *t));
        return NULL;
    }
}

// __builtin_offsetof(type, field) behind its name: read over, since it takes a type.
static Expr *read_offset(Parser *p, size_t first)
{
    skip_group(p);
    Expr *e = new_expr(p, EX_OTHER, first);
    e->string = "an offset is the compiler's business";
    return p->why == NULL ? e : NULL;
}

// Behind "(": [argument {"," argument}] ")"
static Expr *read_call(Parser *p, Expr *callee, size_t first)
{
    Expr *args = NULL, **end = &args;
    if (!at_kind(p, TK_RPAREN)) {
        do {
            *end = read_conditional(p);
            if (*end == NULL) {
                return NULL;
            }
            end = &(*end)->next;
        } while (accept(p, TK_COMMA));
    }
    if (!expect(p, TK_RPAREN, "to close the call")) {
        return NULL;
    }
    Expr *e = new_expr(p, EX_CALL, first);
    e->a = args;
    if (callee->kind == EX_NAME) {
        e->name = callee->name;
    } else {
        e->b = callee;
    }
    return e;
}

// primary {"(" … ")" | "[" … "]" | "." name | "->" name}      C11 6.5.2
static Expr *read_postfix(Parser *p)
{
    size_t first = p->i;
    Expr *e = read_primary(p);
    while (e != NULL && p->why == NULL) {
        TokenKind k = peek(p)->kind;
        if (k == TK_LPAREN && e->kind == EX_NAME
            && strcmp(e->name, "__builtin_offsetof") == 0) {
            e = read_offset(p, first);
        } else if (accept(p, TK_LPAREN)) {
            e = read_call(p, e, first);
        } else if (accept(p, TK_LBRACKET)) {
            Expr *index = read_expression(p);
            if (index == NULL || !expect(p, TK_RBRACKET, "to close the index")) {
                return NULL;
            }
            Expr *whole = new_expr(p, EX_INDEX, first);
            whole->a = e;
            whole->b = index;
            e = whole;
        } else if (accept(p, TK_DOT) || accept(p, TK_ARROW)) {
            if (!at_kind(p, TK_IDENT)) {
                fail(p, "expected the name of a field");
                return NULL;
            }
            const char *name = take(p)->name;
            Expr *whole = new_expr(p, EX_MEMBER, first);
            whole->name = name;
            whole->op = (int)k;
            whole->a = e;
            e = whole;
        } else if (k == TK_INC || k == TK_DEC) {
            fail(p, "'%s' changes a value; write + 1 or - 1",
                 token_spelling(p->ctx, *peek(p)));
            return NULL;
        } else {
            return e;
        }
    }
    return p->why == NULL ? e : NULL;
}

// "sizeof" ("(" type-name ")" | unary), "_Alignof" "(" type-name ")"
static Expr *read_sizeof(Parser *p, bool align)
{
    size_t first = p->i;
    take(p);
    Expr *e = NULL;
    if (at_kind(p, TK_LPAREN) && starts_type(p, peek_at(p, 1))) {
        take(p);
        Type *t = read_type_name(p);
        expect(p, TK_RPAREN, "to close the type");
        e = new_expr(p, align ? EX_ALIGNOF_TYPE : EX_SIZEOF_TYPE, first);
        e->type = t;
    } else if (align) {
        fail(p, "_Alignof wants a type in parentheses");
    } else {
        Expr *a = read_unary(p);
        e = new_expr(p, EX_SIZEOF_EXPR, first);
        e->a = a;
    }
    return p->why == NULL ? e : NULL;
}

// operator cast | sizeof | postfix     C11 6.5.3
static Expr *read_unary(Parser *p)
{
    size_t first = p->i;
    int kw = keyword_at(p);
    if (kw == KW_SIZEOF || kw == KW_ALIGNOF) {
        return read_sizeof(p, kw == KW_ALIGNOF);
    }
    if (kw == KW_IGNORED) {             // __extension__
        take(p);
        return read_cast(p);
    }
    TokenKind k = peek(p)->kind;
    switch (k) {
    case TK_STAR: case TK_MINUS: case TK_PLUS: case TK_BANG: case TK_TILDE:
    case TK_AMP: {
        take(p);
        Expr *a = read_cast(p);
        if (a == NULL) {
            return NULL;
        }
        Expr *e = new_expr(p, EX_UNARY, first);
        e->op = (int)k;
        e->a = a;
        return e;
    }
    case TK_INC: case TK_DEC:
        fail(p, "'%s' changes a value; write + 1 or - 1",
             token_spelling(p->ctx, *peek(p)));
        return NULL;
    default:
        return read_postfix(p);
    }
}

// "(" type-name ")" cast | unary       C11 6.5.4
static Expr *read_cast(Parser *p)
{
    size_t first = p->i;
    Expr *e = NULL;
    if (!enter(p)) {
        return NULL;
    }
    if (at_kind(p, TK_LPAREN) && starts_type(p, peek_at(p, 1))) {
        take(p);
        Type *t = read_type_name(p);
        expect(p, TK_RPAREN, "to close the cast");
        if (at_kind(p, TK_LBRACE)) {
            fail(p, "a compound literal has no constant value");
        }
        Expr *a = p->why == NULL ? read_cast(p) : NULL;
        if (a != NULL) {
            e = new_expr(p, EX_CAST, first);
            e->type = t;
            e->a = a;
        }
    } else {
        e = read_unary(p);
    }
    leave(p);
    return e;
}

// ---------------------------------------------------------------------- operators

// How tightly a binary operator binds; 0: none.
static int precedence(TokenKind k)
{
    switch (k) {
    case TK_STAR: case TK_SLASH: case TK_PERCENT: return 10;
    case TK_PLUS: case TK_MINUS: return 9;
    case TK_SHL: case TK_SHR: return 8;
    case TK_LT: case TK_GT: case TK_LE: case TK_GE: return 7;
    case TK_EQ: case TK_NE: return 6;
    case TK_AMP: return 5;
    case TK_CARET: return 4;
    case TK_PIPE: return 3;
    case TK_AND: return 2;
    case TK_OR: return 1;
    default: return 0;
    }
}

// cast {operator cast}, operators that bind at least as tightly as `least`    C11
// 6.5.5-14
static Expr *read_binary(Parser *p, int least)
{
    size_t first = p->i;
    Expr *left = read_cast(p);
    for (int n = 0; left != NULL;) {
        TokenKind k = peek(p)->kind;
        int binds = precedence(k);
        if (binds == 0 || binds < least) {
            return left;
        }
        take(p);
        Expr *right = read_binary(p, binds + 1);
        if (right == NULL) {
            return NULL;
        }
        Expr *e = new_expr(p, EX_BINARY, first);
        e->op = (int)k;
        e->a = left;
        e->b = right;
        left = e;
        if (++n > 20 * DEPTH_MAX) {     // the tree leans left: deep for who walks it
            p->why_id = DIAG_TOO_DEEP;
            fail(p, "the expression has more than %d operators", 20 * DEPTH_MAX);
        }
    }
    return NULL;
}

static bool is_assignment(TokenKind k)
{
    return k == TK_ASSIGN || (k >= TK_MUL_ASSIGN && k <= TK_OR_ASSIGN);
}

// binary ["?" [expression] ":" conditional]        C11 6.5.15; GNU: a ?: b
Expr *read_conditional(Parser *p)
{
    size_t first = p->i;
    if (!enter(p)) {
        return NULL;
    }
    Expr *e = read_binary(p, 1);
    if (e != NULL && accept(p, TK_QUESTION)) {
        const bool gnu = at_kind(p, TK_COLON);          // a ?: c
        Expr *a = e, *b = gnu ? NULL : read_expression(p), *c = NULL;
        if ((gnu || b != NULL) && expect(p, TK_COLON, "between the two values of ?:")) {
            c = read_conditional(p);
        }
        e = NULL;
        if (c != NULL) {
            e = new_expr(p, EX_TERNARY, first);
            e->a = a;
            e->b = b;
            e->c = c;
        }
    }
    if (e != NULL && is_assignment(peek(p)->kind)) {
        fail(p, "'%s' changes a value", token_spelling(p->ctx, *peek(p)));
        e = NULL;
    }
    leave(p);
    return e;
}

// conditional {"," conditional}        C11 6.5.17
static Expr *read_expression(Parser *p)
{
    size_t first = p->i;
    Expr *e = read_conditional(p);
    while (e != NULL && accept(p, TK_COMMA)) {
        Expr *right = read_conditional(p);
        if (right == NULL) {
            return NULL;
        }
        Expr *both = new_expr(p, EX_BINARY, first);
        both->op = TK_COMMA;
        both->a = e;
        both->b = right;
        e = both;
    }
    return e;
}

// ------------------------------------------------------------------ entry points

// A bound, enumerator or width. What cannot be read becomes EX_OTHER, and the parser
// stands before the `close` or `,` that ends it.
Expr *read_bound(Parser *p, TokenKind close)
{
    size_t first = p->i;
    int depth = p->depth;
    Expr *e = p->why == NULL ? read_conditional(p) : NULL;
    bool ends = at_kind(p, close) || (close == TK_RBRACE && at_kind(p, TK_COMMA));
    if (e != NULL && ends) {
        return e;
    }
    bool cut = p->why != NULL && token_at(p, p->why_at)->kind == close;
    const char *why = cut ? "the expression is not complete" : p->why != NULL ? p->why
        : arena_printf(p->ctx->arena, "'%s' is out of place",
                       token_spelling(p->ctx, *peek(p)));
    if (p->why_id == DIAG_TOO_DEEP && p->why != NULL) {
        return NULL;
    }
    p->why = NULL;
    p->depth = depth;
    p->i = first;
    while (!at_kind(p, close) && !at_kind(p, TK_EOF) && !at_kind(p, TK_SEMICOLON)
           && !(close == TK_RBRACE && at_kind(p, TK_COMMA)) && p->why == NULL) {
        TokenKind k = peek(p)->kind;
        if (k == TK_LPAREN || k == TK_LBRACKET || k == TK_LBRACE) {
            skip_group(p);
        } else {
            take(p);
        }
    }
    e = new_expr(p, EX_OTHER, first);
    e->string = why;
    return e;
}

Expr *expr_parse(Context *ctx, const Unit *unit, const Token *tokens, size_t n,
                 const char **why)
{
    Unit empty = {0};
    Span end = n > 0 ? (Span){tokens[n - 1].span.end, tokens[n - 1].span.end}
                     : (Span){0, 0};
    Tokens in = {.at = (Token *)(uintptr_t)tokens, .n = n, .ended = true};
    Parser p = {.ctx = ctx, .in = &in, .eof = {.kind = TK_EOF, .span = end},
                .why_id = DIAG_SYNTAX};
    if (unit != NULL) {
        empty = *unit;
        target_read(ctx, unit->tokens, &p.target);
    } else {
        empty.typedefs = empty.enumerators = map_new(ctx);
        empty.struct_tags = empty.enum_tags = empty.typedefs;
        empty.ctx = ctx;
        empty.tokens = NEW(ctx, Tokens);
        empty.spare = NEW(ctx, Spare);
    }
    p.unit = &empty;            // a copy: what is read here declares nothing
    Expr *e = read_expression(&p);
    if (e != NULL && !at_kind(&p, TK_EOF)) {
        fail(&p, "'%s' is out of place", token_spelling(ctx, *peek(&p)));
    }
    if (p.why != NULL || e == NULL) {
        *why = p.why != NULL ? p.why : "the expression cannot be read";
        return NULL;
    }
    return e;
}

size_t split_args(const Token *tokens, size_t n, const Token *part[], size_t len[],
                  size_t max)
{
    size_t count = 0, first = 0;
    int open = 0;
    for (size_t i = 0; i <= n && n > 0; i++) {
        TokenKind k = i < n ? tokens[i].kind : TK_COMMA;
        if (i == n || (k == TK_COMMA && open == 0)) {
            if (count < max) {
                part[count] = tokens + first;
                len[count] = i - first;
            }
            count++;
            first = i + 1;
        } else if (k == TK_LPAREN || k == TK_LBRACKET || k == TK_LBRACE) {
            open++;
        } else if (k == TK_RPAREN || k == TK_RBRACKET || k == TK_RBRACE) {
            open--;
        }
    }
    return count;
}

void expr_names(const Expr *e, void (*fn)(const Expr *name, void *arg), void *arg)
{
    for (; e != NULL; e = e->next) {
        if (e->kind == EX_NAME) {
            fn(e, arg);
        }
        if (e->kind != EX_SIZEOF_EXPR) {
            expr_names(e->a, fn, arg);
            expr_names(e->b, fn, arg);
            expr_names(e->c, fn, arg);
        }
    }
}

// --------------------------------------------------------------------- printing

static void print_expr(Text *t, const Expr *e);

static void print_operand(Text *t, const Expr *e)
{
    bool atom = e == NULL || e->kind == EX_NAME || e->kind == EX_NUMBER
        || e->kind == EX_FLOAT || e->kind == EX_CALL || e->kind == EX_MEMBER
        || e->kind == EX_INDEX || e->kind == EX_RETURN || e->kind == EX_THIS
        || e->kind == EX_STRING || e->kind == EX_SIZEOF_TYPE;
    text_add(t, atom ? "" : "(");
    print_expr(t, e);
    text_add(t, atom ? "" : ")");
}

static const char *op_text(int op)
{
    static const char *const fixed[] = {
#define TOKEN(id, spelling) spelling,
#include "tokens.def"
#undef TOKEN
    };
    return op >= 0 && op < TK_COUNT && fixed[op] != NULL ? fixed[op] : "?";
}

static void print_number(Text *t, const Expr *e)
{
    if (e->is_bool) {
        text_add(t, e->number != 0 ? "true" : "false");
        return;
    }
    text_printf(t, "%llu%s%s", (unsigned long long)e->number, e->is_unsigned ? "u" : "",
                e->is_long_long ? "ll" : e->is_long ? "l" : "");
}

static void print_list(Text *t, const Expr *e)
{
    for (const Expr *a = e; a != NULL; a = a->next) {
        text_add(t, a != e ? ", " : "");
        print_expr(t, a);
    }
}

// f(x), s.m, a[i]
static void print_postfix(Text *t, const Expr *e)
{
    if (e->kind == EX_CALL && e->name != NULL) {
        text_add(t, e->name);
    } else {
        print_operand(t, e->kind == EX_CALL ? e->b : e->a);
    }
    if (e->kind == EX_CALL) {
        text_add(t, "(");
        print_list(t, e->a);
        text_add(t, ")");
    } else if (e->kind == EX_MEMBER) {
        text_printf(t, "%s%s", op_text(e->op), e->name);
    } else {
        text_add(t, "[");
        print_expr(t, e->b);
        text_add(t, "]");
    }
}

static void print_expr(Text *t, const Expr *e)
{
    switch (e == NULL ? EX_OTHER : e->kind) {
    case EX_NUMBER: print_number(t, e); break;
    case EX_FLOAT:
        text_printf(t, "%.17g%s", e->real, e->suffix == 'f' ? "f" : "");
        break;
    case EX_STRING: text_c_string(t, e->string, e->string_length); break;
    case EX_NAME: text_add(t, e->name); break;
    case EX_RETURN: text_add(t, "return"); break;
    case EX_THIS: text_add(t, "this"); break;
    case EX_UNARY:
        text_add(t, op_text(e->op));
        print_operand(t, e->a);
        break;
    case EX_BINARY:
        print_operand(t, e->a);
        text_printf(t, e->op == TK_COMMA ? "%s " : " %s ", op_text(e->op));
        print_operand(t, e->b);
        break;
    case EX_TERNARY:
        print_operand(t, e->a);
        text_add(t, e->b == NULL ? " ?: " : " ? ");
        if (e->b != NULL) {
            print_operand(t, e->b);
            text_add(t, " : ");
        }
        print_operand(t, e->c);
        break;
    case EX_CALL: case EX_MEMBER: case EX_INDEX: print_postfix(t, e); break;
    case EX_SIZEOF_TYPE: case EX_ALIGNOF_TYPE:
        text_printf(t, "%s(%s)", e->kind == EX_SIZEOF_TYPE ? "sizeof" : "_Alignof",
                    type_declare(t->ctx, e->type, NULL));
        break;
    case EX_SIZEOF_EXPR:
        text_add(t, "sizeof ");
        print_operand(t, e->a);
        break;
    case EX_CAST:
        text_printf(t, "(%s)", type_declare(t->ctx, e->type, NULL));
        print_operand(t, e->a);
        break;
    case EX_OTHER: text_add(t, "?"); break;
    }
}

const char *expr_text(Context *ctx, const Expr *e)
{
    if (e == NULL) {
        return "";
    }
    if (source_of(ctx, e->span) != NULL) {
        const char *s = source_spelling(ctx, e->span);
        if (*s != '\0') {
            return s;
        }
    }
    Text t;
    text_init(&t, ctx);
    print_expr(&t, e);
    return t.s;
}
