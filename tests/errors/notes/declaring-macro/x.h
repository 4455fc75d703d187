// SPDX-License-Identifier: MIT
// Macros that write declarations are no functions, and nothing is said of them.
#define ARRAY(name) double *name
#define SUM(type) type sum_##type(int n, const type x[n]);
#define EXPORT(x) __attribute__((x))
#define MAXIMUM(a, b) ((a) > (b) ? (a) : (b))
SUM(float)
