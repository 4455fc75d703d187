/* SPDX-License-Identifier: MIT
   carbide/glue/call.h: number types, the record of a call, binding, errors.
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_CALL_H
#define CARBIDE_GLUE_CALL_H

#include "carbide.h"
#include "carbide/capi.h"
#include "carbide/glue/macros.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 cbi_wide;      /* bounds are evaluated in it */

/* ---------------------------------------------------------------- number types
   kind << 8 | size in bytes; kind is one of 'b' bool, 'i' signed, 'u' unsigned, 'f'
   real, 'c' complex. The C compiler says size and sign. */
typedef unsigned cbi_type;
#define CBI_BOOL ((cbi_type)('b' << 8 | sizeof(bool)))
#define CBI_INT(T) ((cbi_type)(((T)-1 < (T)1 ? 'i' : 'u') << 8 | (int)sizeof(T)))
#define CBI_FLOAT(T) ((cbi_type)('f' << 8 | (int)sizeof(T)))
#define CBI_COMPLEX(T) ((cbi_type)('c' << 8 | (int)sizeof(T)))
#define CBI_SIZE(type) ((size_t)((type)&255))
#define CBI_KIND(type) ((char)((type) >> 8))
#define CBI_HALF ((cbi_type)('f' << 8 | 2))

/* Place of a type in tables: b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 f16 c8 c16 c32. */
enum { CBI_N_TYPES = 16 };
CBI_INLINE int
cbi_type_index(cbi_type t)
{
    int log = CBI_SIZE(t) <= 1 ? 0 : CBI_SIZE(t) == 2 ? 1 : CBI_SIZE(t) == 4 ? 2
              : CBI_SIZE(t) == 8 ? 3 : CBI_SIZE(t) == 16 ? 4 : 5;
    switch (CBI_KIND(t)) {
    case 'b': return 0;
    case 'i': return 1 + log;
    case 'u': return 5 + log;
    case 'f': return 8 + log;
    default: return 10 + log;
    }
}

/* -------------------------------------------------------------------- the call
   One record per call, on the C stack. Functions whose C may reach cb_raise, cb_check
   or cb_scratch put it on the thread's stack of records with cbi_enter. */
struct cbi_cleanup;             /* runtime/call.c */
struct cbi_call {
    const uint16_t *function;   /* CBI_FUNCTION record: for names in messages */
    PyObject *module;
    struct cbi_cleanup *cleanup;    /* undone at the end, youngest first */
    size_t lent;                /* bytes of text that C was given */
    bool ran;                   /* Python code may have run since arguments were read */
    /* from here on only valid after cbi_enter, or once an error is stored; four are read
       as one: cbi_begin of glue/callbacks.h */
    _Alignas(4) uint8_t error;  /* CBI_NO_ERROR … CBI_PYTHON_ERROR */
    bool raised;                /* a callback has: Python is not entered again */
    bool in_python;             /* a callback of this call runs Python code */
    bool inner;                 /* another call of this thread is above it */
    bool stop;                  /* cb_check turned true */
    bool stay;                  /* callbacks leave the thread attached */
    bool on_main;               /* the calling thread is the main one */
    bool has_state;             /* C has asked for it by cb_state() */
    int saved_errno;
    unsigned until;             /* so many callbacks before it is looked around */
    PyThreadState *thread;      /* while detached, else NULL */
    void *scratch;
    struct cbi_values *values;  /* runtime/value.h */
    uint64_t checked;           /* cb_check: when it last looked, ns */
    struct cbi_thread *me;
    struct cbi_call *outer;
    cb_class error_class;
    char *error_text;           /* `text`, or malloc'ed when it does not fit */
    int error_errno;            /* for CB_OSError: saved with the error */
    uint64_t came_back, yielded;    /* when C was last seen to call back, in ns; or 0 */
    PyObject *exception[3];     /* what it raised: class, value, traceback */
    char text[200];
};
/* What call->error says: a text below, a MemoryError, or that an exception is set. */
enum { CBI_NO_ERROR, CBI_TEXT_ERROR, CBI_MEMORY_ERROR, CBI_PYTHON_ERROR };
#define CBI_CALL(record, self)                                                        \
    struct cbi_call py_call;                                                          \
    py_call.function = (record);                                                      \
    py_call.module = (self);                                                          \
    py_call.cleanup = NULL;                                                           \
    py_call.lent = 0;                                                                 \
    py_call.ran = false;                                                              \
    py_call.error = 0

