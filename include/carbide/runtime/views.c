/* SPDX-License-Identifier: MIT
   carbide/runtime/views.c: arrays and buffers that show memory of an object. They keep it
   alive; it counts them, and while there are any, nothing may close it or move the memory.
   A value struct holds its memory for ever and counts nothing. What was lent to a callback
   goes when that is over, whoever counts: there Python gets copies. */
#include "carbide/runtime/instance.h"

#include <stdlib.h>

/* At the top: the views of what lives in it are its own. */
static struct cbi_handle *
counter(PyObject *self)
{
    PyObject *whole = INSTANCE(self)->whole;
    whole = whole ? whole : self;
    return INSTANCE(whole)->class->kind == 'v' ? NULL : HANDLE(whole);
}

bool
cbi_is_viewed(PyObject *self)
{
    const struct cbi_handle *h = counter(self);
    return h && __atomic_load_n(&h->views, __ATOMIC_ACQUIRE);
}

void
cbi_begin_view(PyObject *self)
{
    struct cbi_handle *h = counter(self);
    if (h) {
        __atomic_add_fetch(&h->views, 1, __ATOMIC_ACQUIRE);
    }
    Py_IncRef(self);
}

void
cbi_end_view(void *data, const void *with)
{
    PyObject *self;
    (void)data;
    memcpy(&self, with, sizeof self);
    struct cbi_handle *h = counter(self);
    if (h) {
        __atomic_sub_fetch(&h->views, 1, __ATOMIC_RELEASE);
    }
    Py_DecRef(self);
}

/* Read-only: C would not see what is written there. */
static PyObject *
copy_of_lent(struct cbi_call *call, const void *data, cbi_type type, int rank,
             const intptr_t *shape, size_t bytes, bool bare)
{
    void *copy = malloc(bytes + 1);
    if (!copy) {
        cbi_no_memory();
        return NULL;
    }
    memcpy(copy, data, bytes);
    call->ran = true;
    return (bare ? cbi_exporter : cbi_over_memory)(call, copy, type, rank, shape, true,
                                                   cbi_free_copy, NULL, 0);
}

PyObject *
cbi_view_of(struct cbi_call *call, int i, const void *data, cbi_type type, int rank,
            const cbi_wide *extents, bool nullable, bool read_only, PyObject *self,
            bool bare)
{
    intptr_t shape[64], bytes;
    static _Alignas(64) char nothing[64];
    if (!data && !bare) {
        return cbi_view(call, i, data, type, rank, extents, nullable, read_only);
    }
    if (!cbi_extents(call, i, type, rank, extents, shape, &bytes)) {
        return NULL;
    }
    if (!data && bytes) {
        cbi_fail(call, PyExc_SystemError, i, "C returned NULL for an array");
        return NULL;
    }
    if (holder(self)->is_lent) {
        return copy_of_lent(call, data ? data : nothing, type, rank, shape, (size_t)bytes,
                            bare);
    }
    cbi_begin_view(self);
    call->ran = true;
    return (bare ? cbi_exporter : cbi_over_memory)(
        call, data ? (void *)(uintptr_t)data : nothing, type, rank, shape, read_only,
        cbi_end_view, &self, sizeof self);
}

PyObject *
cbi_memory_of(struct cbi_call *call, const void *data, const cbi_wide *n, bool nullable,
              PyObject *self)
{
    if (!data && nullable && *n) {
        return cbi_new_none();
    }
    PyObject *memory = cbi_view_of(call, -1, data, CBI_INT(unsigned char), 1, n,
                                   nullable, true, self, true);
    PyObject *view = memory ? PyMemoryView_FromObject(memory) : NULL;
    cbi_drop(memory);
    return view;
}

bool
cbi_has_no_views(struct cbi_call *call, PyObject *self, bool taken)
{
    char name[48];
    if (CBI_LIKELY(!self || !cbi_is_viewed(self))) {
        return true;
    }
    return cbi_fail(call, PyExc_BufferError, -1, taken
                    ? "a view of this %s's memory exists, so C cannot take it over"
                    : "a view of this %s's memory exists, which C could move; a member "
                      "declared T *const never moves", cbi_type_name(self, name));
}

int
cbi_get_buffer(PyObject *exporter, CbBuffer *view, int flags)
{
    const int status = exporter ? PyObject_GetBuffer(exporter, view, flags) : -1;
    if (!exporter) {
        view->obj = NULL;
    }
    cbi_drop(exporter);
    return status;
}

PyObject *
cbi_buffer_method(PyObject *self, PyObject *flags)
{
    (void)flags;
    return PyMemoryView_FromObject(self);
}
