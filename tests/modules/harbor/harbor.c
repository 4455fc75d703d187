// SPDX-License-Identifier: MIT
#include "harbor.h"
#include "ship.h"
#include <stdatomic.h>
#include <stdlib.h>

static atomic_int n_ships;

void spot_move(spot *self, double dx, double dy)
{
    self->x += dx;
    self->y += dy;
}

int size_of_hull_area(const size_of_hull *self)
{
    return (int)((float)(self->length % 1000) * (self->width > 0 && self->width < 1000
                                                 ? self->width : 1));
}

ship *ship_new(int cargo)
{
    ship *self = malloc(sizeof *self);
    if (self) {
        self->cargo = cargo;
        self->tender = NULL;
        n_ships++;
    }
    return self;
}

void ship_free(ship *self)
{
    free(self->tender);
    free(self);
    n_ships--;
}

int ship_get_cargo(const ship *self)
{
    return self->cargo;
}

void ship_load(ship *self, int more)
{
    self->cargo += more;
}

const ship *ship_tender(const ship *self)
{
    ship *own = (ship *)self;
    if (!own->tender) {
        own->tender = calloc(1, sizeof *own->tender);
    }
    return own->tender;
}

int ships(void)
{
    return n_ships;
}

void tally_init(tally *self, int n)
{
    self->n = n;
    self->_text = malloc(8);
}

void tally_clear(tally *self)
{
    free(self->_text);
}

int tally_get_n(const tally *self)
{
    return self->n;
}

void tally_add(tally *self, int k)
{
    self->n += k;
}

berth berth_take(int pier)
{
    return pier;
}

void berth_leave(berth b)
{
    (void)b;
}

int berth_pier(berth b)
{
    return b;
}

struct siren {
    int number;
};

siren *siren_new(int number)
{
    siren *self = malloc(sizeof *self);
    if (self) {
        self->number = number;
    }
    return self;
}

void siren_free(siren *self)
{
    if (self->number > 100) {
        cb_raise(CB_ValueError, "siren %d", self->number);
    }
    free(self);
}

struct buoy {
    int number;
};

buoy *buoy_new(int number)
{
    buoy *self = malloc(sizeof *self);
    if (self) {
        self->number = number;
    }
    return self;
}

void buoy_free(buoy *self)
{
    free(self);
}

int buoy_get_number(const buoy *self)
{
    return self->number;
}
