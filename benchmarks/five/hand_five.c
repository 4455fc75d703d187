/* SPDX-License-Identifier: MIT
 *
 * Five functions by hand, for build times and sizes: nothing, two doubles, an int, a str,
 * a float64 array by the NumPy C API. What bare `gcc -O2` costs is measured on this file.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#include <limits.h>

#include "../calls/plain.c"

static int count_is(const char *f, Py_ssize_t n, Py_ssize_t want)
{
    if (n == want) {
        return 1;
    }
    PyErr_Format(PyExc_TypeError, "%s() takes %zd arguments (%zd given)", f, want, n);
    return 0;
}

static PyObject *py_nop(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    if (!count_is("nop", n, 0)) {
        return NULL;
    }
    nop();
    Py_RETURN_NONE;
}

static PyObject *py_add(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    if (!count_is("add", n, 2)) {
        return NULL;
    }
    double x = PyFloat_AsDouble(args[0]);
    if (x == -1.0 && PyErr_Occurred()) {
        return NULL;
    }
    double y = PyFloat_AsDouble(args[1]);
    if (y == -1.0 && PyErr_Occurred()) {
        return NULL;
    }
    return PyFloat_FromDouble(add(x, y));
}

static PyObject *py_twice(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    if (!count_is("twice", n, 1)) {
        return NULL;
    }
    long i = PyLong_AsLong(args[0]);
    if (i == -1 && PyErr_Occurred()) {
        return NULL;
    }
    if (i < INT_MIN || i > INT_MAX) {
        PyErr_SetString(PyExc_OverflowError, "n does not fit int");
        return NULL;
    }
    return PyLong_FromLong(twice((int)i));
}

static PyObject *py_length(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    if (!count_is("length", n, 1)) {
        return NULL;
    }
    const char *s = PyUnicode_AsUTF8(args[0]);
    return s ? PyLong_FromSize_t(length(s)) : NULL;
}

static PyObject *py_sum1(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    if (!count_is("sum1", n, 1)) {
        return NULL;
    }
    PyArrayObject *x = (PyArrayObject *)args[0];
    if (!PyArray_Check(args[0]) || PyArray_TYPE(x) != NPY_DOUBLE || PyArray_NDIM(x) != 1
        || !PyArray_ISCARRAY_RO(x)) {
        PyErr_SetString(PyExc_TypeError, "x must be a contiguous float64 array");
        return NULL;
    }
    return PyFloat_FromDouble(sum1((size_t)PyArray_DIM(x, 0), PyArray_DATA(x)));
}

#define FAST(name) {#name, (PyCFunction)(void (*)(void))py_##name, METH_FASTCALL, NULL}

static PyMethodDef methods[] = {
    FAST(nop), FAST(add), FAST(twice), FAST(length), FAST(sum1), {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "five", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_five(void)
{
    import_array();
    return PyModule_Create(&definition);
}
