/* SPDX-License-Identifier: MIT
   Test module `blas`: functions of CBLAS, bound by declaring them again. */
#ifndef BLAS_H
#define BLAS_H

#include <cblas.h>

#include "carbide.h"

/** y += alpha * x */
CB_NAME("daxpy")
void cblas_daxpy(const int n, CB_DEFAULT(1) const double alpha,
                 CB_SHAPE(n) CB_STRIDES(incx) const double *x, const int incx,
                 CB_SHAPE(n) CB_STRIDES(incy) double *y, const int incy);

/** x . y */
CB_NAME("ddot")
double cblas_ddot(const int n, CB_SHAPE(n) CB_STRIDES(incx) const double *x,
                  const int incx, CB_SHAPE(n) CB_STRIDES(incy) const double *y,
                  const int incy);

/** C = alpha A B + beta C, row by row */
CB_NAME("dgemm")
void cblas_dgemm(CB_FIXED(CblasRowMajor) const enum CBLAS_ORDER order,
                 CB_FIXED(CblasNoTrans) const enum CBLAS_TRANSPOSE trans_a,
                 CB_FIXED(CblasNoTrans) const enum CBLAS_TRANSPOSE trans_b,
                 const int m, const int n, const int k, CB_DEFAULT(1) const double alpha,
                 CB_SHAPE(m, k) CB_STRIDES(lda, 1) const double *a, const int lda,
                 CB_SHAPE(k, n) CB_STRIDES(ldb, 1) const double *b, const int ldb,
                 CB_DEFAULT(1) const double beta,
                 CB_SHAPE(m, n) CB_STRIDES(ldc, 1) double *c, const int ldc);

/** y = alpha A x + beta y */
CB_NAME("dgemv")
void cblas_dgemv(CB_FIXED(CblasRowMajor) const enum CBLAS_ORDER order,
                 CB_FIXED(CblasNoTrans) const enum CBLAS_TRANSPOSE trans,
                 const int m, const int n, CB_DEFAULT(1) const double alpha,
                 CB_SHAPE(m, n) CB_STRIDES(lda, 1) const double *a, const int lda,
                 CB_SHAPE(n) CB_STRIDES(incx) const double *x, const int incx,
                 CB_DEFAULT(0) const double beta,
                 CB_SHAPE(m) CB_STRIDES(incy) double *y, const int incy);

/** A B into a new array */
CB_NAME("product")
static inline void blas_product(const int m, const int k, const int n,
                                CB_SHAPE(m, k) const double *a,
                                CB_SHAPE(k, n) const double *b,
                                CB_OUT CB_SHAPE(m, n) double *c)
{
    if (m && n && k) {
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, 0,
                    c, n);
    }
}

#endif
