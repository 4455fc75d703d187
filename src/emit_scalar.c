// SPDX-License-Identifier: MIT
// emit_scalar.c: the short wrapper of a function that takes and gives plain numbers,
// for large modules: one call of the runtime reads all arguments into a struct.
#include "emit_glue.h"

enum { MAX_SCALARS = 32 };      // CBI_MAX_SCALARS of the glue

static bool is_plain_number(const Value *v)
{
    return v->conv == CONV_BOOL || (v->conv == CONV_INT && v->form == AS_DEFAULT)
           || v->conv == CONV_FLOAT;
}

bool is_scalar_function(const Function *f)
{
    if (function_is_locked(f) || f->raises || f->requires || f->uses_runtime || f->deprecated || f->result_opt
        || f->n_slots != f->n_params || f->n_required != f->n_slots || !f->n_slots
        || f->n_slots > MAX_SCALARS || f->gil == GIL_FREE
        || (f->gil == GIL_AUTO && f->gil_class != GIL_STRAIGHT)
        || !(f->result.conv == CONV_NONE || is_plain_number(&f->result))) {
        return false;
    }
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (p->role != ROLE_ARGUMENT || p->indirect || p->default_value || p->opt
            || p->index_bound || p->inferable || !is_plain_number(&p->value)) {
            return false;
        }
    }
    return true;
}

void emit_scalar_record(Glue *g, const Function *f)
{
    Wrapper w = { .g = g, .out = g->out, .f = f };
    for (int i = 0; i < f->n_slots; i++) {
        text_printf(g->out, ",\n    %s, offsetof(struct cbi_a_%s, %s)",
                    number_type(&w, &f->slots[i]->value), f->c_name,
                    local_name(&w, f->slots[i]));
    }
}

void emit_scalar_struct(Glue *g, const Function *f)
{
    Wrapper w = { .g = g, .out = g->out, .f = f };
    text_printf(g->out, "struct cbi_a_%s {\n", f->c_name);
    for (int i = 0; i < f->n_params; i++) {
        text_printf(g->out, "    %s;\n", unqualified(g->ctx, f->params[i]->type,
                                                     local_name(&w, f->params[i])));
    }
    text_add(g->out, "};\n");
}

void emit_scalar_function(Glue *g, const Function *f)
{
    Wrapper w = { .g = g, .out = g->out, .f = f };
    bool none = f->result.conv == CONV_NONE;
    text_printf(g->out, "static PyObject *\ncbi_py_%s(PyObject *py_self, "
                "PyObject *const *py_args, intptr_t py_nargs,\n"
                "        PyObject *py_names)\n{\n"
                "    struct cbi_a_%s cbi_a;\n"
                "    if (!cbi_take_scalars(cbi_f_%s, py_self, py_args, py_nargs, "
                "py_names, &cbi_a)) {\n        return NULL;\n    }\n    ", f->c_name,
                f->c_name, f->c_name);
    if (!none) {
        text_printf(g->out, "%s = ", unqualified(g->ctx, f->type->base, "cbi_return"));
    }
    text_printf(g->out, "%s(", f->c_name);
    for (int i = 0; i < f->n_params; i++) {
        text_printf(g->out, "%scbi_a.%s", i ? ", " : "", local_name(&w, f->params[i]));
    }
    text_printf(g->out, ");\n    return %s;\n}\n\n",
                none ? "cbi_new_none()"
                     : result_object(&w, NULL, &f->result, "cbi_return"));
}
