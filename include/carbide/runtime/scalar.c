/* SPDX-License-Identifier: MIT
   carbide/runtime/scalar.c: Python numbers into C numbers of any size, by law 3: what
   does not fit is an OverflowError, what is of another kind a TypeError; rounding to
   the nearest float is no loss. The same converters serve parameters and elements of
   lists: they say what went wrong, and cbi_number_fail() makes the exception. */
#include "carbide/runtime/runtime.h"

#include <math.h>

/* ------------------------------------------------------------------- integers */
/* v as it is, or its bits as unsigned 64 bits. */
enum cbi_why
cbi_store_int(int64_t v, bool is_u64, cbi_type type, void *out)
{
    const size_t size = CBI_SIZE(type);
    if (CBI_KIND(type) == 'u') {
        if ((v < 0 && !is_u64) || (size < 8 && (uint64_t)v >> (8 * size & 63))) {
            return CBI_RANGE;
        }
    }
    else if ((is_u64 && v < 0)
             || (size < 8 && v != (int64_t)((uint64_t)v << (64 - 8 * size))
                                  >> (64 - 8 * size))) {
        return CBI_RANGE;
    }
    switch (size) {
    case 1: *(uint8_t *)out = (uint8_t)v; break;
    case 2: *(uint16_t *)out = (uint16_t)v; break;
    case 4: *(uint32_t *)out = (uint32_t)v; break;
    default: *(uint64_t *)out = (uint64_t)v; break;
    }
    return CBI_DONE;
}

int64_t
cbi_load_int(cbi_type type, const void *p)
{
    const bool is_signed = CBI_KIND(type) == 'i';
    uint8_t one;
    uint16_t two;
    uint32_t four;
    int64_t eight;
    switch (CBI_SIZE(type)) {
    case 1: memcpy(&one, p, 1); return is_signed ? (int8_t)one : one;
    case 2: memcpy(&two, p, 2); return is_signed ? (int16_t)two : two;
    case 4: memcpy(&four, p, 4); return is_signed ? (int32_t)four : (int64_t)four;
    default: memcpy(&eight, p, 8); return eight;
    }
}

/* An exact or derived int. */
static enum cbi_why
long_from(PyObject *o, cbi_type type, void *out)
{
    int overflow;
    int64_t v = PyLong_AsLongLongAndOverflow(o, &overflow);
    if (CBI_LIKELY(!overflow)) {
        return cbi_store_int(v, false, type, out);
    }
    if (overflow > 0 && CBI_KIND(type) == 'u' && CBI_SIZE(type) == 8) {
        uint64_t u = PyLong_AsUnsignedLongLong(o);
        if (u != UINT64_MAX || !PyErr_Occurred()) {
            *(uint64_t *)out = u;
            return CBI_DONE;
        }
        PyErr_Clear();
    }
    return CBI_RANGE;
}

/* To a number, an array without dimensions is the number of its dtype's kind. */
static bool
is_no_number(struct cbi_call *call, PyObject *o, const char *kinds)
{
    if (!cbi_numpy_ready(call, false) || !cbi_is(o, cbi_np.array)) {
        return false;
    }
    bool swapped;
    char kind;
    cbi_dtype_type(CBI_NDARRAY(o)->descr, &swapped, &kind);
    return CBI_NDARRAY(o)->nd || !strchr(kinds, kind);
}

/* The int behind __index__; NULL: `why` says what. A new reference. */
CBI_COLD static PyObject *
index_of(struct cbi_call *call, PyObject *o, enum cbi_why *why)
{
    *why = CBI_KIND;
    if (!PyIndex_Check(o) || cbi_is(o, &PyFloat_Type) || is_no_number(call, o, "biu")) {
        return NULL;
    }
    call->ran = true;
    *why = CBI_RAISED;
    return cbi_is_deep() ? NULL : PyNumber_Index(o);
}

enum cbi_why
cbi_int_from(struct cbi_call *call, PyObject *o, cbi_type type, void *out)
{
    if (CBI_LIKELY(cbi_type_of(o) == &PyLong_Type) || cbi_is(o, &PyLong_Type)) {
        return long_from(o, type, out);
    }
    enum cbi_why why;
    PyObject *index = index_of(call, o, &why);
    if (index) {
        why = long_from(index, type, out);
        Py_DecRef(index);
    }
    return why;
}

bool
cbi_get_int_slow(struct cbi_call *call, int i, PyObject *o, cbi_type type, void *out)
{
    enum cbi_why why = cbi_int_from(call, o, type, out);
    return CBI_LIKELY(why == CBI_DONE)
           || cbi_number_fail(call, i, o, type, why, NULL, 0);
}

