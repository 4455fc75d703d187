/* SPDX-License-Identifier: MIT
   carbide.h: what C sources include that are to become Python modules, and that compile
   and run without Python just as well.

   It holds the markers, which say in prototypes what C cannot (CB_OUT, CB_SHAPE, …; for
   the compiler they are nothing), the exception classes, and the functions that C may
   call: cb_raise, cb_check, cb_scratch. Built into a module (CARBIDE_MODULE is defined)
   these come from carbide's runtime; in a plain C program this header defines them,
   over one thread-local record that all its files share. Python values (carbide/value.h)
   exist in modules alone. C11 or later; C++11. */
#ifndef CARBIDE_H
#define CARBIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --------------------------------------------------------------------- markers
   carbide's translator reads them as they are written; nobody else sees them. */
#ifndef __CARBIDE__

/* on parameters */
#define CB_IN
#define CB_OUT
#define CB_INOUT
#define CB_OPT
#define CB_SHAPE(...)
#define CB_STRIDES(...)
#define CB_LEN(...)
#define CB_DEFAULT(...)
#define CB_FIXED(...)
#define CB_REQUIRE(...)
#define CB_INDEX(...)
#define CB_KEEP
#define CB_TAKES
#define CB_AS(...)

/* on results and functions */
#define CB_OWNED(...)
#define CB_RAISES(...)
#define CB_NAME(...)
#define CB_GET
#define CB_SET
#define CB_UFUNC
#define CB_PARALLEL
#define CB_OVERLOAD(...)
#define CB_ASYNC
#define CB_LOCK(...)
#define CB_GIL(...)
#define CB_INIT
#define CB_EXIT
#define CB_FROM_PYTHON(...)
#define CB_ON_RAISE(...)

/* on typedefs, and at file scope: declarations, so that a semicolon may follow */
#define CB_CLASS(...)
#ifdef __cplusplus
#define CB_EXPORT(...) static_assert(true, "")
#else
#define CB_EXPORT(...) _Static_assert(1, "")
#endif

/* CB_EXCEPTION(ParseError, CB_ValueError, "doc"); declares a class of the module. The
   base is a CB_ class, an earlier own one, or a string: "decimal.DecimalException". */
#define CB_EXCEPTION(Name, ...) CB_EXCEPTION_(Name, __VA_ARGS__, "", "")
#ifdef __cplusplus
#define CB_EXCEPTION_(Name, Base, doc, ...)                                           \
    __attribute__((unused)) static const struct cb_class_ Name[1] =                   \
        {{#Name, cb_base_(Base, #Base), doc}}
#else
#define CB_EXCEPTION_(Name, Base, doc, ...)                                           \
    __attribute__((unused)) static const struct cb_class Name[1] = {{#Name,           \
        _Generic((Base), const struct cb_class *: #Base, default: (Base)), doc}}
#endif

/* CB_VIEW(const double, 2) v: an array of any layout; Python passes it as it lies. */
#define CB_VIEW(T, rank) CB_VIEW_(rank)
#define CB_VIEW_(rank) struct cb_view##rank

#endif /* __CARBIDE__ */

/* Strides are in bytes; CB_AT(const double, v, i, j) is the element. */
#define CB_VIEW_OF_RANK(rank)                                                         \
    struct cb_view##rank {                                                            \
        void *data;                                                                   \
        ptrdiff_t shape[rank];                                                        \
        ptrdiff_t strides[rank];                                                      \
    };
CB_VIEW_OF_RANK(1)
CB_VIEW_OF_RANK(2)
CB_VIEW_OF_RANK(3)
CB_VIEW_OF_RANK(4)
CB_VIEW_OF_RANK(5)
CB_VIEW_OF_RANK(6)
CB_VIEW_OF_RANK(7)
CB_VIEW_OF_RANK(8)
#undef CB_VIEW_OF_RANK

#define CB_AT(T, view, ...)                                                           \
    (*(T *)cb_at_((view).data, (view).strides, (const ptrdiff_t[]){__VA_ARGS__},      \
                  sizeof((const ptrdiff_t[]){__VA_ARGS__}) / sizeof(ptrdiff_t)))
static inline __attribute__((unused)) void *
cb_at_(void *data, const ptrdiff_t *strides, const ptrdiff_t *index, size_t rank)
{
    char *p = (char *)data;
    for (size_t d = 0; d < rank; d++) {
        p += strides[d] * index[d];
    }
    return p;
}

/* ------------------------------------------------------------ exception classes
   Compared by name, so every file may hold its own copy. (C++ wants another tag.) */
#ifdef __cplusplus
#define CB_CLASS_TAG cb_class_
#else
#define CB_CLASS_TAG cb_class
#endif
struct CB_CLASS_TAG {
    const char *name;
    const char *base;           /* as written: "CB_ValueError", "pkg.mod.Class" */
    const char *doc;            /* NULL: one of Python's own */
};
typedef const struct CB_CLASS_TAG *cb_class;

#ifndef __CARBIDE__
#define CB_EXC(name, base)                                                            \
    __attribute__((unused)) static const struct CB_CLASS_TAG CB_##name[1] =           \
        {{#name, "CB_" #base, NULL}};
#include "carbide/exceptions.def"
#undef CB_EXC
#endif

#ifdef __cplusplus
/* the base's spelling, or the string that was given for it */
static constexpr const char *
cb_base_(cb_class, const char *spelling)
{
    return spelling;
}
static constexpr const char *
cb_base_(const char *path, const char *)
{
    return path;
}
extern "C" {
#endif

/* ------------------------------------------------------------------- functions */
#ifdef CARBIDE_MODULE
#define CB_API __attribute__((visibility("hidden")))
#else
#define CB_API __attribute__((weak))
#endif

/* The error of the running call; the first one stays. The call raises it when it
   returns: `return cb_raise(CB_ValueError, "n = %d", n), 0;`. No GIL is needed. A
   warning class warns and does not make the call fail. */
CB_API void cb_raise(cb_class cls, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* True: stop soon, somebody pressed Ctrl-C. Cheap enough for inner loops of
   microseconds; once true it stays true, and the call raises whatever C returns. */
CB_API bool cb_check(void);

/* Memory until the call returns: 64-byte aligned, not zeroed. NULL: MemoryError is
   raised already. 0 bytes give a valid pointer. */
CB_API void *cb_scratch(size_t bytes) __attribute__((malloc));

/* This module's own memory, zeroed at import: one struct for each module object, and so
   for each interpreter. Parameters have it by CB_FIXED(cb_state()) struct S *s, which
   also says how large it is; NULL outside of a call. Plain C programs pass a struct of
   their own: for them it is not defined. */
#ifdef CARBIDE_MODULE
CB_API
#endif
void *cb_state(void);

/* For C programs: the error that cb_raise stored on this thread, or NULL. */
struct cb_error {
    cb_class cls;
    int errno_;                 /* as it was when cb_raise was called */
    const char *text;
};
CB_API const struct cb_error *cb_error(void);

/* For C programs: forgets this thread's error and frees its scratch memory. Inside a
   call from Python it does nothing. */
CB_API void cb_reset(void);

#include "carbide/value.h"

#ifndef CARBIDE_MODULE
#include "carbide/plain.h"
#endif

#ifdef __cplusplus
}
#endif

/* A redeclaration that says a shape which the library's own header does not say is what
   carbide wants; gcc warns of it. */
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 11
#pragma GCC diagnostic ignored "-Wvla-parameter"
#pragma GCC diagnostic ignored "-Warray-parameter"
#endif

#endif
