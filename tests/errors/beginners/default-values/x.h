// SPDX-License-Identifier: MIT
// Default values as in C++ and Python.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
double f(double x, int n = 3);
double g(CB_DEFAULT = 3 int n);
double h(CB_DEFAULT(“3”) int n);
double i(CB_DEFAULT() int n);
double j(CB_DEFAULT(None) int n);
double k(CB_DEFAULT(True) bool n);
double l(CB_DEFAULT('abc') const char *s);
