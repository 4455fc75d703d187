/* SPDX-License-Identifier: MIT
   carbide/runtime/specials.c: what special methods share: indices, keys that are absent,
   operands of other types, iterators that follow from other methods. */
#include "carbide/runtime/instance.h"

/* ------------------------------------------------------------------------ numbers */
CBI_COLD intptr_t
cbi_bad_length(cbi_wide n)
{
    if (n < 0) {
        PyErr_Format(PyExc_ValueError, "__len__() should return >= 0, but C gave %lld",
                     (long long)n);
    }
    else {
        PyErr_SetString(PyExc_OverflowError, "__len__(): C gave more than an index can be");
    }
    return -1;
}

intptr_t
cbi_identity_hash(PyObject *self)
{
    const uintptr_t bits = (uintptr_t)self;
    return cbi_as_hash((intptr_t)(bits >> 4 | bits << (8 * sizeof bits - 4)));
}

/* -------------------------------------------------------------------------- items */
CBI_COLD static bool
no_index(const uint16_t *function, PyObject *self, PyObject *key)
{
    char type[48];
    CBI_CALL(function, INSTANCE(self)->module);
    return cbi_fail(&py_call, PyExc_TypeError, 0, "must be an int, not %s",
                    cbi_type_name(key, type));
}

/* What no machine word holds is no index of anything. */
CBI_COLD static bool
huge_index(const uint16_t *function, PyObject *self, PyObject *key)
{
    char number[48];
    CBI_CALL(function, INSTANCE(self)->module);
    return cbi_fail(&py_call, PyExc_IndexError, 0, "= %s is out of range",
                    cbi_repr(key, number));
}

bool
cbi_key_index_slow(const uint16_t *function, PyObject *self, PyObject *key,
                   intptr_t *index)
{
    int overflow = 0;
    if (!PyIndex_Check(key)) {
        return no_index(function, self, key);
    }
    PyObject *number = cbi_is_deep() ? NULL : PyNumber_Index(key);
    if (!number) {
        CBI_CALL(function, INSTANCE(self)->module);
        return cbi_fail_inner(&py_call, 0);
    }
    const long long v = PyLong_AsLongLongAndOverflow(number, &overflow);
    const bool good = !overflow && v >= INTPTR_MIN && v <= INTPTR_MAX;
    *index = (intptr_t)v;
    if (!good) {
        huge_index(function, self, number);
    }
    Py_DecRef(number);
    return good;
}

CBI_COLD void
cbi_bad_index(struct cbi_call *call)
{
    cbi_fail(call, PyExc_IndexError, -1, "index out of range");
}

CBI_COLD void
cbi_absent(struct cbi_call *call, PyObject *key, bool is_index)
{
    if (is_index) {
        cbi_bad_index(call);
    }
    else {
        PyErr_SetObject(PyExc_KeyError, key);
    }
}

bool
cbi_key_parts(const uint16_t *function, PyObject *self, PyObject *key, int n,
              PyObject **parts)
{
    CBI_CALL(function, INSTANCE(self)->module);
    const intptr_t given = cbi_is(key, &PyTuple_Type) ? PyTuple_Size(key) : 1;
    if (given != n) {
        return cbi_fail(&py_call, PyExc_TypeError, -1,
                        "takes %d indices, but %zd were given", n, given);
    }
    for (int k = 0; k < n; k++) {
        parts[k] = PyTuple_GetItem(key, k);
    }
    return true;
}

CBI_COLD int
cbi_no_item(PyObject *self, const char *what)
{
    char name[48];
    PyErr_Format(PyExc_TypeError, "items of a %s cannot be %s", cbi_type_name(self, name),
                 what);
    return -1;
}

/* ---------------------------------------------------------------------- operators */
enum { FLAG_HEAP = 1 << 9, SLOT_BASE = 48 };

/* Is o an object of our own making? Its struct then says of which class. Types that are
   not made at run time are nobody's subclasses but of their like. */
static bool
is_of(PyObject *o, int which)
{
    PyTypeObject *type = cbi_type_of(o);
    while (PyType_GetFlags(type) & FLAG_HEAP) {
        if (cbi_is_own_type(type)) {
            return INSTANCE(o)->class == &cbi_module.classes[which];
        }
        type = PyType_GetSlot(type, SLOT_BASE);
    }
    return false;
}

bool
cbi_is_operand_slow(PyObject *a, PyObject *b, int which)
{
    (void)b;
    return is_of(a, which);
}

bool
cbi_is_of_class(struct cbi_call *call, PyObject *o, int which)
{
    return cbi_is(o, (PyTypeObject *)cbi_state_of(call)->objects[CBI_S_CLASSES + which]);
}

PyObject *
cbi_foreign(bool all)
{
    const bool foreign = PyErr_ExceptionMatches(PyExc_TypeError)
        || (all && (PyErr_ExceptionMatches(PyExc_OverflowError)
                    || (PyErr_ExceptionMatches(PyExc_ValueError))));
    if (!foreign) {
        return NULL;
    }
    PyErr_Clear();
    return Py_NotImplemented;
}

CBI_COLD void
cbi_bad_room(struct cbi_call *call)
{
    cbi_fail(call, PyExc_SystemError, -1, "C asks for more room than it can be told of");
}

/* --------------------------------------------------------------------- attributes */
PyObject *
cbi_get_attribute(PyObject *self, PyObject *name, CbFastFunction get)
{
    PyObject *found = PyObject_GenericGetAttr(self, name);
    if (found || !PyErr_ExceptionMatches(PyExc_AttributeError)
        || !cbi_is_own_type(cbi_type_of(self)) || !cbi_is_live(INSTANCE(self))) {
        return found;
    }
    PyErr_Clear();
    return get(self, &name, 1, NULL);
}

/* Of what is closed there is nothing to ask: hasattr() is False, not an error. */
PyObject *
cbi_ask_attribute(PyObject *self, PyObject *name, CbFastFunction get)
{
    if (cbi_is_live(INSTANCE(self))) {
        return get(self, &name, 1, NULL);
    }
    cbi_no_attribute(self, name);
    return NULL;
}

void
cbi_no_attribute(PyObject *self, PyObject *name)
{
    char type[48];
    PyErr_Format(PyExc_AttributeError, "'%s' object has no attribute %R",
                 cbi_type_name(self, type), name);
}

CBI_COLD int
cbi_no_delete(void)
{
    PyErr_SetString(PyExc_AttributeError, "__delete__");
    return -1;
}

/* ---------------------------------------------------------------------- iterators */
PyObject *
cbi_iter_self(PyObject *self)
{
    Py_IncRef(self);
    return self;
}

/* Its place gets another one at times only: a list keeps what it is given, and then all of
   them are in vain. */
PyObject *
cbi_next_int_slow(struct cbi_home *home, PyObject **place, uint32_t value)
{
    PyObject *o = PyLong_FromLongLong(value), *old = *place;
    if (o && cbi_count_is_first && cbi_layouts.int_mode && !cbi_counts_all
        && !home->is_closed && (!old || ++home->misses % 16 == 0)) {
        Py_IncRef(o);
        *place = o;
        cbi_drop(old);
    }
    return o;
}

PyObject *
cbi_iter_items(PyObject *self)
{
    return PySeqIter_New(self);
}
