// SPDX-License-Identifier: MIT
/// \file
/// Classes that another module, abroad, takes and gives.
#ifndef HARBOR_H
#define HARBOR_H
#include <stdbool.h>
#include <stddef.h>
#include "carbide.h"

/// A place; functions move it.
typedef struct spot {
    double x;
    double y;
} spot;
void spot_move(spot *self, double dx, double dy);

/// Numbers that nobody changes in C.
typedef struct size_of_hull {
    int length;
    float width;
    spot bow;
    int deck[3];
} size_of_hull;
int size_of_hull_area(const size_of_hull *self);

/// A ship, with what it carries; opaque.
typedef struct ship ship;
ship *ship_new(int cargo);
void ship_free(ship *self);
int ship_get_cargo(const ship *self);
void ship_load(ship *self, int more);
/// Other ships in tow: they live as long as it does.
const ship *ship_tender(const ship *self);
/// How many there are.
int ships(void);

/// A log that the object itself holds.
typedef struct tally {
    int n;
    char *_text;
} tally;
void tally_init(tally *self, int n);
void tally_clear(tally *self);
int tally_get_n(const tally *self);
void tally_add(tally *self, int k);

/// A number that stands for a berth.
typedef CB_CLASS(Berth, berth_leave) int berth;
CB_NAME("Berth.__init__") berth berth_take(int pier);
void berth_leave(berth b);
CB_NAME("Berth.pier") CB_GET int berth_pier(berth b);

/// Raises its number when it is freed, if that is above 100.
typedef struct siren siren;
siren *siren_new(int number);
void siren_free(siren *self);

/// Only the harbor makes them, and nobody changes one.
typedef struct buoy buoy;
buoy *buoy_new(int number);
void buoy_free(buoy *self);
int buoy_get_number(const buoy *self);
#endif
