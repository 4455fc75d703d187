// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

CB_NAME("two words") int f(int x);
CB_NAME("class") int g(int x);
int h(CB_NAME("1st") int x);
CB_NAME("/") int divide(int x);
CB_OVERLOAD("1st") int first_int(int x);
CB_OVERLOAD("Shape.area") int area(int x);
