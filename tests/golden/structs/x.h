// SPDX-License-Identifier: MIT
// A value struct by value and by address, and one inside another.
#include "carbide.h"

/** A point. */
struct point {
    double x;                   ///< to the right
    int tags[2];
};

typedef struct {
    struct point at;
    char name[8];
} place_t;

struct point middle(struct point a, const struct point *b);
void set_name(CB_INOUT place_t *p, const char *name);
