/* SPDX-License-Identifier: MIT
   carbide/runtime/exporter.c: a small type whose objects own or lend memory and export
   it as a buffer: what stands behind results that C allocated (CB_OWNED), views of
   static memory, and every array where NumPy is missing. In: memory, shape, what frees
   it; out: an ndarray over it, or a memoryview. The release runs when the last view has
   died, on whatever thread that is. */
#include "carbide/runtime/small.h"

#include <stdlib.h>

/* Behind the object's head. */
struct exporter {
    void *data;
    cbi_release release;        /* NULL: nothing to free */
    void *with;                 /* copied; malloc'ed */
    const char *format;
    char *own_format;           /* malloc'ed: of structs */
    intptr_t item, bytes;
    int rank, read_only;
    intptr_t *shape;            /* and, behind it, the strides; malloc'ed */
};
#define EXPORTER(o) ((struct exporter *)((char *)(o) + cbi_head))

/* The order of the axes then makes no difference. */
static bool
is_one_column(const struct exporter *e)
{
    int longer = 0;
    for (int d = 0; d < e->rank; d++) {
        longer += e->shape[d] != 1;
    }
    return longer <= 1;
}

static int
get_buffer(PyObject *self, CbBuffer *view, int flags)
{
    struct exporter *e = EXPORTER(self);
    if ((flags & CB_BUF_WRITABLE) && e->read_only) {
        PyErr_SetString(PyExc_BufferError, "the memory is read-only");
        return -1;
    }
    if ((flags & CB_BUF_F_CONTIGUOUS) == CB_BUF_F_CONTIGUOUS && !is_one_column(e)) {
        PyErr_SetString(PyExc_BufferError, "the memory is not Fortran-contiguous");
        return -1;
    }
    /* without a shape it is bytes in a row: who did not ask does not look */
    *view = (CbBuffer){.buf = e->data, .len = e->bytes, .itemsize = e->item,
                       .readonly = e->read_only, .ndim = flags & CB_BUF_ND ? e->rank : 1};
    view->format = flags & CB_BUF_FORMAT ? (char *)e->format : NULL;
    view->shape = flags & CB_BUF_ND ? e->shape : NULL;
    view->strides = (flags & CB_BUF_STRIDES) == CB_BUF_STRIDES ? e->shape + e->rank
                                                               : NULL;
    Py_IncRef(self);
    view->obj = self;
    return 0;
}

static void
deallocate(PyObject *self)
{
    struct exporter *e = EXPORTER(self);
    PyObject *type = (PyObject *)cbi_type_of(self);
    if (e->release) {
        e->release(e->data, e->with);
    }
    free(e->with);
    free(e->own_format);
    free(e->shape);
    PyObject_Free(self);
    Py_DecRef(type);
}

/* Borrowed; lazily made, since few modules need it. */
static PyTypeObject *
exporter_type(struct cbi_call *call)
{
    enum { GET_BUFFER = 1, DEALLOC = 52 };
    CbOldSlot slots[] = {{GET_BUFFER, (void *)get_buffer},
                         {DEALLOC, (void *)deallocate}, {0, NULL}};
    CbTypeSpec spec = {"carbide.memory", (int)(cbi_head + sizeof(struct exporter)), 0,
                       /* no instances from Python */ 1 << 7, slots};
    PyObject *type = cbi_state_of(call)->objects[CBI_S_EXPORTER];
    if (!type) {
        type = cbi_publish(call, CBI_S_EXPORTER, PyType_FromSpec(&spec));
    }
    return (PyTypeObject *)type;
}

static bool
fill(struct exporter *e, cbi_type type, int rank, const intptr_t *shape,
     const void *with, size_t with_size)
{
    e->shape = malloc(sizeof *shape * 2 * (size_t)rank + 1);
    e->with = with_size ? malloc(with_size) : NULL;
    e->own_format = CBI_IS_STRUCT(type) ? cbi_structs->format(CBI_WHICH(type)) : NULL;
    if (!e->shape || (with_size && !e->with)
        || (CBI_IS_STRUCT(type) && !e->own_format)) {
        return cbi_no_memory();
    }
    if (with_size) {
        memcpy(e->with, with, with_size);
    }
    e->format = e->own_format ? e->own_format : cbi_format(type);
    e->item = (intptr_t)cbi_item_size(type);
    e->rank = rank;
    intptr_t step = e->item;
    for (int d = rank; d--;) {
        e->shape[d] = shape[d];
        e->shape[rank + d] = step;
        step *= shape[d];
    }
    e->bytes = step;
    return true;
}

