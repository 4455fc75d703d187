// SPDX-License-Identifier: MIT
// shape.c: array values: their element, their axes, and what of CB_SHAPE, CB_STRIDES
// and CB_LEN belongs to them. In: a Subject whose type is an array, a view, or a
// pointer with CB_SHAPE. Out: its Value (conversion, rank, axes) and direction.
#include "convert.h"

#include <string.h>

enum { MAX_RANK = 32, MAX_VIEW_RANK = 8 };

// ------------------------------------------------------------------- elements
// By spelling: `int8_t` and `uint8_t` are numbers, whatever they are made of.
static bool is_small_number(const Type *t)
{
    static const char *const names[] = {
        "int8_t", "uint8_t", "int_least8_t", "uint_least8_t", "int_fast8_t",
        "uint_fast8_t",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (type_spelled(t, names[i])) {
            return true;
        }
    }
    return false;
}

bool element_is_text(const Type *t)
{
    return t->kind == TY_INT && t->int_kind == INT_CHAR && !is_small_number(t);
}

bool element_is_bytes(const Type *t)
{
    if (t->kind == TY_VOID) {
        return true;
    }
    return t->kind == TY_INT && (t->int_kind == INT_SCHAR || t->int_kind == INT_UCHAR)
           && !is_small_number(t);
}

bool element_is_wide(const Type *t)
{
    return type_spelled(t, "wchar_t") || type_spelled(t, "char16_t")
           || type_spelled(t, "char32_t");
}

static bool unmapped_element(Subject *s, const Type *element)
{
    const char *spelling = type_declare(s->m->ctx, element, NULL);
    const char *reason = arena_printf(s->m->ctx->arena,
                                      "%s has elements of type `%s`, which no array in "
                                      "Python has", subject_name(s), spelling);
    return subject_leave_out(s, DIAG_LEFT_OUT_TYPE, reason, NULL);
}

static bool number_element(Subject *s, const Type *element)
{
    Value *v = s->value;
    bool wide_int = element->kind == TY_INT && element->int_kind >= INT_INT128
                    && element->int_kind <= INT_UBIT;
    bool odd_float = (element->kind == TY_FLOAT || element->kind == TY_COMPLEX)
                     && (element->float_kind == FLOAT_128
                         || (element->kind == TY_COMPLEX
                             && element->float_kind == FLOAT_HALF));
    bool unknown = element->kind == TY_ENUM && !element->tag->complete;
    if (wide_int || odd_float || unknown || element->quals & Q_ATOMIC) {
        return unmapped_element(s, element);
    }
    v->conv = CONV_ARRAY;
    v->is_bool = element->kind == TY_BOOL;
    if (element->kind == TY_ENUM) {
        v->enumeration = enum_of(s->m, element->tag);
    }
    return true;
}

// T *const a[n]: objects of a class, by the pointers that C knows them by.
static bool object_elements(Subject *s, Class *c, const Type *pointer)
{
    bool written = !(pointer->quals & Q_CONST) && s->p && !s->said->by[MARK_IN]
                   && !s->said->by[MARK_OUT];
    if (written || s->said->by[MARK_INOUT] || !s->p || s->p->pointer_out) {
        return subject_leave_out(s, DIAG_LEFT_OUT_STRUCT, arena_printf(s->m->ctx->arena,
            "%s is an array of objects that C may exchange", subject_name(s)),
            "`const T *const a[n]` for objects that C reads, CB_OUT for those it gives");
    }
    Value *v = s->value;
    v->conv = CONV_HANDLES;
    v->class = c;
    v->is_shared = pointer->base->quals & Q_CONST;
    v->is_child = s->said->by[MARK_OUT] != NULL;
    c->is_used = true;
    c->is_lent = c->is_lent || v->is_child;
    c->is_nested = c->is_nested || v->is_child;
    c->is_changed = c->is_changed || (!v->is_shared && !v->is_child);
    if (v->is_child && !v->is_shared) {
        return subject_error(s, DIAG_UNOWNED_RESULT, s->at,
                             "the objects in %s are not `const`: who frees them?", s->what);
    }
    return true;
}

