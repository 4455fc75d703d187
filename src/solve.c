// SPDX-License-Identifier: MIT
// solve.c: which array axis determines which integer, and which values serve as
// lengths.
//
// In: converted parameters with the extents of their axes. Out: Axis.solves with factor
// and offset, hidden parameters (ROLE_INFERRED, ROLE_STRIDE), Param.is_length,
// returned, and how many values the function returns.
#include "ir.h"

#include <string.h>

// factor * n + offset, with n NULL for a constant.
typedef struct {
    Param *n;
    int64_t factor, offset;
} Linear;

static bool can_be_inferred(const Param *p)
{
    return p->value.conv == CONV_INT && p->value.form == AS_DEFAULT
           && p->role == ROLE_ARGUMENT && p->dir == DIR_IN && !p->default_value
           && !p->opt;
}

static bool linear(const Module *m, const Function *f, const Expr *e, Linear *out);

static bool linear_name(const Module *m, const Function *f, const Expr *e, Linear *out)
{
    const char *name = e->kind == EX_NAME ? e->name : NULL;
    bool deref = !name && expr_is_deref(e, &name);
    Param *p = name ? function_param(f, name) : NULL;
    if (p) {
        *out = (Linear){ p, 1, 0 };
        return can_be_inferred(p) && p->indirect == deref;
    }
    *out = (Linear){ NULL, 0, 0 };
    return expr_int(m, f, e, &out->offset);
}

static bool linear_sum(Linear a, Linear b, bool minus, Linear *out)
{
    if (a.n && b.n && a.n != b.n) {
        return false;
    }
    out->n = a.n ? a.n : b.n;
    if (minus) {
        return !__builtin_sub_overflow(a.factor, b.factor, &out->factor)
               && !__builtin_sub_overflow(a.offset, b.offset, &out->offset);
    }
    return !__builtin_add_overflow(a.factor, b.factor, &out->factor)
           && !__builtin_add_overflow(a.offset, b.offset, &out->offset);
}

static bool linear_product(Linear a, Linear b, Linear *out)
{
    if (a.n && b.n) {
        return false;
    }
    Linear term = a.n ? a : b;
    int64_t by = a.n ? b.offset : a.offset;
    out->n = term.n;
    return !__builtin_mul_overflow(term.factor, by, &out->factor)
           && !__builtin_mul_overflow(term.offset, by, &out->offset);
}

static bool linear_binary(const Module *m, const Function *f, const Expr *e,
                          Linear *out)
{
    Linear a, b;
    if (!linear(m, f, e->a, &a) || !linear(m, f, e->b, &b)) {
        return false;
    }
    switch (e->op) {
    case TK_PLUS:
    case TK_MINUS:
        return linear_sum(a, b, e->op == TK_MINUS, out);
    case TK_STAR:
        return linear_product(a, b, out);
    case TK_SHL: {
        Linear power = { NULL, 0, 0 };
        if (b.n || b.offset < 0 || b.offset > 62) {
            return false;
        }
        power.offset = (int64_t)1 << b.offset;
        return linear_product(a, power, out);
    }
    default:
        return !a.n && !b.n && linear_name(m, f, e, out);
    }
}

static bool linear(const Module *m, const Function *f, const Expr *e, Linear *out)
{
    if (e->kind == EX_BINARY) {
        return linear_binary(m, f, e, out);
    }
    if (e->kind == EX_UNARY && (e->op == TK_MINUS || e->op == TK_PLUS)) {
        Linear zero = { NULL, 0, 0 }, a;
        return linear(m, f, e->a, &a) && linear_sum(zero, a, e->op == TK_MINUS, out)
               && (e->op == TK_MINUS || ((*out = a), true));
    }
    return linear_name(m, f, e, out);
}

// ----------------------------------------------------------------------- axes
static bool is_input_array(const Param *p)
{
    return value_is_array(&p->value) && p->dir != DIR_OUT && p->role == ROLE_ARGUMENT;
}

static bool solved_by_others(const Function *f, const Axis *self, const Param *n)
{
    for (int i = 0; i < f->n_params; i++) {
        const Value *v = &f->params[i]->value;
        for (int d = 0; is_input_array(f->params[i]) && d < v->rank; d++) {
            if (&v->axes[d] != self && v->axes[d].solves == n) {
                return true;
            }
        }
    }
    return false;
}

