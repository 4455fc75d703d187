// SPDX-License-Identifier: MIT
// emit_function.c: one wrapper: the five stages of a call.
//
// The body is printed first into a text of its own, because what it needs (the GIL
// test, a skipped call) decides which locals stand at its head.
#include "emit_glue.h"

#include <string.h>

// ---------------------------------------------------------------------- locals
// A local of zeros. Structs are cleared: their padding goes to Python with them.
static void declare_zeroed(Wrapper *w, const Type *t, const char *name)
{
    const bool clear = t->kind == TY_STRUCT || t->kind == TY_UNION;
    text_printf(w->out, clear ? "    %s;\n" : "    %s = 0;\n",
                unqualified(w->g->ctx, t, name));
    if (clear) {
        text_printf(w->out, "    memset((void *)&%s, 0, sizeof %s);\n", name, name);
    }
}

static void declare_array(Wrapper *w, const Param *p)
{
    const char *n = p->local;
    const int rank = p->value.rank ? p->value.rank : 1;
    const bool kept = p->dir == DIR_OUT || p->dir == DIR_INOUT;     // the way out reads it
    const int64_t elements = stack_elements(w, p);
    text_printf(w->out, "    struct cbi_array cbi_%s%s;\n    intptr_t cbi_%s_n[%d];\n", n,
                kept ? " = {0}" : "", n, rank);
    if (elements) {
        text_printf(w->out, "    %s = {0};\n",
                    unqualified(w->g->ctx, p->value.element,
                                arena_printf(w->g->ctx->arena, "cbi_%s_m[%lld]", n,
                                             (long long)elements)));
    }
    if (is_strided(&p->value)) {
        text_printf(w->out, "    intptr_t cbi_%s_s[%d];\n", n, rank);
    }
}

static bool is_time(const Param *p)
{
    Conversion c = p->value.conv;
    return p->slot >= 0
           && (c == CONV_TIMESPEC || c == CONV_DATETIME || c == CONV_TIMEDELTA);
}

