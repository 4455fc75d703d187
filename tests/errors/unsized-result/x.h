// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

const double *f(void);
CB_OWNED(free) int *g(size_t n);
const void *h(void);
