// SPDX-License-Identifier: MIT
#include <stddef.h>
#include "carbide.h"

double straight(double x);
double raising(double x);
double math(double x);
double loops(size_t n, const double x[n]);
int collatz(long n);
double through_static(size_t n, const double x[n]);
double sorts(size_t n, double x[n]);
double calls_pointer(double x);
int prints(int x);
int reads_volatile(int x);
int recursive(int x);
int casts(double x);
long polls(long n);
int unseen(int x);
__attribute__((pure)) double unseen_pure(size_t n, const double x[n]);
__attribute__((__const__)) int calls_unseen(int x);
CB_GIL(held) int held(int x);
CB_GIL(free) int freed(int x);
static inline int inlined(int x) { return 2 * x; }
int even(int n);
int odd(int n);
