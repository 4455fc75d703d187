// SPDX-License-Identifier: MIT
// emit_stage.c: the middle of a wrapper: solve what the arrays determine, evaluate
// defaults, check every extent, allocate outputs, read direct arrays again, scan.
#include "emit_glue.h"

#include <string.h>

static bool is_input_array(const Param *p)
{
    return is_array(p) && p->dir != DIR_OUT;
}

// The type of an integer local, for casts: pointee when by address.
static const char *integer_type(const Wrapper *w, const Param *p)
{
    return unqualified(w->g->ctx, p->indirect ? p->value.element : p->type, NULL);
}

static void emit_assign(Wrapper *w, const Param *n, const char *value, int indent)
{
    text_printf(w->out,
                "%*sif (CBI_UNLIKELY(!CBI_FITS(%s, %s, %s))) {\n"
                "%*s    cbi_bad_fit(&py_call, %s, %s, %s);\n"
                "%*s    goto fail;\n%*s}\n",
                indent, "", value_local(w, n), integer_type(w, n), value, indent, "",
                quoted(w->g->ctx, n->py_name), value,
                quoted(w->g->ctx, integer_type(w, n)), indent, "", indent, "");
}

static void emit_source(Wrapper *w, const Param *n, const Param *array, int d,
                        int indent)
{
    const Axis *axis = &array->value.axes[d];
    const char *extent = arena_printf(w->g->ctx->arena, "cbi_%s_n[%d]", array->local,
                                      d);
    if (axis->factor == 1 && axis->offset == 0) {
        emit_assign(w, n, extent, indent);
        return;
    }
    text_printf(w->out,
                "    {\n        cbi_wide cbi_solved;\n"
                "        if (!cbi_solve(&py_call, %d, %d, %s, %lld, %lld, %s, %s, "
                "&cbi_solved)) {\n            goto fail;\n        }\n",
                message_index(array), d, extent, (long long)axis->factor,
                (long long)axis->offset,
                quoted(w->g->ctx, expr_text(w->g->ctx, axis->extent)),
                quoted(w->g->ctx, n->py_name));
    emit_assign(w, n, "cbi_solved", 8);
    text_add(w->out, "    }\n");
}

// Do arrays determine n, and may all of those be None?
static bool has_source(const Wrapper *w, const Param *n, bool *optional)
{
    bool any = false;
    *optional = true;
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        for (int d = 0; is_input_array(p) && d < p->value.rank; d++) {
            if (p->value.axes[d].solves == n) {
                *optional = *optional && p->opt;
                any = true;
            }
        }
    }
    return any;
}

// From the first array that is there; what is known already stays.
static void emit_first_source(Wrapper *w, const Param *n)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        for (int d = 0; is_input_array(p) && d < p->value.rank; d++) {
            if (p->value.axes[d].solves == n) {
                text_printf(w->out, "    if (!cbi_%s_known && cbi_%s.data) {\n"
                            "        cbi_%s_known = true;\n", n->local, p->local, n->local);
                emit_source(w, n, p, d, 8);
                text_add(w->out, "    }\n");
            }
        }
    }
}

// From the first array that must be there.
static void emit_only_source(Wrapper *w, const Param *n)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        for (int d = 0; is_input_array(p) && !p->opt && d < p->value.rank; d++) {
            if (p->value.axes[d].solves == n) {
                emit_source(w, n, p, d, 4);
                return;
            }
        }
    }
}

// One integer from the axes that determine it; emit_checks compares the others.
static void emit_solve_one(Wrapper *w, const Param *n)
{
    bool optional;
    if (!has_source(w, n, &optional)) {
        return;
    }
    if (!optional && !n->inferable) {
        emit_only_source(w, n);
        return;
    }
    text_printf(w->out, "    bool cbi_%s_known = %s;\n", n->local, !n->inferable ? "false"
                : arena_printf(w->g->ctx->arena, "py_slot[%d] != NULL", n->slot));
    emit_first_source(w, n);
    if (n->inferable) {
        text_printf(w->out, "    if (!cbi_%s_known) {\n        cbi_fail(&py_call, "
                    "PyExc_TypeError, -1, \"missing argument '%%s': no array gives "
                    "it\", %s);\n        goto fail;\n    }\n", n->local,
                    quoted(w->g->ctx, n->py_name));
    }
}

