/* SPDX-License-Identifier: MIT
   hand.c: the yardstick: the classes by hand with Python.h. Every argument is checked: how
   many, their types, what a number must be. Twice: with Py_LIMITED_API one binary for all
   versions from 3.12 on; without, for one version, with its macros and a vectorcall of the
   type. In: Python calls of class_harness.py. Out: objects, or the exception named. */
#ifdef STABLE
#define Py_LIMITED_API 0x030c0000
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <limits.h>

#include "plain.h"

#define TEXT2(x) #x
#define TEXT(x) TEXT2(x)
#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

#ifdef STABLE
#define FLOAT_OF PyFloat_AsDouble
#define ITEM PyTuple_GetItem
#define COUNT PyTuple_Size
#define FREE(self) ((freefunc)PyType_GetSlot(Py_TYPE(self), Py_tp_free))(self)
#else
#define FLOAT_OF PyFloat_AS_DOUBLE
#define ITEM PyTuple_GET_ITEM
#define COUNT PyTuple_GET_SIZE
#define FREE(self) Py_TYPE(self)->tp_free(self)
#endif

static inline int
get_double(PyObject *o, double *x)
{
    if (PyFloat_CheckExact(o)) {
        *x = FLOAT_OF(o);
        return 0;
    }
    *x = PyFloat_AsDouble(o);
    return *x == -1.0 && PyErr_Occurred() ? -1 : 0;
}

static inline int
is_one(PyObject *o, PyTypeObject *type)
{
    if (PyObject_TypeCheck(o, type)) {
        return 1;
    }
    PyErr_SetString(PyExc_TypeError, "wrong class");
    return 0;
}

#if PART & 3
static char *names[] = {"x", "y", NULL};

static int
get_both(PyObject *args, PyObject *keywords, double v[2])
{
    PyObject *x, *y;
    if (!keywords && COUNT(args) == 2) {
        x = ITEM(args, 0);
        y = ITEM(args, 1);
    }
    else if (!PyArg_ParseTupleAndKeywords(args, keywords, "OO", names, &x, &y)) {
        return -1;
    }
    return get_double(x, &v[0]) || get_double(y, &v[1]) ? -1 : 0;
}

#ifndef STABLE
/* A call of the class without a tuple; 1: take the long way. */
static inline int
get_args(PyObject *const *args, size_t nargsf, PyObject *kwnames, double v[2])
{
    PyObject *pair[2] = {NULL, NULL};
    const Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    const Py_ssize_t more = kwnames ? PyTuple_GET_SIZE(kwnames) : 0;
    if (n + more != 2) {
        PyErr_SetString(PyExc_TypeError, "two arguments, x and y");
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        pair[i] = args[i];
    }
    for (Py_ssize_t i = 0; i < more; i++) {
        PyObject *name = PyTuple_GET_ITEM(kwnames, i);
        const int at = PyUnicode_CompareWithASCIIString(name, "x") == 0 ? 0
                       : PyUnicode_CompareWithASCIIString(name, "y") == 0 ? 1 : -1;
        if (at < 0 || pair[at]) {
            PyErr_SetString(PyExc_TypeError, "two arguments, x and y");
            return -1;
        }
        pair[at] = args[n + i];
    }
    return get_double(pair[0], &v[0]) || get_double(pair[1], &v[1]) ? -1 : 0;
}
#endif

/* A sequence of objects as an array of pointers; NULL with an exception. The tuple keeps
   them alive. */
static void **
get_all(PyObject *o, PyTypeObject *type, void *(*data)(PyObject *), PyObject **tuple,
        Py_ssize_t *n)
{
    *tuple = PySequence_Tuple(o);
    *n = *tuple ? PyTuple_Size(*tuple) : 0;
    void **all = *tuple ? PyMem_Malloc(((size_t)*n + 1) * sizeof *all) : NULL;
    for (Py_ssize_t i = 0; all && i < *n; i++) {
        PyObject *item = ITEM(*tuple, i);
        if (!is_one(item, type)) {
            PyMem_Free(all);
            all = NULL;
            break;
        }
        all[i] = data(item);
    }
    if (!all) {
        if (!PyErr_Occurred()) {
            PyErr_NoMemory();
        }
        Py_XDECREF(*tuple);
    }
    return all;
}
#endif

