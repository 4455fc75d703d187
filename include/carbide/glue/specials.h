/* SPDX-License-Identifier: MIT
   carbide/glue/specials.h: special methods: what stands between a slot of a type and the
   wrapper of the C function. A wrapper is called from one place, so that the compiler
   puts it there whole: no tuple, no keywords, no object for what is a number to C.
   A part of carbide/glue.h, which says what holds for all of them.

   Some wrappers have one more parameter: where the number goes that C gave, an index, how
   much room there is for a text. Where no object is the result they give Py_None, which is
   not counted; an operator that cannot take its operand gives Py_NotImplemented likewise. */
#ifndef CARBIDE_GLUE_SPECIALS_H
#define CARBIDE_GLUE_SPECIALS_H

#include "carbide/glue/callbacks.h"
#include "carbide/glue/classes.h"

/* ---------------------------------------------------------------------- numbers */
CBI_HIDDEN intptr_t cbi_bad_length(cbi_wide n);
CBI_INLINE intptr_t
cbi_as_length(cbi_wide n)
{
    return CBI_LIKELY(n >= 0 && n <= INTPTR_MAX) ? (intptr_t)n : cbi_bad_length(n);
}
/* -1 says that there is an exception, so no hash is -1. */
CBI_INLINE intptr_t
cbi_as_hash(cbi_wide n)
{
    const uint64_t low = (uint64_t)n, high = (uint64_t)(n >> 64);
    const uint64_t all = high == 0 || high == UINT64_MAX ? low : low ^ high * 31;
    const intptr_t hash = sizeof(intptr_t) == 8 ? (intptr_t)all
                                                : (intptr_t)(all ^ all >> 32);
    return hash == -1 ? -2 : hash;
}
#define CBI_SLOT_LENGTH(f)                                                            \
    static intptr_t cbi_slot_##f(PyObject *py_self)                                   \
    {                                                                                 \
        cbi_wide n = 0;                                                               \
        return cbi_py_##f(py_self, NULL, 0, NULL, &n) ? cbi_as_length(n) : -1;        \
    }
#define CBI_METHOD_LENGTH(f)                                                          \
    static PyObject *cbi_slot_##f(PyObject *py_self, PyObject *unused)                \
    {                                                                                 \
        cbi_wide n = 0;                                                               \
        (void)unused;                                                                 \
        if (!cbi_py_##f(py_self, NULL, 0, NULL, &n) || cbi_as_length(n) < 0) {        \
            return NULL;                                                              \
        }                                                                             \
        return PyLong_FromLongLong((long long)n);                                     \
    }
#define CBI_SLOT_HASH(f)                                                              \
    static intptr_t cbi_slot_##f(PyObject *py_self)                                   \
    {                                                                                 \
        cbi_wide n = 0;                                                               \
        return cbi_py_##f(py_self, NULL, 0, NULL, &n) ? cbi_as_hash(n) : -1;          \
    }
#define CBI_SLOT_BOOL(f)                                                              \
    static int cbi_slot_##f(PyObject *py_self)                                        \
    {                                                                                 \
        cbi_wide n = 0;                                                               \
        return cbi_py_##f(py_self, NULL, 0, NULL, &n) ? n != 0 : -1;                  \
    }
#define CBI_SLOT_CONTAINS(f)                                                          \
    static int cbi_slot_##f(PyObject *py_self, PyObject *py_value)                    \
    {                                                                                 \
        cbi_wide n = 0;                                                               \
        return cbi_py_##f(py_self, &py_value, 1, NULL, &n) ? n != 0 : -1;             \
    }

/* ------------------------------------------------------------------------ items */
/* v[key] where C takes an integer: TypeError, or IndexError for what no index can be. */
CBI_HIDDEN bool cbi_key_index_slow(const uint16_t *function, PyObject *self,
                                   PyObject *key, intptr_t *index);
