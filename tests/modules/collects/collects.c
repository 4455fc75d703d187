// SPDX-License-Identifier: MIT
#include "collects.h"

#include <stdlib.h>
#include <string.h>

struct Thing {
    double weight;
};

Thing *Thing_new(double weight)
{
    Thing *self = malloc(sizeof *self);
    if (!self) {
        cb_raise(CB_MemoryError, "no memory for a thing");
        return NULL;
    }
    self->weight = weight;
    return self;
}

void Thing_free(Thing *self)
{
    free(self);
}

double Thing_get_weight(const Thing *self)
{
    return self->weight;
}

void Thing_grow(Thing *self)
{
    self->weight++;
}

double sum(size_t n, const double x[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
    }
    return sum;
}

double sum_grid(size_t m, size_t n, const double x[m][n])
{
    double all = 0;
    for (size_t i = 0; i < m; i++) {
        all += sum(n, x[i]);
    }
    return all;
}

double sum_pairs(size_t n, const struct pair x[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i].a + x[i].b;
    }
    return sum;
}

size_t length(size_t n, const char *const x[n])
{
    size_t length = 0;
    for (size_t i = 0; i < n; i++) {
        length += strlen(x[i]);
    }
    return length;
}

double weigh(size_t n, const Thing *const x[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i]->weight;
    }
    return sum;
}

double weigh_all(size_t n, const Thing *const x[n], double each[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += each[i] = x[i]->weight;
    }
    return sum;
}

size_t heavy(size_t n, const Thing *const x[n], double than, const Thing *to[n])
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        if (x[i]->weight > than) {
            to[found++] = x[i];
        }
    }
    return found;
}

void double_all(size_t n, double x[n], size_t k, const double by[k], double was[n])
{
    double factor = 2 + sum(k, by);
    for (size_t i = 0; i < n; i++) {
        was[i] = x[i];
        x[i] *= factor;
    }
}
