// SPDX-License-Identifier: MIT
#include <stddef.h>
#include "carbide.h"

// what an input determines is hidden, however it is written
double plain(size_t n, const double x[n]);
double plus(size_t n, const double x[n + 1]);
double twice(size_t n, const double x[2 * n + 1]);
double right(size_t n, const double x[(n) * 3 - 2]);
double shifted(size_t n, const double x[1 + (n << 2)]);
double cancelled(size_t n, const double x[n + n - 1]);
double matrix(size_t m, size_t k, const double a[m][k]);
double behind(CB_SHAPE(n) const double *x, size_t n);
double by_address(CB_SHAPE(*n) const double *x, CB_IN const int *n);
double exact(size_t n, const double x[n], double work[static 5 * n]);
double minimum(size_t n, const double x[static n]);

// what it does not determine stays
double product(size_t m, size_t k, const double x[m * k]);
double half(size_t n, const double x[n / 2 + 1]);
double nothing(size_t n, const double x[n - n + 3]);
double other(size_t n, int wide, const double x[wide ? 2 * n : n]);
void output(size_t n, CB_OUT double x[n]);
double given(CB_DEFAULT(3) size_t n, const double x[n]);
double fixed(CB_FIXED(3) size_t n, const double x[n]);

// only optional arrays determine it
size_t hidden(size_t n, CB_OPT const double x[n]);
size_t keyword(size_t n, CB_OPT const double x[n], CB_OUT double y[n]);
size_t one_required(size_t n, CB_OPT const double x[n], const double y[n]);

// lengths are not returned
void filled(size_t n, CB_OUT CB_LEN(*count) double y[n], CB_OUT size_t *count);
void capacity(CB_OUT CB_SHAPE(*n) CB_LEN(*n) double *y, CB_INOUT size_t *n);
void made(CB_OUT CB_SHAPE(*n) CB_OWNED(free) double **p, CB_OUT size_t *n);
size_t counted(CB_OUT CB_SHAPE(return) CB_OWNED(free) double **p);
