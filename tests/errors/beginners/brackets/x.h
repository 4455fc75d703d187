// SPDX-License-Identifier: MIT
// Brackets as in Java, and with commas.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
double f(int n, double[] x);
double g(int n, double[n] x);
double h(int n, int m, double x[n, m]);
double i(int n, double x[n);
double j(int n, double x(n));
double k(int n, double x{n});
double l(int n, double *x[n]);
