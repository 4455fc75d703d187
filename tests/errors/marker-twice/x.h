// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

void f(size_t n, size_t m, CB_SHAPE(n) CB_SHAPE(m) double *x);
CB_NAME("a") CB_NAME("b") int g(int x);
void h(size_t n, CB_OUT CB_LEN(n) CB_LEN(n - 1) double x[n]);
CB_GIL(held) int same(int x);
CB_GIL(held) int same(int x);
CB_GIL(free) int other(int x);
CB_GIL(held) int other(int x);
typedef struct shape *shape CB_CLASS(Shape, free) CB_CLASS(Form, free);
CB_NAME("one") double half(double x);
CB_NAME("two") double half(double x);
