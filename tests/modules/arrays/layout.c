/* SPDX-License-Identifier: MIT
   layout.c: strides, views, lengths. */
#include "arrays.h"

#include <math.h>
#include <string.h>

/* -------------------------------------------------------------------- strides */
double sum_stride(int n, const double *x, int incx)
{
    double s = 0;
    for (int i = 0; i < n; i++) {
        s += x[(ptrdiff_t)i * incx];
    }
    return s;
}

void scale_stride(int n, double alpha, double *x, int incx)
{
    for (int i = 0; i < n; i++) {
        x[(ptrdiff_t)i * incx] *= alpha;
    }
}

double sum_lda(int m, int n, const double *a, int lda)
{
    double s = 0;
    for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
            s += a[(ptrdiff_t)i * lda + j];
        }
    }
    return s;
}

void fill_lda(int m, int n, double v, double *a, int lda)
{
    for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
            a[(ptrdiff_t)i * lda + j] = v;
        }
    }
}

double sum_columns(int m, int n, const double *a)
{
    double s = 0;
    for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
            s += (j + 1) * a[i + (ptrdiff_t)j * m];
        }
    }
    return s;
}

double sum_every_second(int n, const double *x)
{
    return sum_stride(n, x, 2);
}

/* ---------------------------------------------------------------------- views */
double view_sum1(CB_VIEW(const double, 1) v)
{
    double s = 0;
    for (ptrdiff_t i = 0; i < v.shape[0]; i++) {
        s += CB_AT(const double, v, i);
    }
    return s;
}

double view_sum2(CB_VIEW(const double, 2) v)
{
    double s = 0;
    for (ptrdiff_t i = 0; i < v.shape[0]; i++) {
        for (ptrdiff_t j = 0; j < v.shape[1]; j++) {
            s += (double)(i + 1) * CB_AT(const double, v, i, j);
        }
    }
    return s;
}

int64_t view_sum3(CB_VIEW(const int64_t, 3) v)
{
    uint64_t s = 0;
    for (ptrdiff_t i = 0; i < v.shape[0]; i++) {
        for (ptrdiff_t j = 0; j < v.shape[1]; j++) {
            for (ptrdiff_t k = 0; k < v.shape[2]; k++) {
                s = 3 * s + (uint64_t)CB_AT(const int64_t, v, i, j, k);
            }
        }
    }
    return (int64_t)s;
}

void view_fill(CB_VIEW(double, 2) v, double value)
{
    for (ptrdiff_t i = 0; i < v.shape[0]; i++) {
        for (ptrdiff_t j = 0; j < v.shape[1]; j++) {
            CB_AT(double, v, i, j) = value;
        }
    }
}

void view_add(CB_VIEW(const double, 1) x, CB_VIEW(double, 1) y)
{
    ptrdiff_t n = x.shape[0] < y.shape[0] ? x.shape[0] : y.shape[0];
    for (ptrdiff_t i = 0; i < n; i++) {
        CB_AT(double, y, i) += CB_AT(const double, x, i);
    }
}

void view_strides(CB_VIEW(const int32_t, 2) v, int64_t shape_strides[4])
{
    shape_strides[0] = v.shape[0];
    shape_strides[1] = v.shape[1];
    shape_strides[2] = v.strides[0];
    shape_strides[3] = v.strides[1];
}

/* -------------------------------------------------------------------- lengths */
size_t positive(size_t n, const double x[n], double y[n])
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (x[i] > 0) {
            y[kept++] = x[i];
        }
    }
    return kept;
}

void positive_count(size_t n, const double x[n], double y[n], size_t *count)
{
    *count = positive(n, x, y);
}

size_t nonzero_rows(size_t m, size_t n, const double x[m][n], double y[m][n])
{
    size_t kept = 0;
    for (size_t i = 0; i < m; i++) {
        bool any = false;
        for (size_t j = 0; j < n; j++) {
            any = any || x[i][j] != 0;
        }
        if (any) {
            memcpy(y[kept++], x[i], n * sizeof(double));
        }
    }
    return kept;
}

void share(size_t n, long k, double y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = (double)k;
    }
}

long claims(size_t n, long length, double y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = (double)i;
    }
    return length;
}

size_t roots(double a, double b, double c, double r[2])
{
    double d = b * b - 4 * a * c;
    if (!(d >= 0) || a == 0) {
        return 0;
    }
    r[0] = (-b - sqrt(d)) / (2 * a);
    r[1] = (-b + sqrt(d)) / (2 * a);
    return d > 0 ? 2 : 1;
}
