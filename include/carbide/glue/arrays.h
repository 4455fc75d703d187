/* SPDX-License-Identifier: MIT
   carbide/glue/arrays.h: arrays in: stages (2) and (4).
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_ARRAYS_H
#define CARBIDE_GLUE_ARRAYS_H

#include "carbide/glue/call.h"

/* ------------------------------------------------------------------- arrays in */
enum {
    CBI_WRITE = 1,      /* in place: exact dtype, writeable, contiguous, never a copy */
    CBI_FRESH = 2,      /* CB_INOUT: always a copy, an array object that is returned */
    CBI_NULLABLE = 4,   /* None or not given: data is NULL, the extents are 0 */
    CBI_STR = 8,        /* cbi_get_bytes: a str is taken too (its UTF-8) */
    CBI_STRIDED = 16    /* cbi_again: any layout; else contiguity is tested */
};
enum { CBI_MAX_RANK = 32 };
struct cbi_array {
    void *data;         /* never NULL for arrays that are there, also when empty */
    PyObject *direct;   /* borrowed: the ndarray whose fields were read, else NULL */
    PyObject *object;   /* owned: what a fresh or allocated array returns, else NULL */
};

/* A direct array is referenced while C runs detached, so that nobody resizes it. */
CBI_INLINE void
cbi_hold(const struct cbi_array *a)
{
    if (a->direct) {
        Py_IncRef(a->direct);
    }
}
CBI_INLINE void
cbi_unhold(const struct cbi_array *a)
{
    if (a->direct) {
        Py_DecRef(a->direct);
    }
}

/* What of NumPy is known; zero until an array was met or made. Process-wide: NumPy
   loads once per process. `array` is published last. */
struct cbi_numpy {
    PyTypeObject *array;                /* &PyArray_Type */
    void *descr[CBI_N_TYPES];           /* native descriptors of the number types */
    void **api;                         /* PyArray_API */
};
extern CBI_HIDDEN struct cbi_numpy cbi_np;

/* The fields of an ndarray behind its head. */
struct cbi_ndarray {
    char *data;
    int nd;
    intptr_t *dimensions;
    intptr_t *strides;
    PyObject *base;
    void *descr;
    int flags;
};
#define CBI_NDARRAY(o) ((const struct cbi_ndarray *)((char *)(o) + cbi_head))
enum {
    CBI_C_CONTIGUOUS = 1, CBI_ALIGNED = 0x100, CBI_WRITEABLE = 0x400,
    CBI_WRITEBACK = 0x2000, CBI_WARN_ON_WRITE = (int)0x80000000
};

/* (2) An array of rank `rank`: fills a->data and shape[0 … rank). Exact, contiguous
   ndarrays by their fields; the rest in runtime/array_in.c. */
CBI_HIDDEN bool cbi_get_array_slow(struct cbi_call *call, int i, PyObject *o,
                                   cbi_type type, int rank, unsigned flags,
                                   struct cbi_array *a, intptr_t *shape);
/* CBI_WRITE; CBI_FRESH: apart, so that modules without them do not carry them. */
CBI_HIDDEN bool cbi_get_own(struct cbi_call *call, int i, PyObject *o, cbi_type type,
                            int rank, unsigned flags, struct cbi_array *a,
                            intptr_t *shape);
CBI_HIDDEN bool cbi_get_fresh(struct cbi_call *call, int i, PyObject *o, cbi_type type,
                              int rank, unsigned flags, struct cbi_array *a,
                              intptr_t *shape);
