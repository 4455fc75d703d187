/* SPDX-License-Identifier: MIT
   more.c: the bodies, which all rivals link. */
#include "more.h"

#include <stdlib.h>

struct Counter {
    int left;
};

Counter *Counter_new(int n)
{
    Counter *self = malloc(sizeof *self);
    if (self) {
        self->left = n;
    }
    return self;
}

void Counter_free(Counter *self)
{
    free(self);
}

bool Counter_next(Counter *self, int *value)
{
    if (self->left <= 0) {
        return false;
    }
    *value = --self->left;
    return true;
}

double apply(double (*f)(double x, void *ctx), void *ctx, double x)
{
    return f(x, ctx);
}
