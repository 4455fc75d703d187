/* SPDX-License-Identifier: MIT
   carbide/runtime/fields.c: one field of a struct: from Python, to Python, compared.
   Arrays of numbers come out as views that keep their instance alive; of bools and
   enums read-only ones, since what Python writes there would be seen by nobody. */
#include "carbide/runtime/small.h"

#include <stdlib.h>
#include <time.h>

/* A time as the fields that it has. */
static const struct cbi_field times[] = {
    {"tv_sec", offsetof(struct timespec, tv_sec), 'n', 0, -1, CBI_INT(time_t), NULL},
    {"tv_nsec", offsetof(struct timespec, tv_nsec), 'n', 0, -1, CBI_INT(long), NULL}};
const struct cbi_class cbi_timespec = {
    .name = "timespec", .fields = times, .n_fields = 2, .size = sizeof(struct timespec),
    .align = _Alignof(struct timespec)};

/* ------------------------------------------------------------------------- extents */
static intptr_t
product(const struct cbi_field *f, int from)
{
    intptr_t n = 1;
    for (int d = from; d < f->rank; d++) {
        n *= f->shape[d];
    }
    return n;
}

size_t
cbi_field_bytes(const struct cbi_field *f, int from)
{
    const size_t item = f->kind == 's' ? cbi_module.classes[f->which].size
                                       : CBI_SIZE(f->type);
    return item * (size_t)product(f, from);
}

/* Does the axis become a tuple, or belong to the value itself? */
static bool
is_tuple_axis(const struct cbi_field *f, int axis)
{
    const bool joined = f->kind == 't' || f->kind == 'b';
    return f->kind != 'a' && axis < f->rank - joined;
}

/* --------------------------------------------------------------------------- out */
static void
let_instance_go(void *data, const void *with)
{
    PyObject *instance;
    (void)data;
    memcpy(&instance, with, sizeof instance);
    Py_DecRef(instance);
}

static void
free_copy(void *data, const void *with)
{
    (void)with;
    free(data);
}

/* In a packed struct: arrays have to be aligned, so a read-only copy comes out. */
static PyObject *
array_copy(struct cbi_call *call, const struct cbi_field *f, const char *p)
{
    const size_t n = cbi_field_bytes(f, 0);
    void *copy = malloc(n);
    if (!copy) {
        return PyErr_NoMemory();
    }
    memcpy(copy, p, n);
    return cbi_over_memory(call, copy, f->type, f->rank, f->shape, true, free_copy,
                           NULL, 0);
}

static PyObject *
array_view(struct cbi_call *call, const struct cbi_field *f, PyObject *self, char *p)
{
    const bool read_only = f->which >= 0 || CBI_KIND(f->type) == 'b';
    const size_t item = CBI_SIZE(f->type);
    if ((uintptr_t)p % (CBI_KIND(f->type) == 'c' ? item / 2 : item)) {
        return array_copy(call, f, p);
    }
    Py_IncRef(self);
    return cbi_over_memory(call, p, f->type, f->rank, f->shape, read_only,
                           let_instance_go, &self, sizeof self);
}

static PyObject *
load_time(struct cbi_call *call, const char *p)
{
    struct timespec t;
    memcpy(&t, p, sizeof t);
    return cbi_new_time(call, 'n', (int64_t)t.tv_sec, t.tv_nsec);
}

static PyObject *tuple_of_parts(struct cbi_call *call, const struct cbi_field *f,
                                int axis, PyObject *self, char *p);

PyObject *
cbi_field_load(struct cbi_call *call, const struct cbi_field *f, int axis,
               PyObject *self, char *p)
{
    if (is_tuple_axis(f, axis)) {
        return tuple_of_parts(call, f, axis, self, p);
    }
    _Alignas(16) char aligned[32];              /* in packed structs p is not */
    if (f->kind == 'n' || f->kind == 'e' || f->kind == 'w') {
        memcpy(aligned, p, CBI_SIZE(f->type));
    }
    switch (f->kind) {
    case 'c': return cbi_new_char(call, *p);
    case 'e': return cbi_new_enum(call, f->which, f->type, aligned);
    case 's': return cbi_part_of(call, f->which, self, p);
    case 'm': return load_time(call, p);
    case 'w': return cbi_new_wide(CBI_KIND(f->type) == 'i', CBI_SIZE(f->type), aligned);
    case 'a': return array_view(call, f, self, p);
    case 't': return cbi_to_str_z(call, -1, p, f->shape[f->rank - 1], false);
    case 'b': return PyBytes_FromStringAndSize(p, f->shape[f->rank - 1]);
    default: return cbi_number_new(f->type, aligned);
    }
}