/* --------------------------------------------------------------------- floats */
/* An int as a double, which must give the same int back. */
static enum cbi_why
double_from_long(PyObject *o, double *out)
{
    int overflow;
    int64_t v = PyLong_AsLongLongAndOverflow(o, &overflow);
    if (!overflow) {
        *out = (double)v;
        return *out < 0x1p63 && (int64_t)*out == v ? CBI_DONE : CBI_INEXACT;
    }
    *out = PyFloat_AsDouble(o);
    if (*out == -1.0 && PyErr_Occurred()) {
        PyErr_Clear();
        return CBI_RANGE;
    }
    PyObject *back = PyFloat_FromDouble(*out);  /* Python compares both exactly */
    int equal = back ? PyObject_RichCompareBool(back, o, 2 /* == */) : -1;
    cbi_drop(back);
    return equal < 0 ? CBI_RAISED : equal ? CBI_DONE : CBI_INEXACT;
}

/* Objects with __index__ or __float__. */
CBI_COLD static enum cbi_why
double_from_object(struct cbi_call *call, PyObject *o, double *out)
{
    if (is_no_number(call, o, "biuf")) {
        return CBI_KIND;
    }
    enum cbi_why why;
    PyObject *index = index_of(call, o, &why);
    if (index) {
        why = double_from_long(index, out);
        Py_DecRef(index);
        return why;
    }
    if (why == CBI_RAISED) {
        return why;
    }
    /* complex has a __float__ that raises, on 3.9 */
    const int has = cbi_is(o, &PyComplex_Type) ? 0 : cbi_has(o, "__float__");
    if (has <= 0) {
        return has ? CBI_RAISED : CBI_KIND;
    }
    call->ran = true;
    *out = cbi_is_deep() ? -1.0 : PyFloat_AsDouble(o);
    return *out == -1.0 && PyErr_Occurred() ? CBI_RAISED : CBI_DONE;
}

enum cbi_why
cbi_double_from(struct cbi_call *call, PyObject *o, double *out)
{
    if (CBI_LIKELY(cbi_is(o, &PyFloat_Type))) {
        *out = PyFloat_AsDouble(o);
        return CBI_DONE;
    }
    if (cbi_is(o, &PyLong_Type)) {
        return double_from_long(o, out);
    }
    return double_from_object(call, o, out);
}

uint16_t
cbi_half_from(double v)
{
    uint64_t bits;
    memcpy(&bits, &v, 8);
    const uint16_t sign = (uint16_t)(bits >> 48 & 0x8000);
    const double a = fabs(v);
    if (a != a) {
        return sign | 0x7E00;
    }
    if (a >= 65520) {
        return sign | 0x7C00;
    }
    if (a < 0x1p-14) {          /* subnormal: a multiple of 2**-24, ties to even */
        double scaled = a * 0x1p24;
        uint16_t whole = (uint16_t)scaled;
        double rest = scaled - whole;
        return sign | (uint16_t)(whole + (rest > 0.5 || (rest == 0.5 && (whole & 1))));
    }
    memcpy(&bits, &a, 8);
    uint64_t rest = bits & 0x3FFFFFFFFFF, h = (bits >> 42) - ((uint64_t)1008 << 10);
    return sign | (uint16_t)(h + (rest > 0x20000000000
                                  || (rest == 0x20000000000 && (h & 1))));
}

double
cbi_half_to(uint16_t bits)
{
    const uint64_t exponent = bits >> 10 & 31, fraction = bits & 1023;
    double v = (double)fraction * 0x1p-24;
    if (exponent) {
        uint64_t wide = (exponent == 31 ? 2047 : exponent + 1008) << 52
                        | fraction << 42;
        memcpy(&v, &wide, 8);
    }
    return bits & 0x8000 ? -v : v;
}

static enum cbi_why
store_rare_half(double v, void *out)
{
    uint16_t half = cbi_half_from(v);
    memcpy(out, &half, sizeof half);
    return (half & 0x7FFF) == 0x7C00 && !isinf(v) ? CBI_RANGE : CBI_DONE;
}

/* Modules that take float16 set it. */
static enum cbi_why (*store_half)(double, void *);

enum cbi_why
cbi_store_float(double v, cbi_type type, void *out)
{
    switch (CBI_SIZE(type)) {
    case 8:
        *(double *)out = v;
        return CBI_DONE;
    case 4:
        *(float *)out = (float)v;
        return isinf(*(float *)out) && !isinf(v) ? CBI_RANGE : CBI_DONE;
    case 2:
        return __atomic_load_n(&store_half, __ATOMIC_RELAXED)(v, out);
    default:
        *(long double *)out = v;
        return CBI_DONE;
    }
}

