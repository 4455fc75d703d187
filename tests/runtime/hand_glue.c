/* SPDX-License-Identifier: MIT
   hand_glue.c: a module written by hand in the shape that the generator prints, so that
   the runtime is tested without it. One function per kind of argument and result; the C
   functions stand above their wrappers. */
#include "carbide/glue.h"

#include <math.h>
#include <time.h>
#include <wchar.h>

CB_EXCEPTION(HandError, CB_ValueError, "An error of this module.");
CB_EXCEPTION(WorseError, HandError, "A worse one.");
CB_EXCEPTION(HandWarning, CB_UserWarning, "A warning of this module.");

enum color { RED = 1, GREEN = 2, BLUE = 5 };
enum access { READ = 1, WRITE = 2, RUN = 4 };

/* Names of functions and parameters; records refer to them by place. */
enum { N_none, N_add, N_x, N_y, N_echo, N_kind, N_text, N_total, N_a, N_scale, N_by,
       N_matmul, N_b, N_out, N_range, N_n, N_fresh, N_strided, N_view, N_given, N_raise,
       N_wait, N_names, N_shrink, N_list, N_owned, N_lent, N_index, N_keyword, N_file,
       N_color, N_access, N_mask, N_bytes, N_time, N_position, N_evil, N_step, N_lda,
       N_wide, N_solve, N_overlap, N_scratch, N_optional, N_lengths, N_bytesout, N_path };
static const char names[] =
    "none\0" "add\0" "x\0" "y\0" "echo\0" "kind\0" "text\0" "total\0" "a\0" "scale\0" "by\0"
    "matmul\0" "b\0" "out\0" "range\0" "n\0" "fresh\0" "strided\0" "view\0" "given\0" "raise_\0"
    "wait\0" "names\0" "shrink\0" "list_\0" "owned\0" "lent\0" "index\0" "keyword\0" "file\0"
    "color\0" "access\0" "mask\0" "bytes_\0" "time\0" "position\0" "evil\0" "step\0" "lda\0"
    "wide\0" "solve\0" "overlap\0" "scratch\0" "optional\0" "lengths\0" "bytesout\0" "path\0";

#define ARGS PyObject *self, PyObject *const *args, intptr_t nargs, PyObject *kwnames
#define BEGIN(record, n, least)                                                       \
    CBI_CALL(record, self);                                                           \
    PyObject *bound[n];                                                               \
    PyObject *result = NULL;                                                          \
    PyObject *const *slot = cbi_some_slots(&py_call, args, nargs, kwnames, bound, n,  \
                                           least);                                    \
    if (!slot) {                                                                      \
        goto fail;                                                                    \
    }
#define END                                                                           \
fail:                                                                                 \
    cbi_finish(&py_call);                                                             \
    return result
#define CHECK(expression)                                                             \
    if (!(expression)) {                                                              \
        goto fail;                                                                    \
    }

/* ------------------------------------------------------------------------ scalars */
static const uint16_t f_none[] = {N_none, 0, 0, 0, 0};
static PyObject *
py_none(ARGS)
{
    CBI_CALL(f_none, self);
    if ((nargs || kwnames) && !cbi_bind(&py_call, args, nargs, kwnames, NULL)) {
        return NULL;
    }
    return cbi_new_none();
}

static const uint16_t f_add[] = {N_add, 2, 2, 2, 0, N_x, N_y};
static PyObject *
py_add(ARGS)
{
    double x, y;
    BEGIN(f_add, 2, 2)
    CHECK(cbi_get_double(&py_call, 0, slot[0], &x)
          && cbi_get_double(&py_call, 1, slot[1], &y))
    result = PyFloat_FromDouble(x + y);
    END;
}