static void emit_strides(Wrapper *w, const Param *p)
{
    for (int d = 0; d < p->value.rank; d++) {
        const Param *s = p->value.axes[d].stride_param;
        if (s) {
            emit_assign(w, s,
                        arena_printf(w->g->ctx->arena, "cbi_%s_s[%d]", p->local, d), 4);
        }
    }
}

// Arrays that an expression of the author reads, by their names.
static void declare_arrays_of(Wrapper *w, const Expr *e)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (is_input_array(p) && p->value.conv != CONV_VIEW && expr_uses(e, p->name)) {
            text_printf(w->out, "        %s = cbi_%s.data;\n",
                        type_declare_param(w->g->ctx, p->type, local_name(w, p)),
                        p->local);
        }
    }
}

// Defaults and fixed values are C expressions of the author.
static void emit_value_of(Wrapper *w, const Param *p, const Expr *e, bool guarded)
{
    if (p->indirect && p->null_pointer) {
        return;     // the pointer itself is NULL: see the argument
    }
    if (guarded) {
        text_printf(w->out, "    if (!py_slot[%d]) {\n", p->slot);
    } else {
        text_add(w->out, "    {\n");
    }
    declare_arrays_of(w, e);
    text_printf(w->out, "        %s = %s;\n    }\n", value_local(w, p),
                p->null_pointer ? "NULL"
                : param_is_state(p) ? "cbi_state_memory(&py_call)" : pasted_expr(w, e));
}

void emit_solve(Wrapper *w)
{
    const Function *f = w->f;
    bool evaluates = false;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (p->role == ROLE_INFERRED || p->inferable) {
            emit_solve_one(w, p);
        }
        if (is_input_array(p)) {
            emit_strides(w, p);
        }
        evaluates = evaluates || (p->fixed && p->fixed->kind != EX_NUMBER)
                    || (p->default_value && p->default_value->kind != EX_NUMBER
                        && !p->null_pointer);
    }
    if (evaluates) {
        emit_again(w);
    }
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (is_array(p)) {
            continue;
        }
        if (p->fixed) {
            emit_value_of(w, p, p->fixed, false);
        } else if (p->default_value) {
            emit_value_of(w, p, p->default_value, true);
        }
    }
}

// ---------------------------------------------------------------------- checks
static const char *axis_text(const Wrapper *w, const Expr *e)
{
    return quoted(w->g->ctx, bound_text(w, e));
}

static bool is_first_source(const Wrapper *w, const Param *p, int axis)
{
    const Param *n = p->value.axes[axis].solves;
    if (!n || p->opt || n->inferable) {
        return false;
    }
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *q = w->f->params[i];
        for (int d = 0; is_input_array(q) && !q->opt && d < q->value.rank; d++) {
            if (q->value.axes[d].solves == n) {
                return q == p && d == axis;
            }
        }
    }
    return false;
}