/* An int of 64 bits is exact in a long double, where it might not be in a double. */
static enum cbi_why
float_from(struct cbi_call *call, PyObject *o, cbi_type type, void *out)
{
    double v;
    int overflow = 1;
    const bool is_long = CBI_SIZE(type) > 8 && cbi_is(o, &PyLong_Type);
    const int64_t whole = is_long ? PyLong_AsLongLongAndOverflow(o, &overflow) : 0;
    if (!overflow) {
        *(long double *)out = (long double)whole;
        return CBI_DONE;
    }
    enum cbi_why why = cbi_double_from(call, o, &v);
    return why == CBI_DONE ? cbi_store_float(v, type, out) : why;
}

bool
cbi_get_float(struct cbi_call *call, int i, PyObject *o, cbi_type type, void *out)
{
    double v;
    enum cbi_why why;
    if (type == CBI_HALF) {
        why = cbi_double_from(call, o, &v);
        why = why == CBI_DONE ? store_rare_half(v, out) : why;
    }
    else {
        why = float_from(call, o, type, out);
    }
    return CBI_LIKELY(why == CBI_DONE)
           || cbi_number_fail(call, i, o, type, why, NULL, 0);
}

bool
cbi_get_double_slow(struct cbi_call *call, int i, PyObject *o, double *out)
{
    enum cbi_why why = cbi_double_from(call, o, out);
    return CBI_LIKELY(why == CBI_DONE)
           || cbi_number_fail(call, i, o, CBI_FLOAT(double), why, NULL, 0);
}

/* -------------------------------------------------------------------- complex */
static enum cbi_why
complex_from(struct cbi_call *call, PyObject *o, cbi_type type, void *out)
{
    const cbi_type part = 'f' << 8 | (unsigned)CBI_SIZE(type) / 2;
    double re, im = 0;
    enum cbi_why why = CBI_DONE;
    PyObject *made = NULL;
    const bool plain = cbi_is(o, &PyComplex_Type) || cbi_is(o, &PyFloat_Type)
                       || cbi_is(o, &PyLong_Type);
    if (!plain && is_no_number(call, o, "biufc")) {
        return CBI_KIND;
    }
    const int has = plain ? 0 : cbi_has(o, "__complex__");
    if (has < 0) {
        return CBI_RAISED;
    }
    if (has) {
        call->ran = true;
        made = cbi_is_deep() ? NULL : PyObject_CallMethod(o, "__complex__", NULL);
        if (!made) {
            return CBI_RAISED;
        }
        o = made;
    }
    if (cbi_is(o, &PyComplex_Type)) {
        re = PyComplex_RealAsDouble(o);
        im = PyComplex_ImagAsDouble(o);
    }
    else {
        why = cbi_double_from(call, o, &re);
    }
    cbi_drop(made);
    if (why == CBI_DONE) {
        why = cbi_store_float(re, part, out);
    }
    return why == CBI_DONE ? cbi_store_float(im, part, (char *)out + CBI_SIZE(part))
                           : why;
}

bool
cbi_get_complex(struct cbi_call *call, int i, PyObject *o, cbi_type type, void *out)
{
    enum cbi_why why = complex_from(call, o, type, out);
    return CBI_LIKELY(why == CBI_DONE)
           || cbi_number_fail(call, i, o, type, why, NULL, 0);
}

/* ----------------------------------------------------------------------- bool */
/* Also numpy.bool, known by its name: NumPy is not imported for this. */
CBI_COLD static enum cbi_why
numpy_bool(struct cbi_call *call, PyObject *o, bool *out)
{
    char name[48];
    cbi_type_name(o, name);
    if (strcmp(name, "bool") != 0 && strcmp(name, "bool_") != 0) {
        return CBI_KIND;
    }
    PyObject *module = PyObject_GetAttrString((PyObject *)cbi_type_of(o), "__module__");
    bool is_numpy = module && cbi_is(module, &PyUnicode_Type)
                    && PyUnicode_CompareWithASCIIString(module, "numpy") == 0;
    cbi_drop(module);
    PyErr_Clear();
    if (!is_numpy) {
        return CBI_KIND;
    }
    call->ran = true;
    int v = PyObject_IsTrue(o);
    *out = v > 0;
    return v < 0 ? CBI_RAISED : CBI_DONE;
}

static enum cbi_why
bool_from(struct cbi_call *call, PyObject *o, bool *out)
{
    if (CBI_LIKELY(cbi_type_of(o) == &PyBool_Type)) {
        *out = o == Py_True;
        return CBI_DONE;
    }
    if (cbi_np.array && cbi_is(o, cbi_np.array) && !CBI_NDARRAY(o)->nd) {
        bool swapped;
        char kind;
        PyObject *descr = cbi_dtype_of_array(o);
        cbi_type type = descr ? cbi_dtype_type(descr, &swapped, &kind) : 0;
        cbi_drop(descr);
        if (type == CBI_BOOL) {
            *out = *(unsigned char *)CBI_NDARRAY(o)->data != 0;
            return CBI_DONE;
        }
        return descr ? CBI_KIND : CBI_RAISED;
    }
    return numpy_bool(call, o, out);
}

