/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

/* What carbidec read is what the compiler reads. */
_Static_assert(__builtin_types_compatible_p(__typeof__(trapezoid),
    double (int, const double *, double)), "trapezoid");
_Static_assert(__builtin_types_compatible_p(__typeof__(block),
    double (size_t, size_t, const double *)), "block");
_Static_assert(__builtin_types_compatible_p(__typeof__(window),
    void (size_t, size_t, double *)), "window");
_Static_assert(__builtin_types_compatible_p(__typeof__(sum_stride),
    double (int, const double *, int)), "sum_stride");
_Static_assert(__builtin_types_compatible_p(__typeof__(norm),
    double (struct cb_view2)), "norm");
_Static_assert(__builtin_types_compatible_p(__typeof__(quantile),
    double (size_t, const double *, double)), "quantile");

/* Names of functions and parameters; records refer to them by place. */
static const char cbi_names[] =
    "trapezoid" "\0"  /* 0 */
    "n" "\0"  /* 1 */
    "y" "\0"  /* 2 */
    "h" "\0"  /* 3 */
    "block" "\0"  /* 4 */
    "m" "\0"  /* 5 */
    "k" "\0"  /* 6 */
    "x" "\0"  /* 7 */
    "window" "\0"  /* 8 */
    "sum_stride" "\0"  /* 9 */
    "incx" "\0"  /* 10 */
    "norm" "\0"  /* 11 */
    "v" "\0"  /* 12 */
    "quantile" "\0"  /* 13 */
    "q" "\0";  /* 14 */

static const uint16_t cbi_f_trapezoid[] = {0, 2, 2, 2, 0, 2, 3, 1};
static PyObject *
cbi_py_trapezoid(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_trapezoid, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    double cbi_return = 0;
    int n = 0;
    struct cbi_array cbi_y;
    intptr_t cbi_y_n[1];
    double h = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_get_array(&py_call, 0, py_slot[0], CBI_FLOAT(double), 1, 0, &cbi_y, cbi_y_n)
        || !cbi_get_double(&py_call, 1, py_slot[1], &h)) {
        goto fail;
    }
    {
        cbi_wide cbi_solved;
        if (!cbi_solve(&py_call, 0, 0, cbi_y_n[0], 1, 1, "n + 1", "n", &cbi_solved)) {
            goto fail;
        }
        if (CBI_UNLIKELY(!CBI_FITS(n, int, cbi_solved))) {
            cbi_bad_fit(&py_call, "n", cbi_solved, "int");
            goto fail;
        }
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 0, &cbi_y, CBI_FLOAT(double), 1, 0, cbi_y_n))) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_hold(&cbi_y);
        cbi_detach(&py_call);
        cbi_return = trapezoid(n, cbi_y.data, h);
        cbi_attach(&py_call);
        cbi_unhold(&cbi_y);
    }
    py_result = PyFloat_FromDouble((double)cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_block[] = {4, 3, 3, 3, 0, 5, 6, 7};
static PyObject *
cbi_py_block(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_block, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[3];
    PyObject *const *py_slot = py_bound;
    double cbi_return = 0;
    size_t m = 0;
    size_t k = 0;
    struct cbi_array cbi_x;
    intptr_t cbi_x_n[1];

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 3))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(size_t), &m)
        || !cbi_get_int(&py_call, 1, py_slot[1], CBI_INT(size_t), &k)
        || !cbi_get_array(&py_call, 2, py_slot[2], CBI_FLOAT(double), 1, 0, &cbi_x, cbi_x_n)) {
        goto fail;
    }
    if (true) {
        unsigned cbi_bad = 0;
        cbi_wide cbi_want = CBI_FIT(&cbi_bad, cbi_mul(&cbi_bad, m, k), (m * k));
        if (CBI_UNLIKELY(cbi_bad || cbi_want < 0)) {
            cbi_bad_bound(&py_call, 2, 0, "m * k", cbi_want, cbi_bad);
            goto fail;
        }
        if (CBI_UNLIKELY((cbi_wide)cbi_x_n[0] != cbi_want)) {
            cbi_bad_extent(&py_call, 2, 0, 1, cbi_x_n, false, cbi_want, "m * k");
            goto fail;
        }
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 2, &cbi_x, CBI_FLOAT(double), 1, 0, cbi_x_n))) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_hold(&cbi_x);
        cbi_detach(&py_call);
        cbi_return = block(m, k, cbi_x.data);
        cbi_attach(&py_call);
        cbi_unhold(&cbi_x);
    }
    py_result = PyFloat_FromDouble((double)cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_window[] = {8, 3, 2, 2, 0, 1, 6, 2};
static PyObject *
cbi_py_window(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_window, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[3];
    PyObject *const *py_slot = py_bound;
    size_t n = 0;
    size_t k = 0;
    struct cbi_array cbi_y = {0};
    intptr_t cbi_y_n[1];

    if (!(py_slot = cbi_some_slots(&py_call, py_args, py_nargs, py_names, py_bound, 3, 2))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(size_t), &n)
        || !cbi_get_int(&py_call, 1, py_slot[1], CBI_INT(size_t), &k)) {
        goto fail;
    }
    {
        unsigned cbi_bad = 0;
        cbi_wide cbi_want[1];
        cbi_want[0] = CBI_FIT(&cbi_bad, cbi_add(&cbi_bad, CBI_FIT(&cbi_bad, cbi_sub(&cbi_bad, n, k), (n - k)), 1), ((n - k) + 1));
        if (CBI_UNLIKELY(cbi_bad || cbi_want[0] < 0)) {
            cbi_bad_bound(&py_call, 2, 0, "n - k + 1", cbi_want[0], cbi_bad);
            goto fail;
        }
        (void)cbi_bad;
        if (!cbi_new_array(&py_call, 2, py_slot[2], CBI_FLOAT(double), 1, cbi_want, 0, &cbi_y, cbi_y_n)) {
            goto fail;
        }
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 2, &cbi_y, CBI_FLOAT(double), 1, CBI_WRITE, cbi_y_n))) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_hold(&cbi_y);
        cbi_detach(&py_call);
        window(n, k, cbi_y.data);
        cbi_attach(&py_call);
        cbi_unhold(&cbi_y);
    }
    py_result = cbi_take(&cbi_y);
