// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

#include <time.h>
void f(size_t n, CB_AS(lst) CB_OUT double y[n]);
void g(size_t n, CB_AS(list) const double x[n]);
int h(CB_AS(path) int fd);
time_t k(CB_AS(datetime) int64_t t);
CB_AS(fd) double l(void);
void m(CB_AS(str) double *x);