static void emit_axis_check(Wrapper *w, const Param *p, int d)
{
    const Axis *axis = &p->value.axes[d];
    int i = message_index(p);
    const char *extent = arena_printf(w->g->ctx->arena, "cbi_%s_n[%d]", p->local, d);
    const char *guard = p->opt ? arena_printf(w->g->ctx->arena, "cbi_%s.data && ",
                                              p->local) : "";
    const char *compare = axis->at_least ? "<" : "!=";
    const char *value = exact_expr(w, axis->extent);
    if (is_simple(axis->extent)) {
        text_printf(w->out, "    if (CBI_UNLIKELY(%s(cbi_wide)%s %s (cbi_wide)%s)) {\n",
                    guard, extent, compare, value);
        text_add(w->out, "        ");
        text_printf(w->out, "cbi_bad_extent(&py_call, %d, %d, %d, cbi_%s_n, %s, "
                    "(cbi_wide)%s, %s)", i, d, p->value.rank, p->local,
                    axis->at_least ? "true" : "false", value,
                    axis_text(w, axis->extent));
        text_add(w->out, ";\n        goto fail;\n    }\n");
        return;
    }
    text_printf(w->out,
                "    if (%strue) {\n"
                "        unsigned cbi_bad = 0;\n"
                "        cbi_wide cbi_want = %s;\n"
                "        if (CBI_UNLIKELY(cbi_bad || cbi_want < 0)) {\n"
                "            cbi_bad_bound(&py_call, %d, %d, %s, cbi_want, cbi_bad);\n"
                "            goto fail;\n        }\n"
                "        if (CBI_UNLIKELY((cbi_wide)%s %s cbi_want)) {\n"
                "            cbi_bad_extent(&py_call, %d, %d, %d, cbi_%s_n, %s, "
                "cbi_want, %s);\n            goto fail;\n        }\n    }\n",
                guard, value, i, d,
                quoted(w->g->ctx, expr_text(w->g->ctx, axis->extent)), extent, compare,
                i, d, p->value.rank, p->local, axis->at_least ? "true" : "false",
                axis_text(w, axis->extent));
}

static void emit_stride_check(Wrapper *w, const Param *p, int d)
{
    const Axis *axis = &p->value.axes[d];
    if (!axis->stride || axis->stride_param || axis->stride->kind == EX_NUMBER) {
        return;     // taken from the array, or required of the getter
    }
    text_printf(w->out,
                "    {\n        unsigned cbi_bad = 0;\n"
                "        cbi_wide cbi_want = %s;\n"
                "        if (CBI_UNLIKELY(cbi_bad || cbi_%s_s[%d] != cbi_want)) {\n"
                "            cbi_bad_stride(&py_call, %d, %d, cbi_%s_s[%d], cbi_want, "
                "%s);\n            goto fail;\n        }\n    }\n",
                exact_expr(w, axis->stride), p->local, d, message_index(p), d, p->local,
                d, quoted(w->g->ctx, expr_text(w->g->ctx, axis->stride)));
}

void emit_checks(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        for (int d = 0; is_input_array(p) && d < p->value.rank; d++) {
            if (p->value.axes[d].extent && !is_first_source(w, p, d)) {
                emit_axis_check(w, p, d);
            }
            emit_stride_check(w, p, d);
        }
    }
}

// -------------------------------------------------------------------- allocate
static void emit_wanted(Wrapper *w, const Param *p)
{
    for (int d = 0; d < p->value.rank; d++) {
        const Expr *e = p->value.axes[d].extent;
        text_printf(w->out, "        cbi_want[%d] = %s;\n"
                    "        if (CBI_UNLIKELY(cbi_bad || cbi_want[%d] < 0)) {\n"
                    "            cbi_bad_bound(&py_call, %d, %d, %s, cbi_want[%d], "
                    "cbi_bad);\n            goto fail;\n        }\n",
                    d, exact_expr(w, e), d, message_index(p), d,
                    quoted(w->g->ctx, expr_text(w->g->ctx, e)), d);
    }
}

// Does cbi_new_array see for itself whether the out is asked for?
static bool is_asked_inside(const Wrapper *w, const Param *p)
{
    return !stack_elements(w, p) && !wants_memory(p) && p->value.conv != CONV_BYTES;
}

