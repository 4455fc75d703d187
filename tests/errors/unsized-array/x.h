// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(double x[]);
void g(size_t n, const int x[][3]);
void h(double (*rows)[3]);
void k(double x[*]);
