/* SPDX-License-Identifier: MIT
 *
 * The yardstick of the call benchmarks: what a careful C programmer writes by hand with
 * Python.h and the NumPy C API, every function METH_FASTCALL (with keywords only where the
 * benchmark calls by keyword), every argument checked: type, range, dtype, rank, layout,
 * writeability, and the relation of shapes. Some exist once more as METH_NOARGS or METH_O
 * (nop_o, twice_o, ...), all as METH_FASTCALL | METH_KEYWORDS (nop_k, ...), which CPython
 * calls in another way.
 * In: Python calls from harness.py. Out: Python objects or the exception named.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#include <limits.h>
#include <string.h>

#include "../plain.h"

static PyObject *name_x, *name_y; /* interned, compared by address first */

/* 1 if the number of arguments is right, else 0 with TypeError set. */
static int count_is(const char *f, Py_ssize_t n, Py_ssize_t want)
{
    if (n == want) {
        return 1;
    }
    PyErr_Format(PyExc_TypeError, "%s() takes %zd arguments (%zd given)", f, want, n);
    return 0;
}

/* A C double of any Python number; -1 with an exception set where it is none. */
static inline int get_double(PyObject *o, double *x)
{
    if (PyFloat_CheckExact(o)) {
        *x = PyFloat_AS_DOUBLE(o);
        return 0;
    }
    *x = PyFloat_AsDouble(o);
    return *x == -1.0 && PyErr_Occurred() ? -1 : 0;
}

static inline int get_int(PyObject *o, int *n)
{
    long v = PyLong_AsLong(o);
    if (v == -1 && PyErr_Occurred()) {
        return -1;
    }
    if (v < INT_MIN || v > INT_MAX) {
        PyErr_SetString(PyExc_OverflowError, "value does not fit int");
        return -1;
    }
    *n = (int)v;
    return 0;
}

/* A contiguous, aligned, native array of double of that rank; else TypeError. */
static inline PyArrayObject *get_array(PyObject *o, int rank, int flags, const char *what)
{
    if (PyArray_Check(o)) {
        PyArrayObject *a = (PyArrayObject *)o;
        if (PyArray_TYPE(a) == NPY_DOUBLE && PyArray_NDIM(a) == rank
            && PyArray_CHKFLAGS(a, flags) && PyArray_ISNOTSWAPPED(a)) {
            return a;
        }
    }
    PyErr_Format(PyExc_TypeError, "%s must be a contiguous float64 array of %d dimensions",
                 what, rank);
    return NULL;
}

static PyObject *py_nop(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    if (!count_is("nop", n, 0)) {
        return NULL;
    }
    nop();
    Py_RETURN_NONE;
}

static PyObject *py_nop_o(PyObject *self, PyObject *unused)
{
    nop();
    Py_RETURN_NONE;
}

static PyObject *py_add(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    double x, y;
    if (!count_is("add", n, 2) || get_double(args[0], &x) || get_double(args[1], &y)) {
        return NULL;
    }
    return PyFloat_FromDouble(add(x, y));
}

static PyObject *py_twice_o(PyObject *self, PyObject *arg)
{
    int i;
    if (get_int(arg, &i)) {
        return NULL;
    }
    return PyLong_FromLong(twice(i));
}

static PyObject *py_twice(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    return count_is("twice", n, 1) ? py_twice_o(self, args[0]) : NULL;
}

static PyObject *py_length_o(PyObject *self, PyObject *arg)
{
    Py_ssize_t size;
    const char *s = PyUnicode_AsUTF8AndSize(arg, &size);
    if (!s) {
        return NULL;
    }
    if (strlen(s) != (size_t)size) {
        PyErr_SetString(PyExc_ValueError, "embedded null character");
        return NULL;
    }
    return PyLong_FromSize_t(length(s));
}

static PyObject *py_length(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    return count_is("length", n, 1) ? py_length_o(self, args[0]) : NULL;
}

static PyObject *py_sum1_o(PyObject *self, PyObject *arg)
{
    PyArrayObject *x = get_array(arg, 1, NPY_ARRAY_CARRAY_RO, "x");
    if (!x) {
        return NULL;
    }
    return PyFloat_FromDouble(sum1((size_t)PyArray_DIM(x, 0), PyArray_DATA(x)));
}