/* ------------------------------------------------------------------------- Point */
#if PART & 1
typedef struct {
    PyObject_HEAD
    Point point;
} PointObject;
static PyTypeObject *point_type;
#define POINT(o) (&((PointObject *)(o))->point)

static int
point_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    double v[2];
    if (get_both(args, keywords, v)) {
        return -1;
    }
    *POINT(self) = (Point){v[0], v[1]};
    return 0;
}

#ifndef STABLE
static PyObject *
point_call(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    double v[2];
    if (get_args(args, nargsf, kwnames, v)) {
        return NULL;
    }
    PyTypeObject *t = (PyTypeObject *)type;
    PyObject *self = t->tp_alloc(t, 0);
    if (self) {
        *POINT(self) = (Point){v[0], v[1]};
    }
    return self;
}
#endif

static void
point_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    FREE(self);
    Py_DECREF(type);
}

static PyObject *
point_norm(PyObject *self, PyObject *unused)
{
    (void)unused;
    return PyFloat_FromDouble(Point_norm(POINT(self)));
}

static PyObject *
point_distance(PyObject *self, PyObject *q)
{
    return is_one(q, point_type)
               ? PyFloat_FromDouble(Point_distance(POINT(self), POINT(q))) : NULL;
}

static PyObject *
get_field(PyObject *self, void *offset)
{
    return PyFloat_FromDouble(*(double *)((char *)POINT(self) + (size_t)offset));
}

static int
set_field(PyObject *self, PyObject *value, void *offset)
{
    if (!value) {
        PyErr_SetString(PyExc_AttributeError, "it cannot be deleted");
        return -1;
    }
    return get_double(value, (double *)((char *)POINT(self) + (size_t)offset));
}

static PyMethodDef point_methods[] = {{"norm", point_norm, METH_NOARGS, NULL},
                                      {"distance", point_distance, METH_O, NULL},
                                      {NULL, NULL, 0, NULL}};
static PyGetSetDef point_fields[] = {
    {"x", get_field, set_field, NULL, NULL},
    {"y", get_field, set_field, NULL, (void *)sizeof(double)},
    {NULL, NULL, NULL, NULL, NULL}};
static PyType_Slot point_slots[] = {{Py_tp_new, (void *)PyType_GenericNew},
                                    {Py_tp_init, (void *)point_init},
                                    {Py_tp_dealloc, (void *)point_dealloc},
                                    {Py_tp_methods, point_methods},
                                    {Py_tp_getset, point_fields},
                                    {0, NULL}};
static PyType_Spec point_spec = {TEXT(NAME) ".Point", sizeof(PointObject), 0,
                                 Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, point_slots};

static void *
point_data(PyObject *o)
{
    return POINT(o);
}

static PyObject *
py_total_points(PyObject *module, PyObject *o)
{
    PyObject *tuple;
    Py_ssize_t n;
    (void)module;
    void **all = get_all(o, point_type, point_data, &tuple, &n);
    if (!all) {
        return NULL;
    }
    const double sum = total_points((size_t)n, (const Point *const *)(void *)all);
    PyMem_Free(all);
    Py_DECREF(tuple);
    return PyFloat_FromDouble(sum);
}
#endif

/* -------------------------------------------------------------------------- Ball */
#if PART & 2
typedef struct {
    PyObject_HEAD
    Ball *ball;
} BallObject;
static PyTypeObject *ball_type;
#define BALL(o) (((BallObject *)(o))->ball)

/* NULL with an exception where __init__ was not called. */
static inline Ball *
ball_of(PyObject *o)
{
    if (!BALL(o)) {
        PyErr_SetString(PyExc_ValueError, "__init__() was not called");
    }
    return BALL(o);
}

