// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

char *f(void);
CB_SHAPE(n) void *g(size_t n);
void h(CB_OUT char **text);
void k(CB_OUT CB_SHAPE(*n) double **p, CB_OUT size_t *n);
__attribute__((malloc)) char *l(void);
