/* SPDX-License-Identifier: MIT
   carbide/runtime/array_in.c: stage 2 for arrays that the inline path does not take:
   which way in an object offers, whether its memory can be used as it lies, and if not,
   whether a copy may stand for it. In: any object, what C wants; out: data and shape,
   or an exception that says what came and what to pass. Also stage 4's second look. */
#include "carbide/runtime/small.h"

/* Where empty arrays point that have no memory: never NULL. */
static _Alignas(64) char nothing[64];

/* ---------------------------------------------------------------- what is offered */
CBI_COLD static bool
not_an_array(struct cbi_call *call, int i, PyObject *o, cbi_type type, unsigned flags)
{
    char name[48];
    return cbi_fail(call, PyExc_TypeError, i, "must be an array of %s%s, not %s",
                    cbi_dtype_name(type), flags & CBI_NULLABLE ? " or None" : "",
                    cbi_type_name(o, name));
}

/* The array that __array__ gives, kept until the call ends. */
CBI_COLD int
cbi_dunder_describe(struct cbi_call *call, int i, PyObject *o, struct cbi_source *s)
{
    const int has = cbi_has(o, "__array__");
    if (has <= 0) {
        return has;
    }
    call->ran = true;
    PyObject *array = cbi_is_deep() ? NULL
                                    : PyObject_CallMethod(o, "__array__", NULL);
    if (!array) {
        cbi_fail_inner(call, i);
        return -1;
    }
    if (!cbi_later(call, cbi_undo_decref, array)) {
        return -1;
    }
    cbi_numpy_ready(call, false);
    int is_array = cbi_ndarray_check(call, i, array, 0);
    if (is_array == 0) {
        int found = cbi_buffer_describe(call, i, array, s);
        if (found == 0) {
            cbi_fail(call, PyExc_TypeError, i, "gave no array by __array__");
        }
        s->copied = true;
        return found == 1 ? 1 : -1;
    }
    if (is_array < 0 || !cbi_ndarray_describe(call, array, s)) {
        return -1;
    }
    s->copied = true;
    return 1;
}

static bool
is_plain_sequence(PyObject *o)
{
    PyTypeObject *type = cbi_type_of(o);
    return type == &PyList_Type || type == &PyTuple_Type || type == &PyRange_Type;
}

/* 1: *s describes memory; 0: a sequence to be converted; -1: an exception is set. */
static int
describe(struct cbi_call *call, int i, PyObject *o, cbi_type type, unsigned flags,
         struct cbi_source *s)
{
    if (is_plain_sequence(o)) {
        return 0;
    }
    cbi_numpy_ready(call, false);
    int found = cbi_ndarray_check(call, i, o, flags);
    if (found > 0) {
        return cbi_ndarray_describe(call, o, s) ? 1 : -1;
    }
    bool bytes = cbi_is(o, &PyBytes_Type) || cbi_is(o, &PyByteArray_Type);
    if (cbi_is(o, &PyUnicode_Type) || o == Py_None
        || (bytes && type != CBI_INT(unsigned char))) {
        not_an_array(call, i, o, type, flags);
        return -1;
    }
    found = found ? found : cbi_dlpack_exchange_describe(call, i, o, s);
    found = found ? found : cbi_buffer_describe(call, i, o, s);
    found = found ? found : cbi_dlpack_describe(call, i, o, s);
    found = found ? found : cbi_dunder_describe(call, i, o, s);
    if (found == 0 && !PySequence_Check(o)) {
        not_an_array(call, i, o, type, flags);
        return -1;
    }
    return found;
}

/* ------------------------------------------------------------------ what is refused */
CBI_COLD bool
cbi_wrong_type(struct cbi_call *call, int i, const struct cbi_source *s, cbi_type type)
{
    char text[60];
    const char *remedy = text;
    const char *have = s->type ? cbi_dtype_name(s->type) : s->name;
    const char *x = cbi_name(call, i), *code = cbi_dtype_code(type);
    if (s->kind == 'B' || s->kind == 'D') {
        return cbi_fail(call, PyExc_TypeError, i,
                        "has format '%s' (%s), but C wants '%s' (%s)", s->name,
                        s->type ? have : "no number", cbi_format(type),
                        cbi_dtype_name(type));
    }
    if (s->kind == 'V') {
        remedy = "; it is structured: pass one of its fields";
    }
    else if (s->kind == 'c' && CBI_KIND(type) == 'f') {
        snprintf(text, sizeof text, "; pass %.40s.real", x);
    }
    else {                      /* dates are counts, which only a view shows */
        const bool number = CBI_KIND(type) == 'i' || CBI_KIND(type) == 'u';
        snprintf(text, sizeof text, "; pass %.20s%s.astype('%s')", x,
                 s->kind == 'M' || s->kind == 'm' ? ".view('i8')"
                 : s->kind == 'c' && number ? ".real" : "", code);
    }
    return cbi_fail(call, PyExc_TypeError, i, "is %s, but C wants %s%s", have,
                    cbi_dtype_name(type), remedy);
}