static int
ball_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    double v[2];
    if (get_both(args, keywords, v)) {
        return -1;
    }
    Ball_free(BALL(self));
    BALL(self) = Ball_new(v[0], v[1]);
    if (!BALL(self)) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

#ifndef STABLE
static PyObject *
ball_call(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    double v[2];
    if (get_args(args, nargsf, kwnames, v)) {
        return NULL;
    }
    PyTypeObject *t = (PyTypeObject *)type;
    PyObject *self = t->tp_alloc(t, 0);
    if (self) {
        BALL(self) = Ball_new(v[0], v[1]);
        if (!BALL(self)) {
            Py_DECREF(self);
            return PyErr_NoMemory();
        }
    }
    return self;
}
#endif

static void
ball_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Ball_free(BALL(self));
    FREE(self);
    Py_DECREF(type);
}

static PyObject *
ball_norm(PyObject *self, PyObject *unused)
{
    const Ball *ball = ball_of(self);
    (void)unused;
    return ball ? PyFloat_FromDouble(Ball_norm(ball)) : NULL;
}

static PyObject *
ball_distance(PyObject *self, PyObject *q)
{
    const Ball *ball = ball_of(self);
    const Ball *other = ball && is_one(q, ball_type) ? ball_of(q) : NULL;
    return other ? PyFloat_FromDouble(Ball_distance(ball, other)) : NULL;
}

static PyObject *
ball_get_x(PyObject *self, void *unused)
{
    const Ball *ball = ball_of(self);
    (void)unused;
    return ball ? PyFloat_FromDouble(Ball_get_x(ball)) : NULL;
}

static int
ball_set_x(PyObject *self, PyObject *value, void *unused)
{
    double x;
    Ball *ball = ball_of(self);
    (void)unused;
    if (!value) {
        PyErr_SetString(PyExc_AttributeError, "it cannot be deleted");
        return -1;
    }
    if (!ball || get_double(value, &x)) {
        return -1;
    }
    Ball_set_x(ball, x);
    return 0;
}

static PyMethodDef ball_methods[] = {{"norm", ball_norm, METH_NOARGS, NULL},
                                     {"distance", ball_distance, METH_O, NULL},
                                     {NULL, NULL, 0, NULL}};
static PyGetSetDef ball_properties[] = {{"x", ball_get_x, ball_set_x, NULL, NULL},
                                        {NULL, NULL, NULL, NULL, NULL}};
static PyType_Slot ball_slots[] = {{Py_tp_new, (void *)PyType_GenericNew},
                                   {Py_tp_init, (void *)ball_init},
                                   {Py_tp_dealloc, (void *)ball_dealloc},
                                   {Py_tp_methods, ball_methods},
                                   {Py_tp_getset, ball_properties},
                                   {0, NULL}};
static PyType_Spec ball_spec = {TEXT(NAME) ".Ball", sizeof(BallObject), 0,
                                Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, ball_slots};

static void *
ball_data(PyObject *o)
{
    return BALL(o);
}

static PyObject *
py_total_balls(PyObject *module, PyObject *o)
{
    PyObject *tuple;
    Py_ssize_t n;
    (void)module;
    void **all = get_all(o, ball_type, ball_data, &tuple, &n);
    if (!all) {
        return NULL;
    }
    bool good = true;
    for (Py_ssize_t i = 0; i < n; i++) {
        good = good && all[i];
    }
    const double sum = good ? total_balls((size_t)n, (const Ball *const *)(void *)all) : 0;
    PyMem_Free(all);
    Py_DECREF(tuple);
    if (!good) {
        PyErr_SetString(PyExc_ValueError, "__init__() was not called");
        return NULL;
    }
    return PyFloat_FromDouble(sum);
}
#endif

/* -------------------------------------------------------------- Counter, and apply */
#if PART & 4
typedef struct {
    PyObject_HEAD
    Counter *counter;
} CounterObject;
#define COUNTER(o) (((CounterObject *)(o))->counter)

