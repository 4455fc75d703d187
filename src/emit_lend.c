// SPDX-License-Identifier: MIT
// emit_lend.c: what a wrapper does with the callables that Python passes to it: takes
// them, gives C a pointer and a context for each, and takes both back behind the call.
//
// In: parameters that are callbacks. Out: the lines of each stage that speak of them.
#include "emit_glue.h"

#include <string.h>

static Callback *callback_of(const Param *p)
{
    return p->value.conv == CONV_CALLBACK && p->slot >= 0 ? p->value.callback : NULL;
}

// The struct of function and context, which C gets by value or by address.
static const char *pair_name(const Wrapper *w, const Param *p)
{
    return p->type->kind == TY_POINTER
        ? arena_printf(w->g->ctx->arena, "cbi_%s_pair", p->local) : local_name(w, p);
}

static const char *pointer_name(const Wrapper *w, const Param *p)
{
    const Callback *c = p->value.callback;
    return c->field ? arena_printf(w->g->ctx->arena, "%s.%s", pair_name(w, p), c->field)
                    : local_name(w, p);
}

static bool shares_context(const Callback *c, const Callback *other)
{
    return other == c || (other && c->context && other->context == c->context);
}

bool lends_kept(const Param *p)
{
    const Callback *c = callback_of(p);
    bool kept = false;
    for (int i = p->index; i < p->function->n_params; i++) {
        const Callback *other = callback_of(p->function->params[i]);
        kept = kept || (c && shares_context(c, other) && other->kept);
    }
    return kept && (c->field || (c->context && c->ordinal == 0));
}

void declare_callback(Wrapper *w, const Param *p)
{
    const Callback *c = callback_of(p);
    if (!c) {
        return;
    }
    text_printf(w->out, "    CBI_CALLABLE(cbi_%s);\n", p->local);
    if (lends_kept(p)) {
        declare_keeper(w, p, 'f');
    }
    if (c->field && p->type->kind == TY_POINTER) {
        text_printf(w->out, "    %s = {0};\n",
                    unqualified(w->g->ctx, p->type->base, pair_name(w, p)));
    }
}

void emit_callable_getter(Wrapper *w, const Param *p)
{
    text_printf(w->out, "cbi_get_callable(&py_call, %d, py_slot[%d], &cbi_s_%d, %s, "
                "&cbi_%s)", message_index(p), p->slot, p->value.callback->index,
                p->opt ? "CBI_NULLABLE" : "0", p->local);
}

// C may call back from other threads, and wait for them; not a body that was seen and calls
// nothing which could start one.
static void emit_lend_locked(Wrapper *w, const Param *p)
{
    if (module_has_locks(w->g->m) && w->f->gil_class == GIL_OPEN) {
        text_printf(w->out, "    cbi_lend_locked(&cbi_%s);\n", p->local);
    }
}

// The callables that share the context of p; p is the first of them.
static void emit_lend_one(Wrapper *w, const Param *p)
{
    const Callback *c = callback_of(p);
    Text shared;
    int n = 0;
    const bool kept = lends_kept(p);
    text_init(&shared, w->g->ctx);
    for (int i = p->index; i < w->f->n_params; i++) {
        if (shares_context(c, callback_of(w->f->params[i]))) {
            text_printf(&shared, "%s&cbi_%s", n++ ? ", " : "",
                        w->f->params[i]->local);
        }
    }
    const char *context = c->field
        ? arena_printf(w->g->ctx->arena, "%s.%s", pair_name(w, p), c->context_field)
        : local_name(w, c->context);
    if (n == 1 && !kept) {
        text_printf(w->out, "    if (!cbi_lend_one(&py_call, %s, &%s)) {\n        goto fail;"
                    "\n    }\n", shared.s, context);
        emit_lend_locked(w, p);
        return;
    }
    text_printf(w->out, "    if (!cbi_lend(&py_call, %d, (struct cbi_callable *const[]){"
                "%s}, %s,\n            %s, &%s)) {\n        goto fail;\n    }\n", n,
                shared.s, kept ? arena_printf(w->g->ctx->arena, "&cbi_kept_%s", p->local)
                               : "NULL", kept ? early_keeper(w) : "NULL", context);
    emit_lend_locked(w, p);
}

void emit_lend(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        const Callback *c = callback_of(p);
        if (c && (c->field || (c->context && c->ordinal == 0))) {
            emit_lend_one(w, p);
        }
        if (c) {
            text_printf(w->out, "    %s = CBI_POINTER(cbi_%s, %s, %s);\n",
                        pointer_name(w, p), p->local, pointer_name(w, p),
                        callback_name(w, c));
            if (c->field && p->type->kind == TY_POINTER) {
                text_printf(w->out, "    %s = cbi_%s.kind ? &%s : NULL;\n",
                            local_name(w, p), p->local, pair_name(w, p));
            }
        }
    }
}

void emit_push(Wrapper *w, bool push)
{
    for (int k = 0; k < w->f->n_params; k++) {
        const Param *p = w->f->params[push ? k : w->f->n_params - 1 - k];
        const Callback *c = callback_of(p);
        if (c && c->context_at < 0) {
            text_printf(w->out, "        CBI_%s(cbi_top_%d, cbi_%s);\n",
                        push ? "PUSH" : "POP", c->index, p->local);
        }
    }
}

void emit_give_back(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Callback *c = callback_of(w->f->params[i]);
        if (c && (c->field || (c->context && c->ordinal == 0))) {
            text_printf(w->out, "    cbi_give_back(&cbi_%s);\n", w->f->params[i]->local);
        }
    }
}

bool has_callback(const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        if (callback_of(f->params[i])) {
            return true;
        }
    }
    return false;
}

// C functions take as long as they like.
void emit_kind_test(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        if (callback_of(w->f->params[i])) {
            text_printf(w->out, " || cbi_%s.kind == 'c'", w->f->params[i]->local);
        }
    }
}

// May C call Python before it returns? By a callable that this call takes, by one that C
// has kept, by CB_FROM_PYTHON.
bool reaches_python(const Wrapper *w)
{
    return has_callback(w->f) || w->f->uses_values
           || (w->g->m->callbacks && w->f->gil_class == GIL_OPEN);
}
