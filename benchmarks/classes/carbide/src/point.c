/* SPDX-License-Identifier: MIT
   point.c: the bodies, which all rivals link. */
#include "point.h"

#include <math.h>

double Point_norm(const Point *self)
{
    return sqrt(self->x * self->x + self->y * self->y);
}

double Point_distance(const Point *self, const Point *q)
{
    const double x = self->x - q->x, y = self->y - q->y;
    return sqrt(x * x + y * y);
}

double total_points(size_t n, const Point *const all[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += all[i]->x;
    }
    return sum;
}
