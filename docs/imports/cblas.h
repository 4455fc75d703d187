void cblas_srotg(CB_INOUT float *a, CB_INOUT float *b, CB_OUT float *c,
                 CB_OUT float *s);
void cblas_drotg(CB_INOUT double *a, CB_INOUT double *b, CB_OUT double *c,
                 CB_OUT double *s);
void cblas_srotm(blasint N, CB_SHAPE(N) CB_STRIDES(incX) float *X, blasint incX,
                 CB_SHAPE(N) CB_STRIDES(incY) float *Y, blasint incY,
                 const float P[5]);
void cblas_drotm(blasint N, CB_SHAPE(N) CB_STRIDES(incX) double *X, blasint incX,
                 CB_SHAPE(N) CB_STRIDES(incY) double *Y, blasint incY,
                 const double P[5]);
void cblas_srotmg(CB_INOUT float *d1, CB_INOUT float *d2, CB_INOUT float *b1, float b2,
                  CB_OUT float P[5]);
void cblas_drotmg(CB_INOUT double *d1, CB_INOUT double *d2, CB_INOUT double *b1,
                  double b2, CB_OUT double P[5]);
