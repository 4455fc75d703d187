// SPDX-License-Identifier: MIT
#include "short.h"

#include <stdlib.h>

double Spot_norm(const Spot *self)
{
    return self->x * self->x + self->y * self->y;
}

double Spot_mix(Spot self, const Spot *other, double weight, int8_t sign)
{
    return sign * (self.x + weight * other->x);
}

double sum_spots(size_t n, const Spot *const all[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += all[i]->x;
    }
    return sum;
}

double sum_some(size_t n, const Spot *const all[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += all[i] ? all[i]->x : 0;
    }
    return sum;
}

void Mover_go(Mover *self, uint8_t steps)
{
    self->at = (int32_t)((uint32_t)self->at + steps);
}

int32_t Mover_where(const Mover *self)
{
    return self->at;
}

void Mover_swap(Mover *self, Mover *other)
{
    Mover old = *self;
    *self = *other;
    *other = old;
}

struct Box {
    int32_t wide;
    uint64_t high;
};
static long n_boxes;

Box *Box_new(int32_t wide, uint64_t high)
{
    Box *box = wide < 0 ? NULL : malloc(sizeof *box);
    if (box) {
        box->wide = wide;
        box->high = high;
        __atomic_add_fetch(&n_boxes, 1, __ATOMIC_RELAXED);
    }
    return box;
}

void Box_free(Box *self)
{
    __atomic_sub_fetch(&n_boxes, 1, __ATOMIC_RELAXED);
    free(self);
}

int64_t Box_area(const Box *self)
{
    return (int64_t)((uint64_t)self->wide * self->high);
}

int32_t Box_get_wide(const Box *self)
{
    return self->wide;
}

void Box_set_wide(Box *self, int32_t wide)
{
    self->wide = wide;
}

bool Box_fits(const Box *self, const Box *into)
{
    return self->wide <= into->wide && self->high <= into->high;
}

void Box_take_from(Box *self, Box *other)
{
    self->wide = other->wide;
    other->wide = 0;
}

long boxes(void)
{
    return __atomic_load_n(&n_boxes, __ATOMIC_RELAXED);
}

int64_t sum_boxes(size_t n, const Box *const all[n])
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += all[i]->wide;
    }
    return sum;
}

void widen(size_t n, Box *const all[n])
{
    for (size_t i = 0; i < n; i++) {
        all[i]->wide /= 2;
    }
}

struct Countdown {
    int left;
};

Countdown *Countdown_new(int n)
{
    Countdown *self = malloc(sizeof *self);
    if (self) {
        self->left = n;
    }
    return self;
}

void Countdown_free(Countdown *self)
{
    free(self);
}

bool Countdown_next(Countdown *self, int *item)
{
    if (self->left <= 0) {
        return false;
    }
    *item = --self->left;
    return true;
}

int Countdown_get_left(const Countdown *self)
{
    return self->left;
}

double Box_call(Box *self, double (*f)(double x, void *ctx), void *ctx)
{
    return f(self->wide, ctx);
}
