/* SPDX-License-Identifier: MIT
   carbide/runtime/ready.c: C functions that Python has in its hands already: by ctypes,
   by cffi, in a LowLevelCallable of SciPy. Where their type is exactly what C wants, C
   gets them as they are. Others of them that Python can call are called like any
   callable. In: an argument and what C wants; out: a pointer and its user data. */
#include "carbide/runtime/runtime.h"

#include <ctype.h>

/* --------------------------------------------------------------- small questions */
/* An attribute, or NULL without an exception. */
static PyObject *
attribute(PyObject *o, const char *name)
{
    PyObject *a = o ? PyObject_GetAttrString(o, name) : NULL;
    if (!a) {
        PyErr_Clear();
    }
    return a;
}

static bool
is_text(PyObject *o, const char *text)
{
    return o && cbi_is(o, &PyUnicode_Type)
           && PyUnicode_CompareWithASCIIString(o, text) == 0;
}

/* Is `text` an attribute's value? */
static bool
says(PyObject *o, const char *name, const char *text)
{
    PyObject *a = attribute(o, name);
    bool same = is_text(a, text);
    cbi_drop(a);
    return same;
}

/* A small number that an attribute or a function gives; -1: none. Takes o over. */
static long long
number(PyObject *o)
{
    int overflow = 0;
    long long n = o && cbi_is(o, &PyLong_Type)
                  ? PyLong_AsLongLongAndOverflow(o, &overflow) : -1;
    cbi_drop(o);
    PyErr_Clear();
    return n;
}

/* Are they known, and the same? A struct, or a pointer to one, is like nothing else: by
   its name alone, which is all that others tell of it, its layout is not known. */
static bool
same_type(cbi_type theirs, cbi_type wanted)
{
    return theirs == wanted && wanted != CBI_NO_TYPE;
}

/* ----------------------------------------------------------------------- ctypes */
/* One of ctypes' simple types: their letters are those of the struct module. */
static cbi_type
letter_type(char c)
{
    switch (c) {
    case 'c': return CBI_INT(char);
    case 'b': return CBI_INT(signed char);
    case 'B': return CBI_INT(unsigned char);
    case 'h': return CBI_INT(short);
    case 'H': return CBI_INT(unsigned short);
    case 'i': return CBI_INT(int);
    case 'I': return CBI_INT(unsigned);
    case 'l': return CBI_INT(long);
    case 'L': return CBI_INT(unsigned long);
    case 'q': return CBI_INT(long long);
    case 'Q': return CBI_INT(unsigned long long);
    case 'f': return CBI_FLOAT(float);
    case 'd': return CBI_FLOAT(double);
    case 'g': return CBI_FLOAT(long double);
    case '?': return CBI_BOOL;
    case 'P': return CBI_POINTER_TO;
    case 'z': return CBI_POINTER_TO | CBI_INT(char);
    default: return CBI_NO_TYPE;
    }
}

static cbi_type
ctypes_type(PyObject *type, bool pointer)
{
    if (type == Py_None) {
        return 0;
    }
    PyObject *code = attribute(type, "_type_");
    cbi_type found = CBI_NO_TYPE;
    if (code && cbi_is(code, &PyUnicode_Type)) {
        const char *text = PyUnicode_AsUTF8AndSize(code, NULL);
        found = text ? letter_type(text[0]) : CBI_NO_TYPE;
        if (!pointer && text && strlen(text) != 1) {
            found = CBI_NO_TYPE;
        }
    }
    else if (code && !pointer && !cbi_has(type, "_length_")) {
        found = ctypes_type(code, true);
        found = found & CBI_POINTER_TO ? CBI_NO_TYPE : found | CBI_POINTER_TO;
    }
    PyErr_Clear();
    cbi_drop(code);
    return found;
}

