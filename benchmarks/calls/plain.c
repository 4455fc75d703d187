/* SPDX-License-Identifier: MIT
 *
 * What is called: tiny on purpose, so that the way in and out is timed and not the work.
 * Every rival that binds C calls these functions in an object file of their own, as it
 * would those of a library. In: sizes, contiguous arrays. Out: a number, or the array.
 */
#include "plain.h"

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

double sum1(size_t n, const double *x)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
    }
    return sum;
}

double dot(size_t n, const double *x, const double *y)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i] * y[i];
    }
    return sum;
}

void scale(size_t n, double *x, double f)
{
    for (size_t i = 0; i < n; i++) {
        x[i] *= f;
    }
}

void row_max(size_t n, size_t k, const double *a, double *out)
{
    for (size_t i = 0; i < n; i++) {
        double best = a[i * k];
        for (size_t j = 1; j < k; j++) {
            best = a[i * k + j] > best ? a[i * k + j] : best;
        }
        out[i] = best;
    }
}

void matmul(size_t m, size_t k, size_t n, const double *a, const double *b, double *c)
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

double keyword(double x, double y)
{
    return x - y;
}

int fail(int n)
{
    return n < 0 ? -1 : n;
}

double hundred(double (*f)(double x, void *ctx), void *ctx)
{
    double sum = 0;
    for (int i = 0; i < 100; i++) {
        sum += f(i, ctx);
    }
    return sum;
}
