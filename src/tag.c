// SPDX-License-Identifier: MIT
// tag.c: struct, union and enum: their bodies, fields, enumerators and tags.
//
// In: the parser at the word. Out: the type, and its Tag in the unit; half a body makes
// no tag complete.
#include "parse.h"

// ----------------------------------------------------------------- struct, union

// ":" width
static void read_bit_width(Parser *p, Decl *d)
{
    if (accept(p, TK_COLON)) {
        d->bit_width = read_conditional(p);
    }
}

static Decl *new_field(Parser *p, const Specs *s, size_t first)
{
    Decl *d = new_decl(p, DECL_FIELD);
    MarkList marks;
    d->doc = doc_at(p, first);
    marks_init(&marks);
    marks_copy(p, &marks, s->marks.first);
    Mark **own = marks.end;
    d->type = s->type;
    if (at_kind(p, TK_COLON)) {
        read_bit_width(p, d);
    } else if (!at_kind(p, TK_SEMICOLON) && !at_kind(p, TK_RBRACE)) {
        d->type = read_declarator(p, s->type, d, &marks, CONCRETE);
        read_bit_width(p, d);
    }
    read_marks(p, &marks);
    d->type = apply_type_marks(p, d->type, *own);
    d->marks = marks.first;
    d->storage = s->storage;
    d->whole = span_since(p, first);
    if (d->span.start == 0) {
        d->span = d->whole;
    }
    return d;
}

// Microsoft's compiler, and gcc for Windows, take `struct S;` in a struct for a field.
static bool has_unnamed_fields(const Parser *p)
{
    const Map *macros = p->unit->tokens->macro_by_name;
    return map_get(macros, intern_z(p->ctx, "_MSC_VER")) != NULL
        || (map_get(macros, intern_z(p->ctx, "_WIN32")) != NULL
            && map_get(macros, intern_z(p->ctx, "__clang__")) == NULL);
}

// Without a declarator only a struct or union without a name is a field; `int;`,
// `enum { A };` and `struct S { … };` declare none.
static bool is_no_field(Parser *p, const Specs *s)
{
    if (!at_kind(p, TK_SEMICOLON) && !at_kind(p, TK_RBRACE)) {
        return false;
    }
    const Type *t = s->type;
    bool record = t != NULL && (t->kind == TY_STRUCT || t->kind == TY_UNION);
    bool named = record && (t->spelled != NULL || t->tag->name != NULL);
    return !record || (named && (s->defines != NULL || !has_unnamed_fields(p)));
}

// specifiers [declarator [":" width] {"," …}] ";"      C11 6.7.2.1
static void read_fields(Parser *p, Decl ***end)
{
    Specs s;
    size_t first = p->i;
    bool any = read_specs(p, &s);
    if (any && is_no_field(p, &s)) {
        accept(p, TK_SEMICOLON);
        return;
    }
    if (!any || (s.type == NULL && (s.type = implicit_int(p, &s, "a field")) == NULL)) {
        fail_type(p, "a field");
        return;
    }
    Decl *group = NULL;
    do {
        Decl *d = new_field(p, &s, first);
        if (p->why != NULL) {
            return;
        }
        group = group == NULL ? d : group;
        **end = d;
        *end = &d->next;
    } while (accept(p, TK_COMMA));
    if (!at_kind(p, TK_RBRACE)) {       // GNU C forgives the last semicolon
        expect(p, TK_SEMICOLON, "after a field");
    }
    Span doc = trailing_doc(p, p->i);
    for (Decl *d = group; d != NULL; d = d->next) {
        add_doc(&d->doc, doc);
    }
    drop_marks(p, &s.marks);
}

// "{" {field} "}"
void read_struct_body(Parser *p, Tag *tag)
{
    Decl **end = &tag->fields;
    take(p);
    while (p->why == NULL && !at_kind(p, TK_RBRACE) && !too_long(p)) {
        if (!accept(p, TK_SEMICOLON) && !skip_assertion(p)) {
            read_fields(p, &end);
        }
    }
    expect(p, TK_RBRACE, "to close the struct");
}

// ------------------------------------------------------------------------- enum

// The value that an enumerator has: its expression's, else one more than before.
static void count_enumerator(Parser *p, Enumerator *e, const Enumerator *before,
                             const Expr *value)
{
    if (value == NULL) {
        e->known = before == NULL || before->known;
        e->number = before == NULL ? 0 : before->number + 1;
        e->negative = before != NULL && before->negative && e->number != 0;
        return;
    }
    ConstValue v;
    const char *why = NULL;
    e->known = expr_evaluate(p->ctx, p->unit, &p->target, value, &v, &why)
        && v.kind == CV_INT;
    if (e->known) {
        e->number = v.number;
        e->negative = v.negative;
    }
}

// name {attribute} ["=" expression]
static Enumerator *read_enumerator(Parser *p, const Tag *tag, const Enumerator *before)
{
    Enumerator *e = NEW(p->ctx, Enumerator);
    MarkList unused;
    marks_init(&unused);
    if (!at_kind(p, TK_IDENT)) {
        fail(p, "expected an enumerator, saw '%s'", token_spelling(p->ctx, *peek(p)));
        return e;
    }
    e->span = peek(p)->span;
    e->name = take(p)->name;
    e->type = tag->underlying;
    read_marks(p, &unused);
    Expr *value = accept(p, TK_ASSIGN) ? read_bound(p, TK_RBRACE) : NULL;
    count_enumerator(p, e, before, value);
    expr_drop(p->unit, value);
    map_put(p->unit->enumerators, e->name, e);
    return e;
}

