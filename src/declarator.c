// SPDX-License-Identifier: MIT
// declarator.c: declarators of any depth, parameter lists, type names, typeof.
//
// In: the type that the specifiers gave. Out: the declared type, with name and marks in
// the Decl. A nested declarator is read once: it is built upon a hole, in whose place
// the type of the suffixes comes that follow the closing parenthesis.
#include "parse.h"

#include <string.h>

static Type derived_type(Parser *p, TypeKind kind, Type *base)
{
    Type t = {.kind = kind, .base = base, .depth = base->depth + 1};
    if (t.depth > DEPTH_MAX && p->why == NULL) {
        p->why_id = DIAG_TOO_DEEP;
        fail(p, "the type is more than %d levels deep", DEPTH_MAX);
    }
    return t;
}

Type *new_derived(Parser *p, TypeKind kind, Type *base)
{
    Type *t = new_type(p);
    *t = derived_type(p, kind, base);
    return t;
}

// __int8 to __int64: types to Microsoft's compilers, names like others elsewhere.
bool is_microsoft_int(const char *name)
{
    int kw = name_tag(name);
    return kw >= KW_CHAR && kw <= KW_INT64 && starts_with(name, "__int");
}

// Words that older standards leave to the programmer.
static bool may_be_name(const Token *t)
{
    static const int soft[] = {KW_NONE, KW_THIS, KW_TRUE, KW_FALSE, KW_NULLPTR, KW_BOOL,
                               KW_TYPEOF, KW_ALIGNAS, KW_ALIGNOF, KW_STATIC_ASSERT,
                               KW_THREAD, KW_CONSTEXPR, KW_ASM};
    if (t->kind != TK_IDENT) {
        return false;
    }
    if (t->name[0] == '_' && name_tag(t->name) != KW_NONE) {
        // a C library's `typedef float _Float32;` for compilers that lack the type
        return (name_tag(t->name) >= KW_FLOAT16 && name_tag(t->name) <= KW_FLOAT80)
            || is_microsoft_int(t->name);
    }
    for (size_t i = 0; i < sizeof soft / sizeof *soft; i++) {
        if (name_tag(t->name) == soft[i]) {
            return true;
        }
    }
    return false;
}

// ----------------------------------------------------------------- implicit int

// Does a declarator stand here whose name cannot be a misspelt type? `x;` and `f(a) {`
// are, `itn x;`, `foo_t *p;` and `foo_t (*f)(void);` are not.
static bool means_int(const Parser *p)
{
    Parser ahead = *p;
    while (accept(&ahead, TK_STAR)) {
    }
    if (!at_kind(&ahead, TK_IDENT) || keyword_at(&ahead) != KW_NONE) {
        return false;
    }
    take(&ahead);
    bool function = at_kind(&ahead, TK_LPAREN);
    if (function) {
        TokenKind inside = peek_at(&ahead, 1)->kind;
        if (inside == TK_STAR || inside == TK_CARET) {
            return false;
        }
        skip_group(&ahead);
    }
    switch (peek(&ahead)->kind) {
    case TK_SEMICOLON: case TK_COMMA: return true;
    case TK_COLON: return !function;            // of a bit-field
    case TK_ASSIGN: case TK_LBRACKET: return !function;
    case TK_LBRACE: return function;
    case TK_IDENT: {
        int kw = keyword_at(&ahead);
        return kw == KW_ATTRIBUTE || kw == KW_ASM
            || (function && (kw == KW_REGISTER || starts_type(&ahead, peek(&ahead))));
    }
    default: return false;
    }
}

// C89: what is declared without a type is int; NULL after fail(). In a header that is
// to be bound a type that nobody wrote is a mistake.
Type *implicit_int(Parser *p, const Specs *s, const char *wanted)
{
    bool binds = p->ctx->options.n_headers > 0
        && span_is_users(p->ctx, token_at(p, s->first)->span);
    if (p->why != NULL || binds || !means_int(p)) {
        fail_type(p, wanted);
        return NULL;
    }
    p->borrows = true;          // read again later, its name may be that of a type
    return share_type(p, &(Type){.kind = TY_INT, .int_kind = INT_INT,
                                 .quals = s->quals});
}

