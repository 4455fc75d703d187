/* SPDX-License-Identifier: MIT
   carbide/runtime/instances.c: what every instance of a value struct can do: equality,
   repr, copies and pickles. A copy has all of the struct, a pickle the fields as Python
   sees them and, where there is more, the struct's bytes. */
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
static PyObject *
values_of(PyObject *self)
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
    PyObject *values = name ? values_of(self) : NULL;
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

/* --------------------------------------------------------------- copies and pickles */
/* The instance's own attributes: {} or None; copyreg finds those of __slots__. */
PyObject *
cbi_attributes_of(PyObject *self)
{
    PyObject *attributes = PyObject_GetAttrString(self, "__dict__");
    if (attributes) {
        return attributes;
    }
    if (!PyErr_ExceptionMatches(PyExc_AttributeError)) {
        return NULL;
    }
    PyErr_Clear();
    return cbi_new_none();
}

PyObject *
cbi_slots_of(PyObject *copyreg, PyObject *self)
{
    PyObject *names = PyObject_CallMethod(copyreg, "_slotnames", "O",
                                          cbi_type_of(self));
    PyObject *found = names ? PyDict_New() : NULL;
    const intptr_t n = found ? PySequence_Size(names) : 0;
    if (n < 0) {
        cbi_drop(found);
        found = NULL;
    }
    for (intptr_t k = 0; k < n; k++) {
        PyObject *key = PySequence_GetItem(names, k);
        const char *name = key ? PyUnicode_AsUTF8AndSize(key, NULL) : NULL;
        PyObject *value = name ? PyObject_GetAttrString(self, name) : NULL;
        bool good = value && PyDict_SetItemString(found, name, value) == 0;
        if (!good && name && !value && PyErr_ExceptionMatches(PyExc_AttributeError)) {
            PyErr_Clear();              /* a slot that is empty */
            good = true;
        }
        cbi_drop(value);
        cbi_drop(key);
        if (!good) {
            Py_DecRef(found);
            found = NULL;
            break;
        }
    }
    cbi_drop(names);
    return found;
}

/* The fields as objects that pickle: without NumPy arrays are memoryviews. */
static PyObject *
saved_values(PyObject *self)
{
    PyObject *values = values_of(self);
    for (intptr_t k = 0; values && k < INSTANCE(self)->class->n_fields; k++) {
        PyObject *v = PyTuple_GetItem(values, k);
        if (INSTANCE(self)->class->fields[k].kind == 'a'
            && cbi_type_of(v) == &PyMemoryView_Type) {
            PyObject *list = PyObject_CallMethod(v, "tolist", NULL);
            if (!list || PyTuple_SetItem(values, k, list) < 0) {
                Py_DecRef(values);
                return NULL;
            }
        }
    }
    return values;
}

/* What Python does not see goes with a copy too: the struct's bytes, or None where all of
   it is seen. */
static PyObject *
hidden_bytes(PyObject *self)
{
    const struct cbi_class *class = INSTANCE(self)->class;
    if (!class->has_hidden) {
        return cbi_new_none();
    }
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (intptr_t)class->size);
    struct cbi_held held;
    if (!bytes || !take(self, &held, false)) {
        cbi_drop(bytes);
        return NULL;
    }
    memcpy(PyBytes_AsString(bytes), INSTANCE(self)->data, class->size);
    give(self, &held);
    return bytes;
}

/* (copyreg.__newobj__, (type,), (fields, bytes, __dict__ or None, {slot: value})) */
PyObject *
cbi_value_reduce(PyObject *self, PyObject *unused)
{
    (void)unused;
    PyObject *copyreg = PyImport_ImportModule("copyreg");
    PyObject *maker = copyreg ? PyObject_GetAttrString(copyreg, "__newobj__") : NULL;
    PyObject *fields = maker ? saved_values(self) : NULL;
    PyObject *bytes = fields ? hidden_bytes(self) : NULL;
    PyObject *attributes = bytes ? cbi_attributes_of(self) : NULL;
    PyObject *slots = attributes ? cbi_slots_of(copyreg, self) : NULL;
    PyObject *made = slots
        ? Py_BuildValue("O(O)(OOOO)", maker, cbi_type_of(self), fields, bytes, attributes,
                        slots)
        : NULL;
    cbi_drop(slots);
    cbi_drop(attributes);
    cbi_drop(bytes);
    cbi_drop(fields);
    cbi_drop(maker);
    cbi_drop(copyreg);
    return made;
}

bool
cbi_set_attributes(PyObject *self, PyObject *attributes)
{
    PyObject *key, *value;
    intptr_t place = 0;
    while (PyDict_Next(attributes, &place, &key, &value)) {
        Py_IncRef(key);
        Py_IncRef(value);
        const bool good = PyObject_SetAttr(self, key, value) == 0;
        Py_DecRef(value);
        Py_DecRef(key);
        if (!good) {
            return false;
        }
    }
    return true;
}

/* The parts of what cbi_value_reduce() made. */
struct saved {
    PyObject *fields, *bytes, *attributes, *slots;
};

static bool
take_state(PyObject *self, PyObject *state, struct saved *s)
{
    const struct cbi_class *class = INSTANCE(self)->class;
    bool good = cbi_is(state, &PyTuple_Type) && PyTuple_Size(state) == 4;
    if (good) {
        *s = (struct saved){PyTuple_GetItem(state, 0), PyTuple_GetItem(state, 1),
                            PyTuple_GetItem(state, 2), PyTuple_GetItem(state, 3)};
        good = cbi_is(s->fields, &PyTuple_Type) && cbi_is(s->slots, &PyDict_Type)
               && (s->attributes == Py_None || cbi_is(s->attributes, &PyDict_Type))
               && (class->has_hidden ? cbi_is(s->bytes, &PyBytes_Type)
                                       && PyBytes_Size(s->bytes) == (intptr_t)class->size
                                     : s->bytes == Py_None);
    }
    if (!good) {
        PyErr_SetString(PyExc_TypeError, "__setstate__() wants what __reduce__() gave, "
                        "on a machine with the same layout of structs");
    }
    return good;
}

PyObject *
cbi_value_set_state(PyObject *self, PyObject *state)
{
    struct saved s;
    if (!cbi_is_made(self) || !take_state(self, state, &s)) {
        return NULL;
    }
    if (s.bytes != Py_None) {           /* the fields are checked behind it */
        struct cbi_held held;
        if (!take(self, &held, true)) {
            return NULL;
        }
        memcpy(INSTANCE(self)->data, PyBytes_AsString(s.bytes),
               INSTANCE(self)->class->size);
        give(self, &held);
    }
    const bool good = cbi_instance_init(self, s.fields, NULL) == 0
                      && (s.attributes == Py_None || cbi_set_attributes(self, s.attributes))
                      && cbi_set_attributes(self, s.slots);
    return good ? cbi_new_none() : NULL;
}

const struct cbi_value_ways cbi_value_ways = {cbi_instance_init, repr, compare,
                                              cbi_add_dtype};
