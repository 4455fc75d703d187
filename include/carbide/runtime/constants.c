/* SPDX-License-Identifier: MIT
   carbide/runtime/constants.c: constant macros and enumerators as attributes of the
   module, made at import. In: the module's table; out: attributes. */
#include "carbide/runtime/small.h"

CBI_COLD static PyObject *
constant(struct cbi_state *state, const struct cbi_constant *c)
{
    switch (c->kind) {
    case 'i':
        return PyLong_FromLongLong(c->value.i);
    case 'u':
        return PyLong_FromUnsignedLongLong(c->value.u);
    case 'f':
        return PyFloat_FromDouble(c->value.f);
    case 's':
        return PyUnicode_DecodeUTF8(c->value.s, c->which, "replace");
    case 'm':
        return PyObject_GetAttrString(state->objects[CBI_S_ENUMS + c->which], c->value.s);
    default:                    /* the member of that name */
        return PyObject_GetAttrString(state->objects[CBI_S_ENUMS + c->which], c->name);
    }
}

CBI_COLD static bool
add(PyObject *to, struct cbi_state *state, const struct cbi_constant *c, int n)
{
    for (; n; n--, c++) {
        PyObject *o = constant(state, c);
        int failed = o ? PyObject_SetAttrString(to, c->name, o) : -1;
        cbi_drop(o);
        if (failed) {
            return false;
        }
    }
    return true;
}

CBI_COLD bool
cbi_add_constants(PyObject *module, struct cbi_state *state)
{
    return add(module, state, cbi_module.constants, cbi_module.n_constants);
}

CBI_COLD bool
cbi_add_class_constants(PyObject *type, struct cbi_state *state,
                        const struct cbi_class *class)
{
    return add(type, state, class->constants, class->n_constants);
}
