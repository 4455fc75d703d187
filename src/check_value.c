// SPDX-License-Identifier: MIT
// check_value.c: where no cb_value may go: into what outlives the call, and out of the
// GIL. A cb_value is an object only until the call returns, so that a variable at file
// scope, or a static one in a function, would point to freed memory afterwards. Fields
// of classes and of the module's state may hold one: the runtime counts those.
//
// In: all declarations of the exported headers and of the sources, and the tokens of
// bodies. Out: errors at the variable; Class.values, Module.state_values.
#include "ir.h"

#include <string.h>

typedef struct {
    Module *m;
    Map *told;                  // "file:line:name": a header is read with each source
    Tokens buffer;              // of the body that is read
} Stored;

static void report_stored(Stored *s, Span at, const char *name, const char *how,
                          const char *hint)
{
    Context *ctx = s->m->ctx;
    const char *key = intern_z(ctx, arena_printf(ctx->arena, "%s:%u:%s",
                                                 span_file(ctx, at),
                                                 (unsigned)span_line(ctx, at), name));
    if (map_get(s->told, key)) {
        return;
    }
    map_put(s->told, key, s);
    diag(ctx, DIAG_VALUE_STORED, at, "`%s` %s, but a cb_value lasts only until the call "
         "returns", name, how);
    diag_hint(ctx, "%s", hint);
}

static const char ask_again[] = "pass it as a parameter; cb_import() may be asked again "
                                "each time";

enum { DEEP = 16 };

// Is there a cb_value in it? Not behind a pointer, which may well point into the call.
static bool holds_value(const Type *t, int depth)
{
    for (; t->kind == TY_ARRAY; t = t->base) {
    }
    if (t->kind == TY_POINTER) {
        return type_is_value(t);
    }
    if ((t->kind != TY_STRUCT && t->kind != TY_UNION) || !t->tag || depth > DEEP) {
        return false;
    }
    for (const Decl *d = tag_fields(t->tag); d; d = d->next) {
        if (!d->poisoned && d->type && holds_value(d->type, depth + 1)) {
            return true;
        }
    }
    return false;
}

static bool is_word(const Token *t, const char *word)
{
    return t->name && strcmp(t->name, word) == 0;
}

// `static cb_value x`, `static _Thread_local cb_value a[3]` in a body: the name.
static const Token *static_value(const Token *t, const Token *end)
{
    bool found = false;
    for (t++; t < end && t->kind == TK_IDENT; t++) {
        if (found && !is_word(t, "const") && !is_word(t, "volatile")) {
            return t;
        }
        found = found || is_word(t, "cb_value");
    }
    return NULL;
}

static void check_body(Stored *s, const Decl *d)
{
    Context *ctx = s->m->ctx;
    TokenRange body = { NULL, 0 };
    if (body_mentions(ctx, d, "cb_value")) {
        body = lex_span_into(ctx, d->body, &s->buffer);
    }
    for (size_t i = 0; i < body.n; i++) {
        const Token *name = is_word(&body.at[i], "static")
            ? static_value(&body.at[i], body.at + body.n) : NULL;
        if (name) {
            report_stored(s, name->span, name->name, "stays after the call",
                          ask_again);
        }
    }
}

static void check_unit(Stored *s, const Unit *unit)
{
    for (size_t i = 0; i < unit->decls.n; i++) {
        const Decl *d = unit->decls.at[i];
        if (d->poisoned || !d->name || !d->type) {
            continue;
        }
        if (d->kind == DECL_VARIABLE && holds_value(d->type, 0)) {
            report_stored(s, d->span, d->name, "is a variable at file scope", ask_again);
        } else if (d->kind == DECL_FUNCTION && d->body.end) {
            check_body(s, d);
        }
    }
}

// CB_GIL(free) on what touches Python objects.
static void check_gil(Module *m, const Function *f)
{
    if (f->uses_values && f->gil == GIL_FREE) {
        diag(m->ctx, DIAG_VALUE_GIL, f->said.by[MARK_GIL]->span,
             "CB_GIL(free) on %s(), which uses Python values", f->c_name);
        diag_hint(m->ctx, "remove it; cb_release() and cb_acquire() give the GIL up "
                  "around what takes long");
    }
}

// ------------------------------------------------------------- fields that are kept
typedef VEC(const char *) FieldNames;

