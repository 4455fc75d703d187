// SPDX-License-Identifier: MIT
// emit_callback.c: for each callback the function that C calls: it finds the Python
// callable, makes Python objects of C's arguments, calls, and converts what came back.
//
// In: Callbacks of the module. Out: their functions and records, before the wrappers
// that hand them out (emit_lend.c).
#include "emit_glue.h"

#include <string.h>

static bool is_printed(const Callback *c)
{
    const Function *f = c->param ? c->param->function : c->function;
    return !f->broken && (c->param ? !f->left_out : true);
}

const char *callback_name(const Wrapper *w, const Callback *c)
{
    return c->param ? arena_printf(w->g->ctx->arena, "cbi_callback_%d", c->index)
                    : c->function->c_name;
}

// A lookalike of the slot's parameter that is read as an input.
static Param as_input(const Param *p)
{
    Param in = *p;
    in.dir = DIR_IN;
    in.opt = false;
    return in;
}

static bool is_result(const Param *p)
{
    return p->index == p->function->n_params;
}

// ----------------------------------------------------------------------- names
void collect_callback_names(Glue *g)
{
    for (const Callback *c = g->m->callbacks; c; c = c->next) {
        const Function *f = c->function;
        if (!is_printed(c)) {
            continue;
        }
        name_index(g, f->py_name);
        for (int i = 0; i < f->n_slots; i++) {
            name_index(g, f->slots[i]->py_name);
        }
        for (int i = 0; i < f->n_params; i++) {
            name_index(g, f->params[i]->py_name);
        }
    }
}

static void emit_record(Glue *g, const Callback *c)
{
    const Function *f = c->function;
    text_printf(g->out, "static const uint16_t cbi_c_%d[] = {%d, %d, %d, %d, %d%s",
                c->index, name_index(g, f->py_name), f->n_slots, f->n_slots, f->n_slots,
                f->n_slots, c->kept ? " | CBI_F_KEPT" : "");
    for (int i = 0; i < f->n_slots; i++) {
        text_printf(g->out, ", %d", name_index(g, f->slots[i]->py_name));
    }
    for (int i = 0; i < f->n_params; i++) {
        if (f->params[i]->slot < 0) {
            text_printf(g->out, ", %d", name_index(g, f->params[i]->py_name));
        }
    }
    text_add(g->out, "};\n");
}

// -------------------------------------------------------------------- signatures
// Of what is no number and no pointer to one, no ready-made function is taken.
static const char *signature_type(Glue *g, const Type *t)
{
    Wrapper w = { .g = g };
    Value v = { .element = type_unqualified(g->ctx, t) };
    switch (t->kind) {
    case TY_VOID:
        return "0";
    case TY_INT:
        return t->int_kind >= INT_INT128 && t->int_kind <= INT_UBIT ? "CBI_NO_TYPE"
                                                                    : number_type(&w, &v);
    case TY_BOOL: case TY_FLOAT: case TY_ENUM:
        return number_type(&w, &v);
    case TY_POINTER: case TY_ARRAY:
        if (t->base->kind == TY_VOID) {
            return "CBI_POINTER_TO";
        }
        return type_is_number(t->base)
            ? arena_printf(g->ctx->arena, "CBI_POINTER_TO | %s",
                           signature_type(g, t->base)) : "CBI_NO_TYPE";
    default:
        return "CBI_NO_TYPE";
    }
}

static void emit_signature(Glue *g, const Callback *c)
{
    const Type *t = c->function->type;
    Text text, types;
    text_init(&text, g->ctx);
    text_init(&types, g->ctx);
    text_printf(&text, "%s (", type_declare(g->ctx, t->base, NULL));
    text_add(&types, signature_type(g, t->base));
    for (const Decl *p = t->params; p; p = p->next) {
        text_printf(&text, "%s%s", p == t->params ? "" : ", ",
                    type_declare_param(g->ctx, p->type, NULL));
        text_printf(&types, ", %s", signature_type(g, p->type));
    }
    text_add(&text, t->params ? ")" : "void)");
    text_printf(g->out, "static const cbi_type cbi_t_%d[] = {%s};\n"
                "static const struct cbi_signature cbi_s_%d = {%s, cbi_t_%d, %d, %s};\n",
                c->index, types.s, c->index, quoted(g->ctx, text.s), c->index,
                c->function->n_params + 1, c->context_at >= 0 ? "true" : "false");
}

