/* SPDX-License-Identifier: MIT
   carbide/runtime/pickles.c: copies and pickles, of value structs and of classes whose
   state C gives as bytes. What a subclass adds, or says by __getstate__(), goes with them.
   Of a value struct a copy has all, a pickle the fields as Python sees them and, where
   there is more, the struct's bytes. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

/* ------------------------------------------------------------ what a subclass adds */
/* The instance's own attributes: {} or None; copyreg finds those of __slots__. */
static PyObject *
attributes_of(PyObject *self)
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

static PyObject *
slots_of(PyObject *copyreg, PyObject *self)
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

/* As object.__getstate__(), which there is from 3.11 on: __dict__ or None, or that and
   {slot: value}. */
static PyObject *
added_state(PyObject *copyreg, PyObject *self)
{
    PyObject *attributes = attributes_of(self);
    PyObject *slots = attributes ? slots_of(copyreg, self) : NULL;
    PyObject *state = NULL;
    if (slots && PyDict_Size(slots) > 0) {
        state = Py_BuildValue("OO", attributes, slots);
    }
    else if (slots) {
        const bool none = attributes == Py_None || PyObject_Size(attributes) == 0;
        state = none ? cbi_new_none() : attributes;
        attributes = none ? attributes : NULL;
    }
    cbi_drop(slots);
    cbi_drop(attributes);
    return state;
}

static PyObject *
state_of(PyObject *copyreg, PyObject *self)
{
    const int says = cbi_has(self, "__getstate__");
    return says < 0 ? NULL : says ? PyObject_CallMethod(self, "__getstate__", NULL)
                                  : added_state(copyreg, self);
}