// [static n] is a minimum: it determines n only when nothing exact does.
static void solve_axis(const Module *m, Function *f, Axis *axis, bool minimum)
{
    Linear l;
    if (!axis->extent || axis->at_least != minimum || !linear(m, f, axis->extent, &l)
        || !l.n || l.factor == 0 || l.n->role == ROLE_STRIDE) {
        return;
    }
    if (minimum && solved_by_others(f, axis, l.n)) {
        return;
    }
    axis->at_least = false;
    axis->solves = l.n;
    axis->factor = l.factor;
    axis->offset = l.offset;
}

static void solve_axes(const Module *m, Function *f, bool minimum)
{
    for (int i = 0; i < f->n_params; i++) {
        Param *p = f->params[i];
        for (int d = 0; is_input_array(p) && d < p->value.rank; d++) {
            solve_axis(m, f, &p->value.axes[d], minimum);
        }
    }
}

static void bind_strides(Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        Param *p = f->params[i];
        for (int d = 0; d < p->value.rank; d++) {
            const Expr *e = p->value.axes[d].stride;
            Param *s = e && e->kind == EX_NAME ? function_param(f, e->name) : NULL;
            if (s && can_be_inferred(s) && !s->indirect) {
                p->value.axes[d].stride_param = s;
                s->role = ROLE_STRIDE;
            }
        }
    }
}

// ------------------------------------------------------------- hidden integers
// Does n bound anything but the optional inputs that determine it?
static bool bounds_more(const Function *f, const Param *n)
{
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        for (int d = 0; d < p->value.rank; d++) {
            const Axis *axis = &p->value.axes[d];
            if (axis->solves != n && axis->extent && expr_uses(axis->extent, n->name)) {
                return true;
            }
        }
        if (expr_uses(p->value.length, n->name)) {
            return true;
        }
    }
    for (int d = 0; d < f->result.rank; d++) {
        if (expr_uses(f->result.axes[d].extent, n->name)) {
            return true;
        }
    }
    return false;
}

static void hide(Function *f, Param *n)
{
    bool solved = false, required = false;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        for (int d = 0; is_input_array(p) && d < p->value.rank; d++) {
            if (p->value.axes[d].solves == n) {
                solved = true;
                required = required || !p->opt;
            }
        }
    }
    if (!solved) {
        return;
    }
    if (required || !bounds_more(f, n)) {
        n->role = ROLE_INFERRED;
    } else {
        n->inferable = true;
    }
}

// --------------------------------------------------------------------- lengths
static void use_as_length(Function *f, const Expr *e)
{
    for (int i = 0; i < f->n_params; i++) {
        Param *p = f->params[i];
        if (p->indirect && (p->dir == DIR_OUT || p->dir == DIR_INOUT)
            && expr_uses(e, p->name)) {
            p->is_length = true;
        }
    }
    f->result_is_length = f->result_is_length || expr_uses_return(e);
}

static void find_lengths(Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (p->value.length) {
            use_as_length(f, p->value.length);
        }
        for (int d = 0; p->pointer_out && d < p->value.rank; d++) {
            use_as_length(f, p->value.axes[d].extent);
        }
    }
    for (int d = 0; d < f->result.rank; d++) {
        use_as_length(f, f->result.axes[d].extent);
    }
}

static void count_returned(Function *f)
{
    const Type *t = f->type->base;
    for (const Raise *r = f->raises; r; r = r->next) {
        if (type_is_integer(t) && f->result.conv != CONV_HANDLE
            && expr_uses_return(r->condition)) {
            f->result_is_status = true;
        }
    }
    bool result = f->result.conv != CONV_NONE && !f->result_is_status
                  && !f->result_is_length && !f->result_opt;
    f->n_returned = result;
    for (int i = 0; i < f->n_params; i++) {
        Param *p = f->params[i];
        bool gives = param_is_output(p) || (p->dir == DIR_INOUT
                                            && p->value.conv != CONV_FILE);
        p->returned = gives && !p->is_length && !p->null_pointer;
        f->n_returned += p->returned;
    }
}

void solve_function(Module *m, Function *f)
{
    bind_strides(f);
    solve_axes(m, f, false);
    solve_axes(m, f, true);
    for (int i = 0; i < f->n_params; i++) {
        if (f->params[i]->role == ROLE_ARGUMENT) {
            hide(f, f->params[i]);
        }
        for (int d = 0; f->params[i]->dir == DIR_OUT && d < f->params[i]->value.rank;
             d++) {
            f->params[i]->value.axes[d].at_least = false;
        }
    }
    find_lengths(f);
    count_returned(f);
}
