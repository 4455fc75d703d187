/* SPDX-License-Identifier: MIT
   carbide/runtime/exchange.c: memory of objects that are no ndarrays: the buffer
   protocol, and DLPack, by its C exchange table or by __dlpack__. In: an object; out: a
   description of its memory, which is held until the call ends. */
#include "carbide/runtime/small.h"

#include <stdlib.h>

/* ------------------------------------------------------------------- buffers */
/* "d", "<i4"-like struct codes, "Zd"; 0 for everything else. */
static cbi_type
format_type(const char *format, size_t itemsize, bool *swapped)
{
    static const char codes[] = "?bhilqnBHILQNefdgFDG";    /* b 1, i 6, u 6, f 4, c 3 */
    const char *f = format ? format : "B";
    *swapped = *f == (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? '>' : '<')
               || *f == '!';
    f += *f && strchr("@=<>!", *f) != NULL;
    const bool pair = *f == 'Z';
    f += pair;
    const char *at = *f ? strchr(codes, *f) : NULL;
    if (!at || f[1] || itemsize - 1 >= 32 || (itemsize & (itemsize - 1))) {
        return 0;
    }
    const int place = (int)(at - codes);
    const char kind = pair ? 'c' : "biiiiiiuuuuuuffffccc"[place];
    return (unsigned)kind << 8 | (unsigned)itemsize;
}

static void
release_buffer(void *view)
{
    PyBuffer_Release(view);
    free(view);
}

int
cbi_buffer_describe(struct cbi_call *call, int i, PyObject *o, struct cbi_source *s)
{
    if (!PyObject_CheckBuffer(o)) {
        return 0;
    }
    CbBuffer *view = malloc(sizeof *view);
    if (!view) {
        cbi_no_memory();
        return -1;
    }
    call->ran = true;
    if (PyObject_GetBuffer(o, view, CB_BUF_STRIDES | CB_BUF_FORMAT) < 0) {
        free(view);
        cbi_fail_inner(call, i);
        return -1;
    }
    if (!cbi_later(call, release_buffer, view)) {
        return -1;
    }
    *s = (struct cbi_source){.data = view->buf, .rank = view->ndim,
                             .shape = view->shape, .strides = view->strides,
                             .read_only = view->readonly};
    if (!view->shape && view->ndim) {
        s->own_shape[0] = view->len / (view->itemsize ? view->itemsize : 1);
        s->shape = s->own_shape;
        s->rank = 1;
    }
    s->type = format_type(view->format, (size_t)view->itemsize, &s->swapped);
    s->kind = 'B';
    s->format = view->format;
    snprintf(s->name, sizeof s->name, "%s", view->format ? view->format : "B");
    return 1;
}

/* -------------------------------------------------------------------- DLPack */
struct tensor {
    char *data;
    int32_t device, device_id;
    int32_t rank;
    uint8_t code, bits;
    uint16_t lanes;
    int64_t *shape, *strides;
    uint64_t offset;
};
struct managed {                /* "dltensor" */
    struct tensor tensor;
    void *context;
    void (*deleter)(struct managed *);
};
struct versioned {              /* "dltensor_versioned" */
    uint32_t major, minor;
    void *context;
    void (*deleter)(struct versioned *);
    uint64_t flags;             /* 1 read-only, 2 copied */
    struct tensor tensor;
};

static void
delete_managed(void *m)
{
    struct managed *managed = m;
    if (managed->deleter) {
        managed->deleter(managed);
    }
}

static void
delete_versioned(void *m)
{
    struct versioned *versioned = m;
    if (versioned->deleter) {
        versioned->deleter(versioned);
    }
}

static cbi_type
tensor_type(const struct tensor *t)
{
    static const char kinds[] = "iuf??cb";
    const size_t size = t->bits / 8;
    if (t->lanes != 1 || t->code >= sizeof kinds - 1 || kinds[t->code] == '?'
        || t->bits % 8 || !size || size > 32 || (size & (size - 1))
        || (kinds[t->code] == 'f' && (size < 2 || size > 16))) {
        return 0;
    }
    return (unsigned)kinds[t->code] << 8 | (unsigned)size;
}

static int
describe_tensor(struct cbi_call *call, int i, PyObject *o, const struct tensor *t,
                struct cbi_source *s)
{
    char name[48];
    enum { CPU = 1, CUDA_HOST = 3, ROCM_HOST = 11 };
    if (t->device != CPU && t->device != CUDA_HOST && t->device != ROCM_HOST) {
        cbi_fail(call, PyExc_TypeError, i, "is a %s on another device (DLPack type "
                 "%d); move it to the CPU first", cbi_type_name(o, name),
                 (int)t->device);
        return -1;
    }
    intptr_t *shape = s->own_shape, *strides = s->own_strides;
    if (t->rank < 0 || t->rank > 64) {
        cbi_fail(call, PyExc_ValueError, i, "has %d dimensions", (int)t->rank);
        return -1;
    }
    if (t->rank > CBI_COUNT(s->own_shape)) {
        shape = cbi_raw_memory(call, 2 * sizeof *shape * (size_t)t->rank);
        if (!shape) {
            return -1;
        }
        strides = shape + t->rank;
    }
    s->type = tensor_type(t);
    s->kind = 'D';
    snprintf(s->name, sizeof s->name, "DLPack type %d of %d bits", t->code, t->bits);
    const intptr_t item = s->type ? (intptr_t)CBI_SIZE(s->type) : 1;
    for (int d = 0; d < t->rank; d++) {
        intptr_t bytes = 0;
        shape[d] = (intptr_t)t->shape[d];
        bool bad = shape[d] < 0
                   || (t->strides
                       && __builtin_mul_overflow(t->strides[d], item, &bytes));
        if (bad) {
            cbi_fail(call, PyExc_ValueError, i, "has an impossible shape or stride");
            return -1;
        }
        strides[d] = bytes;
    }
    s->data = t->data ? t->data + t->offset : NULL;
    s->rank = t->rank;
    s->shape = shape;
    s->strides = t->strides ? strides : NULL;
    return 1;
}

