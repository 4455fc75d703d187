/* SPDX-License-Identifier: MIT
   carbide/glue/bounds.h: stage (3): bounds in exact arithmetic.
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_BOUNDS_H
#define CARBIDE_GLUE_BOUNDS_H

#include "carbide/glue/arrays.h"

/* ------------------------------------------------------------------ (3) bounds
   Exact arithmetic: *bad collects CBI_BAD_… . */
enum { CBI_BAD_OVERFLOW = 1, CBI_BAD_DIVISION = 2, CBI_BAD_SHIFT = 4, CBI_BAD_FIT = 8,
       CBI_BAD_C = 16 /* speaks of what C has set */ };
CBI_INLINE cbi_wide
cbi_add(unsigned *bad, cbi_wide a, cbi_wide b)
{
    cbi_wide r;
    *bad |= __builtin_add_overflow(a, b, &r) ? CBI_BAD_OVERFLOW : 0;
    return r;
}
CBI_INLINE cbi_wide
cbi_sub(unsigned *bad, cbi_wide a, cbi_wide b)
{
    cbi_wide r;
    *bad |= __builtin_sub_overflow(a, b, &r) ? CBI_BAD_OVERFLOW : 0;
    return r;
}
CBI_INLINE cbi_wide
cbi_mul(unsigned *bad, cbi_wide a, cbi_wide b)
{
    cbi_wide r;
    *bad |= __builtin_mul_overflow(a, b, &r) ? CBI_BAD_OVERFLOW : 0;
    return r;
}
CBI_INLINE cbi_wide
cbi_div(unsigned *bad, cbi_wide a, cbi_wide b)
{
    *bad |= b == 0 ? CBI_BAD_DIVISION : 0;
    return b ? a / b : 0;
}
CBI_INLINE cbi_wide
cbi_mod(unsigned *bad, cbi_wide a, cbi_wide b)
{
    *bad |= b == 0 ? CBI_BAD_DIVISION : 0;
    return b ? a % b : 0;
}
CBI_INLINE cbi_wide
cbi_shl(unsigned *bad, cbi_wide a, cbi_wide b)
{
    *bad |= b < 0 || b > 62 || a < 0 ? CBI_BAD_SHIFT : 0;
    return b < 0 || b > 62 || a < 0 ? 0 : cbi_mul(bad, a, (cbi_wide)1 << b);
}
CBI_INLINE cbi_wide
cbi_shr(unsigned *bad, cbi_wide a, cbi_wide b)
{
    *bad |= b < 0 || b > 62 || a < 0 ? CBI_BAD_SHIFT : 0;
    return b < 0 || b > 62 || a < 0 ? 0 : a >> b;
}
/* The callee evaluates e again in its own C type: v must fit there. */
#define CBI_FIT(bad, v, e)                                                            \
    cbi_fit((bad), (v), sizeof(e), (__typeof__(e))-1 < (__typeof__(e))1)
CBI_INLINE cbi_wide
cbi_fit(unsigned *bad, cbi_wide v, size_t size, bool is_signed)
{
    const size_t bits = 8 * size - is_signed;
    const bool fits = (v >= 0 || is_signed)
                      && (bits >= 127 || (v < 0 ? ~v : v) >> bits == 0);
    *bad |= fits ? 0 : CBI_BAD_FIT;
    return v;
}

/* Sets n, of integer type T, to v; false when v does not fit. */
#define CBI_FITS(n, T, v) ((n) = (T)(v), (cbi_wide)(n) == (cbi_wide)(v))

/* A bound is unusable: negative (ValueError), overflows (OverflowError), divides by
   zero. text: the bound as written. Returns false. */
CBI_HIDDEN bool cbi_bad_bound(struct cbi_call *call, int i, int axis, const char *text,
                              cbi_wide value, unsigned bad);
/* Axis `axis` has extent shape[axis], but must equal (at_least: be at least) `value`,
   which is `text` ("a.shape[1]", "2*n + 1", or "" for a constant). Returns false. */
CBI_HIDDEN bool cbi_bad_extent(struct cbi_call *call, int i, int axis, int rank,
                               const intptr_t *shape, bool at_least, cbi_wide value,
                               const char *text);