CBI_INLINE bool
cbi_key_index(const uint16_t *function, PyObject *self, PyObject *key, intptr_t *index)
{
    int64_t v;
    if (CBI_LIKELY(cbi_type_of(key) == &PyLong_Type
                   && cbi_small_int(key, cbi_head, &v))) {
        *index = (intptr_t)v;
        return true;
    }
    return cbi_key_index_slow(function, self, key, index);
}
/* Counts from the end where it is negative; false: there is no such item. [any thread] */
CBI_INLINE bool
cbi_wrap_index(intptr_t *index, cbi_wide n)
{
    const cbi_wide i = *index < 0 ? *index + n : *index;
    *index = (intptr_t)i;
    return CBI_LIKELY(i >= 0 && i < n);
}
CBI_HIDDEN void cbi_bad_index(struct cbi_call *call);
/* No item of that key: KeyError, IndexError if C's keys are integers. */
CBI_HIDDEN void cbi_absent(struct cbi_call *call, PyObject *key, bool is_index);
/* m[i, j]: the n parts of a tuple, borrowed; false with a TypeError. */
CBI_HIDDEN bool cbi_key_parts(const uint16_t *function, PyObject *self, PyObject *key,
                              int n, PyObject **parts);
CBI_HIDDEN int cbi_no_item(PyObject *self, const char *what);

