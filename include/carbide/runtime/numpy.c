/* SPDX-License-Identifier: MIT
   carbide/runtime/numpy.c: NumPy without its headers: found in sys.modules when the
   first array comes, imported only when a result wants it. Reading ndarrays by their
   fields is proved first on six probe arrays; if that fails, the buffer protocol serves
   for the whole process. In: objects; out: cbi_np, and descriptions of arrays. */
#include "carbide/runtime/small.h"

struct cbi_numpy cbi_np;

/* Where a dtype keeps its parts, behind the object's head; the same in 1.x and 2.x. */
struct descr {
    PyTypeObject *scalar;
    char kind, code, byteorder, flags;
    int number;
};
#define DESCR(d) ((const struct descr *)((char *)(d) + cbi_head))

/* ---------------------------------------------------------------------- dtypes */
cbi_type
cbi_dtype_type(PyObject *descr, bool *swapped, char *kind)
{
    static const cbi_type types[] = {
        CBI_BOOL, CBI_INT(signed char), CBI_INT(unsigned char), CBI_INT(short),
        CBI_INT(unsigned short), CBI_INT(int), CBI_INT(unsigned), CBI_INT(long),
        CBI_INT(unsigned long), CBI_INT(long long), CBI_INT(unsigned long long),
        CBI_FLOAT(float), CBI_FLOAT(double), CBI_FLOAT(long double),
        CBI_COMPLEX(_Complex float), CBI_COMPLEX(_Complex double),
        CBI_COMPLEX(_Complex long double)};
    const struct descr *d = DESCR(descr);
    const char foreign = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? '>' : '<';
    *swapped = d->byteorder == foreign;
    *kind = d->kind;
    if (d->number == 23) {
        return 'f' << 8 | 2;
    }
    return d->number >= 0 && d->number < CBI_COUNT(types) ? types[d->number] : 0;
}

/* ---------------------------------------------------------------------- probes
   Six arrays of all the kinds that fields can tell apart (0-d, reversed, read-only, of
   foreign byte order, structured, empty), each with what its attributes say. */
static const char probes[] =
    "tuple((a, a.ndim, a.flags.num, a.__array_interface__['data'][0], id(a.dtype),"
    " a.dtype.num, ord(a.dtype.kind), ord(a.dtype.byteorder), *a.shape, *a.strides)"
    " for a in (np.zeros((), 'f8'), np.zeros((3, 4), 'i4')[::-1, ::-1],"
    " np.frombuffer(bytes(48), 'c16'), np.zeros(2, np.dtype('f8').newbyteorder()),"
    " np.zeros(2, 'i4,f8'), np.zeros((0, 5), 'u2')))";

/* One probe: do the fields say what the attributes say? */
static bool
fields_are_right(PyObject *probe)
{
    int overflow;
    PyObject *array = PyTuple_GetItem(probe, 0);
    const struct cbi_ndarray *f = CBI_NDARRAY(array);
    const struct descr *d = DESCR(f->descr);
    intptr_t fields[12] = {f->nd, f->flags, (intptr_t)f->data, (intptr_t)f->descr,
                           d->number, d->kind, d->byteorder};
    const intptr_t n = PyTuple_Size(probe) - 1;
    if (f->nd < 0 || f->nd > 2 || n != 7 + 2 * f->nd) {
        return false;
    }
    for (int k = 0; k < f->nd; k++) {
        fields[7 + k] = f->dimensions[k];
        fields[7 + f->nd + k] = f->strides[k];
    }
    for (intptr_t k = 0; k < n; k++) {
        if (PyLong_AsLongLongAndOverflow(PyTuple_GetItem(probe, k + 1), &overflow)
            != fields[k]) {
            return false;
        }
    }
    return true;
}

CBI_COLD static bool
probes_are_right(PyObject *module)
{
    PyObject *builtins = PyImport_ImportModule("builtins");
    PyObject *all = builtins ? PyObject_CallMethod(builtins, "eval", "s{sO}", probes,
                                                   "np", module) : NULL;
    bool right = all && PyTuple_Size(all) == 6;
    for (intptr_t k = 0; right && k < 6; k++) {
        right = fields_are_right(PyTuple_GetItem(all, k));
    }
    cbi_drop(all);
    cbi_drop(builtins);
    PyErr_Clear();
    return right;
}

