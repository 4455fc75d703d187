/* SPDX-License-Identifier: MIT
   carbide/runtime/array_out.c: arrays that a call makes (stage 3) and what becomes of
   them (CB_LEN). With NumPy they are ndarrays, made through its table; without,
   memoryviews over an object of exporter.c. Memory is zeroed; above 64 KiB it comes
   from calloc. In: extents, or an array that the caller gave to be written into; out:
   data, and the object to return. */
#include "carbide/runtime/runtime.h"

#include <stdlib.h>

enum { LARGE = 65536 };

size_t
cbi_item_size(cbi_type type)
{
    return CBI_IS_STRUCT(type) ? cbi_module.classes[CBI_WHICH(type)].size
                               : CBI_SIZE(type);
}

intptr_t
cbi_total(cbi_type type, int rank, const intptr_t *shape)
{
    intptr_t n = (intptr_t)cbi_item_size(type);
    bool over = false, empty = false;
    for (int d = 0; d < rank; d++) {
        empty = empty || shape[d] == 0;
        over = over || __builtin_mul_overflow(n, shape[d], &n);
    }
    return empty ? 0 : over || n < 0 ? -1 : n;
}

/* The bounds as extents; no array can be negative or larger than memory. */
bool
cbi_extents(struct cbi_call *call, int i, cbi_type type, int rank,
            const cbi_wide *extents, intptr_t *shape, intptr_t *bytes)
{
    bool huge = false;
    size_t product = cbi_item_size(type);
    for (int d = 0; d < rank; d++) {
        if (CBI_UNLIKELY(extents[d] < 0)) {
            return cbi_bad_bound(call, i, d, "", extents[d], 0);
        }
        huge = huge || extents[d] > PTRDIFF_MAX
               || __builtin_mul_overflow(product, (size_t)extents[d], &product);
        shape[d] = (intptr_t)extents[d];
    }
    /* an empty array may have extents whose product would not fit */
    *bytes = CBI_LIKELY(!huge && product <= PTRDIFF_MAX) ? (intptr_t)product
                                                         : cbi_total(type, rank, shape);
    for (int d = 0; huge && d < rank; d++) {
        *bytes = extents[d] > PTRDIFF_MAX ? -1 : *bytes;
    }
    if (CBI_UNLIKELY(*bytes < 0)) {
        return cbi_fail(call, PyExc_MemoryError, i, "would be larger than memory");
    }
    return true;
}

/* ------------------------------------------------------------------ new objects */
const struct cbi_structs *cbi_structs;

static PyObject *
new_ndarray(cbi_type type, int rank, const intptr_t *shape, intptr_t bytes, bool zero,
            void **data)
{
    PyObject *array;
    if (zero && bytes > LARGE) {
        typedef PyObject *(*Function)(int, const intptr_t *, PyObject *, int);
        PyObject *descr = cbi_np.descr[cbi_type_index(type)];
        Py_IncRef(descr);       /* which the function takes over */
        array = ((Function)cbi_np.api[CBI_NP_ZEROS])(rank, shape, descr, 0);
        zero = false;
    }
    else {
        array = cbi_ndarray_over(NULL, type, rank, shape, true);
    }
    if (array) {
        *data = CBI_NDARRAY(array)->data;
        if (zero) {
            memset(*data, 0, (size_t)bytes);
        }
    }
    return array;
}

static void
free_memory(void *data, const void *with)
{
    (void)with;
    free(data);
}

/* calloc'ed memory under a memoryview, or under what numpy.asarray makes of it where
   NumPy is there but cannot be read by fields. */
CBI_COLD static PyObject *
new_view(struct cbi_call *call, cbi_type type, int rank, const intptr_t *shape,
         intptr_t bytes, void **data)
{
    *data = calloc(1, bytes ? (size_t)bytes : 1);
    if (!*data) {
        PyErr_NoMemory();
        return NULL;
    }
    PyObject *owner = cbi_exporter(call, *data, type, rank, shape, false, free_memory,
                                   NULL, 0);
    PyObject *view = owner ? PyMemoryView_FromObject(owner) : NULL;
    cbi_drop(owner);
    return view ? cbi_as_numpy(call, view) : NULL;
}

