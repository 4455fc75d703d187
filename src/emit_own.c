// SPDX-License-Identifier: MIT
// emit_own.c: conversions of a class's own in the generated C: getters that make an object
// of what came instead of one, results that are shown by another value, and what the table
// of the classes says of both.
#include "emit_glue.h"

#include <string.h>

const char *adapting(const Wrapper *w, const Param *p, const char *plain)
{
    return p->function && param_converter(p)
        ? arena_printf(w->g->ctx->arena, "cbi_adapt_%s", plain + strlen("cbi_get_"))
        : plain;
}

static void emit_null_test(Wrapper *w, const char *var)
{
    text_printf(w->out, "    if (!%s) {\n        PyErr_NoMemory();\n        goto fail;\n"
                "    }\n", var);
}

// As of a constructor: NULL without an error is no memory.
void emit_own_nothing(Wrapper *w)
{
    const Function *f = w->f;
    if (!function_converts(f) || !f->null_memory) {
        return;
    }
    if (f->result.conv == CONV_HANDLE) {
        emit_null_test(w, "cbi_return");
    }
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (p->pointer_out && p->value.conv == CONV_HANDLE) {
            emit_null_test(w, arena_printf(w->g->ctx->arena, "cbi_%s", p->local));
        }
    }
}

// ------------------------------------------------------------------------- results
// Is it the first of its class that Python gets?
static bool is_first(const Function *f, int at)
{
    const Class *c = (at < 0 ? &f->result : &f->params[at]->value)->class;
    for (int i = -1; i < at; i++) {
        const Value *v = i < 0 ? &f->result : &f->params[i]->value;
        if (v->class == c && (i < 0 || f->params[i]->returned) && result_value(f, v)) {
            return false;
        }
    }
    return true;
}

// The classes of which objects are shown otherwise, each once: "1, 3, ".
static const char *shown_classes(const Wrapper *w)
{
    const Function *f = w->f;
    Text t;
    text_init(&t, w->g->ctx);
    for (int i = -1; i < f->n_params; i++) {
        const Value *v = i < 0 ? &f->result : &f->params[i]->value;
        if ((i < 0 || f->params[i]->returned) && result_value(f, v) && is_first(f, i)) {
            text_printf(&t, "%d, ", v->class->index);
        }
    }
    return t.s;
}

// Behind the locks: __value__ takes its own.
const char *own_result(Wrapper *w)
{
    const char *classes = shown_classes(w);
    return !*classes ? "py_result"
        : arena_printf(w->g->ctx->arena, "cbi_show(&py_call, py_result, %s, (const int[])"
                       "{%s-1})", count_items(w->f) > 1 ? "true" : "false", classes);
}

// ----------------------------------------------------------------------- the tables
static int n_converters(const Class *c)
{
    int n = 0;
    for (size_t i = 0; i < c->functions.n; i++) {
        n += function_converts(c->functions.at[i]);
    }
    return n;
}

void emit_own_row(Glue *g, const Class *c)
{
    if (c->convert) {
        text_printf(g->out, ",\n     .convert = %s, .made_of = %s",
                    wrapper_name(g, c->convert), quoted(g->ctx, own_words(g->m, c)));
    }
    if (class_is_chosen(g->m, c)) {
        text_printf(g->out, ",\n     .sources = cbi_sources_%d, .n_sources = %d", c->index,
                    n_converters(c));
    }
    if (c->value) {
        text_printf(g->out, ",\n     .value = %s", wrapper_name(g, c->value));
    }
}