/* echo(kind, x): x through the C type that kind names. */
static const uint16_t f_echo[] = {N_echo, 2, 2, 2, 2, N_kind, N_x};
static PyObject *
py_echo(ARGS)
{
    const char *kind;
    BEGIN(f_echo, 2, 2)
    CHECK(cbi_get_str(&py_call, 0, slot[0], false, &kind))
#define ECHO(name, getter, T, describe, make)                                         \
    if (strcmp(kind, name) == 0) {                                                    \
        T v;                                                                          \
        CHECK(getter(&py_call, 1, slot[1], describe, &v))                             \
        result = make;                                                                \
        goto fail;                                                                    \
    }
    ECHO("int8", cbi_get_int, int8_t, CBI_INT(int8_t), CBI_NEW_INT(v))
    ECHO("uint8", cbi_get_int, uint8_t, CBI_INT(uint8_t), CBI_NEW_INT(v))
    ECHO("int16", cbi_get_int, int16_t, CBI_INT(int16_t), CBI_NEW_INT(v))
    ECHO("uint16", cbi_get_int, uint16_t, CBI_INT(uint16_t), CBI_NEW_INT(v))
    ECHO("int32", cbi_get_int, int32_t, CBI_INT(int32_t), CBI_NEW_INT(v))
    ECHO("uint32", cbi_get_int, uint32_t, CBI_INT(uint32_t), CBI_NEW_INT(v))
    ECHO("int64", cbi_get_int, int64_t, CBI_INT(int64_t), CBI_NEW_INT(v))
    ECHO("uint64", cbi_get_int, uint64_t, CBI_INT(uint64_t), CBI_NEW_INT(v))
    ECHO("float32", cbi_get_float, float, CBI_FLOAT(float), PyFloat_FromDouble((double)v))
    ECHO("float64", cbi_get_float, double, CBI_FLOAT(double), PyFloat_FromDouble(v))
    ECHO("longdouble", cbi_get_float, long double, CBI_FLOAT(long double),
         PyFloat_FromDouble((double)v))
    ECHO("complex64", cbi_get_complex, float _Complex, CBI_COMPLEX(float _Complex),
         PyComplex_FromDoubles((double)__real__ v, (double)__imag__ v))
    ECHO("complex128", cbi_get_complex, double _Complex, CBI_COMPLEX(double _Complex),
         PyComplex_FromDoubles(__real__ v, __imag__ v))
    ECHO("boolint", cbi_get_bool_as, int, CBI_INT(int), CBI_NEW_INT(v))
    if (strcmp(kind, "bool") == 0) {
        bool v;
        CHECK(cbi_get_bool(&py_call, 1, slot[1], &v))
        result = cbi_new_bool(v);
    }
    else if (strcmp(kind, "char") == 0) {
        char v;
        CHECK(cbi_get_char(&py_call, 1, slot[1], &v))
        result = cbi_new_char(&py_call, v);
    }
    else if (strcmp(kind, "int128") == 0) {
        __int128 v;
        CHECK(cbi_get_wide(&py_call, 1, slot[1], true, 128, sizeof v, &v))
        result = cbi_new_wide(true, sizeof v, &v);
    }
    else if (strcmp(kind, "uint128") == 0) {
        unsigned __int128 v;
        CHECK(cbi_get_wide(&py_call, 1, slot[1], false, 128, sizeof v, &v))
        result = cbi_new_wide(false, sizeof v, &v);
    }
    else if (strcmp(kind, "int37") == 0) {
        int64_t v;
        CHECK(cbi_get_wide(&py_call, 1, slot[1], true, 37, sizeof v, &v))
        result = cbi_new_wide(true, sizeof v, &v);
    }
    else if (strcmp(kind, "fd") == 0) {
        int v;
        CHECK(cbi_get_fd(&py_call, 1, slot[1], CBI_INT(int), &v))
        result = CBI_NEW_INT(v);
    }
    else {
        cbi_fail(&py_call, PyExc_ValueError, 0, "is unknown");
    }
    END;
}

static const uint16_t f_color[] = {N_color, 1, 1, 1, 0, N_x};
static PyObject *
py_color(ARGS)
{
    int v;
    BEGIN(f_color, 1, 1)
    if (slot[0] == Py_None) {               /* a value that the header does not know */
        v = 77;
    }
    else {
        CHECK(cbi_get_enum(&py_call, 0, slot[0], 0, CBI_INT(int), &v))
    }
    result = cbi_new_enum(&py_call, 0, CBI_INT(int), &v);
    END;
}

static const uint16_t f_access[] = {N_access, 1, 1, 1, 0, N_x};
static PyObject *
py_access(ARGS)
{
    unsigned v;
    BEGIN(f_access, 1, 1)
    CHECK(cbi_get_enum(&py_call, 0, slot[0], 1, CBI_INT(unsigned), &v))
    result = cbi_new_enum(&py_call, 1, CBI_INT(unsigned), &v);
    END;
}

static const uint16_t f_time[] = {N_time, 3, 3, 3, 3, N_kind, N_x, N_mask};
static PyObject *
py_time(ARGS)
{
    const char *kind;
    bool whole;
    int64_t s;
    long ns;
    BEGIN(f_time, 3, 3)
    CHECK(cbi_get_str(&py_call, 0, slot[0], false, &kind)
          && cbi_get_bool(&py_call, 2, slot[2], &whole)
          && cbi_get_time(&py_call, 1, slot[1], *kind, whole, &s, &ns))
    PyObject *items[] = {CBI_NEW_INT(s), CBI_NEW_INT(ns),
                         cbi_new_time(&py_call, *kind, s, ns)};
    result = cbi_pack(3, items);
    END;
}

/* --------------------------------------------------------------------------- text */
static const uint16_t f_text[] = {N_text, 2, 2, 1, 0, N_x, N_kind};
static PyObject *
py_text(ARGS)
{
    const char *kind = "str";
    const void *text;
    BEGIN(f_text, 2, 1)
    CHECK(!slot[1] || cbi_get_str(&py_call, 1, slot[1], false, &kind))
    if (strcmp(kind, "str") == 0) {
        CHECK(cbi_get_str(&py_call, 0, slot[0], true, (const char **)&text))
        result = cbi_to_str_z(&py_call, -1, text, -1, true);
    }
    else if (strcmp(kind, "must") == 0) {
        CHECK(cbi_get_str(&py_call, 0, slot[0], false, (const char **)&text))
        result = cbi_to_str_n(&py_call, -1, text, (cbi_wide)strlen(text), false);
    }
    else if (strcmp(kind, "bytes") == 0) {
        CHECK(cbi_get_bytes_z(&py_call, 0, slot[0], true, (const char **)&text))
        result = cbi_to_bytes_z(&py_call, -1, text, true);
    }
    else if (strcmp(kind, "bad") == 0) {    /* bytes that C calls text */
        CHECK(cbi_get_bytes_z(&py_call, 0, slot[0], false, (const char **)&text))
        result = cbi_to_str_z(&py_call, -1, text, -1, false);
    }
    else if (strcmp(kind, "path") == 0) {
        CHECK(cbi_get_path(&py_call, 0, slot[0], true, (const char **)&text))
        result = cbi_to_path(&py_call, -1, text, true);
    }
    else {
        CHECK(cbi_get_wstr(&py_call, 0, slot[0], true, *kind, &text))
        result = cbi_to_wstr(&py_call, -1, text, *kind, true);
    }
    END;
}