static PyObject *py_sum1(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    return count_is("sum1", n, 1) ? py_sum1_o(self, args[0]) : NULL;
}

static PyObject *py_dot(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    PyArrayObject *x, *y;
    if (!count_is("dot", n, 2)
        || !(x = get_array(args[0], 1, NPY_ARRAY_CARRAY_RO, "x"))
        || !(y = get_array(args[1], 1, NPY_ARRAY_CARRAY_RO, "y"))) {
        return NULL;
    }
    if (PyArray_DIM(x, 0) != PyArray_DIM(y, 0)) {
        PyErr_SetString(PyExc_ValueError, "x and y differ in length");
        return NULL;
    }
    return PyFloat_FromDouble(
        dot((size_t)PyArray_DIM(x, 0), PyArray_DATA(x), PyArray_DATA(y)));
}

static PyObject *py_scale(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    PyArrayObject *x;
    double f;
    if (!count_is("scale", n, 2) || get_double(args[1], &f)
        || !(x = get_array(args[0], 1, NPY_ARRAY_CARRAY, "x"))) {
        return NULL;
    }
    scale((size_t)PyArray_DIM(x, 0), PyArray_DATA(x), f);
    Py_RETURN_NONE;
}

static PyObject *py_row_max(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    PyArrayObject *a;
    if (!count_is("row_max", n, 1)
        || !(a = get_array(args[0], 2, NPY_ARRAY_CARRAY_RO, "a"))) {
        return NULL;
    }
    npy_intp rows = PyArray_DIM(a, 0), columns = PyArray_DIM(a, 1);
    if (columns == 0) {
        PyErr_SetString(PyExc_ValueError, "a has no columns");
        return NULL;
    }
    PyObject *out = PyArray_SimpleNew(1, &rows, NPY_DOUBLE);
    if (out) {
        row_max((size_t)rows, (size_t)columns, PyArray_DATA(a),
                  PyArray_DATA((PyArrayObject *)out));
    }
    return out;
}

static PyObject *py_matmul(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    PyArrayObject *a, *b;
    if (!count_is("matmul", n, 2)
        || !(a = get_array(args[0], 2, NPY_ARRAY_CARRAY_RO, "a"))
        || !(b = get_array(args[1], 2, NPY_ARRAY_CARRAY_RO, "b"))) {
        return NULL;
    }
    if (PyArray_DIM(b, 0) != PyArray_DIM(a, 1)) {
        PyErr_SetString(PyExc_ValueError, "b.shape[0] must equal a.shape[1]");
        return NULL;
    }
    npy_intp shape[2] = {PyArray_DIM(a, 0), PyArray_DIM(b, 1)};
    PyObject *c = PyArray_SimpleNew(2, shape, NPY_DOUBLE);
    if (c) {
        matmul((size_t)shape[0], (size_t)PyArray_DIM(a, 1), (size_t)shape[1],
                 PyArray_DATA(a), PyArray_DATA(b), PyArray_DATA((PyArrayObject *)c));
    }
    return c;
}

/* Where Python is called from C: the callable, and whether it has raised. */
struct callable {
    PyObject *object;
    int raised;
};

static double call_object(double x, void *ctx)
{
    struct callable *c = ctx;
    PyObject *argument = c->raised ? NULL : PyFloat_FromDouble(x);
    PyObject *result = NULL;
    double value = 0;
    if (argument) {
        result = PyObject_CallOneArg(c->object, argument);
        Py_DECREF(argument);
    }
    if (!result || get_double(result, &value)) {
        c->raised = 1;
    }
    Py_XDECREF(result);
    return value;
}

static PyObject *py_hundred(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    if (!count_is("hundred", n, 1)) {
        return NULL;
    }
    if (!PyCallable_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "f must be callable");
        return NULL;
    }
    struct callable c = {args[0], 0};
    double sum = hundred(call_object, &c);
    return c.raised ? NULL : PyFloat_FromDouble(sum);
}

