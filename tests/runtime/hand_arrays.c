/* SPDX-License-Identifier: MIT
   hand_arrays.c: wrappers of functions of arrays. */
#include "hand.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------------- arrays */
/* total(kind, a): a's sum as float, of rank 1; every number type. */
static const uint16_t f_total[] = {N_total, 2, 2, 2, 0, N_kind, N_a};
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
PyObject *
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
