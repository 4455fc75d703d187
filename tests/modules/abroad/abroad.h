// SPDX-License-Identifier: MIT
/// \file
/// Takes, gives and keeps objects of the classes of harbor.
#include <stdbool.h>
#include <stddef.h>
#include "../harbor/harbor.h"

typedef struct spot CB_CLASS("harbor.spot") spot;
typedef struct size_of_hull CB_CLASS("harbor.size_of_hull") size_of_hull;
typedef struct ship CB_CLASS("harbor.ship") ship;
typedef struct tally CB_CLASS("harbor.tally") tally;
typedef struct buoy CB_CLASS("harbor.buoy") buoy;
typedef CB_CLASS("harbor.Berth") int quay;
typedef struct siren CB_CLASS("harbor.siren") siren;

// value structs: by value, by address, as results, in arrays
double distance(spot a, const spot *b);
spot middle(spot a, spot b);
void shift(spot *p, double dx);
void mirrored(const spot *p, CB_OUT spot *image);
void scale(CB_INOUT spot *p, double by);
spot centre(size_t n, const spot p[n]);
void line(size_t n, CB_OUT spot p[n]);
int longest(size_t n, const size_of_hull hulls[n]);
size_of_hull widened(const size_of_hull *h, float by);

/// A value struct of this module, with one of the other inside.
typedef struct leg {
    spot from;
    spot to;
    int day;
} leg;
double leg_length(const leg *self);
leg leg_back(leg self);

// handles
int cargo(const ship *s);
void unload(CB_IN ship *s, int less);
void swap(CB_IN ship *a, CB_IN ship *b);
int fleet(size_t n, const ship *const s[n]);
const ship *fullest(size_t n, const ship *const s[n]);
/// A new one, freed as its module does.
CB_OWNED(sink) ship *build(int cargo);
void sink(ship *s);
/// What it carried; it is no more.
int scrap(CB_TAKES ship *s);
bool found(int cargo, CB_OUT CB_OWNED(sink) ship **s);
int ships_sunk(void);
int count(const tally *t);
void raise_count(CB_IN tally *t);
int where(CB_IN quay b);
int number_of(const buoy *b);

/// Keeps a ship for as long as it lives.
typedef struct pilot pilot;
pilot *pilot_new(CB_KEEP ship *s);
void pilot_free(pilot *self);
int pilot_get_cargo(const pilot *self);
/// The same object.
const ship *pilot_ship(const pilot *self);
/// Lives in the pilot.
const ship *pilot_boat(const pilot *self);
void pilot_row(pilot *self);

/// Uses a siren: calls f when it is freed, and raises its number, if that is above
/// 100.
typedef struct crew crew;
crew *crew_new(const siren *s, int number, CB_KEEP CB_OPT int (*f)(int v, void *ctx),
               void *ctx);
void crew_free(crew *self);

/// Calls back with a ship.
int each(size_t n, const ship *const s[n], int (*f)(const ship *s, void *ctx), void *ctx);