// ---------------------------------------------------------------------- locals
static bool is_time(const Value *v)
{
    return v->conv == CONV_TIMESPEC || v->conv == CONV_DATETIME
           || v->conv == CONV_TIMEDELTA;
}

static bool gives_memory(const Param *p)
{
    return p->value.conv == CONV_TEXT || p->value.conv == CONV_BYTES;
}

static void declare_slot(Wrapper *w, const Param *p)
{
    Context *ctx = w->g->ctx;
    const char *n = p->local;
    if (is_array(p)) {
        if (!gives_memory(p)) {
            text_printf(w->out, "    struct cbi_array cbi_%s = {0};\n"
                        "    intptr_t cbi_%s_n[%d];\n", n, n, p->value.rank);
        }
        return;
    }
    text_printf(w->out, "    %s;\n    memset(&cbi_%s, 0, sizeof cbi_%s);\n",
                unqualified(ctx, p->value.element,
                            arena_printf(ctx->arena, "cbi_%s", n)), n, n);
    if (is_time(&p->value)) {
        text_printf(w->out, "    int64_t cbi_%s_sec = 0;\n    long cbi_%s_nsec = 0;\n",
                    n, n);
    }
}

// `*n` of a bound, read once.
static void declare_derefs(Wrapper *w)
{
    const Function *f = w->f;
    for (int i = 0; i < f->n_params; i++) {
        const Param *n = f->params[i];
        bool used = false;
        for (int k = 0; n->indirect && n->slot < 0 && k < f->n_params; k++) {
            const Value *v = &f->params[k]->value;
            for (int d = 0; value_is_array(v) && d < v->rank; d++) {
                used = used || expr_uses(v->axes[d].extent, n->name);
            }
        }
        if (used) {
            text_printf(w->out, "    %s = %s ? *%s : 0;\n",
                        unqualified(w->g->ctx, n->value.element,
                                    arena_printf(w->g->ctx->arena, "cbi_%s", n->local)),
                        local_name(w, n), local_name(w, n));
        }
    }
}

// ------------------------------------------------------------------------ extents
static void emit_extents(Wrapper *w, const Param *p)
{
    const Value *v = &p->value;
    text_printf(w->out, "    cbi_wide cbi_%s_want[%d];\n    {\n"
                "        unsigned cbi_bad = 0;\n", p->local, v->rank);
    for (int d = 0; d < v->rank; d++) {
        text_printf(w->out, "        cbi_%s_want[%d] = %s;\n"
                    "        if (CBI_UNLIKELY(cbi_bad || cbi_%s_want[%d] < 0)) {\n"
                    "            cbi_bad_bound(&py_call, %d, %d, %s, cbi_%s_want[%d], "
                    "cbi_bad | CBI_BAD_C);\n            cbi_%s_want[0] = 0;\n"
                    "            goto fail;\n        }\n",
                    p->local, d, exact_expr(w, v->axes[d].extent), p->local, d,
                    message_index(p), d,
                    quoted(w->g->ctx, expr_text(w->g->ctx, v->axes[d].extent)), p->local,
                    d, p->local);
    }
    text_add(w->out, "    }\n");
}

// ------------------------------------------------------------- C's arguments as objects
static const char *array_object(Wrapper *w, const Param *p)
{
    const Value *v = &p->value;
    Arena *arena = w->g->ctx->arena;
    const bool null = v->nullable || p->opt;
    const char *var = local_name(w, p), *n = arena_printf(arena, "cbi_%s_want", p->local);
    const char *made = memory_object(w, message_index(p), v, var, n, null);
    return made ? made
        : arena_printf(arena, "cbi_copy_array(&py_call, %d, %s, %s, %d, %s, %s)",
                       message_index(p), var, number_type(w, v), v->rank, n,
                       null ? "true" : "false");
}

