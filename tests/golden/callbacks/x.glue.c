/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

/* What carbidec read is what the compiler reads. */
_Static_assert(__builtin_types_compatible_p(__typeof__(integrate),
    double (double (*)(double x, void *ctx), void *, double, double)), "integrate");
_Static_assert(__builtin_types_compatible_p(__typeof__(walk),
    int (const char *, visitor, visitor, void *)), "walk");
_Static_assert(__builtin_types_compatible_p(__typeof__(solve),
    void (void (*)(double t, size_t n, const double y[n], double dydt[n], void *), size_t, double *, void *)), "solve");
_Static_assert(__builtin_types_compatible_p(__typeof__(sort),
    void (size_t, double *, int (*)(double a, double b))), "sort");
_Static_assert(__builtin_types_compatible_p(__typeof__(on_event),
    void (struct handler)), "on_event");

/* Names of functions and parameters; records refer to them by place. */
static const char cbi_names[] =
    "integrate(): f" "\0"  /* 0 */
    "the result" "\0"  /* 1 */
    "x" "\0"  /* 2 */
    "ctx" "\0"  /* 3 */
    "walk(): enter" "\0"  /* 4 */
    "name" "\0"  /* 5 */
    "size" "\0"  /* 6 */
    "data" "\0"  /* 7 */
    "walk(): leave" "\0"  /* 8 */
    "solve(): f" "\0"  /* 9 */
    "dydt" "\0"  /* 10 */
    "t" "\0"  /* 11 */
    "n" "\0"  /* 12 */
    "y" "\0"  /* 13 */
    "arg5" "\0"  /* 14 */
    "sort(): compare" "\0"  /* 15 */
    "a" "\0"  /* 16 */
    "b" "\0"  /* 17 */
    "on_event(): handler" "\0"  /* 18 */
    "event" "\0"  /* 19 */
    "math.floor" "\0"  /* 20 */
    "integrate" "\0"  /* 21 */
    "f" "\0"  /* 22 */
    "walk" "\0"  /* 23 */
    "path" "\0"  /* 24 */
    "enter" "\0"  /* 25 */
    "leave" "\0"  /* 26 */
    "solve" "\0"  /* 27 */
    "sort" "\0"  /* 28 */
    "compare" "\0"  /* 29 */
    "on_event" "\0"  /* 30 */
    "handler" "\0";  /* 31 */

static const uint16_t cbi_c_0[] = {0, 1, 1, 1, 1, 1, 2, 3};
static const cbi_type cbi_t_0[] = {CBI_FLOAT(double), CBI_FLOAT(double), CBI_POINTER_TO};
static const struct cbi_signature cbi_s_0 = {"double (double, void *)", cbi_t_0, 3, true};
/* `f` of integrate() */
static
double cbi_callback_0(double x, void *ctx)
{
    struct cbi_entry py_entry;
    if (!cbi_enter_python(&py_entry, cbi_c_0, ctx, 0)) {
        return (double)__builtin_nan("");
    }
    CBI_CALL(cbi_c_0, py_entry.module);
    PyObject *py_args[2] = {NULL};
    PyObject *py_result = NULL;
    PyObject *const *const py_slot = &py_result;
    double cbi_return;
    memset(&cbi_return, 0, sizeof cbi_return);
    if (!(py_args[1] = cbi_new_float(py_entry.home, (double)x))) {
        goto fail;
    }
    if (!(py_result = cbi_call_object(&py_entry, py_args + 1, 1))) {
        goto fail;
    }
    if (!cbi_get_double(&py_call, 0, py_slot[0], &cbi_return)) {
        goto fail;
    }
    goto leave;
fail:
    cbi_has_failed(&py_entry);
leave:
    cbi_drop_float(py_entry.home, py_args[1]);
    cbi_drop_number(py_entry.home, py_result);
    if (!cbi_leave_python(&py_entry)) {
        return (double)__builtin_nan("");
    }
    return cbi_return;
}

