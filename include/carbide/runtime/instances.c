/* SPDX-License-Identifier: MIT
   carbide/runtime/instances.c: what every instance of a value struct can do: equality,
   repr; copies are in pickles.c. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

enum { OP_EQ = 2, OP_NE = 3 };

/* ------------------------------------------------------------------------ equality */
/* 1, 0; -1: an exception is set. */
static int
same_instances(PyObject *a, PyObject *b)
{
    PyObject *first = holder(b) < holder(a) ? b : a, *second = first == a ? b : a;
    const bool both = holder(a) != holder(b);
    struct cbi_held held[2];
    if (!take(first, &held[0], false)) {
        return -1;
    }
    if (both && !take(second, &held[1], false)) {
        give(first, &held[0]);
        return -1;
    }
    const int same = cbi_same_fields(INSTANCE(a)->class, INSTANCE(a)->data,
                                     INSTANCE(b)->data);
    give(first, &held[0]);
    if (both) {
        give(second, &held[1]);
    }
    return same;
}

static PyObject *
compare(PyObject *self, PyObject *other, int op)
{
    if (!cbi_is_made(self)) {
        return NULL;
    }
    const struct cbi_class *class = INSTANCE(self)->class;
    PyTypeObject *type = cbi_type_of(other);
    bool ours = type == cbi_type_of(self);
    if (!ours) {
        const struct cbi_state *state = PyModule_GetState(INSTANCE(self)->module);
        const ptrdiff_t which = class - cbi_module.classes;
        ours = PyType_IsSubtype(type, (PyTypeObject *)
                                state->objects[CBI_S_CLASSES + which]);
    }
    if (!ours || (op != OP_EQ && op != OP_NE)) {
        Py_IncRef(Py_NotImplemented);
        return Py_NotImplemented;
    }
    if (!cbi_is_made(other)) {
        return NULL;
    }
    const int same = same_instances(self, other);
    return same < 0 ? NULL : cbi_new_bool(same == (op == OP_EQ));
}

/* ---------------------------------------------------------------------------- repr */
/* The fields as a tuple of objects. */
PyObject *
cbi_field_values(PyObject *self)
{
    if (!cbi_is_made(self)) {
        return NULL;
    }
    const struct cbi_class *class = INSTANCE(self)->class;
    PyObject *values = PyTuple_New(class->n_fields);
    for (int k = 0; values && k < class->n_fields; k++) {
        PyObject *v = cbi_field_get(self, (void *)(uintptr_t)&class->fields[k]);
        if (!v || PyTuple_SetItem(values, k, v) < 0) {
            Py_DecRef(values);
            return NULL;
        }
    }
    return values;
}

/* text += addition; takes both over. */
static PyObject *
join(PyObject *text, PyObject *addition)
{
    PyObject *joined = text && addition ? PyUnicode_Concat(text, addition) : NULL;
    cbi_drop(text);
    cbi_drop(addition);
    return joined;
}

static PyObject *
repr(PyObject *self)
{
    if (!cbi_is_made(self)) {
        return NULL;
    }
    const struct cbi_class *class = INSTANCE(self)->class;
    PyObject *name = PyObject_GetAttrString((PyObject *)cbi_type_of(self), "__name__");
    PyObject *values = name ? cbi_field_values(self) : NULL;
    PyObject *text = values ? PyUnicode_FromFormat("%S(", name) : NULL;
    for (int k = 0; text && k < class->n_fields; k++) {
        text = join(text, PyUnicode_FromFormat("%s%s=%R", k ? ", " : "",
                                               class->fields[k].name,
                                               PyTuple_GetItem(values, k)));
    }
    cbi_drop(values);
    cbi_drop(name);
    return text ? join(text, PyUnicode_FromString(")")) : NULL;
}

const struct cbi_value_ways cbi_value_ways = {cbi_instance_init, repr, compare,
                                              cbi_add_dtype};