static int count_handles(const Function *f, int end)
{
    int n = 0;
    for (int i = 0; i < end; i++) {
        n += f->params[i]->value.conv == CONV_HANDLE;
    }
    return n;
}

// An object of C's own, which Python has until the callback is over.
static const char *lent_object(Wrapper *w, const Param *p)
{
    return arena_printf(w->g->ctx->arena, "cbi_lend_object(&py_call, %d, %d, "
                        "(void *)%s%s, %s, py_lent, %d)", message_index(p),
                        p->value.class->index,
                        p->value.class->kind == CLASS_INTEGER ? "(intptr_t)" : "",
                        local_name(w, p), p->opt ? "true" : "false",
                        count_handles(w->f, p->index));
}

static const char *value_object(Wrapper *w, const Param *p)
{
    Arena *arena = w->g->ctx->arena;
    const int i = message_index(p);
    const char *var = local_name(w, p);
    const char *v = p->indirect ? arena_printf(arena, "*%s", var) : var;
    const char *made = arena_printf(arena, "cbi_new_value(&py_call, %d, %s, true)", i, v);
    if (!p->value.nullable || p->indirect) {
        made = arena_printf(arena, "(!cbi_is_there(&py_call, %d, %s) ? NULL : %s)", i, v,
                            made);
    }
    return !p->indirect ? made
        : p->opt ? arena_printf(arena, "%s ? %s : cbi_new_none()", var, made)
        : arena_printf(arena, "!cbi_is_there(&py_call, %d, %s) ? NULL : %s", i, var, made);
}

static const char *argument_object(Wrapper *w, const Param *p)
{
    Arena *arena = w->g->ctx->arena;
    const char *var = local_name(w, p);
    if (p->value.conv == CONV_VALUE) {
        return value_object(w, p);
    }
    if (is_array(p)) {
        return array_object(w, p);
    }
    if (p->value.conv == CONV_HANDLE) {
        return lent_object(w, p);
    }
    if (!p->indirect) {
        return scalar_object(w, message_index(p), &p->value, var);
    }
    Value v = p->value;
    v.nullable = false;
    const char *made = scalar_object(w, message_index(p), &v,
                                     arena_printf(arena, "(*%s)", var));
    return p->opt
        ? arena_printf(arena, "%s ? %s : cbi_new_none()", var, made)
        : arena_printf(arena, "!cbi_is_there(&py_call, %d, %s) ? NULL : %s",
                       message_index(p), var, made);
}

static bool ends_with_star(const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        if (f->params[i]->star) {
            return true;
        }
    }
    return false;
}

static int count_arguments(const Function *f)
{
    int n = 0;
    for (int i = 0; i < f->n_params; i++) {
        n += !callback_is_left_out(f->params[i]);
    }
    return n;
}

// Each argument in its place; a failure leaves those behind it NULL.
static void emit_arguments(Wrapper *w)
{
    int k = 0;
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (!callback_is_left_out(p)) {
            text_printf(w->out, "    if (!(py_args[%d] = %s)) {\n        goto fail;\n"
                        "    }\n", ++k, argument_object(w, p));
        }
    }
}

// --------------------------------------------------------- what Python gave, back to C
static void emit_time(Wrapper *w, const Param *p)
{
    if (p->value.element->kind == TY_STRUCT) {
        text_printf(w->out, "    cbi_%s.tv_sec = cbi_%s_sec;\n    cbi_%s.tv_nsec = "
                    "cbi_%s_nsec;\n", p->local, p->local, p->local, p->local);
    } else {
        text_printf(w->out, "    cbi_%s = cbi_%s_sec;\n", p->local, p->local);
    }
}