bool
cbi_use_directly(const struct cbi_source *s, struct cbi_array *a, intptr_t *shape)
{
    for (int d = 0; d < s->rank; d++) {
        shape[d] = s->shape[d];
    }
    a->data = s->data ? s->data : nothing;
    a->direct = s->direct;
    return true;
}

/* ------------------------------------------------------------------------- copies */
/* Where copies go: memory of the call, or a new array object. */
static void *
alloc_memory(struct cbi_call *call, int i, cbi_type type, int rank,
             const intptr_t *shape, void *arg)
{
    (void)arg;
    intptr_t bytes = cbi_total(type, rank, shape);
    if (bytes < 0) {
        cbi_fail(call, PyExc_MemoryError, i, "is too large to copy");
        return NULL;
    }
    return cbi_raw_memory(call, (size_t)bytes);
}

static void *
alloc_object(struct cbi_call *call, int i, cbi_type type, int rank,
             const intptr_t *shape, void *arg)
{
    struct cbi_array *a = arg;
    void *data = NULL;
    intptr_t bytes = cbi_total(type, rank, shape);
    if (bytes < 0) {
        cbi_fail(call, PyExc_MemoryError, i, "is too large to copy");
        return NULL;
    }
    a->object = cbi_array_object(call, type, rank, shape, bytes, false, &data);
    return a->object ? data : NULL;
}

CBI_COLD void
cbi_trace_copy(struct cbi_call *call, int i, const char *from, int rank,
               const intptr_t *shape, const char *to)
{
    char text[120];
    const char *environment = getenv("CARBIDE_TRACE");
    if (environment && strstr(environment, "copies")) {
        fprintf(stderr, "carbide: %s(): %s is copied: %s, shape %s, to %s\n",
                cbi_function_name(call), cbi_name(call, i), from,
                cbi_shape_text(rank, shape, text), to);
    }
}

CBI_COLD static bool
does_not_convert(struct cbi_call *call, int i, const struct cbi_source *s,
                 cbi_type type, const intptr_t *position)
{
    uint64_t v;
    memcpy(&v, cbi_element_at(s, position), sizeof v);
    v = s->swapped ? __builtin_bswap64(v) : v;
    PyObject *o = CBI_KIND(s->type) == 'u' ? PyLong_FromUnsignedLongLong(v)
                                           : PyLong_FromLongLong((int64_t)v);
    if (o) {
        cbi_number_fail(call, i, o, type, CBI_INEXACT, position, s->rank);
        Py_DecRef(o);
    }
    return false;
}

/* Copies s, converted, into memory of the call (or, fresh, an array object). */
static bool
copy(struct cbi_call *call, int i, const struct cbi_source *s, cbi_type type,
     cbi_alloc alloc, struct cbi_array *a, intptr_t *shape)
{
    intptr_t position[64];
    for (int d = 0; d < s->rank; d++) {
        shape[d] = s->shape[d];
    }
    cbi_trace_copy(call, i, cbi_dtype_name(s->type), s->rank, shape,
                   cbi_dtype_name(type));
    a->data = alloc(call, i, type, s->rank, shape, a);
    if (!a->data) {
        return false;
    }
    enum cbi_why why = cbi_convert(call, s, type, a->data, position);
    if (why == CBI_DONE) {
        return true;
    }
    cbi_drop(cbi_take(a));
    return why == CBI_RAISED ? cbi_fail_inner(call, i)
                             : does_not_convert(call, i, s, type, position);
}

static bool
from_sequence(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
              cbi_alloc alloc, struct cbi_array *a, intptr_t *shape)
{
    bool good = cbi_list_convert(call, i, o, type, rank, shape, alloc, a, &a->data);
    if (good) {
        cbi_trace_copy(call, i, "a sequence", rank, shape, cbi_dtype_name(type));
    }
    else {
        cbi_drop(cbi_take(a));
    }
    return good;
}

/* --------------------------------------------------------------------- the ways in */
enum cbi_found
cbi_array_begin(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
                unsigned flags, cbi_alloc alloc, cbi_array_check check,
                struct cbi_array *a, intptr_t *shape, struct cbi_source *s)
{
    a->data = NULL;
    a->direct = a->object = NULL;
    if (cbi_is_none(o, flags)) {
        memset(shape, 0, sizeof *shape * (size_t)rank);
        return CBI_NOTHING;
    }
    int found = describe(call, i, o, type, flags, s);
    if (found == 0) {
        return (!check || check(call, i, o, NULL, type))
               && from_sequence(call, i, o, type, rank, alloc, a, shape)
               ? CBI_SEQUENCE : CBI_FAILED;
    }
    if (found < 0) {
        return CBI_FAILED;
    }
    const bool fits = check ? check(call, i, o, s, type)
                      : (s->type && cbi_is_safe(s->type, type))
                            || cbi_wrong_type(call, i, s, type);
    return fits && (s->rank == rank || cbi_wrong_rank(call, i, s, rank)) ? CBI_SOURCE
                                                                         : CBI_FAILED;
}