/* --------------------------------------------------------------------- loading */
/* The module that holds the table, if NumPy is loaded; new reference. */
static PyObject *
loaded(void)
{
    PyObject *modules = PyImport_GetModuleDict();
    PyObject *m = PyDict_GetItemString(modules, "numpy._core._multiarray_umath");
    m = m ? m : PyDict_GetItemString(modules, "numpy.core._multiarray_umath");
    if (m) {
        Py_IncRef(m);
    }
    return m;
}

/* Native descriptors, in the order of cbi_type_index; kept for ever. */
static bool
fill_descriptors(struct cbi_numpy *np)
{
    const int l = sizeof(long) == 8 ? 7 : 9, numbers[CBI_N_TYPES] = {
        0, 1, 3, 5, l, 2, 4, 6, l + 1, 23, 11, 12, 13, 14, 15, 16};
    void *(*from_type)(int) = (void *(*)(int))np->api[CBI_NP_DESCR_FROM_TYPE];
    for (int k = 0; k < CBI_N_TYPES; k++) {
        np->descr[k] = from_type(numbers[k]);
        if (!np->descr[k]) {
            return false;
        }
    }
    return true;
}

enum { UNKNOWN, GOOD, UNUSABLE };
static int known;

CBI_COLD static bool
load(struct cbi_call *call)
{
    PyObject *module = loaded();
    if (!module) {
        return false;
    }
    call->ran = true;
    struct cbi_numpy np = {NULL, {NULL}, NULL};
    PyObject *capsule = PyObject_GetAttrString(module, "_ARRAY_API");
    np.api = capsule ? PyCapsule_GetPointer(capsule, NULL) : NULL;
    cbi_drop(capsule);
    const unsigned abi = np.api ? ((unsigned (*)(void))np.api[0])() >> 24 : 0;
    bool good = (abi == 1 || abi == 2) && fill_descriptors(&np)
                && probes_are_right(module);
    PyErr_Clear();
    Py_DecRef(module);
    if (good) {
        memcpy(cbi_np.descr, np.descr, sizeof np.descr);
        cbi_np.api = np.api;
        __atomic_store_n(&cbi_np.array, (PyTypeObject *)np.api[CBI_NP_ARRAY_TYPE],
                         __ATOMIC_RELEASE);
    }
    known = good ? GOOD : UNUSABLE;
    return good;
}

/* Imports NumPy for this module; an ImportError means that there is none. */
CBI_COLD static bool
import_numpy(struct cbi_call *call)
{
    call->ran = true;
    PyObject *numpy = PyImport_ImportModule("numpy");
    if (numpy) {
        cbi_publish(call, CBI_S_NUMPY, numpy);
        return true;
    }
    if (PyErr_ExceptionMatches(PyExc_ImportError)) {
        PyErr_Clear();
        Py_IncRef(Py_None);
        cbi_publish(call, CBI_S_NO_NUMPY, Py_None);
    }
    return false;
}

bool
cbi_numpy_ready(struct cbi_call *call, bool import)
{
    if (import) {
        PyObject **objects = cbi_state_of(call)->objects;
        if (objects[CBI_S_NO_NUMPY]
            || (!objects[CBI_S_NUMPY] && !import_numpy(call))) {
            return false;
        }
    }
    return cbi_np.array || (known == UNKNOWN && load(call));
}

PyObject *
cbi_ndarray_of(void *data, PyObject *descr, int rank, const intptr_t *shape,
               bool writeable)
{
    typedef PyObject *(*Function)(void *, PyObject *, int, const intptr_t *,
                                  const intptr_t *, void *, int, PyObject *);
    Function new = (Function)cbi_np.api[CBI_NP_NEW_FROM_DESCR];
    Py_IncRef(descr);           /* which the function takes over */
    return new(cbi_np.array, descr, rank, shape, NULL, data,
               !data ? 0 : CBI_C_CONTIGUOUS | CBI_ALIGNED
                           | (writeable ? CBI_WRITEABLE : 0), NULL);
}