/* Takes the memory over, also on failure. */
CBI_COLD PyObject *
cbi_exporter(struct cbi_call *call, void *data, cbi_type type, int rank,
             const intptr_t *shape, bool read_only, cbi_release release,
             const void *with, size_t with_size)
{
    PyTypeObject *class = exporter_type(call);
    PyObject *self = class ? PyType_GenericAlloc(class, 0) : NULL;
    if (!self || !fill(EXPORTER(self), type, rank, shape, with, with_size)) {
        cbi_drop(self);
        if (release) {
            release(data, with);
        }
        return NULL;
    }
    struct exporter *e = EXPORTER(self);
    e->data = data;
    e->read_only = read_only;
    e->release = release;
    return self;
}

/* An ndarray of a memoryview, where NumPy is installed; takes view over. */
CBI_COLD PyObject *
cbi_as_numpy(struct cbi_call *call, PyObject *view)
{
    PyObject *numpy = cbi_state_of(call)->objects[CBI_S_NUMPY];
    if (!numpy) {
        return view;
    }
    PyObject *array = PyObject_CallMethod(numpy, "asarray", "O", view);
    Py_DecRef(view);
    return array;
}

/* ------------------------------------------------------- results over C's memory */
PyObject *
cbi_over_memory(struct cbi_call *call, void *data, cbi_type type, int rank,
                const intptr_t *shape, bool read_only, cbi_release release,
                const void *with, size_t with_size)
{
    PyObject *owner = cbi_exporter(call, data, type, rank, shape, read_only, release,
                                   with, with_size);
    if (!owner) {
        return NULL;
    }
    if (!cbi_numpy_ready(call, true)) {
        PyObject *view = PyErr_Occurred() ? NULL : PyMemoryView_FromObject(owner);
        Py_DecRef(owner);
        return view ? cbi_as_numpy(call, view) : NULL;
    }
    int (*set_base)(PyObject *, PyObject *)
        = (int (*)(PyObject *, PyObject *))cbi_np.api[CBI_NP_SET_BASE];
    PyObject *array = CBI_IS_STRUCT(type)
        ? cbi_structs->over(call, data, type, rank, shape, !read_only)
        : cbi_ndarray_over(data, type, rank, shape, !read_only);
    if (!array) {
        Py_DecRef(owner);
        return NULL;
    }
    if (set_base(array, owner) < 0) {           /* takes owner over */
        Py_DecRef(array);
        return NULL;
    }
    return array;
}

void
cbi_free_copy(void *data, const void *unused)
{
    (void)unused;
    free(data);
}

/* NULL data: an empty array if the product of extents is 0, else None or an error. */
static bool
stand_in(struct cbi_call *call, int i, int rank, const intptr_t *shape, bool nullable,
         PyObject **result)
{
    bool empty = false;
    for (int d = 0; d < rank; d++) {
        empty = empty || shape[d] == 0;
    }
    *result = NULL;
    if (empty) {
        return false;
    }
    if (nullable) {
        *result = cbi_new_none();
    }
    else {
        cbi_fail(call, PyExc_SystemError, i,
                 i < 0 ? "C returned NULL for an array" : "is NULL after the call");
    }
    return true;
}

static _Alignas(64) char nothing[64];

PyObject *
cbi_adopt(struct cbi_call *call, int i, void *data, cbi_type type, int rank,
          const cbi_wide *extents, bool nullable, cbi_release release, const void *with,
          size_t with_size)
{
    intptr_t shape[64], bytes;
    PyObject *result;
    call->ran = true;
    if (!cbi_extents(call, i, type, rank, extents, shape, &bytes)) {
        if (data) {
            release(data, with);
        }
        return NULL;
    }
    if (!data) {
        return stand_in(call, i, rank, shape, nullable, &result)
               ? result : cbi_over_memory(call, nothing, type, rank, shape, false, NULL,
                                      NULL, 0);
    }
    return cbi_over_memory(call, data, type, rank, shape, false, release, with,
                           with_size);
}

PyObject *
cbi_view(struct cbi_call *call, int i, const void *data, cbi_type type, int rank,
         const cbi_wide *extents, bool nullable, bool read_only)
{
    intptr_t shape[64], bytes;
    PyObject *result;
    call->ran = true;
    if (!cbi_extents(call, i, type, rank, extents, shape, &bytes)) {
        return NULL;
    }
    if (!data && stand_in(call, i, rank, shape, nullable, &result)) {
        return result;
    }
    return cbi_over_memory(call, data ? (void *)(uintptr_t)data : nothing, type, rank,
                       shape, read_only, NULL, NULL, 0);
}
