// SPDX-License-Identifier: MIT
// check_value.c: where no cb_value may go: into what outlives the call, and out of the
// GIL. A cb_value is an object only until the call returns, so that a variable at file
// scope, or a static one in a function, would point to freed memory afterwards.
//
// In: all declarations of the exported headers and of the sources, and the tokens of
// bodies. Out: errors at the variable.
#include "ir.h"

#include <string.h>

typedef struct {
    Module *m;
    Map *told;                  // "file:line:name": a header is read with each source
    Tokens buffer;              // of the body that is read
} Stored;

static void report_stored(Stored *s, Span at, const char *name, const char *how)
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
    diag_hint(ctx, "pass it as a parameter; cb_import() may be asked again each time");
}

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
            report_stored(s, name->span, name->name, "stays after the call");
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
            report_stored(s, d->span, d->name, "is a variable at file scope");
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

// Structs that Python keeps, as objects of a class or as the module's state: nothing
// counts the references of their fields yet, nor shows them to the collector.
static void check_kept(Module *m, const Decl *at, const Type *t)
{
    if (t->kind == TY_POINTER && !type_is_value(t) && t->base->kind == TY_STRUCT
        && holds_value(t->base, 0)) {
        diag(m->ctx, DIAG_VALUE_STORED, at->span, "`%s` has a field that is a cb_value; "
             "neither objects nor the module's state keep one yet",
             type_declare(m->ctx, t->base, NULL));
        diag_hint(m->ctx, "pass the value as a parameter of each function that needs it");
    }
}

void check_stored(Module *m)
{
    Stored s = { .m = m, .told = map_new(m->ctx) };
    check_unit(&s, m->unit);
    for (size_t i = 0; i < m->n_bodies; i++) {
        check_unit(&s, m->bodies[i]);
    }
    for (const Function *f = m->functions; f; f = f->next) {
        check_gil(m, f);
        check_kept(m, f->decl, f->type->base);
        for (int i = 0; i < f->n_params; i++) {
            check_kept(m, f->params[i]->decl, f->params[i]->type);
        }
    }
}
