#include <stddef.h>

#define buffer another

double norm(const double *__x, size_t __n);
int link_target(const char *restrict __path, char *restrict __buf, size_t __len)
#ifndef __clang__
    __attribute__((access(write_only, 2, 3)))
#endif
    ;
long both(long __n, long n);
int replaced(int __buffer, int __int);
