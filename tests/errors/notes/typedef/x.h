// SPDX-License-Identifier: MIT
// What hides behind a typedef is named, and where.
#include "carbide.h"
typedef double *vector;
typedef const vector *vectors;
double mean(int n, vector v);
void all(vectors v);
vector make(int n);
