/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

/* What carbidec read is what the compiler reads. */
_Static_assert(__builtin_types_compatible_p(__typeof__(dot),
    double (int, const double *, const double *)), "dot");
_Static_assert(__builtin_types_compatible_p(__typeof__(half),
    double (double)), "half");
_Static_assert(__builtin_types_compatible_p(__typeof__(twice),
    double (double)), "twice");
_Static_assert(__builtin_types_compatible_p(__typeof__(step),
    int (int)), "step");
_Static_assert(__builtin_types_compatible_p(__typeof__(counter_new),
    counter *(int)), "counter_new");
_Static_assert(__builtin_types_compatible_p(__typeof__(counter_next),
    int (counter *)), "counter_next");

/* The author's functions, once for each level of CPU; the import chooses. */
struct cbi_calls {
    __typeof__(dot) *cbi_c_dot;
    __typeof__(half) *cbi_c_half;
    __typeof__(twice) *cbi_c_twice;
    __typeof__(step) *cbi_c_step;
    __typeof__(counter_new) *cbi_c_counter_new;
    __typeof__(counter_next) *cbi_c_counter_next;
    __typeof__(counter_free) *cbi_c_counter_free;
    __typeof__(_step_failed) *cbi_c__step_failed;
    __typeof__(_last_error) *cbi_c__last_error;
};
extern CBI_HIDDEN const struct cbi_calls cbi_calls, cbi_calls_cbi_x86_64_v3, cbi_calls_cbi_x86_64_v4;
static const struct cbi_calls *cbi_chosen_calls = &cbi_calls;
#undef dot
#define dot(...) cbi_chosen_calls->cbi_c_dot(__VA_ARGS__)
#undef half
#define half(...) cbi_chosen_calls->cbi_c_half(__VA_ARGS__)
#undef twice
#define twice(...) cbi_chosen_calls->cbi_c_twice(__VA_ARGS__)
#undef step
#define step(...) cbi_chosen_calls->cbi_c_step(__VA_ARGS__)
#undef counter_new
#define counter_new(...) cbi_chosen_calls->cbi_c_counter_new(__VA_ARGS__)
#undef counter_next
#define counter_next(...) cbi_chosen_calls->cbi_c_counter_next(__VA_ARGS__)
#undef counter_free
#define counter_free(...) cbi_chosen_calls->cbi_c_counter_free(__VA_ARGS__)
#undef _step_failed
#define _step_failed(...) cbi_chosen_calls->cbi_c__step_failed(__VA_ARGS__)
#undef _last_error
#define _last_error(...) cbi_chosen_calls->cbi_c__last_error(__VA_ARGS__)

/* Names of functions and parameters; records refer to them by place. */
static const char cbi_names[] =
    "counter" "\0"  /* 0 */
    "counter.close" "\0"  /* 1 */
    "dot" "\0"  /* 2 */
    "n" "\0"  /* 3 */
    "a" "\0"  /* 4 */
    "b" "\0"  /* 5 */
    "half" "\0"  /* 6 */
    "x" "\0"  /* 7 */
    "twice" "\0"  /* 8 */
    "step" "\0"  /* 9 */
    "start" "\0"  /* 10 */
    "counter.next" "\0"  /* 11 */
    "self" "\0";  /* 12 */

static void
cbi_destroy_0(void *cbi_this, const void *cbi_with)
{
    struct counter * this = (struct counter *)cbi_this;
    (void)cbi_with;
    counter_free(this);
}