// ------------------------------------------------------------------- parameters

static void decl_name(Parser *p, Decl *d)
{
    d->span = peek(p)->span;
    d->name = take(p)->name;
}

// parameter = specifiers [declarator | abstract-declarator]       C11 6.7.6.3
static Decl *read_parameter(Parser *p)
{
    Decl *d = new_decl(p, DECL_PARAM);
    Specs s;
    size_t first = p->i;
    if (!read_specs(p, &s) || s.type == NULL) {
        fail_type(p, "a parameter");
        return d;
    }
    d->doc = doc_at(p, first);
    MarkList marks;
    marks_init(&marks);
    marks_copy(p, &marks, s.marks.first);
    Mark **own = marks.end;
    d->type = read_declarator(p, s.type, d, &marks, CONCRETE | ABSTRACT);
    d->asm_label = read_asm_label(p);
    read_marks(p, &marks);
    d->type = apply_type_marks(p, d->type, *own);
    d->marks = marks.first;
    drop_marks(p, &s.marks);
    d->storage = s.storage;
    d->whole = span_since(p, first);
    if (d->span.start == 0) {
        d->span = d->whole;
    }
    if (map_get(p->unit->typedefs, d->name) != NULL) {
        *vec_push(p->ctx, &p->shadows) = d->name;
    }
    return d;
}

static bool is_void_alone(const Decl *d)
{
    return d->name == NULL && d->type != NULL && d->type->kind == TY_VOID
        && d->type->quals == 0;
}

// identifier {"," identifier}: a K&R list; the types follow behind the parenthesis
static void read_identifiers(Parser *p, Type *function)
{
    Decl **end = &function->params;
    function->no_prototype = true;
    do {
        Decl *d = new_decl(p, DECL_PARAM);
        if (!at_kind(p, TK_IDENT)) {
            fail(p, "expected a parameter name, saw '%s'",
                 token_spelling(p->ctx, *peek(p)));
            return;
        }
        d->whole = peek(p)->span;
        decl_name(p, d);
        *end = d;
        end = &d->next;
    } while (accept(p, TK_COMMA));
}

static bool at_identifier_list(const Parser *p)
{
    const Token *t = peek(p);
    return may_be_name(t) && !starts_type(p, t) && !is_marker(p, t)
        && (peek_at(p, 1)->kind == TK_COMMA || peek_at(p, 1)->kind == TK_RPAREN);
}

// GNU: `int n; int a[n], int n` announces n for the bounds. It comes again, or the `;`
// is a mistake.
static bool at_forward_end(const Parser *p, const Decl *d)
{
    if (!at_kind(p, TK_SEMICOLON) || d->name == NULL) {
        return false;
    }
    size_t open = 1;
    for (size_t i = p->i; i < p->i + 1000 && open > 0; i++) {
        const Token *t = token_at(p, i);
        TokenKind k = t->kind;
        if (t->name == d->name) {
            return true;
        }
        if (k == TK_LBRACE || k == TK_RBRACE || k == TK_EOF) {
            return false;
        }
        open += k == TK_LPAREN;
        open -= k == TK_RPAREN;
    }
    return false;
}

// f(void) has no parameters.
static void drop_void(Parser *p, Type *function)
{
    Decl *only = function->params;
    if (only != NULL && only->next == NULL && !function->variadic
        && is_void_alone(only) && only->marks == NULL) {
        drop_decls(p, only);
        function->params = NULL;
    }
}

// Behind "(": [{parameter ";"} parameter {"," parameter} ["," "..."]] ")"
static void read_parameters(Parser *p, Type *function)
{
    if (accept(p, TK_RPAREN)) {
        function->no_prototype = true;
        return;
    }
    size_t shadows = p->shadows.n;
    if (at_identifier_list(p)) {
        read_identifiers(p, function);
        expect(p, TK_RPAREN, "to close the parameter list");
        return;
    }
    Decl **end = &function->params;
    for (bool more = true; more && !too_long(p);) {
        if (accept(p, TK_ELLIPSIS)) {
            function->variadic = true;
            break;
        }
        Decl *d = read_parameter(p);
        if (d->type == NULL) {
            return;
        }
        if (at_forward_end(p, d)) {
            function->params = NULL;
            end = &function->params;
            take(p);
            continue;
        }
        *end = d;
        end = &d->next;
        add_doc(&d->doc, trailing_doc(p, p->i + at_kind(p, TK_COMMA)));
        more = accept(p, TK_COMMA);
    }
    expect(p, TK_RPAREN, "to close the parameter list");
    p->shadows.n = shadows;
    drop_void(p, function);
}

