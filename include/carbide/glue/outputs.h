/* SPDX-License-Identifier: MIT
   carbide/glue/outputs.h: new arrays, bytes and lists, and memory that C handed out.
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_OUTPUTS_H
#define CARBIDE_GLUE_OUTPUTS_H

#include "carbide/glue/bounds.h"
#include "carbide/glue/values.h"

/* ------------------------------------------------------------------ arrays out */
/* (3) Allocates a zeroed array, or takes `given` (the `a=` keyword; NULL or None: not
   given): exact dtype, shape, C-contiguous, writeable. a->object owns a reference.
   Memory above 64 KiB comes from calloc. Without NumPy: a memoryview.
   flags & CBI_NULLABLE: (CB_OPT out) None gives no array, True allocates. */
CBI_HIDDEN bool cbi_new_array_slow(struct cbi_call *call, int i, PyObject *given,
                                   cbi_type type, int rank, const cbi_wide *extents,
                                   unsigned flags, struct cbi_array *a,
                                   intptr_t *shape);
enum { CBI_SMALL = 65536 };
/* A zeroed ndarray of up to CBI_SMALL bytes; NULL without exception: not this way. */
CBI_HIDDEN PyObject *cbi_new_small(struct cbi_call *call, cbi_type type, int rank,
                                   const intptr_t *shape, size_t bytes, void **data);
CBI_HOT bool
cbi_new_array(struct cbi_call *call, int i, PyObject *given, cbi_type type, int rank,
              const cbi_wide *extents, unsigned flags, struct cbi_array *a,
              intptr_t *shape)
{
    if (CBI_LIKELY(!given && !(flags & CBI_NULLABLE))) {
        uint64_t bytes = CBI_SIZE(type);
        bool small = true;
        for (int d = 0; d < rank; d++) {
            small = small && extents[d] >= 0 && extents[d] <= CBI_SMALL
                    && (bytes *= (uint64_t)extents[d]) <= CBI_SMALL;
            shape[d] = (intptr_t)extents[d];
        }
        if (CBI_LIKELY(small)) {
            a->object = cbi_new_small(call, type, rank, shape, bytes, &a->data);
            if (CBI_LIKELY(a->object)) {
                return true;
            }
            if (PyErr_Occurred()) {
                return false;
            }
        }
    }
    return cbi_new_array_slow(call, i, given, type, rank, extents, flags, a, shape);
}
/* Zeroed bytes object of n bytes to be filled: a->object, a->data. */
CBI_HIDDEN bool cbi_new_bytes(struct cbi_call *call, int i, cbi_wide n,
                              struct cbi_array *a, intptr_t *shape);
/* Zeroed memory for outs that become list, tuple, str: lives until the call ends. */
CBI_HIDDEN bool cbi_new_memory(struct cbi_call *call, int i, cbi_type type, int rank,
                               const cbi_wide *extents, struct cbi_array *a,
                               intptr_t *shape);
/* a CB_LEN result: the leading `length` of axis 0; takes a->object over. SystemError
   when length is negative or above shape[0]. given: `a=` was passed, so a view. */
CBI_HIDDEN PyObject *cbi_shrink(struct cbi_call *call, int i, struct cbi_array *a,
                                cbi_type type, int rank, const intptr_t *shape,
                                cbi_wide length, bool given);
CBI_HIDDEN PyObject *cbi_shrink_bytes(struct cbi_call *call, int i, struct cbi_array *a,
                                      const intptr_t *shape, cbi_wide length);
/* 0 <= length <= extent, else SystemError. */
CBI_HIDDEN bool cbi_check_length(struct cbi_call *call, int i, cbi_wide length,
                                 intptr_t extent);
CBI_INLINE PyObject *
cbi_take(struct cbi_array *a)
{
    PyObject *o = a->object;
    a->object = NULL;
    return o;
}
CBI_INLINE void
cbi_drop(PyObject *o)
{
    if (o) {
        Py_DecRef(o);
    }
}

/* Memory that C allocated and Python now owns: release(data, with) runs when the object
   dies; `with` is copied. On failure the memory is released at once. data NULL: an
   empty array when the product of extents is 0, else SystemError (nullable: None). */
typedef void (*cbi_release)(void *data, const void *with);
CBI_HIDDEN PyObject *cbi_adopt(struct cbi_call *call, int i, void *data, cbi_type type,
                               int rank, const cbi_wide *extents, bool nullable,
                               cbi_release release, const void *with, size_t with_size);
/* Memory that outlives every call (static, or C's own): a view, read-only if asked. */
CBI_HIDDEN PyObject *cbi_view(struct cbi_call *call, int i, const void *data,
                              cbi_type type, int rank, const cbi_wide *extents,
                              bool nullable, bool read_only);
/* Copies as nested lists (tuple: of the outermost axis, and within), bytes, str. */
CBI_HIDDEN PyObject *cbi_to_list(struct cbi_call *call, int i, const void *data,
                                 cbi_type type, int rank, const cbi_wide *extents,
                                 bool tuple, int which_enum /* -1: none */);
/* The same for one axis of numbers whose extent was checked: as a list. */
CBI_HIDDEN PyObject *cbi_to_short_list(struct cbi_call *call, const void *data,
                                       cbi_type type, intptr_t n);
CBI_HIDDEN PyObject *cbi_to_bytes(struct cbi_call *call, int i, const void *data,
                                  cbi_wide n, bool nullable);
/* exactly n bytes of UTF-8; cbi_to_str_z: up to its NUL, at most n (n < 0: no limit);
   data NULL: None when nullable, else SystemError. */
CBI_HIDDEN PyObject *cbi_to_str_n(struct cbi_call *call, int i, const char *data,
                                  cbi_wide n, bool nullable);
CBI_HIDDEN PyObject *cbi_to_str_z(struct cbi_call *call, int i, const char *data,
                                  cbi_wide n, bool nullable);
CBI_HIDDEN PyObject *cbi_to_bytes_z(struct cbi_call *call, int i, const char *data,
                                    bool nullable);
CBI_HIDDEN PyObject *cbi_to_path(struct cbi_call *call, int i, const char *data,
                                 bool nullable);
CBI_HIDDEN PyObject *cbi_to_wstr(struct cbi_call *call, int i, const void *data,
                                 char kind, bool nullable);
/* Array of n C strings: a list of str; NULLs are None (element_null) or an error. */
CBI_HIDDEN PyObject *cbi_to_strings(struct cbi_call *call, int i,
                                    const char *const *data, cbi_wide n,
                                    bool element_null);

#endif
