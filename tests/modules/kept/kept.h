// SPDX-License-Identifier: MIT
// Python values that outlive the call: in fields of classes, and of the module's state.
#ifndef KEPT_H
#define KEPT_H

#include <stdbool.h>
#include <stdint.h>

#include "carbide.h"

/** Two objects and a number, in Python's own memory. */
typedef struct cell {
    cb_value value;
    int n;
    cb_value other;
} cell;
/** `fail`: after the fields were set. */
void cell_init(cell *self, CB_OPT cb_value value, CB_DEFAULT(false) bool fail);
CB_OPT cb_value cell_get_value(const cell *self);
void cell_set_value(cell *self, CB_OPT cb_value v);
CB_OPT cb_value cell_get_other(const cell *self);
void cell_set_other(cell *self, CB_OPT cb_value v);
void cell_swap(cell *self);
/** Moves the value of another one to here. */
void cell_take(cell *self, CB_IN cell *from);
/** What was there before. */
CB_OPT cb_value cell_replace(cell *self, cb_value v);
/** Sets it, and raises. */
void cell_fail(cell *self, cb_value v);
/** An int that C makes. */
void cell_set_number(cell *self, int64_t i);
/** value = f(value); before that value = v. */
cb_value cell_call(cell *self, cb_value f, cb_value v);

/** In memory of C's. */
typedef struct node {
    int id;
    cb_value payload;
} node;
node *node_new(CB_OPT cb_value payload);
void node_free(node *self);
CB_OPT cb_value node_get_payload(const node *self);
void node_set_payload(node *self, CB_OPT cb_value v);

struct kept_state {
    long calls;
    cb_value handler, last;
};
void set_handler(CB_FIXED(cb_state()) struct kept_state *st, CB_OPT cb_value f);
/** handler(v), which is kept as the last one. */
CB_OPT cb_value fire(CB_FIXED(cb_state()) struct kept_state *st, cb_value v);
/** Kept as the last one, by cb_state(). */
void keep_last(CB_OPT cb_value v);
/** What was the last one at the beginning, while f runs, which may keep another. */
CB_OPT cb_value borrow_last(CB_FIXED(cb_state()) struct kept_state *st, cb_value f);
CB_OPT cb_value last(CB_FIXED(cb_state()) const struct kept_state *st);

#endif