// Declarations between a K&R list and the body give the parameters their types.
static void read_kr_declaration(Parser *p, Type *function)
{
    Specs s;
    bool any = read_specs(p, &s);
    if (any && accept(p, TK_SEMICOLON)) {       // `int;` declares nothing
        return;
    }
    if (!any || (s.type == NULL && (s.type = implicit_int(p, &s,
            "the type of a parameter")) == NULL)) {
        fail_type(p, "the type of a parameter");
        return;
    }
    do {
        Decl d = {0};
        MarkList marks;
        marks_init(&marks);
        marks_copy(p, &marks, s.marks.first);
        Mark **own = marks.end;
        Type *t = read_declarator(p, s.type, &d, &marks, CONCRETE);
        read_marks(p, &marks);
        t = apply_type_marks(p, t, *own);
        Decl *param = function->params;
        while (param != NULL && param->name != d.name) {
            param = param->next;
        }
        if (param == NULL && p->why == NULL) {
            fail(p, "'%s' is not in the parameter list", d.name == NULL ? "" : d.name);
        } else if (param != NULL) {
            param->type = t;
            param->marks = marks.first;
            param->storage = s.storage;
        }
    } while (accept(p, TK_COMMA));
    expect(p, TK_SEMICOLON, "after the declaration of a parameter");
}

void read_kr_parameters(Parser *p, Type *function)
{
    while (p->why == NULL && !at_kind(p, TK_LBRACE) && !at_kind(p, TK_EOF)) {
        read_kr_declaration(p, function);
    }
    for (Decl *d = function->params; d != NULL; d = d->next) {
        if (d->type == NULL) {          // C89: int
            d->type = share_type(p, &(Type){.kind = TY_INT, .int_kind = INT_INT});
        }
    }
}

// --------------------------------------------------------------------- suffixes

static Type *read_suffixes(Parser *p, Type *base, MarkList *marks);

// Behind "[": ["static"] [qualifiers] ["static"] [bound | "*"] "]"  C11 6.7.6.2
static Type *read_array(Parser *p, Type *base, MarkList *marks)
{
    bool is_static = false, is_star = false;
    unsigned quals = 0;
    for (;;) {
        if (keyword_at(p) == KW_STATIC) {
            take(p);
            is_static = true;
        } else {
            unsigned more = read_qualifiers(p);
            if (more == 0) {
                break;
            }
            quals |= more;
        }
    }
    Expr *length = NULL;
    if (at_kind(p, TK_STAR) && peek_at(p, 1)->kind == TK_RBRACKET) {
        take(p);
        is_star = true;
    } else if (!at_kind(p, TK_RBRACKET)) {
        length = read_bound(p, TK_RBRACKET);
    }
    expect(p, TK_RBRACKET, "to close the array bound");
    Type *t = new_derived(p, TY_ARRAY, read_suffixes(p, base, marks));
    t->length = length;
    t->is_static = is_static;
    t->is_star = is_star;
    t->quals = quals;
    return t;
}

// {"[" … "]" | "(" … ")" | "[[" … "]]"}, read from left to right, applied from right to
// left
static Type *read_suffixes(Parser *p, Type *base, MarkList *marks)
{
    if (at_kind(p, TK_LBRACKET) && peek_at(p, 1)->kind == TK_LBRACKET) {
        read_marks(p, marks);
    }
    bool array = at_kind(p, TK_LBRACKET) && peek_at(p, 1)->kind != TK_LBRACKET;
    if (!array && !at_kind(p, TK_LPAREN)) {
        return base;
    }
    if (!enter(p)) {
        return base;
    }
    take(p);
    Type *t;
    if (array) {
        t = read_array(p, base, marks);
    } else {
        t = new_type(p);
        t->kind = TY_FUNCTION;
        p->parameters++;
        read_parameters(p, t);
        p->parameters--;
        t->base = read_suffixes(p, base, marks);
        t->depth = t->base->depth + 1;
    }
    leave(p);
    return t;
}