/* -------------------------------------------------------------------- value structs */
/* The fields as objects that pickle: without NumPy arrays are memoryviews. */
static PyObject *
saved_values(PyObject *self)
{
    PyObject *values = cbi_field_values(self);
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

/* What __new__ is to be given: (arguments, keywords); by __getnewargs_ex__(), else by
   __getnewargs__(), else nothing. */
static PyObject *
new_arguments(PyObject *self)
{
    const int both_said = cbi_has(self, "__getnewargs_ex__");
    if (both_said) {
        return both_said < 0 ? NULL : PyObject_CallMethod(self, "__getnewargs_ex__", NULL);
    }
    const int said = cbi_has(self, "__getnewargs__");
    PyObject *given = said < 0 ? NULL
        : said ? PyObject_CallMethod(self, "__getnewargs__", NULL) : PyTuple_New(0);
    PyObject *both = given ? Py_BuildValue("O{}", given) : NULL;
    cbi_drop(given);
    return both;
}

/* (type._reconstruct, (fields, bytes, (arguments, keywords)), state) */
PyObject *
cbi_value_reduce(PyObject *self, PyObject *unused)
{
    (void)unused;
    PyObject *type = (PyObject *)cbi_type_of(self);
    PyObject *copyreg = PyImport_ImportModule("copyreg");
    PyObject *maker = copyreg ? PyObject_GetAttrString(type, "_reconstruct") : NULL;
    PyObject *fields = maker ? saved_values(self) : NULL;
    PyObject *bytes = fields ? hidden_bytes(self) : NULL;
    PyObject *given = bytes ? new_arguments(self) : NULL;
    PyObject *state = given ? state_of(copyreg, self) : NULL;
    PyObject *made = !state ? NULL : state == Py_None
        ? Py_BuildValue("O(OOO)", maker, fields, bytes, given)
        : Py_BuildValue("O(OOO)O", maker, fields, bytes, given, state);
    cbi_drop(state);
    cbi_drop(given);
    cbi_drop(bytes);
    cbi_drop(fields);
    cbi_drop(maker);
    cbi_drop(copyreg);
    return made;
}

/* type.__new__(type, *arguments, **keywords): one of that type, whatever __new__ does. */
static PyObject *
new_of(PyObject *type, PyObject *arguments, PyObject *keywords)
{
    PyObject *maker = PyObject_GetAttrString(type, "__new__");
    PyObject *first = maker ? PyTuple_New(1) : NULL;
    if (first) {
        Py_IncRef(type);
        PyTuple_SetItem(first, 0, type);
    }
    PyObject *all = first ? PyObject_CallMethod(first, "__add__", "(O)", arguments) : NULL;
    PyObject *made = all ? PyObject_Call(maker, all, keywords) : NULL;
    if (made && !cbi_is(made, (PyTypeObject *)type)) {
        PyErr_Format(PyExc_TypeError, "%R made no such object", maker);
        Py_DecRef(made);
        made = NULL;
    }
    cbi_drop(all);
    cbi_drop(first);
    cbi_drop(maker);
    return made;
}

/* The parts of what cbi_value_reduce() gave. */
struct saved {
    PyObject *fields, *bytes, *arguments, *keywords;
};

static bool
is_tuple_of(PyObject *o, intptr_t n)
{
    return cbi_is(o, &PyTuple_Type) && PyTuple_Size(o) == n;
}

static bool
take_apart(PyObject *o, struct saved *s)
{
    if (!is_tuple_of(o, 3) || !is_tuple_of(PyTuple_GetItem(o, 2), 2)) {
        return false;
    }
    PyObject *both = PyTuple_GetItem(o, 2);
    *s = (struct saved){PyTuple_GetItem(o, 0), PyTuple_GetItem(o, 1),
                        PyTuple_GetItem(both, 0), PyTuple_GetItem(both, 1)};
    return cbi_is(s->fields, &PyTuple_Type) && cbi_is(s->arguments, &PyTuple_Type)
           && cbi_is(s->keywords, &PyDict_Type);
}

static bool
is_of(const struct cbi_class *class, const struct saved *s)
{
    return PyTuple_Size(s->fields) == class->n_fields
           && (class->has_hidden ? cbi_is(s->bytes, &PyBytes_Type)
                                   && PyBytes_Size(s->bytes) == (intptr_t)class->size
                                 : s->bytes == Py_None);
}

/* All of them; the fields are checked as the constructor does. */
static bool
fill(PyObject *self, const struct saved *s)
{
    if (s->bytes != Py_None) {
        struct cbi_held held;
        if (!take(self, &held, true)) {
            return false;
        }
        memcpy(INSTANCE(self)->data, PyBytes_AsString(s->bytes),
               INSTANCE(self)->class->size);
        give(self, &held);
    }
    return cbi_instance_init(self, s->fields, NULL) == 0;
}

static PyObject *
not_saved(void)
{
    PyErr_SetString(PyExc_TypeError, "_reconstruct() wants what __reduce__() gave, on "
                    "a machine with the same layout of structs");
    return NULL;
}

PyObject *
cbi_value_reconstruct(PyObject *type, PyObject *args)
{
    struct saved s;
    if (!take_apart(args, &s)) {
        return not_saved();
    }
    PyObject *made = new_of(type, s.arguments, s.keywords);
    if (!made || !cbi_is_made(made) || !is_of(INSTANCE(made)->class, &s)
        || !fill(made, &s)) {
        const bool said = PyErr_Occurred() != NULL;
        cbi_drop(made);
        return said ? NULL : not_saved();
    }
    return made;
}

/* ----------------------------------------------------------- classes with a state */
/* Has a subclass its own __setstate__()? It gets what __getstate__() gave, and nothing
   else. 1, 0; -1: an exception is set. */
static int
sets_state(PyObject *self)
{
    const struct cbi_instance *it = INSTANCE(self);
    const struct cbi_state *state = PyModule_GetState(it->module);
    PyObject *base = state->objects[CBI_S_CLASSES + (it->class - cbi_module.classes)];
    PyObject *own = PyObject_GetAttrString((PyObject *)cbi_type_of(self), "__setstate__");
    PyObject *ours = own ? PyObject_GetAttrString(base, "__setstate__") : NULL;
    const int sets = ours ? own != ours : -1;
    cbi_drop(ours);
    cbi_drop(own);
    return sets;
}

/* What __getstate__() gave, and what the subclass has added to it. */
static PyObject *
whole_state(PyObject *self, PyObject *copyreg, PyObject *bytes)
{
    const int sets = sets_state(self);
    PyObject *attributes = sets == 0 ? attributes_of(self) : NULL;
    PyObject *slots = attributes ? slots_of(copyreg, self) : NULL;
    PyObject *state = slots ? Py_BuildValue("OOO", bytes, attributes, slots) : NULL;
    if (sets > 0) {
        Py_IncRef(bytes);
        state = bytes;
    }
    cbi_drop(slots);
    cbi_drop(attributes);
    return state;
}

/* (copyreg.__newobj__, (type,), (bytes, __dict__ or None, {slot: value})) */
PyObject *
cbi_state_reduce(PyObject *self, PyObject *unused)
{
    (void)unused;
    PyObject *bytes = PyObject_CallMethod(self, "__getstate__", NULL);
    PyObject *copyreg = bytes ? PyImport_ImportModule("copyreg") : NULL;
    PyObject *maker = copyreg ? PyObject_GetAttrString(copyreg, "__newobj__") : NULL;
    PyObject *state = maker ? whole_state(self, copyreg, bytes) : NULL;
    PyObject *made = state ? Py_BuildValue("O(O)O", maker, cbi_type_of(self), state) : NULL;
    cbi_drop(state);
    cbi_drop(maker);
    cbi_drop(copyreg);
    cbi_drop(bytes);
    return made;
}

/* As unpickling does it: a __setattr__() of the subclass is not asked for attributes. */
static bool
set_attributes(PyObject *self, PyObject *attributes)
{
    PyObject *all = attributes == Py_None ? NULL : PyObject_GetAttrString(self, "__dict__");
    PyObject *done = all ? PyObject_CallMethod(all, "update", "(O)", attributes) : NULL;
    cbi_drop(done);
    cbi_drop(all);
    return attributes == Py_None || done;
}

static bool
set_slots(PyObject *self, PyObject *slots)
{
    PyObject *key, *value;
    intptr_t place = 0;
    while (slots != Py_None && PyDict_Next(slots, &place, &key, &value)) {
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

PyObject *
cbi_state_set(PyObject *self, PyObject *state, CbFastFunction set)
{
    PyObject *bytes = state, *attributes = Py_None, *slots = Py_None;
    if (cbi_is(state, &PyTuple_Type) && PyTuple_Size(state) == 3) {
        bytes = PyTuple_GetItem(state, 0);
        attributes = PyTuple_GetItem(state, 1);
        slots = PyTuple_GetItem(state, 2);
    }
    if ((attributes != Py_None && !cbi_is(attributes, &PyDict_Type))
        || (slots != Py_None && !cbi_is(slots, &PyDict_Type))) {
        PyErr_SetString(PyExc_TypeError, "__setstate__() wants what __reduce__() gave");
        return NULL;
    }
    PyObject *result = set(self, &bytes, 1, NULL);
    const bool good = result && set_attributes(self, attributes) && set_slots(self, slots);
    if (!good) {
        cbi_drop(result);
        return NULL;
    }
    return result;
}