static PyObject *
tuple_of_parts(struct cbi_call *call, const struct cbi_field *f, int axis,
               PyObject *self, char *p)
{
    const size_t step = cbi_field_bytes(f, axis + 1);
    PyObject *tuple = PyTuple_New(f->shape[axis]);
    for (intptr_t k = 0; tuple && k < f->shape[axis]; k++) {
        PyObject *item = cbi_field_load(call, f, axis + 1, self, p + (size_t)k * step);
        if (!item || PyTuple_SetItem(tuple, k, item) < 0) {
            Py_DecRef(tuple);
            return NULL;
        }
    }
    return tuple;
}

/* ---------------------------------------------------------------------------- in */
static bool
store_number(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
             void *to)
{
    _Alignas(16) char aligned[32];
    bool good;
    if (f->kind == 'e') {
        good = cbi_get_enum(call, i, o, f->which, f->type, aligned);
    }
    else if (CBI_KIND(f->type) == 'b') {
        good = cbi_get_bool(call, i, o, (bool *)aligned);
    }
    else if (CBI_KIND(f->type) == 'c') {
        good = cbi_get_complex(call, i, o, f->type, aligned);
    }
    else if (CBI_KIND(f->type) == 'f') {
        good = cbi_get_float(call, i, o, f->type, aligned);
    }
    else {
        good = cbi_get_int(call, i, o, f->type, aligned);
    }
    if (good) {
        memcpy(to, aligned, CBI_SIZE(f->type));
    }
    return good;
}

static bool
store_time(struct cbi_call *call, int i, PyObject *o, void *to)
{
    int64_t seconds;
    struct timespec t = {0};
    if (!cbi_get_time(call, i, o, 'n', false, &seconds, &t.tv_nsec)) {
        return false;
    }
    t.tv_sec = (time_t)seconds;
    memcpy(to, &t, sizeof t);
    return true;
}

static bool
store_wide(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o, void *to)
{
    _Alignas(16) char aligned[16];
    if (!cbi_get_wide(call, i, o, CBI_KIND(f->type) == 'i', (int)CBI_SIZE(f->type) * 8,
                      CBI_SIZE(f->type), aligned)) {
        return false;
    }
    memcpy(to, aligned, CBI_SIZE(f->type));
    return true;
}

static bool
store_array(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
            void *to)
{
    struct cbi_array a;
    intptr_t shape[CBI_MAX_RANK];
    char wanted[120], came[120];
    if (!cbi_get_array(call, i, o, f->type, f->rank, 0, &a, shape)) {
        return false;
    }
    if (memcmp(shape, f->shape, sizeof *shape * (size_t)f->rank) != 0) {
        return cbi_fail(call, PyExc_ValueError, i, "has shape %s, but must have %s",
                        cbi_shape_text(f->rank, shape, came),
                        cbi_shape_text(f->rank, f->shape, wanted));
    }
    if (CBI_KIND(f->type) == 'b' && !cbi_scan_bools(call, i, a.data, f->rank, shape)) {
        return false;
    }
    if (f->which >= 0 && !cbi_scan_enums(call, i, a.data, f->type, f->rank, shape,
                                         f->which)) {
        return false;
    }
    memmove(to, a.data, cbi_field_bytes(f, 0));
    return true;
}

static bool
store_text(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
           char *to)
{
    const size_t room = (size_t)f->shape[f->rank - 1];
    const char *text;
    if (!cbi_get_str(call, i, o, false, &text)) {
        return false;
    }
    const size_t n = strlen(text);
    if (n > room) {
        return cbi_fail(call, PyExc_ValueError, i, "has %zu bytes of UTF-8, but there "
                        "is room for %zu", n, room);
    }
    memset(to, 0, room);
    memcpy(to, text, n);
    return true;
}

static bool
store_bytes(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
            char *to)
{
    const intptr_t room = f->shape[f->rank - 1];
    struct cbi_array a;
    intptr_t n;
    if (!cbi_get_bytes(call, i, o, 0, &a, &n)) {
        return false;
    }
    if (n != room) {
        return cbi_fail(call, PyExc_ValueError, i, "has %zd bytes, but must have %zd",
                        n, room);
    }
    memmove(to, a.data, (size_t)n);
    return true;
}

