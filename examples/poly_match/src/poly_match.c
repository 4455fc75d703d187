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

enum { BLOCK = 16 };

// The polygons in the order of their areas, so that the first close one is the answer.
// What the loop reads stands one behind the other; n is a multiple of BLOCK.
struct table {
    size_t n;
    double *x, *y;
    int64_t *place;             // in the list
};

struct entry {
    uint64_t area;              // its bits: areas are not negative, so they sort alike
    int64_t place;
};

// By one byte of the area; equal ones keep their order. Gives where the result is.
static struct entry *sort_byte(size_t n, struct entry *from, struct entry *to, int shift)
{
    size_t begin[256] = {0}, before = 0;
    for (size_t i = 0; i < n; i++) {
        begin[from[i].area >> shift & 255]++;
    }
    if (begin[from[0].area >> shift & 255] == n) {
        return from;
    }
    for (size_t k = 0; k < 256; k++) {
        const size_t count = begin[k];
        begin[k] = before;
        before += count;
    }
    for (size_t i = 0; i < n; i++) {
        to[begin[from[i].area >> shift & 255]++] = from[i];
    }
    return to;
}

static struct entry *by_area(size_t n, const Polygon *const polygons[n])
{
    struct entry *a = cb_scratch(2 * n * sizeof *a), *b = a + n, *sorted = a;
    if (!a) {
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        memcpy(&a[i].area, &polygons[i]->area, sizeof a[i].area);
        a[i].place = (int64_t)i;
    }
    for (int shift = 0; shift < 64 && n; shift += 8) {
        sorted = sort_byte(n, sorted, sorted == a ? b : a, shift);
    }
    return sorted;
}

static bool fill(struct table *t, size_t n, const Polygon *const polygons[n])
{
    const struct entry *sorted = by_area(n, polygons);
    t->n = (n + BLOCK - 1) / BLOCK * BLOCK;
    t->x = cb_scratch(3 * t->n * sizeof *t->x);
    if (!sorted || !t->x) {
        return false;
    }
    t->y = t->x + t->n;
    t->place = (int64_t *)(t->y + t->n);
    for (size_t i = 0; i < t->n; i++) {
        const Polygon *p = i < n ? polygons[sorted[i].place] : NULL;
        t->x[i] = p ? p->center[0] : NAN;       // near to nothing
        t->y[i] = p ? p->center[1] : NAN;
        t->place[i] = p ? sorted[i].place : -1;
    }
    return true;
}

static int64_t first_close(const struct table *t, const double point[2], double limit)
{
    for (size_t i = 0; i < t->n; i += BLOCK) {
        const double *x = t->x + i, *y = t->y + i;
        int64_t close = 0;
        for (size_t j = 0; j < BLOCK; j++) {
            const double dx = x[j] - point[0], dy = y[j] - point[1];
            close += dx * dx + dy * dy < limit;
        }
        for (size_t j = 0; close && j < BLOCK; j++) {
            const double dx = x[j] - point[0], dy = y[j] - point[1];
            if (dx * dx + dy * dy < limit) {
                return t->place[i + j];
            }
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
        best[p] = first_close(&t, points[p], limit);
    }
}