fail:
    cbi_drop(cbi_y.object);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_sum_stride[] = {9, 1, 1, 1, 0, 7, 1, 10};
static PyObject *
cbi_py_sum_stride(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_sum_stride, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    double cbi_return = 0;
    int n = 0;
    struct cbi_array cbi_x;
    intptr_t cbi_x_n[1];
    intptr_t cbi_x_s[1];
    int incx = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_strided(&py_call, 0, py_slot[0], CBI_FLOAT(double), 1, 0, (const intptr_t[]){CBI_ANY_STRIDE}, &cbi_x, cbi_x_n, cbi_x_s)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, int, cbi_x_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_x_n[0], "int");
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(incx, int, cbi_x_s[0]))) {
        cbi_bad_fit(&py_call, "incx", cbi_x_s[0], "int");
        goto fail;
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 0, &cbi_x, CBI_FLOAT(double), 1, CBI_STRIDED, cbi_x_n))) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_hold(&cbi_x);
        cbi_detach(&py_call);
        cbi_return = sum_stride(n, cbi_x.data, incx);
        cbi_attach(&py_call);
        cbi_unhold(&cbi_x);
    }
    py_result = PyFloat_FromDouble((double)cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_norm[] = {11, 1, 1, 1, 0, 12};
static PyObject *
cbi_py_norm(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_norm, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    double cbi_return = 0;
    struct cbi_array cbi_v;
    intptr_t cbi_v_n[2];
    intptr_t cbi_v_s[2];

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_view(&py_call, 0, py_slot[0], CBI_FLOAT(double), 2, 0, &cbi_v, cbi_v_n, cbi_v_s)) {
        goto fail;
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 0, &cbi_v, CBI_FLOAT(double), 2, CBI_STRIDED, cbi_v_n))) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        struct cb_view2 cbi_view_v = {cbi_v.data, {cbi_v_n[0], cbi_v_n[1]}, {cbi_v_s[0], cbi_v_s[1]}};
        cbi_hold(&cbi_v);
        cbi_detach(&py_call);
        cbi_return = norm(cbi_view_v);
        cbi_attach(&py_call);
        cbi_unhold(&cbi_v);
    }
    py_result = PyFloat_FromDouble((double)cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_quantile[] = {13, 2, 2, 2, 0, 7, 14, 1};
static PyObject *
cbi_py_quantile(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_quantile, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    double cbi_return = 0;
    size_t n = 0;
    struct cbi_array cbi_x;
    intptr_t cbi_x_n[1];
    double q = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_get_array(&py_call, 0, py_slot[0], CBI_FLOAT(double), 1, 0, &cbi_x, cbi_x_n)
        || !cbi_get_double(&py_call, 1, py_slot[1], &q)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_x_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_x_n[0], "size_t");
        goto fail;
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 0, &cbi_x, CBI_FLOAT(double), 1, 0, cbi_x_n))) {
        goto fail;
    }
    {
        unsigned cbi_bad = 0;
        bool cbi_holds = (bool)(((q >= 0) && (q <= 1)));
        if (CBI_UNLIKELY(cbi_bad || !cbi_holds)) {
            cbi_bad_require(&py_call, "q >= 0 && q <= 1",
                (const struct cbi_shown[]){ CBI_SHOWN("q", q), {0}});
            goto fail;
        }
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_hold(&cbi_x);
        cbi_detach(&py_call);
        cbi_return = quantile(n, cbi_x.data, q);
        cbi_attach(&py_call);
        cbi_unhold(&cbi_x);
    }
    py_result = PyFloat_FromDouble((double)cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static CbMethodDef cbi_methods[] = {
    {"trapezoid", (void *)cbi_py_trapezoid, CB_METH_FASTCALL_KEYWORDS,
        "trapezoid(y, h)\n--\n\n"},
    {"block", (void *)cbi_py_block, CB_METH_FASTCALL_KEYWORDS,
        "block(m, k, x)\n--\n\n"},
    {"window", (void *)cbi_py_window, CB_METH_FASTCALL_KEYWORDS,
        "window(n, k, *, y=None)\n--\n\n"},
    {"sum_stride", (void *)cbi_py_sum_stride, CB_METH_FASTCALL_KEYWORDS,
        "sum_stride(x)\n--\n\n"},
    {"norm", (void *)cbi_py_norm, CB_METH_FASTCALL_KEYWORDS,
        "norm(v)\n--\n\n"},
    {"quantile", (void *)cbi_py_quantile, CB_METH_FASTCALL_KEYWORDS,
        "quantile(x, q)\n--\n\n"},
    {0}
};

const struct cbi_module cbi_module = {
    .name = "x",
    .doc = NULL,
    .names = cbi_names,
    .n_names = 15,
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
