/* SPDX-License-Identifier: MIT
   carbide/glue.h: what a generated module includes: the call record, argument getters,
   result makers, and the tables from which the runtime makes the module.

   The short paths are inline here; everything else is in carbide/runtime/, compiled
   once beside the generated file and linked into the same module. All names begin with
   cbi_. Unless said otherwise a function that returns bool returns false with a Python
   exception set, and one that returns an object returns NULL so. All of them want an
   attached thread but those marked [any thread].

   A generated wrapper has five stages: (1) bind, (2) convert what may run Python, (3)
   solve bounds and allocate, (4) read direct arrays again, scan, test, (5) call C. */
#ifndef CARBIDE_GLUE_H
#define CARBIDE_GLUE_H

#include "carbide.h"
#include "carbide/capi.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CBI_LIKELY(x) __builtin_expect(!!(x), 1)
#define CBI_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define CBI_COLD __attribute__((cold, noinline))
#define CBI_INLINE static inline __attribute__((always_inline, unused))
/* The short paths hand variables of their own to the long ones, so that what they fill
   can stay in registers. Inline in small modules, shared functions in large ones, where
   the generated file defines CBI_COMPACT: some 5 ns a call for a third of the code. */
#ifdef CBI_COMPACT
#define CBI_HOT static __attribute__((noinline, unused))
#else
#define CBI_HOT CBI_INLINE
#endif
#define CBI_HIDDEN __attribute__((visibility("hidden")))
#define CBI_EXPORT __attribute__((visibility("default")))

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
    /* from here on only valid after cbi_enter, or once an error is stored */
    uint8_t error;              /* 0: none, 1: text below, 2: MemoryError */
    bool stop;                  /* cb_check turned true */
    bool on_main;               /* the calling thread is the main one */
    int saved_errno;
    struct cbi_call *outer;
    PyThreadState *thread;      /* while detached, else NULL */
    cb_class error_class;
    char *error_text;           /* `text`, or malloc'ed when it does not fit */
    int error_errno;            /* for CB_OSError: saved with the error */
    uint64_t checked;           /* cb_check: when it last looked, ns */
    void *scratch;
    char text[200];
};
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

/* (1) Fills slots[0 … n_slots) (NULL: not given) from a FASTCALL|KEYWORDS call. */
CBI_HIDDEN bool cbi_bind(struct cbi_call *call, PyObject *const *args, intptr_t nargs,
                         PyObject *kwnames, PyObject **slots);
/* As cbi_bind; gives the slots: args itself where the keywords stand in the slots'
   order (most calls), else `bound`; NULL with an exception set. All are required. */
CBI_HIDDEN PyObject *const *cbi_keyword_slots(struct cbi_call *call,
                                              PyObject *const *args, intptr_t nargs,
                                              PyObject *kwnames, PyObject **bound);
/* Where every slot must be given: the caller's arguments when they fit as they are. */
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

/* The thread's stack of records. */
CBI_HIDDEN void cbi_enter(struct cbi_call *call);
CBI_HIDDEN void cbi_leave(struct cbi_call *call);
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
/* Arrays above this many bytes let a closed function run detached: 64 KiB, 4 KiB on
   free-threaded builds. */
extern CBI_HIDDEN size_t cbi_gil_bytes;
/* CB_RAISES held: stores class and text; the first error of a call stays. fmt NULL: no
   text (CB_OSError: strerror of saved_errno). [any thread] */
