// SPDX-License-Identifier: MIT
// emit_class.c: the tables of the classes: what each field is and where it lies. The
// runtime makes the types from them. The compiler says sizes and offsets, and holds the
// types of the fields against what carbidec read.
#include "emit_glue.h"

#include <string.h>

// The field as an expression, with an index for each of its extents.
static const char *field_element(Context *ctx, const Class *c, const Field *f, int rank)
{
    Text t;
    text_init(&t, ctx);
    text_printf(&t, "((%s *)0)->%s", c->c_type, f->name);
    for (int d = 0; d < rank; d++) {
        text_add(&t, "[0]");
    }
    return t.s;
}

static void emit_assert(Glue *g, const Class *c, const Field *f)
{
    text_printf(g->out, "_Static_assert(__builtin_types_compatible_p(__typeof__(%s),\n"
                "    %s), \"%s.%s\");\n",
                field_element(g->ctx, c, f, f->value.rank),
                type_declare(g->ctx, f->value.element, NULL), c->c_type, f->name);
}

// The letter by which the runtime reads a field, see carbide/glue/classes.h.
static char field_kind(const Value *v)
{
    switch (v->conv) {
    case CONV_CHAR: return 'c';
    case CONV_ENUM:
    case CONV_FLAGS: return 'e';
    case CONV_STRUCT: return 's';
    case CONV_TEXT: return 't';
    case CONV_BYTES: return 'b';
    case CONV_ARRAY: return 'a';
    default: return 'n';
    }
}

static void emit_shape(Glue *g, const Class *c, const Field *f, size_t k)
{
    if (!f->value.rank) {
        return;
    }
    text_printf(g->out, "static const intptr_t cbi_shape_%d_%zu[] = {\n", c->index, k);
    for (int d = 0; d < f->value.rank; d++) {
        const char *part = field_element(g->ctx, c, f, d + 1);
        text_printf(g->out, "    sizeof(%s)\n        / (sizeof(%s) ? sizeof(%s) : 1),\n",
                    field_element(g->ctx, c, f, d), part, part);
    }
    text_add(g->out, "};\n");
}

static void emit_field(Glue *g, const Class *c, const Field *f, size_t k)
{
    const Value *v = &f->value;
    Wrapper w = { .g = g, .out = g->out };
    text_printf(g->out, "    {\"%s\", offsetof(%s, %s), '%c', %d, %d, %s, ",
                f->py_name, c->c_type, f->name, field_kind(v), v->rank,
                v->class ? v->class->index : v->enumeration ? v->enumeration->index
                                                            : -1,
                v->class ? "0" : number_type(&w, v));
    text_printf(g->out, v->rank ? "cbi_shape_%d_%zu},\n" : "NULL},\n", c->index, k);
}

static void emit_fields(Glue *g, const Class *c)
{
    for (size_t k = 0; k < c->fields.n; k++) {
        emit_shape(g, c, &c->fields.at[k], k);
    }
    text_printf(g->out, "static const struct cbi_field cbi_fields_%d[] = {\n",
                c->index);
    for (size_t k = 0; k < c->fields.n; k++) {
        emit_field(g, c, &c->fields.at[k], k);
    }
    text_printf(g->out, "};\nstatic CbGetSetDef cbi_getset_%d[] = {\n", c->index);
    for (size_t k = 0; k < c->fields.n; k++) {
        const Field *f = &c->fields.at[k];
        text_printf(g->out, "    {\"%s\", cbi_field_get, cbi_field_set, %s, (void *)"
                    "&cbi_fields_%d[%zu]},\n", f->py_name,
                    f->doc ? quoted(g->ctx, f->doc) : "NULL", c->index, k);
    }
    text_add(g->out, "    {0}\n};\n");
}

// The record of the constructor: all fields, all required.
static void emit_constructor(Glue *g, const Class *c)
{
    text_printf(g->out, "static const uint16_t cbi_new_%d[] = {%d, %zu, %zu, %zu, 0",
                c->index, name_index(g, c->py_name), c->fields.n, c->fields.n,
                c->fields.n);
    for (size_t k = 0; k < c->fields.n; k++) {
        text_printf(g->out, ", %d", name_index(g, c->fields.at[k].py_name));
    }
    text_add(g->out, "};\n");
}

static const char *class_doc(Glue *g, const Class *c)
{
    Text t, literal;
    text_init(&t, g->ctx);
    text_init(&literal, g->ctx);
    text_printf(&t, "%s(", c->py_name);
    for (size_t k = 0; k < c->fields.n; k++) {
        text_printf(&t, "%s%s", k ? ", " : "", c->fields.at[k].py_name);
    }
    text_printf(&t, ")\n--\n\n%s", c->doc ? c->doc : "");
    text_c_string(&literal, t.s, t.n);
    return literal.s;
}

void collect_class_names(Glue *g)
{
    for (const Class *c = g->m->classes; c; c = c->next) {
        name_index(g, c->py_name);
        for (size_t k = 0; k < c->fields.n; k++) {
            name_index(g, c->fields.at[k].py_name);
        }
    }
}

void emit_class_asserts(Glue *g)
{
    for (const Class *c = g->m->classes; c; c = c->next) {
        // a wrapper has a copy on its stack
        text_printf(g->out, "_Static_assert(sizeof(%s) <= %d, \"%s is too large to be "
                    "passed: hide it by a name that begins with _\");\n", c->c_type,
                    c->is_used ? 32768 : 1 << 30, c->c_type);
        for (size_t k = 0; k < c->fields.n; k++) {
            emit_assert(g, c, &c->fields.at[k]);
        }
    }
}

void emit_classes(Glue *g)
{
    for (const Class *c = g->m->classes; c; c = c->next) {
        emit_fields(g, c);
        emit_constructor(g, c);
    }
    if (!g->m->classes) {
        return;
    }
    text_add(g->out, "static const struct cbi_class cbi_classes[] = {\n");
    for (const Class *c = g->m->classes; c; c = c->next) {
        text_printf(g->out, "    {\"%s.%s\",\n        %s,\n        cbi_new_%d, "
                    "cbi_fields_%d, cbi_getset_%d, %zu,\n        sizeof(%s), "
                    "_Alignof(%s), %s, %s, %s},\n",
                    g->m->name, c->py_name, class_doc(g, c), c->index, c->index,
                    c->index, c->fields.n, c->c_type, c->c_type,
                    c->is_nested ? "true" : "false",
                    c->has_hidden ? "true" : "false",
                    c->is_scanned ? "true" : "false");
    }
    text_add(g->out, "};\n\n");
}
