/* SPDX-License-Identifier: MIT
   carbide/runtime/fields.c: one field of a struct: from Python, to Python, compared.
   Each kind of field has its way in and out (cbi_as_int, …), which the tables of the
   generated file name: a module has those that its structs need.
   Arrays of numbers come out as views that keep their instance alive; of bools and
   enums read-only ones, since what Python writes there would be seen by nobody. */
#include "carbide/runtime/small.h"

#include "carbide/runtime/instance.h"

#include <stdlib.h>
#include <time.h>

/* A time as the fields that it has. */
static const struct cbi_field times[] = {
    {"tv_sec", offsetof(struct timespec, tv_sec), 'n', &cbi_as_int, 0, -1,
     CBI_INT(time_t), NULL},
    {"tv_nsec", offsetof(struct timespec, tv_nsec), 'n', &cbi_as_int, 0, -1,
     CBI_INT(long), NULL}};
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

/* --------------------------------------------------------------------------- reals */
static cbi_type
half_of(cbi_type complex)
{
    return (cbi_type)('f' << 8 | CBI_SIZE(complex) / 2);
}

/* As a double, which is what Python sees of it; in packed structs p is not aligned. */
static double
real_at(cbi_type type, const char *p)
{
    float f;
    double d;
    long double l;
    switch (CBI_SIZE(type)) {
    case 2: {
        uint16_t half;
        memcpy(&half, p, 2);
        return cbi_half_to(half);
    }
    case 4: memcpy(&f, p, sizeof f); return f;
    case 8: memcpy(&d, p, sizeof d); return d;
    default: memcpy(&l, p, sizeof l); return (double)l;
    }
}

/* ----------------------------------------------------------------- numbers, chars
   In packed structs nothing is aligned. */
PyObject *
cbi_int_load(struct cbi_call *call, const struct cbi_field *f, PyObject *self,
             char *p)
{
    uint64_t aligned;
    (void)call, (void)self;
    memcpy(&aligned, p, CBI_SIZE(f->type));
    const int64_t v = cbi_load_int(f->type, &aligned);
    return CBI_KIND(f->type) == 'i' ? PyLong_FromLongLong(v)
                                    : PyLong_FromUnsignedLongLong((uint64_t)v);
}

bool
cbi_int_store(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
              void *to)
{
    uint64_t aligned;
    const bool good = cbi_get_int_slow(call, i, o, f->type, &aligned);
    if (good) {
        memcpy(to, &aligned, CBI_SIZE(f->type));
    }
    return good;
}
const struct cbi_way cbi_as_int = {.load = cbi_int_load, .store = cbi_int_store};

PyObject *
cbi_float_load(struct cbi_call *call, const struct cbi_field *f, PyObject *self,
               char *p)
{
    (void)call, (void)self;
    return PyFloat_FromDouble(real_at(f->type, p));
}

bool
cbi_float_store(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
                void *to)
{
    long double aligned;
    const bool good = cbi_get_float(call, i, o, f->type, &aligned);
    if (good) {
        memcpy(to, &aligned, CBI_SIZE(f->type));
    }
    return good;
}
const struct cbi_way cbi_as_float = {.load = cbi_float_load, .store = cbi_float_store};

static PyObject *
load_complex(struct cbi_call *call, const struct cbi_field *f, PyObject *self, char *p)
{
    const cbi_type part = half_of(f->type);
    (void)call, (void)self;
    return PyComplex_FromDoubles(real_at(part, p), real_at(part, p + CBI_SIZE(part)));
}

static bool
store_complex(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
              void *to)
{
    long double aligned[2];
    const bool good = cbi_get_complex(call, i, o, f->type, aligned);
    if (good) {
        memcpy(to, aligned, CBI_SIZE(f->type));
    }
    return good;
}
const struct cbi_way cbi_as_complex = {.load = load_complex, .store = store_complex};

PyObject *
cbi_bool_load(struct cbi_call *call, const struct cbi_field *f, PyObject *self,
              char *p)
{
    (void)call, (void)f, (void)self;
    return cbi_new_bool(*(const unsigned char *)p != 0);
}

bool
cbi_bool_store(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
               void *to)
{
    (void)f;
    return cbi_get_bool(call, i, o, to);
}

static PyObject *
load_enum(struct cbi_call *call, const struct cbi_field *f, PyObject *self, char *p)
{
    uint64_t aligned;
    (void)self;
    memcpy(&aligned, p, CBI_SIZE(f->type));
    return cbi_new_enum(call, f->which, f->type, &aligned);
}

static bool
store_enum(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
           void *to)
{
    uint64_t aligned;
    const bool good = cbi_get_enum(call, i, o, f->which, f->type, &aligned);
    if (good) {
        memcpy(to, &aligned, CBI_SIZE(f->type));
    }
    return good;
}
const struct cbi_way cbi_as_enum = {.load = load_enum, .store = store_enum};

static PyObject *
load_wide(struct cbi_call *call, const struct cbi_field *f, PyObject *self, char *p)
{
    cbi_wide aligned;
    (void)call, (void)self;
    memcpy(&aligned, p, CBI_SIZE(f->type));
    return cbi_new_wide(CBI_KIND(f->type) == 'i', CBI_SIZE(f->type), &aligned);
}

