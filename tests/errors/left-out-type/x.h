// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

typedef int four __attribute__((vector_size(16)));
four add(four a, four b);
__float128 quad(double x);
void wide(size_t n, const __int128 x[n]);
void atomic(_Atomic int x);
void list(__builtin_va_list args);
void words(size_t n, const char text[n][16]);
double **rows(void);
