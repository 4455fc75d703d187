// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

__attribute__((nonnull(2))) void f(size_t n, CB_OPT const double x[n]);
__attribute__((nonnull)) int g(CB_OPT const char *s);