/* Function record: {name, slots, positional, required, positional_only, slot names…};
   names are indices into cbi_module.names. Also names of hidden parameters may follow,
   so parameter index i of the getters names slot i, or a hidden one behind them. */
enum { CBI_F_NAME, CBI_F_SLOTS, CBI_F_POSITIONAL, CBI_F_REQUIRED, CBI_F_POSITIONAL_ONLY,
       CBI_F_NAMES };
/* Added to a slot's name: required, though behind the required ones (keyword-only).
   Such a function calls cbi_bind at once. */
enum { CBI_F_MUST = 0x8000 };
/* Added to positional_only of a callback: CB_KEEP. */
enum { CBI_F_KEPT = 0x8000 };

/* (1) Fills slots[0 … n_slots) (NULL: not given) from a FASTCALL|KEYWORDS call. */
CBI_HIDDEN bool cbi_bind(struct cbi_call *call, PyObject *const *args, intptr_t nargs,
                         PyObject *kwnames, PyObject **slots);
/* As cbi_bind; gives the slots: args itself where the keywords stand in the slots'
   order (most calls), else `bound`; NULL with an exception set. */
CBI_HIDDEN PyObject *const *cbi_keyword_slots(struct cbi_call *call,
                                              PyObject *const *args, intptr_t nargs,
                                              PyObject *kwnames, PyObject **bound);
/* Where every slot nearly always is given: the caller's arguments when they fit as they
   are. */
CBI_INLINE PyObject *const *
cbi_all_slots(struct cbi_call *call, PyObject *const *args, intptr_t nargs,
              PyObject *kwnames, PyObject **bound, int n_slots)
{
    if (CBI_LIKELY(!kwnames && nargs == n_slots)) {
        return args;
    }
    return cbi_keyword_slots(call, args, nargs, kwnames, bound);
}
/* Where the slots behind the required ones may be left out: always `bound`. */
CBI_INLINE PyObject *const *
cbi_some_slots(struct cbi_call *call, PyObject *const *args, intptr_t nargs,
               PyObject *kwnames, PyObject **bound, int n_slots, int n_required)
{
    if (CBI_LIKELY(!kwnames && nargs == n_required)) {
        for (int i = 0; i < n_slots; i++) {
            bound[i] = i < n_required ? args[i] : NULL;
        }
        return bound;
    }
    return cbi_bind(call, args, nargs, kwnames, bound) ? bound : NULL;
}

/* As cbi_bind for functions with `*args` (rest) or `**kw` (keywords): what no slot takes
   becomes a tuple and a dict, in the slots behind the last. */
CBI_HIDDEN bool cbi_bind_rest(struct cbi_call *call, PyObject *const *args,
                              intptr_t nargs, PyObject *kwnames, PyObject **slots,
                              bool rest, bool keywords);

/* Undo at the end of the call: frees memory, drops references, releases buffers, closes
   files. Inline test, so that calls that need nothing pay nothing. */
CBI_HIDDEN void cbi_run_cleanup(struct cbi_call *call);
CBI_INLINE void
cbi_finish(struct cbi_call *call)
{
    if (CBI_UNLIKELY(call->cleanup)) {
        cbi_run_cleanup(call);
    }
}
/* Registers undo(pointer); runs it at once and sets MemoryError when that fails. */
CBI_HIDDEN bool cbi_later(struct cbi_call *call, void (*undo)(void *), void *pointer);
/* Memory until the call ends, zeroed, 64-byte aligned; NULL: MemoryError is set. */
CBI_HIDDEN void *cbi_memory(struct cbi_call *call, size_t bytes);