static bool string_elements(Subject *s, const Type *pointer)
{
    const Type *base = pointer->base;
    Class *c = base->kind == TY_STRUCT ? class_of_type(s->m, pointer) : NULL;
    if (class_is_handle(c)) {
        return object_elements(s, c, pointer);
    }
    if (!element_is_text(base) || !(base->quals & Q_CONST)) {
        subject_error(s, DIAG_POINTER_TO_POINTER, s->at,
                      "%s is an array of pointers (`%s`), and C does not say to what",
                      s->what, type_declare(s->m->ctx, s->type, NULL));
        hint_pointers(s);
        return false;
    }
    bool written = !(pointer->quals & Q_CONST) && s->p && !s->said->by[MARK_IN]
                   && !s->said->by[MARK_OUT];
    if (written) {
        subject_error(s, DIAG_POINTER_TO_POINTER, s->at,
                      "C may change the pointers in %s", s->what);
        const char *array = hint_brackets(s);
        diag_hint(s->m->ctx, "const char *const %s    strings, read", array);
        diag_hint(s->m->ctx, "CB_OUT const char *%s    strings, returned", array);
        return false;
    }
    s->value->conv = CONV_STRINGS;
    return true;
}

// What conversion an array of `element` has; its rank is known.
static bool choose_element(Subject *s, const Type *element)
{
    Value *v = s->value;
    v->element = type_unqualified(s->m->ctx, element);
    v->is_const = element->quals & Q_CONST;
    bool small = element_is_text(element) || element_is_bytes(element);
    if (small && v->rank == 1) {
        v->conv = element_is_text(element) ? CONV_TEXT : CONV_BYTES;
        return true;
    }
    switch (element->kind) {
    case TY_VOID:
        return subject_error(s, DIAG_UNSIZED_POINTER, s->at,
                             "%s is `void`: CB_SHAPE gives its size in bytes, as one "
                             "number", s->what);
    case TY_POINTER:
        return v->rank == 1 ? string_elements(s, element)
                            : unmapped_element(s, element);
    case TY_BOOL: case TY_INT: case TY_FLOAT: case TY_COMPLEX: case TY_ENUM:
        return element_is_text(element) ? unmapped_element(s, element)
                                        : number_element(s, element);
    case TY_STRUCT: case TY_UNION:
        return struct_element(s, element);
    default:
        return unmapped_element(s, element);
    }
}

// ----------------------------------------------------------------------- axes
static bool make_axes(Subject *s, int rank)
{
    if (rank > MAX_RANK) {
        return subject_error(s, DIAG_RANK, s->at, "%s has %d dimensions; NumPy has at "
                             "most %d", s->what, rank, MAX_RANK);
    }
    s->value->rank = rank;
    s->value->axes = arena_alloc(s->m->ctx->arena, (size_t)rank * sizeof(Axis));
    return true;
}

// An element of a list of expressions, without those behind it.
static Expr *alone(Context *ctx, const Expr *e)
{
    Expr *copy = NEW(ctx, Expr);
    *copy = *e;
    copy->next = NULL;
    return copy;
}

// An extent; constants are folded, so that no arithmetic of theirs is left.
static Expr *extent_of(Subject *s, const Expr *e)
{
    Expr *copy = alone(s->m->ctx, e);
    int64_t number;
    if (expr_int(s->m, s->f, e, &number) && number >= 0) {
        *copy = (Expr){ .kind = EX_NUMBER, .span = e->span,
                        .number = (uint64_t)number };
    }
    return copy;
}

static bool attach_strides(Subject *s)
{
    const Said *said = s->said;
    if (!said->by[MARK_STRIDES]) {
        return true;
    }
    if (said->n_strides != s->value->rank) {
        subject_error(s, DIAG_STRIDES, said->by[MARK_STRIDES]->span,
                      "CB_STRIDES gives %d stride%s, but %s has %d dimension%s",
                      said->n_strides, said->n_strides == 1 ? "" : "s", s->what,
                      s->value->rank, s->value->rank == 1 ? "" : "s");
        if (s->value->rank == 2) {
            diag_hint(s->m->ctx,
                      "rows that are `lda` elements apart: CB_STRIDES(lda, 1)");
        }
        return false;
    }
    const Expr *e = said->strides;
    for (int d = 0; d < s->value->rank; d++, e = e->next) {
        s->value->axes[d].stride = alone(s->m->ctx, e);
    }
    return true;
}

