// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

double good(double x);
double bad(double x, dooble y);
int missing(int a,, int b);
