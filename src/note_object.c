// SPDX-License-Identifier: MIT
// note_object.c: what `carbide explain` says of objects: who frees what comes back, what
// keeps what alive, what C takes over, and who may use an object meanwhile.
//
// In: a complete module, its classes known. Out: more Function.notes. Nothing here
// changes the glue.
#include "ir.h"

static bool is_object(const Param *p)
{
    return p->value.conv == CONV_HANDLE && !p->pointer_out
           && (p->slot >= 0 || p->role == ROLE_SELF);
}

static const char *object_name(const Param *p)
{
    return p->role == ROLE_SELF ? "self" : p->py_name;
}

static void add_note(Module *m, Function *f, const char *format, const char *a,
                     const char *b)
{
    *vec_push(m->ctx, &f->notes) = arena_printf(m->ctx->arena, format, a, b);
}

// "self, other": those for which `of` holds.
static const char *names(Module *m, const Function *f, bool (*of)(const Param *))
{
    Text t;
    text_init(&t, m->ctx);
    for (int i = 0; i < f->n_params; i++) {
        if (is_object(f->params[i]) && of(f->params[i])) {
            text_printf(&t, "%s%s", t.n ? ", " : "", object_name(f->params[i]));
        }
    }
    return t.n ? t.s : NULL;
}

static bool may_be_used_later(const Param *p)
{
    bool made = p->function->place == PLACE_INIT && p->role == ROLE_SELF;
    return !made && !p->said.by[MARK_IN] && !p->said.by[MARK_TAKES];
}

static bool is_changed(const Param *p)
{
    bool made = p->function->place == PLACE_INIT && p->role == ROLE_SELF;
    return !made && !p->value.is_const && class_is_locked(p->value.class);
}

static bool is_read(const Param *p)
{
    return p->value.is_const && class_is_locked(p->value.class);
}

static void note_made(Module *m, Function *f, const Value *v)
{
    const char *name = v->class->py_name;
    const char *kept = names(m, f, may_be_used_later);
    if (v->is_child) {
        add_note(m, f, kept ? "the %s that comes back is C's own, lives in %s, and keeps that"
                            : "the %s that comes back is C's own", name, kept);
        return;
    }
    if (v->owned) {
        add_note(m, f, "the new %s is freed with %s", name, expr_text(m->ctx, v->owned));
    }
    if (kept) {
        add_note(m, f, "the new %s keeps %s, and is closed before", name, kept);
    }
}

// The class of an object that Python owns from now on (child: that C goes on owning).
static const Class *made_of(const Function *f, bool child)
{
    bool constructs = function_constructs(f) && f->class->kind != CLASS_VALUE;
    const Class *made = constructs && !child ? f->class : NULL;
    for (int i = -1; i < f->n_params && !made; i++) {
        const Value *v = i < 0 ? &f->result : &f->params[i]->value;
        bool result = i < 0 || f->params[i]->pointer_out;
        made = result && v->conv == CONV_HANDLE && v->is_child == child
               && (child || v->class->kind != CLASS_VALUE) ? v->class : NULL;
    }
    return made;
}

// Who keeps what CB_KEEP says, and what becomes of what was kept before.
static void note_kept(Module *m, Function *f, const Param *p)
{
    const Class *child = made_of(f, true), *made = child ? NULL : made_of(f, false);
    bool self = f->self && is_object(f->self) && f->class->kind != CLASS_VALUE
                && !f->self->said.by[MARK_TAKES];
    if (is_object(p) && (made || child)) {
        return;                             // note_made has said it
    }
    const char *keeper = child
        ? arena_printf(m->ctx->arena, "what the %s lives in", child->py_name) : made
        ? arena_printf(m->ctx->arena, "the new %s", made->py_name)
        : self ? "self" : "the module";
    const char *before = made ? ""
        : f->place == PLACE_SET && self ? " in place of what was kept before"
        : " beside what was kept before";
    const char *by = arena_printf(m->ctx->arena, "%s%s%s", keeper, before,
                                  is_object(p) ? ", and stays open so long" : "");
    add_note(m, f, "%s is kept by %s", p->py_name, by);
}

static void note_given(Module *m, Function *f, const Param *p)
{
    if (is_object(p) && p->said.by[MARK_TAKES]) {
        add_note(m, f, "%s is C's from now on, and closed%s", object_name(p), "");
    } else if (p->said.by[MARK_KEEP] && p->slot >= 0) {
        note_kept(m, f, p);
    }
}

static void note_objects_of(Module *m, Function *f)
{
    for (int i = -1; i < f->n_params; i++) {
        const Value *v = i < 0 ? &f->result : &f->params[i]->value;
        if (v->conv == CONV_HANDLE && (i < 0 || f->params[i]->pointer_out)) {
            note_made(m, f, v);
        }
    }
    for (int i = 0; i < f->n_params; i++) {
        note_given(m, f, f->params[i]);
    }
    const char *alone = names(m, f, is_changed), *shared = names(m, f, is_read);
    if (alone) {
        add_note(m, f, "locked while it runs: %s, for this call alone%s", alone, "");
    }
    if (shared) {
        add_note(m, f, "locked while it runs: %s, together with other readers%s", shared,
                 "");
    }
}

void note_objects(Module *m)
{
    for (Function *f = m->functions; f; f = f->next) {
        note_objects_of(m, f);
    }
}
