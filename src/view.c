// SPDX-License-Identifier: MIT
// view.c: views of an object's memory: arrays and buffers that a method gives without
// owning them. While there is one, nothing may move that memory: which functions could?
//
// In: functions, their bodies' tokens, their GIL classes. Out: Param.may_move. When in
// doubt a function may: then it raises BufferError while there is a view.
#include "ir.h"

#include <string.h>

// Of bytes: `const void *`. What Python wants as an object of type bytes is a copy.
static bool shows_bytes(const Function *f, const Type *base)
{
    return base->kind == TY_VOID && f->said.form != AS_BYTES
           && !special_is(f, SPECIAL_BYTES) && !special_is(f, SPECIAL_PATH)
           && !special_is(f, SPECIAL_GETSTATE);
}

static bool shows_numbers(const Type *base)
{
    return (base->kind == TY_INT || base->kind == TY_FLOAT || base->kind == TY_COMPLEX
            || base->kind == TY_BOOL || base->kind == TY_ENUM)
           && !element_is_text(base) && !element_is_bytes(base);
}

// T *f(self) with CB_SHAPE and nobody who frees it.
bool function_gives_view(const Function *f)
{
    const Type *t = f->type->base;
    const Type *base = t->kind == TY_POINTER ? t->base : NULL;
    return f->self && base && f->said.shape && !f->said.owned
           && (shows_bytes(f, base) || shows_numbers(base));
}

// ------------------------------------------------------------------------ bodies
typedef struct {
    const Unit *unit;
    TokenRange body;            // of the definition
    const char *self;           // how the parameter is called there
    const Tag *tag;             // its struct, as the body sees it
} Seen;

static bool see_in(Unit *unit, const Param *p, Seen *seen)
{
    for (size_t i = 0; i < unit->decls.n; i++) {
        Decl *d = unit->decls.at[i];
        if (d->kind != DECL_FUNCTION || !d->body.end || !d->name
            || strcmp(d->name, p->function->c_name) != 0) {
            continue;
        }
        decl_recall(unit->ctx, unit, d);
        const Decl *q = decl_param(d, p->index);
        bool pointer = q && q->type->kind == TY_POINTER && q->type->base->kind == TY_STRUCT;
        *seen = (Seen){unit, lex_span(unit->ctx, d->body), q ? q->name : NULL, pointer ? q->type->base->tag : NULL};
        return seen->self && seen->tag && seen->tag->complete;
    }
    return false;
}

static bool see(const Module *m, const Param *p, Seen *seen)
{
    bool found = see_in(m->unit, p, seen);
    for (size_t i = 0; !found && i < m->n_bodies; i++) {
        found = see_in(m->bodies[i], p, seen);
    }
    return found;
}

static bool is_named(const Token *t, const char *name)
{
    return t->kind == TK_IDENT && t->name && strcmp(t->name, name) == 0;
}

static bool holds_pointer(const Type *t, int depth)
{
    while (t->kind == TY_ARRAY) {
        t = t->base;
    }
    if (t->kind != TY_STRUCT && t->kind != TY_UNION) {
        return t->kind == TY_POINTER && !(t->quals & Q_CONST);
    }
    for (const Decl *d = t->tag ? tag_fields(t->tag) : NULL; d; d = d->next) {
        if (depth > 8 || holds_pointer(d->type, depth + 1)) {
            return true;
        }
    }
    return false;
}

// Has any struct a field of that name which, after so many [i], is or holds a pointer?
static bool is_pointer_member(const Unit *unit, const char *name, int indices)
{
    for (size_t i = 0; i < unit->tags.n; i++) {
        const Tag *tag = unit->tags.at[i];
        const Decl *d = tag->kind == TY_ENUM ? NULL : tag_fields(tag);
        for (; d; d = d->next) {
            const Type *t = d->name && strcmp(d->name, name) == 0 ? d->type : NULL;
            for (int k = 0; t && k < indices; k++) {
                t = t->kind == TY_ARRAY || t->kind == TY_POINTER ? t->base : NULL;
            }
            if (t && holds_pointer(t, 0)) {
                return true;
            }
        }
    }
    return false;
}

static bool is_change(TokenKind kind)
{
    return kind == TK_ASSIGN || kind == TK_ADD_ASSIGN || kind == TK_SUB_ASSIGN
           || kind == TK_INC || kind == TK_DEC;
}

// tokens[at] is a member's name: is what follows an assignment to a pointer?
static bool member_is_assigned(const Seen *s, size_t at)
{
    const Token *t = s->body.at;
    size_t end = at + 1;
    int indices = 0, depth = 0;
    while (end < s->body.n && (depth || t[end].kind == TK_LBRACKET)) {
        depth += t[end].kind == TK_LBRACKET;
        depth -= t[end].kind == TK_RBRACKET;
        end++;
        indices += depth == 0;
    }
    return end < s->body.n && is_change(t[end].kind)
           && is_pointer_member(s->unit, t[at].name, indices);
}

