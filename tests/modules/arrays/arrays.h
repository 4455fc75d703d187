/* SPDX-License-Identifier: MIT
   Test module `arrays`: bounds, directions, strides, views, lengths and ownership of
   arrays; `dtypes` has their element types. */
#ifndef ARRAYS_H
#define ARRAYS_H

#include <stdlib.h>

#include "carbide.h"

/* tied shapes */
void matmul(size_t m, size_t k, size_t n, const double a[m][k], const double b[k][n],
            CB_OUT double c[m][n]);
double dot(size_t n, const double x[n], const double y[n]);
double dot_restrict(size_t n, const double x[restrict n], const double y[restrict n]);
void axpy(size_t n, double alpha, const double x[restrict n], double y[restrict n]);
void add_into(size_t n, const double x[n], double y[n]);
void swap(size_t n, double x[restrict n], double y[restrict n]);
void outer(size_t m, const double x[m], size_t n, const double y[n],
           CB_OUT double z[m][n]);
void find_max(size_t n, size_t k, const int64_t a[n][k], CB_OUT int64_t out[k]);
int trace(int n, const int a[n][n]);

/* bounds that are solved, and those that are only checked */
double trapezoid(size_t n, const double y[n + 1], double h);
double odd(size_t n, const double x[2 * n + 1]);
size_t before(size_t n, const double x[n - 1]);
size_t shifted(size_t n, const double x[3 + (n << 2)]);
double block(size_t m, size_t k, const double x[m * k]);
double middle(size_t n, const double x[n / 2 + 1]);
double both(size_t n, const double x[n], const double y[n + 1]);
double bits(unsigned n, const double x[1 << n]);
double chosen(size_t n, bool wide, const double x[wide ? 2 * n : n]);
int8_t small(int8_t n, const double x[n]);
int16_t small_rows(int16_t m, int8_t n, const uint8_t x[m][n]);
double norm3(const double v[3]);
double det2(const double a[2][2]);
void cross(const double a[3], const double b[3], CB_OUT double c[3]);
double rows_of_three(size_t n, const float x[n][3]);
double at_least(size_t n, const double x[n], double work[static 5 * n]);
double first(size_t n, const double x[static n]);
void eye(size_t n, CB_OUT double a[n][n]);
void table(int m, int n, CB_OUT int32_t a[m][n]);
void gap(size_t n, size_t m, CB_OUT double y[n - m]);
void quotient(size_t n, size_t k, CB_OUT double y[n / k]);

/* shapes that the declarator cannot say */
double sum_flat(CB_SHAPE(n) const double *x, size_t n);
double sum_matrix(CB_SHAPE(m, k) const double *a, size_t m, size_t k);
void scale_matrix(CB_SHAPE(m, k) double *a, int m, int k, double by);
void iota(CB_OUT CB_SHAPE(n) int64_t *x, size_t n);
double sum_star(CB_SHAPE(*n) const double *x, CB_IN const int *n);
void copy_star(CB_SHAPE(n) const double *x, size_t n, CB_OUT CB_SHAPE(*m) double *y,
               CB_INOUT size_t *m);
__attribute__((access(read_only, 1, 2))) double sum_attribute(double *x, size_t n);

/* strides */
double sum_stride(int n, CB_SHAPE(n) CB_STRIDES(incx) const double *x, int incx);
void scale_stride(int n, double alpha, CB_SHAPE(n) CB_STRIDES(incx) double *x, int incx);
double sum_lda(int m, int n, CB_SHAPE(m, n) CB_STRIDES(lda, 1) const double *a, int lda);
void fill_lda(int m, int n, double v, CB_SHAPE(m, n) CB_STRIDES(lda, 1) double *a,
              int lda);
double sum_columns(int m, int n, CB_SHAPE(m, n) CB_STRIDES(1, m) const double *a);
double sum_every_second(int n, CB_SHAPE(n) CB_STRIDES(2) const double *x);

/* views of any layout */
double view_sum1(CB_VIEW(const double, 1) v);
double view_sum2(CB_VIEW(const double, 2) v);
int64_t view_sum3(CB_VIEW(const int64_t, 3) v);
void view_fill(CB_VIEW(double, 2) v, double value);
void view_add(CB_VIEW(const double, 1) x, CB_VIEW(double, 1) y);
void view_strides(CB_VIEW(const int32_t, 2) v, CB_OUT int64_t shape_strides[4]);

/* how much comes back */
size_t positive(size_t n, const double x[n], CB_OUT CB_LEN(return) double y[n]);
void positive_count(size_t n, const double x[n], CB_OUT CB_LEN(*count) double y[n],
                    CB_OUT size_t *count);
size_t nonzero_rows(size_t m, size_t n, const double x[m][n],
                    CB_OUT CB_LEN(return) double y[m][n]);
void share(size_t n, long k, CB_OUT CB_LEN((long)n / k) double y[n]);
long claims(size_t n, long length, CB_OUT CB_LEN(length) double y[n]);
size_t roots(double a, double b, double c,
             CB_OUT CB_LEN(return) CB_AS(list) double r[2]);

