// SPDX-License-Identifier: MIT
// A parenthesis or a comma too few or too many.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
double f(double x;
double g(double y);
double h(double y));
int i(int a int b);
int j(int a, int b,);
int k int a);
