/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

/* What carbidec read is what the compiler reads. */
_Static_assert(__builtin_types_compatible_p(__typeof__(find_max),
    void (size_t, size_t, const int64_t (*)[*], int64_t *)), "find_max");
_Static_assert(__builtin_types_compatible_p(__typeof__(axpy),
    void (size_t, double, const double *restrict, double *restrict)), "axpy");
_Static_assert(__builtin_types_compatible_p(__typeof__(sorted),
    void (size_t, float *)), "sorted");
_Static_assert(__builtin_types_compatible_p(__typeof__(positive),
    size_t (size_t, const double *, double *)), "positive");
_Static_assert(__builtin_types_compatible_p(__typeof__(weighted),
    double (size_t, const double *, const double *)), "weighted");
_Static_assert(__builtin_types_compatible_p(__typeof__(gather),
    void (size_t, const double *, size_t, const int64_t *, double *)), "gather");
_Static_assert(__builtin_types_compatible_p(__typeof__(mean),
    double (size_t, const double *, double *, int *)), "mean");

/* Names of functions and parameters; records refer to them by place. */
static const char cbi_names[] =
    "find_max" "\0"  /* 0 */
    "n" "\0"  /* 1 */
    "k" "\0"  /* 2 */
    "a" "\0"  /* 3 */
    "out" "\0"  /* 4 */
    "axpy" "\0"  /* 5 */
    "alpha" "\0"  /* 6 */
    "x" "\0"  /* 7 */
    "y" "\0"  /* 8 */
    "sorted" "\0"  /* 9 */
    "positive" "\0"  /* 10 */
    "weighted" "\0"  /* 11 */
    "w" "\0"  /* 12 */
    "gather" "\0"  /* 13 */
    "i" "\0"  /* 14 */
    "mean" "\0"  /* 15 */
    "centred" "\0"  /* 16 */
    "sign" "\0";  /* 17 */

static const uint16_t cbi_f_find_max[] = {0, 2, 1, 1, 0, 3, 4, 1, 2};
static PyObject *
cbi_py_find_max(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_find_max, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    bool cbi_skip = false;
    size_t n = 0;
    size_t k = 0;
    struct cbi_array cbi_a;
    intptr_t cbi_a_n[2];
    struct cbi_array cbi_out = {0};
    intptr_t cbi_out_n[1];

    if (!(py_slot = cbi_some_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2, 1))
        || !cbi_get_array(&py_call, 0, py_slot[0], CBI_INT(int64_t), 2, 0, &cbi_a, cbi_a_n)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_a_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_a_n[0], "size_t");
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(k, size_t, cbi_a_n[1]))) {
        cbi_bad_fit(&py_call, "k", cbi_a_n[1], "size_t");
        goto fail;
    }
    {
        unsigned cbi_bad = 0;
        cbi_wide cbi_want[1];
        cbi_want[0] = k;
        if (CBI_UNLIKELY(cbi_bad || cbi_want[0] < 0)) {
            cbi_bad_bound(&py_call, 1, 0, "k", cbi_want[0], cbi_bad);
            goto fail;
        }
        (void)cbi_bad;
        if (!cbi_new_array(&py_call, 1, py_slot[1], CBI_INT(int64_t), 1, cbi_want, 0, &cbi_out, cbi_out_n)) {
            goto fail;
        }
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 0, &cbi_a, CBI_INT(int64_t), 2, 0, cbi_a_n)
            || !cbi_again(&py_call, 1, &cbi_out, CBI_INT(int64_t), 1, CBI_WRITE, cbi_out_n))) {
        goto fail;
    }
    if (CBI_UNLIKELY(cbi_a_n[1] == 0)) {
        if (false
            || (cbi_out.data && cbi_bytes(CBI_INT(int64_t), 1, cbi_out_n))) {
            cbi_bad_empty(&py_call, 0, 1);
            goto fail;
        }
        cbi_skip = true;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_hold(&cbi_a);
        cbi_hold(&cbi_out);
        cbi_detach(&py_call);
        if (!cbi_skip) {
            find_max(n, k, cbi_a.data, cbi_out.data);
        }
        cbi_attach(&py_call);
        cbi_unhold(&cbi_a);
        cbi_unhold(&cbi_out);
    }
    py_result = cbi_take(&cbi_out);
fail:
    cbi_drop(cbi_out.object);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_axpy[] = {5, 3, 3, 3, 0, 6, 7, 8, 1};
