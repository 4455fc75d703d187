/* SPDX-License-Identifier: MIT
   carbide/runtime/value_array.c: cb_array: a new array as a Python value, with its
   memory in C's hands. In: a code of the struct module and the extents; out: an ndarray,
   or a memoryview where NumPy is not installed. */
#include "carbide/runtime/small.h"
#include "carbide/runtime/value.h"

/* 0: there is no such code. */
static cbi_type
type_of_code(char code)
{
    static const struct {
        char code;
        cbi_type type;
    } types[] = {
        {'?', CBI_BOOL}, {'b', CBI_INT(int8_t)}, {'B', CBI_INT(uint8_t)},
        {'h', CBI_INT(short)}, {'H', CBI_INT(unsigned short)}, {'i', CBI_INT(int)},
        {'I', CBI_INT(unsigned)}, {'l', CBI_INT(long)}, {'L', CBI_INT(unsigned long)},
        {'q', CBI_INT(int64_t)}, {'Q', CBI_INT(uint64_t)}, {'n', CBI_INT(ptrdiff_t)},
        {'N', CBI_INT(size_t)}, {'e', CBI_HALF}, {'f', CBI_FLOAT(float)},
        {'d', CBI_FLOAT(double)}, {'g', CBI_FLOAT(long double)},
        {'F', 'c' << 8 | 2 * sizeof(float)}, {'D', 'c' << 8 | 2 * sizeof(double)},
        {'G', 'c' << 8 | 2 * sizeof(long double)}};
    int k = CBI_COUNT(types);
    while (k-- && types[k].code != code) {
    }
    return k < 0 ? 0 : types[k].type;
}

/* False: an exception is set. */
static bool
extents_of(struct cbi_call *call, cbi_type type, int rank, const size_t *given,
           intptr_t *shape, intptr_t *bytes)
{
    bool huge = false;
    for (int d = 0; d < rank; d++) {
        huge = huge || given[d] > PTRDIFF_MAX;
        shape[d] = (intptr_t)given[d];
    }
    *bytes = huge ? -1 : cbi_total(type, rank, shape);
    return *bytes >= 0 || cbi_fail(call, PyExc_MemoryError, -1,
                                   "an array would be larger than memory");
}

cb_value
cb_array(char code, int rank, const size_t shape[], void *data)
{
    struct cbi_call *call = cbi_ready();
    intptr_t extents[CBI_MAX_RANK], bytes;
    PyObject *array = NULL;
    void *memory = NULL;
    const cbi_type type = type_of_code(code);
    if (call && !type) {
        cbi_fail(call, PyExc_SystemError, -1, "cb_array() has no code '%c'", code);
    }
    else if (call && (rank < 0 || rank > CBI_MAX_RANK)) {
        cbi_fail(call, PyExc_SystemError, -1, "cb_array() of %d dimensions", rank);
    }
    else if (call && extents_of(call, type, rank, shape, extents, &bytes)) {
        array = cbi_array_object(call, type, rank, extents, bytes, true, &memory);
    }
    cb_value v = call ? cbi_own(call, array) : NULL;
    memory = v ? memory : NULL;
    if (data) {
        memcpy(data, &memory, sizeof memory);
    }
    return v;
}