static void emit_allocate_one(Wrapper *w, const Param *p)
{
    const Value *v = &p->value;
    int i = message_index(p);
    if (stack_elements(w, p)) {
        text_printf(w->out, "    cbi_%s.data = cbi_%s_m;\n", p->local, p->local);
        for (int d = 0; d < v->rank; d++) {
            text_printf(w->out, "    cbi_%s_n[%d] = (intptr_t)%s;\n", p->local, d,
                        exact_expr(w, v->axes[d].extent));
        }
        return;
    }
    text_printf(w->out, "    {\n        unsigned cbi_bad = 0;\n"
                "        cbi_wide cbi_want[%d];\n", v->rank);
    emit_wanted(w, p);
    text_add(w->out, "        (void)cbi_bad;\n        if (!");
    if (wants_memory(p)) {
        text_printf(w->out, "cbi_new_memory(&py_call, %d, %s, %d, cbi_want, &cbi_%s, "
                    "cbi_%s_n)", i, number_type(w, v), v->rank, p->local, p->local);
    } else if (v->conv == CONV_BYTES) {
        text_printf(w->out, "cbi_new_bytes(&py_call, %d, cbi_want[0], &cbi_%s, "
                    "cbi_%s_n)", i, p->local, p->local);
    } else {
        text_printf(w->out, "cbi_new_array%s(&py_call, %d, %s, %s, %d, cbi_want, %s, "
                    "&cbi_%s, cbi_%s_n)", value_is_structs(v) ? "_slow" : "", i,
                    p->slot < 0 ? "NULL" : arena_printf(w->g->ctx->arena, "py_slot[%d]",
                                                        p->slot),
                    number_type(w, v), v->rank, p->opt ? "CBI_NULLABLE" : "0", p->local,
                    p->local);
    }
    text_add(w->out, ") {\n            goto fail;\n        }\n    }\n");
}

void emit_allocate(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (!is_allocated(p)) {
            continue;
        }
        bool asked = is_optional_out(p) && !is_asked_inside(w, p);
        if (asked) {
            text_printf(w->out, "    memset(cbi_%s_n, 0, sizeof cbi_%s_n);\n"
                        "    if (cbi_is_wanted(py_slot[%d])) {\n", p->local, p->local,
                        p->slot);
        }
        emit_allocate_one(w, p);
        text_add(w->out, asked ? "    }\n" : "");
    }
}

// ------------------------------------------------------------------- stage four
void emit_again(Wrapper *w)
{
    bool open = false;
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        const Value *v = &p->value;
        if (!is_array(p) || p->dir == DIR_INOUT
            || (v->conv != CONV_ARRAY && v->conv != CONV_VIEW)
            || (p->dir == DIR_OUT && wants_memory(p))) {
            continue;
        }
        const bool strided = is_strided(v);
        text_printf(w->out, "%s!cbi_again%s(&py_call, %d, &cbi_%s, %s, %d, %s, "
                    "cbi_%s_n%s)",
                    open ? "\n            || " : "    if (CBI_UNLIKELY(py_call.ran)"
                                                 "\n        && (",
                    v->class ? "_structs" : "", message_index(p), p->local, number_type(w, v), v->rank,
                    strided ? (p->dir == DIR_IN ? "CBI_STRIDED"
                                                : "CBI_STRIDED | CBI_WRITE")
                            : p->dir == DIR_IN ? "0" : "CBI_WRITE", p->local,
                    !v->class ? "" : !strided ? ", NULL"
                        : arena_printf(w->g->ctx->arena, ", cbi_%s_s", p->local));
        open = true;
    }
    text_add(w->out, open ? ")) {\n        goto fail;\n    }\n" : "");
}

static void emit_struct_scan(Wrapper *w, const Param *p)
{
    const Value *v = &p->value;
    const char *n = p->local;
    if (p->dir != DIR_OUT && v->class->is_scanned) {
        text_printf(w->out, "    if (!cbi_scan_structs(&py_call, %d, cbi_%s.data, %s, "
                    "%d, cbi_%s_n, %s)) {\n        goto fail;\n    }\n",
                    message_index(p), n, number_type(w, v), v->rank, n,
                    v->conv != CONV_VIEW ? "NULL"
                        : arena_printf(w->g->ctx->arena, "cbi_%s_s", n));
    }
}

