// SPDX-License-Identifier: MIT
// Bounds that are nearly right.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
double f(const double x[n]);
double g(const double x[n], int n);
double h(int n, const double x[n-]);
double i(int n, int k, const double x[n k]);
double j(int n, const double x[len(n)]);
double k(int n, const double x[N]);
double l(float n, const double x[n]);
double m(int n, const double x[n][]);
double o(int *n, const double x[n]);
double p(int n, const double x[2n]);
double q(int n, const double x[n**2]);
double r(int n, const double x[n^2]);
