// SPDX-License-Identifier: MIT
// convert_struct.c: values that are structs: by value, or one by address. What is no
// value (see class.c), or stands where only one struct could, leaves the function out.
#include "convert.h"

#include <string.h>

// The struct that was meant by one that nothing defines, or NULL.
static const char *meant_struct(Module *m, const Tag *tag)
{
    const char *aside[256];
    VEC(const char *) names = {aside, 0, sizeof aside / sizeof *aside};
    for (size_t i = 0; i < m->unit->tags.n; i++) {
        const Tag *other = m->unit->tags.at[i];
        if (other->kind == tag->kind && other->name && !other->in_parameters
            && file_is_exported(m, other->span)) {
            *vec_push(m->ctx, &names) = other->name;
        }
    }
    return tag->name ? nearest(tag->name, names.at, names.n) : NULL;
}

static void hint_declared(Subject *s, const Tag *tag, const char *word)
{
    Context *ctx = s->m->ctx;
    Unit *unit = s->f->unit;
    Map *tags = tag->kind == TY_ENUM ? unit->enum_tags : unit->struct_tags;
    const Tag *later = tag->name ? map_get(tags, tag->name) : NULL;
    const char *meant = tag->complete ? NULL : meant_struct(s->m, tag);
    bool body = tag->complete || tag->kind == TY_ENUM;
    if (later && !later->in_parameters) {
        diag_note(ctx, later->span, "`%s %s` is declared behind it", word, tag->name);
    } else if (meant) {
        diag_hint(ctx, "did you mean `%s %s`?", word, meant);
        return;
    }
    diag_hint(ctx, "declare it before the function: %s %s%s;", word,
              tag->name ? tag->name : "name", body ? " { … }" : "");
}

// f(struct late *p), where nothing before f says that there is a `struct late`: in C it
// is another one than any that follows.
bool subject_outlives(Subject *s)
{
    Context *ctx = s->m->ctx;
    const Type *t = s->type;
    while (t->kind == TY_POINTER || t->kind == TY_ARRAY) {
        t = t->base;
    }
    const Tag *tag = t->tag;
    if (!tag || !tag->in_parameters) {
        return true;
    }
    const char *word = t->kind == TY_UNION ? "union" : t->kind == TY_ENUM ? "enum" : "struct";
    const char *what = tag->name ? arena_printf(ctx->arena, "`%s %s`", word, tag->name)
                                 : arena_printf(ctx->arena, "the %s of `%s`", word, s->p->name);
    Span whole = s->p->decl->whole;
    bool here = tag->span.start >= whole.start && tag->span.end <= whole.end;
    subject_error(s, DIAG_PROTOTYPE_SCOPE, here ? tag->span : s->at, "%s is declared in the "
                  "parameters of %s(), and ends with them: no caller can have one", what,
                  s->f->outer ? s->f->outer->c_name : s->f->c_name);
    hint_declared(s, tag, word);
    return false;
}

bool subject_leave_struct(Subject *s, const Type *t)
{
    if (t->kind == TY_UNION) {
        return subject_leave_union(s, t);
    }
    Arena *arena = s->m->ctx->arena;
    const Class *c = class_of(s->m, t->tag);
    bool opaque = t->tag && !t->tag->complete;
    const char *what = !c ? "it has no name of its own"
        : c->why_no_handle && opaque ? "it is opaque, and no function makes one"
        : c->why_no_handle ? arena_printf(arena, "it is no value, since %s, and %s",
                                          c->why_not, c->why_no_handle)
        : s->type->kind == TY_STRUCT ? arena_printf(arena, "it is no value, since %s; "
                                                    "objects go by address", c->why_not)
        : "pointers to it are not supported here yet";
    const char *hint = opaque
        ? "write a function that makes one, and one that frees it, or begin the name with "
          "`_`"
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
    if (s->p && s->p->role == ROLE_SELF && function_gives_view(s->f)) {
        subject_error(s, DIAG_MARKER_PLACE, s->f->said.by[MARK_SHAPE]->span,
                      "CB_SHAPE before %s(), which has its struct by value: the memory "
                      "would be that of a copy", s->f->c_name);
        diag_hint(s->m->ctx, "const %s *%s", v->class->c_type, s->p->name);
        return false;
    }
    if (s->p && s->p->role == ROLE_SELF) {
        v->is_const = true;
    }
    return true;
}

// Elements of an array: value structs, as structured arrays.
bool struct_element(Subject *s, const Type *t)
{
    Value *v = s->value;
    const Class *c = t->kind == TY_STRUCT && !type_is_timespec(t)
                         ? class_of(s->m, t->tag) : NULL;
    const Mark *strides = s->said->by[MARK_STRIDES];
    if (!c || c->why_not) {
        return subject_leave_struct(s, t);
    }
    if (strides) {
        subject_error(s, DIAG_MARKER_PLACE, strides->span, "CB_STRIDES on %s: arrays of "
                      "structs are contiguous", s->what);
        diag_hint(s->m->ctx, "CB_VIEW(%s, %d) takes any layout",
                  type_declare(s->m->ctx, t, NULL), s->value->rank);
        return false;
    }
    v->class = (Class *)c;
    v->element = type_unqualified(s->m->ctx, t);
    v->is_const = t->quals & Q_CONST;
    v->conv = CONV_ARRAY;
    s->m->uses_struct_arrays = true;
    return true;
}

// One value struct by address: read, made, or taken and returned.
bool convert_struct_pointer(Subject *s)
{
    const Type *base = s->type->base;
    bool is_const = base->quals & Q_CONST;
    bool said = is_const || s->said->by[MARK_IN] || s->said->by[MARK_OUT]
                || s->said->by[MARK_INOUT];
    Class *c = base->kind == TY_STRUCT ? class_of(s->m, base->tag) : NULL;
    if (s->said->shape) {
        return shape_flat(s, base);
    }
    if (!class_is_handle(c)) {
        return subject_leave_struct(s, base);
    }
    if (c->why_not || (!said && !hint_length(s->f))
        || (s->p->role == ROLE_SELF && (!is_const || function_gives_view(s->f)))) {
        return convert_handle(s, c);    // in place, where it is a value struct
    }
    if (!s->said->by[MARK_IN] && !s->said->by[MARK_OUT] && !s->said->by[MARK_INOUT]
        && s->p->role != ROLE_SELF && hint_length(s->f)) {
        subject_error(s, DIAG_UNSIZED_POINTER, s->at,
                      "%s is `%s`: one struct, or `%s` of them?", s->what,
                      subject_spelling(s, s->type), hint_length(s->f)->name);
        const char *array = type_declare(s->m->ctx, s->type, s->p->name);
        diag_hint(s->m->ctx, "CB_IN %s    one, by address", array);
        diag_hint(s->m->ctx, "CB_SHAPE(%s) %s    an array of them",
                  hint_length(s->f)->name, array);
        return false;
    }
    if (s->said->by[MARK_KEEP] && is_const && !direction_said(s->said)) {
        return convert_handle(s, c);    // the instance, not a copy of the call
    }
    s->p->indirect = true;
    s->p->dir = convert_direction(s, is_const);
    return convert_scalar(s, base);
}
