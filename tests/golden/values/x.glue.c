/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

/* What carbidec read is what the compiler reads. */
_Static_assert(__builtin_types_compatible_p(__typeof__(same),
    cb_value (cb_value)), "same");
_Static_assert(__builtin_types_compatible_p(__typeof__(count),
    cb_value (cb_value)), "count");
_Static_assert(__builtin_types_compatible_p(__typeof__(maybe),
    cb_value (cb_value, cb_value)), "maybe");
_Static_assert(__builtin_types_compatible_p(__typeof__(parts),
    void (cb_value, cb_value *, cb_value *)), "parts");
_Static_assert(__builtin_types_compatible_p(__typeof__(exchange),
    void (cb_value *, const cb_value *)), "exchange");
_Static_assert(__builtin_types_compatible_p(__typeof__(apply),
    void (cb_value, size_t, double *)), "apply");
_Static_assert(__builtin_types_compatible_p(__typeof__(all),
    cb_value (int, int, cb_value, int, cb_value)), "all");
_Static_assert(__builtin_types_compatible_p(__typeof__(look),
    cb_value (int)), "look");
_Static_assert(__builtin_types_compatible_p(__typeof__(hidden),
    void (int64_t)), "hidden");
_Static_assert(__builtin_types_compatible_p(__typeof__(calls),
    void (int64_t)), "calls");

/* Names of functions and parameters; records refer to them by place. */
static const char cbi_names[] =
    "same" "\0"  /* 0 */
    "v" "\0"  /* 1 */
    "count" "\0"  /* 2 */
    "words" "\0"  /* 3 */
    "maybe" "\0"  /* 4 */
    "w" "\0"  /* 5 */
    "parts" "\0"  /* 6 */
    "head" "\0"  /* 7 */
    "tail" "\0"  /* 8 */
    "exchange" "\0"  /* 9 */
    "a" "\0"  /* 10 */
    "b" "\0"  /* 11 */
    "apply" "\0"  /* 12 */
    "f" "\0"  /* 13 */
    "n" "\0"  /* 14 */
    "x" "\0"  /* 15 */
    "all" "\0"  /* 16 */
    "args" "\0"  /* 17 */
    "c" "\0"  /* 18 */
    "kw" "\0"  /* 19 */
    "look" "\0"  /* 20 */
    "hidden" "\0"  /* 21 */
    "calls" "\0";  /* 22 */