static PyObject *
cbi_py_axpy(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_axpy, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[3];
    PyObject *const *py_slot = py_bound;
    size_t n = 0;
    double alpha = 0;
    struct cbi_array cbi_x;
    intptr_t cbi_x_n[1];
    struct cbi_array cbi_y;
    intptr_t cbi_y_n[1];

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 3))
        || !cbi_get_double(&py_call, 0, py_slot[0], &alpha)
        || !cbi_get_array(&py_call, 1, py_slot[1], CBI_FLOAT(double), 1, 0, &cbi_x, cbi_x_n)
        || !cbi_get_array(&py_call, 2, py_slot[2], CBI_FLOAT(double), 1, CBI_WRITE, &cbi_y, cbi_y_n)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_x_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_x_n[0], "size_t");
        goto fail;
    }
    if (CBI_UNLIKELY((cbi_wide)cbi_y_n[0] != (cbi_wide)n)) {
        cbi_bad_extent(&py_call, 2, 0, 1, cbi_y_n, false, (cbi_wide)n, "x.shape[0]");
        goto fail;
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 1, &cbi_x, CBI_FLOAT(double), 1, 0, cbi_x_n)
            || !cbi_again(&py_call, 2, &cbi_y, CBI_FLOAT(double), 1, CBI_WRITE, cbi_y_n))) {
        goto fail;
    }
    if (CBI_UNLIKELY(cbi_overlap(cbi_x.data, cbi_bytes(CBI_FLOAT(double), 1, cbi_x_n), cbi_y.data, cbi_bytes(CBI_FLOAT(double), 1, cbi_y_n)))) {
        cbi_bad_overlap(&py_call, 1, 2);
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_hold(&cbi_x);
        cbi_hold(&cbi_y);
        cbi_detach(&py_call);
        axpy(n, alpha, cbi_x.data, cbi_y.data);
        cbi_attach(&py_call);
        cbi_unhold(&cbi_x);
        cbi_unhold(&cbi_y);
    }
    py_result = cbi_new_none();
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_sorted[] = {9, 1, 1, 1, 0, 7, 1};
static PyObject *
cbi_py_sorted(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_sorted, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    size_t n = 0;
    struct cbi_array cbi_x = {0};
    intptr_t cbi_x_n[1];

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_array(&py_call, 0, py_slot[0], CBI_FLOAT(float), 1, CBI_FRESH, &cbi_x, cbi_x_n)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_x_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_x_n[0], "size_t");
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        sorted(n, cbi_x.data);
        cbi_attach(&py_call);
    }
    py_result = cbi_take(&cbi_x);
fail:
    cbi_drop(cbi_x.object);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_positive[] = {10, 2, 1, 1, 0, 7, 8, 1};
static PyObject *
cbi_py_positive(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_positive, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    size_t cbi_return = 0;
    size_t n = 0;
    struct cbi_array cbi_x;
    intptr_t cbi_x_n[1];
    struct cbi_array cbi_y = {0};
    intptr_t cbi_y_n[1];

    if (!(py_slot = cbi_some_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2, 1))
        || !cbi_get_array(&py_call, 0, py_slot[0], CBI_FLOAT(double), 1, 0, &cbi_x, cbi_x_n)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_x_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_x_n[0], "size_t");
        goto fail;
    }
    {
        unsigned cbi_bad = 0;
        cbi_wide cbi_want[1];
        cbi_want[0] = n;
        if (CBI_UNLIKELY(cbi_bad || cbi_want[0] < 0)) {
            cbi_bad_bound(&py_call, 1, 0, "n", cbi_want[0], cbi_bad);
            goto fail;
        }
        (void)cbi_bad;
        if (!cbi_new_array(&py_call, 1, py_slot[1], CBI_FLOAT(double), 1, cbi_want, 0, &cbi_y, cbi_y_n)) {
            goto fail;
        }
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 0, &cbi_x, CBI_FLOAT(double), 1, 0, cbi_x_n)
            || !cbi_again(&py_call, 1, &cbi_y, CBI_FLOAT(double), 1, CBI_WRITE, cbi_y_n))) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_hold(&cbi_x);
        cbi_hold(&cbi_y);
        cbi_detach(&py_call);
        cbi_return = positive(n, cbi_x.data, cbi_y.data);
        cbi_attach(&py_call);
        cbi_unhold(&cbi_x);
        cbi_unhold(&cbi_y);
    }
    {
        unsigned cbi_bad = 0;
        cbi_wide cbi_length = cbi_return;
        if (CBI_UNLIKELY(cbi_bad)) {
            cbi_bad_bound(&py_call, 1, 0, "return", cbi_length, cbi_bad | CBI_BAD_C);
            goto fail;
        }
        if (!cbi_check_length(&py_call, 1, cbi_length, cbi_y_n[0])) {
            goto fail;
        }
        py_result = cbi_shrink(&py_call, 1, &cbi_y, CBI_FLOAT(double), 1, cbi_y_n, cbi_length, py_slot[1] && py_slot[1] != Py_None);
    }
