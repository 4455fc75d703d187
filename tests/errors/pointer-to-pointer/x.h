// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(double **rows);
void g(char **names);
void h(size_t n, const char *names[n]);
void k(size_t n, double *rows[n]);
void l(CB_OUT CB_OWNED(free) double **p);
void m(CB_OUT char ***lines);
