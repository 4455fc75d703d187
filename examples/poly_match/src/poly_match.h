// SPDX-License-Identifier: MIT
// poly_match.h: polygons as objects, and which of them are near a point.
#ifndef POLY_MATCH_H
#define POLY_MATCH_H

#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

/** A closed polygon: its corners in order, the last one joined to the first. */
typedef struct Polygon {
    double center[2];           // mean of the corners
    double area;
    size_t n;
    double *x, *y;              // of the corners; its own
} Polygon;

/** Of the corners (x[i], y[i]); at least one. */
CB_RAISES(return < 0, CB_MemoryError)
int Polygon_init(Polygon *self, CB_REQUIRE(n >= 1) size_t n, const double x[n],
                 const double y[n]);
void Polygon_clear(Polygon *self);

/** First coordinates of the corners. */
void Polygon_get_x(const Polygon *self, CB_OUT CB_SHAPE(self->n) double *x);
/** Second coordinates of the corners. */
void Polygon_get_y(const Polygon *self, CB_OUT CB_SHAPE(self->n) double *y);
/** The mean of the corners. */
void Polygon_get_center(const Polygon *self, CB_OUT double center[2]);
/** The area that it encloses. */
double Polygon_get_area(const Polygon *self);

/**
 * The polygons whose centers are less than max_dist from a point.
 * @return the same objects, in the order of the list
 */
CB_GIL(held)            // over sooner than the locks of all polygons would be taken
size_t find_close_polygons(size_t n, const Polygon *const polygons[n],
                           const double point[2], double max_dist,
                           CB_OUT CB_LEN(return) const Polygon *close[n]);

/**
 * For each point the smallest polygon that is close to it, the first of several: its
 * place in the list, or -1.
 */
void match_points(size_t n, const Polygon *const polygons[n], size_t k,
                  const double points[k][2], double max_dist, CB_OUT int64_t best[k]);

#endif
