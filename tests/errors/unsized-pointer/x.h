// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(double *x);
void g(const float *x);
void h(void *p);
void k(char *s);
void l(CB_OPT int *x);
void m(const unsigned char *data);
double before(size_t count, const double *x);
void behind(float *x, int len);