static bool
ctypes_fits(PyObject *o, const struct cbi_signature *s)
{
    enum { PYTHON_API = 4 };    /* called with the GIL held, which C does not do */
    PyObject *result = attribute(o, "restype"), *args = attribute(o, "argtypes");
    PyObject *items = args && args != Py_None ? PySequence_Tuple(args) : NULL;
    bool fits = result && items && PyTuple_Size(items) == s->n_types - 1
                && same_type(ctypes_type(result, false), s->types[0])
                && !(number(attribute(o, "_flags_")) & PYTHON_API);
    for (int k = 1; fits && k < s->n_types; k++) {
        fits = same_type(ctypes_type(PyTuple_GetItem(items, k - 1), false), s->types[k]);
    }
    PyErr_Clear();
    cbi_drop(items);
    cbi_drop(args);
    cbi_drop(result);
    return fits;
}

/* The pointer lies in the object's memory, which it exports. */
static bool
ctypes_pointer(PyObject *o, struct cbi_callable *c)
{
    CbBuffer view;
    if (PyObject_GetBuffer(o, &view, CB_BUF_SIMPLE) < 0) {
        PyErr_Clear();
        return false;
    }
    bool whole = view.len == sizeof c->pointer;
    if (whole) {
        memcpy(&c->pointer, view.buf, sizeof c->pointer);
    }
    PyBuffer_Release(&view);
    return whole && c->pointer;
}

/* ------------------------------------------------------------------------- cffi */
static cbi_type
cffi_type(PyObject *backend, PyObject *type, bool pointer)
{
    if (says(type, "kind", "void")) {
        return 0;
    }
    if (says(type, "kind", "pointer") && !pointer) {
        PyObject *item = attribute(type, "item");
        cbi_type found = item ? cffi_type(backend, item, true) : CBI_NO_TYPE;
        cbi_drop(item);
        return found == CBI_NO_TYPE ? found : found | CBI_POINTER_TO;
    }
    PyObject *name = says(type, "kind", "primitive") ? attribute(type, "cname") : NULL;
    const char *text = name ? PyUnicode_AsUTF8AndSize(name, NULL) : NULL;
    long long size = text ? number(PyObject_CallMethod(backend, "sizeof", "O", type))
                          : -1;
    cbi_type found = CBI_NO_TYPE;
    if (size > 0 && size < 32 && !strchr(text, '*') && !strstr(text, "omplex")) {
        char kind = strcmp(text, "_Bool") == 0 ? 'b'
            : strstr(text, "float") || strstr(text, "double") ? 'f'
            : text[0] == 'u' || strcmp(text, "size_t") == 0 ? 'u' : 'i';
        found = (cbi_type)(kind << 8 | (int)size);
        found = strcmp(text, "char") == 0 ? CBI_INT(char) : found;
    }
    PyErr_Clear();
    cbi_drop(name);
    return found;
}

static bool
cffi_fits(PyObject *backend, PyObject *function, const struct cbi_signature *s)
{
    PyObject *result = attribute(function, "result"), *args = attribute(function, "args");
    PyObject *more = attribute(function, "ellipsis");
    bool fits = result && args && cbi_is(args, &PyTuple_Type) && more == Py_False
                && PyTuple_Size(args) == s->n_types - 1
                && same_type(cffi_type(backend, result, false), s->types[0]);
    for (int k = 1; fits && k < s->n_types; k++) {
        fits = same_type(cffi_type(backend, PyTuple_GetItem(args, k - 1), false),
                         s->types[k]);
    }
    cbi_drop(more);
    cbi_drop(args);
    cbi_drop(result);
    return fits;
}

static bool
cffi_pointer(PyObject *backend, PyObject *o, struct cbi_callable *c)
{
    PyObject *type = PyObject_CallMethod(backend, "new_primitive_type", "s", "intptr_t");
    PyObject *cast = type ? PyObject_CallMethod(backend, "cast", "OO", type, o) : NULL;
    PyObject *address = cast ? PyObject_CallMethod(cast, "__int__", NULL) : NULL;
    PyErr_Clear();
    const intptr_t n = (intptr_t)number(address);
    cbi_drop(cast);
    cbi_drop(type);
    memcpy(&c->pointer, &n, sizeof c->pointer);
    return n && n != -1;
}

