/* SPDX-License-Identifier: MIT
   Arguments that the garbage collector's finalizers change while they are read: one
   function for each way in which elements are taken out of a sequence or an array. */
#ifndef COLLECTS_H
#define COLLECTS_H

#include <stddef.h>

#include "carbide.h"

typedef struct Thing Thing;
Thing *Thing_new(double weight);
void Thing_free(Thing *self);
double Thing_get_weight(const Thing *self);
void Thing_grow(Thing *self);

struct pair {
    double a, b;
};

double sum(size_t n, const double x[n]);
double sum_grid(size_t m, size_t n, const double x[m][n]);
double sum_pairs(size_t n, const struct pair x[n]);
size_t length(size_t n, const char *const x[n]);
/* read where the list stands; as a tuple; and given back */
double weigh(size_t n, const Thing *const x[n]);
double weigh_all(size_t n, const Thing *const x[n], CB_OUT double each[n]);
CB_GIL(held)
size_t heavy(size_t n, const Thing *const x[n], double than,
             CB_OUT CB_LEN(return) const Thing *to[n]);
void double_all(size_t n, double x[n], size_t k, const double by[k], CB_OUT double was[n]);

#endif
