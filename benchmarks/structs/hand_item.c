/* SPDX-License-Identifier: MIT
   hand_item.c: the yardstick: the class by hand against the stable ABI of 3.12: a heap type
   whose tp_new and tp_init take two arguments, by position or keyword, and getters and
   setters that check type and range. In: Python calls from structs.py. Out: instances. */
#define Py_LIMITED_API 0x030c0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "item.h"

typedef struct {
    PyObject_HEAD
    struct item item;
} Object;

static int
get_int(PyObject *o, int32_t *n)
{
    const long v = PyLong_AsLong(o);
    if (v == -1 && PyErr_Occurred()) {
        return -1;
    }
    if (v < INT32_MIN || v > INT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "n does not fit int32_t");
        return -1;
    }
    *n = (int32_t)v;
    return 0;
}

static int
get_double(PyObject *o, double *x)
{
    *x = PyFloat_AsDouble(o);
    return *x == -1.0 && PyErr_Occurred() ? -1 : 0;
}

static int
item_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"x", "n", NULL};
    PyObject *x, *n;
    struct item made;
    if (!keywords && PyTuple_Size(args) == 2) {
        x = PyTuple_GetItem(args, 0);
        n = PyTuple_GetItem(args, 1);
    }
    else if (!PyArg_ParseTupleAndKeywords(args, keywords, "OO:item", names, &x, &n)) {
        return -1;
    }
    if (get_double(x, &made.x) || get_int(n, &made.n)) {
        return -1;
    }
    ((Object *)self)->item = made;
    return 0;
}

static PyObject *
get_x(PyObject *self, void *unused)
{
    (void)unused;
    return PyFloat_FromDouble(((Object *)self)->item.x);
}

static PyObject *
get_n(PyObject *self, void *unused)
{
    (void)unused;
    return PyLong_FromLong(((Object *)self)->item.n);
}

static int
set_x(PyObject *self, PyObject *value, void *unused)
{
    (void)unused;
    if (!value) {
        PyErr_SetString(PyExc_TypeError, "x cannot be deleted");
        return -1;
    }
    return get_double(value, &((Object *)self)->item.x);
}

static int
set_n(PyObject *self, PyObject *value, void *unused)
{
    (void)unused;
    if (!value) {
        PyErr_SetString(PyExc_TypeError, "n cannot be deleted");
        return -1;
    }
    return get_int(value, &((Object *)self)->item.n);
}

static void
deallocate(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

static PyGetSetDef properties[] = {{"x", get_x, set_x, NULL, NULL},
                                   {"n", get_n, set_n, NULL, NULL},
                                   {NULL, NULL, NULL, NULL, NULL}};
static PyType_Slot slots[] = {{Py_tp_new, (void *)PyType_GenericNew},
                              {Py_tp_init, (void *)item_init},
                              {Py_tp_dealloc, (void *)deallocate},
                              {Py_tp_getset, properties},
                              {0, NULL}};
static PyType_Spec spec = {"hand_item.item", sizeof(Object), 0,
                           Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};

static int
execute(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &spec, NULL);
    const int done = type ? PyModule_AddObjectRef(module, "item", type) : -1;
    Py_XDECREF(type);
    return done;
}

static PyModuleDef_Slot parts[] = {{Py_mod_exec, (void *)execute}, {0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "hand_item", NULL, 0, NULL,
                                 parts, NULL, NULL, NULL};

PyMODINIT_FUNC
PyInit_hand_item(void)
{
    return PyModuleDef_Init(&definition);
}
