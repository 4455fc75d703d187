// SPDX-License-Identifier: MIT
// emit_hook.c: what runs at the module's import and at its end, and how large its memory
// is. In: Module.hooks, whose wrappers are those of other functions; Module.state. Out:
// their table, and the rows of the module's own table.
#include "emit_glue.h"

static bool emit_table(Glue *g, HookKind kind, const char *name)
{
    int n = 0;
    for (const Function *f = g->m->hooks; f; f = f->next) {
        if (f->hook == kind) {
            if (n++ == 0) {
                text_printf(g->out, "static const struct cbi_hook cbi_%s[] = {\n", name);
            }
            text_printf(g->out, "    {\"%s\", cbi_py_%s},\n", f->c_name, f->c_name);
        }
    }
    text_add(g->out, n ? "    {0}\n};\n\n" : "");
    return n > 0;
}

void emit_hooks(Glue *g)
{
    g->has_inits = emit_table(g, HOOK_INIT, "inits");
    emit_state_values(g);
    g->has_exits = emit_table(g, HOOK_EXIT, "exits");
}

void emit_hook_rows(Glue *g)
{
    text_add(g->out, g->has_inits ? "    .inits = cbi_inits,\n" : "");
    text_add(g->out, g->has_exits ? "    .exits = cbi_exits,\n" : "");
    if (g->m->state) {
        const char *type = type_declare(g->ctx, g->m->state->value.element, NULL);
        text_printf(g->out, "    .memory = sizeof(%s),\n"
                    "    .memory_align = _Alignof(%s),\n", type, type);
    }
    emit_state_row(g);
}
