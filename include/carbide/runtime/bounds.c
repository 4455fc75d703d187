/* SPDX-License-Identifier: MIT
   carbide/runtime/bounds.c: what may be wrong with a bound, an extent, a stride, an
   overlap, said with both sides. In: exact numbers and the texts of the prototype; out:
   exceptions. */
#include "carbide/runtime/small.h"

/* Digits of v; what is beyond 64 bits is only said to be. */
CBI_COLD static const char *
wide_text(cbi_wide v, char buffer[48])
{
    if (v < INT64_MIN || v > UINT64_MAX) {
        return v < 0 ? "less than -2**63" : "more than 2**64";
    }
    snprintf(buffer, 48, v < 0 ? "%lld" : "%llu", (unsigned long long)v);
    return buffer;
}

CBI_COLD bool
cbi_bad_bound(struct cbi_call *call, int i, int axis, const char *text, cbi_wide value,
              unsigned bad)
{
    char number[48], place[100] = "the result";
    if (i >= 0) {
        snprintf(place, sizeof place, "%s.shape[%d]", cbi_name(call, i), axis);
    }
    const char *who = bad & CBI_BAD_C ? ", as C left it" : "";
    PyObject *own = bad & CBI_BAD_C ? PyExc_SystemError : NULL;
    bad &= ~(unsigned)CBI_BAD_C;
    if (bad & CBI_BAD_DIVISION) {
        return cbi_fail(call, own ? own : PyExc_ValueError, -1,
                        "%s: %s divides by zero%s", place, text, who);
    }
    if (bad & ~(unsigned)CBI_BAD_FIT || (bad && value >= 0)) {
        return cbi_fail(call, own ? own : PyExc_OverflowError, -1,
                        "%s: %s does not fit its C type%s", place, text, who);
    }
    return cbi_fail(call, own ? own : PyExc_ValueError, -1,
                    "%s: %s%s%s is negative%s", place, text,
                    *text ? " = " : "", wide_text(value, number), who);
}

CBI_COLD bool
cbi_bad_extent(struct cbi_call *call, int i, int axis, int rank, const intptr_t *shape,
               bool at_least, cbi_wide value, const char *text)
{
    char have[120], number[48];
    const char *name = cbi_name(call, i);
    return cbi_fail(call, PyExc_ValueError, -1,
                    "%s has shape %s, but %s.shape[%d] must %s %s%s%s", name,
                    cbi_shape_text(rank, shape, have), name, axis,
                    at_least ? "be at least" : *text ? "equal" : "be", text,
                    *text ? " = " : "", wide_text(value, number));
}

bool
cbi_solve(struct cbi_call *call, int i, int axis, intptr_t extent, int64_t factor,
          int64_t offset, const char *text, const char *name, cbi_wide *n)
{
    char number[48];
    cbi_wide rest = (cbi_wide)extent - offset;
    *n = factor ? rest / factor : 0;
    if (CBI_LIKELY(factor && *n * factor == rest && *n >= 0)) {
        return true;
    }
    const char *x = cbi_name(call, i);
    if (factor && *n * factor == rest) {
        return cbi_fail(call, PyExc_ValueError, -1,
                        "%s.shape[%d] = %td is too small: %s would make %s = %s", x,
                        axis, (ptrdiff_t)extent, text, name, wide_text(*n, number));
    }
    return cbi_fail(call, PyExc_ValueError, -1,
                    "%s.shape[%d] = %td, but %s is never that for a whole %s", x, axis,
                    (ptrdiff_t)extent, text, name);
}

CBI_COLD bool
cbi_bad_fit(struct cbi_call *call, const char *name, cbi_wide value, const char *c_type)
{
    char number[48];
    return cbi_fail(call, PyExc_OverflowError, -1, "%s = %s does not fit %s", name,
                    wide_text(value, number), c_type);
}

CBI_COLD bool
cbi_bad_empty(struct cbi_call *call, int i, int axis)
{
    const char *name = cbi_name(call, i);
    return cbi_fail(call, PyExc_ValueError, -1,
                    "%s.shape[%d] = 0, but C cannot take an inner extent of 0", name,
                    axis);
}

CBI_COLD bool
cbi_bad_stride(struct cbi_call *call, int i, int axis, intptr_t stride, cbi_wide wanted,
               const char *text)
{
    char number[48];
    return cbi_fail(call, PyExc_ValueError, -1,
                    "%s has a stride of %td elements along axis %d, but C wants %s%s%s",
                    cbi_name(call, i), (ptrdiff_t)stride, axis, text,
                    *text ? " = " : "", wide_text(wanted, number));
}