static void declare_param(Wrapper *w, const Param *p)
{
    Context *ctx = w->g->ctx;
    const Value *v = &p->value;
    const char *n = p->local;
    if (is_array(p)) {
        declare_array(w, p);
        return;
    }
    if (p->pointer_out) {
        text_printf(w->out, "    %s = 0;\n",
                    unqualified(ctx, p->type->base,
                                arena_printf(ctx->arena, "cbi_%s", n)));
        if (v->rank) {
            text_printf(w->out, "    cbi_wide cbi_%s_n[%d];\n", n, v->rank);
        }
    } else if (p->indirect) {
        declare_zeroed(w, v->element, value_local(w, p));
    } else {
        const char *zero = p->type->kind == TY_STRUCT ? "{0}" : "0";
        text_printf(w->out, "    %s = %s;\n",
                    unqualified(ctx, p->type, local_name(w, p)), zero);
    }
    declare_callback(w, p);
    if (is_time(p)) {
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

bool has_required_keyword(const Function *f)
{
    for (int i = f->n_required; i < f->n_slots; i++) {
        if (must_be_given(f->slots[i])) {
            return true;
        }
    }
    return false;
}

// Stage 1: which argument is in which slot.
static void emit_binding(Wrapper *w)
{
    const Function *f = w->f;
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
}

// What a kept parameter leaves for the end of the call is between `from` and `to`; an
// object leaves nothing.
static void emit_getter_of(Wrapper *w, const Param *p)
{
    const bool leaves = is_kept(p) && p->value.conv != CONV_HANDLE;
    if (leaves) {
        text_printf(w->out, "\n        || (cbi_kept_%s.from = py_call.cleanup, false)",
                    p->local);
    }
    text_add(w->out, "\n        || !");
    emit_getter(w, p);
    if (leaves) {
        text_printf(w->out, "\n        || (cbi_kept_%s.to = py_call.cleanup, false)", p->local);
    }
}

static void emit_times(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        const char *to = value_local(w, p);
        if (!is_time(p)) {
            continue;
        }
        if (p->value.element->kind == TY_STRUCT) {
            text_printf(w->out, "    %s.tv_sec = cbi_%s_sec;\n    %s.tv_nsec = "
                        "cbi_%s_nsec;\n", to, p->local, to, p->local);
        } else {
            text_printf(w->out, "    %s = cbi_%s_sec;\n", to, p->local);
        }
    }
}

// Stages 1 and 2, one condition: the first that fails leaves its message.
static void emit_getters(Wrapper *w)
{
    const Function *f = w->f;
    text_add(w->out, "    if (");
    emit_binding(w);
    for (int i = 0; i < f->n_slots + f->n_stars; i++) {
        const Param *p = f->slots[i];
        if (!is_allocated(p) && !is_asked_for(p) && !special_reads(f, p)) {
            emit_getter_of(w, p);
        }
    }
    if (f->self && f->self->value.conv == CONV_STRUCT) {
        text_add(w->out, "\n        || !");
        emit_getter(w, f->self);
    }
    text_add(w->out, ") {\n");
    emit_special_foreign(w);
    text_add(w->out, "        goto fail;\n    }\n");
    emit_times(w);
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

static bool is_number(const Type *t)
{
    return t->kind == TY_INT || t->kind == TY_BOOL || t->kind == TY_ENUM
           || t->kind == TY_FLOAT;
}

// n, *n, self->n: of a number, which the message can show.
static bool is_shown(const Wrapper *w, const Expr *e)
{
    const bool leads = e->kind == EX_MEMBER || (e->kind == EX_UNARY && e->op == TK_STAR);
    const Expr *name = leads ? e->a : e;
    const Param *p = name->kind == EX_NAME ? function_param(w->f, name->name) : NULL;
    if (!p || is_array(p)) {
        return false;
    }
    const Type *t = leads && p->type->kind == TY_POINTER ? p->type->base : p->type;
    if (e->kind != EX_MEMBER) {
        return is_number(t);
    }
    const Decl *d = t->tag ? tag_fields(t->tag) : NULL;
    while (d && d->name != e->name) {
        d = d->next;
    }
    return d && is_number(d->type);
}

static void emit_shown(Wrapper *w, const Expr *e, Text *seen)
{
    if (!e) {
        return;
    }
    if (is_shown(w, e)) {
        const char *row = arena_printf(w->g->ctx->arena, " CBI_SHOWN(%s, %s),", quoted(
            w->g->ctx, expr_text(w->g->ctx, e)), pasted_expr(w, e));
        if (!strstr(seen->s, row)) {
            text_add(seen, row);
        }
        return;
    }
    for (const Expr *a = e->a; a; a = e->kind == EX_CALL ? a->next : NULL) {
        emit_shown(w, a, seen);
    }
    emit_shown(w, e->b, seen);
    emit_shown(w, e->c, seen);
}

void emit_requires(Wrapper *w)
{
    for (const Require *r = w->f->requires; r; r = r->next) {
        bool real = expr_is_real(w, r->expr);
        Text shown;
        text_init(&shown, w->g->ctx);
        emit_shown(w, r->expr, &shown);
        text_printf(w->out, "    {\n        unsigned cbi_bad = 0;\n"
                    "        bool cbi_holds = (bool)(%s);\n"
                    "        if (CBI_UNLIKELY(cbi_bad || !cbi_holds)) {\n"
                    "            cbi_bad_require(&py_call, %s,\n"
                    "                (const struct cbi_shown[]){%s {0}});\n"
                    "            goto fail;\n        }\n    }\n",
                    real ? pasted_expr(w, r->expr) : exact_expr(w, r->expr),
                    quoted(w->g->ctx, r->text), shown.s);
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

// A struct goes through a variable of its own: where the address of what is assigned to is
// known elsewhere, gcc has C write into a temporary, which it aligns to 16 bytes whatever
// the struct wants; C that was compiled for AVX relies on more.
static void emit_assigned_call(Wrapper *w)
{
    const Function *f = w->f;
    const Type *r = f->type->base;
    const bool whole = r->kind == TY_STRUCT || r->kind == TY_UNION;
    const char *indent = w->may_skip ? "            " : "        ";
    text_add(w->out, w->may_skip ? "        if (!cbi_skip) {\n" : "");
    text_add(w->out, indent);
    if (r->kind != TY_VOID) {
        text_printf(w->out, "%s = ", whole ? unqualified(w->g->ctx, r, "py_whole")
                                           : "cbi_return");
    }
    text_printf(w->out, "%s(", f->c_name);
    for (int i = 0; i < f->n_params; i++) {
        text_printf(w->out, "%s%s", i ? ", " : "", c_argument(w, f->params[i]));
    }
    text_add(w->out, ");\n");
    if (whole) {
        text_printf(w->out, "%scbi_return = py_whole;\n", indent);
    }
    text_add(w->out, w->may_skip ? "        }\n" : "");
}

static void emit_c_call(Wrapper *w)
{
    const Function *f = w->f;
    if (w->needs_errno) {
        text_add(w->out, "        errno = 0;\n");
    }
    emit_assigned_call(w);
    const TypeKind kind = f->type->base->kind;
    if (function_constructs(f) && (kind == TY_INT || kind == TY_BOOL || kind == TY_ENUM)) {
        text_add(w->out, "        (void)cbi_return;     /* unless a condition names it */\n");
    }
    if (w->needs_errno) {
        text_add(w->out, "        py_call.saved_errno = errno;\n");
    }
    emit_given_over(w);
}

void emit_raises(Wrapper *w)
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
    text_add(w->out, "    /* No Python code below, until the call has returned. */\n"
             "    {\n");
    declare_views(w);
    declare_mentioned(w);
    emit_gil_test(w);
    if (f->uses_runtime) {
        text_add(w->out, "        cbi_enter(&py_call);\n");
    }
    emit_push(w, true);
    emit_detach(w);
    emit_special_wrap(w);
    if (f->uses_values) {
        emit_hold(w, "        ", "hold");
    }
    emit_c_call(w);
    if (f->uses_values) {
        text_add(w->out, "        if (CBI_UNLIKELY(py_call.thread)) {\n"
                 "            cbi_acquire_all(&py_call);\n        }\n");
        emit_hold(w, "        ", "unhold");
    }
    emit_raises(w);
    emit_special_wrapped(w);
    emit_attach(w);
    emit_push(w, false);
    if (f->uses_runtime) {
        text_add(w->out, "        cbi_leave(&py_call);\n");
    }
    text_add(w->out, "    }\n");
    emit_give_back(w);
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
    text_add(w->out, special_wraps(f) ? "    bool py_outside = false;\n" : "");
    text_add(w->out, fills_and_frees(f) ? "    bool cbi_filled = false;\n" : "");
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
    if (takes_objects(f)) {
        text_printf(w->out, "    bool py_alone[%d] = {false};    /* its users have ended */"
                    "\n", object_uses(f));
    }
    const Type *r = f->type->base;
    if (r->kind != TY_VOID) {
        declare_zeroed(w, r, "cbi_return");
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

// Stages 1 to 4: whatever may fail before C runs.
static void emit_before(Wrapper *w)
{
    if (w->f->deprecated) {
        text_printf(w->out, "    if (!cbi_deprecated(&py_call, %s)) {\n"
                    "        goto fail;\n    }\n", quoted(w->g->ctx, w->f->deprecated));
    }
    emit_special_operand(w);
    emit_getters(w);
    emit_special_inputs(w);
    text_add(w->out, takes_objects(w->f) ? "again:\n" : "");
    emit_named_locks(w);
    emit_uses(w);
    emit_solve(w);
    emit_checks(w);
    emit_users_closed(w);
    emit_allocate(w);
    emit_keeps_ready(w);
    emit_again(w);
    emit_scans(w);
    emit_requires(w);
    emit_given(w);
    emit_early_keeps(w);
    emit_takes(w);
    emit_lend(w);
}

static void emit_behind(Wrapper *w, int items)
{
    emit_filled(w);
    emit_sync(w);
    if (w->needs_throw) {
        text_printf(w->out, "    if (CBI_UNLIKELY(py_call.error%s) && "
                    "!cbi_throw(&py_call)) {\n        goto fail;\n    }\n",
                    w->f->uses_runtime ? " || py_call.stop" : "");
    }
    emit_kept_alone(w);
    emit_special_outside(w);
    emit_results(w);
    emit_exit(w, items);
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
    if (wrapper_stays(&w)) {
        text_printf(g->out, "static uint8_t cbi_slow_%s;\n", f->c_name);
    }
    emit_before(&w);
    emit_call_stage(&w);
    emit_behind(&w, items);
    w.out = g->out;
    emit_head(&w, items, w.may_skip);
    text_addn(g->out, body.s, body.n);
}
