// SPDX-License-Identifier: MIT
// read.c: what C reads of values, and loops over them.
#include "values.h"

#include <string.h>

enum cb_kind kind(cb_value v)
{
    return cb_kind(v);
}

int64_t int_of(cb_value v)
{
    int64_t i = 7;
    if (!cb_to_int(v, &i) && i != 0) {
        cb_raise(CB_SystemError, "the number is not 0");
    }
    return i;
}

double float_of(cb_value v)
{
    double d = 7;
    if (!cb_to_float(v, &d) && d != 0) {
        cb_raise(CB_SystemError, "the number is not 0");
    }
    return d;
}

void str_of(cb_value v, size_t *n, uint32_t *sum)
{
    const char *s = cb_to_str(v, n);
    *sum = 0;
    for (size_t i = 0; s && i <= *n; i++) {             // the NUL too
        *sum = *sum * 31 + (unsigned char)s[i];
    }
}

size_t c_length(cb_value v)
{
    const char *s = cb_to_str(v, NULL);
    return s ? strlen(s) : 0;
}

cb_value bytes_of(cb_value v)
{
    size_t n;
    const void *p = cb_to_bytes(v, &n);
    return p ? cb_bytes(p, n) : NULL;
}

size_t size(cb_value v)
{
    return cb_size(v);
}

cb_value item(cb_value seq, size_t i)
{
    return cb_item(seq, i);
}

cb_value find(cb_value dict, cb_value key)
{
    if (cb_kind(dict) == CB_OBJECT) {
        cb_get(dict, "keys");           // NumPy's scalars crash without memory
    }
    return cb_find(dict, key);
}

cb_value pairs(cb_value v)
{
    enum { MOST = 3000 };
    cb_value list = cb_list(), key, item;
    size_t state = 0, n = 0;
    while (cb_next(v, &state, &key, &item)) {
        cb_append(list, cb_tuple(2, (cb_value[]){key ? key : cb_none(), item}));
        if (++n > MOST) {
            return cb_raise(CB_ValueError, "there is no end"), NULL;
        }
    }
    return list;
}

cb_value first(cb_value v, size_t n)
{
    cb_value found = NULL, item;
    for (size_t i = 0; i < n && i < 100000 && !cb_failed(); i++) {
        size_t state = 0;
        if (cb_next(v, &state, NULL, &item)) {
            found = item;
        }
    }
    return found;
}

cb_value product(cb_value v)
{
    cb_value list = cb_list(), a, b;
    size_t outer = 0;
    for (size_t i = 0; i < 100 && cb_next(v, &outer, NULL, &a); i++) {
        size_t inner = 0;
        for (size_t k = 0; k < 100 && cb_next(v, &inner, NULL, &b); k++) {
            cb_append(list, cb_tuple(2, (cb_value[]){a, b}));
        }
    }
    return list;
}

cb_value misuse_next(cb_value v, int how)
{
    size_t state = how == 1 ? 12345 : 0;
    cb_value key, item = NULL;
    for (int i = 0; i < 10000 && cb_next(v, &state, &key, &item); i++) {
        if (how == 2) {                 // the place of another value
            return cb_next(cb_list(), &state, &key, &item) ? item : NULL;
        }
    }
    return cb_next(v, &state, &key, &item) ? item : cb_none();
}

static cb_value copy(cb_value v, int deep)
{
    cb_value to, key, item;
    size_t state = 0, n;
    int64_t i;
    double d;
    const void *p;
    if (deep > 200) {
        return cb_raise(CB_RecursionError, "nested too deeply"), NULL;
    }
    switch (cb_kind(v)) {
    case CB_NONE:
        return cb_none();
    case CB_BOOL:
        return cb_to_int(v, &i) ? cb_bool(i != 0) : NULL;
    case CB_INT:
        if (cb_to_int(v, &i)) {
            return cb_int(i);
        }
        cb_clear();                     // a long one stays what it is
        return v;
    case CB_FLOAT:
        return cb_to_float(v, &d) ? cb_float(d) : NULL;
    case CB_STR:
        p = cb_to_str(v, &n);
        if (p) {
            return cb_str(p, n);
        }
        cb_clear();                     // surrogates
        return v;
    case CB_BYTES:
        p = cb_to_bytes(v, &n);
        return p ? cb_bytes(p, n) : NULL;
    case CB_LIST:
        to = cb_list();
        while (cb_next(v, &state, &key, &item)) {
            if (!cb_append(to, copy(item, deep + 1))) {
                return NULL;
            }
        }
        return to;
    case CB_TUPLE: {
        n = cb_size(v);
        cb_value *items = cb_scratch(n * sizeof *items);
        for (size_t k = 0; items && k < n; k++) {
            items[k] = copy(cb_item(v, k), deep + 1);
        }
        return items ? cb_tuple(n, items) : NULL;
    }
    case CB_DICT:
        to = cb_dict();
        while (cb_next(v, &state, &key, &item)) {
            if (!cb_put(to, copy(key, deep + 1), copy(item, deep + 1))) {
                return NULL;
            }
        }
        return to;
    case CB_OBJECT:
        break;
    }
    return v;
}

cb_value rebuild(cb_value v)
{
    return copy(v, 0);
}

size_t depth(cb_value v, size_t limit)
{
    size_t deepest = 0, state = 0;
    cb_value item;
    if (cb_kind(v) != CB_LIST) {
        return 0;
    }
    if (limit > 1000 || limit == 0) {
        return cb_raise(CB_RecursionError, "deeper than the limit"), 0;
    }
    while (cb_next(v, &state, NULL, &item) && !cb_failed()) {
        size_t d = depth(item, limit - 1);
        deepest = d > deepest ? d : deepest;
    }
    return deepest + 1;
}

double total(cb_value items)
{
    double sum = 0, x;
    size_t state = 0, n = 0;
    cb_value item;
    while (cb_next(items, &state, NULL, &item) && cb_to_float(item, &x)) {
        sum += x;
        if (++n > 3000) {
            return cb_raise(CB_ValueError, "there is no end"), 0;
        }
    }
    return sum;
}
