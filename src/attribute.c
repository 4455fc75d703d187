// SPDX-License-Identifier: MIT
// attribute.c: attributes and markers of a declaration become Marks.
//
// In: `__attribute__((…))`, `[[…]]`, `__declspec(…)` and CB_ words wherever C lets
// attributes stand. Out: Marks in order of writing, their arguments as token ranges.
// Every attribute is kept, known or not; what it means is decided above this layer.
// Only those that make another type (mode, vector_size) are applied here.
#include "parse.h"

#include <string.h>

void marks_init(MarkList *m)
{
    m->first = NULL;
    m->end = &m->first;
}

static Mark *add_mark(Parser *p, MarkList *m, const char *name, bool is_attribute)
{
    Mark *mark = new_mark(p);
    mark->name = name;
    mark->is_attribute = is_attribute;
    *m->end = mark;
    m->end = &mark->next;
    return mark;
}

void marks_copy(Parser *p, MarkList *to, const Mark *from)
{
    for (; from != NULL; from = from->next) {
        Mark *copy = add_mark(p, to, from->name, from->is_attribute);
        Mark *next = copy->next;
        *copy = *from;
        copy->next = next;
    }
}

// `__nonnull__` and `nonnull` are one attribute.
static const char *bare_name(Context *ctx, const char *name)
{
    size_t n = strlen(name);
    if (n > 4 && strncmp(name, "__", 2) == 0 && strcmp(name + n - 2, "__") == 0) {
        return intern(ctx, name + 2, n - 4);
    }
    return name;
}

// Reads `(tokens)` as arguments, when they are there.
static void read_arguments(Parser *p, Mark *mark)
{
    if (at_kind(p, TK_LPAREN)) {
        size_t open = p->i;
        skip_group(p);
        if (p->why == NULL) {
            mark->args = (Span){token_at(p, open)->span.end,
                                token_at(p, p->i - 1)->span.start};
        }
    }
}

// attribute = name ["(" tokens ")"] | nothing
static void read_gnu_attribute(Parser *p, MarkList *m)
{
    size_t first = p->i;
    if (!at_kind(p, TK_IDENT)) {
        return;
    }
    const char *name = bare_name(p->ctx, take(p)->name);
    Mark *mark = add_mark(p, m, name, true);
    read_arguments(p, mark);
    mark->span = span_since(p, first);
}

// "__attribute__" "(" "(" attribute {"," attribute} ")" ")"
static void read_gnu_attributes(Parser *p, MarkList *m)
{
    take(p);
    if (!expect(p, TK_LPAREN, "after __attribute__")
        || !expect(p, TK_LPAREN, "after __attribute__(")) {
        return;
    }
    do {
        read_gnu_attribute(p, m);
    } while (accept(p, TK_COMMA));
    if (expect(p, TK_RPAREN, "to close the attributes")) {
        expect(p, TK_RPAREN, "to close __attribute__((");
    }
}

// "[" "[" [name ["::" name] ["(" tokens ")"]] {"," …} "]" "]"     C23 6.7.13.2
static void read_standard_attributes(Parser *p, MarkList *m)
{
    take(p);
    take(p);
    do {
        size_t first = p->i;
        if (!at_kind(p, TK_IDENT)) {
            continue;
        }
        const char *name = bare_name(p->ctx, take(p)->name);
        if (at_kind(p, TK_COLON) && peek_at(p, 1)->kind == TK_COLON
            && peek_at(p, 2)->kind == TK_IDENT) {
            take(p);
            take(p);
            const char *scoped = bare_name(p->ctx, take(p)->name);
            bool known = strcmp(name, "gnu") == 0 || strcmp(name, "clang") == 0
                || strcmp(name, "_Clang") == 0;
            name = known ? scoped
                         : intern_z(p->ctx, arena_printf(p->ctx->arena, "%s::%s", name,
                                                         scoped));
        }
        Mark *mark = add_mark(p, m, name, true);
        read_arguments(p, mark);
        mark->span = span_since(p, first);
    } while (accept(p, TK_COMMA));
    if (expect(p, TK_RBRACKET, "to close the attributes")) {
        expect(p, TK_RBRACKET, "to close [[");
    }
}

