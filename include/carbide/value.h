/* SPDX-License-Identifier: MIT
   carbide/value.h: Python values in plain C. Included by carbide.h, not by hand.

   A cb_value is any Python object, valid until the call returns; there is nothing to
   release. NULL is sticky: a function that is given NULL, or called while an error is
   pending, does nothing and gives NULL (false, 0), and the first error stays. So chains
   of calls need no checks in between. Functions that mention cb_value hold the GIL.

   A plain C program has only these declarations: what uses them does not link without
   Python. So they are kept in files of their own. */
#ifndef CARBIDE_VALUE_H
#define CARBIDE_VALUE_H

#ifdef CARBIDE_MODULE
#define CB_VALUE_API __attribute__((visibility("hidden")))
#else
#define CB_VALUE_API
#endif

typedef const struct cb_object *cb_value;

/* Exact types; subclasses and everything else are CB_OBJECT. */
enum cb_kind {
    CB_NONE, CB_BOOL, CB_INT, CB_FLOAT, CB_STR, CB_BYTES, CB_LIST, CB_TUPLE, CB_DICT,
    CB_OBJECT
};

/* -------------------------------------------------------------------------- make */
CB_VALUE_API cb_value cb_none(void);
CB_VALUE_API cb_value cb_bool(bool b);
CB_VALUE_API cb_value cb_int(int64_t i);
CB_VALUE_API cb_value cb_float(double d);
/* n bytes of UTF-8; others are a UnicodeDecodeError. */
CB_VALUE_API cb_value cb_str(const char *s, size_t n);
/* p may be NULL: n zero bytes. */
CB_VALUE_API cb_value cb_bytes(const void *p, size_t n);
CB_VALUE_API cb_value cb_list(void);
CB_VALUE_API cb_value cb_dict(void);
/* Takes the items over. */
CB_VALUE_API cb_value cb_tuple(size_t n, const cb_value items[]);
/* A new array, zeroed. code is the struct module's: 'd', 'q', 'B', '?', …; *(T **)data
   becomes its memory. Where NumPy is not installed it is a memoryview. */
CB_VALUE_API cb_value cb_array(char code, int rank, const size_t shape[], void *data);

/* ---------------------------------------------------------- fill: the container is
   returned, so that calls nest; it takes the item over, which from then on lives as
   long as it stays in there. */
CB_VALUE_API cb_value cb_append(cb_value list, cb_value item);
CB_VALUE_API cb_value cb_put(cb_value dict, cb_value key, cb_value item);

/* -------------------------------------------------------------------------- read */
CB_VALUE_API enum cb_kind cb_kind(cb_value v);          /* NULL: CB_NONE */
/* As an int64_t and a double parameter convert; *i, *d are 0 on failure. */
CB_VALUE_API bool cb_to_int(cb_value v, int64_t *i);
CB_VALUE_API bool cb_to_float(cb_value v, double *d);
/* UTF-8 of a str, ends with a NUL, lives as long as v. n NULL: a NUL within is a
   ValueError. */
CB_VALUE_API const char *cb_to_str(cb_value v, size_t *n);
/* Any contiguous bytes-like object, held until the call returns. */
CB_VALUE_API const void *cb_to_bytes(cb_value v, size_t *n);
CB_VALUE_API size_t cb_size(cb_value v);                /* len(v) */
CB_VALUE_API cb_value cb_item(cb_value seq, size_t i);  /* seq[i] */
/* dict[key]; NULL without an error where it is absent: the one exception to the rule. */
CB_VALUE_API cb_value cb_find(cb_value dict, cb_value key);
/* The next one. *state begins at 0. A dict gives key and item, everything else items,
   and NULL as key. False at the end, and on an error. key and item last until the next
   cb_next with that state. */
CB_VALUE_API bool cb_next(cb_value v, size_t *state, cb_value *key, cb_value *item);

/* ------------------------------------------------------------------- call Python */
CB_VALUE_API cb_value cb_get(cb_value v, const char *name);     /* v.name */
/* f(*args); the arguments stay what they are. */
CB_VALUE_API cb_value cb_call(cb_value f, size_t n, const cb_value args[]);
CB_VALUE_API cb_value cb_import(const char *module);

/* ------------------------------------------------------------------------- state */
/* Is an error pending in this call? No GIL is needed. */
CB_VALUE_API bool cb_failed(void);
/* Drops it, to go on: the attribute was not there, and so on. No GIL is needed. */
CB_VALUE_API void cb_clear(void);
/* cls(*args) of a tuple, cls(args) of anything else: for exceptions with attributes. */
CB_VALUE_API void cb_raise_value(cb_class cls, cb_value args);
/* Gives the GIL up; until cb_acquire no cb_value function may be called. In pairs, on
   one thread; pairs nest. */
CB_VALUE_API void cb_release(void);
CB_VALUE_API void cb_acquire(void);

#endif
