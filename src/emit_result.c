// SPDX-License-Identifier: MIT
// emit_result.c: what comes behind the call: extents and lengths that C has set, the
// objects of the result, and what is left to release, on success and on failure.
#include "emit_glue.h"

#include <string.h>

// Does a bound of a result speak of what C has set? Then it is C's, if it is wrong.
static bool is_set_by_c(const Function *f, const Expr *e)
{
    bool set = expr_uses_return(e);
    for (int i = 0; i < f->n_params; i++) {
        const Param *q = f->params[i];
        set = set || (q->indirect && q->dir != DIR_IN && expr_uses(e, q->name));
    }
    return set;
}

static void emit_extents(Wrapper *w, const Param *p, const Value *v)
{
    const char *n = out_name(p);
    text_add(w->out, "        unsigned cbi_bad = 0;\n");
    for (int d = 0; d < v->rank; d++) {
        text_printf(w->out, "        cbi_%s_n[%d] = %s;\n"
                    "        if (CBI_UNLIKELY(cbi_bad || cbi_%s_n[%d] < 0)) {\n"
                    "            cbi_bad_bound(&py_call, %d, %d, %s, cbi_%s_n[%d], "
                    "cbi_bad%s);\n            goto fail;\n        }\n", n, d,
                    exact_expr(w, v->axes[d].extent), n, d,
                    p ? message_index(p) : -1, d,
                    quoted(w->g->ctx, expr_text(w->g->ctx, v->axes[d].extent)), n, d,
                    is_set_by_c(w->f, v->axes[d].extent) ? " | CBI_BAD_C" : "");
    }
}

static void emit_length(Wrapper *w, const Param *p, const Value *v)
{
    const int i = p ? message_index(p) : -1;
    text_printf(w->out, "        unsigned cbi_bad = 0;\n"
                "        cbi_wide cbi_length = %s;\n"
                "        if (CBI_UNLIKELY(cbi_bad)) {\n"
                "            cbi_bad_bound(&py_call, %d, 0, %s, cbi_length, cbi_bad%s);\n"
                "            goto fail;\n        }\n"
                "        if (!cbi_check_length(&py_call, %d, cbi_length, cbi_%s_n[0])) {\n"
                "            goto fail;\n        }\n", exact_expr(w, v->length), i,
                quoted(w->g->ctx, expr_text(w->g->ctx, v->length)),
                is_set_by_c(w->f, v->length) ? " | CBI_BAD_C" : "", i,
                out_name(p));
}

// CB_OPT CB_INOUT: where None came, None goes back.
static const char *none_instead(Wrapper *w, const Param *p)
{
    Arena *arena = w->g->ctx->arena;
    if (!p || !p->opt || p->dir != DIR_INOUT || p->slot < 0) {
        return "";
    }
    return is_array(p)
        ? arena_printf(arena, "!cbi_%s.data ? cbi_new_none() : ", p->local)
        : arena_printf(arena, "!py_slot[%d] || py_slot[%d] == Py_None ? cbi_new_none() : ",
                       p->slot, p->slot);
}

static bool has_return(const Function *f)
{
    return f->result.conv != CONV_NONE && !f->result_is_status && !f->result_is_length
           && !f->result_opt;
}

// How many values Python gets, those included that it may ask for.
static int n_results(const Function *f)
{
    int n = has_return(f);
    for (int i = 0; i < f->n_params; i++) {
        n += f->params[i]->returned;
    }
    return n;
}

// One value, and nothing behind it that may fail: it needs no py_item.
static bool is_direct(const Function *f)
{
    return n_results(f) == 1 && !f->n_optional_outs
           && !(keeps_something(f) && gives_object(f));
}

int count_items(const Function *f)
{
    return is_direct(f) || function_constructs(f) ? 0 : n_results(f);
}

static void open_result(Wrapper *w, const Param *p)
{
    if (p && is_optional_out(p)) {
        text_add(w->out, "    if (");
        if (is_array(p)) {
            text_printf(w->out, "cbi_%s.data", p->local);
        } else {
            text_printf(w->out, "cbi_is_wanted(py_slot[%d])", p->slot);
        }
        text_add(w->out, ") {\n");
    } else {
        text_add(w->out, "    {\n");
    }
}

