// SPDX-License-Identifier: MIT
// lock.c: which named locks a function takes: those of CB_LOCK(name) on it, on the
// typedef of its result, on the classes of its objects, and the one of the project.
//
// In: converted functions and classes with their typedefs. Out: Function.locks,
// Class.lock, is_reentrant and destroy_locks, Module.locks. The locks of single objects
// are not named: emit_object.c takes those.
#include "ir.h"

#include <string.h>

// ---------------------------------------------------------------------- the marker
const char *lock_name(Module *m, Unit *unit, const Mark *mark)
{
    TokenRange args = mark_args(m->ctx, mark);
    const char *text = mark_string(m, unit, args.at, args.n);
    const char *name = text ? text : args.n == 1 ? args.at[0].name : NULL;
    if (name && *name) {
        return intern_z(m->ctx, name);
    }
    diag(m->ctx, DIAG_MARKER_ARGUMENTS, mark->span, "CB_LOCK wants a name");
    diag_hint(m->ctx, "CB_LOCK(sqlite)    what has the same name never runs at the "
                      "same time");
    return NULL;
}

bool lock_is_reentrant(const char *name)
{
    return strcmp(name, "reentrant") == 0;
}

// ------------------------------------------------------------------------- classes
static void report_no_class(Module *m, const Decl *d, const Mark *mark)
{
    diag(m->ctx, DIAG_MARKER_PLACE, mark->span,
         "CB_LOCK(reentrant) on `%s`, whose objects are no class", d->name);
    diag_hint(m->ctx, "a class is a struct that functions make or take, or a typedef "
                      "with CB_CLASS");
}

static void read_typedef(Module *m, Unit *unit, const Decl *d, const Mark *mark)
{
    const Token *part[2];
    size_t len[2];
    if (mark_parts(m->ctx, mark, part, len, 2) != 1) {
        return;                 // was reported
    }
    const char *name = lock_name(m, unit, mark);
    Class *c = map_get(m->class_by_alias, d);
    const Type *t = d->type->kind == TY_POINTER ? d->type->base : d->type;
    if (!c && t->kind == TY_STRUCT) {
        c = class_of_type(m, t);
    }
    if (!name) {
        return;
    }
    if (lock_is_reentrant(name)) {
        if (!c) {
            report_no_class(m, d, mark);
            return;
        }
        c->is_reentrant = true;
    } else if (c) {
        c->lock = name;
    }
}

void lock_classes(Module *m)
{
    for (size_t u = 0; u < exporting_units(m); u++) {
        Unit *unit = exporting_unit(m, u);
        for (size_t i = 0; i < unit->decls.n; i++) {
            const Decl *d = unit->decls.at[i];
            const Mark *all = d->kind == DECL_TYPEDEF && !d->poisoned ? d->marks : NULL;
            for (const Mark *mark = mark_find(all, MARK_LOCK); mark;
                 mark = mark_find(mark->next, MARK_LOCK)) {
                read_typedef(m, unit, d, mark);
            }
        }
    }
}

// ----------------------------------------------------------------------- functions
static bool has_name(const char *const *at, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(at[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void add_function_lock(Module *m, Function *f, const char *name)
{
    if (name && !has_name(f->locks.at, f->locks.n, name)) {
        *vec_push(m->ctx, &f->locks) = name;
    }
}

static void add_destroy_lock(Module *m, Class *c, const char *name)
{
    if (name && !has_name(c->destroy_locks.at, c->destroy_locks.n, name)) {
        *vec_push(m->ctx, &c->destroy_locks) = name;
    }
}

static void add_module_locks(Module *m, const char *const *at, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!has_name(m->locks.at, m->locks.n, at[i])) {
            *vec_push(m->ctx, &m->locks) = at[i];
        }
    }
}

static bool is_object(const Value *v)
{
    return v->class && (v->conv == CONV_HANDLE || v->conv == CONV_HANDLES);
}

static void lock_function(Module *m, Function *f)
{
    add_function_lock(m, f, m->ctx->options.lock);
    add_function_lock(m, f, f->said.lock);
    for (int i = 0; i < f->n_params; i++) {
        const Value *v = &f->params[i]->value;
        add_function_lock(m, f, is_object(v) ? v->class->lock : NULL);
    }
    add_function_lock(m, f, is_object(&f->result) ? f->result.class->lock : NULL);
    add_module_locks(m, f->locks.at, f->locks.n);
    for (size_t i = 0; i < f->locks.n; i++) {
        *vec_push(m->ctx, &f->notes) = arena_printf(
            m->ctx->arena, "never runs beside others that take the lock `%s`",
            f->locks.at[i]);
    }
}

// Those of the function that destroys it, whose markers no other stage reads.
static void lock_class(Module *m, Class *c)
{
    Decl *d = c->destroy && c->destroy->kind == EX_NAME
        ? map_get(m->declared, c->destroy->name) : NULL;
    if (!c->destroy) {
        return;
    }
    if (d && d->kind == DECL_FUNCTION) {
        decl_recall(m->ctx, module_unit(m, d->span), d);
    }
    add_destroy_lock(m, c, m->ctx->options.lock);
    add_destroy_lock(m, c, c->lock);
    for (const Mark *mark = mark_find(d ? d->marks : NULL, MARK_LOCK); mark;
         mark = mark_find(mark->next, MARK_LOCK)) {
        add_destroy_lock(m, c, lock_name(m, m->unit, mark));
    }
    add_module_locks(m, c->destroy_locks.at, c->destroy_locks.n);
}

void lock_functions(Module *m)
{
    for (Function *f = m->functions; f; f = f->next) {
        lock_function(m, f);
    }
    for (Function *f = m->hooks; f; f = f->next) {
        lock_function(m, f);
    }
    for (Class *c = m->classes; c; c = c->next) {
        lock_class(m, c);
    }
}

int lock_index(const Module *m, const char *name)
{
    int i = 0;
    while (strcmp(m->locks.at[i], name) != 0) {
        i++;
    }
    return i;
}
