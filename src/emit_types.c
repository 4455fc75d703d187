// SPDX-License-Identifier: MIT
// emit_types.c: a module without header: its glue can include nothing of the author's,
// so types are spelled out in C's own words, and the enums are printed once more.
//
// In: a module whose declarations stand in .c files. Out: its functions' types without
// typedefs (but for the names of anonymous enums), and the text of those enums.
#include "emit_glue.h"

static Type *spelled_out(Context *ctx, const Type *t)
{
    if (!t) {
        return NULL;
    }
    Type *copy = NEW(ctx, Type);
    *copy = *t;
    const Decl *name = t->spelled;
    copy->spelled = t->kind == TY_ENUM && t->tag && !t->tag->name ? (Decl *)name : NULL;
    copy->base = spelled_out(ctx, t->base);
    return copy;
}

static void spell_out_value(Context *ctx, Value *v)
{
    v->element = spelled_out(ctx, v->element);
}

static void spell_out_functions(Module *m, Function *f)
{
    for (; f; f = f->next) {
        Type *type = NEW(m->ctx, Type);
        *type = *f->type;
        type->base = spelled_out(m->ctx, f->type->base);
        f->type = type;
        spell_out_value(m->ctx, &f->result);
        for (int i = 0; i < f->n_params; i++) {
            f->params[i]->type = spelled_out(m->ctx, f->params[i]->type);
            spell_out_value(m->ctx, &f->params[i]->value);
        }
    }
}

void spell_out_types(Module *m)
{
    spell_out_functions(m, m->functions);
    spell_out_functions(m, m->hooks);
}

static void emit_enum(Glue *g, const Enum *e)
{
    bool named = e->tag->name != NULL;
    const Decl *typedefed = e->tag->name_for_linkage;
    text_printf(g->out, "%senum %s", named ? "" : "typedef ",
                named ? e->tag->name : "");
    if (e->tag->underlying) {
        text_printf(g->out, " : %s", type_declare(g->ctx, spelled_out(g->ctx,
                                                      e->tag->underlying), NULL));
    }
    text_add(g->out, " {");
    for (size_t i = 0; i < e->members.n; i++) {
        const Member *k = &e->members.at[i];
        if (k->negative) {
            text_printf(g->out, " %s = %lld,", k->c_name, (long long)k->number);
        } else {
            text_printf(g->out, " %s = %llu,", k->c_name,
                        (unsigned long long)k->number);
        }
    }
    text_printf(g->out, " }%s%s;\n", named ? "" : " ",
                named ? "" : typedefed ? typedefed->name : e->py_name);
}

void emit_own_enums(Glue *g)
{
    for (const Enum *e = g->m->enums; e; e = e->next) {
        if (e->tag->name || e->tag->name_for_linkage) {
            emit_enum(g, e);
        }
    }
}
