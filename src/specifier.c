// SPDX-License-Identifier: MIT
// specifier.c: declaration specifiers: storage, qualifiers, the words of a type in any
// order.
//
// In: the parser at the first specifier. Out: Specs with the type (NULL when no type
// was written: nothing stands for int but `int`), storage and marks.
#include "parse.h"

#include <string.h>

// The words of one type, counted; `main` is the one that is no sign and no length.
typedef struct {
    int base;                   // KW_… or KW_NONE
    int n_long, n_short, n_signed, n_unsigned, n_complex;
    Type *whole;                // a type without words: struct, typedef, typeof, …
    const char *keyword;        // spelling where the kind says too little
    int bits;                   // _BitInt(n)
    bool any;
} TypeWords;

// ------------------------------------------------------------------- qualifiers

static unsigned qualifier(const Parser *p, int kw)
{
    switch (kw) {
    case KW_CONST: return Q_CONST;
    case KW_VOLATILE: return Q_VOLATILE;
    case KW_RESTRICT: return Q_RESTRICT;
    case KW_NONNULL:            // glibc has a macro __nonnull ((1)) for its attribute
        return peek(p)->name[1] == '_' && peek_at(p, 1)->kind == TK_LPAREN
            ? 0 : Q_NONNULL;
    case KW_NULLABLE: return Q_NULLABLE;
    case KW_ATOMIC: return peek_at(p, 1)->kind == TK_LPAREN ? 0 : Q_ATOMIC;
    default: return 0;
    }
}

// {qualifier}; 0 when none stands here
unsigned read_qualifiers(Parser *p)
{
    unsigned quals = 0, one;
    while ((one = qualifier(p, keyword_at(p))) != 0) {
        quals |= one;
        take(p);
    }
    return quals;
}

// One for all types that are equal: a type is not changed once it was shared. Types
// upon a hole wait for being filled.
Type *share_type(Parser *p, const Type *like)
{
    Type *t, one;
    memcpy(&one, like, sizeof one);
    one.is_shared = p->unit->types != NULL && p->holes == 0;
    if (!one.is_shared) {
        t = new_type(p);
        *t = one;
        return t;
    }
    uint64_t h = (uint64_t)(one.kind | one.quals << 8 | one.int_kind << 16
                            | one.float_kind << 24);
    h ^= (uint64_t)(uintptr_t)one.base << 8 ^ (uint64_t)(uintptr_t)one.tag << 4
        ^ (uint64_t)(uintptr_t)one.spelled << 6;
    h *= 0x9E3779B97F4A7C15u;
    Type **known = &p->unit->types[h >> 32 & (SHARED_TYPES - 1)];
    if (*known == NULL || memcmp(*known, &one, sizeof one) != 0) {
        *known = NEW(p->ctx, Type);
        memcpy(*known, &one, sizeof one);
    }
    return *known;
}

// A copy of t with more qualifiers; those of an array are its elements', and a function
// has none.
static Type *with_quals(Parser *p, Type *t, unsigned quals)
{
    if (quals == 0 || (t->quals & quals) == quals || t->kind == TY_FUNCTION) {
        return t;
    }
    Type copy = *t;
    if (t->kind == TY_ARRAY && t->base != NULL) {
        copy.base = with_quals(p, t->base, quals);
    } else {
        copy.quals |= quals;
    }
    return share_type(p, &copy);
}

// -------------------------------------------------------------- words of a type

// What is not understood, by its words.
Type *new_opaque(Parser *p, size_t first)
{
    Type *t = NEW(p->ctx, Type);
    t->kind = TY_OPAQUE;
    Text text;
    text_init(&text, p->ctx);
    for (size_t i = first; i < p->i && p->why == NULL; i++) {
        text_add(&text, i > first ? " " : "");
        text_add(&text, token_spelling(p->ctx, *token_at(p, i)));
    }
    t->keyword = text.s;
    return t;
}