static const uint16_t cbi_c_1[] = {4, 1, 1, 1, 1, 1, 5, 6, 7};
static const cbi_type cbi_t_1[] = {CBI_INT(int), CBI_POINTER_TO | CBI_INT(char), CBI_INT(int64_t), CBI_POINTER_TO};
static const struct cbi_signature cbi_s_1 = {"int (const char *, int64_t, void *)", cbi_t_1, 4, true};
/* `enter` of walk() */
static
int cbi_callback_1(const char *name, int64_t size, void *data)
{
    struct cbi_entry py_entry;
    if (!cbi_enter_python(&py_entry, cbi_c_1, data, 0)) {
        return -(1);
    }
    CBI_CALL(cbi_c_1, py_entry.module);
    PyObject *py_args[3] = {NULL};
    PyObject *py_result = NULL;
    PyObject *const *const py_slot = &py_result;
    int cbi_return;
    memset(&cbi_return, 0, sizeof cbi_return);
    if (!(py_args[1] = cbi_to_str_z(&py_call, 1, name, -1, true))) {
        goto fail;
    }
    if (!(py_args[2] = CBI_NEW_INT(size))) {
        goto fail;
    }
    if (!(py_result = cbi_call_object(&py_entry, py_args + 1, 2))) {
        goto fail;
    }
    if (!cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &cbi_return)) {
        goto fail;
    }
    goto leave;
fail:
    cbi_has_failed(&py_entry);
leave:
    cbi_drop(py_args[1]);
    cbi_drop(py_args[2]);
    cbi_drop(py_result);
    cbi_finish(&py_call);
    if (!cbi_leave_python(&py_entry)) {
        return -(1);
    }
    return cbi_return;
}

static const uint16_t cbi_c_2[] = {8, 1, 1, 1, 1, 1, 5, 6, 7};
static const cbi_type cbi_t_2[] = {CBI_INT(int), CBI_POINTER_TO | CBI_INT(char), CBI_INT(int64_t), CBI_POINTER_TO};
static const struct cbi_signature cbi_s_2 = {"int (const char *, int64_t, void *)", cbi_t_2, 4, true};
/* `leave` of walk() */
static
int cbi_callback_2(const char *name, int64_t size, void *data)
{
    struct cbi_entry py_entry;
    if (!cbi_enter_python(&py_entry, cbi_c_2, data, 1)) {
        return -(1);
    }
    CBI_CALL(cbi_c_2, py_entry.module);
    PyObject *py_args[3] = {NULL};
    PyObject *py_result = NULL;
    PyObject *const *const py_slot = &py_result;
    int cbi_return;
    memset(&cbi_return, 0, sizeof cbi_return);
    if (!(py_args[1] = cbi_to_str_z(&py_call, 1, name, -1, true))) {
        goto fail;
    }
    if (!(py_args[2] = CBI_NEW_INT(size))) {
        goto fail;
    }
    if (!(py_result = cbi_call_object(&py_entry, py_args + 1, 2))) {
        goto fail;
    }
    if (!cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &cbi_return)) {
        goto fail;
    }
    goto leave;
fail:
    cbi_has_failed(&py_entry);
leave:
    cbi_drop(py_args[1]);
    cbi_drop(py_args[2]);
    cbi_drop(py_result);
    cbi_finish(&py_call);
    if (!cbi_leave_python(&py_entry)) {
        return -(1);
    }
    return cbi_return;
}

static const uint16_t cbi_c_3[] = {9, 1, 1, 1, 1, 10, 11, 12, 13, 14};
static const cbi_type cbi_t_3[] = {0, CBI_FLOAT(double), CBI_INT(size_t), CBI_POINTER_TO | CBI_FLOAT(double), CBI_POINTER_TO | CBI_FLOAT(double), CBI_POINTER_TO};
static const struct cbi_signature cbi_s_3 = {"void (double, size_t, const double *, double *, void *)", cbi_t_3, 6, true};
/* `f` of solve() */
static
void cbi_callback_3(double t, size_t n, const double *y, double *dydt, void *arg5)
{
    struct cbi_entry py_entry;
    if (!cbi_enter_python(&py_entry, cbi_c_3, arg5, 0)) {
        return;
    }
    CBI_CALL(cbi_c_3, py_entry.module);
    PyObject *py_args[3] = {NULL};
    PyObject *py_result = NULL;
    PyObject *const *const py_slot = &py_result;
    struct cbi_array cbi_dydt = {0};
    intptr_t cbi_dydt_n[1];
    cbi_wide cbi_y_want[1];
    {
        unsigned cbi_bad = 0;
        cbi_y_want[0] = n;
        if (CBI_UNLIKELY(cbi_bad || cbi_y_want[0] < 0)) {
            cbi_bad_bound(&py_call, 3, 0, "n", cbi_y_want[0], cbi_bad | CBI_BAD_C);
            cbi_y_want[0] = 0;
            goto fail;
        }
    }
    cbi_wide cbi_dydt_want[1];
    {
        unsigned cbi_bad = 0;
        cbi_dydt_want[0] = n;
        if (CBI_UNLIKELY(cbi_bad || cbi_dydt_want[0] < 0)) {
            cbi_bad_bound(&py_call, 0, 0, "n", cbi_dydt_want[0], cbi_bad | CBI_BAD_C);
            cbi_dydt_want[0] = 0;
            goto fail;
        }
    }
    if (!(py_args[1] = cbi_new_float(py_entry.home, (double)t))) {
        goto fail;
    }
    if (!(py_args[2] = cbi_copy_array(&py_call, 3, y, CBI_FLOAT(double), 1, cbi_y_want, false))) {
        goto fail;
    }
    if (!(py_result = cbi_call_object(&py_entry, py_args + 1, 2))) {
        goto fail;
    }
    if (!cbi_get_array(&py_call, 0, py_slot[0], CBI_FLOAT(double), 1, 0, &cbi_dydt, cbi_dydt_n)) {
        goto fail;
    }
    if (cbi_dydt_n[0] != cbi_dydt_want[0]) {
        cbi_bad_extent(&py_call, 0, 0, 1, cbi_dydt_n, false, cbi_dydt_want[0], "n");
        goto fail;
    }
    if (dydt) {
        memcpy((void *)dydt, cbi_dydt.data, cbi_bytes(CBI_FLOAT(double), 1, cbi_dydt_n));
    }
    goto leave;
fail:
    cbi_has_failed(&py_entry);
leave:
    cbi_drop_float(py_entry.home, py_args[1]);
    cbi_drop(py_args[2]);
    cbi_drop(py_result);
    cbi_finish(&py_call);
    if (!cbi_leave_python(&py_entry)) {
        return;
    }
}