static bool
is_cffi(PyObject *o, const struct cbi_signature *s, struct cbi_callable *c)
{
    PyObject *backend = PyDict_GetItemString(PyImport_GetModuleDict(), "_cffi_backend");
    PyObject *type = backend ? PyObject_CallMethod(backend, "typeof", "O", o) : NULL;
    PyErr_Clear();
    bool fits = type && says(type, "kind", "function") && cffi_fits(backend, type, s)
                && cffi_pointer(backend, o, c);
    cbi_drop(type);
    return fits;
}

/* ------------------------------------------------------------ LowLevelCallable */
/* The same but for spaces: so that of structs, too. */
static bool
same_signature(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (isspace((unsigned char)*a)) {
            a++;
        }
        while (isspace((unsigned char)*b)) {
            b++;
        }
        if (*a != *b) {
            return false;
        }
        if (!*a) {
            return true;
        }
    }
}

/* As C, Cython and SciPy write them; SciPy takes the names of ctypes, less `c_`. */
static const struct {
    const char *name;
    cbi_type type;
} spellings[] = {
    {"void", 0}, {"bool", CBI_BOOL}, {"_Bool", CBI_BOOL}, {"char", CBI_INT(char)},
    {"signed char", CBI_INT(signed char)}, {"byte", CBI_INT(signed char)},
    {"unsigned char", CBI_INT(unsigned char)}, {"ubyte", CBI_INT(unsigned char)},
    {"short", CBI_INT(short)}, {"unsigned short", CBI_INT(unsigned short)},
    {"ushort", CBI_INT(unsigned short)}, {"int", CBI_INT(int)},
    {"unsigned", CBI_INT(unsigned)}, {"unsigned int", CBI_INT(unsigned)},
    {"uint", CBI_INT(unsigned)}, {"long", CBI_INT(long)},
    {"unsigned long", CBI_INT(unsigned long)}, {"ulong", CBI_INT(unsigned long)},
    {"long long", CBI_INT(long long)}, {"longlong", CBI_INT(long long)},
    {"unsigned long long", CBI_INT(unsigned long long)},
    {"ulonglong", CBI_INT(unsigned long long)}, {"size_t", CBI_INT(size_t)},
    {"ptrdiff_t", CBI_INT(ptrdiff_t)}, {"intptr_t", CBI_INT(intptr_t)},
    {"uintptr_t", CBI_INT(uintptr_t)}, {"int8_t", CBI_INT(int8_t)},
    {"int16_t", CBI_INT(int16_t)}, {"int32_t", CBI_INT(int32_t)},
    {"int64_t", CBI_INT(int64_t)}, {"uint8_t", CBI_INT(uint8_t)},
    {"uint16_t", CBI_INT(uint16_t)}, {"uint32_t", CBI_INT(uint32_t)},
    {"uint64_t", CBI_INT(uint64_t)}, {"float", CBI_FLOAT(float)},
    {"double", CBI_FLOAT(double)}, {"long double", CBI_FLOAT(long double)},
    {"longdouble", CBI_FLOAT(long double)},
};

static cbi_type
named_type(const char *name)
{
    for (int k = 0; k < CBI_COUNT(spellings); k++) {
        if (strcmp(name, spellings[k].name) == 0) {
            return spellings[k].type;
        }
    }
    return CBI_NO_TYPE;
}

/* `const double *` and the like, up to `end`: its words without qualifiers. */
static cbi_type
spelled_type(const char *text, const char *end)
{
    char name[32] = "";
    int stars = 0;
    while (text < end) {
        const char *word = text;
        while (text < end && (isalnum((unsigned char)*text) || *text == '_')) {
            text++;
        }
        const size_t n = (size_t)(text - word), used = strlen(name);
        if (!n && *text != '*' && !isspace((unsigned char)*text)) {
            return CBI_NO_TYPE;
        }
        if (!n) {
            stars += *text++ == '*';
        }
        else if (used + n + 2 > sizeof name) {
            return CBI_NO_TYPE;
        }
        else if (n != 5 || strncmp(word, "const", n) != 0) {
            snprintf(name + used, sizeof name - used, "%s%.*s", used ? " " : "", (int)n,
                     word);
        }
    }
    const cbi_type type = named_type(name);
    return stars == 0 ? type
        : stars == 1 && type != CBI_NO_TYPE ? type | CBI_POINTER_TO : CBI_NO_TYPE;
}