// &self->x, ++self->x: by its address C could do anything.
static bool is_addressed(const Seen *s, size_t at)
{
    const Token *t = s->body.at;
    bool before = at > 0 && (t[at - 1].kind == TK_AMP || t[at - 1].kind == TK_INC
                             || t[at - 1].kind == TK_DEC);
    return before && is_pointer_member(s->unit, t[at + 2].name ? t[at + 2].name : "", 0);
}

static bool is_harmless(const Seen *s)
{
    const Token *t = s->body.at;
    for (size_t i = 0; i + 2 < s->body.n; i++) {
        bool member = i > 0 && (t[i - 1].kind == TK_ARROW || t[i - 1].kind == TK_DOT);
        if (member && t[i].name && member_is_assigned(s, i)) {
            return false;
        }
        if (!member && is_named(&t[i], s->self)
            && (t[i + 1].kind != TK_ARROW || is_addressed(s, i))) {
            return false;
        }
    }
    return true;
}

// ------------------------------------------------------------------------- views
// { return self->x; }, where x is an array, or a pointer that is never assigned.
static bool is_fixed_view(const Module *m, const Function *f)
{
    Seen s;
    if (!see(m, f->self, &s) || s.body.n != 7) {
        return false;
    }
    const Token *t = s.body.at;
    if (!is_named(&t[2], s.self) || t[3].kind != TK_ARROW || !t[4].name) {
        return false;
    }
    for (const Decl *d = tag_fields(s.tag); d; d = d->next) {
        if (d->name && strcmp(d->name, t[4].name) == 0) {
            return d->type->kind == TY_ARRAY
                   || (d->type->kind == TY_POINTER && d->type->quals & Q_CONST);
        }
    }
    return false;
}

static bool may_move(const Module *m, const Function *f, const Param *p)
{
    Seen s;
    return f->gil_class == GIL_OPEN || !see(m, p, &s) || !is_harmless(&s);
}

// Some method gives a view of memory that could move; c NULL: of any class.
static bool has_loose_views(const Module *m, const Class *c)
{
    for (const Function *f = m->functions; f; f = f->next) {
        if (function_gives_view(f) && f->class->kind != CLASS_VALUE
            && (!c || f->class == c) && !is_fixed_view(m, f)) {
            return true;
        }
    }
    return false;
}

static bool is_object(const Param *p)
{
    return p->value.conv == CONV_HANDLE || p->value.conv == CONV_HANDLES;
}

static bool gives_part(const Function *f, const Class *c)
{
    bool gives = f->result.is_child && f->result.class == c;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        gives = gives || (is_object(p) && p->value.is_child && p->value.class == c);
    }
    return gives;
}

// Classes of objects in which C may keep those of class c, or those in which it keeps
// these, and so on: what shows memory of a part is counted in the whole.
static void note_wholes(const Module *m, const Class *c, bool *shows)
{
    for (const Function *f = m->functions; f; f = f->next) {
        for (int i = 0; i < f->n_params && gives_part(f, c); i++) {
            const Param *p = f->params[i];
            const Class *whole = is_object(p) && !p->value.is_child && !p->pointer_out
                ? p->value.class : NULL;
            if (whole && !shows[whole->index]) {
                shows[whole->index] = true;
                note_wholes(m, whole, shows);
            }
        }
    }
}

// For each class: may views of its objects, or of parts of them, show what could move?
static const bool *collect_shows(const Module *m)
{
    bool *shows = arena_alloc(m->ctx->arena, (size_t)m->n_classes + 1);
    for (const Class *c = m->classes; c; c = c->next) {
        if (has_loose_views(m, c)) {
            shows[c->index] = true;
            note_wholes(m, c, shows);
        }
    }
    return shows;
}

// The views of what lives in another object are that one's.
void view_classify(Module *m)
{
    const bool any = has_loose_views(m, NULL);
    const bool *shows = any ? collect_shows(m) : NULL;
    for (Function *f = m->functions; any && f; f = f->next) {
        for (int i = 0; i < f->n_params; i++) {
            Param *p = f->params[i];
            bool object = p->value.conv == CONV_HANDLE && !p->value.is_const
                          && !p->pointer_out && p->value.class->kind != CLASS_VALUE
                          && !function_constructs(f) && !function_gives_view(f);
            object = object && (p->value.class->is_lent
                                || shows[p->value.class->index]);
            p->may_move = object && may_move(m, f, p);
        }
    }
}