#define CBI_SLOT_ITEM_AT(f, wraps)                                                    \
    static __attribute__((unused)) PyObject *                                         \
    cbi_item_##f(PyObject *py_self, intptr_t i)                                       \
    {                                                                                 \
        if (wraps && i < 0) {       /* the length is added already */                 \
            i = INTPTR_MIN;                                                           \
        }                                                                             \
        return cbi_py_##f(py_self, &py_self, 1, NULL, i);                             \
    }                                                                                 \
    static PyObject *cbi_slot_##f(PyObject *py_self, PyObject *key)                   \
    {                                                                                 \
        intptr_t i;                                                                   \
        return cbi_key_index(cbi_f_##f, py_self, key, &i)                             \
                   ? cbi_py_##f(py_self, &key, 1, NULL, i) : NULL;                    \
    }
/* v[start:stop:step], cut to the length; else `items` by index or key. */
CBI_INLINE void
cbi_cut_slice(intptr_t slice[3], cbi_wide n)
{
    const intptr_t length = n < 0 ? 0 : n > INTPTR_MAX ? INTPTR_MAX : (intptr_t)n;
    PySlice_AdjustIndices(length, &slice[0], &slice[1], slice[2]);
}
#define CBI_SLOT_SLICE(name, items, slices)                                           \
    static PyObject *name(PyObject *py_self, PyObject *key)                           \
    {                                                                                 \
        intptr_t cut[3];                                                              \
        if (CBI_LIKELY(cbi_type_of(key) != &PySlice_Type)) {                          \
            return items(py_self, key);                                               \
        }                                                                             \
        return PySlice_Unpack(key, &cut[0], &cut[1], &cut[2]) < 0                     \
                   ? NULL : cbi_py_##slices(py_self, &key, 3, NULL, cut);             \
    }
#define CBI_SLOT_ITEM(f)                                                              \
    static PyObject *cbi_slot_##f(PyObject *py_self, PyObject *key)                   \
    {                                                                                 \
        return cbi_py_##f(py_self, &key, 1, NULL, key);                               \
    }
#define CBI_SLOT_ITEM_PARTS(f, n)                                                     \
    static PyObject *cbi_slot_##f(PyObject *py_self, PyObject *key)                   \
    {                                                                                 \
        PyObject *parts[n];                                                           \
        return cbi_key_parts(cbi_f_##f, py_self, key, n, parts)                       \
                   ? cbi_py_##f(py_self, parts, n, NULL, key) : NULL;                 \
    }
/* The two halves of one slot: v[key] = value, and del v[key]. */
#define CBI_SET_AT(f)                                                                 \
    static int cbi_slot_##f(PyObject *py_self, PyObject *key, PyObject *value)        \
    {                                                                                 \
        intptr_t i;                                                                   \
        PyObject *both[2] = {key, value};                                             \
        return cbi_key_index(cbi_f_##f, py_self, key, &i)                             \
                       && cbi_py_##f(py_self, both, value ? 2 : 1, NULL, i) ? 0 : -1; \
    }
#define CBI_SET(f)                                                                    \
    static int cbi_slot_##f(PyObject *py_self, PyObject *key, PyObject *value)        \
    {                                                                                 \
        PyObject *both[2] = {key, value};                                             \
        return cbi_py_##f(py_self, both, value ? 2 : 1, NULL, key) ? 0 : -1;          \
    }
#define CBI_SET_PARTS(f, n)                                                           \
    static int cbi_slot_##f(PyObject *py_self, PyObject *key, PyObject *value)        \
    {                                                                                 \
        PyObject *parts[n + 1];                                                       \
        parts[n] = value;                                                             \
        return cbi_key_parts(cbi_f_##f, py_self, key, n, parts)                       \
                       && cbi_py_##f(py_self, parts, value ? n + 1 : n, NULL, key)    \
                   ? 0 : -1;                                                          \
    }

/* -------------------------------------------------------------------- operators */
/* Is `a` an object of class `which`? One of the two is, since Python asks its type. */
CBI_HIDDEN bool cbi_is_operand_slow(PyObject *a, PyObject *b, int which);
CBI_INLINE bool
cbi_is_operand(PyObject *a, PyObject *b, int which)
{
    return CBI_LIKELY(cbi_type_of(a) == cbi_type_of(b))
           || cbi_is_operand_slow(a, b, which);
}
/* An argument of a special method: is it of class `which`? */
CBI_HIDDEN bool cbi_is_of_class(struct cbi_call *call, PyObject *o, int which);
/* The operand did not convert: NotImplemented (not counted), or NULL where the exception
   says more than that. `all`: also values of the right type that do not fit. */
CBI_HIDDEN PyObject *cbi_foreign(bool all);
CBI_INLINE PyObject *
cbi_not_implemented(void)
{
    Py_IncRef(Py_NotImplemented);
    return Py_NotImplemented;
}
#define CBI_SLOT_UNARY(f)                                                             \
    static PyObject *cbi_slot_##f(PyObject *py_self)                                  \
    {                                                                                 \
        return cbi_py_##f(py_self, NULL, 0, NULL);                                    \
    }
#define CBI_THIRD , PyObject *modulus __attribute__((unused))   /* None */
#define CBI_NO_THIRD
#define CBI_INPLACE(f, third)                                                         \
    static PyObject *cbi_slot_##f(PyObject *py_self, PyObject *b third)               \
    {                                                                                 \
        PyObject *result = cbi_py_##f(py_self, &b, 1, NULL);                          \
        result = result == Py_None ? py_self : result;                                \
        if (result) {                                                                 \
            Py_IncRef(result);                                                        \
        }                                                                             \
        return result;                                                                \
    }
/* A row of a comparison: of the operators 0 … 5, from < to >=. */
#define CBI_COMPARE(f, negated)                                                       \
    do {                                                                              \
        cbi_wide n = 0;                                                               \
        PyObject *result = cbi_py_##f(py_self, &py_other, 1, NULL, &n);               \
        if (result != Py_NotImplemented) {                                            \
            return result ? cbi_new_bool((n != 0) != negated) : NULL;                 \
        }                                                                             \
    } while (0)
CBI_HIDDEN intptr_t cbi_identity_hash(PyObject *self);

/* --------------------------------------------------------------------- the others */
/* The exporter that the wrapper made answers for the object; takes it over. */
CBI_HIDDEN int cbi_get_buffer(PyObject *exporter, CbBuffer *view, int flags);
CBI_HIDDEN PyObject *cbi_buffer_method(PyObject *self, PyObject *flags);
#define CBI_SLOT_BUFFER(f)                                                            \
    static int cbi_slot_##f(PyObject *py_self, CbBuffer *view, int flags)             \
    {                                                                                 \
        return cbi_get_buffer(cbi_py_##f(py_self, NULL, 0, NULL), view, flags);       \
    }
/* An item of __next__ that is an int of one digit. One of those before that nobody but the
   module has any more gets the new value, as zip() does with its tuples. Only under a GIL. */
CBI_HIDDEN PyObject *cbi_next_int_slow(struct cbi_home *home, PyObject **place,
                                       uint32_t value);
CBI_INLINE PyObject *
cbi_next_int(PyObject *self, uint32_t value)
{
    struct cbi_home *home = cbi_home_of(cbi_module_of(self));
    PyObject **place = &home->ints[home->turn++ % 4], *o = *place;
    const uint32_t two = 2;
    uint32_t count = 0;
    if (CBI_LIKELY(o != NULL)) {
        memcpy(&count, o, sizeof count);
    }
    if (CBI_LIKELY(count == 1)) {
        memcpy(o, &two, sizeof two);
        memcpy((char *)o + 24, &value, sizeof value);
        return o;
    }
    return cbi_next_int_slow(home, place, value);
}
/* Not for those of which there is only one object, and those of more digits. */
#define CBI_NEXT_INT(self, v)                                                         \
    ((uint64_t)(v) - 257 < ((uint64_t)1 << 30) - 257                                  \
         ? cbi_next_int(self, (uint32_t)(v)) : CBI_NEW_INT(v))
CBI_HIDDEN PyObject *cbi_iter_self(PyObject *self);
CBI_HIDDEN PyObject *cbi_iter_items(PyObject *self);
CBI_HIDDEN PyObject *cbi_call_fast(CbFastFunction function, PyObject *self, PyObject *args,
                                   PyObject *keywords);
#define CBI_SLOT_CALL(f)                                                              \
    static PyObject *cbi_slot_##f(PyObject *py_self, PyObject *args, PyObject *names) \
    {                                                                                 \
        return cbi_call_fast(cbi_py_##f, py_self, args, names);                       \
    }
/* --------------------------------------------------------------------- attributes */
/* o.name, where Python finds none; C gave NULL: AttributeError. Of a subclass Python
   itself looks for __getattr__, which may be another one. */
CBI_HIDDEN PyObject *cbi_get_attribute(PyObject *self, PyObject *name,
                                       CbFastFunction get);
CBI_HIDDEN PyObject *cbi_ask_attribute(PyObject *self, PyObject *name,
                                       CbFastFunction get);
CBI_HIDDEN void cbi_no_attribute(PyObject *self, PyObject *name);
#define CBI_SLOT_GETATTR(f)                                                           \
    static PyObject *cbi_slot_##f(PyObject *py_self, PyObject *name)                  \
    {                                                                                 \
        return cbi_get_attribute(py_self, name, cbi_py_##f);                          \
    }                                                                                 \
    static PyObject *cbi_method_##f(PyObject *py_self, PyObject *name)                \
    {                                                                                 \
        return cbi_ask_attribute(py_self, name, cbi_py_##f);                          \
    }
#define CBI_GETATTR_METHOD(f)                                                         \
    {"__getattr__", (void (*)(void))cbi_method_##f, CB_METH_O,                        \
     "__getattr__($self, name, /)\n--\n\n"}
#define CBI_SET_ATTRIBUTE(f)                                                          \
    static int cbi_slot_##f(PyObject *py_self, PyObject *name, PyObject *value)       \
    {                                                                                 \
        PyObject *both[2] = {name, value};                                            \
        return cbi_py_##f(py_self, both, value ? 2 : 1, NULL) ? 0 : -1;               \
    }
/* Of the class itself there is no object; of a module's function no owner. */
#define CBI_SLOT_GET(f)                                                               \
    static PyObject *cbi_slot_##f(PyObject *py_self, PyObject *object, PyObject *owner) \
    {                                                                                 \
        PyObject *both[2] = {object ? object : Py_None, owner ? owner : Py_None};     \
        return cbi_py_##f(py_self, both, 2, NULL);                                    \
    }
CBI_HIDDEN int cbi_no_delete(void);
#define CBI_SLOT_SET(f)                                                               \
    static int cbi_slot_##f(PyObject *py_self, PyObject *object, PyObject *value)     \
    {                                                                                 \
        PyObject *both[2] = {object, value};                                          \
        return !value ? cbi_no_delete() : cbi_py_##f(py_self, both, 2, NULL) ? 0 : -1; \
    }

/* Pickles: the bytes of __getstate__ and what a subclass has added. */
CBI_HIDDEN PyObject *cbi_state_reduce(PyObject *self, PyObject *unused);
CBI_HIDDEN PyObject *cbi_state_set(PyObject *self, PyObject *state, CbFastFunction set);
#define CBI_METHOD_STATE(f)                                                           \
    static PyObject *cbi_slot_##f(PyObject *py_self, PyObject *state)                 \
    {                                                                                 \
        return cbi_state_set(py_self, state, cbi_py_##f);                             \
    }
#define CBI_STATE_METHODS(f)                                                          \
    {"__setstate__", (void (*)(void))cbi_slot_##f, CB_METH_O,                         \
     "__setstate__($self, state, /)\n--\n\n"},                                        \
    {"__reduce__", (void (*)(void))cbi_state_reduce, CB_METH_NOARGS, NULL}
/* A text of which C says, as snprintf does, how long it would be. */
#define CBI_TEXT_ROOM(f, args, n_args)                                                \
    size_t room = 256, had;                                                           \
    PyObject *text;                                                                   \
    do {                                                                              \
        had = room;                                                                   \
        text = cbi_py_##f(py_self, args, n_args, NULL, &room);                        \
    } while (!text && room > had);                                                    \
    return text
#define CBI_SLOT_TEXT_ROOM(f)                                                         \
    static PyObject *cbi_slot_##f(PyObject *py_self)                                  \
    {                                                                                 \
        CBI_TEXT_ROOM(f, NULL, 0);                                                    \
    }
#define CBI_METHOD_TEXT_ROOM(f)                                                       \
    static PyObject *cbi_slot_##f(PyObject *py_self, PyObject *const *args,           \
                                  intptr_t n_args)                                    \
    {                                                                                 \
        CBI_TEXT_ROOM(f, args, n_args);                                               \
    }
CBI_HIDDEN void cbi_bad_room(struct cbi_call *call);
/* Methods without a slot, by METH_NOARGS or METH_O. */
#define CBI_METHOD_PLAIN(f)                                                           \
    static PyObject *cbi_slot_##f(PyObject *py_self, PyObject *unused)                \
    {                                                                                 \
        (void)unused;                                                                 \
        return cbi_py_##f(py_self, NULL, 0, NULL);                                    \
    }
#define CBI_METHOD_SELF(f)                                                            \
    static PyObject *cbi_slot_##f(PyObject *py_self, PyObject *unused)                \
    {                                                                                 \
        (void)unused;                                                                 \
        if (!cbi_py_##f(py_self, NULL, 0, NULL)) {                                    \
            return NULL;                                                              \
        }                                                                             \
        Py_IncRef(py_self);                                                           \
        return py_self;                                                               \
    }
#define CBI_METHOD_NONE(f)                                                            \
    static PyObject *cbi_slot_##f(PyObject *py_self, PyObject *unused)                \
    {                                                                                 \
        (void)unused;                                                                 \
        return cbi_py_##f(py_self, NULL, 0, NULL) ? cbi_new_none() : NULL;            \
    }

#endif