/* Takes the tensor over: freed when the call ends, also when it is refused here. */
static int
take_versioned(struct cbi_call *call, int i, PyObject *o, struct versioned *v,
               struct cbi_source *s)
{
    if (!cbi_later(call, delete_versioned, v)) {
        return -1;
    }
    if (v->major != 1) {
        cbi_fail(call, PyExc_BufferError, i, "comes by DLPack %u, known is 1",
                 (unsigned)v->major);
        return -1;
    }
    s->read_only = v->flags & 1;
    s->copied = v->flags & 2;
    return describe_tensor(call, i, o, &v->tensor, s);
}

/* __dlpack__(max_version=(1, 1)); older producers do not know the keyword. */
static PyObject *
ask_dlpack(PyObject *o)
{
    PyObject *method = PyObject_GetAttrString(o, "__dlpack__");
    PyObject *none = Py_BuildValue("()");
    PyObject *keywords = Py_BuildValue("{s(ii)}", "max_version", 1, 1);
    PyObject *capsule = NULL;
    if (method && none && keywords) {
        capsule = cbi_is_deep() ? NULL : PyObject_Call(method, none, keywords);
        if (!capsule && PyErr_ExceptionMatches(PyExc_TypeError)) {
            PyErr_Clear();
            capsule = PyObject_Call(method, none, NULL);
        }
    }
    cbi_drop(keywords);
    cbi_drop(none);
    cbi_drop(method);
    return capsule;
}

/* The pointer of a capsule of that name, or NULL. */
static void *
pointer_of(PyObject *capsule, const char *name)
{
    void *pointer = PyCapsule_GetPointer(capsule, name);
    PyErr_Clear();
    return pointer;
}

CBI_COLD int
cbi_dlpack_describe(struct cbi_call *call, int i, PyObject *o, struct cbi_source *s)
{
    const int has = cbi_has(o, "__dlpack__");
    if (has <= 0) {
        return has;
    }
    call->ran = true;
    *s = (struct cbi_source){.rank = 0};
    PyObject *capsule = ask_dlpack(o);
    if (!capsule) {
        cbi_fail_inner(call, i);
        return -1;
    }
    int result = -1;
    void *v = pointer_of(capsule, "dltensor_versioned");
    void *m = v ? NULL : pointer_of(capsule, "dltensor");
    if (v) {
        PyCapsule_SetName(capsule, "used_dltensor_versioned");
        result = take_versioned(call, i, o, v, s);
    }
    else if (m) {
        PyCapsule_SetName(capsule, "used_dltensor");
        if (cbi_later(call, delete_managed, m)) {
            result = describe_tensor(call, i, o, &((struct managed *)m)->tensor, s);
        }
    }
    else {
        cbi_fail(call, PyExc_TypeError, i, "gave no DLPack capsule by __dlpack__");
    }
    Py_DecRef(capsule);
    return result;
}

/* DLPackExchangeAPI, as far as it is used. */
struct exchange {
    uint32_t major, minor;
    const struct exchange *previous;
    void *allocator;
    int (*from_object)(void *object, struct versioned **out);
};

CBI_COLD int
cbi_dlpack_exchange_describe(struct cbi_call *call, int i, PyObject *o,
                             struct cbi_source *s)
{
    static const char attribute[] = "__dlpack_c_exchange_api__";
    PyObject *type = (PyObject *)cbi_type_of(o);
    const int has = cbi_has(o, attribute);
    if (has <= 0) {
        return has;
    }
    PyObject *capsule = PyObject_GetAttrString(type, attribute);
    const struct exchange *api = capsule ? pointer_of(capsule, "dlpack_exchange_api")
                                         : NULL;
    cbi_drop(capsule);          /* the table is static */
    while (api && api->major != 1) {
        api = api->previous;
    }
    if (!api || !api->from_object) {
        return 0;
    }
    struct versioned *v = NULL;
    call->ran = true;
    *s = (struct cbi_source){.rank = 0};
    if (api->from_object(o, &v) != 0 || !v) {
        if (PyErr_Occurred()) {
            cbi_fail_inner(call, i);
        }
        else {
            cbi_fail(call, PyExc_BufferError, i, "cannot be exchanged by DLPack");
        }
        return -1;
    }
    return take_versioned(call, i, o, v, s);
}