static const uint16_t cbi_f_dot[] = {2, 2, 2, 2, 0, 4, 5, 3};
static PyObject *
cbi_py_dot(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_dot, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    double cbi_return = 0;
    int n = 0;
    struct cbi_array cbi_a;
    intptr_t cbi_a_n[1];
    struct cbi_array cbi_b;
    intptr_t cbi_b_n[1];

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_get_array(&py_call, 0, py_slot[0], CBI_FLOAT(double), 1, 0, &cbi_a, cbi_a_n)
        || !cbi_get_array(&py_call, 1, py_slot[1], CBI_FLOAT(double), 1, 0, &cbi_b, cbi_b_n)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, int, cbi_a_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_a_n[0], "int");
        goto fail;
    }
    if (CBI_UNLIKELY((cbi_wide)cbi_b_n[0] != (cbi_wide)n)) {
        cbi_bad_extent(&py_call, 1, 0, 1, cbi_b_n, false, (cbi_wide)n, "a.shape[0]");
        goto fail;
    }
    if (CBI_UNLIKELY(py_call.ran)
        && (!cbi_again(&py_call, 0, &cbi_a, CBI_FLOAT(double), 1, 0, cbi_a_n)
            || !cbi_again(&py_call, 1, &cbi_b, CBI_FLOAT(double), 1, 0, cbi_b_n))) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_hold(&cbi_a);
        cbi_hold(&cbi_b);
        cbi_detach(&py_call);
        cbi_return = dot(n, cbi_a.data, cbi_b.data);
        cbi_attach(&py_call);
        cbi_unhold(&cbi_a);
        cbi_unhold(&cbi_b);
    }
    py_result = PyFloat_FromDouble((double)cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_half[] = {6, 1, 1, 1, 0, 7};
static PyObject *
cbi_py_half(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_half, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    double cbi_return = 0;
    double x = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_double(&py_call, 0, py_slot[0], &x)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_return = half(x);
    }
    py_result = PyFloat_FromDouble((double)cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_twice[] = {8, 1, 1, 1, 0, 7};
static PyObject *
cbi_py_twice(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_twice, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    double cbi_return = 0;
    double x = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_double(&py_call, 0, py_slot[0], &x)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_return = twice(x);
    }
    py_result = PyFloat_FromDouble((double)cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_step[] = {9, 1, 1, 1, 0, 7};
static PyObject *
cbi_py_step(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_step, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    int cbi_return = 0;
    int x = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &x)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = step(x);
        if (!py_call.error) {
            if (_step_failed ( cbi_return )) {
                cbi_raises(&py_call, CB_RuntimeError, "%s" , _last_error ( ));
            }
        }
        cbi_attach(&py_call);
    }
    if (CBI_UNLIKELY(py_call.error) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_none();
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_counter_new[] = {0, 1, 1, 1, 0, 10};
static PyObject *
cbi_py_counter_new(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_counter_new, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    struct cbi_held py_held[1] = {{.argument = -1, .exclusive = true}};
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    counter *cbi_return = 0;
    int start = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &start)) {
        goto fail;
    }
    if (!cbi_begin_init(&py_call, py_self, &py_held[0], CBI_TAKE)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = counter_new(start);
        cbi_attach_locked(&py_call, py_held, 1);
    }
    if (!cbi_construct(&py_call, py_self, (void *)cbi_return, NULL, NULL, 0)) {
        goto fail;
    }
    cbi_return = 0;        /* it is the object's */
    py_result = cbi_new_none();
fail:
    if (cbi_return) {
        cbi_destroy_0((void *)cbi_return, NULL);
    }
    cbi_unuse(&py_call, &py_held[0], 1, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_counter_next[] = {11, 0, 0, 0, 0, 12};
static PyObject *
cbi_py_counter_next(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_counter_next, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = -1, .exclusive = true}, {.argument = -1, .exclusive = true}};
    int cbi_return = 0;
    counter *self = 0;

    if (((py_nargs || py_names)
         && !cbi_bind(&py_call, py_args, py_nargs, py_names, NULL))) {
        goto fail;
    }
    py_used[0] = py_self;
    if (!cbi_use(&py_call, py_used, py_held, 1, CBI_TAKE)) {
        goto fail;
    }
    self = cbi_data(py_used[0]);
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = counter_next(self);
        cbi_attach_locked(&py_call, py_held, 1);
    }
    py_result = CBI_NEW_INT(cbi_return);
fail:
    cbi_unuse(&py_call, py_held, 1, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static CbMethodDef cbi_methods[] = {
    {"dot", (void *)cbi_py_dot, CB_METH_FASTCALL_KEYWORDS,
        "dot(a, b)\n--\n\n"},
    {"half", (void *)cbi_py_half, CB_METH_FASTCALL_KEYWORDS,
        "half(x)\n--\n\n"},
    {"twice", (void *)cbi_py_twice, CB_METH_FASTCALL_KEYWORDS,
        "twice(x)\n--\n\n"},
    {"step", (void *)cbi_py_step, CB_METH_FASTCALL_KEYWORDS,
        "step(x)\n--\n\n"},
    {0}
};

static CbGetSetDef cbi_getset_0[] = {
    {0}
};
static CbMethodDef cbi_methods_0[] = {
    {"next", (void *)cbi_py_counter_next, CB_METH_FASTCALL_KEYWORDS,
        "next($self)\n--\n\n"},
    CBI_OBJECT_METHODS,
    CBI_CLOSE_METHODS,
    {0}
};
static const uint16_t cbi_new_0[] = {0, 0, 0, 0, 0};
static const uint16_t cbi_close_0[] = {1, 0, 0, 0, 0};
static struct cbi_free_list cbi_free_list_0;
static PyObject *
cbi_make_0(PyObject *py_type, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    return cbi_make_by_init(py_type, &cbi_module.classes[0], py_args, py_nargs, py_names);
}

static const struct cbi_class cbi_classes[] = {
    {.name = "x.counter",
     .doc = "counter(start)\n--\n\n",
     .kind = 'p', .record = cbi_new_0,
     .init = cbi_py_counter_new,
     .getset = cbi_getset_0, .methods = cbi_methods_0,
     .destroy = cbi_destroy_0, .close = cbi_close_0,
     .size = 0, .align = 1,
     .is_nested = false, .has_hidden = false, .is_locked = true, .is_lent = false,
     .is_scanned = false, .make = cbi_make_0,
     .take = cbi_take_locked, .give = cbi_give_locked,
     .lives = &cbi_lives,
     .is_alone = true,
     .free_list = &cbi_free_list_0},
};

static struct cbi_constant cbi_constants[] = {
    {"__carbide_cpu__", 's', {.s = ""}, 0},
};

CBI_SHARED_LOCKS;
const struct cbi_module cbi_module = {
    .name = "x",
    .doc = NULL,
    .names = cbi_names,
    .n_names = 13,
    .methods = cbi_methods,
    .constants = cbi_constants,
    .n_constants = 1,
    .classes = cbi_classes,
    .n_classes = 1,
    .has_locks = true,
};

static const struct cbi_cpu_level cbi_cpu_levels[] = {
    {"baseline", 1, &cbi_calls},
    {"x86-64-v3", 3, &cbi_calls_cbi_x86_64_v3},
    {"x86-64-v4", 4, &cbi_calls_cbi_x86_64_v4},
};
static bool
cbi_choose_level(void)
{
    const struct cbi_cpu_level *py_cpu = cbi_choose_cpu(
        cbi_cpu_levels, 3, cbi_module.name);
    if (!py_cpu) {
        return false;
    }
    cbi_chosen_calls = py_cpu->calls;
    cbi_constants[0].value.s = py_cpu->name;
    cbi_constants[0].which = (int)strlen(py_cpu->name);
    return true;
}

CBI_EXPORT void *PyInit_x(void);
CBI_EXPORT void *
PyInit_x(void)
{
    return !cbi_choose_level() ? NULL : cbi_init();
}

CBI_EXPORT void *PyModExport_x(void);
CBI_EXPORT void *
PyModExport_x(void)
{
    return !cbi_choose_level() ? NULL : cbi_export();
}
