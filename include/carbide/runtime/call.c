/* SPDX-License-Identifier: MIT
   carbide/runtime/call.c: what each call needs: the clean-up list, memory until the
   call ends, and exceptions that begin with `function(): parameter`. In: the call
   record; out: exceptions set, memory. Nothing here runs Python code but cbi_repr and
   cbi_fail_inner, which are called when the call has failed already. */
#include "carbide/runtime/runtime.h"

#include <stdlib.h>

void (*cbi_act_for)(struct cbi_behalf *whom);
const struct cbi_ending **(*cbi_ending)(void);

/* ------------------------------------------------------------------- clean-up */
bool
cbi_no_memory(void)
{
    PyErr_NoMemory();
    return false;
}

bool
cbi_later(struct cbi_call *call, void (*undo)(void *), void *pointer)
{
    struct cbi_cleanup *c = malloc(sizeof *c);
    if (!c) {
        undo(pointer);
        return cbi_no_memory();
    }
    *c = (struct cbi_cleanup){call->cleanup, undo, pointer};
    call->cleanup = c;
    return true;
}

void *
cbi_raw_memory(struct cbi_call *call, size_t bytes)
{
    const size_t extra = sizeof(struct cbi_cleanup) + 63;
    struct cbi_cleanup *c = NULL;
    if (bytes <= PTRDIFF_MAX - extra - 1) {
        c = malloc(extra + (bytes ? bytes : 1));
    }
    if (!c) {
        PyErr_NoMemory();
        return NULL;
    }
    *c = (struct cbi_cleanup){call->cleanup, NULL, NULL};
    call->cleanup = c;
    return (void *)(((uintptr_t)(c + 1) + 63) & ~(uintptr_t)63);
}

void *
cbi_memory(struct cbi_call *call, size_t bytes)
{
    const size_t extra = sizeof(struct cbi_cleanup) + 63;
    struct cbi_cleanup *c = NULL;
    if (bytes <= PTRDIFF_MAX - extra - 1) {
        c = calloc(1, extra + (bytes ? bytes : 1));
    }
    if (!c) {
        PyErr_NoMemory();
        return NULL;
    }
    c->next = call->cleanup;
    call->cleanup = c;
    return (void *)(((uintptr_t)(c + 1) + 63) & ~(uintptr_t)63);
}

/* Dropping references may run Python code, which must not see a pending exception lost;
   destructors keep it by themselves, so nothing is saved here. */
void
cbi_run_cleanup(struct cbi_call *call)
{
    while (call->cleanup) {
        struct cbi_cleanup *c = call->cleanup;
        call->cleanup = c->next;
        if (c->undo) {
            c->undo(c->pointer);
        }
        free(c);
    }
}

void
cbi_let_go(PyObject *o)
{
    cbi_drop(o);
}

bool
cbi_is(PyObject *o, PyTypeObject *type)
{
    return cbi_type_of(o) == type || PyType_IsSubtype(cbi_type_of(o), type);
}

bool
cbi_is_dying(const PyObject *o)
{
    const char *head = (const char *)o;
    uint32_t own = 0;           /* without a GIL: those of the thread that made it */
    intptr_t others;
    if (cbi_head == 16) {
        memcpy(&others, head, sizeof others);
        return others == 0;
    }
    memcpy(&own, head + 12, sizeof own);
    memcpy(&others, head + 16, sizeof others);
    return own == 0 && others >> 2 == 0;
}

void
cbi_hold_dying(PyObject *o, struct cbi_count *count)
{
    count->is_held = cbi_is_dying(o);
    if (count->is_held) {
        memcpy(count->head, o, sizeof count->head);
        Py_IncRef(o);
    }
}

/* The count alone: behind the thread's mark there are other things. */
void
cbi_leave_dying(PyObject *o, const struct cbi_count *count)
{
    if (!count->is_held) {
        return;
    }
    memcpy(o, count->head, 8);
    if (cbi_head != 16) {
        memcpy((char *)o + 12, count->head + 12, 12);
    }
}

CBI_COLD int
cbi_has(PyObject *o, const char *name)
{
    PyObject *a = PyObject_GetAttrString((PyObject *)cbi_type_of(o), name);
    if (a) {
        Py_DecRef(a);
        return 1;
    }
    if (PyErr_ExceptionMatches(PyExc_MemoryError)) {
        return -1;
    }
    PyErr_Clear();
    return 0;
}

bool
cbi_is_none(PyObject *o, unsigned flags)
{
    return flags & CBI_NULLABLE && (!o || o == Py_None);
}

void
cbi_undo_decref(void *object)
{
    Py_DecRef(object);
}

/* ---------------------------------------------------------------------- names */
CBI_COLD static const char *
name_at(unsigned index)
{
    const char *name = cbi_module.names;
    while (index--) {
        name += strlen(name) + 1;
    }
    return name;
}

const char *
cbi_function_name(const struct cbi_call *call)
{
    return name_at(call->function[CBI_F_NAME]);
}

const char *
cbi_name(const struct cbi_call *call, int i)
{
    return name_at(call->function[CBI_F_NAMES + i] & (CBI_F_MUST - 1u));
}

/* ----------------------------------------------------------------- exceptions */
/* Writes "function(): name " into text and gives its length. */
CBI_COLD static size_t
prefix(struct cbi_call *call, int i, const char *after, char *text, size_t size)
{
    const char *name = i < 0 ? "" : cbi_name(call, i);
    int n = snprintf(text, size, "%s(): %s%s", cbi_function_name(call), name,
                     i < 0 ? "" : after);
    return n < 0 ? 0 : (size_t)n < size ? (size_t)n : size - 1;
}