/* what elements and values must be */
void gather(size_t n, const double x[n], size_t k, CB_INDEX(n) const int64_t i[k],
            CB_OUT double y[k]);
void gather_small(size_t n, const double x[n], size_t k, CB_INDEX(n) const uint8_t i[k],
                  CB_OUT double y[k]);
double item(size_t n, const double x[n], CB_INDEX(n) size_t i);
double item_signed(size_t n, const double x[n], CB_INDEX(n) int i);
double quantile(size_t n, const double x[n], CB_REQUIRE(q >= 0 && q <= 1) double q);
double both_finite(CB_REQUIRE(isfinite(x)) double x, CB_REQUIRE(fabs(y) < 1) double y);
double slice(size_t n, const double x[n], size_t from,
             CB_REQUIRE(from <= to) CB_REQUIRE(to <= n) size_t to);

/* bool and enum elements are scanned */
enum level { LEVEL_LOW, LEVEL_MIDDLE = 5, LEVEL_HIGH = 9 };
size_t count_true(size_t n, const bool x[n]);
void not_all(size_t n, bool x[n]);
void larger(size_t n, const double x[n], double than, CB_OUT bool y[n]);
size_t count_level(size_t n, const enum level x[n], enum level which);
size_t count_true_strided(size_t n, CB_SHAPE(n) CB_STRIDES(step) const bool *x,
                          ptrdiff_t step);
size_t count_true_view(CB_VIEW(const bool, 2) x);
size_t count_level_view(CB_VIEW(const enum level, 1) x, enum level which);
int pick_strided(size_t n, CB_SHAPE(n) CB_STRIDES(step) CB_INDEX(4) const int *x,
                 ptrdiff_t step);

/* optional arrays */
double weighted(size_t n, const double x[n], CB_OPT const double w[n]);
size_t optional_only(size_t n, CB_OPT const double x[n], CB_OPT const double y[n]);
double optional_fills(size_t n, CB_OPT const double x[n], CB_OUT double y[n]);
size_t optional_in_place(size_t n, CB_OPT double x[n]);
double statistics(size_t n, const double x[n], CB_OPT CB_OUT double centred[n]);
CB_OPT bool solve2(const double a[2][2], const double b[2], CB_OUT double x[2]);

/* taken, changed, returned; C without const */
void sorted(size_t n, CB_INOUT double x[n]);
void accumulate(size_t n, CB_INOUT int64_t x[n]);
double sum_without_const(size_t n, CB_IN double x[n]);

/* memory of C's own */
void primes(uint32_t below, CB_OUT CB_SHAPE(*n) CB_OWNED(free) uint32_t **p,
            CB_OUT size_t *n);
void grid(size_t m, size_t k, CB_OUT CB_SHAPE(*rows, *columns) CB_OWNED(free) double **p,
          CB_OUT size_t *rows, CB_OUT size_t *columns);
void long_claim(CB_OUT CB_SHAPE(*n) CB_OWNED(free) double **p, CB_OUT int64_t *n,
                int64_t claim);
CB_SHAPE(n) CB_OWNED(free) double *linspace(double a, double b, size_t n);
CB_SHAPE(m, n) CB_OWNED(free) int32_t *multiplication(size_t m, size_t n);
CB_SHAPE(n) CB_OWNED(arrays_release_(this, n)) double *tracked(size_t n);
CB_SHAPE(n) CB_OPT CB_OWNED(free) double *maybe(bool give, size_t n);
CB_SHAPE(3) const double *origin(void);
CB_SHAPE(4) const int32_t *counters(void);
long live(void);
void arrays_release_(double *p, size_t n);

/* other forms */
void squares_list(size_t n, const double x[n], CB_OUT CB_AS(list) double y[n]);
void squares_tuple(size_t n, const int32_t x[n], CB_OUT CB_AS(tuple) int64_t y[n]);
void squares_bytes(size_t n, CB_OUT CB_AS(bytes) uint8_t y[n]);
void eye_list(size_t n, CB_OUT CB_AS(list) double a[n][n]);
void flags_list(size_t n, CB_OUT CB_AS(list) bool y[n]);
void levels_list(size_t n, CB_OUT CB_AS(list) enum level y[n]);
CB_SHAPE(n) CB_AS(list) CB_OWNED(free) double *linspace_list(double a, double b,
                                                             size_t n);

/* several outs, and a result before them */
double minmax(size_t n, const double x[n], CB_OUT double *low, CB_OUT double *high);
size_t histogram(size_t n, const double x[n], double from, double to, size_t k,
                 CB_OUT int64_t counts[k], CB_OUT double edges[k + 1]);

/* names that the runtime has itself, behind a cbi_ */
void taken_arrays(size_t want, const double array[want], CB_OUT double get_array[want],
                  int again[want], CB_OUT size_t *drop,
                  CB_OUT CB_SHAPE(want) CB_LEN(*drop) int *new_memory);

#endif
