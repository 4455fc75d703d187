// SPDX-License-Identifier: MIT
// special.c: special methods with values.
#include "values.h"

#include <stdlib.h>
#include <string.h>

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

cb_value scaled_reduce(const Scaled *self)
{
    cb_value factor = cb_float(self->factor);
    cb_value parts[] = {cb_get(cb_import("values"), "Scaled"), cb_tuple(1, &factor)};
    return cb_tuple(2, parts);
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