// A view's strides are bytes, those of CB_STRIDES elements.
static void emit_strided_scan(Wrapper *w, const Param *p, const char *which,
                              const char *bound)
{
    const Value *v = &p->value;
    const char *n = p->local, *type = number_type(w, v);
    text_printf(w->out, "    if (!cbi_scan_strided(&py_call, %d, cbi_%s.data, %s, %d, "
                "cbi_%s_n, cbi_%s_s, %s, %s, %s)) {\n        goto fail;\n    }\n",
                message_index(p), n, type, v->rank, n, n,
                v->conv == CONV_VIEW ? "1" : arena_printf(w->g->ctx->arena,
                                                          "CBI_SIZE(%s)", type),
                which, bound);
}

static void emit_strided_scans(Wrapper *w, const Param *p)
{
    const Value *v = &p->value;
    Arena *arena = w->g->ctx->arena;
    if (v->is_bool) {
        emit_strided_scan(w, p, "CBI_SCAN_BOOLS", "0, NULL");
    }
    if (v->enumeration) {
        emit_strided_scan(w, p, arena_printf(arena, "%d", v->enumeration->index),
                          "0, NULL");
    }
    if (p->index_bound) {
        emit_strided_scan(w, p, "CBI_SCAN_INDICES", arena_printf(
            arena, "%s, %s", pasted_expr(w, p->index_bound),
            quoted(w->g->ctx, expr_text(w->g->ctx, p->index_bound))));
    }
}

static void emit_scan(Wrapper *w, const Param *p)
{
    const Value *v = &p->value;
    bool strided = is_array(p)
                   && (v->conv == CONV_VIEW || (v->rank && v->axes[0].stride));
    if (is_array(p) && value_is_structs(v)) {
        emit_struct_scan(w, p);
    } else if (strided && p->dir != DIR_OUT) {
        emit_strided_scans(w, p);
    } else if (is_array(p) && p->dir != DIR_OUT && v->conv == CONV_ARRAY) {
        int i = message_index(p);
        const char *guard = p->opt ? arena_printf(w->g->ctx->arena, "cbi_%s.data && ",
                                                  p->local) : "";
        const char *tail = ") {\n        goto fail;\n    }\n";
        if (v->is_bool) {
            text_printf(w->out, "    if (%s!cbi_scan_bools(&py_call, %d, cbi_%s.data, "
                        "%d, cbi_%s_n)%s", guard, i, p->local, v->rank, p->local, tail);
        }
        if (v->enumeration) {
            text_printf(w->out, "    if (%s!cbi_scan_enums(&py_call, %d, cbi_%s.data, "
                        "%s, %d, cbi_%s_n, %d)%s", guard, i, p->local,
                        number_type(w, v), v->rank, p->local, v->enumeration->index,
                        tail);
        }
        if (p->index_bound) {
            text_printf(w->out, "    if (%s!cbi_scan_indices(&py_call, %d, "
                        "cbi_%s.data, %s, %d, cbi_%s_n, %s, %s)%s", guard, i, p->local,
                        number_type(w, v), v->rank, p->local,
                        pasted_expr(w, p->index_bound),
                        quoted(w->g->ctx, expr_text(w->g->ctx, p->index_bound)), tail);
        }
    } else if (p->index_bound && !is_array(p)) {
        text_printf(w->out, "    if (!cbi_scan_indices(&py_call, %d, &%s, %s, 0, NULL, "
                    "%s, %s)) {\n        goto fail;\n    }\n", message_index(p),
                    p->indirect ? arena_printf(w->g->ctx->arena, "cbi_%s", p->local)
                                : local_name(w, p),
                    number_type(w, v), pasted_expr(w, p->index_bound),
                    quoted(w->g->ctx, expr_text(w->g->ctx, p->index_bound)));
    }
}

