// SPDX-License-Identifier: MIT
// result.c: what a function gives back by `return`: numbers, strings, arrays of C's own
// or of the caller's. In: the result's C type and what markers on the function said.
// Out: Function.result, result_opt; a pointer needs a size, and an owner or const.
#include "convert.h"

// Would a NULL result have raised? `!return`, `return == NULL`.
bool result_raises_on_null(const Function *f)
{
    for (const Raise *r = f->raises; r; r = r->next) {
        const Expr *e = r->condition;
        bool negated = e->kind == EX_UNARY && e->op == TK_BANG
                       && e->a->kind == EX_RETURN;
        bool compared = e->kind == EX_BINARY && e->op == TK_EQ
                        && e->a->kind == EX_RETURN
                        && (expr_is_null(e->b)
                            || (e->b->kind == EX_NUMBER && e->b->number == 0));
        if (!r->is_warning && (negated || compared)) {
            return true;
        }
    }
    return false;
}

static bool unsized_result(Subject *s)
{
    subject_error(s, DIAG_UNSIZED_RESULT, s->at,
                  "%s is `%s`: C does not say how many elements it has", s->what,
                  subject_spelling(s, s->type));
    hint_result(s);
    return false;
}

static bool convert_pointer_result(Subject *s)
{
    const Type *base = s->type->base;
    if (type_is_value(s->type)) {
        return convert_value(s);
    }
    if (type_is_value(base)) {
        return convert_value_address(s);
    }
    if (base->kind == TY_FUNCTION) {
        return subject_leave_callback(s);
    }
    bool is_struct = base->kind == TY_STRUCT || base->kind == TY_UNION;
    if (is_struct && !s->said->shape) {
        Class *c = class_of_type(s->m, s->type);
        return class_is_handle(c) ? convert_handle_result(s, c, base->quals & Q_CONST)
                                  : subject_leave_struct(s, base);
    }
    if (base->kind == TY_POINTER || base->kind == TY_ARRAY) {
        bool strings = base->kind == TY_POINTER && s->said->shape
                       && element_is_text(base->base);
        if (!strings) {
            return subject_leave_type(s);
        }
    }
    bool text = !s->said->shape && convert_string(s, base);
    if (!text && !s->said->shape) {
        return unsized_result(s);
    }
    // Numbers in C's own static memory may be changed through the view that Python has.
    bool view = s->said->shape && (type_is_integer(base) || base->kind == TY_FLOAT
                                   || base->kind == TY_COMPLEX || is_struct)
                && !element_is_text(base) && !element_is_bytes(base);
    if (!view && !convert_owner(s, base)) {
        return false;
    }
    s->value->owned = s->said->owned;
    s->value->nullable = !s->f->returns_nonnull && !result_raises_on_null(s->f);
    return text || shape_flat(s, base);
}

static bool check_result_places(Subject *s)
{
    Function *f = s->f;
    bool pointer = s->type->kind == TY_POINTER;
    if (s->said->by[MARK_OPT] && !pointer) {
        f->result_opt = s->type->kind == TY_BOOL;
        return f->result_opt || subject_misplaced(s, MARK_OPT,
            "before a function it wants a `bool` (\"there is one\") or a pointer");
    }
    if (s->said->by[MARK_ON_RAISE]) {
        return subject_misplaced(s, MARK_ON_RAISE, "it speaks of pointers to functions, "
                                 "and of CB_FROM_PYTHON");
    }
    if (!pointer && s->said->by[MARK_OWNED] && !class_of_type(s->m, s->type)) {
        return subject_misplaced(s, MARK_OWNED, "there is nothing to free");
    }
    if (!pointer && s->said->by[MARK_SHAPE]) {
        return subject_misplaced(s, MARK_SHAPE, "it is no pointer");
    }
    return true;
}

void convert_result(Module *m, Function *f)
{
    Type *t = f->type->base;
    Subject s = { m, f, NULL, t, &f->result, &f->said, f->decl->span,
                  arena_printf(m->ctx->arena, "the result of %s()", f->c_name) };
    bool done = check_result_places(&s);
    if (t->kind == TY_VOID) {
        f->result.conv = CONV_NONE;
        f->result.element = t;
    } else if (done && t->kind != TY_STRUCT && t->spelled && class_of_type(m, t)
               && !class_of_type(m, t)->tag) {
        done = convert_handle_result(&s, class_of_type(m, t), false);
    } else if (done) {
        done = t->kind == TY_POINTER ? convert_pointer_result(&s)
                                     : convert_scalar(&s, t);
    }
    if (done && f->said.form) {
        convert_form(&s);
    }
    f->result.is_shown = f->result.conv == CONV_BYTES && function_gives_view(f);
}