static const uint16_t f_names[] = {N_names, 1, 1, 1, 0, N_x};
static PyObject *
py_names(ARGS)
{
    struct cbi_array a = {0};
    intptr_t n;
    BEGIN(f_names, 1, 1)
    CHECK(cbi_get_strings(&py_call, 0, slot[0], 0, true, &a, &n))
    result = cbi_to_strings(&py_call, -1, a.data, n, true);
    END;
}

static const uint16_t f_bytes[] = {N_bytes, 1, 1, 1, 0, N_x};
static PyObject *
py_bytes(ARGS)
{
    struct cbi_array a = {0};
    intptr_t n;
    BEGIN(f_bytes, 1, 1)
    CHECK(cbi_get_bytes(&py_call, 0, slot[0], CBI_STR, &a, &n)
          && cbi_again(&py_call, 0, &a, CBI_INT(unsigned char), 1, 0, &n))
    result = cbi_to_bytes(&py_call, -1, a.data, n, false);
    END;
}

/* fills the caller's own bytes with 'x' */
static const uint16_t f_position[] = {N_position, 1, 1, 1, 0, N_x};
static PyObject *
py_position(ARGS)
{
    struct cbi_array a = {0};
    intptr_t n;
    BEGIN(f_position, 1, 1)
    CHECK(cbi_get_bytes(&py_call, 0, slot[0], CBI_WRITE, &a, &n))
    memset(a.data, 'x', (size_t)n);
    result = CBI_NEW_INT(n);
    END;
}

static const uint16_t f_bytesout[] = {N_bytesout, 2, 2, 2, 0, N_n, N_x};
static PyObject *
py_bytesout(ARGS)
{
    int64_t n, length;
    struct cbi_array a = {0};
    intptr_t shape[1];
    BEGIN(f_bytesout, 2, 2)
    CHECK(cbi_get_int(&py_call, 0, slot[0], CBI_INT(int64_t), &n)
          && cbi_get_int(&py_call, 1, slot[1], CBI_INT(int64_t), &length)
          && cbi_new_bytes(&py_call, 0, n, &a, shape))
    if (n) {
        *(char *)a.data = '!';
    }
    result = cbi_shrink_bytes(&py_call, 0, &a, shape, length);
    END;
}

/* reads a stream to its end, or writes "written" */
static const uint16_t f_file[] = {N_file, 2, 2, 2, 0, N_x, N_kind};
static PyObject *
py_file(ARGS)
{
    const char *mode;
    FILE *f;
    long n = 0;
    BEGIN(f_file, 2, 2)
    CHECK(cbi_get_str(&py_call, 1, slot[1], false, &mode)
          && cbi_get_file(&py_call, 0, slot[0], true, mode, &f))
    if (!f) {
        n = -1;
    }
    else if (*mode == 'w') {
        n = fputs("written", f);
        n = n < 0 ? n : 7;
    }
    else {
        while (n < 4 && getc(f) != EOF) {   /* at most four: then Python reads on */
            n++;
        }
    }
    CHECK(cbi_close_files(&py_call))
    result = CBI_NEW_INT(n);
    END;
}