PyObject *
cbi_array_object(struct cbi_call *call, cbi_type type, int rank, const intptr_t *shape,
                 intptr_t bytes, bool zero, void **data)
{
    if (CBI_UNLIKELY(CBI_IS_STRUCT(type))) {
        return cbi_structs->new(call, type, rank, shape, bytes, data);
    }
    if (CBI_LIKELY(call->module == cbi_numpy_for)) {
        return new_ndarray(type, rank, shape, bytes, zero, data);
    }
    if (cbi_numpy_ready(call, true)) {
        cbi_numpy_for = call->module;
        return new_ndarray(type, rank, shape, bytes, zero, data);
    }
    if (PyErr_Occurred()) {
        return NULL;
    }
    call->ran = true;
    return new_view(call, type, rank, shape, bytes, data);
}

/* The caller's own array: as in place, and of exactly this shape. */
CBI_COLD static bool
take_given(struct cbi_call *call, int i, PyObject *given, cbi_type type, int rank,
           struct cbi_array *a, const intptr_t *shape)
{
    intptr_t have[64];
    char one[120], two[120];
    const bool good = CBI_IS_STRUCT(type)
        ? cbi_structs->get(call, i, given, type, rank, CBI_WRITE, a, have, NULL)
        : cbi_get_array_fast(given, type, rank, CBI_WRITE, a, have)
          || cbi_get_own(call, i, given, type, rank, CBI_WRITE, a, have);
    if (!good) {
        return false;
    }
    for (int d = 0; d < rank; d++) {
        if (have[d] != shape[d]) {
            return cbi_fail(call, PyExc_ValueError, i, "has shape %s, but must have %s",
                            cbi_shape_text(rank, have, one),
                            cbi_shape_text(rank, shape, two));
        }
    }
    Py_IncRef(given);
    a->object = given;
    return true;
}

PyObject *
cbi_new_small(struct cbi_call *call, cbi_type type, int rank, const intptr_t *shape,
              size_t bytes, void **data)
{
    if (CBI_UNLIKELY(call->module != cbi_numpy_for)) {
        return NULL;
    }
    PyObject *descr = cbi_np.descr[cbi_type_index(type)];
    Py_IncRef(descr);           /* the function takes it over */
    PyObject *(*new)(void *, void *, int, const intptr_t *, const intptr_t *, void *,
                     int, PyObject *)
        = (PyObject * (*)(void *, void *, int, const intptr_t *, const intptr_t *,
                          void *, int, PyObject *))cbi_np.api[CBI_NP_NEW_FROM_DESCR];
    PyObject *array = new(cbi_np.array, descr, rank, shape, NULL, NULL, 0, NULL);
    if (CBI_LIKELY(array)) {
        *data = CBI_NDARRAY(array)->data;
        memset(*data, 0, bytes);
    }
    return array;
}

bool
cbi_new_array_slow(struct cbi_call *call, int i, PyObject *given, cbi_type type,
                   int rank, const cbi_wide *extents, unsigned flags,
                   struct cbi_array *a, intptr_t *shape)
{
    intptr_t bytes;
    a->direct = a->object = NULL;
    a->data = NULL;
    if (flags & CBI_NULLABLE) {
        if (!cbi_is_wanted(given)) {
            memset(shape, 0, sizeof *shape * (size_t)rank);
            return true;
        }
        given = given == Py_True ? NULL : given;
    }
    if (!cbi_extents(call, i, type, rank, extents, shape, &bytes)) {
        return false;
    }
    if (CBI_UNLIKELY(given && given != Py_None)) {
        return take_given(call, i, given, type, rank, a, shape);
    }
    a->object = cbi_array_object(call, type, rank, shape, bytes, true, &a->data);
    return a->object != NULL;
}