// Of the struct itself: what lies deeper in it is not counted.
static void add_values(Module *m, const Tag *tag, const char *what, FieldNames *to)
{
    for (const Decl *d = tag_fields(tag); d; d = d->next) {
        if (d->poisoned || !d->type || !holds_value(d->type, 0)) {
            continue;
        }
        if (d->name && type_is_value(d->type)) {
            *vec_push(m->ctx, to) = d->name;
        } else {
            diag(m->ctx, DIAG_VALUE_STORED, d->span, "`%s` has cb_values deeper in it: "
                 "only fields of %s itself are counted", d->name ? d->name : "a field",
                 what);
            diag_hint(m->ctx, "make it one cb_value: a list or a dict holds many");
        }
    }
}

static void collect_values(Module *m, Class *c)
{
    if (!c->tag || !c->tag->complete || !c->why_not || !class_is_handle(c)
        || (c->kind != CLASS_INLINE && c->kind != CLASS_POINTER)) {
        return;
    }
    FieldNames names = {0};
    add_values(m, c->tag, "a class", &names);
    for (size_t k = 0; k < names.n; k++) {
        *vec_push(m->ctx, &c->values) = names.at[k];
    }
    if (c->values.n && c->is_lent) {
        diag(m->ctx, DIAG_VALUE_STORED, c->span, "C goes on owning some of its `%s`, so "
             "nobody would count what their field `%s` holds", c->c_type, c->values.at[0]);
        diag_hint(m->ctx, "CB_OWNED(fn) on each result of that type: the object owns it");
    }
}

static void note_state(const Module *m, Function *all)
{
    for (Function *f = all; f; f = f->next) {
        for (int i = 0; i < f->n_params; i++) {
            f->has_state = f->has_state
                           || (m->state_values.n && param_is_state(f->params[i]));
        }
    }
}

static void collect_state_values(Module *m)
{
    FieldNames names = {0};
    if (m->state) {
        add_values(m, m->state->type->base->tag, "the module's state", &names);
    }
    for (size_t k = 0; k < names.n; k++) {
        *vec_push(m->ctx, &m->state_values) = names.at[k];
    }
    note_state(m, m->functions);
    note_state(m, m->hooks);
}

// A struct that is no class, and not the module's state: nobody counts what is in it.
static void check_kept(Module *m, const Decl *at, const Type *t)
{
    if (t->kind != TY_POINTER || type_is_value(t) || t->base->kind != TY_STRUCT
        || !holds_value(t->base, 0)) {
        return;
    }
    const Class *c = map_get(m->class_by_tag, t->base->tag);
    if ((c && c->values.n) || (m->state && m->state->type->base->tag == t->base->tag)) {
        return;
    }
    diag(m->ctx, DIAG_VALUE_STORED, at->span, "`%s` has a field that is a cb_value, but it "
         "is neither a class that C makes nor the module's state",
         type_declare(m->ctx, t->base, NULL));
    diag_hint(m->ctx, "pass the value as a parameter of each function that needs it");
}

// The header shows only the name: the field is in a source.
static void check_opaque(Stored *s, const Unit *unit)
{
    for (size_t i = 0; i < unit->tags.n; i++) {
        const Tag *tag = unit->tags.at[i];
        const Decl *d = tag->kind == TY_STRUCT && tag->complete ? tag_fields(tag) : NULL;
        for (; d && !(d->type && d->name && !d->poisoned && holds_value(d->type, 0));
             d = d->next) {
        }
        for (const Class *c = d && tag->name ? s->m->classes : NULL; c; c = c->next) {
            if (c->tag && !c->foreign && !c->tag->complete && c->tag->name == tag->name) {
                report_stored(s, d->span, d->name, "is a field of a struct that the "
                              "header does not show, so nobody counts its references",
                              "define the struct in the header: then its objects own "
                              "what the field holds");
            }
        }
    }
}

void check_stored(Module *m)
{
    Stored s = { .m = m, .told = map_new(m->ctx) };
    check_unit(&s, m->unit);
    for (Class *c = m->classes; c; c = c->next) {
        collect_values(m, c);
    }
    collect_state_values(m);
    for (size_t i = 0; i < m->n_bodies; i++) {
        check_unit(&s, m->bodies[i]);
        check_opaque(&s, m->bodies[i]);
    }
    for (const Function *f = m->functions; f; f = f->next) {
        check_gil(m, f);
        check_kept(m, f->decl, f->type->base);
        for (int i = 0; i < f->n_params; i++) {
            check_kept(m, f->params[i]->decl, f->params[i]->type);
        }
    }
}