// -------------------------------------------------------------------- declarators

// {("*" | "^") {qualifier | attribute | marker}}; `^` is clang's pointer to a block
static Type *read_pointers(Parser *p, Type *base, MarkList *marks)
{
    for (;;) {
        read_marks(p, marks);
        if (!at_kind(p, TK_STAR) && !at_kind(p, TK_CARET)) {
            return base;
        }
        Type t = derived_type(p, TY_POINTER, base);
        t.is_block = take(p)->kind == TK_CARET;
        unsigned more;
        do {
            read_marks(p, marks);
            more = read_qualifiers(p);
            t.quals |= more;
        } while (more != 0);
        base = share_type(p, &t);
    }
}

// The index behind the attributes and calling conventions that begin at token i.
static size_t behind_attributes(const Parser *p, size_t i)
{
    Parser ahead = *p;
    ahead.i = i;
    int kw;
    while ((kw = keyword_at(&ahead)) == KW_ATTRIBUTE || kw == KW_IGNORED) {
        take(&ahead);
        if (kw == KW_ATTRIBUTE && at_kind(&ahead, TK_LPAREN)) {
            skip_group(&ahead);
        }
    }
    return ahead.i;
}

// Does "(" open a nested declarator, not a parameter list?
static bool opens_nested(Parser *p, int forms)
{
    const Token *t = peek_at(p, 1);
    if (t->kind == TK_STAR || t->kind == TK_CARET || t->kind == TK_LPAREN) {
        return true;
    }
    if (forms == CONCRETE) {
        return t->kind != TK_RPAREN;
    }
    if (t->kind == TK_LBRACKET) {
        return peek_at(p, 2)->kind != TK_LBRACKET;
    }
    if (t->kind != TK_IDENT) {
        return false;
    }
    size_t i = behind_attributes(p, p->i + 1);
    if (i > p->i + 1) {
        t = token_at(p, i);
        return t->kind == TK_STAR || t->kind == TK_CARET || t->kind == TK_LPAREN
            || t->kind == TK_LBRACKET || (may_be_name(t) && !starts_type(p, t));
    }
    if (is_marker(p, t)) {      // (CB_IN const T *) is a list, (CB_OUT *p) is not
        size_t k = 2;
        while (is_marker(p, peek_at(p, k))) {
            k++;
        }
        return peek_at(p, k)->kind == TK_STAR;
    }
    return may_be_name(t) && !starts_type(p, t);
}

// Puts `filling` where the types from `t` on end in the hole.
static Type *fill_hole(Parser *p, Type *t, const Type *hole, Type *filling)
{
    if (t == hole) {
        return filling;
    }
    int deepest = t->depth + filling->depth;
    if (deepest > DEPTH_MAX && p->why == NULL) {
        p->why_id = DIAG_TOO_DEEP;
        fail(p, "the type is more than %d levels deep", DEPTH_MAX);
    }
    for (Type *level = t;; level = level->base) {
        level->depth += filling->depth;
        if (level->base == hole) {
            level->base = filling;
            return t;
        }
    }
}

// declarator = pointers (name | "(" declarator ")" | nothing) suffixes     C11 6.7.6
Type *read_declarator(Parser *p, Type *base, Decl *d, MarkList *marks, int forms)
{
    if (!enter(p)) {
        return base;
    }
    base = read_pointers(p, base, marks);
    if (at_kind(p, TK_LPAREN) && opens_nested(p, forms)) {
        Type *hole = new_type(p);       // stands for the type that the suffixes give
        take(p);
        p->holes++;
        Type *inner = read_declarator(p, hole, d, marks, forms);
        p->holes--;
        expect(p, TK_RPAREN, "to close the declarator");
        read_marks(p, marks);
        base = fill_hole(p, inner, hole, read_suffixes(p, base, marks));
        drop_level(p, hole);
    } else {
        if ((forms & CONCRETE) != 0
            && (may_be_name(peek(p))
                || (keyword_at(p) == KW_IGNORED
                    && is_old_name(peek(p), peek_at(p, 1))))) {
            decl_name(p, d);
            read_marks(p, marks);
        } else if (forms == CONCRETE) {
            fail(p, "expected a name, saw '%s'", token_spelling(p->ctx, *peek(p)));
        }
        base = read_suffixes(p, base, marks);
    }
    leave(p);
    return base;
}

