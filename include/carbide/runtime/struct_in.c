/* SPDX-License-Identifier: MIT
   carbide/runtime/struct_in.c: arrays of structs from Python (stage 2): structured
   arrays of exactly `S.dtype`, or buffers of the same format, as they lie; where C only
   reads, other layouts are copied and sequences of instances are converted. In: any
   object; out: data and shape, or an exception that says what came and what to pass. Also
   stage 4's second look. */
#include "carbide/runtime/runtime.h"

static _Alignas(256) char nothing[256];

/* One array on its way in. */
struct incoming {
    struct cbi_call *call;
    int i;
    int which;
    cbi_type type;
    const struct cbi_class *class;
    const char *name;           /* of the class */
    int rank;
    unsigned flags;
    struct cbi_array *a;
    intptr_t *shape;
};

/* ------------------------------------------------------------------- what came */
/* Is it the class's dtype? By identity, else by ==. -1: an exception is set. */
static int
is_our_dtype(struct incoming *in, PyObject *array)
{
    enum { EQ = 2 };
    PyObject *ours = cbi_dtype_of(in->call, in->which);
    if (!ours) {
        return PyErr_Occurred() ? (cbi_fail_inner(in->call, in->i), -1) : 0;
    }
    if (CBI_NDARRAY(array)->descr == ours) {
        return 1;
    }
    in->call->ran = true;
    PyObject *theirs = cbi_dtype_of_array(array);
    const int same = theirs ? PyObject_RichCompareBool(theirs, ours, EQ) : -1;
    cbi_drop(theirs);
    return same < 0 ? (cbi_fail_inner(in->call, in->i), -1) : same;
}

/* str(o), cut. */
static void
text_of(PyObject *o, char text[160])
{
    PyObject *str = o ? PyUnicode_FromFormat("%S", o) : NULL;
    const char *s = str ? PyUnicode_AsUTF8AndSize(str, NULL) : NULL;
    snprintf(text, 160, "%s", s ? s : "?");
    if (s && strlen(s) > 159) {
        memcpy(text + 156, "...", 4);
    }
    cbi_drop(str);
    PyErr_Clear();
}

CBI_COLD static bool
wrong_dtype(struct incoming *in, PyObject *array)
{
    char one[160], two[160];
    PyObject *theirs = cbi_dtype_of_array(array);
    in->call->ran = true;
    text_of(theirs, one);
    text_of(cbi_dtype_of(in->call, in->which), two);
    cbi_drop(theirs);
    PyErr_Clear();
    return cbi_fail(in->call, PyExc_TypeError, in->i, "has the dtype %s, but C wants "
                    "%s.dtype, which is %s", one, in->name, two);
}

CBI_COLD static bool
not_structs(struct incoming *in, PyObject *o)
{
    char name[48];
    const bool one = cbi_type_of(o) == (PyTypeObject *)
        cbi_state_of(in->call)->objects[CBI_S_CLASSES + in->which];
    return cbi_fail(in->call, PyExc_TypeError, in->i, "must be an array of %s%s, not %s%s",
                    in->name, in->flags & CBI_NULLABLE ? " or None" : "",
                    one ? "a single " : "", cbi_type_name(o, name));
}

static void
describe_fields(PyObject *array, struct cbi_source *s)
{
    const struct cbi_ndarray *f = CBI_NDARRAY(array);
    *s = (struct cbi_source){.data = f->data, .rank = f->nd, .shape = f->dimensions,
                             .strides = f->strides, .direct = array, .kind = 'V'};
    s->read_only = !(f->flags & CBI_WRITEABLE);
    s->warn = f->flags & (CBI_WRITEBACK | CBI_WARN_ON_WRITE);
}

static int
describe_array(struct incoming *in, PyObject *array, struct cbi_source *s)
{
    const int same = is_our_dtype(in, array);
    if (same <= 0) {
        return same < 0 || !wrong_dtype(in, array) ? -1 : 0;
    }
    describe_fields(array, s);
    return 1;
}

