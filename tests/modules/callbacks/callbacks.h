/* Callbacks: every type of the mapping, read the other way. */
#ifndef CALLBACKS_H
#define CALLBACKS_H

#include "carbide.h"

#include <stddef.h>
#include <stdint.h>

/** The integral of f from a to b, by n midpoints. */
double integrate(double (*f)(double x, void *ctx), void *ctx, double a, double b,
                 CB_DEFAULT(100) int n);

/** y += dt * rhs(t, y), n_steps times. */
void euler(void (*rhs)(double t, size_t n, const double y[n], CB_OUT double dydt[n],
                       void *ctx),
           size_t n, double y[n], double t, double dt, int n_steps, void *ctx);

/** f(v) + f(v + 1), and how often f was called. */
int twice(CB_ON_RAISE(-7) int (*f)(int v), int v, CB_OUT int *seen);

#endif
