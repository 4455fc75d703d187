/* SPDX-License-Identifier: MIT
   hand.h: what the sources of the hand-made module share: names, the beginning and the
   end of a wrapper, the list of all wrappers. */
#ifndef HAND_H
#define HAND_H

#include "carbide/glue.h"

CB_EXCEPTION(HandError, CB_ValueError, "An error of this module.");
CB_EXCEPTION(WorseError, HandError, "A worse one.");
CB_EXCEPTION(HandWarning, CB_UserWarning, "A warning of this module.");

enum color { RED = 1, GREEN = 2, BLUE = 5 };
enum access { READ = 1, WRITE = 2, RUN = 4 };

/* Names of functions and parameters; records refer to them by place. */
enum { N_none, N_add, N_x, N_y, N_echo, N_kind, N_text, N_total, N_a, N_scale, N_by,
       N_matmul, N_b, N_out, N_range, N_n, N_fresh, N_strided, N_view, N_given, N_raise,
       N_wait, N_names, N_shrink, N_list, N_owned, N_lent, N_index, N_keyword, N_file,
       N_color, N_access, N_mask, N_bytes, N_time, N_position, N_evil, N_step, N_lda,
       N_wide, N_solve, N_overlap, N_scratch, N_optional, N_lengths, N_bytesout, N_path };

#define ARGS PyObject *self, PyObject *const *args, intptr_t nargs, PyObject *kwnames
#define BEGIN(record, n, least)                                                       \
    CBI_CALL(record, self);                                                           \
    PyObject *bound[n];                                                               \
    PyObject *result = NULL;                                                          \
    PyObject *const *slot = cbi_some_slots(&py_call, args, nargs, kwnames, bound, n,  \
                                           least);                                    \
    if (!slot) {                                                                      \
        goto fail;                                                                    \
    }
#define END                                                                           \
fail:                                                                                 \
    cbi_finish(&py_call);                                                             \
    return result
#define CHECK(expression)                                                             \
    if (!(expression)) {                                                              \
        goto fail;                                                                    \
    }

/* Python's name, and the wrapper. */
#define METHODS(METHOD)                                                               \
    METHOD("none", py_none) METHOD("add", py_add) METHOD("echo", py_echo)             \
    METHOD("color", py_color) METHOD("access", py_access) METHOD("time", py_time)     \
    METHOD("text", py_text) METHOD("names", py_names) METHOD("bytes_", py_bytes)      \
    METHOD("fill", py_position) METHOD("bytesout", py_bytesout)                       \
    METHOD("file", py_file) METHOD("total", py_total) METHOD("scale", py_scale)       \
    METHOD("matmul", py_matmul) METHOD("fresh", py_fresh)                             \
    METHOD("strided", py_strided) METHOD("view", py_view)                             \
    METHOD("optional", py_optional) METHOD("evil", py_evil)                           \
    METHOD("range", py_range) METHOD("given", py_given) METHOD("list_", py_list)      \
    METHOD("owned", py_owned) METHOD("lent", py_lent) METHOD("released", py_lengths)  \
    METHOD("index", py_index) METHOD("mask", py_mask) METHOD("solve", py_solve)       \
    METHOD("overlap", py_overlap) METHOD("keyword", py_keyword)                       \
    METHOD("raise_", py_raise) METHOD("wait", py_wait) METHOD("scratch", py_scratch)

#define PROTOTYPE(name, f) PyObject *f(ARGS);
METHODS(PROTOTYPE)

#endif
