/* SPDX-License-Identifier: MIT
   carbide/runtime/convert.c: arrays that C cannot take as they lie (strided, unaligned,
   foreign byte order, a smaller type) into contiguous memory of the wanted type. Only
   conversions that change no value; 64-bit integers to double are checked by element.
   ndarrays are cast by NumPy, through its table; memory of other objects element by
   element here. In: a described source; out: elements, or the position of one that does
   not fit. */
#include "carbide/runtime/small.h"

/* Bit k of safe[j]: an array of type j may become one of type k, as NumPy says; in the
   order of cbi_type_index. */
static const uint16_t safe[CBI_N_TYPES] = {
    0xffff, 0xfe1e, 0xfc1c, 0xd818, 0xd810, 0xfffc, 0xfdd8, 0xd990,
    0xd900, 0xfe00, 0xfc00, 0xd800, 0x9000, 0xe000, 0xc000, 0x8000};

bool
cbi_is_safe(cbi_type from, cbi_type to)
{
    return safe[cbi_type_place(from)] >> cbi_type_place(to) & 1;
}

/* --------------------------------------------------------------- element by element */
/* The number at p, in native order, as `type` at q; false: no exact value there. */
static bool
convert_part(cbi_type from, const void *p, cbi_type type, void *q)
{
    const size_t size = CBI_SIZE(from);
    if (from == type || CBI_KIND(from) == 'f') {
        if (size == CBI_SIZE(type)) {
            memcpy(q, p, size);
            return true;
        }
        return cbi_store_float(size == 2 ? cbi_half_to(*(const uint16_t *)p)
                               : size == 4 ? (double)*(const float *)p
                               : *(const double *)p, type, q) == CBI_DONE;
    }
    int64_t v = cbi_load_int(from, p);
    v = CBI_KIND(from) == 'b' ? v != 0 : v;
    const bool is_u64 = from == ('u' << 8 | 8);
    if (CBI_KIND(type) != 'f') {
        return cbi_store_int(v, is_u64, type, q) == CBI_DONE;
    }
    if (CBI_SIZE(type) > sizeof(double)) {
        *(long double *)q = is_u64 ? (long double)(uint64_t)v : (long double)v;
        return true;
    }
    const double d = is_u64 ? (double)(uint64_t)v : (double)v;
    return (is_u64 ? d < 0x1p64 && (uint64_t)d == (uint64_t)v
                   : d < 0x1p63 && (int64_t)d == v)
           && cbi_store_float(d, type, q) == CBI_DONE;
}

/* One element; of complex types both parts. */
static bool
convert_one(const struct cbi_source *s, const char *p, cbi_type type, char *q)
{
    _Alignas(16) char from[32], to[32] = {0};
    const bool pair = CBI_KIND(s->type) == 'c', to_pair = CBI_KIND(type) == 'c';
    const size_t size = CBI_SIZE(s->type), part = size >> pair;
    const size_t to_part = CBI_SIZE(type) >> to_pair;
    const cbi_type half = pair ? 'f' << 8 | (unsigned)part : s->type;
    const cbi_type to_half = to_pair ? 'f' << 8 | (unsigned)to_part : type;
    for (size_t k = 0; k < size; k++) {
        from[k] = p[s->swapped ? k / part * part + part - 1 - k % part : k];
    }
    bool good = convert_part(half, from, to_half, to)
                && (!pair || convert_part(half, from + part, to_half, to + to_part));
    memcpy(q, to, CBI_SIZE(type));
    return good;
}

static bool
convert_all(const struct cbi_source *s, cbi_type type, char *to, intptr_t *position)
{
    const bool plain = s->type == type && !s->swapped;
    const size_t size = CBI_SIZE(type);
    memset(position, 0, sizeof *position * (size_t)s->rank);
    for (;;) {
        const char *p = cbi_element_at(s, position);
        if (plain) {
            memcpy(to, p, size);
        }
        else if (!convert_one(s, p, type, to)) {
            return false;
        }
        to += size;
        int d = s->rank;
        while (d-- && ++position[d] == s->shape[d]) {
            position[d] = 0;
        }
        if (d < 0) {
            return true;
        }
    }
}

/* --------------------------------------------------------------------- by NumPy */
/* Are all doubles within the range where every integer has one? */
static bool
are_small(const double *v, intptr_t n)
{
    bool small = true;
    for (intptr_t k = 0; k < n; k++) {
        small &= v[k] > -0x1p53 && v[k] < 0x1p53;
    }
    return small;
}

/* CBI_INEXACT: to be done by element, to find the one that does not fit. */
static enum cbi_why
convert_by_numpy(const struct cbi_source *s, cbi_type type, void *to)
{
    int (*copy_into)(PyObject *, PyObject *)
        = (int (*)(PyObject *, PyObject *))cbi_np.api[CBI_NP_COPY_INTO];
    PyObject *array = cbi_ndarray_over(to, type, s->rank, s->shape, true);
    int failed = array ? copy_into(array, s->direct) : -1;
    cbi_drop(array);
    if (failed) {
        return CBI_RAISED;
    }
    const bool exact = CBI_SIZE(s->type) < 8 || s->type == type
                       || strchr("fc", CBI_KIND(s->type))
                       || (type != CBI_FLOAT(double) && type != ('c' << 8 | 16));
    return exact || are_small(to, cbi_total(type, s->rank, s->shape) / 8) ? CBI_DONE
                                                                          : CBI_INEXACT;
}

CBI_COLD enum cbi_why
cbi_convert(struct cbi_call *call, const struct cbi_source *s, cbi_type type, void *to,
            intptr_t *position)
{
    enum cbi_why why = CBI_INEXACT;
    if (cbi_total(type, s->rank, s->shape) == 0) {
        return CBI_DONE;
    }
    if (s->direct) {
        call->ran = true;       /* large casts let other threads run */
        why = convert_by_numpy(s, type, to);
    }
    if (why == CBI_INEXACT && convert_all(s, type, to, position)) {
        why = CBI_DONE;
    }
    return why;
}