// An array: of exactly C's shape, scanned, and copied while no Python code can run.
static void emit_copy(Wrapper *w, const Param *p)
{
    const Value *v = &p->value;
    const char *n = p->local, *type = number_type(w, v);
    int i = message_index(p);
    for (int d = 0; d < v->rank; d++) {
        text_printf(w->out, "    if (cbi_%s_n[%d] != cbi_%s_want[%d]) {\n"
                    "        cbi_bad_extent(&py_call, %d, %d, %d, cbi_%s_n, false, "
                    "cbi_%s_want[%d], %s);\n        goto fail;\n    }\n", n, d, n, d, i, d,
                    v->rank, n, n, d,
                    v->axes[d].extent->kind == EX_NUMBER ? "\"\""
                        : quoted(w->g->ctx, expr_text(w->g->ctx, v->axes[d].extent)));
    }
    if (v->is_bool) {
        text_printf(w->out, "    if (!cbi_scan_bools(&py_call, %d, cbi_%s.data, %d, "
                    "cbi_%s_n)) {\n        goto fail;\n    }\n", i, n, v->rank, n);
    }
    if (v->enumeration) {
        text_printf(w->out, "    if (!cbi_scan_enums(&py_call, %d, cbi_%s.data, %s, %d, "
                    "cbi_%s_n, %d)) {\n        goto fail;\n    }\n", i, n, type, v->rank,
                    n, v->enumeration->index);
    }
    text_printf(w->out, "    if (%s) {\n        memcpy((void *)%s, cbi_%s.data, "
                "cbi_bytes(%s, %d, cbi_%s_n));\n    }\n", local_name(w, p),
                local_name(w, p), n, type, v->rank, n);
}

static void emit_slot(Wrapper *w, const Param *p)
{
    Param in = as_input(p);
    if (p->value.conv == CONV_VALUE) {
        text_printf(w->out, "    if (!cbi_give_value(&py_call, %d, py_slot[%d], "
                    "py_entry.here, &cbi_%s)) {\n        goto fail;\n    }\n",
                    message_index(p), p->slot, p->local);
        return;
    }
    if (is_array(p) && gives_memory(p)) {
        text_printf(w->out, "    if (!cbi_give_%s(&py_call, %d, py_slot[%d], %s, "
                    "cbi_%s_want[0])) {\n        goto fail;\n    }\n",
                    p->value.conv == CONV_TEXT && p->value.form != AS_BYTES ? "text"
                                                                            : "bytes",
                    message_index(p), p->slot, local_name(w, p), p->local);
        return;
    }
    text_add(w->out, "    if (!");
    emit_getter(w, &in);
    text_add(w->out, ") {\n        goto fail;\n    }\n");
    if (is_array(p)) {
        emit_copy(w, p);
    } else if (is_time(&p->value)) {
        emit_time(w, p);
    }
}

static void emit_slots(Wrapper *w)
{
    const Function *f = w->f;
    for (int i = 0; i < f->n_slots; i++) {
        emit_slot(w, f->slots[i]);
    }
    for (int i = 0; i < f->n_slots; i++) {
        const Param *p = f->slots[i];
        if (!is_result(p) && !is_array(p)) {
            text_printf(w->out, "    if (%s) {\n        *%s = cbi_%s;\n    }\n",
                        local_name(w, p), local_name(w, p), p->local);
        }
    }
}

// C may read what no callable has written: zeros.
static void emit_clear(Wrapper *w, const char *indent)
{
    const Function *f = w->f;
    for (int i = 0; i < f->n_slots; i++) {
        const Param *p = f->slots[i];
        if (p->dir == DIR_OUT && !is_result(p) && !is_array(p)) {
            text_printf(w->out, "%sif (%s) {\n%s    memset(%s, 0, sizeof *%s);\n%s}\n",
                        indent, local_name(w, p), indent, local_name(w, p),
                        local_name(w, p), indent);
        }
    }
}

// ---------------------------------------------------------------- the function itself
static const char *on_raise(Wrapper *w, const Callback *c)
{
    Context *ctx = w->g->ctx;
    const Type *t = c->function->type->base;
    const Said *said = c->param ? &c->param->said : &c->function->said;
    const char *type = type_declare(ctx, type_unqualified(ctx, t), NULL);
    if (t->kind == TY_VOID) {
        return "";
    }
    if (said->on_raise) {
        return arena_printf(ctx->arena, " %s", pasted_expr(w, said->on_raise));
    }
    if (t->kind == TY_FLOAT || t->kind == TY_COMPLEX) {
        return arena_printf(ctx->arena, " (%s)__builtin_nan(\"\")", type);
    }
    return arena_printf(ctx->arena, " (%s)%s", type,
                        t->kind == TY_STRUCT || t->kind == TY_UNION ? "{0}" : "0");
}