/* Lists of bool and complex numbers, float16: the same. */
CBI_HIDDEN void cbi_allow_rare(void);
CBI_INLINE bool
cbi_get_array_fast(PyObject *o, cbi_type type, int rank, unsigned flags,
                   struct cbi_array *a, intptr_t *shape)
{
    const int write = CBI_WRITEABLE | CBI_WRITEBACK | CBI_WARN_ON_WRITE;
    const int mask = CBI_C_CONTIGUOUS | CBI_ALIGNED | (flags & CBI_WRITE ? write : 0);
    const int want = mask & ~(CBI_WRITEBACK | CBI_WARN_ON_WRITE);
    if (CBI_LIKELY((!(flags & CBI_NULLABLE) || o) && cbi_type_of(o) == cbi_np.array)) {
        const struct cbi_ndarray *x = CBI_NDARRAY(o);
        if (CBI_LIKELY(x->descr == cbi_np.descr[cbi_type_index(type)] && x->nd == rank
                       && (x->flags & mask) == want)) {
            a->data = x->data;
            for (int d = 0; d < rank; d++) {
                shape[d] = x->dimensions[d];
            }
            a->direct = o;
            return true;
        }
    }
    return false;
}
CBI_HOT bool
cbi_get_array(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
              unsigned flags, struct cbi_array *a, intptr_t *shape)
{
    a->object = NULL;
    if (!(flags & CBI_FRESH) && cbi_get_array_fast(o, type, rank, flags, a, shape)) {
        return true;
    }
    struct cbi_array slow = {NULL, NULL, NULL};
    intptr_t extents[CBI_MAX_RANK];
    if (CBI_KIND(type) == 'b' || CBI_KIND(type) == 'c' || type == CBI_HALF) {
        cbi_allow_rare();
    }
    if (!(flags & CBI_FRESH ? cbi_get_fresh
          : flags & CBI_WRITE ? cbi_get_own : cbi_get_array_slow)(
            call, i, o, type, rank, flags, &slow, extents)) {
        return false;
    }
    *a = slow;
    for (int d = 0; d < rank; d++) {
        shape[d] = extents[d];
    }
    return true;
}
/* As above with strides, in elements: want[d] is the stride that C requires, or
   CBI_ANY_STRIDE to be taken from the array (positive multiples of the item size; an
   axis of extent 0 or 1 gives what a contiguous array would have). Others are copied if
   not CBI_WRITE, into a layout that has the required ones, else ValueError. */
#define CBI_ANY_STRIDE INTPTR_MIN
CBI_HIDDEN bool cbi_get_strided(struct cbi_call *call, int i, PyObject *o,
                                cbi_type type, int rank, unsigned flags,
                                const intptr_t *want, struct cbi_array *a,
                                intptr_t *shape, intptr_t *strides);
/* CB_VIEW: any layout, strides in bytes; zero strides only without CBI_WRITE. */
CBI_HIDDEN bool cbi_get_view(struct cbi_call *call, int i, PyObject *o, cbi_type type,
                             int rank, unsigned flags, struct cbi_array *a,
                             intptr_t *shape, intptr_t *strides);
/* Contiguous bytes-like object (CBI_STR: or str): data and *n. CBI_WRITE: in place. */
CBI_HIDDEN bool cbi_get_bytes(struct cbi_call *call, int i, PyObject *o, unsigned flags,
                              struct cbi_array *a, intptr_t *n);
/* Sequence of str. element_null: None items give NULL. */
CBI_HIDDEN bool cbi_get_strings(struct cbi_call *call, int i, PyObject *o,
                                unsigned flags, bool element_null, struct cbi_array *a,
                                intptr_t *n);

/* (4) Reads a direct array again: false with RuntimeError if data, rank, extents, flags
   or dtype are not what they were. For cbi_get_bytes: type unsigned char, rank 1. */
CBI_HIDDEN bool cbi_again(struct cbi_call *call, int i, const struct cbi_array *a,
                          cbi_type type, int rank, unsigned flags,
                          const intptr_t *shape);
/* For cbi_get_strided (unit: the item size) and cbi_get_view (unit: 1): strides of axes
   longer than 1 are compared too. */
CBI_HIDDEN bool cbi_again_strided(struct cbi_call *call, int i,
                                  const struct cbi_array *a, cbi_type type, int rank,
                                  unsigned flags, const intptr_t *shape,
                                  const intptr_t *strides, intptr_t unit);

#endif
