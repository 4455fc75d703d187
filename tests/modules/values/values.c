// SPDX-License-Identifier: MIT
#include "values.h"

#include <ctype.h>
#include <stdlib.h>
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

// ------------------------------------------------------------------------- make
cb_value constants(void)
{
    const cb_value items[] = {cb_none(), cb_bool(true), cb_bool(false),
                              cb_int(INT64_MIN), cb_float(1.5), cb_str("gr\303\274n", 5),
                              cb_bytes("a\0b", 3), cb_list(), cb_dict(),
                              cb_tuple(0, NULL), cb_str(NULL, 0), cb_bytes(NULL, 0)};
    return cb_tuple(sizeof items / sizeof *items, items);
}

cb_value numbers(int64_t n)
{
    if (n > 3000) {
        return cb_raise(CB_ValueError, "n = %lld is too many", (long long)n), NULL;
    }
    cb_value list = cb_list();
    for (int64_t i = 0; i < n; i++) {
        cb_append(list, cb_int(i));
    }
    return list;
}

cb_value words(const char *a, const char *b)
{
    cb_value list = cb_append(cb_list(), cb_str(a, strlen(a)));
    return cb_append(list, cb_str(b, strlen(b)));
}

cb_value decode(size_t n, const unsigned char data[n])
{
    return cb_str((const char *)data, n);
}

cb_value zero_bytes(size_t n)
{
    return cb_bytes(NULL, n);
}

cb_value repeat(size_t n, cb_value v)
{
    if (n > 3000) {
        return cb_raise(CB_ValueError, "n = %zu is too many", n), NULL;
    }
    cb_value *items = cb_scratch(n * sizeof *items);
    for (size_t i = 0; items && i < n; i++) {
        items[i] = v ? v : cb_int((int64_t)i + 1000);
    }
    return items ? cb_tuple(n, items) : NULL;
}

cb_value zeros(char code, size_t m, size_t k)
{
    void *data;
    return cb_array(code, 2, (size_t[]){m, k}, &data);
}

cb_value squares(size_t n)
{
    double *data;
    cb_value array = cb_array('d', 1, &n, &data);
    for (size_t i = 0; data && i < n; i++) {
        data[i] = (double)i * (double)i;
    }
    return array;
}

cb_value ones(int rank, size_t extent)
{
    size_t shape[64];
    for (int d = 0; d < 64; d++) {
        shape[d] = extent;
    }
    uint8_t *data;
    cb_value array = cb_array('B', rank, shape, &data);
    if (data && extent) {
        *data = 1;
    }
    return array;
}

cb_value count_words(const char *text)
{
    cb_value counts = cb_dict();
    while (*text) {
        size_t n = 0;
        while (text[n] && !isspace((unsigned char)text[n])) {
            n++;
        }
        if (n) {
            cb_value word = cb_str(text, n);
            int64_t before = 0;
            cb_to_int(cb_find(counts, word), &before);
            cb_put(counts, word, cb_int(before + 1));
            cb_size(word);              // still there, though the dict has an equal key
        }
        text += n + (text[n] != '\0');
    }
    return counts;
}

cb_value rows(size_t n)
{
    cb_value list = cb_list();
    for (size_t i = 0; i < n && i < 100; i++) {
        cb_value row = cb_dict();
        cb_put(row, cb_str("id", 2), cb_int((int64_t)i));
        cb_put(row, cb_str("name", 4), cb_str("row", 3));
        cb_put(row, cb_str("half", 4), cb_float((double)i / 2));
        cb_append(list, row);
    }
    return list;
}

// Calls container.pop(…), unless it is to keep what it has.
static cb_value pop(cb_value container, cb_value key, const char *mode)
{
    if (strcmp(mode, "keep") != 0) {
        cb_call(cb_get(container, "pop"), key != NULL, &key);
    }
    return container;
}

cb_value append(cb_value list, cb_value item, const char *mode)
{
    bool own = cb_kind(list) == CB_LIST && strcmp(mode, "keep") != 0;
    return own ? cb_append(cb_list(), item) : pop(cb_append(list, item), NULL, mode);
}