static const char *head(Wrapper *w, const Callback *c)
{
    const Function *f = c->function;
    Text t;
    text_init(&t, w->g->ctx);
    text_printf(&t, "%s(", callback_name(w, c));
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        text_printf(&t, "%s%s", i ? ", " : "",
                    type_declare_param(w->g->ctx, p->type, local_name(w, p)));
    }
    text_add(&t, f->n_params ? ")" : "void)");
    return type_declare(w->g->ctx, f->type->base, t.s);
}

static void emit_enter(Wrapper *w, const Callback *c)
{
    const Function *f = c->function;
    for (int i = 0; i < f->n_params; i++) {
        if (f->params[i]->role == ROLE_FIXED) {
            text_printf(w->out, "    (void)%s;\n", local_name(w, f->params[i]));
        }
    }
    if (function_mentions_value(f)) {       // as every function of values
        text_add(w->out, "    if (cb_failed()) {\n");
        emit_clear(w, "        ");
        text_printf(w->out, "        return%s;\n    }\n", on_raise(w, c));
    }
    text_add(w->out, "    struct cbi_entry py_entry;\n");
    if (!c->param) {
        text_printf(w->out, "    if (!cbi_enter_import(&py_entry, cbi_c_%d, %d)) {\n",
                    c->index, c->ordinal);
    } else if (c->context_at >= 0) {
        text_printf(w->out, "    if (!cbi_enter_python(&py_entry, cbi_c_%d, %s, %d)) {\n",
                    c->index, local_name(w, f->params[c->context_at]), c->ordinal);
    } else {
        text_printf(w->out, "    if (!cbi_enter_top(&py_entry, cbi_c_%d, cbi_top_%d)) "
                    "{\n", c->index, c->index);
    }
    emit_clear(w, "        ");
    text_printf(w->out, "        return%s;\n    }\n", on_raise(w, c));
}

static void emit_locals(Wrapper *w, const Callback *c, int n_args)
{
    const Function *f = w->f;
    text_printf(w->out, "    CBI_CALL(cbi_c_%d, py_entry.module);\n"
                "    PyObject *py_args[%d] = {NULL};\n    PyObject *py_result = NULL;\n",
                c->index, n_args + 1);
    int n_lent = count_handles(f, f->n_params);
    if (n_lent) {
        text_printf(w->out, "    PyObject *py_lent[%d] = {NULL};\n", n_lent);
    }
    if (f->n_slots == 1) {
        text_add(w->out, "    PyObject *const *const py_slot = &py_result;\n");
    } else if (f->n_slots) {
        text_printf(w->out, "    PyObject *py_slot[%d];\n", f->n_slots);
    }
    for (int i = 0; i < f->n_slots; i++) {
        declare_slot(w, f->slots[i]);
    }
    declare_derefs(w);
    for (int i = 0; i < f->n_params; i++) {
        if (is_array(f->params[i])) {
            emit_extents(w, f->params[i]);
        }
    }
}

// Of a float something may be left to be used again.
static void emit_drop(Wrapper *w, const Value *v, const char *as_float, const char *object)
{
    if (v && v->conv == CONV_FLOAT) {
        text_printf(w->out, "    %s(py_entry.home, %s);\n", as_float, object);
    } else {
        text_printf(w->out, "    cbi_drop(%s);\n", object);
    }
}

// Numbers alone, and some come back: nothing is left to be undone.
static bool is_plain(const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        const Conversion conv = f->params[i]->value.conv;
        if (!callback_is_left_out(f->params[i]) && conv != CONV_INT && conv != CONV_FLOAT
            && conv != CONV_BOOL) {
            return false;
        }
    }
    for (int i = 0; i < f->n_slots; i++) {
        const Conversion conv = f->slots[i]->value.conv;
        if (conv != CONV_INT && conv != CONV_FLOAT && conv != CONV_BOOL) {
            return false;
        }
    }
    return f->n_slots > 0;
}

