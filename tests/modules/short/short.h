// SPDX-License-Identifier: MIT
// short.h: methods, properties and constructors that have a short way: C that is straight,
// and numbers alone.
#ifndef SHORT_H
#define SHORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

/** A value struct, which no function changes. */
typedef struct Spot {
    double x, y;
} Spot;

/** How far it is from the origin, squared. */
double Spot_norm(const Spot *self);
/** By value, and with another, and numbers. */
double Spot_mix(Spot self, const Spot *other, double weight, int8_t sign);
/** The sum of all x; None counts nothing. */
double sum_spots(size_t n, const Spot *const all[n]);
double sum_some(size_t n, CB_OPT const Spot *const all[n]);

/** A value struct that is a part of another one. */
typedef struct Edge {
    Spot from, to;
} Edge;

/** A value struct that functions change. */
typedef struct Mover {
    int32_t at;
    double speed;
} Mover;

void Mover_go(Mover *self, uint8_t steps);
int32_t Mover_where(const Mover *self);
/** They change places; the same one twice is refused. */
void Mover_swap(Mover *self, Mover *other);

/** A handle. */
typedef struct Box Box;

CB_EXCEPTION(BoxError, CB_ValueError, "Not a box.");

Box *Box_new(int32_t wide, uint64_t high);
void Box_free(Box *self);
int64_t Box_area(const Box *self);
int32_t Box_get_wide(const Box *self);
void Box_set_wide(Box *self, int32_t wide);
bool Box_fits(const Box *self, const Box *into);
void Box_take_from(Box *self, CB_IN Box *other);
/** How many there are. */
long boxes(void);
int64_t sum_boxes(size_t n, const Box *const all[n]);
/** Changes each of them. */
void widen(size_t n, Box *const all[n]);
/** An iterator. */
typedef struct Countdown Countdown;
Countdown *Countdown_new(int n);
void Countdown_free(Countdown *self);
CB_NAME("Countdown.__next__") CB_OPT bool Countdown_next(Countdown *self, CB_OUT int *item);
int Countdown_get_left(const Countdown *self);
/** Calls back, while C has the box. */
double Box_call(Box *self, double (*f)(double x, void *ctx), void *ctx);

#endif
