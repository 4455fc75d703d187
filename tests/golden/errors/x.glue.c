/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

/* What carbidec read is what the compiler reads. */
_Static_assert(__builtin_types_compatible_p(__typeof__(open_device),
    int (const char *)), "open_device");
_Static_assert(__builtin_types_compatible_p(__typeof__(parse),
    rc (const char *, double *)), "parse");
_Static_assert(__builtin_types_compatible_p(__typeof__(join),
    char *(const char *, const char *)), "join");
_Static_assert(__builtin_types_compatible_p(__typeof__(primes),
    void (uint32_t, uint32_t **, size_t *)), "primes");
_Static_assert(__builtin_types_compatible_p(__typeof__(ring),
    void (void)), "ring");
_Static_assert(__builtin_types_compatible_p(__typeof__(wire_open),
    wire *(const char *)), "wire_open");

/* Names of functions and parameters; records refer to them by place. */
static const char cbi_names[] =
    "wire" "\0"  /* 0 */
    "wire.close" "\0"  /* 1 */
    "wire_close" "\0"  /* 2 */
    "open_device" "\0"  /* 3 */
    "path" "\0"  /* 4 */
    "parse" "\0"  /* 5 */
    "text" "\0"  /* 6 */
    "value" "\0"  /* 7 */
    "join" "\0"  /* 8 */
    "a" "\0"  /* 9 */
    "b" "\0"  /* 10 */
    "primes" "\0"  /* 11 */
    "below" "\0"  /* 12 */
    "p" "\0"  /* 13 */
    "n" "\0"  /* 14 */
    "ring" "\0"  /* 15 */
    "wire.open" "\0"  /* 16 */
    "to" "\0";  /* 17 */

static void
cbi_destroy_0(void *cbi_this, const void *cbi_with)
{
    struct wire * this = (struct wire *)cbi_this;
    (void)cbi_with;
    static const uint16_t py_record[] = {2, 0, 0, 0, 0};
    CBI_CALL(py_record, NULL);
    struct cbi_end py_end;
    cbi_begin_end(&py_call, &py_end);
    errno = 0;
    int cbi_return = wire_close(this);
    py_call.saved_errno = errno;
    {
        (void)cbi_return;
        if (!py_call.error) {
            if (cbi_return == 1) {
                cbi_raises(&py_call, CB_OSError, NULL);
            } else if (cbi_return != 0) {
                cbi_raises(&py_call, ParseError, "status %d" , cbi_return);
            }
        }
    }
    cbi_finish_end(&py_call, &py_end);
}