// "_Atomic" "(" type-name ")"
static Type *read_atomic(Parser *p)
{
    take(p);
    take(p);
    p->borrows = true;
    Type *t = read_type_name(p);
    expect(p, TK_RPAREN, "to close _Atomic(");
    return t == NULL ? NULL : with_quals(p, t, Q_ATOMIC);
}

// "CB_VIEW" "(" type-name "," rank ")"
static Type *read_view(Parser *p)
{
    take(p);
    if (!expect(p, TK_LPAREN, "after CB_VIEW")) {
        return NULL;
    }
    Type *base = read_type_name(p);
    if (base == NULL
        || !expect(p, TK_COMMA, "between the type and the rank of CB_VIEW")) {
        return NULL;
    }
    Type *t = new_derived(p, TY_VIEW, base);
    t->length = read_bound(p, TK_RPAREN);
    expect(p, TK_RPAREN, "to close CB_VIEW(");
    return t;
}

// "_BitInt" "(" width ")"
static void read_bit_int(Parser *p, TypeWords *w)
{
    take(p);
    w->base = KW_BITINT;
    if (!expect(p, TK_LPAREN, "after _BitInt")) {
        return;
    }
    Expr *e = read_bound(p, TK_RPAREN);
    ConstValue v;
    const char *why = NULL;
    if (expr_evaluate(p->ctx, p->unit, &p->target, e, &v, &why) && v.kind == CV_INT
        && v.number >= 1 && v.number <= 8388608) {
        w->bits = (int)v.number;
    } else {
        fail(p, "the width of _BitInt is not known: %s",
             why == NULL ? "it is no positive number" : why);
    }
    expect(p, TK_RPAREN, "to close _BitInt(");
}

// A typedef name, as a type of its own that remembers the name.
static Type *use_typedef(Parser *p, Decl *td)
{
    Type t = *td->type;
    t.spelled = td;
    take(p);
    return share_type(p, &t);
}

static bool read_whole_type(Parser *p, TypeWords *w, Specs *s, int kw)
{
    const Token *t = peek(p);
    size_t first = p->i;
    switch (kw) {
    case KW_STRUCT: case KW_UNION: case KW_ENUM:
        w->whole = read_tagged(p, s);
        return true;
    case KW_TYPEOF:
        w->whole = read_typeof(p);
        return true;
    case KW_ATOMIC:
        w->whole = read_atomic(p);
        return true;
    case KW_CB_VIEW:
        w->whole = read_view(p);
        return true;
    case KW_OPAQUE_TYPE:
        take(p);
        w->whole = new_opaque(p, first);
        return true;
    default: {
        Decl *td = typedef_named(p, t->name);
        if (td == NULL || td->type == NULL) {
            return false;
        }
        w->whole = use_typedef(p, td);
        return true;
    }
    }
}

static bool is_base_word(int kw)
{
    return kw == KW_VOID || kw == KW_CHAR || kw == KW_INT || kw == KW_FLOAT
        || kw == KW_DOUBLE || kw == KW_BOOL || kw == KW_INT128 || kw == KW_INT128_T
        || kw == KW_UINT128_T || (kw >= KW_FLOAT16 && kw <= KW_FLOAT80);
}

// Counts the word at i when it is one of a simple type.
static bool count_word(Parser *p, TypeWords *w, int kw)
{
    switch (kw) {
    case KW_LONG: w->n_long++; break;
    case KW_INT64: w->n_long += 2; break;
    case KW_SHORT: w->n_short++; break;
    case KW_SIGNED: w->n_signed++; break;
    case KW_UNSIGNED: w->n_unsigned++; break;
    case KW_COMPLEX: w->n_complex++; break;
    case KW_BITINT:
        read_bit_int(p, w);
        return true;
    default:
        if (!is_base_word(kw) || w->base != KW_NONE) {
            return false;
        }
        w->base = kw;
        if (kw >= KW_FLOAT32 && kw <= KW_FLOAT80) {
            w->keyword = peek(p)->name;
        }
    }
    take(p);
    return true;
}