PyObject *
cbi_ndarray_over(void *data, cbi_type type, int rank, const intptr_t *shape,
                 bool writeable)
{
    return cbi_ndarray_of(data, cbi_np.descr[cbi_type_index(type)], rank, shape,
                          writeable);
}

/* ----------------------------------------------------------------- descriptions */
/* Is the attribute of o's type ndarray's own? -1: an exception is set. */
static int
is_inherited(PyObject *o, const char *name)
{
    PyObject *a = PyObject_GetAttrString((PyObject *)cbi_type_of(o), name);
    PyObject *b = a ? PyObject_GetAttrString((PyObject *)cbi_np.array, name) : NULL;
    cbi_drop(a);                /* compared as addresses; both live on in their types */
    cbi_drop(b);
    if (!b && PyErr_ExceptionMatches(PyExc_MemoryError)) {
        return -1;
    }
    PyErr_Clear();
    return b && a == b;
}

/* As ndarray itself says it. A subclass may answer `dtype` with anything, and run Python
   code for it; what lies in the field is not to be referenced, since another thread may
   replace it where there is no GIL. */
PyObject *
cbi_dtype_of_array(PyObject *array)
{
    PyObject *own = PyObject_GetAttrString((PyObject *)cbi_np.array, "dtype");
    PyObject *descr = own ? PyObject_CallMethod(own, "__get__", "O", array) : NULL;
    cbi_drop(own);
    return descr;
}

/* Subclasses that bring something that their numbers alone would lose are refused. */
int
cbi_ndarray_check(struct cbi_call *call, int i, PyObject *o, unsigned flags)
{
    char name[48];
    if (!cbi_np.array || !cbi_is(o, cbi_np.array)) {
        return 0;
    }
    if (cbi_type_of(o) == cbi_np.array) {
        return 1;
    }
    const int mask = cbi_has(o, "mask"), unit = mask ? 0 : cbi_has(o, "unit");
    const char *way = mask ? ".filled(…) or " : unit ? ".value or " : "";
    if (mask < 0 || unit < 0) {
        return -1;
    }
    int same = *way ? 0 : is_inherited(o, "__array_ufunc__");
    same = same > 0 ? is_inherited(o, "__array_function__") : same;
    if (same) {
        return same;
    }
    const char *x = cbi_name(call, i);
    const bool copy = *way && !(flags & CBI_WRITE);     /* C may read one instead */
    cbi_fail(call, PyExc_TypeError, i, "is a %s; pass %s%snp.asarray(%s)",
             cbi_type_name(o, name), copy ? x : "", copy ? way : "", x);
    return -1;
}

bool
cbi_ndarray_describe(struct cbi_call *call, PyObject *o, struct cbi_source *s)
{
    (void)call;
    const struct cbi_ndarray *f = CBI_NDARRAY(o);
    const int flags = f->flags;
    *s = (struct cbi_source){.data = f->data, .rank = f->nd, .shape = f->dimensions,
                             .strides = f->strides, .direct = o};
    s->read_only = !(flags & CBI_WRITEABLE);
    s->warn = flags & (CBI_WRITEBACK | CBI_WARN_ON_WRITE);
    for (int k = 0; k < CBI_N_TYPES; k++) {
        if (f->descr == cbi_np.descr[k]) {  /* compared by address: never touched */
            bool swapped;
            s->type = cbi_dtype_type(f->descr, &swapped, &s->kind);
            return true;
        }
    }
    PyObject *descr = cbi_dtype_of_array(o);
    if (!descr) {
        return false;
    }
    s->type = cbi_dtype_type(descr, &s->swapped, &s->kind);
    if (!s->type) {
        PyObject *text = PyObject_GetAttrString(descr, "name");
        const char *name = text ? PyUnicode_AsUTF8AndSize(text, NULL) : NULL;
        snprintf(s->name, sizeof s->name, "%s", name ? name : "?");
        cbi_drop(text);
        PyErr_Clear();
    }
    Py_DecRef(descr);
    return true;
}
