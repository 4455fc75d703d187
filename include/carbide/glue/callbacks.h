/* SPDX-License-Identifier: MIT
   carbide/glue/callbacks.h: Python callables as C function pointers: what the caller of
   C needs to hand one out, and what the function that C calls needs to call Python.
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_CALLBACKS_H
#define CARBIDE_GLUE_CALLBACKS_H

#include "carbide/glue/outputs.h"

/* --------------------------------------------------------------- handing one out */
typedef void (*cbi_pointer)(void);
struct cbi_callable {
    char kind;                  /* 0: NULL; 'p': Python; 'c': a C function as it is */
    PyObject *object;           /* borrowed */
    cbi_pointer pointer;        /* 'c' */
    void *data;                 /* 'c': its context */
    struct cbi_call *call;
    uintptr_t handle;           /* of its slot; 0: none */
    struct cbi_callable *below; /* of the thread's stack, where there is no context */
};
/* What makes a ready-made C function the right one. Types: 0 void; a number type; with
   CBI_POINTER_TO a pointer to it. */
#define CBI_POINTER_TO ((cbi_type)1 << 16)
#define CBI_NO_TYPE (~(cbi_type)0)  /* nothing else is equal to it */
struct cbi_signature {
    const char *text;           /* "double (double, void *)" */
    const cbi_type *types;      /* of the result and the parameters */
    int n_types;
    bool has_context;
};
/* (2) CBI_NULLABLE: None, or nothing given, is NULL. */
CBI_HIDDEN bool cbi_get_callable(struct cbi_call *call, int i, PyObject *o,
                                 const struct cbi_signature *signature, unsigned flags,
                                 struct cbi_callable *c);
/* Gives the callables that share a context a handle, which C passes on unread: as long as
   the keeper lives (NULL: the module) if C keeps them, else until cbi_give_back. */
enum { CBI_SHARE = 4 };
CBI_HIDDEN bool cbi_lend(struct cbi_call *call, int n, struct cbi_callable *const c[],
                         bool kept, PyObject *keeper, void **context);
CBI_HIDDEN void cbi_give_back(struct cbi_callable *c);
/* The pointer for C: of f's type. */
#define CBI_POINTER(c, f, function)                                                   \
    ((c).kind == 0 ? NULL                                                             \
     : (c).kind == 'p' ? (function) : (__typeof__(f))(c).pointer)
/* Without a context: the callables of the calls that are running on this thread. */
#define CBI_PUSH(top, c)                                                              \
    ((c).below = (top), (top) = (c).kind == 'p' ? &(c) : (top))
#define CBI_POP(top, c) ((top) = (c).below)

/* ---------------------------------------------------------------- calling Python */
/* One call of a callable by C. */
struct cbi_entry {
    const uint16_t *record;     /* for messages */
    PyObject *object;
    PyObject *module;
    struct cbi_call *call;      /* which raises what goes wrong; NULL: nobody */
    struct cbi_call *here;      /* the innermost call of this thread, or NULL */
    char how;                   /* this thread was attached */
    bool owned;                 /* object and module are owned */
    bool yield;                 /* other threads have waited long enough */
    unsigned state;             /* of PyGILState */
    void *token;
    uintptr_t handle;           /* lent by another thread, whose call may return */
    int saved_errno;
};
/* Finds the callable and attaches the thread. False: C gets the value of CB_ON_RAISE,
   and nothing else is to be done. record: {place of its name, …}. */
CBI_HIDDEN bool cbi_enter_python(struct cbi_entry *e, const uint16_t *record,
                                 const void *context, int ordinal);
CBI_HIDDEN bool cbi_enter_top(struct cbi_entry *e, const uint16_t *record,
                              const struct cbi_callable *top);
/* CB_FROM_PYTHON: cbi_module.imports[2 * which] and the one behind it. */
CBI_HIDDEN bool cbi_enter_import(struct cbi_entry *e, const uint16_t *record, int which);
/* C that never blocks and calls back often stays attached in between; *slow: it was seen
   to work on for long. Behind it: cbi_stayed, in place of cbi_attach. */
CBI_HIDDEN void cbi_stay(struct cbi_call *call, const uint8_t *slow);
CBI_HIDDEN void cbi_stayed(struct cbi_call *call, uint8_t *slow);
/* good false: an exception is set; it goes to the running call. Returns good. */
CBI_HIDDEN bool cbi_leave_python(struct cbi_entry *e, bool good);
/* Calls it with n arguments, which are taken over (args[-1] may be overwritten): none is
   NULL but behind the one whose making failed. */
CBI_HIDDEN PyObject *cbi_call_object(struct cbi_entry *e, PyObject **args, int n);
/* The same; the last one is a tuple, whose items are the arguments in its place. */
CBI_HIDDEN PyObject *cbi_call_star(struct cbi_entry *e, PyObject **args, int n);
/* A cb_value for C: the call of this thread owns it until it returns. NULL: no memory, an
   error of that call; or there is no call. */
CBI_HIDDEN cb_value cbi_given_value(struct cbi_entry *e, PyObject *o);
/* What was returned as n > 1 objects: items of a tuple, borrowed. */
CBI_HIDDEN bool cbi_unpack(struct cbi_call *call, PyObject *result, int n,
                           PyObject **items);

/* ------------------------------------------------------- arguments, the other way */
/* C passed a pointer that is not said to be NULL. */
CBI_HIDDEN bool cbi_is_there(struct cbi_call *call, int i, const void *pointer);
/* A copy of C's memory as an array; NULL as in cbi_view. */
CBI_HIDDEN PyObject *cbi_copy_array(struct cbi_call *call, int i, const void *data,
                                    cbi_type type, int rank, const cbi_wide *extents,
                                    bool nullable);
/* Owned by the call `to`, which is running; NULL: a SystemError. */
CBI_HIDDEN bool cbi_give_value(struct cbi_call *call, int i, PyObject *o,
                               struct cbi_call *to, cb_value *out);
/* str and bytes into C's memory of n bytes: the text may be shorter, bytes are exact. */
CBI_HIDDEN bool cbi_give_text(struct cbi_call *call, int i, PyObject *o, void *to,
                              cbi_wide n);
CBI_HIDDEN bool cbi_give_bytes(struct cbi_call *call, int i, PyObject *o, void *to,
                               cbi_wide n);

#endif
