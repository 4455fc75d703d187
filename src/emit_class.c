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

static bool is_of_nameless_enum(const Field *f)
{
    const Type *t = f->value.element;
    return t->kind == TY_ENUM && !t->tag->name && !t->tag->alias;
}

static void emit_assert(Glue *g, const Class *c, const Field *f)
{
    if (is_of_nameless_enum(f)) {       // no type that could be spelled
        return;
    }
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
    case CONV_WIDE: return 'w';
    case CONV_TIMESPEC: return 'm';
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

static const char *field_type(Glue *g, const Class *c, const Field *f)
{
    const Value *v = &f->value;
    Wrapper w = { .g = g, .out = g->out };
    if (v->class) {
        return "0";
    }
    if (v->conv == CONV_TIMESPEC) {
        return "'m' << 8 | sizeof(struct timespec)";
    }
    if (is_of_nameless_enum(f)) {
        return arena_printf(g->ctx->arena, "CBI_INT(__typeof__(%s))",
                            field_element(g->ctx, c, f, v->rank));
    }
    return number_type(&w, v);
}

static void emit_field(Glue *g, const Class *c, const Field *f, size_t k)
{
    const Value *v = &f->value;
    text_printf(g->out, "    {\"%s\", offsetof(%s, %s), '%c', %d, %d, %s, ",
                f->py_name, c->c_type, f->name, field_kind(v), v->rank,
                v->class ? v->class->index : v->enumeration ? v->enumeration->index
                                                            : -1,
                field_type(g, c, f));
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

// ------------------------------------------------------------------ constructors
// Classes whose fields are many or large are made by their tables alone.
enum { MOST_FIELDS = 16 };

static bool has_maker(const Class *c)
{
    return c->fields.n <= MOST_FIELDS;
}

static void emit_field_value(Wrapper *w, const Class *c, const Field *f, size_t k)
{
    if (is_plain_field(f)) {
        text_add(w->out, "\n        || !");
        emit_field_getter(w, f, (int)k, arena_printf(w->g->ctx->arena, "py_v%zu", k));
    } else {
        text_printf(w->out, "\n        || !cbi_field_store(&py_call, %zu, "
                    "&cbi_fields_%d[%zu], 0, py_slot[%zu],\n                "
                    "(char *)&py_struct + offsetof(%s, %s))", k, c->index, k, k, c->c_type,
                    f->name);
    }
}

// Called like a function: all fields into a struct on the stack, then the instance.
static void emit_maker(Glue *g, const Class *c)
{
    Wrapper w = { .g = g, .out = g->out };
    const size_t n = c->fields.n;
    text_printf(g->out, "static PyObject *\ncbi_make_%d(PyObject *py_type, PyObject "
                "*const *py_args, intptr_t py_nargs,\n        PyObject *py_names)\n{\n"
                "    CBI_CALL(cbi_new_%d, PyType_GetModule((PyTypeObject *)py_type));\n"
                "    PyObject *py_result = NULL;\n    PyObject *py_bound[%zu];\n"
                "    PyObject *const *py_slot = py_bound;\n    char *py_data;\n"
                "    %s py_struct;\n    memset(&py_struct, 0, sizeof py_struct);\n", c->index,
                c->index, n, c->c_type);
    for (size_t k = 0; k < n; k++) {
        if (is_plain_field(&c->fields.at[k])) {
            text_printf(g->out, "    %s;\n",
                        unqualified(g->ctx, c->fields.at[k].value.element,
                                    arena_printf(g->ctx->arena, "py_v%zu", k)));
        }
    }
    text_printf(g->out, "    if (!(py_slot = cbi_all_slots(&py_call, py_args, "
                "py_nargs & INTPTR_MAX,\n                                   py_names, "
                "py_bound, %zu))", n);
    for (size_t k = 0; k < n; k++) {
        emit_field_value(&w, c, &c->fields.at[k], k);
    }
    text_add(g->out, ") {\n        goto fail;\n    }\n");
    for (size_t k = 0; k < n; k++) {
        if (is_plain_field(&c->fields.at[k])) {
            text_printf(g->out, "    py_struct.%s = py_v%zu;\n", c->fields.at[k].name, k);
        }
    }
    text_printf(g->out, "    py_result = cbi_make_instance(py_type, py_call.module,\n"
                "                                  &cbi_module.classes[%d], &py_data);\n"
                "    if (CBI_LIKELY(py_result != NULL)) {\n"
                "        memcpy(py_data, &py_struct, sizeof py_struct);\n    }\n"
                "fail:\n    cbi_finish(&py_call);\n    return py_result;\n}\n\n",
                c->index);
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
        if (has_maker(c)) {
            emit_maker(g, c);
        }
    }
    if (!g->m->classes) {
        return;
    }
    text_add(g->out, "static const struct cbi_class cbi_classes[] = {\n");
    for (const Class *c = g->m->classes; c; c = c->next) {
        text_printf(g->out, "    {\"%s.%s\",\n        %s,\n        cbi_new_%d, "
                    "cbi_fields_%d, cbi_getset_%d, %zu,\n        sizeof(%s), "
                    "_Alignof(%s), %s, %s, %s, %s},\n",
                    g->m->name, c->py_name, class_doc(g, c), c->index, c->index,
                    c->index, c->fields.n, c->c_type, c->c_type,
                    c->is_nested ? "true" : "false",
                    c->has_hidden ? "true" : "false",
                    c->is_scanned ? "true" : "false",
                    has_maker(c) ? arena_printf(g->ctx->arena, "cbi_make_%d", c->index)
                                 : "NULL");
    }
    text_add(g->out, "};\n\n");
}
