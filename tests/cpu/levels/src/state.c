// SPDX-License-Identifier: MIT
// state.c: variables, a class, callbacks.
#include <stdlib.h>

#include "inner.h"
#include "levels.h"

int shared_count = 100;
_Thread_local int thread_count = 5;
static int calls, alive, is_begun;

struct mean {
    double value;
    int64_t n;
};

int bump(void)
{
    return ++shared_count;
}

int bump_elsewhere(void)
{
    return shared_now() * 1000 + tentative_of_other();
}

int bump_static(void)
{
    return ++calls;
}

int bump_thread(void)
{
    return ++thread_count;
}

void begin(void)
{
    is_begun++;
}

int begun(void)
{
    return is_begun;
}

mean *mean_new(double start)
{
    mean *m = malloc(sizeof *m);
    if (m) {
        *m = (mean){start, 1};
        alive++;
    }
    return m;
}

void mean_free(mean *self)
{
    alive--;
    free(self);
}

void mean_add(mean *self, double x)
{
    self->n++;
    self->value += (x - self->value) / (double)self->n;
}

double mean_get_value(const mean *self)
{
    return self->value;
}

void mean_set_value(mean *self, double value)
{
    self->value = value;
}

int64_t mean_length(const mean *self)
{
    return self->n;
}

double mean_of(const mean *self, double x)
{
    return self->value * x;
}

mean *mean_joined(const mean *self, const mean *other)
{
    return mean_new(blend(self->value, other->value, 0.5));
}

int means(void)
{
    return alive;
}

double map_sum(int n, double (*f)(double x, void *ctx), void *ctx)
{
    double total = 0;
    for (int i = 0; i < n; i++) {
        total += f(i, ctx);
    }
    return total;
}
