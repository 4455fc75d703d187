/* SPDX-License-Identifier: MIT
   more.h: an iterator, and a function that calls back once, as carbide binds them. */
#ifndef MORE_H
#define MORE_H

#include <stdbool.h>

#include "carbide.h"

/** Counts down. */
typedef struct Counter Counter;

Counter *Counter_new(int n);
void Counter_free(Counter *self);
CB_NAME("Counter.__next__") CB_OPT bool Counter_next(Counter *self, CB_OUT int *value);

/** f(x). */
double apply(double (*f)(double x, void *ctx), void *ctx, double x);

#endif
