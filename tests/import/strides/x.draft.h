
/* guess: data has n elements; those of data are stride apart */
double mean(CB_SHAPE(n) CB_STRIDES(stride) const double data[], size_t stride,
            size_t n);
/* guess: data1 has n elements; data2 has n elements; those of data1 are stride1 apart;
   those of data2 are stride2 apart */
double covariance(CB_SHAPE(n) CB_STRIDES(stride1) const double data1[], size_t stride1,
                  CB_SHAPE(n) CB_STRIDES(stride2) const double data2[], size_t stride2,
                  size_t n);
/* guess: data has n elements; those of data are stride apart */
int transform(CB_SHAPE(n) CB_STRIDES(stride) double data[], size_t stride, size_t n);
/* guess: c has len elements */
double value(CB_SHAPE(len) const double c[], int len, double x);
