// SPDX-License-Identifier: MIT
#ifndef X_H
#define X_H

int add(int a, int b) { return a + b; }
static inline int fine(int a) { return a; }
extern int right;
int counter;
int (*callback)(int);
const double pi = 3.14;
static const double e = 2.72;
int subtract(int a, int b)
{
    return a - b;
}

#endif
