#include <stddef.h>

double dot(size_t count, const double a[count], const double b[cuont]);
