// SPDX-License-Identifier: MIT
// call.c: C calls Python: attributes, callables, callbacks.
#include "values.h"

#include <stdlib.h>
#include <string.h>

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
