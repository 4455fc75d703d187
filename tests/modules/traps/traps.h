/* SPDX-License-Identifier: MIT
   What once did not build, or built wrongly: names that meet those of the generated file,
   functions that the compiler knows, constants that are no numbers, defaults that read
   arrays. */
#ifndef TRAPS_H
#define TRAPS_H

#include <math.h>
#include <stddef.h>

#include "carbide.h"

#define ENDLESS 1.0 / 0.0
#define MINUS_ENDLESS -1.0 / 0.0
#define NO_NUMBER (0.0 / 0.0)

double erf(double);
double fabs(double);

int add(int x);
int f_add(int x);
int py_add(int x);
int names(int methods);
int enums(int constants);
/* a parameter called like its function */
int gamma_of(int gamma_of);

double first(size_t n, const double a[n], CB_DEFAULT(n ? a[0] + n : 0) double x);
void shorter(size_t n, CB_OUT double a[n - 1]);
void pairs(int n, CB_OUT CB_AS(list) int a[2]);

typedef const double cdouble;
double through_typedef(cdouble x);
void letters(size_t n, CB_OUT const char *to[n]);
void wanted(int n, CB_OPT CB_OUT int *x, CB_OUT int *was);

/* None goes through, and what is not asked for is not made */
void flipped(size_t n, CB_OPT CB_INOUT unsigned char s[n]);
int added(int a, CB_OPT CB_INOUT double *x);
void increased(size_t n, CB_OPT CB_INOUT double x[n]);
bool copied(size_t n, const double x[n], CB_OPT CB_OUT CB_AS(list) double y[n]);
bool allocated(size_t n, CB_OPT CB_OUT CB_SHAPE(n) CB_OWNED(free) double **p);
bool lettered(CB_OPT CB_OUT char s[8]);
bool packed(size_t n, CB_OPT CB_OUT unsigned char s[n]);

#endif