CBI_COLD bool
cbi_bad_overlap(struct cbi_call *call, int i, int j)
{
    return cbi_fail(call, PyExc_ValueError, -1, "%s and %s overlap in memory, but C "
                    "writes one of them and is promised that they do not",
                    cbi_name(call, i), cbi_name(call, j));
}

CBI_COLD static void
show(const struct cbi_shown *v, char text[48])
{
    if (v->kind == 'i') {
        char digits[48];
        snprintf(text, 48, "%s", wide_text(v->integer, digits));
        return;
    }
    PyObject *real = PyFloat_FromDouble(v->real);
    if (real) {
        cbi_repr(real, text);
    }
    else {
        PyErr_Clear();
        memcpy(text, "…", 4);
    }
    cbi_drop(real);
}

CBI_COLD bool
cbi_bad_require(struct cbi_call *call, const char *text, const struct cbi_shown *shown)
{
    char values[400] = "", value[48];
    size_t n = 0;
    for (int k = 0; shown[k].name && n < sizeof values; k++) {
        show(&shown[k], value);
        const int more = snprintf(values + n, sizeof values - n, "%s%s = %s",
                                  k ? ", " : ": ", shown[k].name, value);
        n += more < 0 ? 0 : (size_t)more;
    }
    return cbi_fail(call, PyExc_ValueError, -1, "%s does not hold%s", text, values);
}

/* --------------------------------------------------------------------- overlap */
/* First byte and one past the last; false: no elements. */
static bool
extent_of(const void *data, size_t item, int rank, const intptr_t *shape,
          const intptr_t *strides, intptr_t *first, intptr_t *end)
{
    *first = (intptr_t)(uintptr_t)data;
    *end = *first + (intptr_t)item;
    for (int d = 0; d < rank; d++) {
        if (shape[d] == 0) {
            return false;
        }
        intptr_t reach = (shape[d] - 1) * strides[d];
        *(reach < 0 ? first : end) += reach;
    }
    return true;
}

static uintptr_t
gcd(uintptr_t a, uintptr_t b)
{
    while (b) {
        uintptr_t r = a % b;
        a = b;
        b = r;
    }
    return a;
}

/* Every element begins at a multiple of g from its array's data. If the two sets of
   item-sized windows never meet modulo g, no elements overlap: so a[::2] and a[1::2]
   pass. Where they may meet, overlap is assumed. */
bool
cbi_overlap_strided(const void *a, size_t a_item, int a_rank, const intptr_t *a_shape,
                    const intptr_t *a_strides, const void *b, size_t b_item, int b_rank,
                    const intptr_t *b_shape, const intptr_t *b_strides)
{
    intptr_t a0, a1, b0, b1;
    if (!extent_of(a, a_item, a_rank, a_shape, a_strides, &a0, &a1)
        || !extent_of(b, b_item, b_rank, b_shape, b_strides, &b0, &b1)
        || a0 >= b1 || b0 >= a1) {
        return false;
    }
    uintptr_t g = 0;
    for (int d = 0; d < a_rank; d++) {
        intptr_t s = a_shape[d] > 1 ? a_strides[d] : 0;
        g = gcd(g, (uintptr_t)(s < 0 ? -s : s));
    }
    for (int d = 0; d < b_rank; d++) {
        intptr_t s = b_shape[d] > 1 ? b_strides[d] : 0;
        g = gcd(g, (uintptr_t)(s < 0 ? -s : s));
    }
    if (g == 0) {
        return true;            /* one element each, and the bytes overlap */
    }
    uintptr_t apart = ((uintptr_t)b - (uintptr_t)a) % g;
    return apart < a_item || g - apart < b_item;
}

/* Strides in bytes of an array that is contiguous, or counts in elements. */
static const intptr_t *
byte_strides(cbi_type type, int rank, const intptr_t *shape, const intptr_t *strides,
             bool view, intptr_t out[64])
{
    intptr_t step = (intptr_t)cbi_item_size(type);
    for (int d = rank; d--;) {
        out[d] = !strides ? step : view ? strides[d]
                                        : strides[d] * (intptr_t)cbi_item_size(type);
        step *= shape[d];
    }
    return out;
}

bool
cbi_overlap_elements(const void *a, cbi_type a_type, int a_rank,
                     const intptr_t *a_shape, const intptr_t *a_strides, bool a_view,
                     const void *b, cbi_type b_type, int b_rank,
                     const intptr_t *b_shape, const intptr_t *b_strides, bool b_view)
{
    intptr_t one[64], two[64];
    return cbi_overlap_strided(
        a, cbi_item_size(a_type), a_rank, a_shape,
        byte_strides(a_type, a_rank, a_shape, a_strides, a_view, one), b,
        cbi_item_size(b_type), b_rank, b_shape,
        byte_strides(b_type, b_rank, b_shape, b_strides, b_view, two));
}
