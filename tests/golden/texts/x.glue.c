/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

/* What carbidec read is what the compiler reads. */
_Static_assert(__builtin_types_compatible_p(__typeof__(word_count),
    size_t (size_t, const char *)), "word_count");
_Static_assert(__builtin_types_compatible_p(__typeof__(digest),
    void (size_t, const unsigned char *, unsigned char *)), "digest");
_Static_assert(__builtin_types_compatible_p(__typeof__(size_of),
    long (const char *)), "size_of");
_Static_assert(__builtin_types_compatible_p(__typeof__(name_of),
    const char *(enum color, int)), "name_of");
_Static_assert(__builtin_types_compatible_p(__typeof__(longest),
    size_t (size_t, const char *const *)), "longest");
_Static_assert(sizeof(enum color) == sizeof(int), "enum color: -fshort-enums is not supported");
_Static_assert((int64_t)COLOR_RED == (int64_t)0u, "COLOR_RED");
_Static_assert((int64_t)COLOR_GREEN == (int64_t)5u, "COLOR_GREEN");
_Static_assert((LIMIT) == 12u, "LIMIT");

/* Names of functions and parameters; records refer to them by place. */
static const char cbi_names[] =
    "word_count" "\0"  /* 0 */
    "n" "\0"  /* 1 */
    "s" "\0"  /* 2 */
    "digest" "\0"  /* 3 */
    "out" "\0"  /* 4 */
    "size_of" "\0"  /* 5 */
    "path" "\0"  /* 6 */
    "name_of" "\0"  /* 7 */
    "c" "\0"  /* 8 */
    "limit" "\0"  /* 9 */
    "longest" "\0"  /* 10 */
    "a" "\0";  /* 11 */

static const uint16_t cbi_f_word_count[] = {0, 1, 1, 1, 0, 2, 1};
static PyObject *
cbi_py_word_count(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_word_count, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    size_t cbi_return = 0;
    size_t n = 0;
    struct cbi_array cbi_s;
    intptr_t cbi_s_n[1];

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_bytes(&py_call, 0, py_slot[0], CBI_STR, &cbi_s, cbi_s_n)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_s_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_s_n[0], "size_t");
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = word_count(n, cbi_s.data);
        cbi_attach(&py_call);
    }
    py_result = CBI_NEW_INT(cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_digest[] = {3, 1, 1, 1, 0, 2, 1, 4};
static PyObject *
cbi_py_digest(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_digest, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    size_t n = 0;
    struct cbi_array cbi_s;
    intptr_t cbi_s_n[1];
    struct cbi_array cbi_out = {0};
    intptr_t cbi_out_n[1];

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_bytes(&py_call, 0, py_slot[0], 0, &cbi_s, cbi_s_n)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_s_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_s_n[0], "size_t");
        goto fail;
    }
    {
        unsigned cbi_bad = 0;
        cbi_wide cbi_want[1];
        cbi_want[0] = 16;
        if (CBI_UNLIKELY(cbi_bad || cbi_want[0] < 0)) {
            cbi_bad_bound(&py_call, 2, 0, "16", cbi_want[0], cbi_bad);
            goto fail;
        }
        (void)cbi_bad;
        if (!cbi_new_bytes(&py_call, 2, cbi_want[0], &cbi_out, cbi_out_n)) {
            goto fail;
        }
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        digest(n, cbi_s.data, cbi_out.data);
        cbi_attach(&py_call);
    }
    py_result = cbi_take(&cbi_out);
fail:
    cbi_drop(cbi_out.object);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_size_of[] = {5, 1, 1, 1, 0, 6};
static PyObject *
cbi_py_size_of(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_size_of, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    long cbi_return = 0;
    const char *path = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_path(&py_call, 0, py_slot[0], false, (const char **)&path)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = size_of(path);
        cbi_attach(&py_call);
    }
    py_result = CBI_NEW_INT(cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_name_of[] = {7, 2, 2, 1, 0, 8, 9};
static PyObject *
cbi_py_name_of(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_name_of, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    const char *cbi_return = 0;
    enum color c = 0;
    int limit = 0;

    if (!(py_slot = cbi_some_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2, 1))
        || !cbi_get_enum(&py_call, 0, py_slot[0], 0, CBI_INT(enum color), &c)
        || !(!py_slot[1] || cbi_get_int(&py_call, 1, py_slot[1], CBI_INT(int), &limit))) {
        goto fail;
    }
    if (!py_slot[1]) {
        limit = 12;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = name_of(c, limit);
        cbi_attach(&py_call);
    }
    py_result = cbi_to_str_z(&py_call, -1, cbi_return, -1, true);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_longest[] = {10, 1, 1, 1, 0, 11, 1};
static PyObject *
cbi_py_longest(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_longest, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    size_t cbi_return = 0;
    size_t n = 0;
    struct cbi_array cbi_a;
    intptr_t cbi_a_n[1];

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_strings(&py_call, 0, py_slot[0], 0, false, &cbi_a, cbi_a_n)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_a_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_a_n[0], "size_t");
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = longest(n, cbi_a.data);
        cbi_attach(&py_call);
    }
    py_result = CBI_NEW_INT(cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static CbMethodDef cbi_methods[] = {
    {"word_count", (void *)cbi_py_word_count, CB_METH_FASTCALL_KEYWORDS,
        "word_count(s)\n--\n\nHow many words.\n\nParameters\n----------\ns : str or bytes-like\n    the text\n\nReturns\n-------\nint\n    their number"},
    {"digest", (void *)cbi_py_digest, CB_METH_FASTCALL_KEYWORDS,
        "digest(s)\n--\n\n"},
    {"size_of", (void *)cbi_py_size_of, CB_METH_FASTCALL_KEYWORDS,
        "size_of(path)\n--\n\n"},
    {"name_of", (void *)cbi_py_name_of, CB_METH_FASTCALL_KEYWORDS,
        "name_of(c, limit=12)\n--\n\n"},
    {"longest", (void *)cbi_py_longest, CB_METH_FASTCALL_KEYWORDS,
        "longest(a)\n--\n\n"},
    {0}
};

static const struct cbi_member cbi_members_0[] = {
    {"COLOR_RED", (int64_t)0u},
    {"COLOR_GREEN", (int64_t)5u},
};
static const struct cbi_enum cbi_enums[] = {
    {"color", NULL, false, (enum color)-1 > (enum color)0, 2, cbi_members_0},
};

static const struct cbi_constant cbi_constants[] = {
    {"COLOR_RED", 'e', {.i = (int64_t)0u}, 0},
    {"COLOR_GREEN", 'e', {.i = (int64_t)5u}, 0},
    {"LIMIT", 'u', {.u = 12u}, 0},
};

const struct cbi_module cbi_module = {
    .name = "x",
    .doc = NULL,
    .names = cbi_names,
    .n_names = 12,
    .methods = cbi_methods,
    .constants = cbi_constants,
    .n_constants = 3,
    .enums = cbi_enums,
    .n_enums = 1,
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