/* ------------------------------------------------------------------------- arrays */
/* total(kind, a): a's sum as float, of rank 1; every number type. */
static const uint16_t f_total[] = {N_total, 2, 2, 2, 0, N_kind, N_a};
static PyObject *
py_total(ARGS)
{
    const char *kind;
    struct cbi_array a = {0};
    intptr_t n[1];
    double sum = 0;
    BEGIN(f_total, 2, 2)
    CHECK(cbi_get_str(&py_call, 0, slot[0], false, &kind))
#define TOTAL(name, T, describe)                                                      \
    if (strcmp(kind, name) == 0) {                                                    \
        CHECK(cbi_get_array(&py_call, 1, slot[1], describe, 1, 0, &a, n))             \
        CHECK(!py_call.ran || cbi_again(&py_call, 1, &a, describe, 1, 0, n))          \
        for (intptr_t k = 0; k < n[0]; k++) {                                         \
            sum += (double)((T *)a.data)[k];                                          \
        }                                                                             \
        result = PyFloat_FromDouble(sum);                                             \
        goto fail;                                                                    \
    }
    TOTAL("int8", int8_t, CBI_INT(int8_t))
    TOTAL("uint8", uint8_t, CBI_INT(uint8_t))
    TOTAL("int16", int16_t, CBI_INT(int16_t))
    TOTAL("uint16", uint16_t, CBI_INT(uint16_t))
    TOTAL("int32", int32_t, CBI_INT(int32_t))
    TOTAL("uint32", uint32_t, CBI_INT(uint32_t))
    TOTAL("int64", int64_t, CBI_INT(int64_t))
    TOTAL("uint64", uint64_t, CBI_INT(uint64_t))
    TOTAL("float32", float, CBI_FLOAT(float))
    TOTAL("float64", double, CBI_FLOAT(double))
    TOTAL("longdouble", long double, CBI_FLOAT(long double))
    TOTAL("complex64", float _Complex, CBI_COMPLEX(float _Complex))
    TOTAL("complex128", double _Complex, CBI_COMPLEX(double _Complex))
    if (strcmp(kind, "bool") == 0) {
        CHECK(cbi_get_array(&py_call, 1, slot[1], CBI_BOOL, 1, 0, &a, n)
              && cbi_scan_bools(&py_call, 1, a.data, 1, n))
        for (intptr_t k = 0; k < n[0]; k++) {
            sum += ((bool *)a.data)[k];
        }
        result = PyFloat_FromDouble(sum);
    }
    else if (strcmp(kind, "float16") == 0) {
        CHECK(cbi_get_array(&py_call, 1, slot[1], 'f' << 8 | 2, 1, 0, &a, n))
        cbi_wide extents[1] = {n[0]};
        result = cbi_to_list(&py_call, -1, a.data, 'f' << 8 | 2, 1, extents, false, -1);
    }
    else {
        cbi_fail(&py_call, PyExc_ValueError, 0, "is unknown");
    }
    END;
}

/* scale(a, by): in place, rank 2 */
static const uint16_t f_scale[] = {N_scale, 2, 2, 2, 0, N_a, N_by};
static PyObject *
py_scale(ARGS)
{
    struct cbi_array a = {0};
    intptr_t n[2];
    double by;
    BEGIN(f_scale, 2, 2)
    CHECK(cbi_get_array(&py_call, 0, slot[0], CBI_FLOAT(double), 2, CBI_WRITE, &a, n)
          && cbi_get_double(&py_call, 1, slot[1], &by))
    CHECK(!py_call.ran
          || cbi_again(&py_call, 0, &a, CBI_FLOAT(double), 2, CBI_WRITE, n))
    for (intptr_t k = 0; k < n[0] * n[1]; k++) {
        ((double *)a.data)[k] *= by;
    }
    result = cbi_new_none();
    END;
}

static void
matmul(intptr_t m, intptr_t k, intptr_t n, const double *a, const double *b, double *out)
{
    for (intptr_t i = 0; i < m; i++) {
        for (intptr_t j = 0; j < n; j++) {
            for (intptr_t l = 0; l < k; l++) {
                out[i * n + j] += a[i * k + l] * b[l * n + j];
            }
        }
    }
}

static const uint16_t f_matmul[] = {N_matmul, 3, 2, 2, 0, N_a, N_b, N_out};
static PyObject *
py_matmul(ARGS)
{
    struct cbi_array a = {0}, b = {0}, out = {0};
    intptr_t an[2], bn[2], on[2];
    BEGIN(f_matmul, 3, 2)
    const cbi_type t = CBI_FLOAT(double);
    CHECK(cbi_get_array(&py_call, 0, slot[0], t, 2, 0, &a, an)
          && cbi_get_array(&py_call, 1, slot[1], t, 2, 0, &b, bn))
    if (bn[0] != an[1]) {
        cbi_bad_extent(&py_call, 1, 0, 2, bn, false, an[1], "a.shape[1]");
        goto fail;
    }
    cbi_wide extents[2] = {an[0], bn[1]};
    CHECK(cbi_new_array(&py_call, 2, slot[2], t, 2, extents, 0, &out, on))
    if (py_call.ran) {
        CHECK(cbi_again(&py_call, 0, &a, t, 2, 0, an)
              && cbi_again(&py_call, 1, &b, t, 2, 0, bn)
              && cbi_again(&py_call, 2, &out, t, 2, CBI_WRITE, on))
    }
    if (cbi_overlap(out.data, cbi_bytes(t, 2, on), a.data, cbi_bytes(t, 2, an))) {
        cbi_bad_overlap(&py_call, 2, 0);
        goto fail;
    }
    memset(out.data, 0, cbi_bytes(t, 2, on));
    matmul(an[0], an[1], bn[1], a.data, b.data, out.data);
    result = cbi_take(&out);
fail:
    cbi_drop(out.object);
    cbi_finish(&py_call);
    return result;
}

/* fresh(a): CB_INOUT, negated */
static const uint16_t f_fresh[] = {N_fresh, 1, 1, 1, 0, N_a};
static PyObject *
py_fresh(ARGS)
{
    struct cbi_array a = {0};
    intptr_t n[2];
    BEGIN(f_fresh, 1, 1)
    CHECK(cbi_get_array(&py_call, 0, slot[0], CBI_FLOAT(double), 2, CBI_FRESH, &a, n))
    for (intptr_t k = 0; k < n[0] * n[1]; k++) {
        ((double *)a.data)[k] *= -1;
    }
    result = cbi_take(&a);
    END;
}

