// SPDX-License-Identifier: MIT
// recall.c: what of foreign headers is forgotten, and read again when someone asks.
//
// In: declarations that were read whole. A program includes far more than it binds: of
// functions elsewhere the name is wanted, their parameters hardly ever; of structs
// elsewhere the tag, their fields hardly ever. These are given back as soon as they
// were read without a mistake, and what they occupied is used for what comes next. Out:
// the same again, from the same text.
//
// Kept is all that has a documentation of its own, or defines something inside.
#include "parse.h"

#include <string.h>

// ------------------------------------------------------------------ used again

Decl *new_decl(Parser *p, DeclKind kind)
{
    Decl *d = p->unit->spare->decls;
    if (d == NULL) {
        d = NEW(p->ctx, Decl);
    } else {
        p->unit->spare->decls = d->next;
        memset(d, 0, sizeof *d);
    }
    d->kind = kind;
    return d;
}

Mark *new_mark(Parser *p)
{
    Mark *m = p->unit->spare->marks;
    if (m == NULL) {
        return NEW(p->ctx, Mark);
    }
    p->unit->spare->marks = m->next;
    memset(m, 0, sizeof *m);
    return m;
}

Type *new_type(Parser *p)
{
    Type *t = p->unit->spare->types;
    if (t == NULL) {
        return NEW(p->ctx, Type);
    }
    p->unit->spare->types = t->base;
    memset(t, 0, sizeof *t);
    return t;
}

Expr *new_expr(Parser *p, ExprKind kind, size_t first)
{
    Expr *e = p->unit->spare->exprs;
    if (e == NULL) {
        e = NEW(p->ctx, Expr);
    } else {
        p->unit->spare->exprs = e->next;
        memset(e, 0, sizeof *e);
    }
    e->kind = kind;
    e->span = span_since(p, first);
    return e;
}

// --------------------------------------------------------------------- given back

void drop_marks(Parser *p, MarkList *marks)
{
    *marks->end = p->unit->spare->marks;
    p->unit->spare->marks = marks->first;
    marks_init(marks);
}

static void drop_mark_chain(Parser *p, Mark *first)
{
    for (Mark *next; first != NULL; first = next) {
        next = first->next;
        first->next = p->unit->spare->marks;
        p->unit->spare->marks = first;
    }
}

// A tree, however deep.
void expr_drop(const Unit *unit, Expr *e)
{
    while (e != NULL) {
        Expr *const inside[] = {e->a, e->b, e->c};
        Expr *todo = e->next;
        for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
            Expr *last = inside[i];
            while (last != NULL && last->next != NULL) {
                last = last->next;
            }
            if (last != NULL) {
                last->next = todo;
                todo = inside[i];
            }
        }
        e->next = unit->spare->exprs;
        unit->spare->exprs = e;
        e = todo;
    }
}

// One level of a type.
void drop_level(Parser *p, Type *t)
{
    t->base = p->unit->spare->types;
    p->unit->spare->types = t;
}

// The levels that one declarator made; others are shared, or a typedef's.
static void drop_type(Parser *p, Type *t)
{
    while (t != NULL && !t->is_shared && t->spelled == NULL
           && (t->kind == TY_ARRAY || t->kind == TY_POINTER
               || t->kind == TY_FUNCTION)) {
        Type *base = t->base;
        expr_drop(p->unit, t->kind == TY_ARRAY ? t->length : NULL);
        drop_decls(p, t->kind == TY_FUNCTION ? t->params : NULL);
        drop_level(p, t);
        t = base;
    }
}

// Parameters or fields, with all that is theirs.
void drop_decls(Parser *p, Decl *first)
{
    for (Decl *next; first != NULL; first = next) {
        next = first->next;
        drop_type(p, first->type);
        drop_mark_chain(p, first->marks);
        expr_drop(p->unit, first->kind == DECL_FIELD ? first->bit_width : NULL);
        first->next = p->unit->spare->decls;
        p->unit->spare->decls = first;
    }
}

// ------------------------------------------------------------------------- forget

static bool has_doc(const Decl *d)
{
    while (d != NULL && d->doc.end == 0) {
        d = d->next;
    }
    return d != NULL;
}

void forget_function(Parser *p, Decl *d, size_t n_tags)
{
    const Type *t = d->type;
    if (d->kind != DECL_FUNCTION || t->kind != TY_FUNCTION || t->spelled != NULL
        || t->is_shared || d->gnu_kr || p->borrows || p->unit->tags.n > n_tags
        || has_doc(t->params) || span_is_users(p->ctx, d->span)) {
        return;
    }
    drop_type(p, d->type);
    drop_mark_chain(p, d->marks);
    d->marks = NULL;
    d->type = p->unit->forgotten;
}

void forget_fields(Parser *p, Tag *tag, Span body, size_t n_tags)
{
    if (tag->fields == NULL || p->borrows || p->unit->tags.n > n_tags
        || has_doc(tag->fields) || span_is_users(p->ctx, body)) {
        return;
    }
    drop_decls(p, tag->fields);
    tag->fields = NULL;
    tag->forgotten = body;
    tag->unit = p->unit;
}

// ------------------------------------------------------------------------- recall

// A parser of a piece of the unit's text that was read before.
static Parser begin_again(Context *ctx, Unit *unit, Tokens *in, Span span)
{
    TokenRange tokens = lex_span_into(ctx, span, in);
    Parser p = {.ctx = ctx, .unit = unit, .in = in, .why_id = DIAG_SYNTAX};
    p.eof = tokens.n > 0 ? tokens.at[tokens.n] : (Token){.kind = TK_EOF};
    target_read(ctx, unit->tokens, &p.target);
    return p;
}

void decl_recall(Context *ctx, Unit *unit, Decl *d)
{
    if (d->type != unit->forgotten || d->poisoned) {
        return;
    }
    Tokens in = {0};
    Parser p = begin_again(ctx, unit, &in, d->whole);
    if (in.n > 0) {             // what stood behind it, where TK_EOF is now
        in.at[in.n++].kind = TK_SEMICOLON;
    }
    Decl again = {0};
    read_again(&p, &again);
    if (p.why == NULL && again.type != NULL) {
        d->type = again.type;
        d->marks = again.marks;
    }
}

Decl *tag_fields(const Tag *tag)
{
    if (tag->forgotten.end != 0) {
        Tag *again = (Tag *)(uintptr_t)tag;     // it says the same as before
        Tokens in = {0};
        Parser p = begin_again(tag->unit->ctx, tag->unit, &in, tag->forgotten);
        again->forgotten = (Span){0, 0};
        read_struct_body(&p, again);
    }
    return tag->fields;
}
