/* SPDX-License-Identifier: MIT
   carbide/runtime/convert.c: arrays that C cannot take as they lie (strided, unaligned,
   foreign byte order, a smaller type) into contiguous memory of the wanted type. Only
   conversions that change no value; int64 to double is checked by element. In: a
   described source; out: elements, or the position of one that does not fit. No Python
   code runs. Rows go through a small buffer of int64, double or long double, so that
   there is one loop per type and not one per pair of types. */
#include "carbide/runtime/runtime.h"

enum { BLOCK = 256 };

/* ----------------------------------------------------------------- what is safe */
static int
rank_of(cbi_type t)             /* bits that an integer of the type needs in a float */
{
    return 8 * (int)CBI_SIZE(t) - (CBI_KIND(t) == 'i');
}

static int
mantissa(cbi_type t)            /* of a real or complex type */
{
    size_t size = CBI_KIND(t) == 'c' ? CBI_SIZE(t) / 2 : CBI_SIZE(t);
    return size == 2 ? 11 : size == 4 ? 24 : size == 8 ? 53 : 64;
}

bool
cbi_is_safe(cbi_type from, cbi_type to)
{
    const char f = CBI_KIND(from), t = CBI_KIND(to);
    if (from == to || f == 'b') {
        return true;
    }
    if (t == 'b' || f == 'c' || f == 'f') {
        return (f == 'f' && (t == 'f' || t == 'c') && mantissa(from) <= mantissa(to))
               || (f == 'c' && t == 'c' && mantissa(from) <= mantissa(to));
    }
    if (t == 'f' || t == 'c') {     /* 64 bits into a double: by element */
        return rank_of(from) <= mantissa(to)
               || (CBI_SIZE(from) == 8 && mantissa(to) >= 53);
    }
    return f == t ? CBI_SIZE(from) <= CBI_SIZE(to)
                  : f == 'u' && CBI_SIZE(from) < CBI_SIZE(to);
}

/* ------------------------------------------------------------------- one row */
struct row {
    const char *from;
    intptr_t step;              /* bytes */
    size_t n;
    cbi_type from_type;
    bool swapped;
};

/* Elements as they are, byte order put right, into `to`. */
static void
gather(const struct row *r, void *to)
{
    const size_t size = CBI_SIZE(r->from_type);
    const char *p = r->from;
    char *q = to;
#define GATHER(T)                                                                     \
    for (size_t k = 0; k < r->n; k++, p += r->step, q += sizeof(T)) {                 \
        memcpy(q, p, sizeof(T));                                                      \
    }                                                                                 \
    break
    switch (size) {
    case 1: GATHER(uint8_t);
    case 2: GATHER(uint16_t);
    case 4: GATHER(uint32_t);
    case 8: GATHER(uint64_t);
    default:
        for (size_t k = 0; k < r->n; k++, p += r->step, q += size) {
            memcpy(q, p, size);
        }
    }
#undef GATHER
    if (!r->swapped) {
        return;
    }
    const size_t part = CBI_KIND(r->from_type) == 'c' ? size / 2 : size;
    for (char *e = to; e < q; e += part) {
        for (size_t a = 0, b = part - 1; a < b; a++, b--) {
            char c = e[a];
            e[a] = e[b];
            e[b] = c;
        }
    }
}

/* Widens a block of one type into int64 or double (float16, 32, 64). */
static void
widen(cbi_type type, const void *from, size_t n, void *to)
{
#define WIDEN(T, W)                                                                   \
    for (size_t k = 0; k < n; k++) {                                                  \
        ((W *)to)[k] = (W)((const T *)from)[k];                                       \
    }                                                                                 \
    break
    switch (type) {
    case 'b' << 8 | 1:
        for (size_t k = 0; k < n; k++) {
            ((int64_t *)to)[k] = ((const uint8_t *)from)[k] != 0;
        }
        break;
    case 'u' << 8 | 1: WIDEN(uint8_t, int64_t);
    case 'i' << 8 | 1: WIDEN(int8_t, int64_t);
    case 'u' << 8 | 2: WIDEN(uint16_t, int64_t);
    case 'i' << 8 | 2: WIDEN(int16_t, int64_t);
    case 'u' << 8 | 4: WIDEN(uint32_t, int64_t);
    case 'i' << 8 | 4: WIDEN(int32_t, int64_t);
    case 'f' << 8 | 4: WIDEN(float, double);
    case 'f' << 8 | 2:
        for (size_t k = 0; k < n; k++) {
            ((double *)to)[k] = cbi_half_to(((const uint16_t *)from)[k]);
        }
        break;
    default:
        memcpy(to, from, n * CBI_SIZE(type));
    }
#undef WIDEN
}

/* int64 (or, is_u64, its bits) into real numbers; gives how many were exact. */
static size_t
ints_to_reals(const int64_t *from, bool is_u64, size_t n, size_t size, void *to,
              size_t step)
{
    for (size_t k = 0; k < n; k++) {
        const int64_t v = from[k];
        char *q = (char *)to + k * step;
        if (size == 16) {
            long double e = is_u64 ? (long double)(uint64_t)v : (long double)v;
            memcpy(q, &e, sizeof e);
            continue;
        }
        const double d = is_u64 ? (double)(uint64_t)v : (double)v;
        const bool exact = is_u64 ? d < 0x1p64 && (uint64_t)d == (uint64_t)v
                                  : d < 0x1p63 && (int64_t)d == v;
        if (!exact) {
            return k;
        }
        cbi_store_float(d, 'f' << 8 | (unsigned)size, q);
    }
    return n;
}

