/* SPDX-License-Identifier: MIT
 *
 * The C functions behind every rival of the call benchmarks that binds C: plain C, static
 * inline, tiny on purpose, so that what is timed is the way in and out and not the work.
 * In: sizes and contiguous arrays of double. Out: a number, or the written array.
 */
#ifndef BENCH_KERNELS_H
#define BENCH_KERNELS_H

#include <stddef.h>
#include <string.h>

static inline void k_nop(void)
{
}

static inline double k_add(double x, double y)
{
    return x + y;
}

static inline int k_twice(int n)
{
    return (int)(2u * (unsigned)n);
}

static inline size_t k_length(const char *s)
{
    return strlen(s);
}

static inline double k_sum1(size_t n, const double *x)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
    }
    return sum;
}

static inline double k_dot(size_t n, const double *x, const double *y)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i] * y[i];
    }
    return sum;
}

static inline void k_scale(size_t n, double *x, double f)
{
    for (size_t i = 0; i < n; i++) {
        x[i] *= f;
    }
}

static inline void k_row_max(size_t n, size_t k, const double *a, double *out)
{
    for (size_t i = 0; i < n; i++) {
        double best = a[i * k];
        for (size_t j = 1; j < k; j++) {
            best = a[i * k + j] > best ? a[i * k + j] : best;
        }
        out[i] = best;
    }
}

static inline void k_matmul(size_t m, size_t k, size_t n, const double *a,
                            const double *b, double *c)
{
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            double sum = 0;
            for (size_t l = 0; l < k; l++) {
                sum += a[i * k + l] * b[l * n + j];
            }
            c[i * n + j] = sum;
        }
    }
}

static inline double k_keyword(double x, double y)
{
    return x - y;
}

#endif