static const uint16_t cbi_c_4[] = {15, 1, 1, 1, 1, 1, 16, 17};
static const cbi_type cbi_t_4[] = {CBI_INT(int), CBI_FLOAT(double), CBI_FLOAT(double)};
static const struct cbi_signature cbi_s_4 = {"int (double, double)", cbi_t_4, 3, false};
static _Thread_local struct cbi_callable *cbi_top_4;
/* `compare` of sort() */
static
int cbi_callback_4(double a, double b)
{
    struct cbi_entry py_entry;
    if (!cbi_enter_top(&py_entry, cbi_c_4, cbi_top_4)) {
        return (int)0;
    }
    CBI_CALL(cbi_c_4, py_entry.module);
    PyObject *py_args[3] = {NULL};
    PyObject *py_result = NULL;
    PyObject *const *const py_slot = &py_result;
    int cbi_return;
    memset(&cbi_return, 0, sizeof cbi_return);
    if (!(py_args[1] = cbi_new_float(py_entry.home, (double)a))) {
        goto fail;
    }
    if (!(py_args[2] = cbi_new_float(py_entry.home, (double)b))) {
        goto fail;
    }
    if (!(py_result = cbi_call_object(&py_entry, py_args + 1, 2))) {
        goto fail;
    }
    if (!cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &cbi_return)) {
        goto fail;
    }
    goto leave;
fail:
    cbi_has_failed(&py_entry);
leave:
    cbi_drop_float(py_entry.home, py_args[1]);
    cbi_drop_float(py_entry.home, py_args[2]);
    cbi_drop(py_result);
    if (!cbi_leave_python(&py_entry)) {
        return (int)0;
    }
    return cbi_return;
}

static const uint16_t cbi_c_5[] = {18, 0, 0, 0, 0 | CBI_F_KEPT, 19, 7};
static const cbi_type cbi_t_5[] = {0, CBI_INT(int), CBI_POINTER_TO};
static const struct cbi_signature cbi_s_5 = {"void (int, void *)", cbi_t_5, 3, true};
/* `handler` of on_event() */
static
void cbi_callback_5(int event, void *data)
{
    struct cbi_entry py_entry;
    if (!cbi_enter_python(&py_entry, cbi_c_5, data, 0)) {
        return;
    }
    CBI_CALL(cbi_c_5, py_entry.module);
    PyObject *py_args[2] = {NULL};
    PyObject *py_result = NULL;
    if (!(py_args[1] = CBI_NEW_INT(event))) {
        goto fail;
    }
    if (!(py_result = cbi_call_object(&py_entry, py_args + 1, 1))) {
        goto fail;
    }
    goto leave;
fail:
    cbi_has_failed(&py_entry);
leave:
    cbi_drop(py_args[1]);
    cbi_drop(py_result);
    cbi_finish(&py_call);
    if (!cbi_leave_python(&py_entry)) {
        return;
    }
}

static const uint16_t cbi_c_6[] = {20, 1, 1, 1, 1, 1, 2};

