// SPDX-License-Identifier: MIT
// Declarations and macro uses over several lines: the caret is in the right one.
#include "carbide.h"
#define BOTH(a, b) a, b
void f(
    int n,
    double
        *x,
    CB_SHAPE(
        m
    ) double *y
);
CB_RAISES(return <
          0, CB_ValueErro,
          "text")
int
g(int x);
void h(BOTH(int n,
            double *x));
void k(int n, \
       double *x);
