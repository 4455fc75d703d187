// SPDX-License-Identifier: MIT
// emit_function.c: one wrapper: the five stages of a call.
//
// The body is printed first into a text of its own, because what it needs (the GIL
// test, a skipped call) decides which locals stand at its head.
#include "emit_glue.h"

#include <string.h>

// ---------------------------------------------------------------------- locals
static void declare_param(Wrapper *w, const Param *p)
{
    Context *ctx = w->g->ctx;
    const Value *v = &p->value;
    const char *n = p->local;
    if (is_array(p)) {
        bool kept = p->dir == DIR_OUT || p->dir == DIR_INOUT;   // the way out reads it
        text_printf(w->out, "    struct cbi_array cbi_%s%s;\n"
                    "    intptr_t cbi_%s_n[%d];\n", n, kept ? " = {0}" : "", n,
                    v->rank ? v->rank : 1);
        int64_t elements = stack_elements(w, p);
        if (elements) {
            text_printf(w->out, "    %s = {0};\n",
                        unqualified(ctx, v->element,
                                    arena_printf(ctx->arena, "cbi_%s_m[%lld]", n,
                                                 (long long)elements)));
        }
        bool strides = v->conv == CONV_VIEW;
        for (int d = 0; d < v->rank; d++) {
            strides = strides || v->axes[d].stride;
        }
        if (strides) {
            text_printf(w->out, "    intptr_t cbi_%s_s[%d];\n", n,
                        v->rank ? v->rank : 1);
        }
        return;
    }
    if (p->pointer_out) {
        const Type *pointer = p->type->base;
        text_printf(w->out, "    %s = 0;\n",
                    unqualified(ctx, pointer, arena_printf(ctx->arena, "cbi_%s", n)));
        if (v->rank) {
            text_printf(w->out, "    cbi_wide cbi_%s_n[%d];\n", n, v->rank);
        }
    } else if (p->indirect) {
        text_printf(w->out, "    %s;\n",
                    unqualified(ctx, v->element,
                                arena_printf(ctx->arena, "cbi_%s", n)));
        text_printf(w->out, "    memset(&cbi_%s, 0, sizeof cbi_%s);\n", n, n);
    } else {
        const char *zero = p->type->kind == TY_STRUCT ? "{0}" : "0";
        text_printf(w->out, "    %s = %s;\n",
                    unqualified(ctx, p->type, local_name(w, p)), zero);
    }
    declare_callback(w, p);
    if (p->slot >= 0 && (v->conv == CONV_TIMESPEC || v->conv == CONV_DATETIME
                         || v->conv == CONV_TIMEDELTA)) {
        text_printf(w->out, "    int64_t cbi_%s_sec = 0;\n"
                    "    long cbi_%s_nsec = 0;\n", n, n);
    }
}

// CB_OPT CB_OUT T *x: a keyword that says whether it is wanted; its value is not read.
static bool is_asked_for(const Param *p)
{
    return is_optional_out(p) && !is_array(p);
}

// No default, no None, and not an output: the caller must pass it.
bool must_be_given(const Param *p)
{
    return !p->default_value && !p->opt && !p->inferable && !is_allocated(p);
}

static bool has_required_keyword(const Function *f)
{
    for (int i = f->n_required; i < f->n_slots; i++) {
        if (must_be_given(f->slots[i])) {
            return true;
        }
    }
    return false;
}

