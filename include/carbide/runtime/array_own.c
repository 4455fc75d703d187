/* SPDX-License-Identifier: MIT
   carbide/runtime/array_own.c: stage 2 for arrays that C changes in place and the inline
   path does not take: the caller's own memory, of the exact type, or an exception that
   says what to pass. Apart from array_in.c: many modules change nothing. */
#include "carbide/runtime/small.h"

/* In place no copy will do. */
CBI_COLD static bool
wrong_own_type(struct cbi_call *call, int i, const struct cbi_source *s, cbi_type type)
{
    if (s->kind == 'B' || s->kind == 'D') {
        return cbi_wrong_type(call, i, s, type);
    }
    return cbi_fail(call, PyExc_TypeError, i, "is %s, but C changes it in place as %s; "
                    "pass an array of %s", s->type ? cbi_dtype_name(s->type) : s->name,
                    cbi_dtype_name(type), cbi_dtype_name(type));
}

/* Same type in native order, writeable, the caller's own memory. */
CBI_COLD bool
cbi_check_own(struct cbi_call *call, int i, PyObject *o, const struct cbi_source *s,
              cbi_type type)
{
    char name[48];
    if (!s) {
        return cbi_fail(call, PyExc_TypeError, i, "is a %s, but C changes it in place; "
                        "pass an array of %s", cbi_type_name(o, name),
                        cbi_dtype_name(type));
    }
    if (s->type != type && !s->copied) {
        return wrong_own_type(call, i, s, type);
    }
    if (s->swapped && !s->copied) {
        return cbi_fail(call, PyExc_TypeError, i, "has a foreign byte order, and C "
                        "changes it in place; pass an array of native %s",
                        cbi_dtype_name(type));
    }
    return cbi_may_write(call, i, o, s);
}

CBI_COLD bool
cbi_bad_own_layout(struct cbi_call *call, int i, const struct cbi_source *s,
                   cbi_type type)
{
    return cbi_bad_layout(call, i, s, cbi_dtype_name(type), cbi_number_align(type));
}

CBI_COLD bool
cbi_get_own(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
            unsigned flags, struct cbi_array *a, intptr_t *shape)
{
    struct cbi_source s;
    enum cbi_found found = cbi_array_begin(call, i, o, type, rank, flags, NULL,
                                           cbi_check_own, a, shape, &s);
    if (found != CBI_SOURCE) {
        return found != CBI_FAILED;
    }
    return cbi_is_usable(&s, type) && cbi_is_contiguous(&s, CBI_SIZE(type))
           ? cbi_use_directly(&s, a, shape) : cbi_bad_own_layout(call, i, &s, type);
}
