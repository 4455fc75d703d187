// SPDX-License-Identifier: MIT
#include "deep.h"
void inner(double *x);
void again(double *x);