static int
counter_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    static char *counter_names[] = {"n", NULL};
    int n;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "i", counter_names, &n)) {
        return -1;
    }
    Counter_free(COUNTER(self));
    COUNTER(self) = Counter_new(n);
    if (!COUNTER(self)) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static void
counter_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Counter_free(COUNTER(self));
    FREE(self);
    Py_DECREF(type);
}

static PyObject *
counter_next(PyObject *self)
{
    int n;
    if (!COUNTER(self)) {
        PyErr_SetString(PyExc_ValueError, "__init__() was not called");
        return NULL;
    }
    return Counter_next(COUNTER(self), &n) ? PyLong_FromLong(n) : NULL;
}

static PyType_Slot counter_slots[] = {{Py_tp_new, (void *)PyType_GenericNew},
                                      {Py_tp_init, (void *)counter_init},
                                      {Py_tp_dealloc, (void *)counter_dealloc},
                                      {Py_tp_iter, (void *)PyObject_SelfIter},
                                      {Py_tp_iternext, (void *)counter_next},
                                      {0, NULL}};
static PyType_Spec counter_spec = {TEXT(NAME) ".Counter", sizeof(CounterObject), 0,
                                   Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
                                   counter_slots};

struct callable {
    PyObject *function;
    int raised;
};

static double
call_object(double x, void *context)
{
    struct callable *c = context;
    double result = 0;
    if (c->raised) {
        return 0;
    }
    PyObject *args[2] = {NULL, PyFloat_FromDouble(x)};
    const size_t n = 1 | PY_VECTORCALL_ARGUMENTS_OFFSET;
    PyObject *o = args[1] ? PyObject_Vectorcall(c->function, args + 1, n, NULL) : NULL;
    Py_XDECREF(args[1]);
    c->raised = !o || get_double(o, &result);
    Py_XDECREF(o);
    return result;
}

static PyObject *
py_apply(PyObject *module, PyObject *const *args, Py_ssize_t n)
{
    double x;
    (void)module;
    if (n != 2 || !PyCallable_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "apply(f, x) wants a callable and a number");
        return NULL;
    }
    if (get_double(args[1], &x)) {
        return NULL;
    }
    struct callable c = {args[0], 0};
    const double result = apply(call_object, &c, x);
    return c.raised ? NULL : PyFloat_FromDouble(result);
}
#endif

static PyMethodDef functions[] = {
#if PART & 1
    {"total_points", py_total_points, METH_O, NULL},
#endif
#if PART & 2
    {"total_balls", py_total_balls, METH_O, NULL},
#endif
#if PART & 4
    {"apply", (PyCFunction)(void (*)(void))py_apply, METH_FASTCALL, NULL},
#endif
    {NULL, NULL, 0, NULL}};

static PyTypeObject *
add(PyObject *module, PyType_Spec *spec, const char *name)
{
    PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
    return type && PyModule_AddObjectRef(module, name, type) == 0 ? (PyTypeObject *)type
                                                                  : NULL;
}

static int
execute(PyObject *module)
{
#if PART & 1
    point_type = add(module, &point_spec, "Point");
    if (!point_type) {
        return -1;
    }
#ifndef STABLE
    point_type->tp_vectorcall = point_call;
#endif
#endif
#if PART & 2
    ball_type = add(module, &ball_spec, "Ball");
    if (!ball_type) {
        return -1;
    }
#ifndef STABLE
    ball_type->tp_vectorcall = ball_call;
#endif
#endif
#if PART & 4
    if (!add(module, &counter_spec, "Counter")) {
        return -1;
    }
#endif
    return 0;
}

static PyModuleDef_Slot parts[] = {{Py_mod_exec, (void *)execute}, {0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, TEXT(NAME), NULL, 0, functions,
                                 parts, NULL, NULL, NULL};

PyMODINIT_FUNC
JOIN(PyInit_, NAME)(void)
{
    return PyModuleDef_Init(&definition);
}
