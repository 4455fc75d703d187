// SPDX-License-Identifier: MIT
// The uses of a typedef that could not be read are no errors of their own.
#include "carbide.h"
typedef dooble real;
typedef struct { dooble x; } point;
typedef dooble (*function)(int);
typedef real matrix[3][3];
real a(real x);
point b(point x);
void c(function f, matrix m);
double fine(double x);