// A `char s[n]` that C may change is a buffer: str cannot be changed.
static void settle_text(Subject *s, Direction dir)
{
    if (s->value->conv == CONV_TEXT && dir == DIR_INPLACE) {
        s->value->conv = CONV_BYTES;
    }
}

static bool finish_array(Subject *s, const Type *element)
{
    if (!choose_element(s, element) || !attach_strides(s)) {
        return false;
    }
    if (s->p) {
        bool is_const = s->value->conv == CONV_STRINGS || s->value->conv == CONV_HANDLES
                            ? element->quals & Q_CONST && !s->said->by[MARK_OUT]
                            : s->value->is_const;
        s->p->dir = convert_direction(s, is_const);
        settle_text(s, s->p->dir);
    }
    s->value->length = s->said->length;
    return true;
}

bool shape_flat(Subject *s, const Type *element)
{
    if (!make_axes(s, s->said->n_shape)) {
        return false;
    }
    const Expr *e = s->said->shape;
    for (int d = 0; d < s->value->rank; d++, e = e->next) {
        s->value->axes[d].extent = extent_of(s, e);
    }
    if (s->p) {
        s->p->flat = true;
    }
    return finish_array(s, element);
}

static bool unsized(Subject *s)
{
    subject_error(s, DIAG_UNSIZED_ARRAY, s->at, "%s has no extent: how many elements?",
                  s->what);
    if (s->p) {
        hint_extent(s);
    }
    return false;
}

// T x[m][k] as written: extents from the declarators, from the outside in.
bool shape_declared(Subject *s)
{
    const Type *element = s->type;
    int rank = 0;
    bool open = false;
    for (; element->kind == TY_ARRAY; element = element->base) {
        open = open || !element->length || element->is_star;
        rank++;
    }
    bool marked = s->said->shape && !s->said->shape_from_attribute;
    if (open && rank == 1 && s->said->shape) {
        return shape_flat(s, element);
    }
    if (open) {
        return unsized(s);
    }
    if (marked) {
        subject_error(s, DIAG_SHAPE_TWICE, s->said->by[MARK_SHAPE]->span,
                      "%s has its shape from the declarator already", s->what);
        diag_hint(s->m->ctx, "remove CB_SHAPE, or write `%s`",
                  type_declare(s->m->ctx, type_pointer(s->m->ctx, (Type *)element),
                               s->p ? s->p->name : NULL));
        return false;
    }
    if (!make_axes(s, rank)) {
        return false;
    }
    const Type *level = s->type;
    for (int d = 0; d < rank; d++, level = level->base) {
        s->value->axes[d].extent = extent_of(s, level->length);
        s->value->axes[d].at_least = level->is_static;
    }
    return finish_array(s, element);
}

// CB_VIEW(T, rank): any layout, nothing inferred.
bool shape_view(Subject *s)
{
    int64_t rank = 0;
    if (!s->type->length || !expr_int(s->m, s->f, s->type->length, &rank) || rank < 1
        || rank > MAX_VIEW_RANK) {
        return subject_error(s, DIAG_RANK, s->at, "%s wants a rank from 1 to %d: "
                             "CB_VIEW(double, 2)", s->what, MAX_VIEW_RANK);
    }
    if (!make_axes(s, (int)rank)) {
        return false;
    }
    const Type *element = s->type->base;
    s->value->element = type_unqualified(s->m->ctx, element);
    s->value->is_const = element->quals & Q_CONST;
    bool small = element_is_text(element) || element->kind == TY_VOID;
    bool is_struct = element->kind == TY_STRUCT || element->kind == TY_UNION;
    if (is_struct && !struct_element(s, element)) {
        return false;
    }
    if (!is_struct
        && (small || !type_is_number(element) || !number_element(s, element))) {
        return s->f->left_out ? false : unmapped_element(s, element);
    }
    s->value->conv = CONV_VIEW;
    s->p->dir = s->value->is_const ? DIR_IN : DIR_INPLACE;
    if (s->said->by[MARK_OUT] || s->said->by[MARK_INOUT]) {
        return subject_error(s, DIAG_MARKER_PLACE, s->at,
                             "%s is a view of the caller's own array: it is read "
                             "(`const`) or changed in place", s->what);
    }
    return true;
}
