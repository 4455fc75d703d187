// SPDX-License-Identifier: MIT
// emit_maker.c: calls of a class: Point(x, y) as a function. In: the fields of a value
// struct, or the constructor that C has. Out: cbi_make_N, which the runtime puts into the
// type; before it, where numbers are all that is given, a short way: if they are exactly
// float or int, the object is made at once.
#include "emit_glue.h"

// Classes whose fields are many or large are made by their tables alone.
enum { MOST_FIELDS = 16 };

bool has_maker(const Class *c)
{
    return c->init || (!c->why_not && c->fields.n <= MOST_FIELDS);
}

// A condition that is true where it is given, and cannot be taken.
static void emit_field_value(Wrapper *w, const Class *c, const Field *f, size_t k)
{
    const bool must = k < class_required_fields(c);
    text_add(w->out, "\n        || ");
    if (!must) {
        text_printf(w->out, "(py_slot[%zu] && ", k);
    }
    if (is_plain_field(f)) {
        text_add(w->out, "!");
        emit_field_getter(w, f, (int)k, arena_printf(w->g->ctx->arena, "py_v%zu", k));
    } else {
        text_printf(w->out, "!cbi_field_store(&py_call, %zu, "
                    "&cbi_fields_%d[%zu], 0, py_slot[%zu],\n                "
                    "(char *)&py_struct + offsetof(%s, %s))", k, c->index, k, k, c->c_type,
                    f->name);
    }
    text_add(w->out, must ? "" : ")");
}

// ---------------------------------------------------------------------- the short way
static const Value *value_of(const Class *c, size_t k)
{
    return c->init ? &c->init->slots[k]->value : &c->fields.at[k].value;
}

static size_t n_values(const Class *c)
{
    return c->init ? (size_t)c->init->n_slots : c->fields.n;
}

// C gives a pointer, and has nothing to say but NULL.
static bool is_short_constructor(Glue *g, const Function *f)
{
    const Value *v = &f->result;
    return !f->self && v->conv == CONV_HANDLE && v->class == f->class
           && (!v->owned || v->owned == v->class->destroy) && is_straight(g, f)
           && f->n_slots == f->n_params;
}

static bool has_short_maker(Glue *g, const Class *c)
{
    const bool right = c->init ? class_is_alone(g, c) && is_short_constructor(g, c->init)
                               : !c->is_nested && c->fields.n;
    bool good = right;
    for (int k = 0; good && c->init && k < c->init->n_slots; k++) {
        good = is_plain_argument(c->init->slots[k]);
    }
    for (size_t k = 0; good && !c->init && k < c->fields.n; k++) {
        good = !c->fields.at[k].value.rank && is_exact_number(value_of(c, k));
    }
    return good;
}

static void emit_made_struct(Glue *g, const Class *c)
{
    text_printf(g->out, "        %s py_struct;\n        memset(&py_struct, 0, sizeof "
                "py_struct);\n", c->c_type);
    for (size_t k = 0; k < n_values(c); k++) {
        text_printf(g->out, "        py_struct.%s = py_v%zu;\n", c->fields.at[k].name, k);
    }
    text_add(g->out, "        if (py_made) {\n            memcpy(CBI_INSTANCE(py_made)->data, "
             "&py_struct, sizeof py_struct);\n        }\n        return py_made;\n");
}

static void emit_made_handle(Glue *g, const Class *c)
{
    text_printf(g->out, "        return py_made ? cbi_holds_now(py_made, (void *)%s(",
                c->init->c_name);
    for (int i = 0; i < c->init->n_params; i++) {
        text_printf(g->out, "%spy_v%d", i ? ", " : "", c->init->params[i]->slot);
    }
    text_add(g->out, ")) : NULL;\n");
}

