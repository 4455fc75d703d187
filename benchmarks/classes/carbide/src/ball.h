/* SPDX-License-Identifier: MIT
   ball.h: an opaque handle, as carbide binds it. */
#ifndef BALL_H
#define BALL_H

#include <stddef.h>

#include "carbide.h"

/** Something at a place in the plane, which moves. */
typedef struct Ball Ball;

Ball *Ball_new(double x, double y);
void Ball_free(Ball *self);

/** Where it is. */
double Ball_get_x(const Ball *self);
void Ball_set_x(Ball *self, double x);

/** How far it is from the origin. */
double Ball_norm(const Ball *self);

/** How far it is from another. */
double Ball_distance(const Ball *self, const Ball *q);

/** The sum of all x. */
double total_balls(size_t n, const Ball *const all[n]);

#endif
