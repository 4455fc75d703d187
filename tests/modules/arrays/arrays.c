/* SPDX-License-Identifier: MIT
   arrays.c: shapes that are tied, bounds, other shapes. */
#include "arrays.h"
#include "sum.h"

#include <math.h>
#include <string.h>

/* ---------------------------------------------------------------- tied shapes */
void matmul(size_t m, size_t k, size_t n, const double a[m][k], const double b[k][n],
            double c[m][n])
{
    memset(c, 0, m * n * sizeof(double));
    for (size_t i = 0; i < m; i++) {
        for (size_t l = 0; l < k; l++) {
            for (size_t j = 0; j < n; j++) {
                c[i][j] += a[i][l] * b[l][j];
            }
        }
    }
}

double dot(size_t n, const double x[n], const double y[n])
{
    double s = 0;
    for (size_t i = 0; i < n; i++) {
        s += x[i] * y[i];
    }
    return s;
}

double dot_restrict(size_t n, const double x[restrict n], const double y[restrict n])
{
    return dot(n, x, y);
}

void axpy(size_t n, double alpha, const double x[restrict n], double y[restrict n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] += alpha * x[i];
    }
}

void add_into(size_t n, const double x[n], double y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] += x[i];
    }
}

void swap(size_t n, double x[restrict n], double y[restrict n])
{
    for (size_t i = 0; i < n; i++) {
        double t = x[i];
        x[i] = y[i];
        y[i] = t;
    }
}

void outer(size_t m, const double x[m], size_t n, const double y[n], double z[m][n])
{
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            z[i][j] = x[i] * y[j];
        }
    }
}

void find_max(size_t n, size_t k, const int64_t a[n][k], int64_t out[k])
{
    for (size_t j = 0; j < k; j++) {
        out[j] = INT64_MIN;
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < k; j++) {
            out[j] = a[i][j] > out[j] ? a[i][j] : out[j];
        }
    }
}

int trace(int n, const int a[n][n])
{
    unsigned t = 0;
    for (int i = 0; i < n; i++) {
        t += (unsigned)a[i][i];
    }
    return (int)t;
}

/* --------------------------------------------------------------------- bounds */
double trapezoid(size_t n, const double y[n + 1], double h)
{
    double s = 0;
    for (size_t i = 0; i < n; i++) {
        s += (y[i] + y[i + 1]) / 2;
    }
    return s * h;
}

double odd(size_t n, const double x[2 * n + 1])
{
    return sum(2 * n + 1, x) + (double)n;
}

size_t before(size_t n, const double x[n - 1])
{
    (void)sum(n - 1, x);
    return n;
}

size_t shifted(size_t n, const double x[3 + (n << 2)])
{
    (void)sum(3 + (n << 2), x);
    return n;
}

double block(size_t m, size_t k, const double x[m * k])
{
    return sum(m * k, x);
}

double middle(size_t n, const double x[n / 2 + 1])
{
    return x[n / 2];
}

double both(size_t n, const double x[n], const double y[n + 1])
{
    return sum(n, x) - sum(n + 1, y);
}

double bits(unsigned n, const double x[1 << n])
{
    return sum((size_t)1 << n, x);
}

double chosen(size_t n, bool wide, const double x[wide ? 2 * n : n])
{
    return sum(wide ? 2 * n : n, x);
}

int8_t small(int8_t n, const double x[n])
{
    (void)sum((size_t)n, x);
    return n;
}

int16_t small_rows(int16_t m, int8_t n, const uint8_t x[m][n])
{
    return (int16_t)(m > 0 && n > 0 ? x[m - 1][n - 1] : -1);
}

double norm3(const double v[3])
{
    return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
}

double det2(const double a[2][2])
{
    return a[0][0] * a[1][1] - a[0][1] * a[1][0];
}

void cross(const double a[3], const double b[3], double c[3])
{
    c[0] = a[1] * b[2] - a[2] * b[1];
    c[1] = a[2] * b[0] - a[0] * b[2];
    c[2] = a[0] * b[1] - a[1] * b[0];
}

double rows_of_three(size_t n, const float x[n][3])
{
    double s = 0;
    for (size_t i = 0; i < n; i++) {
        s += (double)(x[i][0] + x[i][1] + x[i][2]);
    }
    return s;
}

double at_least(size_t n, const double x[n], double work[static 5 * n])
{
    for (size_t i = 0; i < 5 * n; i++) {
        work[i] = x[i / 5];
    }
    return sum(5 * n, work);
}

double first(size_t n, const double x[static n])
{
    return n ? x[0] : NAN;
}

void eye(size_t n, double a[n][n])
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            a[i][j] = i == j;
        }
    }
}

void table(int m, int n, int32_t a[m][n])
{
    for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
            a[i][j] = (int32_t)((int64_t)i * n + j);
        }
    }
}

void gap(size_t n, size_t m, double y[n - m])
{
    for (size_t i = 0; i < n - m; i++) {
        y[i] = (double)(m + i);
    }
}

void quotient(size_t n, size_t k, double y[n / k])
{
    for (size_t i = 0; i < n / k; i++) {
        y[i] = (double)(i * k);
    }
}

/* --------------------------------------------------------------------- shapes */
double sum_flat(const double *x, size_t n)
{
    return sum(n, x);
}

double sum_matrix(const double *a, size_t m, size_t k)
{
    return sum(m * k, a);
}

void scale_matrix(double *a, int m, int k, double by)
{
    for (size_t i = 0; i < (size_t)m * (size_t)k; i++) {
        a[i] *= by;
    }
}

void iota(int64_t *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        x[i] = (int64_t)i;
    }
}

double sum_star(const double *x, const int *n)
{
    return sum((size_t)*n, x);
}

void copy_star(const double *x, size_t n, double *y, size_t *m)
{
    size_t both = n < *m ? n : *m;
    memcpy(y, x, both * sizeof *x);
    *m = both;
}

double sum_attribute(double *x, size_t n)
{
    return sum(n, x);
}