static bool is_written(const Param *p)
{
    return p->dir != DIR_IN;
}

static void emit_overlaps(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        for (int j = i + 1; j < w->f->n_params; j++) {
            const Param *a = w->f->params[i], *b = w->f->params[j];
            if (!is_array(a) || !is_array(b) || (!is_written(a) && !is_written(b))
                || (!a->is_restrict && !b->is_restrict)
                || wants_memory(a) || wants_memory(b)) {
                continue;
            }
            const char *ta = number_type(w, &a->value), *tb = number_type(w, &b->value);
            bool strided_a = a->value.rank && (a->value.conv == CONV_VIEW
                                               || a->value.axes[0].stride);
            bool strided_b = b->value.rank && (b->value.conv == CONV_VIEW
                                               || b->value.axes[0].stride);
            if (!strided_a && !strided_b) {
                text_printf(w->out, "    if (CBI_UNLIKELY(cbi_overlap(cbi_%s.data, "
                            "%s, cbi_%s.data, %s))) {\n", a->local, bytes_text(w, a),
                            b->local, bytes_text(w, b));
            } else {
                text_printf(w->out, "    if (CBI_UNLIKELY(cbi_overlap_elements("
                            "cbi_%s.data, %s, %d, cbi_%s_n, %s, %s, cbi_%s.data, %s, "
                            "%d, cbi_%s_n, %s, %s))) {\n", a->local, ta, a->value.rank,
                            a->local,
                            strided_a ? arena_printf(w->g->ctx->arena, "cbi_%s_s",
                                                     a->local) : "NULL",
                            a->value.conv == CONV_VIEW ? "true" : "false", b->local, tb,
                            b->value.rank, b->local,
                            strided_b ? arena_printf(w->g->ctx->arena, "cbi_%s_s",
                                                     b->local) : "NULL",
                            b->value.conv == CONV_VIEW ? "true" : "false");
            }
            text_printf(w->out, "        cbi_bad_overlap(&py_call, %d, %d);\n"
                        "        goto fail;\n    }\n", message_index(a),
                        message_index(b));
        }
    }
}

// An inner extent of 0 in a variable-length array is undefined in C: skip the call when
// there is nothing to write or to return, else refuse.
static void emit_empty(Wrapper *w)
{
    bool returns = w->f->result.conv != CONV_NONE || w->f->raises;
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        returns = returns || (p->dir != DIR_IN && !is_array(p));
    }
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        for (int d = 1; is_array(p) && !p->flat && p->value.conv != CONV_VIEW
             && d < p->value.rank; d++) {
            if (p->value.axes[d].extent->kind == EX_NUMBER) {
                continue;
            }
            const char *guard = p->opt ? arena_printf(w->g->ctx->arena,
                                                      "cbi_%s.data && ", p->local) : "";
            text_printf(w->out, "    if (CBI_UNLIKELY(%scbi_%s_n[%d] == 0)) {\n", guard,
                        p->local, d);
            text_add(w->out, "        if (");
            text_add(w->out, returns ? "true" : "false");
            for (int j = 0; j < w->f->n_params && !returns; j++) {
                const Param *q = w->f->params[j];
                if (is_array(q) && q->dir != DIR_IN) {
                    text_printf(w->out, "\n            || (cbi_%s.data && %s)", q->local,
                                bytes_text(w, q));
                }
            }
            text_printf(w->out, ") {\n            cbi_bad_empty(&py_call, %d, %d);\n"
                        "            goto fail;\n        }\n        cbi_skip = true;\n"
                        "    }\n", message_index(p), d);
            w->may_skip = true;
        }
    }
}

void emit_scans(Wrapper *w)
{
    emit_empty(w);
    for (int i = 0; i < w->f->n_params; i++) {
        emit_scan(w, w->f->params[i]);
    }
    emit_overlaps(w);
}
