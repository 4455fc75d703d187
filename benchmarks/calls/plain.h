/* SPDX-License-Identifier: MIT
 *
 * Prototypes of plain.c, the C functions behind every rival of the call benchmarks that
 * binds C. cffi's cdef reads what stands between the braces as well.
 */
#ifndef BENCH_PLAIN_H
#define BENCH_PLAIN_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

void nop(void);
double add(double x, double y);
int twice(int n);
size_t length(const char *s);
double sum1(size_t n, const double *x);
double dot(size_t n, const double *x, const double *y);
void scale(size_t n, double *x, double f);
void row_max(size_t n, size_t k, const double *a, double *out);
void matmul(size_t m, size_t k, size_t n, const double *a, const double *b, double *c);
double keyword(double x, double y);
int fail(int n); /* n, or -1 where n is negative */
double hundred(double (*f)(double x, void *ctx), void *ctx); /* f(0) + … + f(99) */

#ifdef __cplusplus
}
#endif

#endif