bool
cbi_get_bool(struct cbi_call *call, int i, PyObject *o, bool *out)
{
    enum cbi_why why = bool_from(call, o, out);
    return CBI_LIKELY(why == CBI_DONE)
           || cbi_number_fail(call, i, o, CBI_BOOL, why, NULL, 0);
}

bool
cbi_get_bool_as(struct cbi_call *call, int i, PyObject *o, cbi_type type, void *out)
{
    bool v;
    return cbi_get_bool(call, i, o, &v)
           && cbi_store_int(v, false, type, out) == CBI_DONE;
}

/* ----------------------------------------------------------------- all of them */
/* Bools and complex numbers, in modules that read arrays of them. */
static enum cbi_why (*rare_from)(struct cbi_call *, PyObject *, cbi_type, void *);

static enum cbi_why
rare_number_from(struct cbi_call *call, PyObject *o, cbi_type type, void *out)
{
    return CBI_KIND(type) == 'b' ? bool_from(call, o, out)
                                 : complex_from(call, o, type, out);
}

void
cbi_allow_rare(void)
{
    __atomic_store_n(&rare_from, rare_number_from, __ATOMIC_RELAXED);
    __atomic_store_n(&store_half, store_rare_half, __ATOMIC_RELAXED);
}

enum cbi_why
cbi_number_from(struct cbi_call *call, PyObject *o, cbi_type type, void *out)
{
    switch (CBI_KIND(type)) {
    case 'i':
    case 'u':
        return cbi_int_from(call, o, type, out);
    case 'f':
        return float_from(call, o, type, out);
    default:
        return __atomic_load_n(&rare_from, __ATOMIC_RELAXED)(call, o, type, out);
    }
}

PyObject *
cbi_number_new(cbi_type type, const void *p)
{
    const size_t size = CBI_SIZE(type);
    const bool is_signed = CBI_KIND(type) == 'i';
    switch (CBI_KIND(type)) {
    case 'b':
        return cbi_new_bool(*(const unsigned char *)p != 0);
    case 'f':
        return PyFloat_FromDouble(size == 8 ? *(const double *)p
                                  : size == 4 ? (double)*(const float *)p
                                  : size == 2 ? cbi_half_to(*(const uint16_t *)p)
                                  : (double)*(const long double *)p);
    case 'c':
        return size == 16 ? PyComplex_FromDoubles(((const double *)p)[0],
                                                  ((const double *)p)[1])
               : size == 8 ? PyComplex_FromDoubles((double)((const float *)p)[0],
                                                   (double)((const float *)p)[1])
               : PyComplex_FromDoubles((double)((const long double *)p)[0],
                                       (double)((const long double *)p)[1]);
    default:
        return is_signed ? PyLong_FromLongLong(cbi_load_int(type, p))
                         : PyLong_FromUnsignedLongLong((uint64_t)cbi_load_int(type, p));
    }
}

/* ------------------------------------------------------------------- messages */
CBI_COLD bool
cbi_number_fail(struct cbi_call *call, int i, PyObject *o, cbi_type type,
                enum cbi_why why, const intptr_t *position, int n)
{
    static const char wants[] = "i\0an int\0u\0an int\0f\0a float\0"
                                "c\0a complex number\0b\0a bool\0";
    char text[48], place[120] = "";
    const char kind = CBI_KIND(type), *name = cbi_name(call, i), *want = wants;
    const char *type_name = cbi_dtype_name(type);
    const int unused = 64 - 8 * (int)(CBI_SIZE(type) & 15);
    if (why == CBI_RAISED) {
        return cbi_fail_inner(call, i);
    }
    if (n) {
        cbi_index_text(n, position, place);
    }
    if (why == CBI_KIND) {
        while (*want != kind) {
            want += 2 + strlen(want + 2) + 1;
        }
        return cbi_fail(call, PyExc_TypeError, -1, "%s%s must be %s, not %s", name,
                        place, want + 2, cbi_type_name(o, text));
    }
    call->ran = true;
    cbi_repr(o, text);
    if (kind == 'i' || kind == 'u') {
        const unsigned long long most = ~0ULL >> unused >> (kind == 'i');
        return cbi_fail(call, PyExc_OverflowError, -1,
                        "%s%s = %s does not fit %s (%lld to %llu)", name, place, text,
                        type_name, kind == 'i' ? -(long long)most - 1 : 0, most);
    }
    return cbi_fail(call, PyExc_OverflowError, -1,
                    why == CBI_INEXACT ? "%s%s = %s has no exact %s value"
                                       : "%s%s = %s does not fit %s", name, place, text,
                    type_name);
}
