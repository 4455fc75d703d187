/* SPDX-License-Identifier: MIT
 *
 * matmul_cblas: four functions of CBLAS (any: OpenBLAS, BLIS, MKL, the reference one),
 * declared once more with what Python has to know. Nothing is wrapped: Python calls
 * the library itself, and C checks that the declarations agree with its own.
 *
 * A CB_STRIDES takes a stride, in elements, from the array and hides it; a number there
 * is a stride that is required, so arrays in another order are copied.
 */
#ifndef MATMUL_CBLAS_H
#define MATMUL_CBLAS_H

#include <cblas.h>

#include "carbide.h"

/**
 * Dot product of two vectors.
 *
 * @param x a vector of any stride
 * @param y another of the same length
 * @return the sum of x[i] * y[i]
 */
double cblas_ddot(int n, CB_SHAPE(n) CB_STRIDES(incx) const double *x, int incx,
                  CB_SHAPE(n) CB_STRIDES(incy) const double *y, int incy);

/**
 * y += alpha * x, in place.
 *
 * @param x a vector of any stride
 * @param y a vector of the same length, changed in place; any positive stride
 * @param alpha factor of x
 */
void cblas_daxpy(int n, CB_DEFAULT(1) double alpha,
                 CB_SHAPE(n) CB_STRIDES(incx) const double *x, int incx,
                 CB_SHAPE(n) CB_STRIDES(incy) double *y, int incy);

/**
 * y = alpha * a @ x + beta * y, in place.
 *
 * @param a an m x n matrix; its rows may lie apart, as those of a slice do
 * @param x a vector of n, of any stride
 * @param y a vector of m, changed in place; any positive stride
 * @param alpha factor of the product
 * @param beta factor of y; with 0, y is only written
 */
void cblas_dgemv(CB_FIXED(CblasRowMajor) enum CBLAS_ORDER order,
                 CB_FIXED(CblasNoTrans) enum CBLAS_TRANSPOSE trans, int m, int n,
                 CB_DEFAULT(1) double alpha,
                 CB_SHAPE(m, n) CB_STRIDES(lda, 1) const double *a, int lda,
                 CB_SHAPE(n) CB_STRIDES(incx) const double *x, int incx,
                 CB_DEFAULT(0) double beta,
                 CB_SHAPE(m) CB_STRIDES(incy) double *y, int incy);

/**
 * alpha * a @ b, as a new array.
 *
 * @param a an m x k matrix; its rows may lie apart
 * @param b a k x n matrix; its rows may lie apart
 * @param alpha factor of the product
 * @param c the product, m x n
 */
void cblas_dgemm(CB_FIXED(CblasRowMajor) enum CBLAS_ORDER order,
                 CB_FIXED(CblasNoTrans) enum CBLAS_TRANSPOSE trans_a,
                 CB_FIXED(CblasNoTrans) enum CBLAS_TRANSPOSE trans_b, int m, int n,
                 int k, CB_DEFAULT(1) double alpha,
                 CB_SHAPE(m, k) CB_STRIDES(lda, 1) const double *a, int lda,
                 CB_SHAPE(k, n) CB_STRIDES(ldb, 1) const double *b, int ldb,
                 CB_FIXED(0) double beta, CB_OUT CB_SHAPE(m, n) double *c,
                 CB_FIXED(n > 1 ? n : 1) int ldc);

#endif
