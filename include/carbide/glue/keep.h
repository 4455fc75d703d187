/* SPDX-License-Identifier: MIT
   carbide/glue/keep.h: what C goes on using when the call has returned (CB_KEEP), and what
   an object needs that C takes over (CB_TAKES).
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_KEEP_H
#define CARBIDE_GLUE_KEEP_H

#include "carbide/glue/call.h"

/* One parameter, or the callables of one context, on the wrapper's stack. */
struct cbi_kept {
    int param;                  /* which of its function */
    char kind;                  /* 'o' object of a class, 'h' tuple of such, 't' one that
                                   C takes over, 'a' array or text, 's' other, 'f'
                                   callables */
    bool one;                   /* a property: what it kept before goes */
    bool late;                  /* its keeper is made by the call */
    struct cbi_cleanup *from, *to;  /* what was converted for it: the call's clean-up list
                                   before and behind that */
    /* Of the call, when it is ready: */
    PyObject *token, *key;      /* NULL: there is nothing to keep */
    PyObject *of;               /* the keeper's tokens (runtime/tokens.c); NULL: the module */
    PyObject *tokens;           /* its dict, in which … */
    PyObject *place_key, *place;    /* … this parameter has a dict */
    PyObject *fresh;            /* one: the dict that replaces it */
    PyObject *passed;           /* 't': needs only what others have as well: a dict of that */
};
/* Stage 3: takes what was converted out of the call's list, holds objects open, and makes
   room at the keeper: the object that uses it, with what that lives in; NULL: the module.
   data: what C gets. */
CBI_HIDDEN bool cbi_keep_ready(struct cbi_call *call, struct cbi_kept *k, PyObject *keeper,
                               PyObject *object, const void *data);
/* The same of an object that C takes over: what it needs is kept, if it needs anything. */
CBI_HIDDEN bool cbi_keep_taken(struct cbi_call *call, struct cbi_kept *k, PyObject *keeper,
                               PyObject *used);
/* … and is kept, by the keeper and by what that was made with: right before C runs, or by
   what C has made. */
CBI_HIDDEN bool cbi_keep_handed(struct cbi_call *call, struct cbi_kept *k, PyObject *keeper);
/* Right before C runs, and no Python code: it is kept, beside what was kept before. */
CBI_HIDDEN bool cbi_keep_now(struct cbi_kept *k);
/* C has taken it: what was kept before goes when the call ends. */
CBI_HIDDEN void cbi_keep_alone(struct cbi_kept *k);
/* late: by what the call has made, if it is not None. */
CBI_HIDDEN bool cbi_keep_with(struct cbi_call *call, struct cbi_kept *k, PyObject *result);

#endif