cb_value put(cb_value dict, cb_value key, cb_value item, const char *mode)
{
    bool own = cb_kind(dict) == CB_DICT && strcmp(mode, "keep") != 0;
    return own ? cb_put(cb_dict(), key, item) : pop(cb_put(dict, key, item), key, mode);
}

static bool too_many(size_t n)
{
    if (n > 1000000) {
        cb_raise(CB_ValueError, "n = %zu is too many", n);
    }
    return n > 1000000;
}

void churn(size_t n, cb_value pause)
{
    cb_value list = cb_list();
    for (size_t i = 0; !too_many(n) && i < n && !cb_failed(); i++) {
        cb_append(list, cb_int((int64_t)i + 1000000));
        if (i % 1000 == 999) {
            cb_call(pause, 1, &list);
        }
    }
}

void churn_dict(size_t n, cb_value pause)
{
    cb_value dict = cb_dict();
    for (size_t i = 0; !too_many(n) && i < n && !cb_failed(); i++) {
        cb_put(dict, cb_int((int64_t)i % 10 + 1000000), cb_int((int64_t)i + 1000000));
        if (i % 1000 == 999) {
            cb_call(pause, 1, &dict);
        }
    }
}

// ------------------------------------------------------------------------- read
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

// ------------------------------------------------------------------------- call
cb_value get(cb_value v, const char *name)
{
    return cb_get(v, name);
}

cb_value get_or(cb_value v, const char *name, cb_value otherwise)
{
    cb_value found = cb_get(v, name);
    if (!found) {
        cb_clear();
    }
    return found ? found : otherwise;
}

cb_value call(cb_value f, cb_value args)
{
    size_t n = cb_size(args);
    cb_value *items = cb_scratch(n * sizeof *items);
    for (size_t i = 0; items && i < n; i++) {
        items[i] = cb_item(args, i);
    }
    return items ? cb_call(f, n, items) : NULL;
}

void map(cb_value f, size_t n, double x[n])
{
    for (size_t i = 0; i < n; i++) {
        double y;
        cb_value argument = cb_float(x[i]);
        if (!cb_to_float(cb_call(f, 1, &argument), &y)) {
            return;
        }
        x[i] = y;
    }
}

cb_value import_module(const char *name)
{
    cb_value module = cb_import(name);
    return cb_import(name) == module ? module : NULL;
}

