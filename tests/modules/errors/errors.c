/* SPDX-License-Identifier: MIT
   Definitions of errors.h. */
#include "errors.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static long alive;

static cb_class class_of(int which)
{
    const cb_class all[] = {
        CB_ArithmeticError, CB_AssertionError, CB_AttributeError, CB_BlockingIOError,
        CB_BufferError, CB_ConnectionError, CB_EOFError, CB_Exception,
        CB_FileExistsError, CB_FileNotFoundError, CB_FloatingPointError, CB_ImportError,
        CB_IndexError, CB_InterruptedError, CB_IsADirectoryError, CB_KeyError,
        CB_KeyboardInterrupt, CB_LookupError, CB_MemoryError, CB_NotADirectoryError,
        CB_NotImplementedError, CB_OSError, CB_OverflowError, CB_PermissionError,
        CB_RecursionError, CB_ReferenceError, CB_RuntimeError, CB_StopIteration,
        CB_SystemError, CB_TimeoutError, CB_TypeError, CB_UnicodeError, CB_ValueError,
        CB_ZeroDivisionError, CB_Warning, CB_BytesWarning, CB_DeprecationWarning,
        CB_FutureWarning, CB_ImportWarning, CB_PendingDeprecationWarning,
        CB_ResourceWarning, CB_RuntimeWarning, CB_SyntaxWarning, CB_UnicodeWarning,
        CB_UserWarning,
    };
    int n = sizeof all / sizeof *all;
    return which >= 0 && which < n ? all[which] : NULL;
}

static void deep(int depth, int which)
{
    if (depth) {
        deep(depth - 1, which);
    } else {
        cb_raise(class_of(which), "class number %d", which);
    }
}

int raise_class(int which)
{
    if (class_of(which)) {
        deep(5, which);
    }
    return which;
}

double raise_if_negative(double x)
{
    if (x < 0) {
        return cb_raise(CB_ValueError, "x = %g is negative", x), 0;
    }
    return sqrt(x);
}

const char *raise_text(const char *text)
{
    cb_raise(CB_ValueError, "%s", text);
    return NULL;
}

void raise_after_writing(size_t n, double x[n], double y[n])
{
    for (size_t i = 0; i < n; i++) {
        x[i] = y[i] = 1;
    }
    cb_raise(CB_RuntimeError, "after %zu", n);
}

char *raise_after_allocating(size_t n)
{
    char *s = calloc(n < 1000 ? n + 1 : 1, 1);
    cb_raise(CB_RuntimeError, "after allocating");
    return s;
}

int first_stays(int n)
{
    for (int i = 0; i < n && i < 10; i++) {
        cb_raise(CB_ValueError, "number %d", i);
    }
    return n;
}

int raise_long(size_t n)
{
    size_t length = n < 100000 ? n : 100000;
    char *text = cb_scratch(length + 1);
    if (text) {
        memset(text, 'x', length);
        text[length] = '\0';
        cb_raise(CB_ValueError, "%s", text);
    }
    return 0;
}

int raise_own(int which)
{
    switch (which) {
    case 0: cb_raise(ParseError, "line %d", 7); break;
    case 1: cb_raise(DeepError, "level %d", 8); break;
    case 2: cb_raise(DeviceError, "device %d", 9); break;
    case 3: cb_raise(NumberError, "number %d", 10); break;
    default: break;
    }
    return which;
}

int raise_no_text(void)
{
    cb_raise(CB_ValueError, "%s", "");
    return 0;
}

int warn_and_return(int x)
{
    cb_raise(CB_UserWarning, "x = %d", x);
    return x;
}

int warn_own_and_return(int x)
{
    cb_raise(OddWarning, "x = %d", x);
    return x;
}

int status_of(int x)
{
    return x;
}

int status_by_number(int status, const char *text)
{
    (void)text;
    return status;
}

int set_errno(int code)
{
    errno = code;
    return code != 0;
}

int set_errno_text(int code, const char *path)
{
    (void)path;
    return set_errno(code);
}

int device(int code)
{
    errno = code;
    return code;
}

const char *entry(int key)
{
    return key == 1 ? "first" : NULL;
}

void by_out(int x, bool *ok, int *y)
{
    *ok = x >= 0;
    *y = x;
}

int checked(int x)
{
    return x;
}

int own_warning(int x)
{
    return x & 1;
}

bool fails(int x, double *y)
{
    *y = x;
    return x < 0;
}

double real_root(double x)
{
    return x < 0 ? NAN : sqrt(x);
}

int number(int x)
{
    return x;
}

