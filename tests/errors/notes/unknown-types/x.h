// SPDX-License-Identifier: MIT
#include <stdint.h>
#include "carbide.h"

int f(matrix a, quaternion b, int c, const polygon *d);
struct s { matrix a; ui8t b; polygon *c; };
typedef matrix (*fn)(polygon, int);
int h(CB_REQUIRE(a * c) int a, tetrahedron, int c, CB_OUT uint23_t *y);
struct t { int (*f)(octahedron x); uit8_t a; };
