// SPDX-License-Identifier: MIT
// ctype.c: C types: what they are, whether two are the same, how C spells them.
//
// In: types that the parser built. Out: answers and C text. No layout is computed here:
// only widths of integers, which the predefined macros of the input tell.
#include "syntax.h"

#include <stdlib.h>
#include <string.h>

// -------------------------------------------------------------------- questions

bool type_is_integer(const Type *t)
{
    return t->kind == TY_INT || t->kind == TY_BOOL || t->kind == TY_ENUM;
}

bool type_is_number(const Type *t)
{
    return type_is_integer(t) || t->kind == TY_FLOAT || t->kind == TY_COMPLEX;
}

bool type_is_char(const Type *t)
{
    return t->kind == TY_INT && t->int_kind == INT_CHAR;
}

Type *type_pointer(Context *ctx, Type *base)
{
    Type *t = NEW(ctx, Type);
    t->kind = TY_POINTER;
    t->base = base;
    t->depth = base->depth + 1;
    return t;
}

static bool same_length(const Type *a, const Type *b)
{
    const Expr *x = a->length, *y = b->length;
    if (x == NULL || y == NULL || x->kind != EX_NUMBER || y->kind != EX_NUMBER) {
        return true;            // incomplete or variable: compatible with any
    }
    return x->number == y->number;
}

static bool same_level(const Type *a, const Type *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    switch (a->kind) {
    case TY_INT:
        return a->int_kind == b->int_kind && a->bits == b->bits;
    case TY_FLOAT: case TY_COMPLEX:
        return a->float_kind == b->float_kind && a->keyword == b->keyword;
    case TY_ENUM: case TY_STRUCT: case TY_UNION:
        return a->tag == b->tag;
    case TY_OPAQUE:
        return a->keyword != NULL && b->keyword != NULL
            && strcmp(a->keyword, b->keyword) == 0;
    case TY_ARRAY: case TY_VIEW:
        return same_length(a, b);
    case TY_POINTER:
        return a->is_block == b->is_block;
    case TY_FUNCTION:
        return a->variadic == b->variadic;
    default:
        return true;
    }
}

// A parameter's own qualifiers do not count, and arrays and functions are pointers.
static bool same_parameter(const Type *a, const Type *b)
{
    bool pa = a->kind == TY_POINTER || a->kind == TY_ARRAY;
    bool pb = b->kind == TY_POINTER || b->kind == TY_ARRAY;
    if (pa && pb) {
        return type_same(a->base, b->base);
    }
    if (a->kind == TY_FUNCTION && b->kind == TY_POINTER) {
        return type_same(a, b->base);
    }
    if (b->kind == TY_FUNCTION && a->kind == TY_POINTER) {
        return type_same(a->base, b);
    }
    Type x = *a, y = *b;
    x.quals = y.quals = 0;
    return type_same(&x, &y);
}

static bool same_parameters(const Type *a, const Type *b)
{
    if (a->no_prototype || b->no_prototype) {
        return true;
    }
    const Decl *x = a->params, *y = b->params;
    for (; x != NULL && y != NULL; x = x->next, y = y->next) {
        if (x->type == NULL || y->type == NULL || !same_parameter(x->type, y->type)) {
            return false;
        }
    }
    return x == y;
}

bool type_same(const Type *a, const Type *b)
{
    enum { COUNTS = Q_CONST | Q_VOLATILE | Q_RESTRICT | Q_ATOMIC };
    while (a != b) {
        if (a == NULL || b == NULL || ((a->quals ^ b->quals) & COUNTS) != 0
            || !same_level(a, b)
            || (a->kind == TY_FUNCTION && !same_parameters(a, b))) {
            return false;
        }
        a = a->base;
        b = b->base;
    }
    return true;
}

// --------------------------------------------------------------------- spelling

