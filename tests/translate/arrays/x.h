// SPDX-License-Identifier: MIT
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

// directions
double total(size_t n, const double x[n]);
void scale(size_t n, double x[n], double by);
void squares(size_t n, const double x[n], CB_OUT double y[n]);
void sorted(size_t n, CB_INOUT int32_t x[n]);
double total_in(size_t n, CB_IN double x[n]);
double weighted(size_t n, const double x[n], CB_OPT const double w[n]);

// elements
long count(size_t n, const bool x[n]);
float first(size_t n, const float x[n]);
void bytes_(size_t n, const unsigned char x[n]);
int sum_bytes(size_t n, const unsigned char x[n]);
int sum_small(size_t n, const uint8_t x[n]);
int sum_pixels(size_t h, size_t w, const unsigned char x[h][w]);
size_t letters(size_t n, const char s[n]);
void upper(size_t n, char s[n]);
void name(CB_OUT char s[16]);
size_t longest(size_t n, const char *const names[n]);
size_t longest_given(size_t n, CB_OPT const char *const names[n]);
double _Complex mean(size_t n, const double _Complex x[n]);

// views and strides
double trace(CB_VIEW(const double, 2) a);
void clear(CB_VIEW(double, 2) a);
double ddot(int n, CB_SHAPE(n) CB_STRIDES(incx) const double *x, int incx,
            CB_SHAPE(n) CB_STRIDES(incy) const double *y, int incy);
double frobenius(int m, int n, CB_SHAPE(m, n) CB_STRIDES(lda, 1) const double *a, int lda);

// several outputs, forms, lengths
double stats(size_t n, const double x[n], CB_OUT double *low, CB_OUT double centred[n]);
size_t roots(double a, double b, double c, CB_OUT CB_LEN(return) CB_AS(list) double r[2]);
void pairs(size_t n, CB_OUT CB_AS(tuple) int p[n][2]);
void raw(size_t n, CB_OUT CB_AS(bytes) uint8_t b[n]);
enum __attribute__((packed)) small { SMALL };
enum wide { WIDE = 0x10000000000 };
void of_enums(size_t n, CB_OUT enum small a[n], CB_OUT enum wide b[n]);
