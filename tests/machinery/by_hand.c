// SPDX-License-Identifier: MIT
// by_hand.c: what test_value_cost.py compares values.numbers with: the same list, made by
// the C API as its authors write it.
#include <Python.h>

static PyObject *numbers(PyObject *self, PyObject *arg)
{
    (void)self;
    long long n = PyLong_AsLongLong(arg);
    PyObject *list = n == -1 && PyErr_Occurred() ? NULL : PyList_New(0);
    for (long long i = 0; list && i < n; i++) {
        PyObject *item = PyLong_FromLongLong(i);
        if (!item || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    return list;
}

static PyMethodDef methods[] = {{"numbers", numbers, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT, .m_name = "by_hand", .m_methods = methods};

PyMODINIT_FUNC PyInit_by_hand(void)
{
    return PyModule_Create(&definition);
}