static void emit_getters(Wrapper *w)
{
    const Function *f = w->f;
    text_add(w->out, "    if (");
    if (f->n_stars) {
        const bool rest = f->slots[f->n_slots]->star == 1;
        text_printf(w->out, "!cbi_bind_rest(&py_call, py_args, py_nargs, py_names, "
                    "py_bound, %s, %s)", rest ? "true" : "false",
                    f->n_stars > rest ? "true" : "false");
    } else if (!f->n_slots) {
        text_add(w->out, "((py_nargs || py_names)\n         && !cbi_bind(&py_call, "
                 "py_args, py_nargs, py_names, NULL))");
    } else if (has_required_keyword(f)) {
        text_add(w->out, "!cbi_bind(&py_call, py_args, py_nargs, py_names, py_bound)");
    } else if (f->n_required == f->n_slots) {
        text_printf(w->out, "!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, "
                    "py_names, py_bound, %d))", f->n_slots);
    } else {
        text_printf(w->out, "!(py_slot = cbi_some_slots(&py_call, py_args, py_nargs, "
                    "py_names, py_bound, %d, %d))", f->n_slots, f->n_required);
    }
    for (int i = 0; i < f->n_slots + f->n_stars; i++) {
        const Param *p = f->slots[i];
        if (!is_allocated(p) && !is_asked_for(p) && !special_reads(f, p)) {
            const char *from = is_kept(p) ? arena_printf(w->g->ctx->arena,
                "\n        || (cbi_from_%s = py_call.cleanup, false)", p->local) : "";
            text_printf(w->out, "%s\n        || !", from);
            emit_getter(w, p);
            text_add(w->out, !*from ? "" : arena_printf(w->g->ctx->arena,
                "\n        || (cbi_to_%s = py_call.cleanup, false)", p->local));
        }
    }
    if (f->self && f->self->value.conv == CONV_STRUCT) {
        text_add(w->out, "\n        || !");
        emit_getter(w, f->self);
    }
    text_add(w->out, ") {\n");
    emit_special_foreign(w);
    text_add(w->out, "        goto fail;\n    }\n");
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        Conversion c = p->value.conv;
        if (p->slot < 0 || (c != CONV_TIMESPEC && c != CONV_DATETIME
                            && c != CONV_TIMEDELTA)) {
            continue;
        }
        const char *to = p->indirect
            ? arena_printf(w->g->ctx->arena, "cbi_%s", p->local) : local_name(w, p);
        if (p->value.element->kind == TY_STRUCT) {
            text_printf(w->out, "    %s.tv_sec = cbi_%s_sec;\n    %s.tv_nsec = "
                        "cbi_%s_nsec;\n", to, p->local, to, p->local);
        } else {
            text_printf(w->out, "    %s = cbi_%s_sec;\n", to, p->local);
        }
    }
}

static bool expr_is_real(const Wrapper *w, const Expr *e)
{
    if (!e) {
        return false;
    }
    if (e->kind == EX_FLOAT || e->kind == EX_CALL) {
        return true;
    }
    if (e->kind == EX_NAME) {
        const Param *p = function_param(w->f, e->name);
        return p && (p->value.conv == CONV_FLOAT || p->value.conv == CONV_COMPLEX);
    }
    return expr_is_real(w, e->a) || expr_is_real(w, e->b) || expr_is_real(w, e->c);
}

static void emit_requires(Wrapper *w)
{
    for (const Require *r = w->f->requires; r; r = r->next) {
        bool real = expr_is_real(w, r->expr);
        text_printf(w->out, "    {\n        unsigned cbi_bad = 0;\n"
                    "        bool cbi_holds = (bool)(%s);\n"
                    "        if (CBI_UNLIKELY(cbi_bad || !cbi_holds)) {\n"
                    "            cbi_bad_require(&py_call, %s);\n"
                    "            goto fail;\n        }\n    }\n",
                    real ? pasted_expr(w, r->expr) : exact_expr(w, r->expr),
                    quoted(w->g->ctx, r->text));
    }
}

// ------------------------------------------------------------------------ call
static const char *c_argument(Wrapper *w, const Param *p)
{
    Arena *arena = w->g->ctx->arena;
    if (p->value.conv == CONV_VIEW) {
        return arena_printf(arena, "cbi_view_%s", p->local);
    }
    if (is_given(p)) {
        return arena_printf(arena, "cbi_own_%s", p->local);
    }
    if (is_array(p)) {
        return arena_printf(arena, "cbi_%s.data", p->local);
    }
    if (is_asked_for(p)) {
        return arena_printf(arena, "cbi_is_wanted(py_slot[%d]) ? &cbi_%s : NULL",
                            p->slot, p->local);
    }
    if (p->pointer_out) {
        return arena_printf(arena, "&cbi_%s", p->local);
    }
    if (!p->indirect) {
        return local_name(w, p);
    }
    if (p->null_pointer && p->fixed) {
        return "NULL";
    }
    if (p->slot >= 0 && (p->opt || p->null_pointer)) {
        return arena_printf(arena, "py_slot[%d]%s ? &cbi_%s : NULL", p->slot,
                            p->opt ? arena_printf(arena, " && py_slot[%d] != Py_None",
                                                  p->slot) : "", p->local);
    }
    return arena_printf(arena, "&cbi_%s", p->local);
}

