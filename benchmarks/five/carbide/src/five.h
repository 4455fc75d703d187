/* SPDX-License-Identifier: MIT
 *
 * The five functions of hand_five.c as carbide binds them.
 */
#ifndef FIVE_H
#define FIVE_H

#include <stddef.h>

void nop(void);
double add(double x, double y);
int twice(int n);
size_t length(const char *s);
double sum1(size_t n, const double x[n]);

#endif