static bool
store_wide(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
           void *to)
{
    cbi_wide aligned;
    const size_t size = CBI_SIZE(f->type);
    const bool good = cbi_get_wide(call, i, o, CBI_KIND(f->type) == 'i', (int)size * 8,
                                   size, &aligned);
    if (good) {
        memcpy(to, &aligned, size);
    }
    return good;
}
const struct cbi_way cbi_as_wide = {.load = load_wide, .store = store_wide};

static PyObject *
load_char(struct cbi_call *call, const struct cbi_field *f, PyObject *self, char *p)
{
    (void)f, (void)self;
    return cbi_new_char(call, *p);
}

static bool
store_char(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
           void *to)
{
    (void)f;
    return cbi_get_char(call, i, o, to);
}
const struct cbi_way cbi_as_char = {.load = load_char, .store = store_char};

/* -------------------------------------------------------------- structs and times */
static PyObject *
load_part(struct cbi_call *call, const struct cbi_field *f, PyObject *self, char *p)
{
    return cbi_part_of(call, f->which, self, p);
}

static bool
store_part(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
           void *to)
{
    return cbi_get_instance(call, i, o, f->which, to);
}
const struct cbi_way cbi_as_part = {.load = load_part, .store = store_part};

static PyObject *
load_time(struct cbi_call *call, const struct cbi_field *f, PyObject *self, char *p)
{
    struct timespec t;
    (void)f, (void)self;
    memcpy(&t, p, sizeof t);
    return cbi_new_time(call, 'n', (int64_t)t.tv_sec, t.tv_nsec);
}

static bool
store_time(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
           void *to)
{
    int64_t seconds;
    struct timespec t = {0};
    (void)f;
    if (!cbi_get_time(call, i, o, 'n', false, &seconds, &t.tv_nsec)) {
        return false;
    }
    t.tv_sec = (time_t)seconds;
    memcpy(to, &t, sizeof t);
    return true;
}
const struct cbi_way cbi_as_time = {.load = load_time, .store = store_time};

/* ------------------------------------------------------------------------- arrays */
/* An object that holds the struct itself keeps the memory as long as it lives; what C has
   goes when it is closed. */
static void
let_instance_go(void *data, const void *with)
{
    PyObject *instance;
    (void)data;
    memcpy(&instance, with, sizeof instance);
    Py_DecRef(instance);
}

/* A read-only one comes out: of a packed struct, since arrays have to be aligned; of what
   was lent to a callback, since C may free it then. */
static PyObject *
array_copy(struct cbi_call *call, const struct cbi_field *f, PyObject *self, const char *p)
{
    const size_t n = cbi_field_bytes(f, 0);
    void *copy = malloc(n);
    if (!copy) {
        return PyErr_NoMemory();
    }
    if (!cbi_read_bytes(self, copy, p, n)) {
        free(copy);
        return NULL;
    }
    return cbi_over_memory(call, copy, f->type, f->rank, f->shape, true, cbi_free_copy,
                           NULL, 0);
}

static PyObject *
load_array(struct cbi_call *call, const struct cbi_field *f, PyObject *self, char *p)
{
    const bool read_only = f->which >= 0 || CBI_KIND(f->type) == 'b';
    const size_t item = CBI_SIZE(f->type);
    if (holder(self)->is_lent
        || (uintptr_t)p % (CBI_KIND(f->type) == 'c' ? item / 2 : item)) {
        return array_copy(call, f, self, p);
    }
    const bool by_pointer = holder(self)->class->kind == 'p';
    if (by_pointer) {
        cbi_begin_view(self);
    } else {
        Py_IncRef(self);
    }
    return cbi_over_memory(call, p, f->type, f->rank, f->shape, read_only,
                           by_pointer ? cbi_end_view : let_instance_go, &self, sizeof self);
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
const struct cbi_way cbi_as_array = {.load = load_array, .store = store_array};

/* ----------------------------------------------------------------- text and bytes */
static PyObject *
load_text(struct cbi_call *call, const struct cbi_field *f, PyObject *self, char *p)
{
    (void)self;
    return cbi_to_str_z(call, -1, p, f->shape[f->rank - 1], false);
}

static bool
store_text(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
           void *to)
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
const struct cbi_way cbi_as_text = {.load = load_text, .store = store_text};

static PyObject *
load_bytes(struct cbi_call *call, const struct cbi_field *f, PyObject *self, char *p)
{
    (void)call, (void)self;
    return PyBytes_FromStringAndSize(p, f->shape[f->rank - 1]);
}

static bool
store_bytes(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
            void *to)
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
const struct cbi_way cbi_as_bytes = {.load = load_bytes, .store = store_bytes};

/* ---------------------------------------------------------- one field, by its table */
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

PyObject *
cbi_field_load(struct cbi_call *call, const struct cbi_field *f, int axis,
               PyObject *self, char *p)
{
    return is_tuple_axis(f, axis) ? tuple_of_parts(call, f, axis, self, p)
                                  : f->way->load(call, f, self, p);
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
    return is_tuple_axis(f, axis) ? store_parts(call, i, f, axis, o, to)
                                  : f->way->store(call, i, f, o, to);
}

/* ---------------------------------------------------------------------- compared */
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
    const cbi_type half = half_of(type);
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