int64_t python_floor(double x)
{
    struct cbi_entry py_entry;
    if (!cbi_enter_import(&py_entry, cbi_c_6, 0)) {
        return (int64_t)0;
    }
    CBI_CALL(cbi_c_6, py_entry.module);
    PyObject *py_args[2] = {NULL};
    PyObject *py_result = NULL;
    PyObject *const *const py_slot = &py_result;
    int64_t cbi_return;
    memset(&cbi_return, 0, sizeof cbi_return);
    if (!(py_args[1] = cbi_new_float(py_entry.home, (double)x))) {
        goto fail;
    }
    if (!(py_result = cbi_call_object(&py_entry, py_args + 1, 1))) {
        goto fail;
    }
    if (!cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int64_t), &cbi_return)) {
        goto fail;
    }
    goto leave;
fail:
    cbi_has_failed(&py_entry);
leave:
    cbi_drop_float(py_entry.home, py_args[1]);
    cbi_drop(py_result);
    if (!cbi_leave_python(&py_entry)) {
        return (int64_t)0;
    }
    return cbi_return;
}

static const uint16_t cbi_f_integrate[] = {21, 3, 3, 3, 0, 22, 16, 17, 3};
static PyObject *
cbi_py_integrate(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_integrate, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[3];
    PyObject *const *py_slot = py_bound;
    double cbi_return = 0;
    double (*f)(double x, void *ctx) = 0;
    CBI_CALLABLE(cbi_f);
    void *ctx = 0;
    double a = 0;
    double b = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 3))
        || !cbi_get_callable(&py_call, 0, py_slot[0], &cbi_s_0, 0, &cbi_f)
        || !cbi_get_double(&py_call, 1, py_slot[1], &a)
        || !cbi_get_double(&py_call, 2, py_slot[2], &b)) {
        goto fail;
    }
    if (!cbi_lend_one(&py_call, &cbi_f, &ctx)) {
        goto fail;
    }
    f = CBI_POINTER(cbi_f, f, cbi_callback_0);
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        cbi_detach(&py_call);
        cbi_return = integrate(f, ctx, a, b);
        cbi_attach(&py_call);
        cbi_leave(&py_call);
    }
    cbi_give_back(&cbi_f);
    if (CBI_UNLIKELY(py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_float(cbi_home_of(py_call.module), (double)cbi_return);
fail:
    cbi_give_back(&cbi_f);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_walk[] = {23, 3, 3, 2, 0, 24, 26, 25, 7};
static PyObject *
cbi_py_walk(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_walk, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[3];
    PyObject *const *py_slot = py_bound;
    int cbi_return = 0;
    const char *path = 0;
    visitor enter = 0;
    CBI_CALLABLE(cbi_enter_);
    visitor leave = 0;
    CBI_CALLABLE(cbi_leave_);
    void *data = 0;

    if (!(py_slot = cbi_some_slots(&py_call, py_args, py_nargs, py_names, py_bound, 3, 2))
        || !cbi_get_str(&py_call, 0, py_slot[0], false, (const char **)&path)
        || !cbi_get_callable(&py_call, 1, py_slot[1], &cbi_s_2, 0, &cbi_leave_)
        || !cbi_get_callable(&py_call, 2, py_slot[2], &cbi_s_1, CBI_NULLABLE, &cbi_enter_)) {
        goto fail;
    }
    if (!cbi_lend(&py_call, 2, (struct cbi_callable *const[]){&cbi_enter_, &cbi_leave_}, NULL,
            NULL, &data)) {
        goto fail;
    }
    enter = CBI_POINTER(cbi_enter_, enter, cbi_callback_1);
    leave = CBI_POINTER(cbi_leave_, leave, cbi_callback_2);
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        cbi_detach(&py_call);
        cbi_return = walk(path, enter, leave, data);
        if (!py_call.error) {
            if (cbi_return < 0) {
                cbi_raises(&py_call, CB_ValueError, "no such folder: %s" , path);
            }
        }
        cbi_attach(&py_call);
        cbi_leave(&py_call);
    }
    cbi_give_back(&cbi_enter_);
    if (CBI_UNLIKELY(py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_none();
fail:
    cbi_give_back(&cbi_enter_);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_solve[] = {27, 2, 2, 2, 0, 22, 13, 12, 3};
static PyObject *
cbi_py_solve(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_solve, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    void (*f)(double t, size_t n, const double y[n], double dydt[n], void *) = 0;
    CBI_CALLABLE(cbi_f);
    size_t n = 0;
    struct cbi_array cbi_y;
    intptr_t cbi_y_n[1];
    void *ctx = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_get_callable(&py_call, 0, py_slot[0], &cbi_s_3, 0, &cbi_f)
        || !cbi_get_array(&py_call, 1, py_slot[1], CBI_FLOAT(double), 1, CBI_WRITE, &cbi_y, cbi_y_n)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_y_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_y_n[0], "size_t");
        goto fail;
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 1, &cbi_y, CBI_FLOAT(double), 1, CBI_WRITE, cbi_y_n))) {
        goto fail;
    }
    if (!cbi_lend_one(&py_call, &cbi_f, &ctx)) {
        goto fail;
    }
    f = CBI_POINTER(cbi_f, f, cbi_callback_3);
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        cbi_hold(&cbi_y);
        cbi_detach(&py_call);
        solve(f, n, cbi_y.data, ctx);
        cbi_attach(&py_call);
        cbi_unhold(&cbi_y);
        cbi_leave(&py_call);
    }
    cbi_give_back(&cbi_f);
    if (CBI_UNLIKELY(py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_none();
fail:
    cbi_give_back(&cbi_f);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_sort[] = {28, 2, 2, 2, 0, 16, 29, 12};
static PyObject *
cbi_py_sort(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_sort, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    size_t n = 0;
    struct cbi_array cbi_a;
    intptr_t cbi_a_n[1];
    int (*compare)(double a, double b) = 0;
    CBI_CALLABLE(cbi_compare);

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_get_array(&py_call, 0, py_slot[0], CBI_FLOAT(double), 1, CBI_WRITE, &cbi_a, cbi_a_n)
        || !cbi_get_callable(&py_call, 1, py_slot[1], &cbi_s_4, 0, &cbi_compare)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_a_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_a_n[0], "size_t");
        goto fail;
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 0, &cbi_a, CBI_FLOAT(double), 1, CBI_WRITE, cbi_a_n))) {
        goto fail;
    }
    compare = CBI_POINTER(cbi_compare, compare, cbi_callback_4);
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        CBI_PUSH(cbi_top_4, cbi_compare);
        cbi_hold(&cbi_a);
        cbi_detach(&py_call);
        sort(n, cbi_a.data, compare);
        cbi_attach(&py_call);
        cbi_unhold(&cbi_a);
        CBI_POP(cbi_top_4, cbi_compare);
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