// "__declspec" "(" {name ["(" tokens ")"]} ")"
static void read_declspec(Parser *p, MarkList *m)
{
    take(p);
    if (!expect(p, TK_LPAREN, "after __declspec")) {
        return;
    }
    while (at_kind(p, TK_IDENT) || at_kind(p, TK_COMMA)) {
        if (!accept(p, TK_COMMA)) {
            read_gnu_attribute(p, m);
        }
    }
    expect(p, TK_RPAREN, "to close __declspec(");
}

// -------------------------------------------------------------------- markers

// A marker is undefined in carbidec's run, so it is a word CB_[A-Z_]+ like any other.
bool is_marker(const Parser *p, const Token *t)
{
    if (t->kind != TK_IDENT || strncmp(t->name, "CB_", 3) != 0 || t->name[3] == '\0'
        || name_tag(t->name) == KW_CB_VIEW) {
        return false;
    }
    for (const char *s = t->name + 3; *s != '\0'; s++) {
        if (!((*s >= 'A' && *s <= 'Z') || *s == '_')) {
            return false;
        }
    }
    return typedef_named(p, t->name) == NULL;
}

// `CB_OUT (*rows)[3]`: the parenthesis belongs to the declarator.
static bool takes_no_arguments(const char *name)
{
    static const char *const bare[] = {"IN", "OUT", "INOUT", "OPT", "KEEP", "TAKES"};
    for (size_t i = 0; i < sizeof bare / sizeof *bare; i++) {
        if (strcmp(name + 3, bare[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void read_marker(Parser *p, MarkList *m)
{
    size_t first = p->i;
    Mark *mark = add_mark(p, m, take(p)->name, false);
    bool declarator = takes_no_arguments(mark->name)
        && (peek_at(p, 1)->kind == TK_STAR || peek_at(p, 1)->kind == TK_LPAREN);
    if (!declarator) {
        read_arguments(p, mark);
    }
    mark->span = span_since(p, first);
}

// Microsoft's word __uptr is a field in older versions of glibc.
bool is_old_name(const Token *t, const Token *next)
{
    return next->kind == TK_SEMICOLON && strcmp(t->name, "__uptr") == 0;
}

void read_some_marks(Parser *p, MarkList *m)
{
    for (;;) {
        int kw = keyword_at(p);
        if (kw == KW_ATTRIBUTE) {
            read_gnu_attributes(p, m);
        } else if (kw == KW_DECLSPEC) {
            read_declspec(p, m);
        } else if (kw == KW_IGNORED && !is_old_name(peek(p), peek_at(p, 1))) {
            take(p);
        } else if (at_kind(p, TK_LBRACKET) && peek_at(p, 1)->kind == TK_LBRACKET) {
            read_standard_attributes(p, m);
        } else if (kw == KW_NONE && is_marker(p, peek(p))) {
            read_marker(p, m);
        } else {
            return;
        }
    }
}

// ------------------------------------------------- words that are not kept as marks

// "_Alignas" "(" type or expression ")": layout is the compiler's business.
void skip_alignas(Parser *p)
{
    take(p);
    if (at_kind(p, TK_LPAREN)) {
        skip_group(p);
    } else {
        expect(p, TK_LPAREN, "after _Alignas");
    }
}

// "__asm__" "(" string {string} ")"; NULL when there is none.
const char *read_asm_label(Parser *p)
{
    if (keyword_at(p) != KW_ASM) {
        return NULL;
    }
    take(p);
    if (!expect(p, TK_LPAREN, "after __asm__")) {
        return NULL;
    }
    Text t;
    text_init(&t, p->ctx);
    while (at_kind(p, TK_STRING)) {
        const char *s = token_spelling(p->ctx, *take(p));
        size_t n = strlen(s);
        if (n >= 2 && s[0] == '"') {
            text_addn(&t, s + 1, n - 2);
        }
    }
    expect(p, TK_RPAREN, "to close __asm__(");
    return t.s;
}

// ------------------------------------------------ attributes that make another type

// QI, DI and the like for an integer; false: there is no such mode.
static bool int_mode(const Parser *p, const char *mode, Type *t)
{
    static const struct {
        const char *mode;
        IntKind of_signed, of_unsigned;
    } rows[] = {
        {"QI", INT_SCHAR, INT_UCHAR}, {"byte", INT_SCHAR, INT_UCHAR},
        {"HI", INT_SHORT, INT_USHORT}, {"SI", INT_INT, INT_UINT},
        {"DI", INT_LLONG, INT_ULLONG}, {"TI", INT_INT128, INT_UINT128},
        {"word", INT_LONG, INT_ULONG}, {"pointer", INT_LONG, INT_ULONG},
        {"unwind_word", INT_LONG, INT_ULONG},
    };
    size_t i = 0, n = sizeof rows / sizeof *rows;
    while (i < n && strcmp(rows[i].mode, mode) != 0) {
        i++;
    }
    if (i == n) {
        return false;
    }
    bool is_signed = type_int_signed(&p->target, t);
    IntKind of = rows[i].of_signed;
    t->int_kind = is_signed ? of : rows[i].of_unsigned;
    if (p->target.long_bits == 64 && of == INT_LLONG) {
        t->int_kind = is_signed ? INT_LONG : INT_ULONG;
    } else if (p->target.long_bits < p->target.pointer_bits && of == INT_LONG) {
        t->int_kind = is_signed ? INT_LLONG : INT_ULLONG;   // Windows
    }
    return true;
}

static bool float_mode(const Parser *p, const char *mode, Type *t)
{
    static const struct {
        const char *mode;
        FloatKind kind;
    } rows[] = {
        {"HF", FLOAT_HALF}, {"SF", FLOAT_FLOAT}, {"DF", FLOAT_DOUBLE},
        {"XF", FLOAT_LONG}, {"TF", FLOAT_128}, {"SC", FLOAT_FLOAT},
        {"DC", FLOAT_DOUBLE}, {"XC", FLOAT_LONG}, {"TC", FLOAT_128},
    };
    size_t i = 0, n = sizeof rows / sizeof *rows;
    while (i < n && strcmp(rows[i].mode, mode) != 0) {
        i++;
    }
    if (i == n) {
        return false;
    }
    t->float_kind = rows[i].kind;
    // gcc calls it _Float128, clang __float128; neither knows both as complex
    t->keyword = rows[i].kind == FLOAT_128 && p->target.is_clang ? "__float128" : NULL;
    return true;
}

// mode(DI) and the like choose a size for an integer or floating type.
static Type *apply_mode(Parser *p, Type *t, const Mark *m)
{
    TokenRange args = mark_args(p->ctx, m);
    if (args.n != 1) {                      // the compilers ignore it
        return t;
    }
    Type *copy = NEW(p->ctx, Type);
    *copy = *t;
    copy->spelled = NULL;
    const char *mode = args.at[0].name == NULL ? "" : bare_name(p->ctx, args.at[0].name);
    bool floating = t->kind == TY_FLOAT || t->kind == TY_COMPLEX;
    bool known = t->kind == TY_INT ? int_mode(p, mode, copy)
        : floating && float_mode(p, mode, copy);
    copy->kind = known ? copy->kind : TY_OPAQUE;
    return copy;
}

// The attribute speaks of the innermost type of a declarator.
static Type *apply_inside(Parser *p, Type *t, const Mark *m)
{
    bool derived =
        t->kind == TY_POINTER || t->kind == TY_ARRAY || t->kind == TY_FUNCTION;
    if (derived && t->spelled == NULL && t->base != NULL) {
        Type *copy = NEW(p->ctx, Type);
        *copy = *t;
        copy->base = apply_inside(p, t->base, m);
        return copy;
    }
    if (strcmp(m->name, "mode") == 0) {
        return apply_mode(p, t, m);
    }
    if (t->kind == TY_VECTOR) {
        return t;               // specifiers lend their attributes to each declarator
    }
    return new_derived(p, TY_VECTOR, t);
}

Type *apply_some_marks(Parser *p, Type *t, const Mark *marks)
{
    static const char *const typed[] = {"mode", "vector_size", "ext_vector_type",
                                        "neon_vector_type", "neon_polyvector_type"};
    for (const Mark *m = marks; m != NULL && t != NULL; m = m->next) {
        for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
            if (m->is_attribute && m->args.end != 0 && strcmp(m->name, typed[i]) == 0
                && mark_args(p->ctx, m).n > 0) {
                t = apply_inside(p, t, m);
                break;
            }
        }
    }
    return t;
}