static void emit_short_maker(Glue *g, const Class *c)
{
    Wrapper w = { .g = g, .out = g->out };
    const char *record = c->init ? arena_printf(g->ctx->arena, "cbi_f_%s", c->init->c_name)
                                 : arena_printf(g->ctx->arena, "cbi_new_%d", c->index);
    text_printf(g->out, "static PyObject *\ncbi_make_%d(PyObject *py_type, PyObject *const "
                "*py_args, intptr_t py_nargs,\n        PyObject *py_names)\n{\n", c->index);
    for (size_t k = 0; k < n_values(c); k++) {
        text_printf(g->out, "    %s;\n", unqualified(
            g->ctx, value_of(c, k)->element, arena_printf(g->ctx->arena, "py_v%zu", k)));
    }
    text_printf(g->out, "    if (CBI_LIKELY(cbi_are_in_order(%s, py_type, "
                "&cbi_free_list_%d,\n                                    py_nargs & "
                "INTPTR_MAX, py_names, %zu)", record, c->index, n_values(c));
    for (size_t k = 0; k < n_values(c); k++) {
        text_add(g->out, "\n                   && ");
        emit_exact_number(&w, value_of(c, k),
                          arena_printf(g->ctx->arena, "py_args[%zu]", k), "cbi_head",
                          arena_printf(g->ctx->arena, "py_v%zu", k));
    }
    text_printf(g->out, ")) {\n        PyObject *py_made = cbi_make_plain(py_type, "
                "&cbi_module.classes[%d]);\n", c->index);
    (c->init ? emit_made_handle : emit_made_struct)(g, c);
    text_printf(g->out, "    }\n    return cbi_make_long_%d(py_type, py_args, py_nargs, "
                "py_names);\n}\n\n", c->index);
}

// ----------------------------------------------------------------------- the long way
static void emit_long_init(Glue *g, const Class *c)
{
    text_printf(g->out, "    return cbi_make_by_init(py_type, &cbi_module.classes[%d], "
                "py_args, py_nargs, py_names);\n}\n\n", c->index);
}

static void declare_fields(Glue *g, const Class *c)
{
    text_printf(g->out, "    CBI_CALL(cbi_new_%d, PyType_GetModule((PyTypeObject "
                "*)py_type));\n"
                "    PyObject *py_result = NULL;\n    PyObject *py_bound[%zu];\n"
                "    PyObject *const *py_slot = py_bound;\n    char *py_data;\n"
                "    %s py_struct;\n    memset(&py_struct, 0, sizeof py_struct);\n", c->index,
                c->fields.n, c->c_type);
    for (size_t k = 0; k < c->fields.n; k++) {
        if (is_plain_field(&c->fields.at[k])) {
            text_printf(g->out, "    %s;\n",
                        unqualified(g->ctx, c->fields.at[k].value.element,
                                    arena_printf(g->ctx->arena, "py_v%zu", k)));
        }
    }
    for (size_t k = class_required_fields(c); k < c->fields.n; k++) {
        if (is_plain_field(&c->fields.at[k])) {
            text_printf(g->out, "    memset(&py_v%zu, 0, sizeof py_v%zu);\n", k, k);
        }
    }
}

// All fields into a struct on the stack, then the instance.
static void emit_long_struct(Glue *g, const Class *c)
{
    Wrapper w = { .g = g, .out = g->out };
    const size_t n = c->fields.n;
    declare_fields(g, c);
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

// Called like a function, whatever comes.
static void emit_long_maker(Glue *g, const Class *c, const char *name)
{
    text_printf(g->out, "static PyObject *\n%s(PyObject *py_type, PyObject *const *py_args, "
                "intptr_t py_nargs,\n        PyObject *py_names)\n{\n", name);
    (c->init ? emit_long_init : emit_long_struct)(g, c);
}

void emit_maker(Glue *g, const Class *c)
{
    const bool is_short = has_short_maker(g, c);
    emit_long_maker(g, c, arena_printf(g->ctx->arena, is_short ? "cbi_make_long_%d"
                                                                : "cbi_make_%d", c->index));
    if (is_short) {
        emit_short_maker(g, c);
    }
}