bool
cbi_new_bytes(struct cbi_call *call, int i, cbi_wide n, struct cbi_array *a,
              intptr_t *shape)
{
    intptr_t bytes;
    a->direct = NULL;
    if (!cbi_extents(call, i, CBI_INT(unsigned char), 1, &n, shape, &bytes)) {
        return false;
    }
    if (bytes > PTRDIFF_MAX - 64) {     /* with the object's head larger than memory */
        return cbi_no_memory();
    }
    a->object = PyBytes_FromStringAndSize(NULL, bytes);
    if (!a->object) {
        return false;
    }
    a->data = PyBytes_AsString(a->object);
    memset(a->data, 0, (size_t)bytes);
    return true;
}

bool
cbi_new_memory(struct cbi_call *call, int i, cbi_type type, int rank,
               const cbi_wide *extents, struct cbi_array *a, intptr_t *shape)
{
    intptr_t bytes;
    a->direct = a->object = NULL;
    if (!cbi_extents(call, i, type, rank, extents, shape, &bytes)) {
        return false;
    }
    a->data = cbi_memory(call, (size_t)bytes);
    return a->data != NULL;
}

/* ---------------------------------------------------------------------- lengths */
bool
cbi_check_length(struct cbi_call *call, int i, cbi_wide length, intptr_t extent)
{
    if (CBI_LIKELY(length >= 0 && length <= extent)) {
        return true;
    }
    const bool small = length > INT64_MIN && length < INT64_MAX;
    return cbi_fail(call, PyExc_SystemError, i, "is %lld%s items long, says C, but has "
                    "room for %td", small ? (long long)length : 0,
                    small ? "" : " or more", (ptrdiff_t)extent);
}

/* object[:length]; takes object over. */
static PyObject *
leading(PyObject *object, intptr_t length)
{
    PyObject *stop = PyLong_FromLongLong(length);
    PyObject *slice = stop ? PySlice_New(Py_None, stop, Py_None) : NULL;
    PyObject *part = slice ? PyObject_GetItem(object, slice) : NULL;
    cbi_drop(slice);
    cbi_drop(stop);
    Py_DecRef(object);
    return part;
}

PyObject *
cbi_shrink(struct cbi_call *call, int i, struct cbi_array *a, cbi_type type, int rank,
           const intptr_t *shape, cbi_wide length, bool given)
{
    (void)type;
    PyObject *object = cbi_take(a);
    intptr_t less[64];
    struct {
        intptr_t *shape;
        int rank;
    } to = {less, rank};
    if (!cbi_check_length(call, i, length, shape[0])) {
        cbi_drop(object);
        return NULL;
    }
    if (length == shape[0]) {
        return object;
    }
    if (given || !cbi_np.array || cbi_type_of(object) != cbi_np.array) {
        return leading(object, (intptr_t)length);
    }
    memcpy(less, shape, sizeof *less * (size_t)rank);
    less[0] = (intptr_t)length;
    PyObject *(*resize)(PyObject *, void *, int, int)
        = (PyObject * (*)(PyObject *, void *, int, int))cbi_np.api[CBI_NP_RESIZE];
    PyObject *done = resize(object, &to, 0, 0);     /* 0: nobody else has it yet */
    if (!done) {
        Py_DecRef(object);
        return NULL;
    }
    Py_DecRef(done);
    return object;
}

PyObject *
cbi_shrink_bytes(struct cbi_call *call, int i, struct cbi_array *a,
                 const intptr_t *shape, cbi_wide length)
{
    PyObject *object = cbi_take(a), *part = NULL;
    if (cbi_check_length(call, i, length, shape[0])) {
        if (length == shape[0]) {
            return object;
        }
        part = PyBytes_FromStringAndSize(a->data, (intptr_t)length);
    }
    cbi_drop(object);
    return part;
}