// Takes a word of a type; false when the token at i is none.
static bool read_type_word(Parser *p, TypeWords *w, Specs *s)
{
    const Token *t = peek(p);
    if (t->kind != TK_IDENT) {
        return false;
    }
    int kw = name_tag(t->name);
    bool soft = (kw == KW_BOOL && t->name[0] != '_')
        || (kw >= KW_FLOAT16 && kw <= KW_FLOAT80) || is_microsoft_int(t->name);
    bool sized = w->base != KW_NONE || w->n_short + w->n_long > 0 || w->whole != NULL;
    bool typed = is_microsoft_int(t->name) ? sized : w->any;    // unsigned __int64
    if (soft && (typed || typedef_named(p, t->name) != NULL)
        && (kw == KW_BOOL || w->n_complex == 0)) {
        kw = KW_NONE;           // a typedef of that name, or the name being declared
    }
    bool read = false;
    if (w->whole == NULL) {
        read = count_word(p, w, kw) || (!w->any && read_whole_type(p, w, s, kw));
    }
    if (read) {
        w->any = true;
    }
    return read;
}

// ------------------------------------------------------------ words into a type

static void int_type(Type *t, const TypeWords *w)
{
    static const IntKind kinds[][2] = {
        {INT_INT, INT_UINT}, {INT_LONG, INT_ULONG}, {INT_LLONG, INT_ULLONG},
    };
    bool u = w->n_unsigned > 0;
    t->kind = TY_INT;
    if (w->base == KW_CHAR) {
        t->int_kind = u ? INT_UCHAR : w->n_signed > 0 ? INT_SCHAR : INT_CHAR;
    } else if (w->base == KW_INT128 || w->base == KW_INT128_T) {
        t->int_kind = u ? INT_UINT128 : INT_INT128;
    } else if (w->base == KW_UINT128_T) {
        t->int_kind = INT_UINT128;
    } else if (w->base == KW_BITINT) {
        t->int_kind = u ? INT_UBIT : INT_BIT;
        t->bits = w->bits;
    } else if (w->n_short > 0) {
        t->int_kind = u ? INT_USHORT : INT_SHORT;
    } else {
        t->int_kind = kinds[w->n_long][u];
    }
}

static bool float_type(Type *t, const TypeWords *w)
{
    t->kind = w->n_complex > 0 ? TY_COMPLEX : TY_FLOAT;
    switch (w->base) {
    case KW_FLOAT16: t->float_kind = FLOAT_HALF; return true;
    case KW_FLOAT: case KW_FLOAT32: t->float_kind = FLOAT_FLOAT; return true;
    case KW_FLOAT64: case KW_FLOAT32X: t->float_kind = FLOAT_DOUBLE; return true;
    case KW_FLOAT64X: case KW_FLOAT80: t->float_kind = FLOAT_LONG; return true;
    case KW_FLOAT128: t->float_kind = FLOAT_128; return true;
    case KW_DOUBLE:
        t->float_kind = w->n_long > 0 ? FLOAT_LONG : FLOAT_DOUBLE;
        return true;
    case KW_NONE:               // GNU: _Complex alone; with a sign or a length, of int
        t->float_kind = FLOAT_DOUBLE;
        return w->n_complex > 0 && w->n_long == 0 && w->n_short == 0
            && w->n_signed == 0 && w->n_unsigned == 0;
    default: return false;
    }
}

// Do the counted words make a type of C?
static bool words_fit(const TypeWords *w)
{
    bool sign = w->n_signed + w->n_unsigned > 0;
    if (w->n_signed > 1 || w->n_unsigned > 1 || (w->n_signed && w->n_unsigned)
        || w->n_short > 1 || w->n_long > 2 || (w->n_short && w->n_long)
        || w->n_complex > 1) {
        return false;
    }
    switch (w->base) {
    case KW_NONE: case KW_INT: return true;
    case KW_CHAR: case KW_INT128: case KW_BITINT: case KW_INT128_T: case KW_UINT128_T:
        return !w->n_short && !w->n_long;
    case KW_DOUBLE: return !sign && !w->n_short && w->n_long <= 1;
    default: return !sign && !w->n_short && !w->n_long;
    }
}