/* strided(a, step, lda): (shape, strides, elements as C sees them); 0: any stride */
static const uint16_t f_strided[] = {N_strided, 4, 4, 3, 0, N_a, N_step, N_lda, N_mask};
static PyObject *
py_strided(ARGS)
{
    struct cbi_array a = {0};
    intptr_t n[2], s[2];
    int64_t step, lda;
    bool write = false;
    BEGIN(f_strided, 4, 3)
    CHECK(cbi_get_int(&py_call, 1, slot[1], CBI_INT(int64_t), &step)
          && cbi_get_int(&py_call, 2, slot[2], CBI_INT(int64_t), &lda)
          && (!slot[3] || cbi_get_bool(&py_call, 3, slot[3], &write)))
    intptr_t want[2] = {step ? step : CBI_ANY_STRIDE, lda ? lda : CBI_ANY_STRIDE};
    CHECK(cbi_get_strided(&py_call, 0, slot[0], CBI_FLOAT(double), 2,
                          write ? CBI_WRITE : 0, want, &a, n, s)
          && cbi_again_strided(&py_call, 0, &a, CBI_FLOAT(double), 2, 0, n, s,
                               sizeof(double)))
    double *seen = cbi_memory(&py_call, sizeof *seen * (size_t)(n[0] * n[1]));
    CHECK(seen)
    for (intptr_t i = 0; i < n[0]; i++) {
        for (intptr_t j = 0; j < n[1]; j++) {
            seen[i * n[1] + j] = ((double *)a.data)[i * s[0] + j * s[1]];
        }
    }
    cbi_wide extents[2] = {n[0], n[1]}, two[1] = {2};
    PyObject *items[] = {
        cbi_to_list(&py_call, -1, s, CBI_INT(intptr_t), 1, two, true, -1),
        cbi_to_list(&py_call, -1, seen, CBI_FLOAT(double), 2, extents, false, -1),
        cbi_new_bool(a.direct != NULL)};
    result = cbi_pack(3, items);
    END;
}

/* view(a, write): trace of a 2-D view, and whether it was lent */
static const uint16_t f_view[] = {N_view, 2, 2, 1, 0, N_a, N_mask};
static PyObject *
py_view(ARGS)
{
    struct cbi_array a = {0};
    intptr_t n[2], s[2];
    bool write = false;
    double sum = 0;
    BEGIN(f_view, 2, 1)
    CHECK((!slot[1] || cbi_get_bool(&py_call, 1, slot[1], &write))
          && cbi_get_view(&py_call, 0, slot[0], CBI_FLOAT(double), 2,
                          write ? CBI_WRITE : 0, &a, n, s)
          && cbi_again_strided(&py_call, 0, &a, CBI_FLOAT(double), 2, 0, n, s, 1))
    struct cb_view2 v = {a.data, {n[0], n[1]}, {s[0], s[1]}};
    for (intptr_t k = 0; k < n[0] && k < n[1]; k++) {
        sum += CB_AT(const double, v, k, k);
    }
    PyObject *items[] = {PyFloat_FromDouble(sum), cbi_new_bool(a.direct != NULL)};
    result = cbi_pack(2, items);
    END;
}

/* optional(a=None): number of elements, -1 for NULL */
static const uint16_t f_optional[] = {N_optional, 1, 1, 0, 0, N_a};
static PyObject *
py_optional(ARGS)
{
    struct cbi_array a = {0};
    intptr_t n[1];
    BEGIN(f_optional, 1, 0)
    CHECK(cbi_get_array(&py_call, 0, slot[0], CBI_FLOAT(double), 1, CBI_NULLABLE, &a, n))
    intptr_t count = a.data ? n[0] : -1;
    result = CBI_NEW_INT(count);
    END;
}

/* evil(a, x): x converts after a was read */
static const uint16_t f_evil[] = {N_evil, 2, 2, 2, 0, N_a, N_x};
static PyObject *
py_evil(ARGS)
{
    struct cbi_array a = {0};
    intptr_t n[1];
    double x, sum = 0;
    BEGIN(f_evil, 2, 2)
    CHECK(cbi_get_array(&py_call, 0, slot[0], CBI_FLOAT(double), 1, 0, &a, n)
          && cbi_get_double(&py_call, 1, slot[1], &x))
    CHECK(!py_call.ran || cbi_again(&py_call, 0, &a, CBI_FLOAT(double), 1, 0, n))
    for (intptr_t k = 0; k < n[0]; k++) {
        sum += ((double *)a.data)[k];
    }
    result = PyFloat_FromDouble(sum + x);
    END;
}

/* ------------------------------------------------------------------- new arrays */
/* range(n): CB_OUT int64 a[n]; with index CB_LEN(x) */
static const uint16_t f_range[] = {N_range, 3, 2, 1, 0, N_n, N_x, N_a};
static PyObject *
py_range(ARGS)
{
    int64_t n, length;
    struct cbi_array a = {0};
    intptr_t shape[1];
    BEGIN(f_range, 3, 1)
    CHECK(cbi_get_int(&py_call, 0, slot[0], CBI_INT(int64_t), &n))
    length = n;
    CHECK(!slot[1] || cbi_get_int(&py_call, 1, slot[1], CBI_INT(int64_t), &length))
    cbi_wide extents[1] = {n};
    CHECK(cbi_new_array(&py_call, 2, slot[2], CBI_INT(int64_t), 1, extents, 0, &a, shape))
    for (int64_t k = 0; k < n; k++) {
        ((int64_t *)a.data)[k] = k;
    }
    result = cbi_shrink(&py_call, 2, &a, CBI_INT(int64_t), 1, shape, length,
                        slot[2] && slot[2] != Py_None);
    END;
}

