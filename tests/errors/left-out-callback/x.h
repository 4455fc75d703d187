// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void sort(size_t n, double x[n], int (*compare)(double a, double b));
typedef int (*handler)(int);
handler current(void);
void visit(int each(int));
void times(int n, void (^block)(int i));
