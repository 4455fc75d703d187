// SPDX-License-Identifier: MIT
// convert_pointer.c: parameters that are pointers: one value by address, a string, an
// array of a shape that markers say, what C stores through `T **`, a FILE, an object.
//
// In: a Subject whose type is a pointer. Out: its Conversion, direction, indirect or
// pointer_out. What C leaves open (how many? who frees?) is an error with the spellings
// that say it.
#include "convert.h"

#include <string.h>

// ------------------------------------------------------------------ what is not said
static bool bare_string(Subject *s)
{
    subject_error(s, DIAG_UNSIZED_POINTER, s->at,
                  "%s is `char *`: a string to read, or memory to write, of what size?",
                  s->what);
    hint_string(s);
    return false;
}

static bool bare_pointer(Subject *s)
{
    if (element_is_text(s->type->base)) {
        return bare_string(s);
    }
    subject_error(s, DIAG_UNSIZED_POINTER, s->at,
                  "%s is `%s`: C does not say how many elements it has", s->what,
                  subject_spelling(s, s->type));
    hint_pointer(s);
    return false;
}

static bool bare_double_pointer(Subject *s)
{
    Context *ctx = s->m->ctx;
    const char *name = s->p->name;
    const Type *base = s->type->base->base;
    const char *element = type_declare(ctx, type_unqualified(ctx, base), NULL);
    subject_error(s, DIAG_POINTER_TO_POINTER, s->at,
                  "%s is `%s`, and C does not say what it points to", s->what,
                  subject_spelling(s, s->type));
    if (base->kind == TY_POINTER) {
        diag_hint(ctx, "give one at a time: const char *%s(size_t i);", s->f->c_name);
        return false;
    }
    if (element_is_text(base)) {
        diag_hint(ctx, "CB_OUT const char **%s    a string that stays C's own", name);
        diag_hint(ctx, "CB_OUT CB_OWNED(free) char **%s    a string that Python frees",
                  name);
        diag_hint(ctx, "size_t n, const char *const %s[n]    n strings, read", name);
        return false;
    }
    Class *c = base->kind == TY_STRUCT ? class_of_type(s->m, s->type->base) : NULL;
    if (class_is_handle(c)) {
        hint_objects(s, c);
        return false;
    }
    diag_hint(ctx, "CB_OUT CB_SHAPE(*n) CB_OWNED(free) %s **%s, CB_OUT size_t *n    "
              "an array that C allocates", element, name);
    diag_hint(ctx, "size_t m, size_t k, const %s %s[m][k]    a matrix", element, name);
    return false;
}

// A pointer that C stores through `T **`: needs an owner, or const.
bool convert_owner(Subject *s, const Type *pointee)
{
    s->value->owned = s->said->owned;
    if (s->said->owned || pointee->quals & Q_CONST) {
        return true;
    }
    Context *ctx = s->m->ctx;
    subject_error(s, DIAG_UNOWNED_RESULT, s->at,
                  "%s is not `const`: who frees what it points to?", s->what);
    const Mark *mark = s->said->by[MARK_SHAPE];
    const char *shape = !mark ? "" : mark->is_attribute ? "CB_SHAPE(n) "
                        : arena_printf(ctx->arena, "%s ",
                                       source_spelling(ctx, mark->span));
    Type *kept = type_qualified(ctx, pointee, Q_CONST);
    if (s->p) {
        const char *name = s->p->name;
        diag_hint(ctx, "CB_OUT %sCB_OWNED(free) %s    Python frees it, with free",
                  shape, type_declare(ctx, s->type, name));
        diag_hint(ctx, "CB_OUT %s%s    it stays C's own", shape,
                  type_declare(ctx, type_pointer(ctx, type_pointer(ctx, kept)), name));
        return false;
    }
    const Type *result = type_pointer(ctx, kept);
    diag_hint(ctx, "%sCB_OWNED(free) %s;    Python frees it, with free", shape,
              hint_prototype(s->m, s->f, s->type));
    diag_hint(ctx, "%s%s;    it stays C's own", shape,
              hint_prototype(s->m, s->f, result));
    diag_hint(ctx, "%s%s    where a library fixes the type", shape,
              hint_wrapper(s->m, s->f, result, NULL, NULL));
    return false;
}

// A string: `const char *`, wide ones too. False when t points to something else.
bool convert_string(Subject *s, const Type *pointee)
{
    if (!element_is_text(pointee) && !element_is_wide(pointee)) {
        return false;
    }
    s->value->conv = element_is_text(pointee) ? CONV_STR : CONV_WSTR;
    s->value->element = type_unqualified(s->m->ctx, pointee);
    s->value->is_const = pointee->quals & Q_CONST;
    return true;
}