static const uint16_t cbi_f_on_event[] = {30, 1, 1, 1, 0, 31};
static PyObject *
cbi_py_on_event(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_on_event, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    struct handler handler = {0};
    CBI_CALLABLE(cbi_handler);
    struct cbi_kept cbi_kept_handler = {.param = 0, .kind = 'f'};

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_callable(&py_call, 0, py_slot[0], &cbi_s_5, 0, &cbi_handler)) {
        goto fail;
    }
    if (!cbi_lend(&py_call, 1, (struct cbi_callable *const[]){&cbi_handler}, &cbi_kept_handler,
            NULL, &handler.data)) {
        goto fail;
    }
    handler.call = CBI_POINTER(cbi_handler, handler.call, cbi_callback_5);
    /* No Python code below, until the call has returned. */
    {
        cbi_enter(&py_call);
        cbi_detach(&py_call);
        on_event(handler);
        cbi_attach(&py_call);
        cbi_leave(&py_call);
    }
    cbi_give_back(&cbi_handler);
    if (CBI_UNLIKELY(py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_none();
fail:
    cbi_give_back(&cbi_handler);
    cbi_finish(&py_call);
    return py_result;
}

static CbMethodDef cbi_methods[] = {
    {"integrate", (void *)cbi_py_integrate, CB_METH_FASTCALL_KEYWORDS,
        "integrate(f, a, b)\n--\n\nThe integral of f from a to b.\n\nParameters\n----------\nf : Callable[[float], float]\n    what is integrated\na : float\nb : float\n\nReturns\n-------\nfloat"},
    {"walk", (void *)cbi_py_walk, CB_METH_FASTCALL_KEYWORDS,
        "walk(path, leave, enter=None)\n--\n\n"},
    {"solve", (void *)cbi_py_solve, CB_METH_FASTCALL_KEYWORDS,
        "solve(f, y)\n--\n\n"},
    {"sort", (void *)cbi_py_sort, CB_METH_FASTCALL_KEYWORDS,
        "sort(a, compare)\n--\n\n"},
    {"on_event", (void *)cbi_py_on_event, CB_METH_FASTCALL_KEYWORDS,
        "on_event(handler)\n--\n\n"},
    {0}
};

static const char *const cbi_imports[] = {
    "math", "floor",
};

const struct cbi_module cbi_module = {
    .name = "x",
    .doc = NULL,
    .names = cbi_names,
    .n_names = 32,
    .methods = cbi_methods,
    .calls_python = true,
    .imports = cbi_imports,
    .n_imports = 1,
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
