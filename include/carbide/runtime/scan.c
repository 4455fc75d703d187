/* SPDX-License-Identifier: MIT
   carbide/runtime/scan.c: stage 4's one pass over elements whose C type does not hold
   every value: bools, enums, indices. In: contiguous data; out: an exception that names
   the first bad position. */
#include "carbide/runtime/runtime.h"

static intptr_t
count(int rank, const intptr_t *shape)
{
    intptr_t n = 1;
    for (int d = 0; d < rank; d++) {
        n *= shape[d];
    }
    return n;
}

/* "faces[7, 2]", or "n" for a scalar. */
static const char *
place_of(struct cbi_call *call, int i, int rank, const intptr_t *shape, intptr_t k,
         char buffer[200])
{
    char index[120];
    snprintf(buffer, 200, "%s%s", cbi_name(call, i),
             cbi_element_text(rank, shape, k, index));
    return buffer;
}

CBI_COLD static bool
bad_bool(struct cbi_call *call, int i, int rank, const intptr_t *shape, intptr_t k,
         int byte)
{
    char place[200];
    return cbi_fail(call, PyExc_ValueError, -1, "%s is the byte %d, which is no bool",
                    place_of(call, i, rank, shape, k, place), byte);
}

CBI_COLD static bool
bad_member(struct cbi_call *call, int i, int rank, const intptr_t *shape, intptr_t k,
           int which, int64_t v)
{
    char place[200];
    const char *name = cbi_module.enums[which].name;
    return cbi_fail(call, PyExc_ValueError, -1, "%s = %lld is no member of %s",
                    place_of(call, i, rank, shape, k, place), (long long)v,
                    name ? name : "its enum");
}

/* Eight bytes at a time: a bool is 0 or 1. */
bool
cbi_scan_bools(struct cbi_call *call, int i, const void *data, int rank,
               const intptr_t *shape)
{
    const intptr_t n = count(rank, shape);
    const unsigned char *p = data;
    uint64_t bad = 0, eight;
    intptr_t k = 0;
    if (!data) {
        return true;
    }
    for (; k + 8 <= n; k += 8) {
        memcpy(&eight, p + k, 8);
        bad |= eight & 0xFEFEFEFEFEFEFEFE;
    }
    for (; k < n; k++) {
        bad |= p[k] & 0xFE;
    }
    if (CBI_LIKELY(!bad)) {
        return true;
    }
    for (k = 0; p[k] <= 1; k++) {
    }
    return bad_bool(call, i, rank, shape, k, p[k]);
}

static int64_t
element(const void *data, cbi_type type, intptr_t k)
{
    return cbi_load_int(type, (const char *)data + (size_t)k * CBI_SIZE(type));
}

bool
cbi_scan_enums(struct cbi_call *call, int i, const void *data, cbi_type type, int rank,
               const intptr_t *shape, int which)
{
    const intptr_t n = data ? count(rank, shape) : 0;
    for (intptr_t k = 0; k < n; k++) {
        int64_t v = element(data, type, k);
        if (CBI_UNLIKELY(!cbi_enum_knows(which, v))) {
            return bad_member(call, i, rank, shape, k, which, v);
        }
    }
    return true;
}

/* First element outside of [0, bound), or n. */
static intptr_t
find_outside(const void *data, cbi_type type, intptr_t n, uint64_t bound)
{
#define SCAN(T)                                                                       \
    for (intptr_t k = 0; k < n; k++) {                                                \
        if (CBI_UNLIKELY((uint64_t)(int64_t)((const T *)data)[k] >= bound)) {         \
            return k;                                                                 \
        }                                                                             \
    }                                                                                 \
    return n
    switch (type) {
    case 'i' << 8 | 4: SCAN(int32_t);
    case 'u' << 8 | 4: SCAN(uint32_t);
    case 'i' << 8 | 8: SCAN(int64_t);
    case 'u' << 8 | 8: SCAN(uint64_t);
    default:
        for (intptr_t k = 0; k < n; k++) {
            if ((uint64_t)element(data, type, k) >= bound) {
                return k;
            }
        }
        return n;
    }
#undef SCAN
}

CBI_COLD static bool
bad_index(struct cbi_call *call, int i, int rank, const intptr_t *shape, intptr_t k,
          cbi_type type, int64_t v, uint64_t limit, const char *text)
{
    char place[200], value[32];
    snprintf(value, sizeof value, CBI_KIND(type) == 'u' ? "%llu" : "%lld",
             (long long)v);
    place_of(call, i, rank, shape, k, place);
    if (CBI_KIND(type) == 'i' && v < 0) {
        return cbi_fail(call, PyExc_IndexError, -1, "%s = %s is negative", place,
                        value);
    }
    return cbi_fail(call, PyExc_IndexError, -1, "%s = %s, but %s = %llu", place, value,
                    text, (unsigned long long)limit);
}

static uint64_t
limit_of(cbi_wide bound)
{
    return bound <= 0 ? 0 : bound > UINT64_MAX ? UINT64_MAX : (uint64_t)bound;
}

bool
cbi_scan_indices(struct cbi_call *call, int i, const void *data, cbi_type type,
                 int rank, const intptr_t *shape, cbi_wide bound, const char *text)
{
    const intptr_t n = data ? count(rank, shape) : 0;
    const uint64_t limit = limit_of(bound);
    const intptr_t k = find_outside(data, type, n, limit);
    return CBI_LIKELY(k == n) || bad_index(call, i, rank, shape, k, type,
                                           element(data, type, k), limit, text);
}

/* The three for elements that do not lie side by side. */
bool
cbi_scan_strided(struct cbi_call *call, int i, const void *data, cbi_type type, int rank,
                 const intptr_t *shape, const intptr_t *strides, intptr_t unit, int which,
                 cbi_wide bound, const char *text)
{
    const intptr_t n = data ? count(rank, shape) : 0;
    const uint64_t limit = limit_of(bound);
    for (intptr_t k = 0; k < n; k++) {
        const char *p = data;
        intptr_t rest = k;
        for (int d = rank; d--;) {
            p += rest % shape[d] * strides[d] * unit;
            rest /= shape[d];
        }
        if (which == CBI_SCAN_BOOLS) {
            if (CBI_UNLIKELY(*(const unsigned char *)p & 0xFE)) {
                return bad_bool(call, i, rank, shape, k, *(const unsigned char *)p);
            }
            continue;
        }
        const int64_t v = cbi_load_int(type, p);
        if (which == CBI_SCAN_INDICES) {
            if (CBI_UNLIKELY((uint64_t)v >= limit)) {
                return bad_index(call, i, rank, shape, k, type, v, limit, text);
            }
        }
        else if (CBI_UNLIKELY(!cbi_enum_knows(which, v))) {
            return bad_member(call, i, rank, shape, k, which, v);
        }
    }
    return true;
}