static int
describe_buffer(struct incoming *in, PyObject *o, struct cbi_source *s)
{
    const int found = cbi_buffer_describe(in->call, in->i, o, s);
    if (found <= 0 || cbi_is_struct_format(in->which, s->format)) {
        return found;
    }
    cbi_fail(in->call, PyExc_TypeError, in->i, "has the format '%.120s', but C wants that "
             "of %s", s->format ? s->format : "B", in->name);
    return -1;
}

/* 1: *s describes memory; 0: a sequence; -1: an exception is set. */
CBI_COLD static int
describe(struct incoming *in, PyObject *o, struct cbi_source *s)
{
    if (cbi_type_of(o) == &PyList_Type || cbi_type_of(o) == &PyTuple_Type) {
        return 0;
    }
    cbi_numpy_ready(in->call, false);
    int found = cbi_ndarray_check(in->call, in->i, o, in->flags);
    if (found > 0) {
        return describe_array(in, o, s);
    }
    if (cbi_is(o, &PyUnicode_Type) || o == Py_None || cbi_is(o, &PyBytes_Type)
        || cbi_is(o, &PyByteArray_Type)) {
        not_structs(in, o);
        return -1;
    }
    found = found ? found : describe_buffer(in, o, s);
    if (found == 0) {
        found = cbi_dunder_describe(in->call, in->i, o, s);
        if (found > 0) {
            PyObject *array = s->direct;
            found = array ? describe_array(in, array, s) : 0;
            s->copied = true;
        }
    }
    if (found == 0 && !PySequence_Check(o)) {
        not_structs(in, o);
        return -1;
    }
    return found;
}

/* ------------------------------------------------------------------------ copies */
/* Memory of the call, or a new array object (CBI_FRESH). */
static char *
allocate(struct incoming *in)
{
    const intptr_t bytes = cbi_total(in->type, in->rank, in->shape);
    const size_t align = in->class->align;
    void *data = NULL;
    if (bytes < 0 || bytes > PTRDIFF_MAX - (intptr_t)align) {
        cbi_fail(in->call, PyExc_MemoryError, in->i, "is too large to copy");
        return NULL;
    }
    if (in->flags & CBI_FRESH) {
        in->a->object = cbi_struct_object(in->call, in->type, in->rank, in->shape, bytes,
                                          &data);
        return in->a->object ? data : NULL;
    }
    data = cbi_raw_memory(in->call, (size_t)bytes + (align > 64 ? align : 0));
    const uintptr_t rounded = ((uintptr_t)data + align - 1) / align * align;
    return data ? (char *)data + (rounded - (uintptr_t)data) : NULL;
}

static char *
copy_axis(const struct cbi_source *s, int axis, const char *from, char *to, size_t item)
{
    if (axis == s->rank) {
        memcpy(to, from, item);
        return to + item;
    }
    for (intptr_t k = 0; k < s->shape[axis]; k++) {
        to = copy_axis(s, axis + 1, from + k * s->strides[axis], to, item);
    }
    return to;
}

static bool
copy(struct incoming *in, const struct cbi_source *s)
{
    struct cbi_source from = *s;
    intptr_t strides[64];
    if (!s->strides) {
        cbi_contiguous_strides(s->rank, s->shape, in->class->size, strides);
        from.strides = strides;
    }
    memcpy(in->shape, s->shape, sizeof *in->shape * (size_t)in->rank);
    cbi_trace_copy(in->call, in->i, "another layout", in->rank, in->shape, in->name);
    in->a->data = allocate(in);
    if (!in->a->data) {
        return false;
    }
    if (cbi_total(in->type, in->rank, in->shape)) {     /* extents may be 0 and huge */
        copy_axis(&from, 0, s->data, in->a->data, in->class->size);
    }
    return true;
}

/* ---------------------------------------------------------------------- sequences */
struct reader {
    struct incoming *in;
    PyTypeObject *type;
    char *to;
    intptr_t position[64];
};

