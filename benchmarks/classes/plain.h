/* SPDX-License-Identifier: MIT
   plain.h: the functions of carbide/src without carbide, for rivals in C and C++. PART
   says which are bound: 1 Point, 2 Ball, 4 the others. */
#ifndef PLAIN_H
#define PLAIN_H

#include <stdbool.h>
#include <stddef.h>

#ifndef PART
#define PART 7
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Point {
    double x, y;
} Point;
double Point_norm(const Point *self);
double Point_distance(const Point *self, const Point *q);
double total_points(size_t n, const Point *const all[]);

typedef struct Ball Ball;
Ball *Ball_new(double x, double y);
void Ball_free(Ball *self);
double Ball_get_x(const Ball *self);
void Ball_set_x(Ball *self, double x);
double Ball_norm(const Ball *self);
double Ball_distance(const Ball *self, const Ball *q);
double total_balls(size_t n, const Ball *const all[]);

typedef struct Counter Counter;
Counter *Counter_new(int n);
void Counter_free(Counter *self);
bool Counter_next(Counter *self, int *value);
double apply(double (*f)(double x, void *ctx), void *ctx, double x);

#ifdef __cplusplus
}
#endif

#endif