static const char *int_name(IntKind k)
{
    static const char *const names[] = {
        [INT_CHAR] = "char", [INT_SCHAR] = "signed char", [INT_UCHAR] = "unsigned char",
        [INT_SHORT] = "short", [INT_USHORT] = "unsigned short", [INT_INT] = "int",
        [INT_UINT] = "unsigned int", [INT_LONG] = "long", [INT_ULONG] = "unsigned long",
        [INT_LLONG] = "long long", [INT_ULLONG] = "unsigned long long",
        [INT_INT128] = "__int128", [INT_UINT128] = "unsigned __int128",
        [INT_BIT] = "_BitInt", [INT_UBIT] = "unsigned _BitInt",
    };
    return names[k];
}

static const char *float_name(const Type *t)
{
    static const char *const names[] = {
        [FLOAT_HALF] = "_Float16", [FLOAT_FLOAT] = "float", [FLOAT_DOUBLE] = "double",
        [FLOAT_LONG] = "long double", [FLOAT_128] = "_Float128",
    };
    return t->keyword != NULL ? t->keyword : names[t->float_kind];
}

static const char *tag_text(Context *ctx, const Tag *tag)
{
    const char *word = tag->kind == TY_ENUM ? "enum"
        : tag->kind == TY_UNION ? "union" : "struct";
    if (tag->name != NULL) {
        return arena_printf(ctx->arena, "%s %s", word, tag->name);
    }
    const Decl *named = tag->name_for_linkage != NULL ? tag->name_for_linkage
                                                      : tag->alias;
    if (named != NULL) {
        return named->name;
    }
    return arena_printf(ctx->arena, "%s /* anonymous */", word);
}

static const char *base_text(Context *ctx, const Type *t)
{
    switch (t->kind) {
    case TY_VOID: return "void";
    case TY_BOOL: return "_Bool";
    case TY_INT:
        if (t->int_kind == INT_BIT || t->int_kind == INT_UBIT) {
            return arena_printf(ctx->arena, "%s(%d)", int_name(t->int_kind), t->bits);
        }
        return int_name(t->int_kind);
    case TY_FLOAT: return float_name(t);
    case TY_COMPLEX: return arena_printf(ctx->arena, "%s _Complex", float_name(t));
    case TY_ENUM: case TY_STRUCT: case TY_UNION: return tag_text(ctx, t->tag);
    case TY_VIEW:
        return arena_printf(ctx->arena, "CB_VIEW(%s, %s)",
                            type_declare(ctx, t->base, NULL),
                            expr_text(ctx, t->length));
    case TY_VECTOR:
        return arena_printf(ctx->arena, "%s /* vector */",
                            type_declare(ctx, t->base, NULL));
    default: return t->keyword != NULL ? t->keyword : "/* unknown */ void";
    }
}

