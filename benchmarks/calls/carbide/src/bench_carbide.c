/* SPDX-License-Identifier: MIT
 *
 * Bodies of bench_carbide.h: the same loops as benchmarks/calls/plain.c, with C99 array
 * parameters. In: checked sizes and arrays. Out: numbers, written arrays, one cb_raise.
 */
#include "bench_carbide.h"

#include <string.h>

void nop(void)
{
}

double add(double x, double y)
{
    return x + y;
}

int twice(int n)
{
    return (int)(2u * (unsigned)n);
}

size_t length(const char *s)
{
    return strlen(s);
}

double sum1(size_t n, const double x[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
    }
    return sum;
}

double dot(size_t n, const double x[n], const double y[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i] * y[i];
    }
    return sum;
}

void scale(size_t n, double x[n], double f)
{
    for (size_t i = 0; i < n; i++) {
        x[i] *= f;
    }
}

void row_max(size_t n, size_t k, const double a[n][k], double out[n])
{
    for (size_t i = 0; i < n; i++) {
        double best = a[i][0];
        for (size_t j = 1; j < k; j++) {
            best = a[i][j] > best ? a[i][j] : best;
        }
        out[i] = best;
    }
}

void matmul(size_t m, size_t k, size_t n, const double a[m][k], const double b[k][n],
            double c[m][n])
{
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            double sum = 0;
            for (size_t l = 0; l < k; l++) {
                sum += a[i][l] * b[l][j];
            }
            c[i][j] = sum;
        }
    }
}

double keyword(double x, double y)
{
    return x - y;
}

int fail(int n)
{
    if (n < 0) {
        return cb_raise(CB_ValueError, "n = %d is negative", n), 0;
    }
    return n;
}

double hundred(double (*f)(double x, void *ctx), void *ctx)
{
    double sum = 0;
    for (int i = 0; i < 100; i++) {
        sum += f(i, ctx);
    }
    return sum;
}