/* 0 for x, 1 for y, -1 with TypeError set for any other keyword. */
static int keyword_index(PyObject *name)
{
    if (name == name_x) {
        return 0;
    }
    if (name == name_y) {
        return 1;
    }
    if (PyUnicode_Compare(name, name_x) == 0) {
        return 0;
    }
    if (PyUnicode_Compare(name, name_y) == 0) {
        return 1;
    }
    PyErr_Format(PyExc_TypeError, "keyword() got an unexpected keyword argument %R", name);
    return -1;
}

static PyObject *py_keyword(PyObject *self, PyObject *const *args, Py_ssize_t n,
                            PyObject *names)
{
    PyObject *slot[2] = {NULL, NULL};
    double x, y;
    Py_ssize_t given = names ? PyTuple_GET_SIZE(names) : 0;
    if (!count_is("keyword", n + given, 2)) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        slot[i] = args[i];
    }
    for (Py_ssize_t i = 0; i < given; i++) {
        int at = keyword_index(PyTuple_GET_ITEM(names, i));
        if (at < 0) {
            return NULL;
        }
        if (slot[at]) {
            PyErr_SetString(PyExc_TypeError, "keyword() got an argument twice");
            return NULL;
        }
        slot[at] = args[n + i];
    }
    if (get_double(slot[0], &x) || get_double(slot[1], &y)) {
        return NULL;
    }
    return PyFloat_FromDouble(keyword(x, y));
}

static PyObject *py_fail(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    int i;
    if (!count_is("fail", n, 1) || get_int(args[0], &i)) {
        return NULL;
    }
    if (i < 0) {
        PyErr_Format(PyExc_ValueError, "n = %d is negative", i);
        return NULL;
    }
    return PyLong_FromLong(i);
}

/* The same for callers that may use keywords, none of which is given here. */
#define KEYWORDS(name)                                                                 \
    static PyObject *py_##name##_k(PyObject *self, PyObject *const *args,              \
                                   Py_ssize_t n, PyObject *names)                      \
    {                                                                                  \
        if (names && PyTuple_GET_SIZE(names)) {                                        \
            PyErr_SetString(PyExc_TypeError, #name "() takes no keywords");            \
            return NULL;                                                               \
        }                                                                              \
        return py_##name(self, args, n);                                               \
    }
KEYWORDS(nop)
KEYWORDS(add)
KEYWORDS(twice)
KEYWORDS(length)
KEYWORDS(sum1)
KEYWORDS(dot)
KEYWORDS(scale)
KEYWORDS(row_max)
KEYWORDS(matmul)
KEYWORDS(fail)
KEYWORDS(hundred)

#define FAST(name) {#name, (PyCFunction)(void (*)(void))py_##name, METH_FASTCALL, NULL}

#define FAST_K(name)                                                                   \
    {#name "_k", (PyCFunction)(void (*)(void))py_##name##_k,                           \
     METH_FASTCALL | METH_KEYWORDS, NULL}

static PyMethodDef methods[] = {
    FAST(nop),
    FAST(add),
    FAST(twice),
    FAST(length),
    FAST(sum1),
    FAST(dot),
    FAST(scale),
    FAST(row_max),
    FAST(matmul),
    FAST(fail),
    FAST(hundred),
    FAST_K(nop),
    FAST_K(add),
    FAST_K(twice),
    FAST_K(length),
    FAST_K(sum1),
    FAST_K(dot),
    FAST_K(scale),
    FAST_K(row_max),
    FAST_K(matmul),
    FAST_K(fail),
    FAST_K(hundred),
    {"keyword_k", (PyCFunction)(void (*)(void))py_keyword,
     METH_FASTCALL | METH_KEYWORDS, NULL},
    {"keyword", (PyCFunction)(void (*)(void))py_keyword, METH_FASTCALL | METH_KEYWORDS,
     NULL},
    {"nop_o", py_nop_o, METH_NOARGS, NULL},
    {"twice_o", py_twice_o, METH_O, NULL},
    {"length_o", py_length_o, METH_O, NULL},
    {"sum1_o", py_sum1_o, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "bench_hand", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_bench_hand(void)
{
    import_array();
    name_x = PyUnicode_InternFromString("x");
    name_y = PyUnicode_InternFromString("y");
    if (!name_x || !name_y) {
        return NULL;
    }
    return PyModule_Create(&definition);
}
