// SPDX-License-Identifier: MIT
// emit_kept.c: cb_value in fields of classes and of the module's state. In: their names,
// which check_value.c has collected. Out: tables of their places, and, behind each call
// that may have assigned to them, the call that takes and drops references.
#include "emit_glue.h"

#include <string.h>

static void emit_offsets(Glue *g, const char *table, const char *type,
                         const char *const *names, size_t n)
{
    text_printf(g->out, "static const size_t %s[] = {\n", table);
    for (size_t k = 0; k < n; k++) {
        text_printf(g->out, "    offsetof(%s, %s),\n", type, names[k]);
    }
    text_add(g->out, "};\n");
}

void emit_kept_values(Glue *g, const Class *c)
{
    if (c->values.n) {
        emit_offsets(g, arena_printf(g->ctx->arena, "cbi_values_%d", c->index), c->c_type,
                     c->values.at, c->values.n);
    }
}

void emit_kept_row(Glue *g, const Class *c)
{
    if (c->values.n) {
        text_printf(g->out, "     .values = cbi_values_%d, .n_values = %zu, .sync = "
                    "cbi_sync_object,\n", c->index, c->values.n);
    }
}

void emit_state_values(Glue *g)
{
    const Module *m = g->m;
    if (m->state_values.n) {
        emit_offsets(g, "cbi_state_values",
                     type_declare(g->ctx, m->state->value.element, NULL),
                     m->state_values.at, m->state_values.n);
    }
}

void emit_state_row(Glue *g)
{
    if (g->m->state_values.n) {
        text_printf(g->out, "    .state_values = cbi_state_values,\n"
                    "    .n_state_values = %zu, .reach_state = cbi_reach_state,\n",
                    g->m->state_values.n);
    }
}

// Also behind a call that failed: C may have assigned before. Whoever uses Python values
// may reach the state by cb_state(); who does not leaves it alone: others may be at it.
void emit_sync(Wrapper *w)
{
    const Function *f = w->f;
    const char *before = "    if (";
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        const char *used = function_constructs(f) && p == f->self ? NULL
                                                                  : used_object(w, p);
        if (used && p->value.class->values.n && !p->value.is_const) {
            text_printf(w->out, "%s!cbi_sync_object(&py_call, %s)", before, used);
            before = "\n        + ";     // all of them, whichever fails
        }
    }
    if (f->has_state || (f->uses_values && w->g->m->state_values.n)) {
        text_printf(w->out, "%s!cbi_sync_%s(&py_call)", before,
                    f->has_state ? "state" : "reached");
        before = "\n        + ";
    }
    text_add(w->out, before[0] == '\n' ? ") {\n        goto fail;\n    }\n" : "");
}
