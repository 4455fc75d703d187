// SPDX-License-Identifier: MIT
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "carbide.h"

int geo_toUtm(int in, int lambda);
int geo_HTTPServer(int someThing);
int unnamed(int, const double[3]);
int half_named(int, int b, CB_DEFAULT(1) int);
int geo_3d(int x);
int _hidden(int x);
int hidden_(int x);
CB_NAME("other") int renamed(CB_NAME("y") int x);
int keywords(int a, CB_NAME("*") int b, CB_DEFAULT(2) int c);
int positions(size_t n, const double a[n], CB_DEFAULT(1) int b, CB_NAME("/") int c, int d);
enum geo_mode { GEO_FAST = 1, GEO_EXACT };
enum not_mro { mro, None = 2 };
typedef enum { LOW = -1, HIGH = 1 } geo_level_t;
int defaults(CB_DEFAULT(-3) int a, CB_DEFAULT(2) double b, CB_DEFAULT(1e-9) float c,
             CB_DEFAULT("a'b\n") const char *d, CB_DEFAULT('x') char e,
             CB_DEFAULT(true) bool f, CB_DEFAULT(GEO_EXACT) enum geo_mode g,
             CB_DEFAULT(EOF) int h, CB_DEFAULT(a + 1) int i,
             CB_DEFAULT(NULL) const char *j, CB_DEFAULT(LOW) geo_level_t k);
int größe(int länge);
#define WÄHRUNG 3

/* structs and enums lose the prefix, but keep their case */
struct geo_Place_t {
    double x;
};
enum geo_kind { GEO_FLAT };
struct CB_NAME("Box") geo_rectangle {
    double w;
};
typedef CB_NAME("Circle") struct {
    double r;
} geo_circle_t;
struct geo_line CB_NAME("Line");        /* its body comes later, or never */
struct __attribute__((aligned(8))) geo_line { double a; };
double geo_area(struct geo_rectangle box, geo_circle_t circle, enum geo_kind kind);
void geo_places(size_t n, struct geo_Place_t places[n]);
double geo_length(struct geo_line line);
