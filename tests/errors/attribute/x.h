// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

__attribute__((nonnull(3))) int f(const char *a, const char *b);
__attribute__((access(read_only, 1, 4))) int g(CB_IN int *x, size_t n);
