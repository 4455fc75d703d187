enum order { RowMajor = 101, ColMajor };
enum trans { NoTrans = 111, Trans };
enum side { Left = 141, Right };
enum uplo { Upper = 121, Lower };

double dot(int n, const double *x, int incx, const double *y, int inc_y);
void scal(int N, double alpha, double *X, int incX);

void gemv(enum order o, enum trans t, int m, int n, double alpha, const double *a,
          int lda, const double *x, int incx, double beta, double *y, int incy);
void ger(enum order o, int m, int n, double alpha, const double *x, int incx,
         const double *y, int incy, double *a, int lda);
void symv(enum order o, enum uplo u, int n, double alpha, const double *a, int lda,
          const double *x, int incx, double beta, double *y, int incy);

void gemm(enum order o, enum trans ta, enum trans tb, int m, int n, int k, double alpha,
          const double *a, int lda, const double *b, int ldb, double beta, double *c,
          int ldc);
void symm(enum order o, enum side s, enum uplo u, int m, int n, double alpha,
          const double *a, int lda, const double *b, int ldb, double beta, double *c,
          int ldc);
void syrk(enum order o, enum uplo u, enum trans t, int n, int k, double alpha,
          const double *a, int lda, double beta, double *c, int ldc);

/* Bands, and complex numbers behind void: nothing says their shapes. */
void gbmv(enum order o, enum trans t, int m, int n, int kl, int ku, double alpha,
          const double *a, int lda, const double *x, int incx, double beta, double *y,
          int incy);
void sbmv(enum order o, enum uplo u, int n, int k, double alpha, const double *a,
          int lda, const double *x, int incx, double beta, double *y, int incy);
void zscal(int n, const void *alpha, void *x, int incx);

/* Layout and shapes in numbers and characters. */
int gels(int layout, char trans, int m, int n, int nrhs, double *a, int lda, double *b,
         int ldb);