CBI_COLD bool
cbi_fail(struct cbi_call *call, PyObject *exception, int i, const char *fmt, ...)
{
    char text[1000];
    size_t n = prefix(call, i, " ", text, sizeof text / 2);
    va_list args;
    va_start(args, fmt);
    vsnprintf(text + n, sizeof text - n, fmt, args);
    va_end(args);
    PyErr_Format(exception, "%s", text);        /* which mends a character cut off */
    return false;
}

/* "reason (function(): name)" of a UnicodeError; its position stays what it is. */
CBI_COLD static void
add_to_reason(PyObject *value, const char *start)
{
    PyObject *reason = value ? PyObject_GetAttrString(value, "reason") : NULL;
    PyObject *text = reason ? PyUnicode_FromFormat("%S (%s)", reason, start) : NULL;
    if (text) {
        PyObject_SetAttrString(value, "reason", text);
    }
    cbi_drop(text);
    cbi_drop(reason);
    PyErr_Clear();              /* it then says less */
}

/* Only of the plain classes, whose constructors take a text, and once. */
CBI_COLD bool
cbi_fail_inner(struct cbi_call *call, int i)
{
    PyObject *const plain[] = {PyExc_TypeError, PyExc_ValueError, PyExc_OverflowError,
                               PyExc_BufferError, PyExc_RuntimeError};
    PyObject *type, *value, *traceback, *t, *v, *b;
    char start[200];
    int k = CBI_COUNT(plain);
    const bool is_unicode = PyErr_ExceptionMatches(PyExc_UnicodeError);
    PyErr_Fetch(&type, &value, &traceback);
    while (k-- && type != plain[k]) {
    }
    if (k < 0) {
        if (is_unicode) {
            size_t n = prefix(call, i, "", start, sizeof start);
            start[i < 0 && n > 2 ? n - 2 : n] = '\0';      /* "f()" */
            add_to_reason(value, start);
        }
        PyErr_Restore(type, value, traceback);
        return false;
    }
    prefix(call, i, ": ", start, sizeof start);
    PyErr_Format(type, "%s%S", start, value ? value : Py_None);
    PyErr_Fetch(&t, &v, &b);
    cbi_drop(b);
    PyErr_Restore(t, v, traceback);     /* which shows where it came from */
    cbi_drop(value);
    Py_DecRef(type);
    return false;
}

/* ------------------------------------------------------- objects in messages */
static const char *
cut(const char *text, size_t n, char buffer[48])
{
    size_t keep = n <= 40 ? n : 37;
    while (n > 40 && keep && ((unsigned char)text[keep] & 0xC0) == 0x80) {
        keep--;
    }
    memcpy(buffer, text, keep);
    memcpy(buffer + keep, n > 40 ? "…" : "\0\0\0", 4);
    return buffer;
}

CBI_COLD const char *
cbi_type_name(PyObject *o, char buffer[48])
{
    if (o == Py_None) {
        return memcpy(buffer, "None", 5);
    }
    PyObject *name = PyObject_GetAttrString((PyObject *)cbi_type_of(o), "__name__");
    intptr_t n = 0;
    const char *text = name && cbi_is(name, &PyUnicode_Type)
                       ? PyUnicode_AsUTF8AndSize(name, &n) : NULL;
    if (text) {
        cut(text, (size_t)n, buffer);
    }
    else {
        PyErr_Clear();
        memcpy(buffer, "object", 7);
    }
    cbi_drop(name);
    return buffer;
}

CBI_COLD const char *
cbi_repr(PyObject *o, char buffer[48])
{
    PyObject *repr = PyObject_Repr(o);
    intptr_t n = 0;
    const char *text = repr ? PyUnicode_AsUTF8AndSize(repr, &n) : NULL;
    if (text) {
        cut(text, (size_t)n, buffer);
    }
    else {                      /* an int of more digits than Python prints */
        PyErr_Clear();
        memcpy(buffer, "…", 4);
    }
    cbi_drop(repr);
    return buffer;
}

/* As many items as it says it has: an endless sequence ends here, and one that claims
   more than memory holds is a MemoryError at once (tuple() of 3.14 would first try). Of a
   list nothing is read before there is a tuple: to 3.11, the collector runs while that is
   allocated, and tuple() then reads what a finalizer has freed. */
PyObject *
cbi_items(PyObject *o)
{
    const bool is_list = cbi_type_of(o) == &PyList_Type;
    if (cbi_type_of(o) == &PyTuple_Type || (is_list && cbi_layouts.int_mode == 2)) {
        return PySequence_Tuple(o);
    }
    intptr_t n = PySequence_Size(o);
    PyObject *tuple = n < 0 ? NULL : PyTuple_New(n);
    if (tuple && is_list && PySequence_Size(o) != n) {
        PyErr_SetString(PyExc_RuntimeError, "list changed size while it was read");
        n = -1;
    }
    for (intptr_t k = 0; tuple && k < n; k++) {
        PyObject *item = PySequence_GetItem(o, k);
        if (!item || PyTuple_SetItem(tuple, k, item) < 0) {
            n = -1;
        }
    }
    if (tuple && n < 0) {
        Py_DecRef(tuple);
        tuple = NULL;
    }
    return tuple;
}
