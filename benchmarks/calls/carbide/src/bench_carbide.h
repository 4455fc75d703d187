/* SPDX-License-Identifier: MIT
 *
 * The call shapes of the benchmarks as carbide binds them: these prototypes are all there
 * is. The bodies in bench_carbide.c are those of plain.c, which the rivals call.
 */
#ifndef BENCH_CARBIDE_H
#define BENCH_CARBIDE_H

#include <stddef.h>

#include "carbide.h"

/** Nothing. */
void nop(void);

/** x + y. */
double add(double x, double y);

/** 2 * n. */
int twice(int n);

/** Bytes of the UTF-8 form of s. */
size_t length(const char *s);

/** Sum of the elements. */
double sum1(size_t n, const double x[n]);

/** Inner product. */
double dot(size_t n, const double x[n], const double y[n]);

/** x *= f, in place. */
void scale(size_t n, double x[n], double f);

/** Largest value of each row. */
void row_max(size_t n, CB_REQUIRE(k >= 1) size_t k, const double a[n][k],
             CB_OUT double out[n]);

/** Matrix product. */
void matmul(size_t m, size_t k, size_t n, const double a[m][k], const double b[k][n],
            CB_OUT double c[m][n]);

/** x - y. */
double keyword(double x, double y);

/** n, or ValueError where it is negative. */
int fail(int n);

/** f(0) + … + f(99). */
double hundred(double (*f)(double x, void *ctx), void *ctx);

#endif