/* given(a): CB_OPT CB_OUT double a[3] */
static const uint16_t f_given[] = {N_given, 1, 1, 0, 0, N_a};
static PyObject *
py_given(ARGS)
{
    struct cbi_array a = {0};
    intptr_t shape[1];
    cbi_wide extents[1] = {3};
    BEGIN(f_given, 1, 0)
    CHECK(cbi_new_array(&py_call, 0, slot[0], CBI_FLOAT(double), 1, extents, CBI_NULLABLE,
                        &a, shape))
    if (a.data) {
        ((double *)a.data)[1] = 7;
    }
    result = a.data ? cbi_take(&a) : cbi_new_none();
    END;
}

/* list_(n, m, kind): 0 … n*m-1 as nested lists, tuples, or colours */
static const uint16_t f_list[] = {N_list, 3, 3, 3, 0, N_n, N_x, N_kind};
static PyObject *
py_list(ARGS)
{
    int64_t n, m;
    const char *kind;
    struct cbi_array a = {0};
    intptr_t shape[2];
    BEGIN(f_list, 3, 3)
    CHECK(cbi_get_int(&py_call, 0, slot[0], CBI_INT(int64_t), &n)
          && cbi_get_int(&py_call, 1, slot[1], CBI_INT(int64_t), &m)
          && cbi_get_str(&py_call, 2, slot[2], false, &kind))
    cbi_wide extents[2] = {n, m};
    CHECK(cbi_new_memory(&py_call, 0, CBI_INT(int), 2, extents, &a, shape))
    for (int64_t k = 0; k < n * m; k++) {
        ((int *)a.data)[k] = (int)k;
    }
    result = cbi_to_list(&py_call, -1, a.data, CBI_INT(int), 2, extents, *kind == 't',
                         *kind == 'c' ? 0 : -1);
    END;
}

static int released;

static void
release_counted(void *data, const void *with)
{
    released += with ? *(const int *)with : 1;
    free(data);
}

/* owned(n, kind): an array over malloc'ed memory */
static const uint16_t f_owned[] = {N_owned, 2, 2, 2, 0, N_n, N_kind};
static PyObject *
py_owned(ARGS)
{
    int64_t n;
    const char *kind;
    const int two = 2;
    BEGIN(f_owned, 2, 2)
    CHECK(cbi_get_int(&py_call, 0, slot[0], CBI_INT(int64_t), &n)
          && cbi_get_str(&py_call, 1, slot[1], false, &kind))
    double *data = strcmp(kind, "null") && strcmp(kind, "none")
                   ? calloc(n > 0 ? (size_t)n : 1, sizeof *data) : NULL;
    for (int64_t k = 0; data && k < n; k++) {
        data[k] = (double)k;
    }
    cbi_wide extents[1] = {n};
    result = cbi_adopt(&py_call, -1, data, CBI_FLOAT(double), 1, extents,
                       strcmp(kind, "none") == 0, release_counted,
                       strcmp(kind, "with") ? NULL : &two,
                       strcmp(kind, "with") ? 0 : sizeof two);
    END;
}

static const uint16_t f_lent[] = {N_lent, 1, 1, 1, 0, N_mask};
static PyObject *
py_lent(ARGS)
{
    static float table[2][3] = {{1, 2, 3}, {4, 5, 6}};
    bool read_only;
    BEGIN(f_lent, 1, 1)
    CHECK(cbi_get_bool(&py_call, 0, slot[0], &read_only))
    cbi_wide extents[2] = {2, 3};
    result = cbi_view(&py_call, -1, table, CBI_FLOAT(float), 2, extents, false, read_only);
    END;
}

static const uint16_t f_lengths[] = {N_lengths, 0, 0, 0, 0};
static PyObject *
py_lengths(ARGS)
{
    CBI_CALL(f_lengths, self);
    if ((nargs || kwnames) && !cbi_bind(&py_call, args, nargs, kwnames, NULL)) {
        return NULL;
    }
    return CBI_NEW_INT(released);
}

/* ------------------------------------------------------------------ scans, bounds */
static const uint16_t f_index[] = {N_index, 2, 2, 2, 0, N_a, N_n};
static PyObject *
py_index(ARGS)
{
    struct cbi_array a = {0};
    intptr_t shape[2];
    int64_t n;
    BEGIN(f_index, 2, 2)
    CHECK(cbi_get_array(&py_call, 0, slot[0], CBI_INT(int32_t), 2, 0, &a, shape)
          && cbi_get_int(&py_call, 1, slot[1], CBI_INT(int64_t), &n)
          && cbi_scan_indices(&py_call, 0, a.data, CBI_INT(int32_t), 2, shape, n, "n"))
    result = cbi_new_none();
    END;
}

