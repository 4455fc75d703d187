// SPDX-License-Identifier: MIT
// C++ that looks nearly like C.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
double f(double &x);
double g(const double& x, int n);
bool h(bool x = true);
auto m(int x) -> double;
double k(double x) const;
double l(double x) noexcept;