// Behind the brace all enumerators may have one type, that of the enum.
static void equal_enumerators(Parser *p, Tag *tag)
{
    bool fits = true;
    for (const Enumerator *e = tag->enumerators; e != NULL; e = e->next) {
        uint64_t magnitude = e->negative ? ~e->number : e->number;
        fits = fits && e->known && magnitude >> (p->target.int_bits - 1) == 0;
    }
    if (fits || tag->underlying != NULL || !p->target.equal_enumerators) {
        return;
    }
    Type of = {.kind = TY_ENUM, .tag = tag};
    bool complete = tag->complete;
    tag->complete = true;
    int bits = type_int_bits(&p->target, &of);
    bool is_signed = type_int_signed(&p->target, &of);
    tag->complete = complete;
    Type t = {.kind = TY_INT};
    t.int_kind = bits == p->target.int_bits ? (is_signed ? INT_INT : INT_UINT)
        : bits == p->target.long_bits ? (is_signed ? INT_LONG : INT_ULONG)
        : is_signed ? INT_LLONG : INT_ULLONG;
    for (Enumerator *e = tag->enumerators; bits != 0 && e != NULL; e = e->next) {
        e->type = share_type(p, &t);
    }
}

// "{" enumerator {"," enumerator} [","] "}"        C11 6.7.2.2
static void read_enum_body(Parser *p, Tag *tag)
{
    Enumerator **end = &tag->enumerators, *before = NULL;
    take(p);
    while (p->why == NULL && !at_kind(p, TK_RBRACE) && !too_long(p)) {
        Enumerator *e = read_enumerator(p, tag, before);
        *end = e;
        end = &e->next;
        before = e;
        bool comma = accept(p, TK_COMMA);
        if (!comma) {
            break;
        }
    }
    expect(p, TK_RBRACE, "to close the enum");
    equal_enumerators(p, tag);
}

// ------------------------------------------------------------------------- tags

// The tag of that name: a new one unless it is known (and, for a body, still open). One
// of a parameter list is not known outside.
static Tag *find_tag(Parser *p, TypeKind kind, const Token *name, bool body)
{
    Map *map = kind == TY_ENUM ? p->unit->enum_tags : p->unit->struct_tags;
    Tag *before = name == NULL ? NULL : map_get(map, name->name);
    bool ended = before != NULL && before->in_parameters && p->parameters == 0;
    if (before != NULL && before->kind == kind && !(body && before->complete) && !ended) {
        return before;
    }
    Tag *tag = NEW(p->ctx, Tag);
    tag->kind = kind;
    tag->in_parameters = p->parameters > 0;
    tag->name = name == NULL ? NULL : name->name;
    if (name != NULL && (before == NULL || p->parameters == 0)) {
        map_put(map, name->name, tag);
    }
    return tag;
}

static void read_tag_body(Parser *p, Tag *tag, MarkList *marks)
{
    size_t first = p->i, n_tags = p->unit->tags.n;
    if (!enter(p)) {
        return;
    }
    if (tag->kind == TY_ENUM) {
        read_enum_body(p, tag);
    } else {
        read_struct_body(p, tag);
    }
    leave(p);
    if (p->why == NULL) {
        if (tag->kind != TY_ENUM) {
            forget_fields(p, tag, span_since(p, first), n_tags);
        }
        tag->complete = true;
        // Attributes behind the brace are the struct's; markers are the declaration's.
        MarkList more;
        marks_init(&more);
        while (keyword_at(p) == KW_ATTRIBUTE) {
            read_marks(p, &more);
        }
        marks_copy(p, marks, more.first);
        *vec_push(p->ctx, &p->unit->tags) = tag;
    } else {
        tag->fields = NULL;     // half a struct is none
        tag->enumerators = NULL;
    }
}

// What an earlier declaration said goes on.
static void add_tag_marks(Parser *p, Tag *tag, const Mark *more)
{
    if (more != NULL) {
        MarkList all;
        marks_init(&all);
        marks_copy(p, &all, tag->marks);
        marks_copy(p, &all, more);
        tag->marks = all.first;
    }
}

// ("struct" | "union" | "enum") {attribute} [name] [":" type] ["{" body "}"]
Type *read_tagged(Parser *p, Specs *s)
{
    size_t first = p->i;
    int kw = name_tag(take(p)->name);
    TypeKind kind = kw == KW_STRUCT ? TY_STRUCT : kw == KW_UNION ? TY_UNION : TY_ENUM;
    MarkList marks;
    marks_init(&marks);
    read_marks(p, &marks);
    const Token *name = at_kind(p, TK_IDENT) ? take(p) : NULL;
    Type *underlying = NULL;
    if (kind == TY_ENUM && at_kind(p, TK_COLON) && starts_type(p, peek_at(p, 1))) {
        take(p);
        underlying = read_type_name(p);
    }
    bool body = at_kind(p, TK_LBRACE);
    if (name == NULL && !body) {
        fail(p, "expected a name or '{' after '%s', saw '%s'",
             token_spelling(p->ctx, *token_at(p, first)),
             token_spelling(p->ctx, *peek(p)));
        return NULL;
    }
    Tag *tag = find_tag(p, kind, name, body);
    if (tag->span.start == 0 || body) {
        tag->span = name != NULL ? name->span : token_at(p, first)->span;
    }
    tag->underlying = underlying != NULL ? underlying : tag->underlying;
    if (body) {
        tag->doc = doc_at(p, first);
        read_tag_body(p, tag, &marks);
        s->defines = tag;
    }
    add_tag_marks(p, tag, marks.first);
    if (body && p->depth == 0 && at_kind(p, TK_SEMICOLON)) {
        return p->unit->forgotten;      // it declares nothing else: no type is wanted
    }
    return share_type(p, &(Type){.kind = kind, .tag = tag});
}
