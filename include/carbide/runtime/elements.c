/* SPDX-License-Identifier: MIT
   carbide/runtime/elements.c: loops over the items of lists and tuples: exact floats
   and ints into numbers, read where the objects keep them. In: borrowed items; out: how
   many were converted, up to the first that needs more. No Python code runs. */
#include "carbide/runtime/runtime.h"

/* An exact int; of at most 30 bits without a call. */
CBI_INLINE bool
take_int(PyObject *o, int64_t *v)
{
    int overflow = 0;
    if (CBI_UNLIKELY(!cbi_small_int(o, cbi_head, v))) {
        *v = PyLong_AsLongLongAndOverflow(o, &overflow);
    }
    return !overflow;
}

/* Converts items[0 …] up to the first that is no exact float or int, or does not fit,
   and gives how many. */
static intptr_t
take_doubles(PyObject *const *items, intptr_t n, double *to)
{
    const intptr_t value = cbi_layouts.float_value;
    for (intptr_t k = 0; k < n; k++) {
        PyObject *o = items[k];
        int64_t v;
        if (CBI_LIKELY(cbi_type_of(o) == &PyFloat_Type)) {
            if (CBI_LIKELY(value)) {
                memcpy(&to[k], (char *)o + value, sizeof *to);
            }
            else {
                to[k] = PyFloat_AsDouble(o);
            }
        }
        else if (cbi_type_of(o) == &PyLong_Type && take_int(o, &v)
                 && v >= -(1LL << 53) && v <= 1LL << 53) {
            to[k] = (double)v;
        }
        else {
            return k;
        }
    }
    return n;
}

static intptr_t
take_ints(PyObject *const *items, intptr_t n, cbi_type type, char *to)
{
    const size_t size = CBI_SIZE(type);
    for (intptr_t k = 0; k < n; k++) {
        int64_t v;
        if (cbi_type_of(items[k]) != &PyLong_Type || !take_int(items[k], &v)) {
            return k;
        }
        if (type == ('i' << 8 | 8)) {
            ((int64_t *)(void *)to)[k] = v;
        }
        else if (cbi_store_int(v, false, type, to + (size_t)k * size) != CBI_DONE) {
            return k;
        }
    }
    return n;
}

static intptr_t
take_floats(PyObject *const *items, intptr_t n, cbi_type type, char *to)
{
    const size_t size = CBI_SIZE(type);
    for (intptr_t k = 0; k < n; k++) {
        double v;
        if (take_doubles(items + k, 1, &v) != 1
            || cbi_store_float(v, type, to + (size_t)k * size) != CBI_DONE) {
            return k;
        }
    }
    return n;
}

intptr_t
cbi_take_items(PyObject *const *items, intptr_t n, cbi_type type, char *to)
{
    const char kind = CBI_KIND(type);
    return type == CBI_FLOAT(double) ? take_doubles(items, n, (double *)(void *)to)
           : kind == 'f' ? take_floats(items, n, type, to)
           : kind == 'i' || kind == 'u' ? take_ints(items, n, type, to) : 0;
}
