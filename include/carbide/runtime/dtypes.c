/* SPDX-License-Identifier: MIT
   carbide/runtime/dtypes.c: `S.dtype`, the structured dtype of a struct's class: made
   when it is first asked for, since only then NumPy is imported, and kept in the module's
   state. In: the class's table; out: names, formats, offsets and size as C has them.
   What Python does not see of the struct is padding. */
#include "carbide/runtime/small.h"

/* ---------------------------------------------------------------------- formats */
static PyObject *
int_tuple(const intptr_t *v, int n)
{
    PyObject *tuple = PyTuple_New(n);
    for (int k = 0; tuple && k < n; k++) {
        PyObject *number = PyLong_FromLongLong(v[k]);
        if (!number || PyTuple_SetItem(tuple, k, number) < 0) {
            Py_DecRef(tuple);
            return NULL;
        }
    }
    return tuple;
}

static PyObject *layout_dtype(struct cbi_call *call, const struct cbi_class *class);

/* Of one element; a text takes the last extent. New reference. */
static PyObject *
element_format(struct cbi_call *call, const struct cbi_field *f)
{
    PyObject *nested;
    switch (f->kind) {
    case 's':
        nested = cbi_dtype_of(call, f->which);
        if (nested) {
            Py_IncRef(nested);
        }
        return nested;
    case 'm': return layout_dtype(call, &cbi_timespec);
    case 'w': return PyUnicode_FromFormat("V%d", (int)CBI_SIZE(f->type));
    case 'c': return PyUnicode_FromString("S1");
    case 't': return PyUnicode_FromFormat("S%zd", f->shape[f->rank - 1]);
    case 'b': return PyUnicode_FromString("u1");
    default: return PyUnicode_FromString(cbi_dtype_code(f->type));
    }
}

static PyObject *
field_format(struct cbi_call *call, const struct cbi_field *f)
{
    PyObject *element = element_format(call, f);
    const int rank = f->rank - (f->kind == 't');
    if (!element || !rank) {
        return element;
    }
    PyObject *shape = int_tuple(f->shape, rank);
    PyObject *both = shape ? PyTuple_Pack(2, element, shape) : NULL;
    cbi_drop(shape);
    Py_DecRef(element);
    return both;
}

enum part { NAMES, FORMATS, OFFSETS };

/* A tuple with one item for each field. */
static PyObject *
tuple_of(struct cbi_call *call, const struct cbi_class *class, enum part part)
{
    PyObject *tuple = PyTuple_New(class->n_fields);
    for (int k = 0; tuple && k < class->n_fields; k++) {
        const struct cbi_field *f = &class->fields[k];
        PyObject *item = part == NAMES ? PyUnicode_FromString(f->name)
                         : part == FORMATS ? field_format(call, f)
                         : PyLong_FromLongLong((long long)f->offset);
        if (!item || PyTuple_SetItem(tuple, k, item) < 0) {
            Py_DecRef(tuple);
            return NULL;
        }
    }
    return tuple;
}

static bool
put(PyObject *dict, const char *key, PyObject *value)
{
    const bool good = value && PyDict_SetItemString(dict, key, value) == 0;
    cbi_drop(value);
    return good;
}

/* numpy.dtype(layout, align=True), or packed where C's layout is not NumPy's aligned
   one. */
static PyObject *
make_dtype(PyObject *numpy, PyObject *layout)
{
    PyObject *dtype = PyObject_CallMethod(numpy, "dtype", "OO", layout, Py_True);
    if (!dtype && PyErr_ExceptionMatches(PyExc_ValueError)) {
        PyErr_Clear();
        dtype = PyObject_CallMethod(numpy, "dtype", "O", layout);
    }
    /* its address goes into NumPy's table, which believes it */
    if (dtype && cbi_np.api && !cbi_is(dtype, cbi_np.api[CBI_NP_DESCR_TYPE])) {
        Py_DecRef(dtype);
        PyErr_SetString(PyExc_TypeError, "numpy.dtype() gave no dtype");
        return NULL;
    }
    return dtype;
}

/* NumPy is there. */
static PyObject *
layout_dtype(struct cbi_call *call, const struct cbi_class *class)
{
    PyObject *numpy = cbi_state_of(call)->objects[CBI_S_NUMPY];
    PyObject *layout = PyDict_New();
    PyObject *dtype = NULL;
    if (layout && put(layout, "names", tuple_of(call, class, NAMES))
        && put(layout, "formats", tuple_of(call, class, FORMATS))
        && put(layout, "offsets", tuple_of(call, class, OFFSETS))
        && put(layout, "itemsize", PyLong_FromLongLong((long long)class->size))) {
        dtype = make_dtype(numpy, layout);
    }
    cbi_drop(layout);
    return dtype;
}

