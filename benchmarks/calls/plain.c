/* SPDX-License-Identifier: MIT
 *
 * The kernels of kernels.h with external linkage and a status where Python raises: the
 * shared library that ctypes loads and the source that cffi compiles in.
 */
#include "kernels.h"
#include "plain.h"

void nop(void)
{
    k_nop();
}

double add(double x, double y)
{
    return k_add(x, y);
}

int twice(int n)
{
    return k_twice(n);
}

size_t length(const char *s)
{
    return k_length(s);
}

double sum1(size_t n, const double *x)
{
    return k_sum1(n, x);
}

double dot(size_t n, const double *x, const double *y)
{
    return k_dot(n, x, y);
}

void scale(size_t n, double *x, double f)
{
    k_scale(n, x, f);
}

void row_max(size_t n, size_t k, const double *a, double *out)
{
    k_row_max(n, k, a, out);
}

void matmul(size_t m, size_t k, size_t n, const double *a, const double *b, double *c)
{
    k_matmul(m, k, n, a, b, c);
}

double keyword(double x, double y)
{
    return k_keyword(x, y);
}

int fail(int n)
{
    return n < 0 ? -1 : n;
}