// Into py_item[item], or into py_result when item is -1.
static void emit_one_result(Wrapper *w, const Param *p, const Value *v, int item)
{
    Arena *arena = w->g->ctx->arena;
    const char *var = arena_printf(arena, "cbi_%s", out_name(p));
    const char *to = item < 0 ? "py_result" : arena_printf(arena, "py_item[%d]", item);
    const bool pointer = v->rank && (!p || p->pointer_out);
    const bool captures = owner_captures(w->f, v) && v->class->kind != CLASS_VALUE;
    const bool block = item >= 0 || pointer || captures || v->length;
    const char *in = block ? "        " : "    ";
    if (block) {
        open_result(w, p);
    }
    if (pointer) {
        emit_extents(w, p, v);
        emit_with(w, p, v);
    } else if (captures) {
        emit_with(w, p, v);
    }
    if (v->length) {
        emit_length(w, p, v);
    }
    bool object = v->conv == CONV_HANDLE && v->owned && v->class->kind != CLASS_VALUE;
    text_printf(w->out, "%s%s = %s%s;\n", in, to, none_instead(w, p),
                result_object(w, p, v, var));
    if (pointer && v->owned && v->conv == CONV_ARRAY && v->form == AS_DEFAULT) {
        text_printf(w->out, "%s%s = NULL;     /* its memory is the array's */\n", in, var);
    }
    if (item >= 0 || object) {
        text_printf(w->out, "%sif (!%s) {\n%s    goto fail;\n%s}\n", in, to, in, in);
    }
    if (object) {
        text_printf(w->out, "%s%s", in, object_moved(w, p, v, var));
    }
    text_add(w->out, block ? "    }\n" : "");
    if (item >= 0 && v->conv == CONV_HANDLE && !v->is_child
        && v->class->kind != CLASS_VALUE) {
        emit_late_keeps(w, to);
    }
}

static void emit_all_results(Wrapper *w)
{
    const Function *f = w->f;
    int item = is_direct(f) ? -1 : 0;
    if (has_return(f)) {
        emit_one_result(w, NULL, &f->result, item++);
    }
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (p->returned) {
            emit_one_result(w, p, &p->value, item++);
        }
    }
}

void emit_results(Wrapper *w)
{
    const Function *f = w->f;
    const int items = count_items(f);
    emit_made(w, true);
    if (function_constructs(f)) {
        emit_constructed(w);
        return;
    }
    if (emit_special_results(w)) {
        return;
    }
    emit_own_nothing(w);
    if (f->result_opt && f->place != PLACE_SPECIAL) {
        text_add(w->out, "    if (!cbi_return) {\n        py_result = cbi_new_none();\n"
                 "        goto fail;\n    }\n");
    }
    emit_all_results(w);
    if (n_results(f) == 0) {
        text_add(w->out, "    py_result = cbi_new_none();\n");
    } else if (f->n_optional_outs) {
        text_printf(w->out, "    py_result = cbi_pack_given(%d, py_item);\n"
                    "    memset(py_item, 0, sizeof py_item);\n", items);
    } else if (items == 1) {
        text_add(w->out, "    py_result = py_item[0];\n    py_item[0] = NULL;\n");
    } else if (items) {
        text_printf(w->out, "    py_result = cbi_pack(%d, py_item);\n"
                    "    memset(py_item, 0, sizeof py_item);\n", items);
    }
}

void emit_exit(Wrapper *w, int items)
{
    const Function *f = w->f;
    text_add(w->out, "fail:\n");
    if (items > 1) {
        text_printf(w->out, "    for (int i = 0; i < %d; i++) {\n        "
                    "cbi_drop(py_item[i]);\n    }\n", items);
    } else if (items) {
        text_add(w->out, "    cbi_drop(py_item[0]);\n");
    }
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (is_array(p)
            && (p->dir == DIR_INOUT || (p->dir == DIR_OUT && !wants_memory(p)))) {
            text_printf(w->out, "    cbi_drop(cbi_%s.object);\n", p->local);
        }
        if (p->pointer_out) {
            emit_release(w, p, &p->value);
        }
    }
    emit_release(w, NULL, &f->result);
    emit_give_back(w);
    emit_given_back(w);
    emit_refused(w, false);
    emit_unuse(w, "    ");
    emit_named_unlocks(w, "    ");
    emit_refused(w, true);
    text_printf(w->out, "    cbi_finish(&py_call);\n    return %s;\n}\n\n",
                own_result(w));
}
