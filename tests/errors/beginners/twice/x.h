// SPDX-License-Identifier: MIT
// The same name twice.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
int f(int n, int n);
int g(int x);
double g(int x);
int h(int x);
int h(double x);