CBI_COLD static bool
bad_item(struct reader *r, int axis, const char *wanted, PyObject *o)
{
    char place[120] = "", name[48];
    if (axis) {
        cbi_index_text(axis, r->position, place);
    }
    if (PyErr_Occurred()) {
        return cbi_fail_inner(r->in->call, r->in->i);
    }
    return cbi_fail(r->in->call, PyExc_TypeError, -1, "%s%s must be %s, not %s",
                    cbi_name(r->in->call, r->in->i), place, wanted,
                    cbi_type_name(o, name));
}

/* A tuple of the sequence's items; new reference. */
static PyObject *
items_of(struct reader *r, PyObject *o, int axis)
{
    const bool text = cbi_is(o, &PyUnicode_Type) || cbi_is(o, &PyBytes_Type);
    if (cbi_type_of(o) != &PyList_Type && cbi_type_of(o) != &PyTuple_Type) {
        r->in->call->ran = true;
    }
    PyObject *items = text || !PySequence_Check(o) ? NULL : cbi_items(o);
    if (!items) {
        bad_item(r, axis, "a sequence", o);
    }
    return items;
}

CBI_COLD static bool
ragged(struct reader *r, int axis, intptr_t n)
{
    const struct incoming *in = r->in;
    const char *name = cbi_name(in->call, in->i);
    char place[120], first[120];
    intptr_t zeros[64] = {0};
    return cbi_fail(in->call, PyExc_ValueError, -1, "%s%s has %td items, but %s%s has %td",
                    name, cbi_index_text(axis, r->position, place), (ptrdiff_t)n, name,
                    cbi_index_text(axis, zeros, first), (ptrdiff_t)in->shape[axis]);
}

/* A list that is read while Python code runs may change: a tuple of its items stays. */
static bool
read_axis(struct reader *r, PyObject *tuple, int axis)
{
    const struct incoming *in = r->in;
    const intptr_t n = PyTuple_Size(tuple);
    bool good = n == in->shape[axis] || ragged(r, axis, n);
    for (intptr_t k = 0; good && k < n; k++) {
        PyObject *o = PyTuple_GetItem(tuple, k);
        if (axis == in->rank - 1) {
            good = cbi_copy_instance(o, r->type, r->to, in->class->size);
            r->to += in->class->size;
            if (CBI_UNLIKELY(!good)) {
                r->position[axis] = k;
                bad_item(r, axis + 1, in->name, o);
            }
            continue;
        }
        r->position[axis] = k;
        PyObject *items = items_of(r, o, axis + 1);
        good = items && read_axis(r, items, axis + 1);
        cbi_drop(items);
    }
    return good;
}

/* The extents, by the first item of each axis; the memory; the items. */
static bool
from_sequence(struct incoming *in, PyObject *o)
{
    char name[48];
    struct reader r = {.in = in, .type = (PyTypeObject *)
                           cbi_state_of(in->call)->objects[CBI_S_CLASSES + in->which]};
    if (in->flags & CBI_WRITE) {
        return cbi_fail(in->call, PyExc_TypeError, in->i, "is a %s, but C changes it in "
                        "place; pass an array of %s.dtype", cbi_type_name(o, name),
                        in->name);
    }
    PyObject *all = items_of(&r, o, 0), *level = all;
    memset(in->shape, 0, sizeof *in->shape * (size_t)in->rank);
    if (all) {
        Py_IncRef(all);         /* as `level` it is dropped below */
    }
    for (int d = 0; level && d < in->rank; d++) {
        in->shape[d] = PyTuple_Size(level);
        PyObject *first = in->shape[d] && d + 1 < in->rank
            ? items_of(&r, PyTuple_GetItem(level, 0), d + 1) : NULL;
        Py_DecRef(level);
        level = first;
    }
    cbi_drop(level);
    bool good = all && !PyErr_Occurred() && (in->a->data = allocate(in)) != NULL;
    r.to = in->a->data;
    good = good && read_axis(&r, all, 0);
    if (good) {
        cbi_trace_copy(in->call, in->i, "a sequence", in->rank, in->shape, in->name);
    }
    else {
        cbi_drop(cbi_take(in->a));
    }
    cbi_drop(all);
    return good;
}

