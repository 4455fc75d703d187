/* SPDX-License-Identifier: MIT
   Bodies of traps.h. */
#include "traps.h"

int add(int x) { return x; }
int f_add(int x) { return x + 1; }
int py_add(int x) { return x + 2; }
int names(int methods) { return methods; }
int enums(int constants) { return constants; }
int gamma_of(int gamma_of) { return gamma_of; }

double first(size_t n, const double a[n], double x) { return n ? x : -x; }

void shorter(size_t n, double a[n - 1])
{
    for (size_t i = 0; i + 1 < n; i++) {
        a[i] = (double)i;
    }
}

void pairs(int n, int a[2])
{
    a[0] = n;
    a[1] = -n;
}

double through_typedef(cdouble x) { return x; }

void letters(size_t n, const char *to[n])
{
    static const char *const abc[] = {"a", "b", "c"};
    for (size_t i = 0; i < n; i++) {
        to[i] = abc[i % 3];
    }
}

void wanted(int n, int *x, int *was)
{
    *was = x != NULL;
    if (x) {
        *x = n;
    }
}

void flipped(size_t n, unsigned char s[n])
{
    for (size_t i = 0; i < n; i++) {
        s[i] ^= 1;
    }
}

int added(int a, double *x)
{
    if (x) {
        *x += a;
    }
    return x != NULL;
}

void increased(size_t n, double x[n])
{
    for (size_t i = 0; i < n; i++) {
        x[i] += 1;
    }
}

bool copied(size_t n, const double x[n], double y[n])
{
    if (y) {
        memcpy(y, x, n * sizeof *y);
    }
    return y != NULL;
}

bool allocated(size_t n, double **p)
{
    if (p) {
        *p = calloc(n ? n : 1, sizeof **p);
    }
    return p != NULL;
}

bool lettered(char s[8])
{
    if (s) {
        s[0] = 'x';
    }
    return s != NULL;
}

bool packed(size_t n, unsigned char s[n])
{
    for (size_t i = 0; s && i < n; i++) {
        s[i] = 'p';
    }
    return s != NULL;
}