static void declare_views(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (p->value.conv != CONV_VIEW) {
            continue;
        }
        text_printf(w->out, "        struct cb_view%d cbi_view_%s = {cbi_%s.data, {",
                    p->value.rank, p->local, p->local);
        for (int k = 0; k < 2; k++) {
            for (int d = 0; d < p->value.rank; d++) {
                text_printf(w->out, "%scbi_%s_%c[%d]", d ? ", " : "", p->local,
                            k ? 's' : 'n', d);
            }
            text_add(w->out, k ? "}};\n" : "}, {");
        }
    }
}

// Pointers by the author's names, where an expression of the author mentions them.
static void declare_mentioned(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (!mentions(w->f, p) || p->value.conv == CONV_VIEW) {
            continue;
        }
        if (is_array(p)) {
            text_printf(w->out, "        %s = cbi_%s.data;\n        (void)%s;\n",
                        type_declare_param(w->g->ctx, p->type, local_name(w, p)),
                        p->local, local_name(w, p));
        } else if (p->indirect || p->pointer_out) {
            text_printf(w->out, "        %s = &cbi_%s;\n        (void)%s;\n",
                        type_declare_param(w->g->ctx, p->type, local_name(w, p)),
                        p->local, local_name(w, p));
        }
    }
}

static bool is_lent_text(const Param *p)
{
    return p->value.conv == CONV_STR && p->dir == DIR_IN && p->slot >= 0;
}

// Arrays or text, by whose size the work can be judged.
static bool has_data(const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        if (is_array(f->params[i]) || is_lent_text(f->params[i])) {
            return true;
        }
    }
    return false;
}

typedef enum { HOLD, RELEASE, BY_SIZE } Release;

static Release release_of(const Function *f)
{
    if (f->uses_values) {
        return HOLD;
    }
    if (f->gil != GIL_AUTO) {
        return f->gil == GIL_HELD ? HOLD : RELEASE;
    }
    switch (f->gil_class) {
    case GIL_STRAIGHT: return has_callback(f) ? BY_SIZE : HOLD;
    case GIL_CLOSED: return has_data(f) ? BY_SIZE : RELEASE;
    default: return RELEASE;
    }
}

bool wrapper_holds_gil(const Wrapper *w)
{
    return release_of(w->f) == HOLD;
}

static void emit_byte_test(Wrapper *w)
{
    bool straight = w->f->gil_class == GIL_STRAIGHT;
    text_printf(w->out, "        const bool cbi_free = %s", straight ? "false"
                                                                    : "py_call.lent");
    for (int i = 0; !straight && i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (is_array(p)) {
            text_printf(w->out, " + %s", bytes_text(w, p));
        }
    }
    text_add(w->out, straight ? "" : " > cbi_gil_bytes");
    emit_kind_test(w);
    text_add(w->out, ";\n");
}

static void emit_hold(Wrapper *w, const char *verb)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (is_array(p) && p->dir != DIR_INOUT && !wants_memory(p)
            && (p->value.conv == CONV_ARRAY || p->value.conv == CONV_VIEW)) {
            text_printf(w->out, "%s        cbi_%s(&cbi_%s);\n",
                        w->f->uses_values ? "" : "    ", verb, p->local);
        }
    }
}

// Closed C that calls back does not give up the thread after each of many callbacks.
static bool stays(const Wrapper *w)
{
    const Function *f = w->f;
    return has_callback(f) && f->gil == GIL_AUTO && f->gil_class == GIL_CLOSED
           && !function_is_locked(f) && strcmp(attach_text(w), "cbi_attach(&py_call)") == 0;      // no locks
}