fail:
    cbi_drop(cbi_y.object);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_weighted[] = {11, 2, 2, 1, 0, 7, 12, 1};
static PyObject *
cbi_py_weighted(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_weighted, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    double cbi_return = 0;
    size_t n = 0;
    struct cbi_array cbi_x;
    intptr_t cbi_x_n[1];
    struct cbi_array cbi_w;
    intptr_t cbi_w_n[1];

    if (!(py_slot = cbi_some_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2, 1))
        || !cbi_get_array(&py_call, 0, py_slot[0], CBI_FLOAT(double), 1, 0, &cbi_x, cbi_x_n)
        || !cbi_get_array(&py_call, 1, py_slot[1], CBI_FLOAT(double), 1, CBI_NULLABLE, &cbi_w, cbi_w_n)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_x_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_x_n[0], "size_t");
        goto fail;
    }
    if (CBI_UNLIKELY(cbi_w.data && (cbi_wide)cbi_w_n[0] != (cbi_wide)n)) {
        cbi_bad_extent(&py_call, 1, 0, 1, cbi_w_n, false, (cbi_wide)n, "x.shape[0]");
        goto fail;
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 0, &cbi_x, CBI_FLOAT(double), 1, 0, cbi_x_n)
            || !cbi_again(&py_call, 1, &cbi_w, CBI_FLOAT(double), 1, 0, cbi_w_n))) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_hold(&cbi_x);
        cbi_hold(&cbi_w);
        cbi_detach(&py_call);
        cbi_return = weighted(n, cbi_x.data, cbi_w.data);
        cbi_attach(&py_call);
        cbi_unhold(&cbi_x);
        cbi_unhold(&cbi_w);
    }
    py_result = PyFloat_FromDouble((double)cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_gather[] = {13, 3, 2, 2, 0, 7, 14, 8, 1, 2};
static PyObject *
cbi_py_gather(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_gather, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[3];
    PyObject *const *py_slot = py_bound;
    size_t n = 0;
    struct cbi_array cbi_x;
    intptr_t cbi_x_n[1];
    size_t k = 0;
    struct cbi_array cbi_i;
    intptr_t cbi_i_n[1];
    struct cbi_array cbi_y = {0};
    intptr_t cbi_y_n[1];

    if (!(py_slot = cbi_some_slots(&py_call, py_args, py_nargs, py_names, py_bound, 3, 2))
        || !cbi_get_array(&py_call, 0, py_slot[0], CBI_FLOAT(double), 1, 0, &cbi_x, cbi_x_n)
        || !cbi_get_array(&py_call, 1, py_slot[1], CBI_INT(int64_t), 1, 0, &cbi_i, cbi_i_n)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_x_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_x_n[0], "size_t");
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(k, size_t, cbi_i_n[0]))) {
        cbi_bad_fit(&py_call, "k", cbi_i_n[0], "size_t");
        goto fail;
    }
    {
        unsigned cbi_bad = 0;
        cbi_wide cbi_want[1];
        cbi_want[0] = k;
        if (CBI_UNLIKELY(cbi_bad || cbi_want[0] < 0)) {
            cbi_bad_bound(&py_call, 2, 0, "k", cbi_want[0], cbi_bad);
            goto fail;
        }
        (void)cbi_bad;
        if (!cbi_new_array(&py_call, 2, py_slot[2], CBI_FLOAT(double), 1, cbi_want, 0, &cbi_y, cbi_y_n)) {
            goto fail;
        }
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 0, &cbi_x, CBI_FLOAT(double), 1, 0, cbi_x_n)
            || !cbi_again(&py_call, 1, &cbi_i, CBI_INT(int64_t), 1, 0, cbi_i_n)
            || !cbi_again(&py_call, 2, &cbi_y, CBI_FLOAT(double), 1, CBI_WRITE, cbi_y_n))) {
        goto fail;
    }
    if (!cbi_scan_indices(&py_call, 1, cbi_i.data, CBI_INT(int64_t), 1, cbi_i_n, n, "n")) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_hold(&cbi_x);
        cbi_hold(&cbi_i);
        cbi_hold(&cbi_y);
        cbi_detach(&py_call);
        gather(n, cbi_x.data, k, cbi_i.data, cbi_y.data);
        cbi_attach(&py_call);
        cbi_unhold(&cbi_x);
        cbi_unhold(&cbi_i);
        cbi_unhold(&cbi_y);
    }
    py_result = cbi_take(&cbi_y);
