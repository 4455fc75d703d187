/* SPDX-License-Identifier: MIT
   carbide/runtime/describe.c: number types, shapes and positions as messages spell them.
   In: a cbi_type, extents; out: text. No Python. */
#include "carbide/runtime/runtime.h"

/* In the order of cbi_type_index: name, code for astype, struct-module format. */
static const char names[CBI_N_TYPES][12] = {
    "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
    "float16", "float32", "float64", "longdouble", "complex64", "complex128",
    "clongdouble"};
static const char codes[CBI_N_TYPES][4] = {"?", "i1", "i2", "i4", "i8", "u1", "u2", "u4",
                                           "u8", "f2", "f4", "f8", "g", "c8", "c16", "G"};
static const char formats[CBI_N_TYPES][4] = {
    "?", "b", "h", "i", "q", "B", "H", "I", "Q", "e", "f", "d", "g", "Zf", "Zd", "Zg"};

const char *
cbi_dtype_name(cbi_type type)
{
    return names[cbi_type_index(type)];
}

const char *
cbi_dtype_code(cbi_type type)
{
    return codes[cbi_type_index(type)];
}

const char *
cbi_format(cbi_type type)
{
    return formats[cbi_type_index(type)];
}

/* open, numbers with commas, close; cut with … where they are too many. */
static const char *
numbers(const char *open, int n, const intptr_t *v, const char *close, char buffer[120])
{
    size_t used = (size_t)snprintf(buffer, 120, "%s", open);
    for (int d = 0; d < n; d++) {
        if (used > 85) {
            used += (size_t)snprintf(buffer + used, 120 - used, ", …");
            break;
        }
        used += (size_t)snprintf(buffer + used, 120 - used, "%s%td", d ? ", " : "",
                                 (ptrdiff_t)v[d]);
    }
    snprintf(buffer + used, 120 - used, "%s", close);
    return buffer;
}

const char *
cbi_shape_text(int rank, const intptr_t *shape, char buffer[120])
{
    return numbers("(", rank, shape, rank == 1 ? ",)" : ")", buffer);
}

const char *
cbi_index_text(int rank, const intptr_t *index, char buffer[120])
{
    return numbers("[", rank, index, "]", buffer);
}