CBI_HIDDEN void cbi_raises(struct cbi_call *call, cb_class cls, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
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
cbi_type_of(PyObject *o)
{
    return *(PyTypeObject **)((char *)o + cbi_head - sizeof(void *));
}

/* ------------------------------------------------------------------- scalars in
   i: the parameter's index for messages. `out` has the C type that `type` describes. */
CBI_HIDDEN bool cbi_get_int_slow(struct cbi_call *call, int i, PyObject *o,
                                 cbi_type type, void *out);
/* How ints keep values of one digit (30 bits): 0 not proved, 1 a signed count of digits
   before it (to 3.11), 2 a tag with the count and the sign (3.12). */
extern CBI_HIDDEN uint8_t cbi_int_mode;
CBI_INLINE bool
cbi_small_int(PyObject *o, int64_t *v)
{
    intptr_t word;
    uint32_t digit;
    memcpy(&word, (const char *)o + cbi_head, sizeof word);
    memcpy(&digit, (const char *)o + cbi_head + sizeof word, sizeof digit);
    if (CBI_LIKELY(cbi_int_mode == 2)) {
        *v = (1 - (int64_t)(word & 3)) * digit;
        return (uintptr_t)word < 16;
    }
    *v = (int64_t)word * digit;
    return cbi_int_mode == 1 && (uintptr_t)word + 1 <= 2;
}
CBI_HOT bool
cbi_get_int(struct cbi_call *call, int i, PyObject *o, cbi_type type, void *out)
{
    int64_t v;
    if (CBI_LIKELY(cbi_type_of(o) == &PyLong_Type && cbi_small_int(o, &v))) {
        const int shift = (int)(8 - CBI_SIZE(type)) * 8;
        const bool fits = CBI_KIND(type) == 'u'
            ? v >= 0 && (shift == 0 || (uint64_t)v >> ((64 - shift) & 63) == 0)
            : (int64_t)((uint64_t)v << shift) >> shift == v;
        if (CBI_LIKELY(fits)) {
            switch (CBI_SIZE(type)) {
            case 1: { int8_t w = (int8_t)v; memcpy(out, &w, 1); return true; }
            case 2: { int16_t w = (int16_t)v; memcpy(out, &w, 2); return true; }
            case 4: { int32_t w = (int32_t)v; memcpy(out, &w, 4); return true; }
            default: memcpy(out, &v, 8); return true;
            }
        }
    }
    char slow[sizeof(int64_t)];
    if (!cbi_get_int_slow(call, i, o, type, slow)) {
        return false;
    }
    memcpy(out, slow, CBI_SIZE(type));
    return true;
}
/* __int128 and _BitInt(bits): `size` bytes at out, sign-extended. */
CBI_HIDDEN bool cbi_get_wide(struct cbi_call *call, int i, PyObject *o, bool is_signed,
                             int bits, size_t size, void *out);
CBI_HIDDEN bool cbi_get_float(struct cbi_call *call, int i, PyObject *o, cbi_type type,
                              void *out);
CBI_HIDDEN bool cbi_get_double_slow(struct cbi_call *call, int i, PyObject *o,
                                    double *out);
CBI_HOT bool
cbi_get_double(struct cbi_call *call, int i, PyObject *o, double *out)
{
    if (CBI_LIKELY(cbi_type_of(o) == cbi_float_type)) {
        memcpy(out, (const char *)o + cbi_head, sizeof *out);
        return true;
    }
    double slow;
    if (!cbi_get_double_slow(call, i, o, &slow)) {
        return false;
    }
    *out = slow;
    return true;
}
/* All arguments of a function of at most CBI_MAX_SCALARS plain numbers, all required,
   into the members of a struct: for large modules. The record's names are followed by a
   pair {type, offset of the member} for each. */
enum { CBI_MAX_SCALARS = 32 };
CBI_HIDDEN bool cbi_take_scalars(const uint16_t *function, PyObject *self,
                                 PyObject *const *args, intptr_t nargs,
                                 PyObject *kwnames, void *members);
CBI_HIDDEN bool cbi_get_complex(struct cbi_call *call, int i, PyObject *o,
                                cbi_type type, void *out);
CBI_HIDDEN bool cbi_get_bool(struct cbi_call *call, int i, PyObject *o, bool *out);
/* CB_AS(bool) on an integer: bool in, 0 or 1 of `type` out. */
CBI_HIDDEN bool cbi_get_bool_as(struct cbi_call *call, int i, PyObject *o,
                                cbi_type type, void *out);
CBI_HIDDEN bool cbi_get_char(struct cbi_call *call, int i, PyObject *o, char *out);
/* A member of cbi_module.enums[which], or an int equal to one (flags: known bits). */
CBI_HIDDEN bool cbi_get_enum(struct cbi_call *call, int i, PyObject *o, int which,
                             cbi_type type, void *out);
CBI_HIDDEN bool cbi_get_fd(struct cbi_call *call, int i, PyObject *o, cbi_type type,
                           void *out);
/* kind 'n': int of nanoseconds; 'd': aware datetime; 't': timedelta. `whole`: C holds
   whole seconds only, finer values are a ValueError. */
CBI_HIDDEN bool cbi_get_time(struct cbi_call *call, int i, PyObject *o, char kind,
                             bool whole, int64_t *seconds, long *nanoseconds);

/* --------------------------------------------------------------------- text in
   Lent until the call returns. nullable: None (or not given) gives NULL. */
CBI_HIDDEN bool cbi_get_str_slow(struct cbi_call *call, int i, PyObject *o,
                                 bool nullable, const char **out);
CBI_HOT bool
cbi_get_str(struct cbi_call *call, int i, PyObject *o, bool nullable, const char **out)
{
    intptr_t n;
    const char *text;
    if (CBI_LIKELY((!nullable || o) && cbi_type_of(o) == &PyUnicode_Type
                   && (text = PyUnicode_AsUTF8AndSize(o, &n))
                   && strlen(text) == (size_t)n)) {
        call->lent += (size_t)n;
        *out = text;
        return true;
    }
    if (!cbi_get_str_slow(call, i, o, nullable, &text)) {
        return false;
    }
    *out = text;
    return true;
}
CBI_HIDDEN bool cbi_get_bytes_z(struct cbi_call *call, int i, PyObject *o,
                                bool nullable, const char **out);
CBI_HIDDEN bool cbi_get_path(struct cbi_call *call, int i, PyObject *o, bool nullable,
                             const char **out);
/* kind 'w' wchar_t, 'u' char16_t, 'U' char32_t; NUL-terminated. */
CBI_HIDDEN bool cbi_get_wstr(struct cbi_call *call, int i, PyObject *o, bool nullable,
                             char kind, const void **out);
/* mode "rb", "wb" or "r+b"; by hazard Z3. */
CBI_HIDDEN bool cbi_get_file(struct cbi_call *call, int i, PyObject *o, bool nullable,
                             const char *mode, FILE **out);
/* Behind C and cbi_throw, in functions with a FILE *: closes them, so that what cannot
   be written is an OSError, and moves Python's file objects to where C stopped. */
CBI_HIDDEN bool cbi_close_files(struct cbi_call *call);

/* ------------------------------------------------------------------- arrays in */
enum {
    CBI_WRITE = 1,      /* in place: exact dtype, writeable, contiguous, never a copy */
    CBI_FRESH = 2,      /* CB_INOUT: always a copy, an array object that is returned */
    CBI_NULLABLE = 4,   /* None or not given: data is NULL, the extents are 0 */
    CBI_STR = 8,        /* cbi_get_bytes: a str is taken too (its UTF-8) */
    CBI_STRIDED = 16    /* cbi_again: any layout; else contiguity is tested */
};
enum { CBI_MAX_RANK = 32 };
struct cbi_array {
    void *data;         /* never NULL for arrays that are there, also when empty */
    PyObject *direct;   /* borrowed: the ndarray whose fields were read, else NULL */
    PyObject *object;   /* owned: what a fresh or allocated array returns, else NULL */
};

/* A direct array is referenced while C runs detached, so that nobody resizes it. */
CBI_INLINE void
cbi_hold(const struct cbi_array *a)
{
    if (a->direct) {
        Py_IncRef(a->direct);
    }
}
CBI_INLINE void
cbi_unhold(const struct cbi_array *a)
{
    if (a->direct) {
        Py_DecRef(a->direct);
    }
}

/* What of NumPy is known; zero until an array was met or made. Process-wide: NumPy
   loads once per process. `array` is published last. */
struct cbi_numpy {
    PyTypeObject *array;                /* &PyArray_Type */
    void *descr[CBI_N_TYPES];           /* native descriptors of the number types */
    void **api;                         /* PyArray_API */
};
extern CBI_HIDDEN struct cbi_numpy cbi_np;

/* The fields of an ndarray behind its head. */
struct cbi_ndarray {
    char *data;
    int nd;
    intptr_t *dimensions;
    intptr_t *strides;
    PyObject *base;
    void *descr;
    int flags;
};
#define CBI_NDARRAY(o) ((const struct cbi_ndarray *)((char *)(o) + cbi_head))
enum {
    CBI_C_CONTIGUOUS = 1, CBI_ALIGNED = 0x100, CBI_WRITEABLE = 0x400,
    CBI_WRITEBACK = 0x2000, CBI_WARN_ON_WRITE = (int)0x80000000
};

/* (2) An array of rank `rank`: fills a->data and shape[0 … rank). Exact, contiguous
   ndarrays by their fields; the rest in runtime/array_in.c. */
CBI_HIDDEN bool cbi_get_array_slow(struct cbi_call *call, int i, PyObject *o,
                                   cbi_type type, int rank, unsigned flags,
                                   struct cbi_array *a, intptr_t *shape);
/* CBI_FRESH; apart, so that modules without it do not carry it. */
CBI_HIDDEN bool cbi_get_fresh(struct cbi_call *call, int i, PyObject *o, cbi_type type,
                              int rank, unsigned flags, struct cbi_array *a,
                              intptr_t *shape);
/* Lists of bool and complex numbers, float16: the same. */
CBI_HIDDEN void cbi_allow_rare(void);
CBI_INLINE bool
cbi_get_array_fast(PyObject *o, cbi_type type, int rank, unsigned flags,
                   struct cbi_array *a, intptr_t *shape)
{
    const int write = CBI_WRITEABLE | CBI_WRITEBACK | CBI_WARN_ON_WRITE;
    const int mask = CBI_C_CONTIGUOUS | CBI_ALIGNED | (flags & CBI_WRITE ? write : 0);
    const int want = mask & ~(CBI_WRITEBACK | CBI_WARN_ON_WRITE);
    if (CBI_LIKELY((!(flags & CBI_NULLABLE) || o) && cbi_type_of(o) == cbi_np.array)) {
        const struct cbi_ndarray *x = CBI_NDARRAY(o);
        if (CBI_LIKELY(x->descr == cbi_np.descr[cbi_type_index(type)] && x->nd == rank
                       && (x->flags & mask) == want)) {
            a->data = x->data;
            for (int d = 0; d < rank; d++) {
                shape[d] = x->dimensions[d];
            }
            a->direct = o;
            return true;
        }
    }
    return false;
}
CBI_HOT bool
cbi_get_array(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
              unsigned flags, struct cbi_array *a, intptr_t *shape)
{
    a->object = NULL;
    if (!(flags & CBI_FRESH) && cbi_get_array_fast(o, type, rank, flags, a, shape)) {
        return true;
    }
    struct cbi_array slow = {NULL, NULL, NULL};
    intptr_t extents[CBI_MAX_RANK];
    if (CBI_KIND(type) == 'b' || CBI_KIND(type) == 'c' || type == CBI_HALF) {
        cbi_allow_rare();
    }
    if (!(flags & CBI_FRESH ? cbi_get_fresh : cbi_get_array_slow)(
            call, i, o, type, rank, flags, &slow, extents)) {
        return false;
    }
    *a = slow;
    for (int d = 0; d < rank; d++) {
        shape[d] = extents[d];
    }
    return true;
}
/* As above with strides, in elements: want[d] is the stride that C requires, or
   CBI_ANY_STRIDE to be taken from the array (positive multiples of the item size; an
   axis of extent 0 or 1 gives what a contiguous array would have). Others are copied if
   not CBI_WRITE, into a layout that has the required ones, else ValueError. */
#define CBI_ANY_STRIDE INTPTR_MIN
CBI_HIDDEN bool cbi_get_strided(struct cbi_call *call, int i, PyObject *o,
                                cbi_type type, int rank, unsigned flags,
                                const intptr_t *want, struct cbi_array *a,
                                intptr_t *shape, intptr_t *strides);
/* CB_VIEW: any layout, strides in bytes; zero strides only without CBI_WRITE. */
CBI_HIDDEN bool cbi_get_view(struct cbi_call *call, int i, PyObject *o, cbi_type type,
                             int rank, unsigned flags, struct cbi_array *a,
                             intptr_t *shape, intptr_t *strides);
/* Contiguous bytes-like object (CBI_STR: or str): data and *n. CBI_WRITE: in place. */
CBI_HIDDEN bool cbi_get_bytes(struct cbi_call *call, int i, PyObject *o, unsigned flags,
                              struct cbi_array *a, intptr_t *n);
/* Sequence of str. element_null: None items give NULL. */
CBI_HIDDEN bool cbi_get_strings(struct cbi_call *call, int i, PyObject *o,
                                unsigned flags, bool element_null, struct cbi_array *a,
                                intptr_t *n);

/* (4) Reads a direct array again: false with RuntimeError if data, rank, extents, flags
   or dtype are not what they were. For cbi_get_bytes: type unsigned char, rank 1. */
CBI_HIDDEN bool cbi_again(struct cbi_call *call, int i, const struct cbi_array *a,
                          cbi_type type, int rank, unsigned flags,
                          const intptr_t *shape);
/* For cbi_get_strided (unit: the item size) and cbi_get_view (unit: 1): strides of axes
   longer than 1 are compared too. */
CBI_HIDDEN bool cbi_again_strided(struct cbi_call *call, int i,
                                  const struct cbi_array *a, cbi_type type, int rank,
                                  unsigned flags, const intptr_t *shape,
                                  const intptr_t *strides, intptr_t unit);

/* ------------------------------------------------------------------ (3) bounds
   Exact arithmetic: *bad collects CBI_BAD_… . */
enum { CBI_BAD_OVERFLOW = 1, CBI_BAD_DIVISION = 2, CBI_BAD_SHIFT = 4, CBI_BAD_FIT = 8,
       CBI_BAD_C = 16 /* speaks of what C has set */ };
CBI_INLINE cbi_wide
cbi_add(unsigned *bad, cbi_wide a, cbi_wide b)
{
    cbi_wide r;
    *bad |= __builtin_add_overflow(a, b, &r) ? CBI_BAD_OVERFLOW : 0;
    return r;
}
CBI_INLINE cbi_wide
cbi_sub(unsigned *bad, cbi_wide a, cbi_wide b)
{
    cbi_wide r;
    *bad |= __builtin_sub_overflow(a, b, &r) ? CBI_BAD_OVERFLOW : 0;
    return r;
}
CBI_INLINE cbi_wide
cbi_mul(unsigned *bad, cbi_wide a, cbi_wide b)
{
    cbi_wide r;
    *bad |= __builtin_mul_overflow(a, b, &r) ? CBI_BAD_OVERFLOW : 0;
    return r;
}
CBI_INLINE cbi_wide
cbi_div(unsigned *bad, cbi_wide a, cbi_wide b)
{
    *bad |= b == 0 ? CBI_BAD_DIVISION : 0;
    return b ? a / b : 0;
}
CBI_INLINE cbi_wide
cbi_mod(unsigned *bad, cbi_wide a, cbi_wide b)
{
    *bad |= b == 0 ? CBI_BAD_DIVISION : 0;
    return b ? a % b : 0;
}
CBI_INLINE cbi_wide
cbi_shl(unsigned *bad, cbi_wide a, cbi_wide b)
{
    *bad |= b < 0 || b > 62 || a < 0 ? CBI_BAD_SHIFT : 0;
    return b < 0 || b > 62 || a < 0 ? 0 : cbi_mul(bad, a, (cbi_wide)1 << b);
}
CBI_INLINE cbi_wide
cbi_shr(unsigned *bad, cbi_wide a, cbi_wide b)
{
    *bad |= b < 0 || b > 62 || a < 0 ? CBI_BAD_SHIFT : 0;
    return b < 0 || b > 62 || a < 0 ? 0 : a >> b;
}
/* The callee evaluates e again in its own C type: v must fit there. */
#define CBI_FIT(bad, v, e)                                                            \
    __extension__({ cbi_wide cbi_v = (v);                                             \
        if ((cbi_wide)(__typeof__(e))cbi_v != cbi_v) { *(bad) |= CBI_BAD_FIT; }       \
        cbi_v; })

/* Sets n, of integer type T, to v; false when v does not fit. */
#define CBI_FITS(n, T, v) ((n) = (T)(v), (cbi_wide)(n) == (cbi_wide)(v))

/* A bound is unusable: negative (ValueError), overflows (OverflowError), divides by
   zero. text: the bound as written. Returns false. */
CBI_HIDDEN bool cbi_bad_bound(struct cbi_call *call, int i, int axis, const char *text,
                              cbi_wide value, unsigned bad);
/* Axis `axis` has extent shape[axis], but must equal (at_least: be at least) `value`,
   which is `text` ("a.shape[1]", "2*n + 1", or "" for a constant). Returns false. */
CBI_HIDDEN bool cbi_bad_extent(struct cbi_call *call, int i, int axis, int rank,
                               const intptr_t *shape, bool at_least, cbi_wide value,
                               const char *text);
/* extent = factor * n + offset solved for n (text: the bound, name: n): ValueError when
   inexact or negative. The glue then tests that it fits n's type: cbi_bad_fit. */
CBI_HIDDEN bool cbi_solve(struct cbi_call *call, int i, int axis, intptr_t extent,
                          int64_t factor, int64_t offset, const char *text,
                          const char *name, cbi_wide *n);
/* `name` = value does not fit its C type: OverflowError. Returns false. */
CBI_HIDDEN bool cbi_bad_fit(struct cbi_call *call, const char *name, cbi_wide value,
                            const char *c_type);
/* An inner extent of a variable-length array is 0 and the call cannot be skipped. */
CBI_HIDDEN bool cbi_bad_empty(struct cbi_call *call, int i, int axis);
/* A stride that C requires (elements) differs. */
CBI_HIDDEN bool cbi_bad_stride(struct cbi_call *call, int i, int axis, intptr_t stride,
                               cbi_wide wanted, const char *text);

CBI_INLINE size_t
cbi_bytes(cbi_type type, int rank, const intptr_t *shape)
{
    size_t n = CBI_SIZE(type);
    for (int d = 0; d < rank; d++) {
        n *= (size_t)shape[d];
    }
    return n;
}
CBI_INLINE bool
cbi_overlap(const void *a, size_t a_bytes, const void *b, size_t b_bytes)
{
    return a_bytes && b_bytes && (uintptr_t)a < (uintptr_t)b + b_bytes
           && (uintptr_t)b < (uintptr_t)a + a_bytes;
}
/* As cbi_overlap for strided memory (bytes): exact bounds, then a GCD test per axis. */
CBI_HIDDEN bool cbi_overlap_strided(const void *a, size_t a_item, int a_rank,
    const intptr_t *a_shape, const intptr_t *a_strides, const void *b, size_t b_item,
    int b_rank, const intptr_t *b_shape, const intptr_t *b_strides);
/* The same where strides count elements (*_view: bytes); strides NULL: contiguous. */
CBI_HIDDEN bool cbi_overlap_elements(const void *a, cbi_type a_type, int a_rank,
    const intptr_t *a_shape, const intptr_t *a_strides, bool a_view, const void *b,
    cbi_type b_type, int b_rank, const intptr_t *b_shape, const intptr_t *b_strides,
    bool b_view);
CBI_HIDDEN bool cbi_bad_overlap(struct cbi_call *call, int i, int j);

/* (4) scans: one pass; false with ValueError or IndexError naming the position. */
CBI_HIDDEN bool cbi_scan_bools(struct cbi_call *call, int i, const void *data, int rank,
                               const intptr_t *shape);
CBI_HIDDEN bool cbi_scan_enums(struct cbi_call *call, int i, const void *data,
                               cbi_type type, int rank, const intptr_t *shape,
                               int which);
CBI_HIDDEN bool cbi_scan_indices(struct cbi_call *call, int i, const void *data,
                                 cbi_type type, int rank, const intptr_t *shape,
                                 cbi_wide bound, const char *text);
/* CB_REQUIRE failed: ValueError quoting it. Returns false. */
CBI_HIDDEN bool cbi_bad_require(struct cbi_call *call, const char *text);

/* ------------------------------------------------------------------ arrays out */
/* (3) Allocates a zeroed array, or takes `given` (the `a=` keyword; NULL or None: not
   given): exact dtype, shape, C-contiguous, writeable. a->object owns a reference.
   Memory above 64 KiB comes from calloc. Without NumPy: a memoryview.
   flags & CBI_NULLABLE: (CB_OPT out) None gives no array, True allocates. */
CBI_HIDDEN bool cbi_new_array_slow(struct cbi_call *call, int i, PyObject *given,
                                   cbi_type type, int rank, const cbi_wide *extents,
                                   unsigned flags, struct cbi_array *a,
                                   intptr_t *shape);
enum { CBI_SMALL = 65536 };
/* A zeroed ndarray of up to CBI_SMALL bytes; NULL without exception: not this way. */
CBI_HIDDEN PyObject *cbi_new_small(struct cbi_call *call, cbi_type type, int rank,
                                   const intptr_t *shape, size_t bytes, void **data);
CBI_HOT bool
cbi_new_array(struct cbi_call *call, int i, PyObject *given, cbi_type type, int rank,
              const cbi_wide *extents, unsigned flags, struct cbi_array *a,
              intptr_t *shape)
{
    if (CBI_LIKELY(!given && !(flags & CBI_NULLABLE))) {
        uint64_t bytes = CBI_SIZE(type);
        bool small = true;
        for (int d = 0; d < rank; d++) {
            small = small && extents[d] >= 0 && extents[d] <= CBI_SMALL
                    && (bytes *= (uint64_t)extents[d]) <= CBI_SMALL;
            shape[d] = (intptr_t)extents[d];
        }
        if (CBI_LIKELY(small)) {
            a->object = cbi_new_small(call, type, rank, shape, bytes, &a->data);
            if (CBI_LIKELY(a->object)) {
                return true;
            }
            if (PyErr_Occurred()) {
                return false;
            }
        }
    }
    return cbi_new_array_slow(call, i, given, type, rank, extents, flags, a, shape);
}
/* Zeroed bytes object of n bytes to be filled: a->object, a->data. */
CBI_HIDDEN bool cbi_new_bytes(struct cbi_call *call, int i, cbi_wide n,
                              struct cbi_array *a, intptr_t *shape);
/* Zeroed memory for outs that become list, tuple, str: lives until the call ends. */
CBI_HIDDEN bool cbi_new_memory(struct cbi_call *call, int i, cbi_type type, int rank,
                               const cbi_wide *extents, struct cbi_array *a,
                               intptr_t *shape);
/* a CB_LEN result: the leading `length` of axis 0; takes a->object over. SystemError
   when length is negative or above shape[0]. given: `a=` was passed, so a view. */
CBI_HIDDEN PyObject *cbi_shrink(struct cbi_call *call, int i, struct cbi_array *a,
                                cbi_type type, int rank, const intptr_t *shape,
                                cbi_wide length, bool given);
CBI_HIDDEN PyObject *cbi_shrink_bytes(struct cbi_call *call, int i, struct cbi_array *a,
                                      const intptr_t *shape, cbi_wide length);
/* 0 <= length <= extent, else SystemError. */
CBI_HIDDEN bool cbi_check_length(struct cbi_call *call, int i, cbi_wide length,
                                 intptr_t extent);
CBI_INLINE PyObject *
cbi_take(struct cbi_array *a)
{
    PyObject *o = a->object;
    a->object = NULL;
    return o;
}
CBI_INLINE void
cbi_drop(PyObject *o)
{
    if (o) {
        Py_DecRef(o);
    }
}

/* Memory that C allocated and Python now owns: release(data, with) runs when the object
   dies; `with` is copied. On failure the memory is released at once. data NULL: an
   empty array when the product of extents is 0, else SystemError (nullable: None). */
typedef void (*cbi_release)(void *data, const void *with);
CBI_HIDDEN PyObject *cbi_adopt(struct cbi_call *call, int i, void *data, cbi_type type,
                               int rank, const cbi_wide *extents, bool nullable,
                               cbi_release release, const void *with, size_t with_size);
/* Memory that outlives every call (static, or C's own): a view, read-only if asked. */
CBI_HIDDEN PyObject *cbi_view(struct cbi_call *call, int i, const void *data,
                              cbi_type type, int rank, const cbi_wide *extents,
                              bool nullable, bool read_only);
/* Copies as nested lists (tuple: of the outermost axis, and within), bytes, str. */
CBI_HIDDEN PyObject *cbi_to_list(struct cbi_call *call, int i, const void *data,
                                 cbi_type type, int rank, const cbi_wide *extents,
                                 bool tuple, int which_enum /* -1: none */);
/* The same for one axis of numbers whose extent was checked: as a list. */
CBI_HIDDEN PyObject *cbi_to_short_list(struct cbi_call *call, const void *data,
                                       cbi_type type, intptr_t n);
CBI_HIDDEN PyObject *cbi_to_bytes(struct cbi_call *call, int i, const void *data,
                                  cbi_wide n, bool nullable);
/* exactly n bytes of UTF-8; cbi_to_str_z: up to its NUL, at most n (n < 0: no limit);
   data NULL: None when nullable, else SystemError. */
CBI_HIDDEN PyObject *cbi_to_str_n(struct cbi_call *call, int i, const char *data,
                                  cbi_wide n, bool nullable);
CBI_HIDDEN PyObject *cbi_to_str_z(struct cbi_call *call, int i, const char *data,
                                  cbi_wide n, bool nullable);
CBI_HIDDEN PyObject *cbi_to_bytes_z(struct cbi_call *call, int i, const char *data,
                                    bool nullable);
CBI_HIDDEN PyObject *cbi_to_path(struct cbi_call *call, int i, const char *data,
                                 bool nullable);
CBI_HIDDEN PyObject *cbi_to_wstr(struct cbi_call *call, int i, const void *data,
                                 char kind, bool nullable);
/* Array of n C strings: a list of str; NULLs are None (element_null) or an error. */
CBI_HIDDEN PyObject *cbi_to_strings(struct cbi_call *call, int i,
                                    const char *const *data, cbi_wide n,
                                    bool element_null);

/* ------------------------------------------------------------------ scalars out */
#define CBI_NEW_INT(v)                                                                \
    ((__typeof__(v))-1 < (__typeof__(v))1 || sizeof(v) < sizeof(long long)            \
         ? PyLong_FromLongLong((long long)(v))                                        \
         : PyLong_FromUnsignedLongLong((unsigned long long)(v)))
CBI_HIDDEN PyObject *cbi_new_wide(bool is_signed, size_t size, const void *value);
CBI_HIDDEN PyObject *cbi_new_char(struct cbi_call *call, char c);
CBI_HIDDEN PyObject *cbi_new_enum(struct cbi_call *call, int which, cbi_type type,
                                  const void *value);
CBI_HIDDEN PyObject *cbi_new_time(struct cbi_call *call, char kind, int64_t seconds,
                                  long nanoseconds);
CBI_INLINE PyObject *
cbi_new_bool(bool b)
{
    PyObject *o = b ? Py_True : Py_False;
    Py_IncRef(o);
    return o;
}
/* None is counted up to 3.11 only, in the head's first word, as in every build against
   the stable ABI of those versions. */
extern CBI_HIDDEN bool cbi_none_is_counted;
CBI_INLINE PyObject *
cbi_new_none(void)
{
    PyObject *none = Py_None;
    if (cbi_none_is_counted) {
        intptr_t count;
        memcpy(&count, none, sizeof count);
        count++;
        memcpy(none, &count, sizeof count);
    }
    return none;
}
/* Takes n objects over (any may be NULL: then NULL, the others are dropped). */
CBI_HIDDEN PyObject *cbi_pack(int n, PyObject **items);
/* Without those that are NULL: none is None, one alone is bare. */
CBI_HIDDEN PyObject *cbi_pack_given(int n, PyObject **items);
/* Does the keyword of an optional output ask for it? */
CBI_INLINE bool
cbi_is_wanted(PyObject *o)
{
    return o && o != Py_None && o != Py_False;
}

/* ------------------------------------------------------------------- the module */
struct cbi_constant {
    const char *name;
    char kind;                  /* 'i' int64, 'u' uint64, 'f' double, 's' str,
                                   'e' member */
    union { int64_t i; uint64_t u; double f; const char *s; } value;
    int which;                  /* 'e': enum of the member; 's': length */
};
struct cbi_member {
    const char *name;
    int64_t value;              /* of an unsigned 64-bit enum: its bits */
};
struct cbi_enum {
    const char *name, *doc;     /* name NULL: not exported */
    bool is_flag, is_unsigned;
    int n_members;
    const struct cbi_member *members;
};
struct cbi_exception {
    const char *name, *base /* builtin or earlier name, or "pkg.mod.Class" */, *doc;
};
struct cbi_module {
    const char *name, *doc;
    const char *names;          /* names of functions and parameters, NUL-separated */
    int n_names;
    CbMethodDef *methods;       /* ends with a zeroed entry */
    const struct cbi_constant *constants;
    int n_constants;
    const struct cbi_enum *enums;
    int n_enums;
    const struct cbi_exception *exceptions;
    int n_exceptions;
};
extern CBI_HIDDEN const struct cbi_module cbi_module;   /* in the generated file */
/* What only some modules need: linked where the tables say so. */
struct cbi_state;
struct cbi_parts {
    bool (*add_exceptions)(PyObject *module, struct cbi_state *state);
    bool (*add_enums)(PyObject *module, struct cbi_state *state);
    bool (*add_constants)(PyObject *module, struct cbi_state *state);
};
CBI_HIDDEN bool cbi_add_exceptions(PyObject *module, struct cbi_state *state);
CBI_HIDDEN bool cbi_add_enums(PyObject *module, struct cbi_state *state);
CBI_HIDDEN bool cbi_add_constants(PyObject *module, struct cbi_state *state);
CBI_HIDDEN void *cbi_init_with(struct cbi_parts parts);
CBI_HIDDEN void *cbi_export_with(struct cbi_parts parts);
CBI_INLINE struct cbi_parts
cbi_parts(void)
{
    return (struct cbi_parts){cbi_module.n_exceptions ? cbi_add_exceptions : NULL,
                              cbi_module.n_enums ? cbi_add_enums : NULL,
                              cbi_module.n_constants ? cbi_add_constants : NULL};
}
CBI_INLINE void *                       /* PyInit_NAME returns this */
cbi_init(void)
{
    return cbi_init_with(cbi_parts());
}
CBI_INLINE void *                       /* PyModExport_NAME returns this */
cbi_export(void)
{
    return cbi_export_with(cbi_parts());
}

#endif
