/* SPDX-License-Identifier: MIT
   carbide/runtime/error.c: what C says by cb_raise and CB_RAISES, cb_check's look for
   Ctrl-C, and cb_scratch. All of it hangs off the record of the running call, found by
   a thread-local pointer and stacked by nested calls; so no function here needs the GIL
   but cbi_throw, and none finds the error of another call. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE             /* gettid by syscall() */
#endif
#include "carbide/runtime/runtime.h"
#include "carbide/runtime/thread.h"

#include <stdlib.h>
#ifdef __APPLE__
#include <pthread.h>
#endif
#ifdef __linux__
#include <sys/syscall.h>
#include <unistd.h>
#endif

_Thread_local struct cbi_thread cbi_thread = {.limit = UINTPTR_MAX};

void
cbi_enter(struct cbi_call *call)
{
    struct cbi_thread *me = &cbi_thread;
    __asm__("" : "+r"(me));     /* it is asked for once */
    call->me = me;
    call->outer = me->current;
    if (CBI_UNLIKELY(call->outer)) {
        call->outer->inner = true;
    }
    const uint8_t four[4] = {call->error, false, false, false};
    memcpy(&call->error, four, sizeof four);    /* stored as one: cbi_begin reads it so */
    call->stop = false;
    call->stay = false;
    call->has_state = false;
    call->saved_errno = 0;
    call->until = CBI_MANY;
    call->thread = NULL;
    call->scratch = NULL;
    call->values = NULL;
    call->checked = 0;
    me->current = call;
}

struct block {                  /* of scratch memory, which lies behind it */
    _Alignas(64) struct block *next;
    size_t used, size;
    void *memory;               /* what malloc gave; Windows has no aligned_alloc */
};

static struct block *
new_block(size_t size)
{
    char *memory = malloc(63 + sizeof(struct block) + size);
    if (!memory) {
        return NULL;
    }
    struct block *b = (void *)(((uintptr_t)memory + 63) & ~(uintptr_t)63);
    *b = (struct block){NULL, 0, size, memory};
    return b;
}

CBI_COLD void
cbi_leave_outer(struct cbi_call *call)
{
    call->me->current = call->outer;
    if (call->outer) {
        call->outer->inner = false;
    }
    for (struct block *b = call->scratch, *next; b; b = next) {
        next = b->next;
        free(b->memory);
    }
}

/* --------------------------------------------------------------------- raising */
/* Ends text at `limit` bytes with "…", and not within a character. */
static void
cut(char *text, size_t limit)
{
    size_t n = limit - 4;
    while (n && ((unsigned char)text[n] & 0xC0) == 0x80) {
        n--;
    }
    strcpy(text + n, "…");
}

static char *
decimal(char *to, uint64_t v, bool negative)
{
    char digits[24], *p = digits + sizeof digits;
    do {
        *--p = (char)('0' + v % 10);
    } while (v /= 10);
    if (negative) {
        *--p = '-';
    }
    size_t n = (size_t)(digits + sizeof digits - p);
    memcpy(to, p, n);
    return to + n;
}

/* The conversions that messages are made of, without flags, width or precision: d, i, u
   of any length, s, %. A third of vsnprintf's time. Gives the length; -1: another
   conversion, or no room. */
