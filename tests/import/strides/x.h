#include <stddef.h>

double mean(const double data[], const size_t stride, const size_t n);
double covariance(const double data1[], size_t stride1, const double data2[],
                  size_t stride2, size_t n);
int transform(double data[], size_t stride, size_t n);
double value(const double c[], const int len, const double x);