static char message[64] = "no error";

const char *errors_message_(void)
{
    return message;
}

int device_open(int number, int *handle)
{
    if (number < 0) {
        snprintf(message, sizeof message, "device %d does not exist", number);
        return -1;
    }
    *handle = number + 100;
    return 0;
}

int device_close(int handle)
{
    if (handle < 100) {
        snprintf(message, sizeof message, "handle %d is not open", handle);
        return -2;
    }
    return 0;
}

int device_read(int handle, size_t n, uint8_t data[n])
{
    if (device_close(handle)) {
        return -3;
    }
    memset(data, handle & 255, n);
    return 0;
}

static _Thread_local char detail[64] = "no detail";

const char *errors_detail_(void)
{
    return detail;
}

int text_length(const char *name, size_t *n)
{
    *n = strlen(name);
    snprintf(detail, sizeof detail, "%zu characters are too many", *n);
    return *n > 5 ? -1 : *n % 2 ? 2 : 0;
}

int text_find(const char *name, size_t *n)
{
    return *name == '?' ? -7 : text_length(name, n);
}

bool text_open(const char *name)
{
    errno = *name ? 0 : ENOENT;
    snprintf(detail, sizeof detail, "cannot open it");
    return *name == '+';
}

text_code text_check(const char *text)
{
    return strlen(text) < 2 ? TEXT_SHORT : strlen(text) > 4 ? TEXT_LONG : TEXT_FINE;
}

int in_order(int status, bool raise)
{
    if (raise) {
        cb_raise(CB_ValueError, "raised");
    }
    return status;
}

int no_errno(int status)
{
    errno = 0;
    return status;
}

int with_text(int x, const char *text)
{
    (void)text;
    return x;
}

void raise_bytes(const char *text)
{
    cb_raise(CB_RuntimeError, "%s", text);
}

static void *allocate(size_t n, size_t size)
{
    void *p = calloc(n, size);
    alive += p != NULL;
    return p;
}

void allocate_and_warn(int warn, double **p, size_t *n, int *status)
{
    *p = allocate(3, sizeof **p);
    *n = *p ? 3 : 0;
    *status = warn;
}

static char *copy_of(const char *text)
{
    char *copy = allocate(strlen(text) + 1, 1);
    return copy ? strcpy(copy, text) : NULL;
}

char *owned_beside(const char *text, double **p, char **copy, double *fresh)
{
    *p = allocate(2, sizeof **p);
    *copy = copy_of(text);
    fresh[0] = fresh[1] = 1;
    return copy_of("result");
}

void allocate_and_fail(int fail, double **p, size_t *n, int *status)
{
    *p = calloc(4, sizeof **p);
    alive += *p != NULL;
    *n = *p ? 4 : 0;
    *status = fail;
}

char *owned_and_fail(int fail)
{
    char *s = calloc(4, 1);
    alive += s != NULL;
    errno = fail ? ENOMEM : 0;
    return s;
}

void errors_release_(void *p)
{
    alive -= p != NULL;
    free(p);
}

long live(void)
{
    return alive;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

long spin(long microseconds)
{
    double end = seconds() + 1e-6 * (double)microseconds;
    long turns = 0;
    while (seconds() < end && !cb_check()) {
        turns++;
    }
    return turns;
}

long spin_without_check(long microseconds)
{
    double end = seconds() + 1e-6 * (double)microseconds;
    long turns = 0;
    while (seconds() < end) {
        turns++;
    }
    return turns;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double median(size_t n, const double x[n])
{
    double *copy = cb_scratch(n * sizeof *copy);
    if (!copy) {
        return 0;
    }
    memcpy(copy, x, n * sizeof *copy);
    qsort(copy, n, sizeof *copy, ascending);
    return n == 0 ? NAN : n % 2 ? copy[n / 2] : (copy[n / 2 - 1] + copy[n / 2]) / 2;
}

size_t scratch(size_t bytes, size_t times)
{
    size_t aligned = 0;
    for (size_t i = 0; i < times && i < 100; i++) {
        unsigned char *p = cb_scratch(bytes);
        if (!p) {
            return i;
        }
        memset(p, 255, bytes);
        aligned += (uintptr_t)p % 64 == 0;
    }
    return aligned;
}

void scratch_and_raise(size_t bytes)
{
    if (cb_scratch(bytes)) {
        cb_raise(CB_RuntimeError, "had %zu bytes", bytes);
    }
}

int errno_is_kept(int code)
{
    errno = code;
    cb_raise(CB_OSError, "code %d", code);
    return 0;
}
