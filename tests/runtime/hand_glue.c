/* SPDX-License-Identifier: MIT
   hand_glue.c: a module written by hand in the shape that the generator prints, so that
   the runtime is tested without it. One function per kind of argument and result; the C
   functions stand above their wrappers. Here: errors, and the tables of the module. */
#include "hand.h"

#include <string.h>
#include <time.h>

/* ------------------------------------------------------------------------- errors */
static int
fail_deep(const char *kind, const char *text)
{
    if (strcmp(kind, "value") == 0) {
        return cb_raise(CB_ValueError, "%s", text), 0;
    }
    if (strcmp(kind, "own") == 0) {
        return cb_raise(HandError, "%s", text), cb_raise(CB_TypeError, "second"), 0;
    }
    if (strcmp(kind, "worse") == 0) {
        return cb_raise(WorseError, "%s", text), 0;
    }
    if (strcmp(kind, "warn") == 0) {
        return cb_raise(HandWarning, "%s", text), 1;
    }
    if (strcmp(kind, "warnfail") == 0) {
        return cb_raise(CB_UserWarning, "first"), cb_raise(CB_KeyError, "%s", text), 0;
    }
    if (strcmp(kind, "oserror") == 0) {
        errno = ENOENT;
        return cb_raise(CB_OSError, "%s", text), 0;
    }
    if (strcmp(kind, "errno") == 0) {
        errno = EACCES;
        return cb_raise(CB_OSError, NULL), 0;
    }
    if (strcmp(kind, "memory") == 0) {
        return cb_scratch(SIZE_MAX) != NULL;
    }
    if (strcmp(kind, "zero") == 0) {
        return cb_raise(CB_ZeroDivisionError, "%s", text), 0;
    }
    if (strcmp(kind, "status") == 0) {
        return -3;
    }
    return cb_error() ? 99 : 1;
}

static const uint16_t f_raise[] = {N_raise, 2, 2, 2, 2, N_kind, N_text};
PyObject *
py_raise(ARGS)
{
    const char *kind, *text;
    BEGIN(f_raise, 2, 2)
    CHECK(cbi_get_str(&py_call, 0, slot[0], false, &kind)
          && cbi_get_str(&py_call, 1, slot[1], false, &text))
    cbi_enter(&py_call);
    cbi_detach(&py_call);
    int status = fail_deep(kind, text);
    py_call.saved_errno = errno;
    if (!py_call.error && status < 0) {
        cbi_raises(&py_call, HandError, "status %d: %s", status, text);
    }
    cbi_attach(&py_call);
    cbi_leave(&py_call);
    if ((py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    result = CBI_NEW_INT(status);
    END;
}

/* wait(x): x seconds, polling; how many polls */
static const uint16_t f_wait[] = {N_wait, 1, 1, 1, 0, N_x};
PyObject *
py_wait(ARGS)
{
    double x;
    BEGIN(f_wait, 1, 1)
    CHECK(cbi_get_double(&py_call, 0, slot[0], &x))
    cbi_enter(&py_call);
    cbi_detach(&py_call);
    struct timespec t0, t;
    clock_gettime(CLOCK_MONOTONIC, &t0);
    long polls = 0;
    do {
        polls++;
        clock_gettime(CLOCK_MONOTONIC, &t);
    } while (!cb_check()
             && (double)(t.tv_sec - t0.tv_sec) + 1e-9 * (double)(t.tv_nsec - t0.tv_nsec)
                < x);
    cbi_attach(&py_call);
    cbi_leave(&py_call);
    if ((py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    result = CBI_NEW_INT(polls);
    END;
}

/* scratch(n): n blocks of growing size, written and checked */
static const uint16_t f_scratch[] = {N_scratch, 1, 1, 1, 0, N_n};
PyObject *
py_scratch(ARGS)
{
    int n;
    long good = 0;
    BEGIN(f_scratch, 1, 1)
    CHECK(cbi_get_int(&py_call, 0, slot[0], CBI_INT(int), &n))
    cbi_enter(&py_call);
    unsigned char *blocks[100];
    for (int k = 0; k < n && k < 100; k++) {
        blocks[k] = cb_scratch((size_t)k * 37);
        memset(blocks[k], k, (size_t)k * 37);
    }
    for (int k = 0; k < n && k < 100; k++) {
        bool same = ((uintptr_t)blocks[k] & 63) == 0;
        for (int j = 0; j < k * 37; j++) {
            same = same && blocks[k][j] == k;
        }
        good += same;
    }
    cbi_leave(&py_call);
    if ((py_call.error || py_call.stop) && !cbi_throw(&py_call)) {
        goto fail;
    }
    result = CBI_NEW_INT(good);
    END;
}

static const char names[] =
    "none\0" "add\0" "x\0" "y\0" "echo\0" "kind\0" "text\0" "total\0" "a\0" "scale\0" "by\0"
    "matmul\0" "b\0" "out\0" "range\0" "n\0" "fresh\0" "strided\0" "view\0" "given\0" "raise_\0"
    "wait\0" "names\0" "shrink\0" "list_\0" "owned\0" "lent\0" "index\0" "keyword\0" "file\0"
    "color\0" "access\0" "mask\0" "bytes_\0" "time\0" "position\0" "evil\0" "step\0" "lda\0"
    "wide\0" "solve\0" "overlap\0" "scratch\0" "optional\0" "lengths\0" "bytesout\0" "path\0";

/* ------------------------------------------------------------------------- tables */
#define ENTRY(name, f)                                                                \
    {name, (void (*)(void))f, CB_METH_FASTCALL_KEYWORDS, name " of the hand-made module"},
static CbMethodDef methods[] = {METHODS(ENTRY) {NULL, NULL, 0, NULL}};

static const struct cbi_member colors[] = {{"RED", RED}, {"GREEN", GREEN}, {"BLUE", BLUE}};
static const struct cbi_member rights[] = {{"READ", READ}, {"WRITE", WRITE}, {"RUN", RUN}};
static const struct cbi_enum enums[] = {
    {"Color", "Colours that C knows.", false, false, 3, colors},
    {"Access", NULL, true, true, 3, rights}};
static const struct cbi_constant constants[] = {
    {"MAX", 'i', {.i = INT64_MIN}, 0}, {"UMAX", 'u', {.u = UINT64_MAX}, 0},
    {"PI", 'f', {.f = 3.25}, 0}, {"VERSION", 's', {.s = "1.2é"}, 5},
    {"RED", 'e', {.i = 0}, 0}, {"RUN", 'e', {.i = 0}, 1}};
static const struct cbi_exception exceptions[] = {
    {"HandError", "ValueError", "An error of this module."},
    {"WorseError", "HandError", "A worse one."},
    {"HandWarning", "UserWarning", "A warning of this module."},
    {"Imported", "decimal.DecimalException", ""}};

const struct cbi_module cbi_module = {
    .name = "hand", .doc = "Written by hand.", .names = names, .n_names = 47,
    .methods = methods, .constants = constants, .n_constants = 6, .enums = enums,
    .n_enums = 2, .exceptions = exceptions, .n_exceptions = 4};

CBI_EXPORT void *PyInit_hand(void);
CBI_EXPORT void *PyModExport_hand(void);

void *
PyInit_hand(void)
{
    return cbi_init();
}

void *
PyModExport_hand(void)
{
    return cbi_export();
}
