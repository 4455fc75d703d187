/* SPDX-License-Identifier: MIT
   Golden: scalars by value and by address, and what comes back. */
#include "carbide.h"

double add(double a, double b);
int8_t narrow(int8_t x);
void divide(int a, int b, CB_OUT int *quotient, CB_OUT int *rest);
CB_OPT bool root(double x, CB_OUT double *y);
void count_up(CB_INOUT uint64_t *n);
bool is_letter(char c);
double _Complex rotate(double _Complex z, CB_DEFAULT(0.5) double by);