static void emit_exit_of(Wrapper *w, const Callback *c)
{
    const Function *f = w->f;
    text_add(w->out, "    goto leave;\nfail:\n    cbi_has_failed(&py_entry);\nleave:\n");
    for (int i = 0, k = 0; i < f->n_params; i++) {
        if (!callback_is_left_out(f->params[i])) {
            emit_drop(w, &f->params[i]->value,
                      f->params[i]->indirect ? "cbi_drop_number" : "cbi_drop_float",
                      arena_printf(w->g->ctx->arena, "py_args[%d]", ++k));
        }
    }
    int n_lent = count_handles(f, f->n_params);
    if (n_lent) {
        text_printf(w->out, "    for (int i = 0; i < %d; i++) {\n"
                    "        if (!cbi_end_lent(py_lent[i]) && py_entry.how >= 'a') {\n"
                    "            cbi_has_failed(&py_entry);\n        }\n    }\n", n_lent);
    }
    emit_drop(w, f->n_slots == 1 ? &f->slots[0]->value : NULL, "cbi_drop_number",
              "py_result");
    text_printf(w->out, "%s    if (!cbi_leave_python(&py_entry)) {\n",
                is_plain(f) ? "" : "    cbi_finish(&py_call);\n");
    emit_clear(w, "        ");
    text_printf(w->out, "        return%s;\n    }\n%s}\n\n", on_raise(w, c),
                f->type->base->kind == TY_VOID ? "" : "    return cbi_return;\n");
}

static void emit_callback(Glue *g, const Callback *c)
{
    Wrapper w = { .g = g, .out = g->out, .f = c->function, .home = "py_entry.home" };
    const Function *f = c->function;
    int n_args = count_arguments(f);
    emit_record(g, c);
    if (c->param) {
        emit_signature(g, c);
    }
    if (c->param && c->context_at < 0) {
        text_printf(g->out, "static _Thread_local struct cbi_callable *cbi_top_%d;\n",
                    c->index);
    }
    if (c->param) {
        text_printf(g->out, "/* `%s` of %s() */\n", c->param->name,
                    c->param->function->c_name);
    }
    text_printf(g->out, "%s\n%s\n{\n", c->param ? "static" : "", head(&w, c));
    emit_enter(&w, c);
    emit_locals(&w, c, n_args);
    emit_arguments(&w);
    text_printf(g->out, "    if (!(py_result = cbi_call_%s(&py_entry, py_args + 1, "
                "%d))) {\n        goto fail;\n    }\n",
                ends_with_star(f) ? "star" : "object", n_args);
    if (f->n_slots > 1) {
        text_printf(g->out, "    if (!cbi_unpack(&py_call, py_result, %d, py_slot)) {\n"
                    "        goto fail;\n    }\n", f->n_slots);
    }
    emit_slots(&w);
    emit_exit_of(&w, c);
}

void emit_callbacks(Glue *g)
{
    for (const Callback *c = g->m->callbacks; c; c = c->next) {
        if (is_printed(c)) {
            emit_callback(g, c);
        }
    }
}

// CB_FROM_PYTHON: module and name of each, in the order of their ordinals.
int emit_imports(Glue *g)
{
    int n = 0;
    for (const Callback *c = g->m->callbacks; c; c = c->next) {
        if (c->param || !is_printed(c)) {
            continue;
        }
        text_printf(g->out, "%s    %s, %s,\n", n++ ? ""
                    : "static const char *const cbi_imports[] = {\n",
                    quoted(g->ctx, c->python_module), quoted(g->ctx, c->python_name));
    }
    text_add(g->out, n ? "};\n\n" : "");
    return n;
}

bool has_callbacks(const Module *m)
{
    for (const Callback *c = m->callbacks; c; c = c->next) {
        if (is_printed(c)) {
            return true;
        }
    }
    return false;
}