static const uint16_t cbi_f_same[] = {0, 1, 1, 1, 0, 1};
static PyObject *
cbi_py_same(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_same, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    cb_value cbi_return = 0;
    cb_value v = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_value(py_slot[0], false, &v)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        cbi_return = same(v);
        if (CBI_UNLIKELY(py_call.thread)) {
            cbi_acquire_all(&py_call);
        }
        cbi_leave(&py_call);
    }
    if (CBI_UNLIKELY(py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_value(&py_call, -1, cbi_return, false);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_count[] = {2, 1, 1, 1, 0, 3};
static PyObject *
cbi_py_count(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_count, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    cb_value cbi_return = 0;
    cb_value words = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_value(py_slot[0], false, &words)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        cbi_return = count(words);
        if (CBI_UNLIKELY(py_call.thread)) {
            cbi_acquire_all(&py_call);
        }
        cbi_leave(&py_call);
    }
    if (CBI_UNLIKELY(py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_value(&py_call, -1, cbi_return, false);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_maybe[] = {4, 2, 2, 0, 0, 1, 5};
static PyObject *
cbi_py_maybe(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_maybe, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    cb_value cbi_return = 0;
    cb_value v = 0;
    cb_value w = 0;

    if (!(py_slot = cbi_some_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2, 0))
        || !cbi_get_value(py_slot[0], true, &v)
        || !(!py_slot[1] || cbi_get_value(py_slot[1], true, &w))) {
        goto fail;
    }
    if (!py_slot[1]) {
        w = NULL;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        cbi_return = maybe(v, w);
        if (CBI_UNLIKELY(py_call.thread)) {
            cbi_acquire_all(&py_call);
        }
        cbi_leave(&py_call);
    }
    if (CBI_UNLIKELY(py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_value(&py_call, -1, cbi_return, true);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_parts[] = {6, 1, 1, 1, 0, 1, 7, 8};
static PyObject *
cbi_py_parts(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_parts, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    PyObject *py_item[2] = {NULL};
    cb_value v = 0;
    cb_value cbi_head_ = 0;
    cb_value cbi_tail = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_value(py_slot[0], false, &v)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        parts(v, &cbi_head_, &cbi_tail);
        if (CBI_UNLIKELY(py_call.thread)) {
            cbi_acquire_all(&py_call);
        }
        cbi_leave(&py_call);
    }
    if (CBI_UNLIKELY(py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    {
        py_item[0] = cbi_new_value(&py_call, 1, cbi_head_, false);
        if (!py_item[0]) {
            goto fail;
        }
    }
    {
        py_item[1] = cbi_new_value(&py_call, 2, cbi_tail, false);
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

static const uint16_t cbi_f_exchange[] = {9, 2, 2, 2, 0, 10, 11};
static PyObject *
cbi_py_exchange(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_exchange, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    cb_value cbi_a = 0;
    cb_value cbi_b = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_get_value(py_slot[0], false, &cbi_a)
        || !cbi_get_value(py_slot[1], false, &cbi_b)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        exchange(&cbi_a, &cbi_b);
        if (CBI_UNLIKELY(py_call.thread)) {
            cbi_acquire_all(&py_call);
        }
        cbi_leave(&py_call);
    }
    if (CBI_UNLIKELY(py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_value(&py_call, 0, cbi_a, false);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_apply[] = {12, 2, 2, 2, 0, 13, 15, 14};
static PyObject *
cbi_py_apply(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_apply, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    cb_value f = 0;
    size_t n = 0;
    struct cbi_array cbi_x;
    intptr_t cbi_x_n[1];

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_get_value(py_slot[0], false, &f)
        || !cbi_get_array(&py_call, 1, py_slot[1], CBI_FLOAT(double), 1, CBI_WRITE, &cbi_x, cbi_x_n)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_x_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_x_n[0], "size_t");
        goto fail;
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 1, &cbi_x, CBI_FLOAT(double), 1, CBI_WRITE, cbi_x_n))) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        cbi_hold(&cbi_x);
        apply(f, n, cbi_x.data);
        if (CBI_UNLIKELY(py_call.thread)) {
            cbi_acquire_all(&py_call);
        }
        cbi_unhold(&cbi_x);
        cbi_leave(&py_call);
    }
    if (CBI_UNLIKELY(py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_none();
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_all[] = {16, 3, 2, 1, 0, 10, 11, 18 | CBI_F_MUST};
static PyObject *
cbi_py_all(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_all, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[5];
    PyObject *const *py_slot = py_bound;
    cb_value cbi_return = 0;
    int a = 0;
    int b = 0;
    cb_value rest = 0;
    int c = 0;
    cb_value kw = 0;

    if (!cbi_bind_rest(&py_call, py_args, py_nargs, py_names, py_bound, true, true)
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &a)
        || !(!py_slot[1] || cbi_get_int(&py_call, 1, py_slot[1], CBI_INT(int), &b))
        || !cbi_get_int(&py_call, 2, py_slot[2], CBI_INT(int), &c)
        || !cbi_get_value(py_slot[3], false, &rest)
        || !cbi_get_value(py_slot[4], false, &kw)) {
        goto fail;
    }
    if (!py_slot[1]) {
        b = 2;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        cbi_return = all(a, b, rest, c, kw);
        if (CBI_UNLIKELY(py_call.thread)) {
            cbi_acquire_all(&py_call);
        }
        cbi_leave(&py_call);
    }
    if (CBI_UNLIKELY(py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_value(&py_call, -1, cbi_return, false);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_look[] = {20, 1, 1, 1, 0, 15};
static PyObject *
cbi_py_look(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_look, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    cb_value cbi_return = 0;
    int x = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &x)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        cbi_return = look(x);
        if (CBI_UNLIKELY(py_call.thread)) {
            cbi_acquire_all(&py_call);
        }
        if (!py_call.error) {
            if (! cbi_return) {
                cbi_raises(&py_call, CB_KeyError, "%d" , x);
            }
        }
        cbi_leave(&py_call);
    }
    if (CBI_UNLIKELY(py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_value(&py_call, -1, cbi_return, false);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_hidden[] = {21, 1, 1, 1, 0, 15};
static PyObject *
cbi_py_hidden(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_hidden, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    int64_t x = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int64_t), &x)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        hidden(x);
        if (CBI_UNLIKELY(py_call.thread)) {
            cbi_acquire_all(&py_call);
        }
        cbi_leave(&py_call);
    }
    if (CBI_UNLIKELY(py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_none();
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_calls[] = {22, 1, 1, 1, 0, 15};
static PyObject *
cbi_py_calls(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_calls, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    int64_t x = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int64_t), &x)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        calls(x);
        if (CBI_UNLIKELY(py_call.thread)) {
            cbi_acquire_all(&py_call);
        }
        cbi_leave(&py_call);
    }
    if (CBI_UNLIKELY(py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_none();
fail:
    cbi_finish(&py_call);
    return py_result;
}

static CbMethodDef cbi_methods[] = {
    {"same", (void *)cbi_py_same, CB_METH_FASTCALL_KEYWORDS,
        "same(v)\n--\n\nAny object, and back.\n\nParameters\n----------\nv : object\n\nReturns\n-------\nobject"},
    {"count", (void *)cbi_py_count, CB_METH_FASTCALL_KEYWORDS,
        "count(words)\n--\n\nA dict of counts.\n\nParameters\n----------\nwords : Iterable[str]\n    what is counted\n\nReturns\n-------\ndict[str, int]\n    how often"},
    {"maybe", (void *)cbi_py_maybe, CB_METH_FASTCALL_KEYWORDS,
        "maybe(v=None, w=None)\n--\n\nMay be None, both ways.\n\nParameters\n----------\nv : object, optional\nw : object, optional\n\nReturns\n-------\nint | None"},
    {"parts", (void *)cbi_py_parts, CB_METH_FASTCALL_KEYWORDS,
        "parts(v)\n--\n\n"},
    {"exchange", (void *)cbi_py_exchange, CB_METH_FASTCALL_KEYWORDS,
        "exchange(a, b)\n--\n\n"},
    {"apply", (void *)cbi_py_apply, CB_METH_FASTCALL_KEYWORDS,
        "apply(f, x)\n--\n\nApplies f in place.\n\nParameters\n----------\nf : object\nx : ndarray of float64, shape (n,)"},
    {"all", (void *)cbi_py_all, CB_METH_FASTCALL_KEYWORDS,
        "all(a, b=2, *args, c, **kw)\n--\n\n"},
    {"look", (void *)cbi_py_look, CB_METH_FASTCALL_KEYWORDS,
        "look(x)\n--\n\n"},
    {"hidden", (void *)cbi_py_hidden, CB_METH_FASTCALL_KEYWORDS,
        "hidden(x)\n--\n\nMentions values in its body alone.\n\nParameters\n----------\nx : int"},
    {"calls", (void *)cbi_py_calls, CB_METH_FASTCALL_KEYWORDS,
        "calls(x)\n--\n\nHolds the GIL, since it calls what does.\n\nParameters\n----------\nx : int"},
    {0}
};

const struct cbi_module cbi_module = {
    .name = "x",
    .doc = NULL,
    .names = cbi_names,
    .n_names = 23,
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