/* Reals of type `from` into those of `size` bytes, never smaller. */
static void
reals_to_reals(cbi_type from, const void *source, size_t n, size_t size, void *to,
               size_t step)
{
    double wide[2 * BLOCK];
    if (CBI_SIZE(from) < 8) {
        widen(from, source, n, wide);
        source = wide;
    }
    for (size_t k = 0; k < n; k++) {
        char *q = (char *)to + k * step;
        if (CBI_SIZE(from) == 16) {
            memcpy(q, (const char *)source + 16 * k, 16);
        }
        else {
            cbi_store_float(((const double *)source)[k], 'f' << 8 | (unsigned)size, q);
        }
    }
}

/* A block of at most BLOCK elements of `from` into `to`; gives how many were stored. */
static size_t
convert_block(cbi_type from, const void *source, size_t n, cbi_type type, void *to)
{
    const char f = CBI_KIND(from), t = CBI_KIND(type);
    const size_t size = CBI_SIZE(type), part = t == 'c' ? size / 2 : size;
    if (t == 'c' && f != 'c') {
        memset(to, 0, n * size);
    }
    if (f == 'c') {
        reals_to_reals('f' << 8 | (unsigned)CBI_SIZE(from) / 2, source, 2 * n, part, to,
                       part);
        return n;
    }
    if (f == 'f') {
        reals_to_reals(from, source, n, part, to, size);
        return n;
    }
    int64_t wide[BLOCK];
    widen(from, source, n, wide);
    if (t == 'f' || t == 'c') {
        return ints_to_reals(wide, f == 'u' && CBI_SIZE(from) == 8, n, part, to, size);
    }
    for (size_t k = 0; k < n; k++) {
        switch (size) {
        case 1: ((int8_t *)to)[k] = (int8_t)wide[k]; break;
        case 2: ((int16_t *)to)[k] = (int16_t)wide[k]; break;
        case 4: ((int32_t *)to)[k] = (int32_t)wide[k]; break;
        default: ((int64_t *)to)[k] = wide[k]; break;
        }
    }
    return n;
}

/* Gives how many elements were stored: r->n, unless one does not fit. */
static size_t
convert_row(const struct row *r, cbi_type type, char *to)
{
    if (r->from_type == type) {
        gather(r, to);
        return r->n;
    }
    _Alignas(16) char block[BLOCK * 32];
    for (size_t done = 0; done < r->n;) {
        struct row part = *r;
        part.from += (intptr_t)done * r->step;
        part.n = r->n - done < BLOCK ? r->n - done : BLOCK;
        gather(&part, block);
        size_t stored = convert_block(r->from_type, block, part.n, type,
                                      to + done * CBI_SIZE(type));
        done += stored;
        if (stored < part.n) {
            return done;
        }
    }
    return r->n;
}

/* --------------------------------------------------------------------- all rows */
struct walk {
    const struct cbi_source *source;
    cbi_type type;
    char *to;
    intptr_t *position;
};

static bool
convert_axis(struct walk *w, int axis, const char *from)
{
    const struct cbi_source *s = w->source;
    const intptr_t n = s->shape[axis], step = s->strides[axis];
    if (axis == s->rank - 1) {
        struct row r = {from, step, (size_t)n, s->type, s->swapped};
        size_t stored = convert_row(&r, w->type, w->to);
        w->to += stored * CBI_SIZE(w->type);
        w->position[axis] = (intptr_t)stored;
        return stored == (size_t)n;
    }
    for (intptr_t k = 0; k < n; k++) {
        w->position[axis] = k;
        if (!convert_axis(w, axis + 1, from + k * step)) {
            return false;
        }
    }
    return true;
}

CBI_COLD bool
cbi_convert(const struct cbi_source *s, cbi_type type, void *to, intptr_t *position)
{
    struct walk w = {s, type, to, position};
    if (s->rank == 0) {
        struct row r = {s->data, 0, 1, s->type, s->swapped};
        return convert_row(&r, type, to) == 1;
    }
    for (int d = 0; d < s->rank; d++) {
        if (s->shape[d] == 0) {
            return true;
        }
    }
    if (s->strides) {
        return convert_axis(&w, 0, s->data);
    }
    intptr_t n = 1;             /* contiguous: one long row */
    for (int d = 0; d < s->rank; d++) {
        n *= s->shape[d];
    }
    struct row r = {s->data, (intptr_t)CBI_SIZE(s->type), (size_t)n, s->type, s->swapped};
    intptr_t stored = (intptr_t)convert_row(&r, type, to);
    for (int d = s->rank; d--;) {
        position[d] = stored % s->shape[d];
        stored /= s->shape[d];
    }
    return stored != 0 || n == 0;
}
