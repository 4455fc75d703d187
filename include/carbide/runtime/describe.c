/* SPDX-License-Identifier: MIT
   carbide/runtime/describe.c: number types, shapes and positions as messages spell
   them. In: a cbi_type, extents; out: text. No Python. */
#include "carbide/runtime/small.h"

/* In the order of cbi_type_index: struct-module format, code for astype, name. */
static const char texts[CBI_N_TYPES][19] = {
    "?\0\0?\0\0\0bool", "b\0\0i1\0\0int8", "h\0\0i2\0\0int16", "i\0\0i4\0\0int32",
    "q\0\0i8\0\0int64", "B\0\0u1\0\0uint8", "H\0\0u2\0\0uint16", "I\0\0u4\0\0uint32",
    "Q\0\0u8\0\0uint64", "e\0\0f2\0\0float16", "f\0\0f4\0\0float32",
    "d\0\0f8\0\0float64", "g\0\0g\0\0\0longdouble", "Zf\0c8\0\0complex64",
    "Zd\0c16\0complex128", "Zg\0G\0\0\0clongdouble"};

CBI_COLD int
cbi_type_place(cbi_type type)
{
    return cbi_type_index(type);
}

const char *
cbi_format(cbi_type type)
{
    return texts[cbi_type_place(type)];
}

const char *
cbi_dtype_code(cbi_type type)
{
    return cbi_format(type) + 3;
}

const char *
cbi_dtype_name(cbi_type type)
{
    return cbi_format(type) + 7;
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

const char *
cbi_element_text(int rank, const intptr_t *shape, intptr_t k, char buffer[120])
{
    intptr_t position[64];      /* NumPy's limit */
    for (int d = rank; d--;) {
        position[d] = k % shape[d];
        k /= shape[d];
    }
    return rank ? cbi_index_text(rank, position, buffer) : "";
}

const char *
cbi_element_at(const struct cbi_source *s, const intptr_t *position)
{
    const char *p = s->data;
    intptr_t step = (intptr_t)CBI_SIZE(s->type);
    for (int d = s->rank; d--;) {
        p += position[d] * (s->strides ? s->strides[d] : step);
        step *= s->shape[d];
    }
    return p;
}