// type-name = specifiers [abstract-declarator]     C11 6.7.7; NULL after fail()
Type *read_type_name(Parser *p)
{
    Specs s;
    if (!read_specs(p, &s) || s.type == NULL) {
        fail_type(p, "a type");
        return NULL;
    }
    Decl unused = {0};
    MarkList marks;
    marks_init(&marks);
    Type *t = read_declarator(p, s.type, &unused, &marks, ABSTRACT);
    read_marks(p, &marks);
    t = apply_type_marks(p, t, marks.first);
    return p->why == NULL ? t : NULL;
}

// ------------------------------------------------------------------------ typeof

// What file scope declares by that name. Most texts never ask.
static Decl *declared_as(Parser *p, const char *name)
{
    if (p->declared == NULL) {
        p->declared = map_new(p->ctx);
        for (size_t i = 0; i < p->unit->decls.n; i++) {
            Decl *d = p->unit->decls.at[i];
            if (!d->poisoned) {
                map_put(p->declared, d->name, d);
            }
        }
    }
    Decl *d = map_get(p->declared, name);
    if (d != NULL) {
        decl_recall(p->ctx, p->unit, d);
    }
    return d;
}

// The type of the function or variable in parentheses, NULL: something else is there.
// In a parameter list or a struct the name may be another one's.
static Type *type_of_name(Parser *p)
{
    const Token *name = peek_at(p, 1);
    Decl *d = p->depth == 0 && name->kind == TK_IDENT
            && peek_at(p, 2)->kind == TK_RPAREN
        ? declared_as(p, name->name) : NULL;
    if (d == NULL || (d->type->no_prototype && d->type->params != NULL)) {
        return NULL;
    }
    Type *t = NEW(p->ctx, Type);
    *t = *d->type;
    skip_group(p);
    return t;
}

// typeof(sizeof …), an idiom for size_t; NULL: something else is there.
static Type *type_of_size(Parser *p)
{
    Parser ahead = *p;
    take(&ahead);
    int kw = keyword_at(&ahead);
    if (kw != KW_SIZEOF && kw != KW_ALIGNOF) {
        return NULL;
    }
    take(&ahead);
    if (at_kind(&ahead, TK_LPAREN)) {
        skip_group(&ahead);
    } else {
        take(&ahead);
    }
    if (!at_kind(&ahead, TK_RPAREN)) {
        return NULL;
    }
    const Macro *m = map_get(p->unit->tokens->macro_by_name,
                             intern_z(p->ctx, "__SIZE_TYPE__"));
    int n_long = m == NULL && p->target.pointer_bits == p->target.long_bits;
    TokenRange body = m == NULL ? (TokenRange){NULL, 0} : macro_body(p->ctx, m);
    for (size_t i = 0; i < body.n; i++) {
        n_long += body.at[i].kind == TK_IDENT && name_tag(body.at[i].name) == KW_LONG;
    }
    IntKind kind = n_long == 0 ? INT_UINT : n_long == 1 ? INT_ULONG : INT_ULLONG;
    skip_group(p);
    return share_type(p, &(Type){.kind = TY_INT, .int_kind = kind});
}

// "typeof" "(" (type-name | expression) ")"
Type *read_typeof(Parser *p)
{
    size_t first = p->i;
    p->borrows = true;
    take(p);
    Type *t = NULL;
    if (at_kind(p, TK_LPAREN) && starts_type(p, peek_at(p, 1))) {
        take(p);
        t = read_type_name(p);
        expect(p, TK_RPAREN, "to close typeof(");
    } else if (at_kind(p, TK_LPAREN) && (t = type_of_name(p)) == NULL
               && (t = type_of_size(p)) == NULL) {
        skip_group(p);
        t = new_opaque(p, first);
    } else if (t == NULL) {
        expect(p, TK_LPAREN, "after typeof");
    }
    return t;
}
