// SPDX-License-Identifier: MIT
// convert_struct.c: values that are structs: by value, or one by address. What is no
// value (see class.c), or stands where only one struct could, leaves the function out.
#include "ir.h"

// The struct that was meant by one that nothing defines, or NULL.
static const char *meant_struct(Module *m, const Tag *tag)
{
    const char *aside[256];
    VEC(const char *) names = {aside, 0, sizeof aside / sizeof *aside};
    for (size_t i = 0; i < m->unit->tags.n; i++) {
        const Tag *other = m->unit->tags.at[i];
        if (other->kind == tag->kind && other->name
            && file_is_exported(m, other->span)) {
            *vec_push(m->ctx, &names) = other->name;
        }
    }
    return tag->name ? nearest(tag->name, names.at, names.n) : NULL;
}

bool subject_leave_struct(Subject *s, const Type *t)
{
    Arena *arena = s->m->ctx->arena;
    const Class *c = t->kind == TY_STRUCT ? class_of(s->m, t->tag) : NULL;
    bool opaque = t->tag && !t->tag->complete;
    const char *what = t->kind == TY_UNION ? "unions are not supported"
        : opaque ? "it is opaque; classes are not supported yet"
        : !c ? "it has no name of its own"
        : c && c->why_not ? arena_printf(arena, "it is no value, since %s; classes are "
                                         "not supported yet", c->why_not)
        : "results by pointer and arrays of structs are not supported yet";
    const char *hint = opaque
        ? "write a function that makes, uses and frees it in one call, or begin the "
          "name with `_`"
        : "write a `static inline` function that takes the fields one by one, or begin "
          "the name with `_`";
    const char *meant = opaque ? meant_struct(s->m, t->tag) : NULL;
    hint = meant ? arena_printf(arena, "did you mean `struct %s`?", meant) : hint;
    return subject_leave_out(s, DIAG_LEFT_OUT_STRUCT, arena_printf(arena,
        "%s is `%s`; %s", subject_name(s), subject_spelling(s, s->type), what), hint);
}

bool convert_struct(Subject *s, const Type *t)
{
    Value *v = s->value;
    if (type_is_timespec(t)) {
        v->conv = CONV_TIMESPEC;
        return true;
    }
    v->class = class_of(s->m, t->tag);
    v->conv = CONV_STRUCT;
    if (!v->class || v->class->why_not) {
        return subject_leave_struct(s, t);
    }
    v->class->is_used = true;
    return true;
}

// One value struct by address: read, made, or taken and returned.
bool convert_struct_pointer(Subject *s)
{
    const Type *base = s->type->base;
    bool is_const = base->quals & Q_CONST;
    bool said = is_const || s->said->by[MARK_IN] || s->said->by[MARK_OUT]
                || s->said->by[MARK_INOUT];
    const Class *c = base->kind == TY_STRUCT ? class_of(s->m, base->tag) : NULL;
    if (s->said->shape || !c || c->why_not) {
        return subject_leave_struct(s, base);
    }
    if (!said) {
        Context *ctx = s->m->ctx;
        return subject_leave_out(s, DIAG_LEFT_OUT_STRUCT, arena_printf(ctx->arena,
            "%s is `%s`, changed in place, which is not supported yet", subject_name(s),
            subject_spelling(s, s->type)),
            arena_printf(ctx->arena, "CB_INOUT %s",
                         type_declare(ctx, s->type, s->p->name)));
    }
    if (!s->said->by[MARK_IN] && !s->said->by[MARK_OUT] && !s->said->by[MARK_INOUT]
        && hint_length(s->f)) {
        subject_error(s, DIAG_UNSIZED_POINTER, s->at,
                      "%s is `%s`: one struct, or `%s` of them?", s->what,
                      subject_spelling(s, s->type), hint_length(s->f)->name);
        diag_hint(s->m->ctx, "CB_IN %s    one, by address",
                  type_declare(s->m->ctx, s->type, s->p->name));
        return false;
    }
    s->p->indirect = true;
    s->p->dir = convert_direction(s, is_const);
    return convert_scalar(s, base);
}