static int
format_plain(char *text, size_t size, const char *f, va_list args)
{
    enum { LONGEST_NUMBER = 24 };
    char *to = text, *const end = text + size - LONGEST_NUMBER;
    for (; *f; f++) {
        if (to >= end) {
            return -1;
        }
        if (*f != '%') {
            *to++ = *f;
            continue;
        }
        bool wide = false;          /* l, ll, z, t, j: 64 bits, but for l on Windows */
        for (f++; *f == 'l' || *f == 'z' || *f == 't' || *f == 'j'; f++) {
            wide = true;
            if (*f == 'l' && f[1] != 'l' && sizeof(long) < 8) {
                return -1;
            }
        }
        if (*f == 'd' || *f == 'i') {
            int64_t v = wide ? va_arg(args, int64_t) : va_arg(args, int);
            to = decimal(to, v < 0 ? -(uint64_t)v : (uint64_t)v, v < 0);
        }
        else if (*f == 'u') {
            to = decimal(to, wide ? va_arg(args, uint64_t) : va_arg(args, unsigned),
                         false);
        }
        else if (*f == 's' && !wide) {
            const char *s = va_arg(args, const char *);
            size_t n = s ? strlen(s) : 0;
            if (!s || n >= (size_t)(end - to)) {
                return -1;
            }
            memcpy(to, s, n);
            to += n;
        }
        else if (*f == '%' && !wide) {
            *to++ = '%';
        }
        else {
            return -1;
        }
    }
    *to = '\0';
    return (int)(to - text);
}

bool
cbi_is_error(const struct cbi_call *call)
{
    return call->error > CBI_TEXT_ERROR
           || (call->error && !cbi_class_is_warning(call->error_class));
}

void
cbi_forget_error(struct cbi_call *call)
{
    if (call->error == CBI_TEXT_ERROR && call->error_text
        && call->error_text != call->text) {
        free(call->error_text);
    }
    call->error = CBI_NO_ERROR;
}

CBI_COLD void
cbi_store_error(struct cbi_call *call, cb_class cls, int saved_errno, const char *fmt,
                va_list args)
{
    enum { LONGEST = 4096 };
    if (call->error && (cbi_is_error(call) || cbi_class_is_warning(cls))) {
        return;                 /* the first stays; but an error outdoes a warning */
    }
    cbi_forget_error(call);
    call->error = CBI_TEXT_ERROR;
    call->error_class = cls;
    call->error_errno = saved_errno;
    call->error_text = fmt ? call->text : NULL;
    if (!fmt) {
        return;
    }
    va_list again;
    va_copy(again, args);
    int plain = format_plain(call->text, sizeof call->text, fmt, again);
    va_end(again);
    if (plain >= 0) {
        return;
    }
    va_copy(again, args);
    int n = vsnprintf(call->text, sizeof call->text, fmt, args);
    size_t size = n < 0 ? 0 : (size_t)n + 1;
    size = size < LONGEST ? size : LONGEST;
    char *longer = size > sizeof call->text ? malloc(size) : NULL;
    if (longer) {
        vsnprintf(longer, size, fmt, again);
        call->error_text = longer;
    }
    va_end(again);
    if (n < 0) {
        call->text[0] = '\0';
    }
    else if ((size_t)n >= (longer ? size : sizeof call->text)) {
        cut(call->error_text, longer ? size : sizeof call->text);
    }
}

/* The record may be one that was not entered. */
CBI_COLD void
cbi_raises(struct cbi_call *call, cb_class cls, const char *fmt, ...)
{
    if (cbi_current != call) {
        call->stop = false;     /* never set before */
    }
    va_list args;
    va_start(args, fmt);
    cbi_store_error(call, cls, call->saved_errno, fmt, args);
    va_end(args);
}

/* A thread that no call knows of: not silently. */
CBI_COLD static void
raise_nowhere(cb_class cls, const char *fmt, va_list args)
{
    char text[200] = "";
    if (fmt) {
        vsnprintf(text, sizeof text, fmt, args);
    }
    fprintf(stderr, "carbide: cb_raise outside of a call from Python: %s: %s\n", cls->name,
            text);
}

CBI_COLD void
cb_raise(cb_class cls, const char *fmt, ...)
{
    int saved = errno;
    va_list args;
    va_start(args, fmt);
    if (cbi_current) {
        cbi_store_error(cbi_current, cls, saved, fmt, args);
    }
    else {
        va_list again;
        va_copy(again, args);
        const struct cbi_lender *lender = cbi_thread.lender;
        if (!lender || !lender->raise(cls, saved, fmt, args)) {
            raise_nowhere(cls, fmt, again);
        }
        va_end(again);
    }
    va_end(args);
    errno = saved;
}

