#include <stddef.h>
#include <stdlib.h>

#ifdef __clang__
#define GCC(attribute)          // which clang does not know, or not so
#else
#define GCC(attribute) __attribute__((attribute))
#endif

GCC(access(read_only, 1, 2)) double attr_sum(const double *x, size_t k);
GCC(access(write_only, 1, 2)) void attr_fill(double *y, size_t k, double with);
GCC(access(read_write, 1, 2)) void attr_negate(double *y, size_t k);
__attribute__((nonnull)) int attr_length(const char *s);
GCC(malloc(free, 1)) char *attr_twice(const char *s);
__attribute__((returns_nonnull)) const char *attr_version(void);
__attribute__((deprecated("use attr_sum()"))) int attr_old(int x);
