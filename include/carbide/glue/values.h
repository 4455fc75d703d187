/* SPDX-License-Identifier: MIT
   carbide/glue/values.h: numbers and text: from Python, and back.
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_VALUES_H
#define CARBIDE_GLUE_VALUES_H

#include "carbide/glue/call.h"

/* ------------------------------------------------------------------- scalars in
   i: the parameter's index for messages. `out` has the C type that `type` describes. */
CBI_HIDDEN bool cbi_get_int_slow(struct cbi_call *call, int i, PyObject *o,
                                 cbi_type type, void *out);
/* How ints keep values of one digit (30 bits): 0 not proved, 1 a signed count of digits
   before it (to 3.11), 2 a tag with the count and the sign (3.12). */
extern CBI_HIDDEN uint8_t cbi_int_mode;
CBI_INLINE bool
cbi_small_int(PyObject *o, intptr_t head, int64_t *v)
{
    intptr_t word;
    uint32_t digit;
    memcpy(&word, (const char *)o + head, sizeof word);
    memcpy(&digit, (const char *)o + head + sizeof word, sizeof digit);
    if (CBI_LIKELY(cbi_int_mode == 2)) {
        *v = (1 - (int64_t)(word & 3)) * digit;
        return (uintptr_t)word < 16;
    }
    *v = (int64_t)word * digit;
    return cbi_int_mode == 1 && (uintptr_t)word + 1 <= 2;
}
/* Exactly an int of one digit that fits; else false, and nothing has happened. head:
   cbi_head, or what that is known to be. */
CBI_HOT bool
cbi_exact_int(PyObject *o, intptr_t head, cbi_type type, void *out)
{
    int64_t v;
    if (CBI_LIKELY(cbi_type_at(o, head) == &PyLong_Type && cbi_small_int(o, head, &v))) {
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
    return false;
}
CBI_HOT bool
cbi_get_int(struct cbi_call *call, int i, PyObject *o, cbi_type type, void *out)
{
    if (CBI_LIKELY(cbi_exact_int(o, cbi_head, type, out))) {
        return true;
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
/* Exactly a float. */
CBI_HOT bool
cbi_exact_double(PyObject *o, intptr_t head, double *out)
{
    const bool exact = CBI_LIKELY(cbi_type_at(o, head) == cbi_float_type);
    if (exact) {
        memcpy(out, (const char *)o + head, sizeof *out);
    }
    return exact;
}
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

/* ------------------------------------------------------------------- any object
   Borrowed from the caller. nullable: None (or not given) gives NULL. */
CBI_INLINE bool
cbi_get_value(PyObject *o, bool nullable, cb_value *out)
{
    *out = nullable && (!o || o == Py_None) ? NULL : o;
    return true;
}
/* A new reference; NULL is None (nullable) or a SystemError. */
CBI_HIDDEN PyObject *cbi_new_value(struct cbi_call *call, int i, cb_value v,
                                   bool nullable);

/* ------------------------------------------------------------------ scalars out */
#define CBI_NEW_INT(v)                                                                \
    (CBI_IS_LONG(v) ? PyLong_FromLong((long)(v))        /* some versions: the quicker */ \
     : (__typeof__(v))-1 < (__typeof__(v))1 || sizeof(v) < sizeof(long long)          \
         ? PyLong_FromLongLong((long long)(v))                                        \
         : PyLong_FromUnsignedLongLong((unsigned long long)(v)))
#define CBI_IS_LONG(v)                                                                \
    (sizeof(v) < sizeof(long)                                                         \
     || ((__typeof__(v))-1 < (__typeof__(v))1 && sizeof(v) == sizeof(long)))
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

#endif