/* A signature as text, type by type. */
static bool
text_fits(const char *text, const struct cbi_signature *s)
{
    const char *end = strchr(text, '(');
    bool fits = end && same_type(spelled_type(text, end), s->types[0]);
    for (int k = 1; fits && k < s->n_types; k++) {
        text = end + 1;
        end = strpbrk(text, ",)");
        fits = end && same_type(spelled_type(text, end), s->types[k])
               && (*end == ')') == (k + 1 == s->n_types);
    }
    return fits && s->n_types > 1;
}

/* A tuple whose first item is a capsule: the name is the signature. */
static int
take_low_level(struct cbi_call *call, int i, PyObject *o, const struct cbi_signature *s,
               struct cbi_callable *c)
{
    PyObject *capsule = PyTuple_Size(o) > 0 ? PyTuple_GetItem(o, 0) : NULL;
    const char *name = capsule ? PyCapsule_GetName(capsule) : NULL;
    void *pointer = name ? PyCapsule_GetPointer(capsule, name) : NULL;
    PyErr_Clear();
    if (!pointer || !(text_fits(name, s) || same_signature(name, s->text))) {
        cbi_fail(call, PyExc_TypeError, i, "is a LowLevelCallable of `%s`, but C wants "
                 "`%s`", name ? name : "?", s->text);
        return -1;
    }
    c->data = PyCapsule_GetContext(capsule);
    memcpy(&c->pointer, &pointer, sizeof pointer);
    if (c->data && !s->has_context) {
        cbi_fail(call, PyExc_TypeError, i, "has user data, but C hands none on");
        return -1;
    }
    return 1;
}

/* ------------------------------------------------------------------------ all */
/* Functions and methods are types of Python's own, and by far the most: the last few. */
static bool
is_plain(PyTypeObject *type)
{
    enum { HEAP = 1 << 9 };
    static PyTypeObject *plain[4];
    static unsigned next;
    for (int k = 0; k < CBI_COUNT(plain); k++) {
        if (__atomic_load_n(&plain[k], __ATOMIC_RELAXED) == type) {
            return true;
        }
    }
    bool own = !(PyType_GetFlags(type) & HEAP)
               && says((PyObject *)type, "__module__", "builtins");
    if (own) {
        const unsigned k = __atomic_fetch_add(&next, 1, __ATOMIC_RELAXED);
        __atomic_store_n(&plain[k % CBI_COUNT(plain)], type, __ATOMIC_RELAXED);
    }
    return own;
}

void
cbi_saw_callable(PyTypeObject *type)
{
    if (is_plain(type)) {
        __atomic_store_n(&cbi_callable_type, type, __ATOMIC_RELAXED);
    }
}

/* 1: c has it; 0: it is none, or of another type; -1: an exception is set. */
int
cbi_get_ready(struct cbi_call *call, int i, PyObject *o, const struct cbi_signature *s,
              struct cbi_callable *c)
{
    PyTypeObject *type = cbi_type_of(o);
    if (!s || is_plain(type)) {
        return 0;
    }
    int taken = 0;
    call->ran = true;
    PyObject *ctypes = PyDict_GetItemString(PyImport_GetModuleDict(), "_ctypes");
    PyObject *pointers = attribute(ctypes, "CFuncPtr");
    if (PyType_IsSubtype(type, &PyTuple_Type)
        && says((PyObject *)type, "__name__", "LowLevelCallable")) {
        taken = take_low_level(call, i, o, s, c);
    }
    else if (pointers && PyType_IsSubtype(type, (PyTypeObject *)pointers)) {
        taken = ctypes_fits(o, s) && ctypes_pointer(o, c);
    }
    else if (says((PyObject *)type, "__module__", "_cffi_backend")) {
        taken = is_cffi(o, s, c);
    }
    cbi_drop(pointers);
    if (taken > 0) {
        c->kind = 'c';
        c->object = o;
    }
    return taken;
}