static bool
store_parts(struct cbi_call *call, int i, const struct cbi_field *f, int axis,
            PyObject *o, char *to)
{
    char name[48];
    const size_t step = cbi_field_bytes(f, axis + 1);
    PyObject *items = PySequence_Check(o) && cbi_type_of(o) != &PyUnicode_Type
                          ? cbi_items(o) : NULL;
    call->ran = true;
    if (!items) {
        return PyErr_Occurred() ? cbi_fail_inner(call, i)
               : cbi_fail(call, PyExc_TypeError, i, "must be a sequence of %zd, not %s",
                          f->shape[axis], cbi_type_name(o, name));
    }
    const intptr_t n = PyTuple_Size(items);
    bool good = n == f->shape[axis]
                || cbi_fail(call, PyExc_ValueError, i, "has %zd items, but must have "
                            "%zd", n, f->shape[axis]);
    for (intptr_t k = 0; good && k < n; k++) {
        good = cbi_field_store(call, i, f, axis + 1, PyTuple_GetItem(items, k),
                               to + (size_t)k * step);
    }
    Py_DecRef(items);
    return good;
}

bool
cbi_field_store(struct cbi_call *call, int i, const struct cbi_field *f, int axis,
                PyObject *o, void *to)
{
    if (is_tuple_axis(f, axis)) {
        return store_parts(call, i, f, axis, o, to);
    }
    switch (f->kind) {
    case 'c': return cbi_get_char(call, i, o, to);
    case 's': return cbi_get_instance(call, i, o, f->which, to);
    case 'm': return store_time(call, i, o, to);
    case 'w': return store_wide(call, i, f, o, to);
    case 'a': return store_array(call, i, f, o, to);
    case 't': return store_text(call, i, f, o, to);
    case 'b': return store_bytes(call, i, f, o, to);
    default: return store_number(call, i, f, o, to);
    }
}

/* ---------------------------------------------------------------------- compared */
static double
real_at(cbi_type type, const char *p)
{
    float f;
    double d;
    switch (CBI_SIZE(type)) {
    case 2: {
        uint16_t half;
        memcpy(&half, p, 2);
        return cbi_half_to(half);
    }
    case 4: memcpy(&f, p, sizeof f); return f;
    default: memcpy(&d, p, sizeof d); return d;
    }
}

static bool
same_real(cbi_type type, const char *a, const char *b)
{
    if (CBI_SIZE(type) == sizeof(long double) && sizeof(long double) > sizeof(double)) {
        long double x, y;
        memcpy(&x, a, sizeof x);
        memcpy(&y, b, sizeof y);
        return x == y;
    }
    return real_at(type, a) == real_at(type, b);
}

static bool
same_number(cbi_type type, const char *a, const char *b)
{
    const cbi_type half = (cbi_type)('f' << 8 | CBI_SIZE(type) / 2);
    switch (CBI_KIND(type)) {
    case 'f': return same_real(type, a, b);
    case 'c': return same_real(half, a, b)
                     && same_real(half, a + CBI_SIZE(half), b + CBI_SIZE(half));
    default: return memcmp(a, b, CBI_SIZE(type)) == 0;
    }
}

static bool
same_element(const struct cbi_field *f, const char *a, const char *b)
{
    return f->kind == 's' ? cbi_same_fields(&cbi_module.classes[f->which], a, b)
                          : same_number(f->type, a, b);
}

/* As Python sees them: neither padding nor what stands behind a text's NUL counts. */
bool
cbi_same_fields(const struct cbi_class *class, const char *a, const char *b)
{
    for (int k = 0; k < class->n_fields; k++) {
        const struct cbi_field *f = &class->fields[k];
        const bool text = f->kind == 't';
        const intptr_t room = text ? f->shape[f->rank - 1] : 1;
        const intptr_t n = product(f, 0) / (room ? room : 1);
        const size_t step = cbi_field_bytes(f, f->rank) * (size_t)room;
        const char *p = a + f->offset, *q = b + f->offset;
        for (intptr_t j = 0; j < n; j++, p += step, q += step) {
            if (text ? strncmp(p, q, (size_t)room) != 0 : !same_element(f, p, q)) {
                return false;
            }
        }
    }
    return true;
}