size_t
cbi_number_align(cbi_type type)
{
    return CBI_KIND(type) == 'c' ? CBI_SIZE(type) / 2 : CBI_SIZE(type);
}

bool
cbi_is_usable(const struct cbi_source *s, cbi_type type)
{
    return s->type == type && !s->swapped && cbi_is_aligned(s, cbi_number_align(type));
}

CBI_COLD bool
cbi_get_array_slow(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
                   unsigned flags, struct cbi_array *a, intptr_t *shape)
{
    struct cbi_source s;
    enum cbi_found found = cbi_array_begin(call, i, o, type, rank, flags, alloc_memory,
                                           NULL, a, shape, &s);
    if (found != CBI_SOURCE) {
        return found != CBI_FAILED;
    }
    return cbi_is_usable(&s, type) && cbi_is_contiguous(&s, CBI_SIZE(type))
           ? cbi_use_directly(&s, a, shape)
           : copy(call, i, &s, type, alloc_memory, a, shape);
}

CBI_COLD bool
cbi_get_fresh(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
              unsigned flags, struct cbi_array *a, intptr_t *shape)
{
    struct cbi_source s;
    enum cbi_found found = cbi_array_begin(call, i, o, type, rank, flags, alloc_object,
                                           NULL, a, shape, &s);
    return found == CBI_SOURCE ? copy(call, i, &s, type, alloc_object, a, shape)
                               : found != CBI_FAILED;
}

CBI_COLD bool
cbi_get_view(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
             unsigned flags, struct cbi_array *a, intptr_t *shape, intptr_t *strides)
{
    struct cbi_source s;
    cbi_alloc alloc = flags & CBI_FRESH ? alloc_object : alloc_memory;
    cbi_allow_rare();
    enum cbi_found found = cbi_array_begin(call, i, o, type, rank, flags, alloc,
                                           flags & CBI_WRITE ? cbi_check_own : NULL, a,
                                           shape, &s);
    if (found == CBI_SOURCE && cbi_is_usable(&s, type) && !(flags & CBI_FRESH)) {
        return cbi_take_strides(call, i, &s, CBI_SIZE(type), flags, strides)
               && cbi_use_directly(&s, a, shape);
    }
    if (found == CBI_SOURCE) {
        found = !(flags & CBI_WRITE ? cbi_bad_own_layout(call, i, &s, type)
                  : copy(call, i, &s, type, alloc, a, shape)) ? CBI_FAILED : CBI_SEQUENCE;
    }
    if (found != CBI_FAILED) {
        cbi_contiguous_strides(rank, shape, CBI_SIZE(type), strides);
    }
    return found != CBI_FAILED;
}

/* A contiguous copy, whatever the layout. */
CBI_COLD bool
cbi_copy_contiguous(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
                    struct cbi_array *a, intptr_t *shape)
{
    struct cbi_source s;
    enum cbi_found found = cbi_array_begin(call, i, o, type, rank, 0, alloc_memory, NULL,
                                           a, shape, &s);
    return found == CBI_SOURCE ? copy(call, i, &s, type, alloc_memory, a, shape)
                               : found != CBI_FAILED;
}

/* ------------------------------------------------------------------- (4) again */
bool
cbi_again(struct cbi_call *call, int i, const struct cbi_array *a, cbi_type type,
          int rank, unsigned flags, const intptr_t *shape)
{
    return cbi_again_strided(call, i, a, type, rank, flags, shape, NULL, 1);
}

CBI_COLD bool
cbi_again_strided(struct cbi_call *call, int i, const struct cbi_array *a,
                  cbi_type type, int rank, unsigned flags, const intptr_t *shape,
                  const intptr_t *strides, intptr_t unit)
{
    struct cbi_source s;
    if (!a->direct) {
        return true;
    }
    bool same = cbi_ndarray_describe(call, a->direct, &s);
    if (same && type == CBI_INT(unsigned char) && rank == 1 && !strides) {
        intptr_t bytes = s.type ? cbi_total(s.type, s.rank, s.shape) : -1;
        same = bytes == shape[0] && s.type && cbi_is_contiguous(&s, CBI_SIZE(s.type))
               && (!bytes || s.data == a->data)
               && !((flags & CBI_WRITE) && (s.read_only || s.warn));
    }
    else if (same) {
        same = s.type == type && !s.swapped
               && (strides || (flags & CBI_STRIDED)
                   || cbi_is_contiguous(&s, CBI_SIZE(type)))
               && cbi_is_as_before(&s, a, rank, flags, shape, strides, unit);
    }
    return same || cbi_fail(call, PyExc_RuntimeError, i, "changed during the call");
}