const struct cb_error *
cb_error(void)
{
    static _Thread_local struct cb_error error;
    if (!cbi_current || !cbi_current->error) {
        return NULL;
    }
    const bool text = cbi_current->error == CBI_TEXT_ERROR;
    error.cls = text ? cbi_current->error_class
                : cbi_current->error == CBI_MEMORY_ERROR ? CB_MemoryError : CB_Exception;
    error.errno_ = text ? cbi_current->error_errno : 0;
    error.text = text && cbi_current->error_text ? cbi_current->error_text : "";
    return &error;
}

void
cb_reset(void)
{
}

/* OSError(errno, text), which picks its subclass; errno 0: the text alone. */
CBI_COLD static void
set_os_error(struct cbi_call *call, PyObject *class, PyObject *text)
{
    const int number = call->error_errno;
    if (!number) {
        PyErr_SetObject(class, text);
        return;
    }
    PyObject *code = PyLong_FromLongLong(number);
    PyObject *args = code ? PyTuple_Pack(2, code, text) : NULL;
    if (args) {
        PyErr_SetObject(class, args);
    }
    cbi_drop(code);
    cbi_drop(args);
}

CBI_COLD static bool
throw_stored(struct cbi_call *call)
{
    if (call->error == CBI_MEMORY_ERROR) {
        return cbi_no_memory();
    }
    const char *text = call->error_text;
    if (!text) {
        text = call->error_errno && strcmp(call->error_class->name, "OSError") == 0
               ? strerror(call->error_errno) : "";
        if (!text) {
            return cbi_no_memory();     /* glibc makes "Unknown error 12345" anew */
        }
    }
    PyObject *class = cbi_exception_class(call, call->error_class);
    PyObject *message = class ? PyUnicode_DecodeUTF8(text, (intptr_t)strlen(text),
                                                     "replace") : NULL;
    bool good = false;
    if (message && PyType_IsSubtype((PyTypeObject *)class,
                                    (PyTypeObject *)PyExc_Warning)) {
        const char *clean = PyUnicode_AsUTF8AndSize(message, NULL);
        call->ran = true;
        good = clean && PyErr_WarnEx(class, clean, 1) == 0;
    }
    else if (message && class == PyExc_OSError) {
        set_os_error(call, class, message);
    }
    else if (message && !call->error_text) {
        PyErr_SetNone(class);
    }
    else if (message) {
        PyErr_SetObject(class, message);
    }
    cbi_drop(message);
    cbi_drop(class);
    return good;
}

CBI_COLD bool
cbi_throw(struct cbi_call *call)
{
    if (call->stop && call->raised) {
        PyErr_Restore(call->exception[0], call->exception[1], call->exception[2]);
        call->raised = false;
    }
    if (call->stop && !call->error && !PyErr_Occurred()) {
        PyErr_SetNone(PyExc_KeyboardInterrupt);
    }
    bool good = !PyErr_Occurred();
    if (good && call->error == CBI_PYTHON_ERROR) {
        good = cbi_fail(call, PyExc_SystemError, -1, "its exception was lost");
    }
    if (good && call->error) {
        good = throw_stored(call);
    }
    cbi_forget_error(call);
    return good;
}

void *
cb_state(void)
{
    struct cbi_call *call = cbi_current;
    if (!call || !call->module) {       /* a destructor that outlives its module */
        return NULL;
    }
    if (cbi_module.reach_state) {
        cbi_module.reach_state(call);
    }
    return cbi_state_of(call)->memory;
}

/* -------------------------------------------------------------------- cb_check */
/* Where it cannot be told, any thread looks; only in the main one it has an effect. */
static bool
on_main_thread(void)
{
#if defined(__linux__)
    return syscall(SYS_gettid) == getpid();
#elif defined(__APPLE__)
    return pthread_main_np();
#else
    return true;
#endif
}

/* Attaches if C runs detached, lets Python run its signal handlers, and goes back. An
   exception stays pending in the thread's state until cbi_throw finds it. */