// CB_OUT T **p: C stores a pointer there.
static bool convert_pointer_out(Subject *s)
{
    const Type *pointee = s->type->base->base;
    s->p->pointer_out = true;
    if (pointee->kind == TY_POINTER || pointee->kind == TY_FUNCTION) {
        return bare_double_pointer(s);
    }
    s->p->dir = DIR_OUT;
    if ((pointee->kind == TY_STRUCT || pointee->kind == TY_UNION) && !s->said->shape) {
        Class *c = class_of_type(s->m, s->type->base);
        return class_is_handle(c)
            ? convert_handle_result(s, c, pointee->quals & Q_CONST)
            : subject_leave_struct(s, pointee);
    }
    if (!convert_owner(s, pointee)) {
        return false;
    }
    if (s->said->shape) {
        Type *element = type_unqualified(s->m->ctx, pointee);
        bool done = shape_flat(s, element);
        s->value->is_const = pointee->quals & Q_CONST;
        s->value->nullable = s->said->by[MARK_OPT] != NULL;
        return done;
    }
    if (convert_string(s, pointee)) {
        s->value->nullable = true;
        return true;
    }
    return bare_double_pointer(s);
}

static bool convert_double_pointer(Subject *s)
{
    bool in_strings = !s->said->by[MARK_OUT] && s->said->shape;
    if (in_strings) {
        return shape_flat(s, s->type->base);
    }
    return s->said->by[MARK_OUT] ? convert_pointer_out(s) : bare_double_pointer(s);
}

// --------------------------------------------------------------------------- kinds
static bool is_file(const Type *t)
{
    return t->kind == TY_STRUCT && (type_spelled(t, "FILE")
           || (t->tag && t->tag->name && strcmp(t->tag->name, "_IO_FILE") == 0));
}

static bool convert_file(Subject *s)
{
    s->value->conv = CONV_FILE;
    s->value->element = s->type->base;
    s->p->dir = s->said->by[MARK_OUT] ? DIR_OUT : s->said->by[MARK_INOUT] ? DIR_INOUT
                                                                          : DIR_IN;
    return true;
}

// CB_DEFAULT and CB_FIXED on a `T *` are the pointee's first value, or NULL.
static bool convert_by_address(Subject *s)
{
    const Type *base = s->type->base;
    bool is_const = base->quals & Q_CONST;
    const Expr *given = s->said->fixed ? s->said->fixed : s->said->default_value;
    bool said = s->said->by[MARK_IN] || s->said->by[MARK_OUT] || s->said->by[MARK_INOUT]
                || (is_const && (s->said->by[MARK_OPT] || given)) || s->said->fixed;
    if (!said || base->kind == TY_VOID) {
        return bare_pointer(s);
    }
    s->p->indirect = true;
    bool written = s->said->by[MARK_OUT] || s->said->by[MARK_INOUT];
    s->p->dir = s->said->fixed && !written ? DIR_IN : convert_direction(s, is_const);
    return convert_scalar(s, base);
}

// CB_OUT handle *, of a typedef with CB_CLASS
static bool out_handle(Subject *s, const Type *t)
{
    const Class *c = t->spelled ? class_of_type(s->m, t) : NULL;
    if (!c || c->tag) {
        return false;
    }
    s->p->dir = DIR_OUT;
    s->p->pointer_out = true;
    return true;
}

bool convert_pointer(Subject *s)
{
    const Type *base = s->type->base;
    bool read_only = base->quals & Q_CONST || s->said->by[MARK_IN];
    bool written = s->said->by[MARK_OUT] || s->said->by[MARK_INOUT];
    if (type_is_value(s->type)) {
        return convert_value(s);
    }
    if (type_is_value(base)) {
        return convert_value_address(s);
    }
    if (base->kind == TY_FUNCTION) {
        return subject_leave_callback(s);
    }
    if (s->said->by[MARK_OUT] && out_handle(s, base)) {
        return convert_handle_result(s, class_of_type(s->m, base), false);
    }
    if (is_file(base)) {
        return convert_file(s);
    }
    if ((base->kind == TY_STRUCT || base->kind == TY_UNION) && !type_is_timespec(base)) {
        return convert_struct_pointer(s);
    }
    if (base->kind == TY_POINTER) {
        return convert_double_pointer(s);
    }
    if (s->said->shape && base->kind != TY_ARRAY) {
        return shape_flat(s, base);
    }
    if (read_only && !written && convert_string(s, base)) {
        s->p->dir = DIR_IN;
        return true;
    }
    if (base->kind == TY_ARRAY) {
        return shape_declared(&(Subject){ s->m, s->f, s->p,
            &(Type){ .kind = TY_ARRAY, .base = s->type->base },
            s->value, s->said, s->at, s->what });
    }
    return convert_by_address(s);
}