/* The thread's stack of records, and of C. */
struct cbi_thread {
    struct cbi_call *current;   /* the innermost call */
    uintptr_t limit;            /* below it no callback begins: runtime/stack.c */
    uintptr_t top, bottom;
    int *errno_at;              /* &errno, once `limit` is known */
    struct cbi_lender *lender;  /* of the last callback that this thread, which no call
                                   knows of, has run; or NULL */
};
extern CBI_HIDDEN _Thread_local struct cbi_thread cbi_thread;
enum { CBI_MANY = 64 };         /* callbacks, and then it is looked around */
CBI_HIDDEN void cbi_enter(struct cbi_call *call);
CBI_HIDDEN void cbi_leave_outer(struct cbi_call *call);
CBI_INLINE void
cbi_leave(struct cbi_call *call)
{
    if (CBI_UNLIKELY(call->outer || call->scratch)) {
        cbi_leave_outer(call);
        return;
    }
    call->me->current = NULL;
}
/* C that frees something runs wherever that dies, be an exception pending or not. Around
   it, attached: a call of its own. What it raises is raised by close(), if that has it
   run, else it is unraisable. */
struct cbi_end {
    PyObject *pending[3];       /* what was set before */
    struct cbi_call *closing;   /* whose it is, or NULL */
};
CBI_HIDDEN void cbi_begin_end(struct cbi_call *call, struct cbi_end *end);
CBI_HIDDEN void cbi_finish_end(struct cbi_call *call, struct cbi_end *end);
/* Detach around C, attach behind it. */
CBI_INLINE void
cbi_detach(struct cbi_call *call)
{
    call->thread = PyEval_SaveThread();
}
CBI_INLINE void
cbi_attach(struct cbi_call *call)
{
    PyEval_RestoreThread(call->thread);
    call->thread = NULL;
}
/* Behind C that returned without the cb_acquire() that it owes. */
CBI_HIDDEN void cbi_acquire_all(struct cbi_call *call);
/* Arrays above this many bytes let a closed function run detached: 64 KiB, 4 KiB on
   free-threaded builds. */
extern CBI_HIDDEN size_t cbi_gil_bytes;
/* CB_RAISES held: stores class and text; the first error of a call stays. fmt NULL: no
   text (CB_OSError: strerror of saved_errno). [any thread] */
CBI_HIDDEN void cbi_raises(struct cbi_call *call, cb_class cls, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Is what is stored an error, and no warning? [any thread] */
CBI_HIDDEN bool cbi_is_error(const struct cbi_call *call);
/* Turns the stored error into a Python exception (returns false) or warning (returns
   true unless filters make it an error); also KeyboardInterrupt after call->stop. */
CBI_HIDDEN bool cbi_throw(struct cbi_call *call);

/* Sets an exception whose text begins with `function(): `; %-formats of printf. i names
   the parameter: its name and a space follow; i < 0: without. Returns false. */
CBI_HIDDEN bool cbi_fail(struct cbi_call *call, PyObject *exception, int i,
                         const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* DeprecationWarning: `function() is deprecated: text`; false when filters raise. */
CBI_HIDDEN bool cbi_deprecated(struct cbi_call *call, const char *text);

/* ------------------------------------------------------------------- objects */
extern CBI_HIDDEN intptr_t cbi_head;  /* sizeof(PyObject) of this interpreter: 16, 32 */
/* &PyFloat_Type once it is proved that the double stands behind the head, else NULL. */
extern CBI_HIDDEN PyTypeObject *cbi_float_type;
CBI_INLINE PyTypeObject *
cbi_type_at(PyObject *o, intptr_t head)
{
    return *(PyTypeObject **)((char *)o + head - sizeof(void *));
}
CBI_INLINE PyTypeObject *
cbi_type_of(PyObject *o)
{
    return cbi_type_at(o, cbi_head);
}

#endif