fail:
    cbi_drop(cbi_y.object);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_mean[] = {15, 3, 1, 1, 0, 7, 16, 17, 1};
static PyObject *
cbi_py_mean(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_mean, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[3];
    PyObject *const *py_slot = py_bound;
    PyObject *py_item[3] = {NULL};
    double cbi_return = 0;
    size_t n = 0;
    struct cbi_array cbi_x;
    intptr_t cbi_x_n[1];
    struct cbi_array cbi_centred = {0};
    intptr_t cbi_centred_n[1];
    int cbi_sign = 0;

    if (!(py_slot = cbi_some_slots(&py_call, py_args, py_nargs, py_names, py_bound, 3, 1))
        || !cbi_get_array(&py_call, 0, py_slot[0], CBI_FLOAT(double), 1, 0, &cbi_x, cbi_x_n)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_x_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_x_n[0], "size_t");
        goto fail;
    }
    {
        unsigned cbi_bad = 0;
        cbi_wide cbi_want[1];
        cbi_want[0] = n;
        if (CBI_UNLIKELY(cbi_bad || cbi_want[0] < 0)) {
            cbi_bad_bound(&py_call, 1, 0, "n", cbi_want[0], cbi_bad);
            goto fail;
        }
        (void)cbi_bad;
        if (!cbi_new_array(&py_call, 1, py_slot[1], CBI_FLOAT(double), 1, cbi_want, CBI_NULLABLE, &cbi_centred, cbi_centred_n)) {
            goto fail;
        }
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 0, &cbi_x, CBI_FLOAT(double), 1, 0, cbi_x_n)
            || !cbi_again(&py_call, 1, &cbi_centred, CBI_FLOAT(double), 1, CBI_WRITE, cbi_centred_n))) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_hold(&cbi_x);
        cbi_hold(&cbi_centred);
        cbi_detach(&py_call);
        cbi_return = mean(n, cbi_x.data, cbi_centred.data, cbi_is_wanted(py_slot[2]) ? &cbi_sign : NULL);
        cbi_attach(&py_call);
        cbi_unhold(&cbi_x);
        cbi_unhold(&cbi_centred);
    }
    {
        py_item[0] = PyFloat_FromDouble((double)cbi_return);
        if (!py_item[0]) {
            goto fail;
        }
    }
    if (cbi_centred.data) {
        py_item[1] = cbi_take(&cbi_centred);
        if (!py_item[1]) {
            goto fail;
        }
    }
    if (cbi_is_wanted(py_slot[2])) {
        py_item[2] = CBI_NEW_INT(cbi_sign);
        if (!py_item[2]) {
            goto fail;
        }
    }
    py_result = cbi_pack_given(3, py_item);
    memset(py_item, 0, sizeof py_item);
fail:
    for (int i = 0; i < 3; i++) {
        cbi_drop(py_item[i]);
    }
    cbi_drop(cbi_centred.object);
    cbi_finish(&py_call);
    return py_result;
}

static CbMethodDef cbi_methods[] = {
    {"find_max", (void *)cbi_py_find_max, CB_METH_FASTCALL_KEYWORDS,
        "find_max(a, *, out=None)\n--\n\n"},
    {"axpy", (void *)cbi_py_axpy, CB_METH_FASTCALL_KEYWORDS,
        "axpy(alpha, x, y)\n--\n\n"},
    {"sorted", (void *)cbi_py_sorted, CB_METH_FASTCALL_KEYWORDS,
        "sorted(x)\n--\n\n"},
    {"positive", (void *)cbi_py_positive, CB_METH_FASTCALL_KEYWORDS,
        "positive(x, *, y=None)\n--\n\n"},
    {"weighted", (void *)cbi_py_weighted, CB_METH_FASTCALL_KEYWORDS,
        "weighted(x, w=None)\n--\n\n"},
    {"gather", (void *)cbi_py_gather, CB_METH_FASTCALL_KEYWORDS,
        "gather(x, i, *, y=None)\n--\n\n"},
    {"mean", (void *)cbi_py_mean, CB_METH_FASTCALL_KEYWORDS,
        "mean(x, *, centred=None, sign=None)\n--\n\n"},
    {0}
};

const struct cbi_module cbi_module = {
    .name = "x",
    .doc = NULL,
    .names = cbi_names,
    .n_names = 18,
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
