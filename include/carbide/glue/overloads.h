/* SPDX-License-Identifier: MIT
   carbide/glue/overloads.h: one name in Python, several C functions: which one is meant.
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_OVERLOADS_H
#define CARBIDE_GLUE_OVERLOADS_H

#include "carbide/glue/classes.h"

/* What one slot takes. kind: 'b' bool, 'i' int, 'w' wide int, 'f' real, 'c' complex, 'C'
   char, 'e' enum, 's' str, 'y' bytes, 'p' path, 'd' file descriptor, 'F' file, 'D'
   datetime, 't' timedelta, 'a' array, 'v' view, 'r' array of structs, 'B' bytes-like, 'T' str or bytes-like, 'S'
   strings, 'o' instance of a class, 'O' a sequence of them, 'k' a
   callable, 'V' anything that the others do not take, '*' anything. */
enum { CBI_TAKES_NONE = 1, CBI_TAKES_LENT = 2 /* in place: nothing is converted */,
       CBI_TAKES_FAR = 4 /* an index: an int beyond 64 bits is an IndexError */,
       CBI_TAKES_MADE = 8 /* also what T.__convert__ makes an instance of */ };
struct cbi_accept {
    char kind;
    uint8_t flags, rank;
    int16_t which;              /* 'e': enum; 'o', 'O', 'r': class */
    cbi_type type;              /* 'i', 'f', 'c'; of an element: 'a', 'v' */
};
struct cbi_candidate {
    CbFastFunction call;                /* NULL: its slot is called */
    const uint16_t *record;
    const struct cbi_accept *accepts;   /* one for each slot */
    const char *signature;              /* for messages: "(a: NDArray[np.float64])" */
    bool must;                  /* some keyword-only argument has no default */
};
struct cbi_overload {
    const char *name;
    int n;
    const struct cbi_candidate *candidates;     /* in order of declaration */
};
/* The candidate that takes these arguments: by number and names, then the one that takes
   every argument exactly as it is, then the first whose conversions lose nothing, unless
   a later one fits an argument better and none worse. Those for which some class would
   have to make an object of an argument come behind all others; if they are of several
   classes, and none is better, that is a TypeError. NULL: none; then quiet says whether
   there is no exception (for operators), or a TypeError that lists them all. */
CBI_HIDDEN const struct cbi_candidate *
cbi_choose(const struct cbi_overload *set, PyObject *module, PyObject *const *args,
           intptr_t nargs, PyObject *kwnames, bool quiet);
/* The same for v[key], v[key] = value and `key in v`: its place, or -1 with an exception.
   A tuple of n items is n keys where some candidate takes so many. value: or NULL. */
CBI_HIDDEN int cbi_choose_item(const struct cbi_overload *set, PyObject *self,
                               PyObject *key, PyObject *value);
/* The wrapper of a set of functions: chooses, and calls. */
CBI_HIDDEN PyObject *cbi_overload(const struct cbi_overload *set, PyObject *module,
                                  PyObject *self, PyObject *const *args, intptr_t nargs,
                                  PyObject *kwnames);

#endif
