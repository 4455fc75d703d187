/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

/* What carbidec read is what the compiler reads. */
_Static_assert(__builtin_types_compatible_p(__typeof__(add),
    double (double, double)), "add");
_Static_assert(__builtin_types_compatible_p(__typeof__(narrow),
    int8_t (int8_t)), "narrow");
_Static_assert(__builtin_types_compatible_p(__typeof__(divide),
    void (int, int, int *, int *)), "divide");
_Static_assert(__builtin_types_compatible_p(__typeof__(root),
    _Bool (double, double *)), "root");
_Static_assert(__builtin_types_compatible_p(__typeof__(count_up),
    void (uint64_t *)), "count_up");
_Static_assert(__builtin_types_compatible_p(__typeof__(is_letter),
    _Bool (char)), "is_letter");
_Static_assert(__builtin_types_compatible_p(__typeof__(rotate),
    double _Complex (double _Complex, double)), "rotate");

/* Names of functions and parameters; records refer to them by place. */
static const char cbi_names[] =
    "add" "\0"  /* 0 */
    "a" "\0"  /* 1 */
    "b" "\0"  /* 2 */
    "narrow" "\0"  /* 3 */
    "x" "\0"  /* 4 */
    "divide" "\0"  /* 5 */
    "quotient" "\0"  /* 6 */
    "rest" "\0"  /* 7 */
    "root" "\0"  /* 8 */
    "y" "\0"  /* 9 */
    "count_up" "\0"  /* 10 */
    "n" "\0"  /* 11 */
    "is_letter" "\0"  /* 12 */
    "c" "\0"  /* 13 */
    "rotate" "\0"  /* 14 */
    "z" "\0"  /* 15 */
    "by" "\0";  /* 16 */

static const uint16_t cbi_f_add[] = {0, 2, 2, 2, 0, 1, 2};
static PyObject *
cbi_py_add(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_add, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    double cbi_return = 0;
    double a = 0;
    double b = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_get_double(&py_call, 0, py_slot[0], &a)
        || !cbi_get_double(&py_call, 1, py_slot[1], &b)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = add(a, b);
        cbi_attach(&py_call);
    }
    py_result = PyFloat_FromDouble((double)cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_narrow[] = {3, 1, 1, 1, 0, 4};
static PyObject *
cbi_py_narrow(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_narrow, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    int8_t cbi_return = 0;
    int8_t x = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int8_t), &x)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = narrow(x);
        cbi_attach(&py_call);
    }
    py_result = CBI_NEW_INT(cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_divide[] = {5, 2, 2, 2, 0, 1, 2, 6, 7};
static PyObject *
cbi_py_divide(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_divide, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    PyObject *py_item[2] = {NULL};
    int a = 0;
    int b = 0;
    int cbi_quotient = 0;
    int cbi_rest = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &a)
        || !cbi_get_int(&py_call, 1, py_slot[1], CBI_INT(int), &b)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        divide(a, b, &cbi_quotient, &cbi_rest);
        cbi_attach(&py_call);
    }
    {
        py_item[0] = CBI_NEW_INT(cbi_quotient);
        if (!py_item[0]) {
            goto fail;
        }
    }
    {
        py_item[1] = CBI_NEW_INT(cbi_rest);
        if (!py_item[1]) {
            goto fail;
        }
    }
    py_result = cbi_pack(2, py_item);
    memset(py_item, 0, sizeof py_item);
fail:
    for (int i = 0; i < 2; i++) {
        cbi_drop(py_item[i]);
    }
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_root[] = {8, 1, 1, 1, 0, 4, 9};
static PyObject *
cbi_py_root(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_root, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    _Bool cbi_return = 0;
    double x = 0;
    double cbi_y = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_double(&py_call, 0, py_slot[0], &x)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = root(x, &cbi_y);
        cbi_attach(&py_call);
    }
    if (!cbi_return) {
        py_result = cbi_new_none();
        goto fail;
    }
    py_result = PyFloat_FromDouble((double)cbi_y);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_count_up[] = {10, 1, 1, 1, 0, 11};
static PyObject *
cbi_py_count_up(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_count_up, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    uint64_t cbi_n = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(uint64_t), &cbi_n)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        count_up(&cbi_n);
        cbi_attach(&py_call);
    }
    py_result = CBI_NEW_INT(cbi_n);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_is_letter[] = {12, 1, 1, 1, 0, 13};
static PyObject *
cbi_py_is_letter(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_is_letter, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    _Bool cbi_return = 0;
    char c = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_char(&py_call, 0, py_slot[0], &c)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = is_letter(c);
        cbi_attach(&py_call);
    }
    py_result = cbi_new_bool(cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_rotate[] = {14, 2, 2, 1, 0, 15, 16};
static PyObject *
cbi_py_rotate(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_rotate, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    double _Complex cbi_return = 0;
    double _Complex z = 0;
    double by = 0;

    if (!(py_slot = cbi_some_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2, 1))
        || !cbi_get_complex(&py_call, 0, py_slot[0], CBI_COMPLEX(double _Complex), &z)
        || !(!py_slot[1] || cbi_get_double(&py_call, 1, py_slot[1], &by))) {
        goto fail;
    }
    if (!py_slot[1]) {
        by = 0.5;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = rotate(z, by);
        cbi_attach(&py_call);
    }
    py_result = PyComplex_FromDoubles((double)__real__ cbi_return, (double)__imag__ cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static CbMethodDef cbi_methods[] = {
    {"add", (void *)cbi_py_add, CB_METH_FASTCALL_KEYWORDS,
        "add(a, b)\n--\n\n"},
    {"narrow", (void *)cbi_py_narrow, CB_METH_FASTCALL_KEYWORDS,
        "narrow(x)\n--\n\n"},
    {"divide", (void *)cbi_py_divide, CB_METH_FASTCALL_KEYWORDS,
        "divide(a, b)\n--\n\n"},
    {"root", (void *)cbi_py_root, CB_METH_FASTCALL_KEYWORDS,
        "root(x)\n--\n\n"},
    {"count_up", (void *)cbi_py_count_up, CB_METH_FASTCALL_KEYWORDS,
        "count_up(n)\n--\n\n"},
    {"is_letter", (void *)cbi_py_is_letter, CB_METH_FASTCALL_KEYWORDS,
        "is_letter(c)\n--\n\n"},
    {"rotate", (void *)cbi_py_rotate, CB_METH_FASTCALL_KEYWORDS,
        "rotate(z, by=0.5)\n--\n\n"},
    {0}
};

const struct cbi_module cbi_module = {
    .name = "x",
    .doc = NULL,
    .names = cbi_names,
    .n_names = 17,
    .methods = cbi_methods,
};

CBI_EXPORT void *PyInit_x(void);
CBI_EXPORT void *
PyInit_x(void)
{
    return cbi_init();
}

CBI_EXPORT void *PyModExport_x(void);
CBI_EXPORT void *
PyModExport_x(void)
{
    return cbi_export();
}