cb_value replace(const char *pattern, const char *by, const char *text)
{
    cb_value args[] = {cb_str(pattern, strlen(pattern)), cb_str(by, strlen(by)),
                       cb_str(text, strlen(text))};
    return cb_call(cb_get(cb_import("re"), "sub"), 3, args);
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

// --------------------------------------------------------------------- callbacks
cb_value transform(cb_value (*f)(cb_value v, void *ctx), cb_value v, bool twice, void *ctx)
{
    cb_value once = f(v, ctx);
    return twice ? f(once, ctx) : once;
}

cb_value fold(cb_value (*f)(cb_value sum, cb_value item), cb_value items, cb_value start)
{
    size_t state = 0;
    cb_value item;
    while (cb_next(items, &state, NULL, &item)) {
        start = f(start, item);
    }
    return start;
}

cb_value split(int64_t (*f)(cb_value v, cb_value *head, cb_value *rest, void *ctx),
               cb_value v, void *ctx)
{
    cb_value head, rest = cb_list();
    int64_t n = f(v, &head, &rest, ctx);
    return cb_tuple(3, (cb_value[]){cb_int(n), head, rest});
}

cb_value call_with(cb_value (*f)(cb_value v, void *ctx), int how, void *ctx)
{
    return f(how == 0 ? NULL : how == 1 ? cb_none() : how == 2 ? cb_int(5)
             : cb_str("text", 4), ctx);
}

cb_value call_with_null(cb_value (*f)(cb_value v, void *ctx), bool error, void *ctx)
{
    return f(error ? cb_get(cb_none(), "missing") : NULL, ctx);
}

int call_after_error(int (*f)(int v, void *ctx), bool clear, void *ctx)
{
    int came = f(1, ctx);
    cb_get(cb_none(), "missing");
    came += f(2, ctx);
    if (clear) {
        cb_clear();
        came += f(3, ctx);
    }
    return came;
}

size_t json_length(const char *text)
{
    size_t n = 0;
    const char *made = cb_to_str(dump_json(load_json(text)), &n);
    return made ? n : 0;
}

cb_value sort_keys(cb_value list, cb_value (*key)(cb_value v, void *ctx), void *ctx)
{
    cb_value keys = cb_list(), item;
    size_t state = 0;
    for (int k = 0; k < 100 && cb_next(list, &state, NULL, &item); k++) {
        cb_append(keys, key ? key(item, ctx) : item);
    }
    cb_call(cb_get(keys, "sort"), 0, NULL);
    return keys;
}

struct jar {
    int n;
};

jar *jar_new(int n)
{
    jar *self = calloc(1, sizeof *self);
    if (self) {
        self->n = n;
    }
    return self;
}

void jar_free(jar *self)
{
    free(self);
}

int64_t jar_ask(jar *self, cb_value f)
{
    int64_t i = 0;
    cb_value n = cb_int(self->n);
    cb_to_int(cb_call(f, 1, &n), &i);
    return i / 2 + self->n;
}

void jar_add(jar *self, int n)
{
    self->n = (int)((unsigned)self->n + (unsigned)n);
}

// --------------------------------------------------------------- special methods
enum { SLOTS = 8 };
struct Record {
    char names[SLOTS][16];
    int64_t numbers[SLOTS];
    int next;
};

Record *Record_new(bool empty)
{
    Record *self = calloc(1, sizeof *self);
    if (self && !empty) {
        strcpy(self->names[0], "x");
        strcpy(self->names[1], "word");
    }
    return self;
}

void Record_free(Record *self)
{
    free(self);
}

// -1: there is none of that name.
static int place_of(const Record *self, const char *name)
{
    for (int k = 0; k < SLOTS; k++) {
        if (name && *name && strcmp(self->names[k], name) == 0) {
            return k;
        }
    }
    return -1;
}

cb_value record_attribute(const Record *self, const char *name)
{
    int k = place_of(self, name);
    if (strcmp(name, "broken") == 0) {
        cb_raise(CB_ValueError, "it is broken");
    }
    return k < 0 ? NULL : cb_int(self->numbers[k]);
}

void record_set(Record *self, const char *name, cb_value v)
{
    int64_t number;
    int k = place_of(self, name);
    for (int i = 0; k < 0 && i < SLOTS; i++) {
        k = self->names[i][0] ? k : i;
    }
    if (k < 0 || strlen(name) >= sizeof self->names[0]) {
        cb_raise(CB_AttributeError, "no room for %s", name);
    } else if (cb_to_int(v, &number)) {
        strcpy(self->names[k], name);
        self->numbers[k] = number;
    }
}

void record_delete(Record *self, const char *name)
{
    int k = place_of(self, name);
    if (k < 0) {
        cb_raise(CB_AttributeError, "%s", name);
    } else {
        self->names[k][0] = 0;
    }
}

cb_value record_names(const Record *self)
{
    cb_value names = cb_list();
    for (int k = 0; k < SLOTS; k++) {
        if (self->names[k][0]) {
            cb_append(names, cb_str(self->names[k], strlen(self->names[k])));
        }
    }
    return names;
}

cb_value record_item(const Record *self, cb_value key)
{
    const char *name = cb_to_str(key, NULL);
    int k = place_of(self, name);
    return k < 0 ? NULL : cb_int(self->numbers[k]);
}

void record_put(Record *self, cb_value key, cb_value v)
{
    const char *name = cb_to_str(key, NULL);
    if (name) {
        record_set(self, name, v);
    }
}

bool record_has(const Record *self, cb_value key)
{
    return place_of(self, cb_to_str(key, NULL)) >= 0;
}

cb_value record_next(Record *self)
{
    while (self->next < SLOTS) {
        const char *name = self->names[self->next++];
        if (strcmp(name, "stop") == 0) {
            cb_raise(CB_ValueError, "stopped");
        }
        if (*name) {
            return cb_str(name, strlen(name));
        }
    }
    self->next = 0;
    return NULL;
}

cb_value record_repr(const Record *self)
{
    cb_value names = record_names(self);
    return cb_call(cb_get(cb_str("+", 1), "join"), 1, &names);
}

cb_value record_str(const Record *self)
{
    return cb_int(self->numbers[0]);
}

cb_value record_format(const Record *self, const char *spec)
{
    cb_value args[] = {cb_int(self->numbers[0]), cb_str(spec, strlen(spec))};
    return cb_call(cb_get(cb_import("builtins"), "format"), 2, args);
}

static bool is_called(cb_value type, const char *name)
{
    const char *called = cb_kind(type) == CB_NONE ? NULL
                         : cb_to_str(cb_get(type, "__name__"), NULL);
    return called && strcmp(called, name) == 0;
}

bool record_exit(Record *self, cb_value type, cb_value value, cb_value traceback)
{
    self->next = 1 + (cb_kind(value) != CB_NONE) + (cb_kind(traceback) != CB_NONE);
    if (is_called(type, "ZeroDivisionError")) {
        cb_raise(CB_RuntimeError, "on the way out");
    }
    return is_called(type, "KeyError");
}

struct Scaled {
    double factor;
};

Scaled *Scaled_new(double factor)
{
    Scaled *self = calloc(1, sizeof *self);
    if (self) {
        self->factor = factor;
    }
    return self;
}

void Scaled_free(Scaled *self)
{
    free(self);
}

cb_value scaled_get(const Scaled *self, cb_value object, cb_value owner)
{
    double raw;
    if (cb_kind(object) == CB_NONE) {
        return cb_tuple(2, (cb_value[]){cb_float(self->factor), owner});
    }
    return cb_to_float(cb_get(object, "raw"), &raw) ? cb_float(raw * self->factor) : NULL;
}

void scaled_set(const Scaled *self, cb_value object, double value)
{
    cb_value raw = cb_float(value / self->factor);
    cb_call(cb_get(object, "store"), 1, &raw);
}

void scaled_exit(Scaled *self, cb_value type, cb_value value, cb_value traceback)
{
    (void)value, (void)traceback;
    self->factor += is_called(type, "KeyError");
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

/* ---------------------------------------------------------------------- callbacks */
cb_value apply(cb_value (*f)(int first, cb_value args, void *ctx), int first, cb_value args,
               void *ctx)
{
    cb_release();
    cb_acquire();
    return f(first, args, ctx);
}

cb_value collect(void (*f)(cb_value v, int k, cb_value *one, cb_value *two, void *ctx),
                 cb_value v, size_t n, void *ctx)
{
    cb_value list = cb_list(), one, two;
    for (size_t k = 0; k < n && k < 1000 && !cb_failed(); k++) {
        f(v, (int)k, &one, &two, ctx);
        cb_append(list, cb_tuple(2, (cb_value[]){one, two}));
    }
    return list;
}

cb_value call_after(cb_value (*f)(void *ctx), cb_value list, void *ctx)
{
    cb_item(list, 0);           // fails where it is empty
    return f(ctx);
}

static kept_fn kept_;
static void *kept_ctx_;

void keep_fn(kept_fn f, void *ctx)
{
    kept_ = f;
    kept_ctx_ = ctx;
}

cb_value call_kept(cb_value args)
{
    return kept_ ? kept_(args, kept_ctx_) : args;
}

cb_value metaclass(cb_value v)
{
    return python_type(python_type(v));
}

struct box {
    bool is_there;
};

box *box_new(void)
{
    box *self = malloc(sizeof *self);
    if (self) {
        self->is_there = true;
    }
    return self;
}

void box_free(box *self)
{
    free(self);
}

cb_value box_call(const box *self, cb_value f)
{
    cb_value v = cb_call(f, 0, NULL);
    return self->is_there ? v : NULL;
}
