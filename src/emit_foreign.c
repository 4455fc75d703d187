// SPDX-License-Identifier: MIT
// emit_foreign.c: classes of other modules in the glue: what this module wants of each,
// held against the class when it is imported. And of every struct that C sees but Python
// does not, own or foreign, a number for its layout, which both modules must agree on.
#include "emit_glue.h"

// -------------------------------------------------------------------------- layout
static uint64_t hash_of(uint64_t hash, const char *name)
{
    for (; name && *name; name++) {
        hash = (hash ^ (unsigned char)*name) * 0x100000001B3u;
    }
    return hash | 1;
}

// One term for each member that has an address: its name, its place, its size.
static void add_members(Glue *g, const Class *c, Tag *tag)
{
    for (const Decl *d = tag_fields(tag); d; d = d->next) {
        bool flexible = d->type && d->type->kind == TY_ARRAY && !d->type->length;
        if (!d->name || d->bit_width || d->poisoned) {
            continue;                   // the sizes of the others tell
        }
        text_printf(g->out, "\n        + (uint64_t)0x%llX * (3 * offsetof(%s, %s)",
                    (unsigned long long)hash_of(0xCBF29CE484222325u, d->name), c->c_type,
                    d->name);
        if (!flexible) {
            text_printf(g->out, " + sizeof(((%s *)0)->%s)", c->c_type, d->name);
        }
        text_add(g->out, ")");
    }
}

// Value structs are compared field by field; of others C alone knows what is in them.
void emit_layout(Glue *g, const Class *c)
{
    if (c->why_not && c->tag && c->tag->complete && g->m->has_header) {
        text_printf(g->out, "     .c_size = sizeof(%s), .layout = sizeof(%s)", c->c_type,
                    c->c_type);
        add_members(g, c, c->tag);
        text_add(g->out, ",\n");
    }
}

// ------------------------------------------------------------------------- demands
static bool makes_owned(const Function *f, const Class *c)
{
    bool makes = f->result.class == c && f->result.conv == CONV_HANDLE
                 && !f->result.is_child;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        makes = makes || (p->pointer_out && p->value.class == c && !p->value.is_child);
    }
    return makes;
}

static bool is_child(const Value *v, const Class *c)
{
    return v->class == c && v->is_child;
}

// Parts of objects whose memory functions of this module may change.
static bool lends_locked(const Function *f, const Class *c)
{
    bool lends = is_child(&f->result, c), locked = false;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        lends = lends || (param_is_output(p) && is_child(&p->value, c));
        locked = locked || (is_use(p) && class_is_locked(p->value.class)
                            && !p->value.class->foreign);
    }
    return lends && locked;
}

// What it may be in its module: "v" a value struct, "s" another one that the object
// holds, "p" a pointer that C gave, "i" an integer.
static const char *kinds(const Glue *g, const Class *c)
{
    bool made = false;
    for (const Function *f = g->m->functions; f; f = f->next) {
        made = made || makes_owned(f, c);
    }
    return !c->why_not ? "v" : c->kind == CLASS_INTEGER ? "i"
           : made || !c->tag ? "p" : c->is_lent ? "ps" : "psv";
}

void emit_foreign(Glue *g, const Class *c)
{
    bool lends = false;
    for (const Function *f = g->m->functions; f; f = f->next) {
        lends = lends || lends_locked(f, c);
    }
    text_printf(g->out, "static const struct cbi_foreign cbi_foreign_%d = {\n"
                "    .module = \"%s\", .class = \"%s\", .c_type = \"%s\", .kinds = "
                "\"%s\",\n    .changes = %s, .lends = %s};\n", c->index,
                foreign_module(g->m, c), c->py_name, c->c_type, kinds(g, c),
                c->is_changed ? "true" : "false", lends ? "true" : "false");
}

// Its row among the classes: only what C here says of it.
void emit_foreign_row(Glue *g, const Class *c)
{
    text_printf(g->out, "    {.name = \"%s\",\n     .foreign = &cbi_foreign_%d,\n"
                "     .kind = '%c', .record = cbi_new_%d,\n", c->foreign, c->index,
                "vspi"[c->kind], c->index);
    if (!c->why_not) {
        text_printf(g->out, "     .fields = cbi_fields_%d, .n_fields = %zu,\n", c->index,
                    c->fields.n);
    }
    emit_layout(g, c);
    if (c->lock) {
        text_printf(g->out, "     .lock = \"%s\",\n", c->lock);
    }
    text_printf(g->out, "     .size = %s, .align = %s, .is_scanned = %s},\n",
                c->why_not ? "0" : arena_printf(g->ctx->arena, "sizeof(%s)", c->c_type),
                c->why_not ? "1" : arena_printf(g->ctx->arena, "_Alignof(%s)", c->c_type),
                c->is_scanned ? "true" : "false");
}
