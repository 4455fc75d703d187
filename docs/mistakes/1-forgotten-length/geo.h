#include <stddef.h>

double mean(const double *x);