static void add_quals(Text *t, unsigned quals, const char *between)
{
    static const struct {
        unsigned bit;
        const char *word;
    } words[] = {
        {Q_CONST, "const"}, {Q_VOLATILE, "volatile"}, {Q_RESTRICT, "restrict"},
        {Q_ATOMIC, "_Atomic"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if ((quals & words[i].bit) != 0) {
            text_add(t, words[i].word);
            text_add(t, between);
        }
    }
}

// The qualifiers that were written beside a typedef name, those of an array's elements.
static unsigned written_quals(const Type *t)
{
    const Type *named = t->spelled == NULL ? NULL : t->spelled->type;
    while (t->kind == TY_ARRAY && named != NULL && named->kind == TY_ARRAY) {
        t = t->base;
        named = named->base;
    }
    return t->quals & ~(named == NULL ? 0 : named->quals);
}

static void declare(Text *out, const Type *t, const char *inner, bool decay);

static void add_bound(Text *out, const Type *t)
{
    text_add(out, "[");
    if (t->is_static) {
        text_add(out, "static ");
    }
    add_quals(out, t->quals, " ");
    if (t->is_star) {
        text_add(out, "*");
    } else if (t->length != NULL) {
        text_add(out, expr_text(out->ctx, t->length));
    } else if (out->n > 0 && out->s[out->n - 1] == ' ') {
        out->s[--out->n] = '\0';
    }
    text_add(out, "]");
}

static void add_parameters(Text *out, const Type *t)
{
    text_add(out, "(");
    for (const Decl *d = t->params; d != NULL && !t->no_prototype; d = d->next) {
        text_add(out, d != t->params ? ", " : "");
        text_add(out, type_declare(out->ctx, d->type, d->name));
    }
    if (t->variadic) {
        text_add(out, t->params != NULL ? ", ..." : "...");
    } else if (t->params == NULL && !t->no_prototype) {
        text_add(out, "void");
    }
    text_add(out, ")");
}

static void declare_pointer(Text *out, const Type *t, const char *inner)
{
    Text p;
    text_init(&p, out->ctx);
    const Type *base = t->base;
    bool parens = base->spelled == NULL
        && (base->kind == TY_ARRAY || base->kind == TY_FUNCTION);
    text_add(&p, parens ? "(" : "");
    text_add(&p, t->is_block ? "^" : "*");
    Text quals;
    text_init(&quals, out->ctx);
    add_quals(&quals, t->quals, " ");
    text_add(&p, quals.s);
    if (*inner == '\0' && p.s[p.n - 1] == ' ') {
        p.s[--p.n] = '\0';
    }
    text_add(&p, inner);
    text_add(&p, parens ? ")" : "");
    declare(out, base, p.s, false);
}

// Builds the declarator from the inside out: `inner` is what has been read so far.
static void declare(Text *out, const Type *t, const char *inner, bool decay)
{
    Text suffix;
    if (t->spelled == NULL && t->kind == TY_POINTER) {
        declare_pointer(out, t, inner);
        return;
    }
    if (t->spelled == NULL && t->kind == TY_ARRAY && decay) {
        Type pointer = {.kind = TY_POINTER, .quals = t->quals, .base = t->base};
        declare_pointer(out, &pointer, inner);
        return;
    }
    if (t->spelled == NULL && (t->kind == TY_ARRAY || t->kind == TY_FUNCTION)) {
        text_init(&suffix, out->ctx);
        text_add(&suffix, inner);
        if (t->kind == TY_ARRAY) {
            add_bound(&suffix, t);
        } else {
            add_parameters(&suffix, t);
        }
        declare(out, t->base, suffix.s, false);
        return;
    }
    add_quals(out, written_quals(t), " ");
    text_add(out, t->spelled != NULL ? t->spelled->name : base_text(out->ctx, t));
    text_add(out, *inner != '\0' ? " " : "");
    text_add(out, inner);
}

const char *type_declare(Context *ctx, const Type *t, const char *name)
{
    Text out;
    text_init(&out, ctx);
    declare(&out, t, name == NULL ? "" : name, false);
    return out.s;
}

const char *type_declare_param(Context *ctx, const Type *t, const char *name)
{
    Text out;
    text_init(&out, ctx);
    declare(&out, t, name == NULL ? "" : name, true);
    return out.s;
}

// ----------------------------------------------------------------------- widths

// The value of a predefined macro that is one decimal number, else 0.
static long predefined_long(Context *ctx, const Tokens *tokens, const char *name)
{
    const Macro *m = map_get(tokens->macro_by_name, intern_z(ctx, name));
    TokenRange body = m == NULL ? (TokenRange){NULL, 0} : macro_body(ctx, m);
    return body.n == 1 && body.at[0].kind == TK_NUMBER
        ? strtol(span_text(ctx, body.at[0].span), NULL, 10) : 0;
}

// A number of bytes, up to 8.
static int predefined(Context *ctx, const Tokens *tokens, const char *name,
                      int otherwise)
{
    long value = predefined_long(ctx, tokens, name);
    return value > 0 && value <= 8 ? (int)value : otherwise;
}

static bool has_word(Context *ctx, const Tokens *tokens, const char *name,
                     const char *word)
{
    const Macro *m = map_get(tokens->macro_by_name, intern_z(ctx, name));
    TokenRange body = m == NULL ? (TokenRange){NULL, 0} : macro_body(ctx, m);
    for (size_t i = 0; i < body.n; i++) {
        if (body.at[i].name != NULL && strcmp(body.at[i].name, word) == 0) {
            return true;
        }
    }
    return false;
}

void target_read(Context *ctx, const Tokens *tokens, Target *out)
{
    const int byte = 8;
    memset(out, 0, sizeof *out);
    if (tokens != NULL && tokens->macro_by_name != NULL) {
#define BITS(name, bytes) byte * predefined(ctx, tokens, "__SIZEOF_" name "__", bytes)
        *out = (Target){byte, BITS("SHORT", 2), BITS("INT", 4), BITS("LONG", 8),
                        BITS("LONG_LONG", 8), BITS("POINTER", 8), BITS("WCHAR_T", 4),
                        false, false, false, false};
#undef BITS
        out->char_unsigned = predefined(ctx, tokens, "__CHAR_UNSIGNED__", 0) != 0;
        out->wchar_unsigned = has_word(ctx, tokens, "__WCHAR_TYPE__", "unsigned");
        long clang = predefined_long(ctx, tokens, "__clang_major__");
        out->is_clang = clang > 0;
        // gcc 13 does so in C23 alone, clang from 20 on always
        out->equal_enumerators = out->is_clang ? clang >= 20
            : predefined_long(ctx, tokens, "__STDC_VERSION__") >= 202000;
        return;
    }
    *out = (Target){8, 16, 32, 64, 64, 64, 32, false, false, false, false};
}

// gcc and clang take the first of unsigned int, int, unsigned long, long that holds all
// values; one that is not known, or packed, leaves the width open.
static int enum_bits(const Target *target, const Tag *tag, bool *is_signed)
{
    bool negative = false, over_int = false, over_uint = false;
    if (tag->underlying != NULL) {
        *is_signed = type_int_signed(target, tag->underlying);
        return type_int_bits(target, tag->underlying);
    }
    for (const Enumerator *e = tag->enumerators; e != NULL; e = e->next) {
        if (!e->known) {
            return 0;
        }
        uint64_t magnitude = e->negative ? ~e->number : e->number;
        negative = negative || e->negative;
        over_int = over_int || magnitude >> (target->int_bits - 1) != 0;
        over_uint = over_uint || magnitude >> (target->int_bits - 1) >> 1 != 0;
    }
    for (const Mark *m = tag->marks; m != NULL; m = m->next) {
        if (m->is_attribute
            && (strcmp(m->name, "packed") == 0 || strcmp(m->name, "mode") == 0)) {
            return 0;
        }
    }
    *is_signed = negative;
    bool wide = negative ? over_int : over_uint;
    return !tag->complete ? 0 : wide ? 64 : target->int_bits;
}

int type_int_bits(const Target *target, const Type *t)
{
    bool unused = false;
    if (t->kind == TY_BOOL) {
        return target->char_bits;
    }
    if (t->kind == TY_ENUM) {
        return enum_bits(target, t->tag, &unused);
    }
    if (t->kind != TY_INT) {
        return 0;
    }
    switch (t->int_kind) {
    case INT_CHAR: case INT_SCHAR: case INT_UCHAR: return target->char_bits;
    case INT_SHORT: case INT_USHORT: return target->short_bits;
    case INT_INT: case INT_UINT: return target->int_bits;
    case INT_LONG: case INT_ULONG: return target->long_bits;
    case INT_LLONG: case INT_ULLONG: return target->llong_bits;
    case INT_INT128: case INT_UINT128: return 128;
    case INT_BIT: case INT_UBIT: return t->bits;
    }
    return 0;
}

bool type_int_signed(const Target *target, const Type *t)
{
    bool is_signed = false;
    if (t->kind == TY_ENUM) {
        enum_bits(target, t->tag, &is_signed);
        return is_signed;
    }
    if (t->kind != TY_INT) {
        return false;
    }
    switch (t->int_kind) {
    case INT_CHAR: return !target->char_unsigned;
    case INT_UCHAR: case INT_USHORT: case INT_UINT: case INT_ULONG: case INT_ULLONG:
    case INT_UINT128: case INT_UBIT: return false;
    default: return true;
    }
}
