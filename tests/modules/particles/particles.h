// SPDX-License-Identifier: MIT
// particles.h: arrays of structs, in every direction.
#ifndef PARTICLES_H
#define PARTICLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

enum color { RED = 1, GREEN = 2, BLUE = 4 };
enum __attribute__((flag_enum)) state { ALIVE = 1, FIXED = 2 };

struct point {
    double x, y;
};

/** A thing that moves. */
struct particle {
    struct point at;
    float velocity[2];
    int32_t id;
};

/** One of everything that a dtype has a word for. */
struct record {
    bool ok;
    enum color color;
    enum state state;
    bool flags[2][2];
    enum color colors[3];
    char letter;
    char name[6];
    unsigned char key[3];
    char words[2][4];
    long double wide;
    double _Complex wave;
    struct point ends[2];
    int _hidden;
    uint8_t last;
};

struct __attribute__((packed)) packed {
    char tag;
    double value;
    uint16_t count;
};

struct aligned {
    _Alignas(64) float value;
    int dtype;                  /* hides the attribute */
};

double total_x(size_t n, const struct point a[n]);
void shift(size_t n, struct point *restrict a CB_SHAPE(n), struct point by);
void move_all(size_t n, struct particle a[n], double dt);
void make_points(size_t n, double step, CB_OUT struct point a[n]);
void doubled(size_t n, CB_INOUT struct particle a[n]);
void transpose(size_t m, size_t k, const struct point a[m][k],
               CB_OUT struct point b[k][m]);
void copy_points(size_t n, const struct point *restrict from CB_SHAPE(n),
                 struct point *restrict to CB_SHAPE(n));
void positive(size_t n, const struct point a[n],
              CB_OUT CB_LEN(*found) struct point b[n], CB_OUT size_t *found);
void as_list(size_t n, CB_AS(list) CB_OUT struct particle a[n]);
void maybe_points(size_t n, CB_OPT CB_OUT struct point a[n], CB_OUT double *sum);
double total_or(double other, size_t n, CB_OPT const struct point a[n]);

CB_SHAPE(*n) CB_OWNED(free_points) struct point *fresh_points(int count,
                                                             CB_OUT size_t *n);
void fresh_out(size_t count, CB_OUT CB_SHAPE(*n) CB_OWNED(free_points) struct point **p,
               CB_OUT size_t *n);
CB_SHAPE(2) const struct particle *own_particles(void);
void free_points(struct point *p);
int live(void);

void echo_records(size_t n, const struct record a[n], CB_OUT struct record b[n]);
int sum_colors(size_t n, const struct record a[n]);
void change_records(size_t n, struct record a[n]);
double sum_packed(size_t n, const struct packed a[n]);
void make_packed(size_t n, CB_OUT struct packed a[n]);
float sum_aligned(size_t n, const struct aligned a[n]);
void double_aligned(size_t n, struct aligned a[n]);
void make_aligned(size_t n, CB_OUT struct aligned a[n]);

double view_x(CB_VIEW(const struct point, 1) a);
void gather(CB_VIEW(const struct point, 1) a, size_t n,
            CB_SHAPE(n) struct point *restrict to);
void scale_view(CB_VIEW(struct point, 2) a, double by);
int view_colors(CB_VIEW(const struct record, 1) a);

#endif