static void emit_detach(Wrapper *w, Release release, bool detach)
{
    const char *name = w->f->c_name;
    if (release == HOLD) {
        if (has_callback(w->f) && !w->f->uses_values) {     // which runs Python code all the same
            emit_hold(w, detach ? "hold" : "unhold");
        }
        return;
    }
    bool always = has_callback(w->f) && release == BY_SIZE;
    if (always && detach) {
        emit_hold(w, "hold");
    }
    text_printf(w->out, "        %s{\n",
                release == BY_SIZE ? "if (CBI_UNLIKELY(cbi_free)) " : "");
    if (detach) {
        if (!always) {
            emit_hold(w, "hold");
        }
        if (stays(w)) {
            text_printf(w->out, "            cbi_stay(&py_call, &cbi_slow_%s);\n", name);
        }
        text_add(w->out, "            cbi_detach(&py_call);\n");
    } else {
        emit_named_leave(w);
        text_printf(w->out, "            %s;\n", stays(w)
                    ? arena_printf(w->g->ctx->arena, "cbi_stayed(&py_call, &cbi_slow_%s)",
                                   name) : attach_text(w));
        if (!always) {
            emit_hold(w, "unhold");
        }
    }
    text_add(w->out, "        }\n");
    if (always && !detach) {
        emit_hold(w, "unhold");
    }
}

static void emit_c_call(Wrapper *w)
{
    const Function *f = w->f;
    const char *indent = w->may_skip ? "        if (!cbi_skip) {\n            "
                                     : "        ";
    if (w->needs_errno) {
        text_add(w->out, "        errno = 0;\n");
    }
    text_printf(w->out, "%s%s%s(", indent,
                f->type->base->kind == TY_VOID ? "" : "cbi_return = ", f->c_name);
    for (int i = 0; i < f->n_params; i++) {
        text_printf(w->out, "%s%s", i ? ", " : "", c_argument(w, f->params[i]));
    }
    text_printf(w->out, ");\n%s", w->may_skip ? "        }\n" : "");
    if (w->needs_errno) {
        text_add(w->out, "        py_call.saved_errno = errno;\n");
    }
    emit_given_over(w);
}

static void emit_raises(Wrapper *w)
{
    const Function *f = w->f;
    if (!f->raises) {
        return;
    }
    text_add(w->out, "        if (!py_call.error) {\n            ");
    for (const Raise *r = f->raises; r; r = r->next) {
        text_printf(w->out, "if (%s) {\n                cbi_raises(&py_call, %s, ",
                    pasted_tokens(w, r->condition_tokens, r->n_condition),
                    r->class_name);
        text_printf(w->out, "%s);\n            }%s", r->n_format
                    ? pasted_tokens(w, r->format_tokens, r->n_format) : "NULL",
                    r->next ? " else " : "\n");
    }
    text_add(w->out, "        }\n");
}

static void emit_call_stage(Wrapper *w)
{
    const Function *f = w->f;
    Release release = release_of(f);
    text_add(w->out, "    /* No Python code below, until the call has returned. */\n"
             "    {\n");
    declare_views(w);
    declare_mentioned(w);
    if (release == BY_SIZE) {
        emit_byte_test(w);
    }
    if (f->uses_runtime) {
        text_add(w->out, "        cbi_enter(&py_call);\n");
    }
    emit_push(w, true);
    emit_detach(w, release, true);
    emit_special_wrap(w);
    if (f->uses_values) {
        emit_hold(w, "hold");
    }
    emit_c_call(w);
    if (f->uses_values) {
        text_add(w->out, "        if (CBI_UNLIKELY(py_call.thread)) {\n"
                 "            cbi_acquire_all(&py_call);\n        }\n");
        emit_hold(w, "unhold");
    }
    emit_raises(w);
    emit_special_wrapped(w);
    emit_detach(w, release, false);
    emit_push(w, false);
    if (f->uses_runtime) {
        text_add(w->out, "        cbi_leave(&py_call);\n");
    }
    text_add(w->out, "    }\n");
    emit_give_back(w);
}

static void emit_owner_of(Glue *g, const Function *f, const Param *p, const Value *v)
{
    if (v->owned && v->conv == CONV_HANDLE) {
        if (v->owned != v->class->destroy) {
            emit_object_owner(g, f, p, v);
        }
    } else if (v->owned) {
        emit_owner(g, f, p, v);
    }
}