CBI_COLD PyObject *
cbi_dtype_of(struct cbi_call *call, int which)
{
    struct cbi_state *state = cbi_state_of(call);
    const struct cbi_class *class = &cbi_module.classes[which];
    if (state->objects[CBI_S_DTYPES + which]) {
        return state->objects[CBI_S_DTYPES + which];
    }
    cbi_numpy_ready(call, true);
    if (!state->objects[CBI_S_NUMPY] || PyErr_Occurred()) {
        return NULL;
    }
    call->ran = true;
    PyObject *dtype = layout_dtype(call, class);
    return cbi_publish(call, CBI_S_DTYPES + which, dtype);
}

/* ------------------------------------------------------------------ the attribute
   A descriptor in the class's dict, so that `S.dtype` asks for it each time. */
struct attribute {
    PyObject *module;           /* owned */
    int which;
};
#define ATTRIBUTE(o) ((struct attribute *)((char *)(o) + cbi_head))

static PyObject *
get_dtype(PyObject *self, PyObject *instance, PyObject *type)
{
    const struct attribute *a = ATTRIBUTE(self);
    (void)instance, (void)type;
    if (!a->module) {           /* made by nobody: only 3.9 lets one be */
        PyErr_SetString(PyExc_AttributeError, "this is the dtype of no class");
        return NULL;
    }
    const struct cbi_class *class = &cbi_module.classes[a->which];
    CBI_CALL(class->record, a->module);
    const struct cbi_state *state = cbi_state_of(&py_call);
    if (!state->n) {
        PyErr_SetString(PyExc_AttributeError, "the module of this class is gone");
        return NULL;
    }
    PyObject *dtype = cbi_dtype_of(&py_call, a->which);
    cbi_finish(&py_call);
    if (dtype) {
        Py_IncRef(dtype);
    }
    else if (!PyErr_Occurred()) {
        PyErr_Format(PyExc_AttributeError, "%s.dtype needs NumPy, which is not "
                     "installed: pip install numpy", strrchr(class->name, '.') + 1);
    }
    return dtype;
}

static int
traverse(PyObject *self, CbVisit visit, void *arg)
{
    int stop = visit((PyObject *)cbi_type_of(self), arg);
    PyObject *module = ATTRIBUTE(self)->module;
    return stop || !module ? stop : visit(module, arg);
}

static void
deallocate(PyObject *self)
{
    enum { FREE = 74 };
    PyTypeObject *type = cbi_type_of(self);
    PyObject *module = ATTRIBUTE(self)->module;
    PyObject_GC_UnTrack(self);
    ((void (*)(void *))PyType_GetSlot(type, FREE))(self);
    cbi_drop(module);
    Py_DecRef((PyObject *)type);
}

static PyTypeObject *
attribute_type(void)
{
    enum { DEALLOC = 52, DESCR_GET = 54, DOC = 56, TRAVERSE = 71 };
    CbOldSlot slots[] = {{DEALLOC, (void *)deallocate}, {DESCR_GET, (void *)get_dtype},
                         {DOC, (void *)"The struct as a NumPy dtype."},
                         {TRAVERSE, (void *)traverse}, {0, NULL}};
    CbTypeSpec spec = {"carbide.dtype", (int)(cbi_head + sizeof(struct attribute)), 0,
                       1 << 14 /* GC */ | 1 << 7 /* no instances from Python */, slots};
    return (PyTypeObject *)PyType_FromSpec(&spec);
}

/* A field of this name is what people mean by it. */
static bool
has_field(const struct cbi_class *class, const char *name)
{
    for (int k = 0; k < class->n_fields; k++) {
        if (strcmp(class->fields[k].name, name) == 0) {
            return true;
        }
    }
    return false;
}

CBI_COLD bool
cbi_add_dtype(PyObject *module, PyObject *class, int which)
{
    static const char *const names[] = {"dtype", "__numpy_dtype__"};
    PyTypeObject *type = attribute_type();
    PyObject *self = type ? PyType_GenericAlloc(type, 0) : NULL;
    cbi_drop((PyObject *)type);
    if (!self) {
        return false;
    }
    Py_IncRef(module);
    *ATTRIBUTE(self) = (struct attribute){module, which};
    bool good = true;
    for (int k = 0; good && k < CBI_COUNT(names); k++) {
        good = has_field(&cbi_module.classes[which], names[k])
               || PyObject_SetAttrString(class, names[k], self) == 0;
    }
    Py_DecRef(self);
    return good;
}