static Type *type_of_words(Parser *p, const TypeWords *w)
{
    bool lengths = w->n_long || w->n_short || w->n_signed || w->n_unsigned;
    if (w->whole != NULL) {
        if (lengths || w->n_complex || w->base != KW_NONE) {
            fail(p, "two types in one declaration");
        }
        return w->whole;
    }
    Type t = {.keyword = w->keyword};
    if (!words_fit(w)) {
        fail(p, "these words make no type of C");
    } else if (w->base == KW_VOID || w->base == KW_BOOL) {
        t.kind = w->base == KW_VOID ? TY_VOID : TY_BOOL;
    } else if (!float_type(&t, w)) {
        int_type(&t, w);
        if (w->n_complex > 0) { // GNU: complex integers, never mapped
            t.keyword = arena_printf(p->ctx->arena, "_Complex %s",
                                     type_declare(p->ctx, &t, NULL));
            t.kind = TY_OPAQUE;
        }
    }
    return share_type(p, &t);
}

// --------------------------------------------------------------- all specifiers

static unsigned storage_of(int kw)
{
    switch (kw) {
    case KW_TYPEDEF: return ST_TYPEDEF;
    case KW_EXTERN: return ST_EXTERN;
    case KW_STATIC: return ST_STATIC;
    case KW_AUTO: return ST_AUTO;
    case KW_REGISTER: return ST_REGISTER;
    case KW_THREAD: return ST_THREAD;
    case KW_INLINE: return ST_INLINE;
    case KW_NORETURN: return ST_NORETURN;
    case KW_CONSTEXPR: return ST_CONSTEXPR;
    default: return 0;
    }
}

static bool ends_name(TokenKind kind)
{
    return kind == TK_SEMICOLON || kind == TK_COMMA || kind == TK_ASSIGN
        || kind == TK_LBRACKET || kind == TK_LPAREN || kind == TK_RPAREN;
}

// One specifier that is no word of a type; false when the token at i is none.
static bool read_other_specifier(Parser *p, Specs *s)
{
    size_t first = p->i;
    int kw = keyword_at(p);
    unsigned quals = qualifier(p, kw), storage = storage_of(kw);
    bool soft = (storage == ST_CONSTEXPR || storage == ST_THREAD)
        && peek(p)->name[0] != '_';
    if (soft && ends_name(peek_at(p, 1)->kind)) {
        return false;           // older C: the name that is declared
    }
    if (quals != 0 || storage != 0) {
        take(p);
        s->quals |= quals;
        s->storage |= storage;
        return true;
    }
    if (kw == KW_ALIGNAS) {
        skip_alignas(p);
        return true;
    }
    read_marks(p, &s->marks);
    return p->i > first;
}

// {storage | qualifier | type word | attribute | marker}      C11 6.7
bool read_specs(Parser *p, Specs *s)
{
    memset(s, 0, sizeof *s);
    marks_init(&s->marks);
    s->first = p->i;
    TypeWords w = {0};
    while (p->why == NULL && (read_other_specifier(p, s) || read_type_word(p, &w, s))) {
    }
    if (p->why != NULL || p->i == s->first) {
        return false;
    }
    if (!w.any && (s->storage & ST_AUTO) != 0) {
        w.whole = new_opaque(p, s->first);
        w.any = true;
    }
    if (w.any) {
        Type *t = type_of_words(p, &w);
        if (t == NULL || p->why != NULL) {
            return false;
        }
        s->type = with_quals(p, apply_type_marks(p, t, s->marks.first), s->quals);
    }
    return p->why == NULL;
}