static const uint16_t cbi_f_open_device[] = {3, 1, 1, 1, 0, 4};
static PyObject *
cbi_py_open_device(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_open_device, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    int cbi_return = 0;
    const char *path = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_str(&py_call, 0, py_slot[0], false, (const char **)&path)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        errno = 0;
        cbi_return = open_device(path);
        py_call.saved_errno = errno;
        if (!py_call.error) {
            if (cbi_return < 0) {
                cbi_raises(&py_call, CB_OSError, NULL);
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

static const uint16_t cbi_f_parse[] = {5, 1, 1, 1, 0, 6, 7};
static PyObject *
cbi_py_parse(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_parse, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    rc cbi_return = 0;
    const char *text = 0;
    double cbi_value = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_str(&py_call, 0, py_slot[0], false, (const char **)&text)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = parse(text, &cbi_value);
        if (!py_call.error) {
            if (cbi_return != 0) {
                cbi_raises(&py_call, ParseError, "status %d" , cbi_return);
            }
        }
        cbi_attach(&py_call);
    }
    if (CBI_UNLIKELY(py_call.error) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = PyFloat_FromDouble((double)cbi_value);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_join[] = {8, 2, 2, 2, 0, 9, 10};
static void
cbi_owner_join_return(void *this, const void *cbi_with)
{
    (void)cbi_with;
    free(this);
}

static PyObject *
cbi_py_join(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_join, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    char *cbi_return = 0;
    const char *a = 0;
    const char *b = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_get_str(&py_call, 0, py_slot[0], false, (const char **)&a)
        || !cbi_get_str(&py_call, 1, py_slot[1], false, (const char **)&b)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = join(a, b);
        cbi_attach(&py_call);
    }
    py_result = cbi_to_str_z(&py_call, -1, cbi_return, -1, true);
fail:
    if (cbi_return) {
        cbi_owner_join_return((void *)cbi_return, NULL);
    }
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_primes[] = {11, 1, 1, 1, 0, 12, 13, 14};
static void
cbi_owner_primes_p(void *this, const void *cbi_with)
{
    (void)cbi_with;
    free(this);
}

static PyObject *
cbi_py_primes(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_primes, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    uint32_t below = 0;
    uint32_t *cbi_p = 0;
    cbi_wide cbi_p_n[1];
    size_t cbi_n = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(uint32_t), &below)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        primes(below, &cbi_p, &cbi_n);
        cbi_attach(&py_call);
    }
    {
        unsigned cbi_bad = 0;
        cbi_p_n[0] = cbi_n;
        if (CBI_UNLIKELY(cbi_bad || cbi_p_n[0] < 0)) {
            cbi_bad_bound(&py_call, 1, 0, "*n", cbi_p_n[0], cbi_bad | CBI_BAD_C);
            goto fail;
        }
        py_result = cbi_adopt(&py_call, 1, cbi_p, CBI_INT(uint32_t), 1, cbi_p_n, false, cbi_owner_primes_p, NULL, 0);
        cbi_p = NULL;     /* its memory is the array's */
    }
fail:
    if (cbi_p) {
        cbi_owner_primes_p((void *)cbi_p, NULL);
    }
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_ring[] = {15, 0, 0, 0, 0};
static PyObject *
cbi_py_ring(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_ring, py_self);
    PyObject *py_result = NULL;
    struct cbi_held py_named[] = {
        {.lock = cbi_module_lock(), .argument = CBI_LOCKS_MODULE,
         .exclusive = true, .reentrant = true},
    };

    if (((py_nargs || py_names)
         && !cbi_bind(&py_call, py_args, py_nargs, py_names, NULL))) {
        goto fail;
    }
    if (!cbi_lock_all(&py_call, py_named, 1)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        ring();
    }
    py_result = cbi_new_none();
fail:
    cbi_unlock_all(&py_call, py_named, 1);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_wire_open[] = {16, 1, 1, 1, 0, 17};
static PyObject *
cbi_py_wire_open(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_wire_open, cbi_module_of_type(py_self));
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    wire *cbi_return = 0;
    const char *to = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_str(&py_call, 0, py_slot[0], false, (const char **)&to)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = wire_open(to);
        cbi_attach(&py_call);
    }
    py_result = cbi_new_object(&py_call, -1, 0, py_self, (void *)cbi_return, CBI_O_NULL, NULL, NULL, 0);
    if (!py_result) {
        goto fail;
    }
    cbi_return = 0;        /* it is the object's */
fail:
    if (cbi_return) {
        cbi_destroy_0((void *)cbi_return, NULL);
    }
    cbi_finish(&py_call);
    return py_result;
}

static CbMethodDef cbi_methods[] = {
    {"open_device", (void *)cbi_py_open_device, CB_METH_FASTCALL_KEYWORDS,
        "open_device(path)\n--\n\n"},
    {"parse", (void *)cbi_py_parse, CB_METH_FASTCALL_KEYWORDS,
        "parse(text)\n--\n\n"},
    {"join", (void *)cbi_py_join, CB_METH_FASTCALL_KEYWORDS,
        "join(a, b)\n--\n\n"},
    {"primes", (void *)cbi_py_primes, CB_METH_FASTCALL_KEYWORDS,
        "primes(below)\n--\n\n"},
    {"ring", (void *)cbi_py_ring, CB_METH_FASTCALL_KEYWORDS,
        "ring()\n--\n\n"},
    {0}
};

static CbGetSetDef cbi_getset_0[] = {
    {0}
};
static CbMethodDef cbi_methods_0[] = {
    {"open", (void *)cbi_py_wire_open, CB_METH_FASTCALL_KEYWORDS | 0x10,
        "open($type, to)\n--\n\n"},
    CBI_OBJECT_METHODS,
    CBI_CLOSE_METHODS,
    {0}
};
static const uint16_t cbi_new_0[] = {0, 0, 0, 0, 0};
static const uint16_t cbi_close_0[] = {1, 0, 0, 0, 0};
static struct cbi_lock cbi_lists_0;
static struct cbi_free_list cbi_free_list_0;
static const struct cbi_class cbi_classes[] = {
    {.name = "x.wire",
     .doc = "wire()\n--\n\n",
     .kind = 'p', .record = cbi_new_0,
     .makers = "wire.open()",
     .getset = cbi_getset_0, .methods = cbi_methods_0,
     .destroy = cbi_destroy_0, .close = cbi_close_0,
     .lists = &cbi_lists_0,
     .size = 0, .align = 1,
     .is_nested = false, .has_hidden = false, .is_locked = true, .is_lent = false,
     .is_scanned = false, .make = NULL,
     .take = cbi_take_locked, .give = cbi_give_locked,
     .lives = &cbi_lives,
     .is_alone = true,
     .free_list = &cbi_free_list_0},
};

static const struct cbi_exception cbi_exceptions[] = {
    {"ParseError", "CB_ValueError", "The text could not be read."},
};

CBI_SHARED_LOCKS;
const struct cbi_module cbi_module = {
    .name = "x",
    .doc = NULL,
    .names = cbi_names,
    .n_names = 18,
    .methods = cbi_methods,
    .classes = cbi_classes,
    .n_classes = 1,
    .has_locks = true,
    .exceptions = cbi_exceptions,
    .n_exceptions = 1,
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