CBI_COLD static bool
look(struct cbi_call *call)
{
    int saved = errno;
    bool detached = call->thread != NULL;
    if (detached) {
        cbi_attach(call);
    }
    call->ran = true;
    call->stop = PyErr_CheckSignals() != 0;
    if (detached) {
        cbi_detach(call);
    }
    errno = saved;
    return call->stop;
}

/* The thread that ends the interpreter, or NULL. */
static void *ending;

void
cbi_ends(bool ends)
{
    __atomic_store_n(&ending, ends ? cbi_thread_id() : NULL, __ATOMIC_RELEASE);
}

static bool
must_end(void)
{
    const void *by = __atomic_load_n(&ending, __ATOMIC_ACQUIRE);
    return CBI_UNLIKELY(by != NULL) && by != cbi_thread_id();
}

static PyObject *
interpreter_ends(PyObject *self, PyObject *unused)
{
    (void)self, (void)unused;
    cbi_ends(true);
    return cbi_new_none();
}

/* Where nothing else of the module waits for the end: once, when a call is found to last.
   Of a sub-interpreter no thread outlives it. */
CBI_COLD static void
wait_for_end(struct cbi_call *call)
{
    static CbMethodDef def = {"carbide_ends", (void (*)(void))interpreter_ends,
                              CB_METH_NOARGS, NULL};
    static uint8_t waits;
    if (__atomic_exchange_n(&waits, 1, __ATOMIC_ACQ_REL)) {
        return;
    }
    const bool detached = call->thread != NULL;
    PyObject *x[3];
    if (detached) {
        cbi_attach(call);
    }
    PyErr_Fetch(&x[0], &x[1], &x[2]);
    const bool is_main = PyInterpreterState_GetID(PyInterpreterState_Get()) == 0;
    PyObject *atexit = is_main ? PyImport_ImportModule("atexit") : NULL;
    PyObject *function = atexit ? PyCFunction_NewEx(&def, NULL, NULL) : NULL;
    cbi_drop(function ? PyObject_CallMethod(atexit, "register", "O", function) : NULL);
    cbi_drop(function);
    cbi_drop(atexit);
    if (!is_main) {
        __atomic_store_n(&waits, 0, __ATOMIC_RELEASE);
    }
    PyErr_Restore(x[0], x[1], x[2]);
    call->ran = true;
    if (detached) {
        cbi_detach(call);
    }
}

bool
cb_check(void)
{
    enum { EVERY = 20000000 };
    struct cbi_call *call = cbi_current;
    if (!call) {
        return cbi_thread.lender && cbi_thread.lender->check();
    }
    if (__atomic_load_n(&call->stop, __ATOMIC_RELAXED)
        || call->error == CBI_PYTHON_ERROR) {
        return true;
    }
    if (must_end()) {
        __atomic_store_n(&call->stop, true, __ATOMIC_RELAXED);
        return true;
    }
    uint64_t t = cbi_coarse_clock();
    if (call->checked == 0) {
        call->on_main = on_main_thread();
        call->checked = t;
    }
    if (t - call->checked < EVERY) {
        return false;
    }
    if (!call->on_main) {
        call->checked = t;
        wait_for_end(call);
        return false;
    }
    look(call);
    call->checked = cbi_coarse_clock();
    return call->stop;
}

/* ------------------------------------------------------------------ cb_scratch */
void *
cb_scratch(size_t bytes)
{
    struct cbi_call *call = cbi_current;
    struct block *b = call ? call->scratch : NULL;
    size_t need = (bytes | 63) + 1;         /* at least 64, so that each is its own */
    if (!b || b->size - b->used < need) {
        size_t size = need < 4032 ? 4032 : need;
        if (!call || need > PTRDIFF_MAX - 256 || need < bytes
            || !(b = new_block(size))) {
            if (call && !call->error) {
                call->error = CBI_MEMORY_ERROR;
            }
            return NULL;
        }
        b->next = call->scratch;
        call->scratch = b;
    }
    b->used += need;
    return (char *)(b + 1) + b->used - need;
}
