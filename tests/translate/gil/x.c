// SPDX-License-Identifier: MIT
#include "x.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

double straight(double x) { return x > 0 ? x : -x; }
double raising(double x)
{
    return x < 0 ? (cb_raise(CB_ValueError, "x = %g", x), 0) : x;
}
double math(double x) { return sqrt(x) + sinf((float)x); }
double loops(size_t n, const double x[n])
{
    double s = 0;
    for (size_t i = 0; i < n; i++) {
        s += fabs(x[i]);
    }
    return s;
}
int collatz(long n)
{
    int steps = 0;
    while (n != 1) {
        n = n % 2 ? 3 * n + 1 : n / 2;
        steps++;
    }
    return steps;
}
static double helper(size_t n, const double x[n]) { return loops(n, x); }
double through_static(size_t n, const double x[n]) { return helper(n, x); }
static int compare(const void *a, const void *b)
{
    return (*(const double *)a > *(const double *)b) - 1;
}
double sorts(size_t n, double x[n])
{
    qsort(x, n, sizeof *x, compare);
    return x[0];
}
static double (*table[2])(double) = {straight, math};
double calls_pointer(double x) { return table[x > 0](x); }
int prints(int x) { return printf("%d\n", x); }
int reads_volatile(int x)
{
    volatile int y = x;
    return y;
}
int recursive(int x) { return x ? recursive(x - 1) : 0; }
int casts(double x) { return (int)(x) + (int)sizeof(x); }
long polls(long n)
{
    for (long i = 0; i < n; i++) {
        if (cb_check()) {
            return i;
        }
    }
    return n;
}
int calls_unseen(int x) { return unseen(x) + 1; }
int held(int x) { return printf("%d", x); }
int freed(int x) { return x; }
/* each calls the other, and only one of them what nobody knows */
int even(int n) { return n ? odd(n - 1) : unseen(n); }
int odd(int n) { return n ? even(n - 1) : 1; }
