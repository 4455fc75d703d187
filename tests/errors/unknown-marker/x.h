// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(size_t n, CB_OUTPUT double y[n]);
void g(size_t n, CB_SHAP(n) double *y);
CB_FOO int h(int x);
