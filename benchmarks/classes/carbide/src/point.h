/* SPDX-License-Identifier: MIT
   point.h: a value struct, as carbide binds it. */
#ifndef POINT_H
#define POINT_H

#include <stddef.h>

#include "carbide.h"

/** A place in the plane. */
typedef struct Point {
    double x, y;
} Point;

/** How far it is from the origin. */
double Point_norm(const Point *self);

/** How far it is from another. */
double Point_distance(const Point *self, const Point *q);

/** The sum of all x. */
double total_points(size_t n, const Point *const all[n]);

#endif
