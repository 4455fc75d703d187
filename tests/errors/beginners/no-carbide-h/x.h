// SPDX-License-Identifier: MIT
// Markers without the header that has them: one error, and not one for each.
#include <stddef.h>
void f(size_t n, CB_OUT double x[n]);
void g(size_t n, CB_OUT double x[n]);