/* extent = factor * n + offset solved for n (text: the bound, name: n): ValueError when
   inexact or negative. The glue then tests that it fits n's type: cbi_bad_fit. */
CBI_HIDDEN bool cbi_solve(struct cbi_call *call, int i, int axis, intptr_t extent,
                          int64_t factor, int64_t offset, const char *text,
                          const char *name, cbi_wide *n);
/* `name` = value does not fit its C type: OverflowError. Returns false. */
CBI_HIDDEN bool cbi_bad_fit(struct cbi_call *call, const char *name, cbi_wide value,
                            const char *c_type);
/* An inner extent of a variable-length array is 0 and the call cannot be skipped. */
CBI_HIDDEN bool cbi_bad_empty(struct cbi_call *call, int i, int axis);
/* A stride that C requires (elements) differs. */
CBI_HIDDEN bool cbi_bad_stride(struct cbi_call *call, int i, int axis, intptr_t stride,
                               cbi_wide wanted, const char *text);

CBI_INLINE size_t
cbi_bytes(cbi_type type, int rank, const intptr_t *shape)
{
    size_t n = CBI_SIZE(type);
    for (int d = 0; d < rank; d++) {
        n *= (size_t)shape[d];
    }
    return n;
}
CBI_INLINE bool
cbi_overlap(const void *a, size_t a_bytes, const void *b, size_t b_bytes)
{
    return a_bytes && b_bytes && (uintptr_t)a < (uintptr_t)b + b_bytes
           && (uintptr_t)b < (uintptr_t)a + a_bytes;
}
/* As cbi_overlap for strided memory (bytes): exact bounds, then a GCD test per axis. */
CBI_HIDDEN bool cbi_overlap_strided(const void *a, size_t a_item, int a_rank,
    const intptr_t *a_shape, const intptr_t *a_strides, const void *b, size_t b_item,
    int b_rank, const intptr_t *b_shape, const intptr_t *b_strides);
/* The same where strides count elements (*_view: bytes); strides NULL: contiguous. */
CBI_HIDDEN bool cbi_overlap_elements(const void *a, cbi_type a_type, int a_rank,
    const intptr_t *a_shape, const intptr_t *a_strides, bool a_view, const void *b,
    cbi_type b_type, int b_rank, const intptr_t *b_shape, const intptr_t *b_strides,
    bool b_view);
CBI_HIDDEN bool cbi_bad_overlap(struct cbi_call *call, int i, int j);

/* (4) scans: one pass; false with ValueError or IndexError naming the position. */
CBI_HIDDEN bool cbi_scan_bools(struct cbi_call *call, int i, const void *data, int rank,
                               const intptr_t *shape);
CBI_HIDDEN bool cbi_scan_enums(struct cbi_call *call, int i, const void *data,
                               cbi_type type, int rank, const intptr_t *shape,
                               int which);
CBI_HIDDEN bool cbi_scan_indices(struct cbi_call *call, int i, const void *data,
                                 cbi_type type, int rank, const intptr_t *shape,
                                 cbi_wide bound, const char *text);
/* Each of them where strides count units of bytes; which: an enum, or one of these. */
enum { CBI_SCAN_BOOLS = -1, CBI_SCAN_INDICES = -2 };
CBI_HIDDEN bool cbi_scan_strided(struct cbi_call *call, int i, const void *data,
                                 cbi_type type, int rank, const intptr_t *shape,
                                 const intptr_t *strides, intptr_t unit, int which,
                                 cbi_wide bound, const char *text);
/* CB_REQUIRE failed: ValueError quoting it, and the numbers that it names. False. */
struct cbi_shown {
    const char *name;           /* NULL: the end */
    char kind;                  /* 'i', 'f' */
    double real;
    cbi_wide integer;
};
#define CBI_SHOWN(name, x)                                                            \
    {(name), _Generic((x), float: 'f', double: 'f', long double: 'f', default: 'i'),  \
     (double)(x), _Generic((x), float: 0, double: 0, long double: 0,                  \
                           default: (cbi_wide)(x))}
CBI_HIDDEN bool cbi_bad_require(struct cbi_call *call, const char *text,
                                const struct cbi_shown *shown);

#endif
