// SPDX-License-Identifier: MIT
#include "kept.h"

#include <stdlib.h>

void cell_init(cell *self, cb_value value, bool fail)
{
    self->value = value;
    self->n = 1;
    if (fail) {
        cb_raise(CB_ValueError, "as was asked for");
    }
}

cb_value cell_get_value(const cell *self)
{
    return self->value;
}

void cell_set_value(cell *self, cb_value v)
{
    self->value = v;
}

cb_value cell_get_other(const cell *self)
{
    return self->other;
}

void cell_set_other(cell *self, cb_value v)
{
    self->other = v;
}

void cell_swap(cell *self)
{
    cb_value v = self->value;
    self->value = self->other;
    self->other = v;
}

void cell_take(cell *self, cell *from)
{
    self->value = from->value;
    from->value = NULL;
}

cb_value cell_replace(cell *self, cb_value v)
{
    cb_value before = self->value;
    self->value = v;
    return before;
}

void cell_fail(cell *self, cb_value v)
{
    self->value = v;
    cb_get(v, "missing");
}

void cell_set_number(cell *self, int64_t i)
{
    self->value = cb_int(i);
    self->other = cb_int(i);
}

cb_value cell_call(cell *self, cb_value f, cb_value v)
{
    self->value = v;
    self->other = cb_call(f, 1, &self->value);
    return self->other;
}

node *node_new(cb_value payload)
{
    static int born;
    node *self = calloc(1, sizeof *self);
    if (self) {
        self->id = born++;
        self->payload = payload;
    }
    return self;
}

void node_free(node *self)
{
    free(self);
}

cb_value node_get_payload(const node *self)
{
    return self->payload;
}

void node_set_payload(node *self, cb_value v)
{
    self->payload = v;
}

void set_handler(struct kept_state *st, cb_value f)
{
    st->handler = f;
}

cb_value fire(struct kept_state *st, cb_value v)
{
    st->calls++;
    st->last = st->handler ? cb_call(st->handler, 1, &v) : v;
    return st->last;
}

void keep_last(cb_value v)
{
    struct kept_state *st = cb_state();
    st->last = v;
}

cb_value borrow_last(struct kept_state *st, cb_value f)
{
    cb_value before = st->last;
    cb_call(f, 0, NULL);
    return before;
}

cb_value last(const struct kept_state *st)
{
    return st->last;
}
