// SPDX-License-Identifier: MIT
#include "poly_match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// ------------------------------------------------------------------------ polygons
static double mean(size_t n, const double a[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i];
    }
    return sum / (double)n;
}

// The shoelace formula.
static double area_of(size_t n, const double x[n], const double y[n])
{
    double twice = 0;
    for (size_t i = 0, before = n - 1; i < n; before = i++) {
        twice += x[before] * y[i] - x[i] * y[before];
    }
    return fabs(twice) / 2;
}

int Polygon_init(Polygon *self, size_t n, const double x[n], const double y[n])
{
    self->x = malloc(2 * n * sizeof *self->x);
    if (!self->x) {
        return -1;
    }
    self->y = self->x + n;
    self->n = n;
    memcpy(self->x, x, n * sizeof *x);
    memcpy(self->y, y, n * sizeof *y);
    self->center[0] = mean(n, x);
    self->center[1] = mean(n, y);
    self->area = area_of(n, x, y);
    return 0;
}

void Polygon_clear(Polygon *self)
{
    free(self->x);
}

void Polygon_get_x(const Polygon *self, double *x)
{
    memcpy(x, self->x, self->n * sizeof *x);
}

void Polygon_get_y(const Polygon *self, double *y)
{
    memcpy(y, self->y, self->n * sizeof *y);
}

void Polygon_get_center(const Polygon *self, double center[2])
{
    center[0] = self->center[0];
    center[1] = self->center[1];
}

double Polygon_get_area(const Polygon *self)
{
    return self->area;
}

// ------------------------------------------------------------------------ matching
// The least t for which sqrt(t) >= r: so sqrt(d) < r is d < t, to the last bit.
static double limit_of(double r)
{
    double t = r > 0 ? r * r : 0;
    while (sqrt(t) < r && t < HUGE_VAL) {
        t = nextafter(t, HUGE_VAL);
    }
    while (t > 0 && sqrt(nextafter(t, 0)) >= r) {
        t = nextafter(t, 0);
    }
    return t;
}

static double square_distance(const double a[2], const double b[2])
{
    double dx = a[0] - b[0], dy = a[1] - b[1];
    return dx * dx + dy * dy;
}

size_t find_close_polygons(size_t n, const Polygon *const polygons[n],
                           const double point[2], double max_dist,
                           const Polygon *close[n])
{
    const double limit = limit_of(max_dist);
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        if (square_distance(polygons[i]->center, point) < limit) {
            close[found++] = polygons[i];
        }
    }
    return found;
}

enum { LANES = 8 };

// What the loop over all polygons reads, one behind the other; n is rounded up to LANES.
struct table {
    size_t n;
    double *x, *y, *area;
};

static bool fill(struct table *t, size_t n, const Polygon *const polygons[n])
{
    t->n = (n + LANES - 1) / LANES * LANES;
    t->x = cb_scratch(3 * t->n * sizeof *t->x);
    if (!t->x) {
        return false;
    }
    t->y = t->x + t->n;
    t->area = t->y + t->n;
    for (size_t i = 0; i < t->n; i++) {
        t->x[i] = i < n ? polygons[i]->center[0] : NAN;     // near to nothing
        t->y[i] = i < n ? polygons[i]->center[1] : NAN;
        t->area[i] = i < n ? polygons[i]->area : HUGE_VAL;
    }
    return true;
}

// The least area among the close ones, HUGE_VAL if there is none.
static double least_area(const struct table *t, const double point[2], double limit)
{
    double least[LANES], best = HUGE_VAL;
    for (size_t j = 0; j < LANES; j++) {
        least[j] = HUGE_VAL;
    }
    for (size_t i = 0; i < t->n; i += LANES) {
        for (size_t j = 0; j < LANES; j++) {
            double dx = t->x[i + j] - point[0], dy = t->y[i + j] - point[1];
            double area = dx * dx + dy * dy < limit ? t->area[i + j] : HUGE_VAL;
            least[j] = area < least[j] ? area : least[j];
        }
    }
    for (size_t j = 0; j < LANES; j++) {
        best = least[j] < best ? least[j] : best;
    }
    return best;
}

static int64_t first_of(const struct table *t, const double point[2], double limit,
                        double area)
{
    for (size_t i = 0; i < t->n; i++) {
        double dx = t->x[i] - point[0], dy = t->y[i] - point[1];
        if (t->area[i] == area && dx * dx + dy * dy < limit) {
            return (int64_t)i;
        }
    }
    return -1;
}

void match_points(size_t n, const Polygon *const polygons[n], size_t k,
                  const double points[k][2], double max_dist, int64_t best[k])
{
    const double limit = limit_of(max_dist);
    struct table t;
    if (!fill(&t, n, polygons)) {
        return;
    }
    for (size_t p = 0; p < k; p++) {
        double area = least_area(&t, points[p], limit);
        best[p] = first_of(&t, points[p], limit, area);
    }
}
