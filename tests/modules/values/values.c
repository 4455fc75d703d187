// SPDX-License-Identifier: MIT
// values.c: values in and out, *args and **kw, errors, the GIL.
#include "values.h"

#include <string.h>
#include <time.h>

// ------------------------------------------------------------------- in and out
cb_value echo(cb_value v)
{
    return v;
}

cb_value echo_or(cb_value v)
{
    return v;
}

bool is_given(cb_value v)
{
    return v != NULL;
}

void ends(cb_value seq, cb_value *first, cb_value *last)
{
    size_t n = cb_size(seq);
    *first = cb_item(seq, 0);
    *last = cb_item(seq, n - 1);
}

void swap(cb_value *a, cb_value *b)
{
    cb_value before = *a;
    *a = *b;
    *b = before;
}

cb_value type_of(const cb_value *v)
{
    return cb_get(*v, "__class__");
}

size_t measure(cb_value v, cb_value *same)
{
    if (same) {
        *same = v;
    }
    return cb_size(v);
}

cb_value nothing(int how, cb_value *out)
{
    *out = how == 1002 ? NULL : cb_none();
    return how == 1001 ? NULL : cb_none();
}

int status(cb_value v, int number, cb_value *missing)
{
    *missing = number ? NULL : cb_get(v, "missing");
    return number;
}

// ------------------------------------------------------------------- *args, **kw
cb_value only_args(cb_value a)
{
    return a;
}

cb_value only_keywords(cb_value k)
{
    return k;
}

cb_value all_kinds(int a, int b, cb_value args, int c, int d, cb_value kw)
{
    return cb_tuple(6, (cb_value[]){cb_int(a), cb_int(b), args, cb_int(c), cb_int(d), kw});
}

cb_value unnamed(int a, cb_value kw)
{
    return cb_tuple(2, (cb_value[]){cb_int(a), kw});
}

cb_value no_rest(int a, int b, cb_value kw)
{
    return cb_tuple(3, (cb_value[]){cb_int(a), cb_int(b), kw});
}

// ------------------------------------------------------------------------ errors
void raise_value(const char *text, int line)
{
    cb_raise_value(ParseError, cb_tuple(2, (cb_value[]){cb_str(text, strlen(text)),
                                                        cb_int(line)}));
    cb_raise_value(CB_KeyError, cb_none());
}

void raise_with(int which, cb_value args)
{
    static const struct cb_class *const classes[] = {CB_OSError, CB_KeyError,
                                                     CB_UnicodeError, CB_StopIteration};
    enum cb_kind kind = cb_kind(args);
    if (kind != CB_STR && kind != CB_INT && kind != CB_TUPLE) {
        cb_raise(CB_TypeError, "a text, a number or a tuple");
    }
    cb_raise_value(classes[(unsigned)which % 4], args);
}

int warn_value(const char *text)
{
    cb_raise_value(OddWarning, cb_str(text, strlen(text)));
    return cb_failed() ? -1 : 1;
}

void first_error(const char *order)
{
    for (const char *s = order; *s; s++) {
        if (*s == 'v') {
            cb_raise_value(CB_KeyError, cb_str("value", 5));
        }
        else if (*s == 'r') {
            cb_raise(CB_IndexError, "raise");
        }
        else if (*s == 'p') {
            cb_get(cb_none(), "python");
        }
        else if (*s == 'w') {
            cb_raise(CB_UserWarning, "warning");
        }
        else if (*s == 'c') {
            cb_clear();
        }
    }
}

int sticky(int how)
{
    cb_value list = cb_list(), dict = cb_dict(), text = cb_str("x", 1), none = cb_none();
    cb_value items[] = {none, how == 0 ? NULL : text}, key, item;
    size_t state = 0, n;
    int64_t i;
    double d;
    int given = 0;
    if (how == 1) {
        cb_get(none, "missing");
    }
    if (how == 2) {
        cb_raise(CB_ValueError, "C's own");
    }
    cb_value null = how == 0 ? NULL : none;
    given += cb_append(list, how ? text : NULL) != NULL;
    given += cb_append(how ? list : NULL, text) != NULL;
    given += cb_put(dict, text, how ? none : NULL) != NULL;
    given += cb_put(dict, how ? text : NULL, none) != NULL;
    given += cb_put(how ? dict : NULL, text, none) != NULL;
    given += cb_tuple(2, items) != NULL;
    given += cb_to_int(null, &i) + cb_to_float(null, &d);
    given += cb_to_str(how ? text : NULL, &n) != NULL;
    given += cb_to_str(how ? text : NULL, NULL) != NULL;
    given += cb_to_bytes(how ? cb_bytes("x", 1) : NULL, &n) != NULL;
    given += cb_size(how ? text : NULL) != 0;
    given += cb_item(how ? text : NULL, 0) != NULL;
    given += cb_find(how ? dict : NULL, text) != NULL;
    given += cb_find(dict, how ? text : NULL) != NULL;
    given += cb_next(how ? text : NULL, &state, &key, &item);
    given += cb_get(how ? text : NULL, "upper") != NULL;
    given += cb_call(how ? cb_get(text, "upper") : NULL, 0, NULL) != NULL;
    given += cb_call(cb_get(text, "upper"), 2, items) != NULL;
    if (how) {
        void *data;
        given += cb_int(INT64_MAX) || cb_float(1) || cb_str("x", 1) || cb_bytes("x", 1)
                 || cb_list() || cb_dict() || cb_none() || cb_bool(true)
                 || cb_import("sys") || cb_array('d', 1, &(size_t){1}, &data);
    }
    given += cb_kind(NULL) != CB_NONE;
    given += 100 * cb_failed();
    cb_clear();
    return given + 1000 * cb_failed();
}

cb_value warned(void)
{
    cb_raise(CB_UserWarning, "first");
    return cb_append(cb_list(), cb_bool(cb_failed()));
}

bool clears(cb_value f)
{
    cb_call(f, 0, NULL);
    bool failed = cb_failed();
    cb_clear();
    return failed && !cb_failed() && cb_list() != NULL;
}

// --------------------------------------------------------------------------- GIL
double wait_released(double seconds, int nested)
{
    struct timespec ms = {0, 1000000};
    double waited = 0;
    nested = nested < 1 ? 1 : nested > 5 ? 5 : nested;
    for (int i = 0; i < nested; i++) {
        cb_release();
    }
    while (waited < seconds && waited < 0.05) {
        nanosleep(&ms, NULL);
        waited += 0.001;
    }
    for (int i = 0; i < nested; i++) {
        cb_acquire();
    }
    cb_acquire();                       // one too many does nothing
    return cb_list() ? waited : 0;
}

cb_value misuse_gil(int how)
{
    cb_value list = cb_list();
    if (how == 3) {
        cb_get(list, "missing");
    }
    cb_release();
    if (how == 1) {
        cb_append(list, cb_int(1));
    }
    if (how == 2) {
        return list;
    }
    if (how == 3) {
        cb_clear();
    }
    if (how == 4) {
        cb_raise(CB_ValueError, "without the GIL");
    }
    bool failed = cb_failed();
    cb_acquire();
    return cb_append(list, cb_bool(failed));
}