/* --------------------------------------------------------------------- the way in */
static bool
use(struct incoming *in, const struct cbi_source *s, intptr_t *strides)
{
    memcpy(in->shape, s->shape, sizeof *in->shape * (size_t)in->rank);
    in->a->data = s->data && cbi_total(in->type, in->rank, s->shape) ? s->data : nothing;
    in->a->direct = s->direct;
    return !strides
           || cbi_take_strides(in->call, in->i, s, in->class->size, in->flags, strides);
}

CBI_COLD static bool
get_slowly(struct incoming *in, PyObject *o, intptr_t *strides)
{
    struct cbi_source s = {.data = NULL};
    const int found = describe(in, o, &s);
    bool good = found >= 0;
    if (found == 1) {
        const bool writes = in->flags & CBI_WRITE;
        good = s.rank == in->rank || cbi_wrong_rank(in->call, in->i, &s, in->rank);
        good = good && (!writes || cbi_may_write(in->call, in->i, o, &s));
        if (good && !(in->flags & CBI_FRESH) && cbi_is_aligned(&s, in->class->align)
            && (strides || cbi_is_contiguous(&s, in->class->size))) {
            return use(in, &s, strides);
        }
        good = good && (writes ? cbi_bad_layout(in->call, in->i, &s, in->name,
                                                in->class->align) : copy(in, &s));
    }
    else if (found == 0) {
        good = from_sequence(in, o);
    }
    if (good && strides) {
        cbi_contiguous_strides(in->rank, in->shape, in->class->size, strides);
    }
    return good;
}

/* An exact ndarray of our own dtype that can be used as it lies. */
static bool
get_fast(struct incoming *in, PyObject *o)
{
    const int write = CBI_WRITEABLE | CBI_WRITEBACK | CBI_WARN_ON_WRITE;
    const int mask = CBI_C_CONTIGUOUS | (in->flags & CBI_WRITE ? write : 0);
    const int want = mask & ~(CBI_WRITEBACK | CBI_WARN_ON_WRITE);
    const struct cbi_ndarray *x = CBI_NDARRAY(o);
    if (cbi_type_of(o) != cbi_np.array || (in->flags & CBI_FRESH) || x->nd != in->rank
        || (x->flags & mask) != want || (uintptr_t)x->data % in->class->align
        || x->descr != cbi_state_of(in->call)->objects[CBI_S_DTYPES + in->which]) {
        return false;
    }
    for (int d = 0; d < in->rank; d++) {
        in->shape[d] = x->dimensions[d];
    }
    in->a->data = x->data;
    in->a->direct = o;
    return true;
}

bool
cbi_get_structs(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
                unsigned flags, struct cbi_array *a, intptr_t *shape, intptr_t *strides)
{
    const int which = CBI_WHICH(type);
    const struct cbi_class *class = &cbi_module.classes[which];
    struct incoming in = {call, i, which, type, class, strrchr(class->name, '.') + 1,
                          rank, flags, a, shape};
    *a = (struct cbi_array){NULL, NULL, NULL};
    if (cbi_is_none(o, flags)) {
        for (int d = 0; d < rank; d++) {
            shape[d] = 0;
        }
    }
    else if (!get_fast(&in, o)) {
        return get_slowly(&in, o, strides);
    }
    if (strides) {
        cbi_contiguous_strides(rank, shape, class->size, strides);
    }
    return true;
}

/* ---------------------------------------------------------------------- (4) again */
CBI_COLD bool
cbi_again_structs(struct cbi_call *call, int i, const struct cbi_array *a, cbi_type type,
                  int rank, unsigned flags, const intptr_t *shape,
                  const intptr_t *strides)
{
    struct incoming in = {.call = call, .i = i, .which = CBI_WHICH(type)};
    struct cbi_source s;
    in.class = &cbi_module.classes[in.which];
    if (!a->direct) {
        return true;
    }
    int same = is_our_dtype(&in, a->direct);
    if (same < 0) {
        return false;
    }
    describe_fields(a->direct, &s);
    same = same && (strides || cbi_is_contiguous(&s, in.class->size))
           && cbi_is_as_before(&s, a, rank, flags, shape, strides, 1);
    return same || cbi_fail(call, PyExc_RuntimeError, i, "changed during the call");
}