static void emit_owners(Glue *g, const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        if (f->params[i]->pointer_out) {
            emit_owner_of(g, f, f->params[i], &f->params[i]->value);
        }
    }
    emit_owner_of(g, f, NULL, &f->result);
}

// Where the wrapper finds its module.
const char *module_expression(const Function *f)
{
    switch (f->place) {
    case PLACE_MODULE: return "py_self";
    case PLACE_CLASS:
    case PLACE_STATIC: return "cbi_module_of_type(py_self)";
    default: return "cbi_module_of(py_self)";
    }
}

static void emit_head(Wrapper *w, int items, bool may_skip)
{
    const Function *f = w->f;
    text_printf(w->out, "static PyObject *\ncbi_py_%s(PyObject *py_self, "
                "PyObject *const *py_args, intptr_t py_nargs,\n"
                "        PyObject *py_names%s)\n{\n"
                "    CBI_CALL(cbi_f_%s, %s);\n    PyObject *py_result = NULL;\n",
                f->c_name, special_parameter(f), f->c_name, module_expression(f));
    text_add(w->out, special_wraps(w->g->m, f) ? "    bool py_outside = false;\n" : "");
    declare_named_locks(w);
    declare_objects(w);
    declare_kept(w);
    declare_given(w);
    if (f->n_slots + f->n_stars) {
        text_printf(w->out, "    PyObject *py_bound[%d];\n"
                    "    PyObject *const *py_slot = py_bound;\n",
                    f->n_slots + f->n_stars);
    }
    if (items) {
        text_printf(w->out, "    PyObject *py_item[%d] = {NULL};\n", items);
    }
    if (may_skip) {
        text_add(w->out, "    bool cbi_skip = false;\n");
    }
    const Type *r = f->type->base;
    if (r->kind != TY_VOID) {
        text_printf(w->out, "    %s;\n    memset((void *)&cbi_return, 0, "
                    "sizeof cbi_return);\n", unqualified(w->g->ctx, r, "cbi_return"));
        if (f->result.rank) {
            text_printf(w->out, "    cbi_wide cbi_return_n[%d];\n", f->result.rank);
        }
    }
    for (int i = 0; i < f->n_params; i++) {
        declare_param(w, f->params[i]);
    }
    emit_made(w, false);
    text_add(w->out, "\n");
}

void emit_function(Glue *g, const Function *f)
{
    Text body;
    text_init(&body, g->ctx);
    Wrapper w = { .g = g, .out = &body, .f = f,
                  .home = has_callback(f) ? "cbi_home_of(py_call.module)" : NULL };
    int items = count_items(f);
    for (const Raise *r = f->raises; r; r = r->next) {
        w.needs_errno = w.needs_errno || r->is_os_error;
    }
    w.needs_throw = f->raises || f->uses_runtime;
    emit_owners(g, f);
    if (stays(&w)) {
        text_printf(g->out, "static uint8_t cbi_slow_%s;\n", f->c_name);
    }
    if (f->deprecated) {
        text_printf(w.out, "    if (!cbi_deprecated(&py_call, %s)) {\n"
                    "        goto fail;\n    }\n", quoted(g->ctx, f->deprecated));
    }
    emit_special_operand(&w);
    emit_getters(&w);
    emit_special_inputs(&w);
    emit_named_locks(&w);
    emit_uses(&w);
    emit_solve(&w);
    emit_checks(&w);
    emit_allocate(&w);
    emit_again(&w);
    emit_scans(&w);
    emit_requires(&w);
    emit_given(&w);
    emit_early_keeps(&w);
    emit_takes(&w);
    emit_lend(&w);
    emit_call_stage(&w);
    emit_sync(&w);
    if (w.needs_throw) {
        text_printf(w.out, "    if (CBI_UNLIKELY(py_call.error%s) && "
                    "!cbi_throw(&py_call)) {\n        goto fail;\n    }\n",
                    f->uses_runtime ? " || py_call.stop" : "");
    }
    emit_special_outside(&w);
    emit_results(&w);
    emit_exit(&w, items);
    w.out = g->out;
    emit_head(&w, items, w.may_skip);
    text_addn(g->out, body.s, body.n);
}
