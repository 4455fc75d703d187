/* SPDX-License-Identifier: MIT
   ball.c: the bodies, which all rivals link. */
#include "ball.h"

#include <math.h>
#include <stdlib.h>

struct Ball {
    double x, y;
};

Ball *Ball_new(double x, double y)
{
    Ball *self = malloc(sizeof *self);
    if (self) {
        self->x = x;
        self->y = y;
    }
    return self;
}

void Ball_free(Ball *self)
{
    free(self);
}

double Ball_get_x(const Ball *self)
{
    return self->x;
}

void Ball_set_x(Ball *self, double x)
{
    self->x = x;
}

double Ball_norm(const Ball *self)
{
    return sqrt(self->x * self->x + self->y * self->y);
}

double Ball_distance(const Ball *self, const Ball *q)
{
    const double x = self->x - q->x, y = self->y - q->y;
    return sqrt(x * x + y * y);
}

double total_balls(size_t n, const Ball *const all[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += all[i]->x;
    }
    return sum;
}
