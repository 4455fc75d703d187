// SPDX-License-Identifier: MIT
#include "abroad.h"
#include "../harbor/ship.h"
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

static atomic_int n_sunk;

double distance(spot a, const spot *b)
{
    return hypot(a.x - b->x, a.y - b->y);
}

spot middle(spot a, spot b)
{
    return (spot){(a.x + b.x) / 2, (a.y + b.y) / 2};
}

void shift(spot *p, double dx)
{
    p->x += dx;
}

void mirrored(const spot *p, spot *image)
{
    *image = (spot){-p->x, p->y};
}

void scale(spot *p, double by)
{
    p->x *= by;
    p->y *= by;
}

spot centre(size_t n, const spot p[n])
{
    spot sum = {0, 0};
    for (size_t k = 0; k < n; k++) {
        sum.x += p[k].x / (double)n;
        sum.y += p[k].y / (double)n;
    }
    return sum;
}

void line(size_t n, spot p[n])
{
    for (size_t k = 0; k < n; k++) {
        p[k] = (spot){(double)k, 0};
    }
}

int longest(size_t n, const size_of_hull hulls[n])
{
    int best = 0;
    for (size_t k = 0; k < n; k++) {
        best = hulls[k].length > best ? hulls[k].length : best;
    }
    return best;
}

size_of_hull widened(const size_of_hull *h, float by)
{
    size_of_hull wide = *h;
    wide.width += by;
    wide.deck[2]++;
    return wide;
}

double leg_length(const leg *self)
{
    return distance(self->from, &self->to);
}

leg leg_back(leg self)
{
    return (leg){self.to, self.from, self.day};
}

int cargo(const ship *s)
{
    return s->cargo;
}

void unload(ship *s, int less)
{
    s->cargo -= less;
}

void swap(ship *a, ship *b)
{
    int of_a = a->cargo;
    a->cargo = b->cargo;
    b->cargo = of_a;
}

int fleet(size_t n, const ship *const s[n])
{
    int sum = 0;
    for (size_t k = 0; k < n; k++) {
        sum += s[k]->cargo;
    }
    return sum;
}

const ship *fullest(size_t n, const ship *const s[n])
{
    const ship *best = NULL;
    for (size_t k = 0; k < n; k++) {
        best = !best || s[k]->cargo > best->cargo ? s[k] : best;
    }
    return best;
}

ship *build(int cargo)
{
    ship *s = calloc(1, sizeof *s);
    if (s) {
        s->cargo = cargo;
    }
    return s;
}

void sink(ship *s)
{
    n_sunk++;
    free(s->tender);
    free(s);
}

bool found(int cargo, ship **s)
{
    *s = cargo > 0 ? build(cargo) : NULL;
    return *s;
}

int scrap(ship *s)
{
    const int cargo = s->cargo;
    sink(s);
    return cargo;
}

int ships_sunk(void)
{
    return n_sunk;
}

int count(const tally *t)
{
    return t->n;
}

void raise_count(tally *t)
{
    t->n++;
}

int where(quay b)
{
    return b;
}

struct buoy {
    int number;
};

int number_of(const buoy *b)
{
    return b->number;
}

struct pilot {
    ship *s;
    ship boat;
};

pilot *pilot_new(ship *s)
{
    pilot *self = calloc(1, sizeof *self);
    if (self) {
        self->s = s;
    }
    return self;
}

void pilot_free(pilot *self)
{
    self->s->cargo++;           // it must be there yet
    free(self);
}

int pilot_get_cargo(const pilot *self)
{
    return self->s->cargo;
}

const ship *pilot_ship(const pilot *self)
{
    return self->s;
}

const ship *pilot_boat(const pilot *self)
{
    return &self->boat;
}

void pilot_row(pilot *self)
{
    self->boat.cargo++;
}

struct crew {
    int number;
    int (*f)(int v, void *ctx);
    void *ctx;
};

crew *crew_new(const siren *s, int number, int (*f)(int v, void *ctx), void *ctx)
{
    crew *self = malloc(sizeof *self);
    (void)s;
    if (self) {
        *self = (crew){number, f, ctx};
    }
    return self;
}

void crew_free(crew *self)
{
    if (self->f) {
        self->f(self->number, self->ctx);
    }
    if (self->number > 100) {
        cb_raise(CB_KeyError, "crew %d", self->number);
    }
    free(self);
}

int each(size_t n, const ship *const s[n], int (*f)(const ship *s, void *ctx), void *ctx)
{
    int sum = 0;
    for (size_t k = 0; k < n; k++) {
        sum += f(s[k], ctx);
    }
    return sum;
}
