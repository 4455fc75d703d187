
CB_EXPORT(RowMajor, ColMajor, NoTrans, Trans, Left, Right, Upper, Lower);

/* guess: x has n elements, incx apart; y has n elements, inc_y apart */
double dot(int n, CB_SHAPE(n) CB_STRIDES(incx) const double *x, int incx,
           CB_SHAPE(n) CB_STRIDES(inc_y) const double *y, int inc_y);
/* guess: X has N elements, incX apart */
void scal(int N, double alpha, CB_SHAPE(N) CB_STRIDES(incX) double *X, int incX);

/* guess: always RowMajor, NoTrans: the shapes depend on it; a is m by n with lda; x has
   n elements, incx apart; y has m elements, incy apart */
void gemv(CB_FIXED(RowMajor) enum order o, CB_FIXED(NoTrans) enum trans t, int m, int n,
          double alpha, CB_SHAPE(m, n) CB_STRIDES(lda, 1) const double *a, int lda,
          CB_SHAPE(n) CB_STRIDES(incx) const double *x, int incx, double beta,
          CB_SHAPE(m) CB_STRIDES(incy) double *y, int incy);
/* guess: always RowMajor: the shapes depend on it; x has m elements, incx apart; y has
   n elements, incy apart; a is m by n with lda */
void ger(CB_FIXED(RowMajor) enum order o, int m, int n, double alpha,
         CB_SHAPE(m) CB_STRIDES(incx) const double *x, int incx,
         CB_SHAPE(n) CB_STRIDES(incy) const double *y, int incy,
         CB_SHAPE(m, n) CB_STRIDES(lda, 1) double *a, int lda);
/* guess: always RowMajor: the shapes depend on it; a is n by n with lda; x has n
   elements, incx apart; y has n elements, incy apart */
void symv(CB_FIXED(RowMajor) enum order o, enum uplo u, int n, double alpha,
          CB_SHAPE(n, n) CB_STRIDES(lda, 1) const double *a, int lda,
          CB_SHAPE(n) CB_STRIDES(incx) const double *x, int incx, double beta,
          CB_SHAPE(n) CB_STRIDES(incy) double *y, int incy);

/* guess: always RowMajor, NoTrans: the shapes depend on it; a is m by k with lda; b is
   k by n with ldb; c is m by n with ldc */
void gemm(CB_FIXED(RowMajor) enum order o, CB_FIXED(NoTrans) enum trans ta,
          CB_FIXED(NoTrans) enum trans tb, int m, int n, int k, double alpha,
          CB_SHAPE(m, k) CB_STRIDES(lda, 1) const double *a, int lda,
          CB_SHAPE(k, n) CB_STRIDES(ldb, 1) const double *b, int ldb, double beta,
          CB_SHAPE(m, n) CB_STRIDES(ldc, 1) double *c, int ldc);
/* guess: always RowMajor, Left: the shapes depend on it; a is m by m with lda; b is m
   by n with ldb; c is m by n with ldc */
void symm(CB_FIXED(RowMajor) enum order o, CB_FIXED(Left) enum side s, enum uplo u,
          int m, int n, double alpha, CB_SHAPE(m, m) CB_STRIDES(lda, 1) const double *a,
          int lda, CB_SHAPE(m, n) CB_STRIDES(ldb, 1) const double *b, int ldb,
          double beta, CB_SHAPE(m, n) CB_STRIDES(ldc, 1) double *c, int ldc);
/* guess: always RowMajor, NoTrans: the shapes depend on it; a is n by k with lda; c is
   n by n with ldc */
void syrk(CB_FIXED(RowMajor) enum order o, enum uplo u, CB_FIXED(NoTrans) enum trans t,
          int n, int k, double alpha, CB_SHAPE(n, k) CB_STRIDES(lda, 1) const double *a,
          int lda, double beta, CB_SHAPE(n, n) CB_STRIDES(ldc, 1) double *c, int ldc);

// left out: `a` of gbmv() is `const double *`: C does not say how many elements it has
//   void gbmv(enum order o, enum trans t, int m, int n, int kl, int ku, double alpha,
//             const double *a, int lda, const double *x, int incx, double beta,
//             double *y, int incy);
// left out: `a` of sbmv() is `const double *`: C does not say how many elements it has
//   void sbmv(enum order o, enum uplo u, int n, int k, double alpha, const double *a,
//             int lda, const double *x, int incx, double beta, double *y, int incy);
// left out: `alpha` of zscal() is `const void *`: C does not say how many elements it
//   has
//   void zscal(int n, const void *alpha, void *x, int incx);

// left out: `a` of gels() is `double *`: C does not say how many elements it has
//   int gels(int layout, char trans, int m, int n, int nrhs, double *a, int lda,
//            double *b, int ldb);