static const uint16_t f_mask[] = {N_mask, 1, 1, 1, 0, N_a};
static PyObject *
py_mask(ARGS)
{
    struct cbi_array a = {0};
    intptr_t shape[1];
    BEGIN(f_mask, 1, 1)
    CHECK(cbi_get_array(&py_call, 0, slot[0], CBI_INT(int32_t), 1, 0, &a, shape)
          && cbi_scan_enums(&py_call, 0, a.data, CBI_INT(int32_t), 1, shape, 0))
    result = cbi_new_none();
    END;
}

/* solve(a, n): 2*n + 1 elements in a */
static const uint16_t f_solve[] = {N_solve, 1, 1, 1, 0, N_a};
static PyObject *
py_solve(ARGS)
{
    struct cbi_array a = {0};
    intptr_t shape[1];
    cbi_wide n;
    BEGIN(f_solve, 1, 1)
    CHECK(cbi_get_array(&py_call, 0, slot[0], CBI_FLOAT(double), 1, 0, &a, shape)
          && cbi_solve(&py_call, 0, 0, shape[0], 2, 1, "2*n + 1", "n", &n))
    if ((cbi_wide)(int8_t)n != n) {
        cbi_bad_fit(&py_call, "n", n, "signed char");
        goto fail;
    }
    int64_t v = (int64_t)n;
    result = CBI_NEW_INT(v);
    END;
}

static const uint16_t f_overlap[] = {N_overlap, 2, 2, 2, 0, N_a, N_b};
static PyObject *
py_overlap(ARGS)
{
    struct cbi_array a = {0}, b = {0};
    intptr_t an[1], as[1], bn[1], bs[1];
    BEGIN(f_overlap, 2, 2)
    const cbi_type t = CBI_FLOAT(double);
    CHECK(cbi_get_view(&py_call, 0, slot[0], t, 1, CBI_WRITE, &a, an, as)
          && cbi_get_view(&py_call, 1, slot[1], t, 1, CBI_WRITE, &b, bn, bs))
    result = cbi_new_bool(cbi_overlap_elements(a.data, t, 1, an, as, true, b.data, t, 1, bn,
                                               bs, true));
    END;
}

/* keyword(x, y=2, *, n, by=None): a keyword that must be given */
static const uint16_t f_keyword[] = {N_keyword, 4, 2, 1, 0, N_x, N_y, N_n | CBI_F_MUST,
                                     N_by};
static PyObject *
py_keyword(ARGS)
{
    double x, y = 2, n;
    PyObject *slot[4], *result = NULL;
    CBI_CALL(f_keyword, self);
    CHECK(cbi_bind(&py_call, args, nargs, kwnames, slot)
          && cbi_get_double(&py_call, 0, slot[0], &x)
          && (!slot[1] || cbi_get_double(&py_call, 1, slot[1], &y))
          && cbi_get_double(&py_call, 2, slot[2], &n))
    result = PyFloat_FromDouble(100 * x + 10 * y + n);
    END;
}

/* ------------------------------------------------------------------------- errors */
static int
fail_deep(const char *kind, const char *text)
{
    if (strcmp(kind, "value") == 0) {
        return cb_raise(CB_ValueError, "%s", text), 0;
    }
    if (strcmp(kind, "own") == 0) {
        return cb_raise(HandError, "%s", text), cb_raise(CB_TypeError, "second"), 0;
    }
    if (strcmp(kind, "worse") == 0) {
        return cb_raise(WorseError, "%s", text), 0;
    }
    if (strcmp(kind, "warn") == 0) {
        return cb_raise(HandWarning, "%s", text), 1;
    }
    if (strcmp(kind, "warnfail") == 0) {
        return cb_raise(CB_UserWarning, "first"), cb_raise(CB_KeyError, "%s", text), 0;
    }
    if (strcmp(kind, "oserror") == 0) {
        errno = ENOENT;
        return cb_raise(CB_OSError, "%s", text), 0;
    }
    if (strcmp(kind, "errno") == 0) {
        errno = EACCES;
        return cb_raise(CB_OSError, NULL), 0;
    }
    if (strcmp(kind, "memory") == 0) {
        return cb_scratch(SIZE_MAX) != NULL;
    }
    if (strcmp(kind, "zero") == 0) {
        return cb_raise(CB_ZeroDivisionError, "%s", text), 0;
    }
    if (strcmp(kind, "status") == 0) {
        return -3;
    }
    return cb_error() ? 99 : 1;
}

static const uint16_t f_raise[] = {N_raise, 2, 2, 2, 2, N_kind, N_text};
static PyObject *
py_raise(ARGS)
{
    const char *kind, *text;
    BEGIN(f_raise, 2, 2)
    CHECK(cbi_get_str(&py_call, 0, slot[0], false, &kind)
          && cbi_get_str(&py_call, 1, slot[1], false, &text))
    cbi_enter(&py_call);
    cbi_detach(&py_call);
    int status = fail_deep(kind, text);
    py_call.saved_errno = errno;
    if (!py_call.error && status < 0) {
        cbi_raises(&py_call, HandError, "status %d: %s", status, text);
    }
    cbi_attach(&py_call);
    cbi_leave(&py_call);
    if ((py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    result = CBI_NEW_INT(status);
    END;
}

/* wait(x): x seconds, polling; how many polls */
static const uint16_t f_wait[] = {N_wait, 1, 1, 1, 0, N_x};
static PyObject *
py_wait(ARGS)
{
    double x;
    BEGIN(f_wait, 1, 1)
    CHECK(cbi_get_double(&py_call, 0, slot[0], &x))
    cbi_enter(&py_call);
    cbi_detach(&py_call);
    struct timespec t0, t;
    clock_gettime(CLOCK_MONOTONIC, &t0);
    long polls = 0;
    do {
        polls++;
        clock_gettime(CLOCK_MONOTONIC, &t);
    } while (!cb_check()
             && (double)(t.tv_sec - t0.tv_sec) + 1e-9 * (double)(t.tv_nsec - t0.tv_nsec)
                < x);
    cbi_attach(&py_call);
    cbi_leave(&py_call);
    if ((py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    result = CBI_NEW_INT(polls);
    END;
}

/* scratch(n): n blocks of growing size, written and checked */
static const uint16_t f_scratch[] = {N_scratch, 1, 1, 1, 0, N_n};
static PyObject *
py_scratch(ARGS)
{
    int n;
    long good = 0;
    BEGIN(f_scratch, 1, 1)
    CHECK(cbi_get_int(&py_call, 0, slot[0], CBI_INT(int), &n))
    cbi_enter(&py_call);
    unsigned char *blocks[100];
    for (int k = 0; k < n && k < 100; k++) {
        blocks[k] = cb_scratch((size_t)k * 37);
        memset(blocks[k], k, (size_t)k * 37);
    }
    for (int k = 0; k < n && k < 100; k++) {
        bool same = ((uintptr_t)blocks[k] & 63) == 0;
        for (int j = 0; j < k * 37; j++) {
            same = same && blocks[k][j] == k;
        }
        good += same;
    }
    cbi_leave(&py_call);
    if ((py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    result = CBI_NEW_INT(good);
    END;
}

/* ------------------------------------------------------------------------- tables */
#define METHOD(name, f)                                                               \
    {name, (void (*)(void))f, CB_METH_FASTCALL_KEYWORDS, name " of the hand-made module"}
static CbMethodDef methods[] = {
    METHOD("none", py_none), METHOD("add", py_add), METHOD("echo", py_echo),
    METHOD("color", py_color), METHOD("access", py_access), METHOD("time", py_time),
    METHOD("text", py_text), METHOD("names", py_names), METHOD("bytes_", py_bytes),
    METHOD("fill", py_position), METHOD("bytesout", py_bytesout), METHOD("file", py_file),
    METHOD("total", py_total), METHOD("scale", py_scale), METHOD("matmul", py_matmul),
    METHOD("fresh", py_fresh), METHOD("strided", py_strided), METHOD("view", py_view),
    METHOD("optional", py_optional), METHOD("evil", py_evil), METHOD("range", py_range),
    METHOD("given", py_given), METHOD("list_", py_list), METHOD("owned", py_owned),
    METHOD("lent", py_lent), METHOD("released", py_lengths), METHOD("index", py_index),
    METHOD("mask", py_mask), METHOD("solve", py_solve), METHOD("overlap", py_overlap),
    METHOD("keyword", py_keyword), METHOD("raise_", py_raise), METHOD("wait", py_wait),
    METHOD("scratch", py_scratch), {NULL, NULL, 0, NULL}};

static const struct cbi_member colors[] = {{"RED", RED}, {"GREEN", GREEN}, {"BLUE", BLUE}};
static const struct cbi_member rights[] = {{"READ", READ}, {"WRITE", WRITE}, {"RUN", RUN}};
static const struct cbi_enum enums[] = {
    {"Color", "Colours that C knows.", false, false, 3, colors},
    {"Access", NULL, true, true, 3, rights}};
static const struct cbi_constant constants[] = {
    {"MAX", 'i', {.i = INT64_MIN}, 0}, {"UMAX", 'u', {.u = UINT64_MAX}, 0},
    {"PI", 'f', {.f = 3.25}, 0}, {"VERSION", 's', {.s = "1.2é"}, 5},
    {"RED", 'e', {.i = 0}, 0}, {"RUN", 'e', {.i = 0}, 1}};
static const struct cbi_exception exceptions[] = {
    {"HandError", "ValueError", "An error of this module."},
    {"WorseError", "HandError", "A worse one."},
    {"HandWarning", "UserWarning", "A warning of this module."},
    {"Imported", "decimal.DecimalException", ""}};

const struct cbi_module cbi_module = {
    .name = "hand", .doc = "Written by hand.", .names = names, .n_names = 47,
    .methods = methods, .constants = constants, .n_constants = 6, .enums = enums,
    .n_enums = 2, .exceptions = exceptions, .n_exceptions = 4};

CBI_EXPORT void *PyInit_hand(void);
CBI_EXPORT void *PyModExport_hand(void);

void *
PyInit_hand(void)
{
    return cbi_init();
}

void *
PyModExport_hand(void)
{
    return cbi_export();
}
