// SPDX-License-Identifier: MIT
#include "particles.h"

#include <stdlib.h>
#include <string.h>

double total_x(size_t n, const struct point a[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i].x;
    }
    return sum;
}

void shift(size_t n, struct point *restrict a, struct point by)
{
    for (size_t i = 0; i < n; i++) {
        a[i].x += by.x;
        a[i].y += by.y;
    }
}

void move_all(size_t n, struct particle a[n], double dt)
{
    for (size_t i = 0; i < n; i++) {
        a[i].at.x += a[i].velocity[0] * dt;
        a[i].at.y += a[i].velocity[1] * dt;
    }
}

void make_points(size_t n, double step, struct point a[n])
{
    for (size_t i = 0; i < n; i++) {
        a[i] = (struct point){ step * (double)i, -step * (double)i };
    }
}

void doubled(size_t n, struct particle a[n])
{
    for (size_t i = 0; i < n; i++) {
        a[i].at.x *= 2;
        a[i].id *= 2;
    }
}

void transpose(size_t m, size_t k, const struct point a[m][k], struct point b[k][m])
{
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < k; j++) {
            b[j][i] = a[i][j];
        }
    }
}

void copy_points(size_t n, const struct point *restrict from, struct point *restrict to)
{
    memcpy(to, from, n * sizeof *to);
}

void positive(size_t n, const struct point a[n], struct point b[n], size_t *found)
{
    *found = 0;
    for (size_t i = 0; i < n; i++) {
        if (a[i].x > 0) {
            b[(*found)++] = a[i];
        }
    }
}

void as_list(size_t n, struct particle a[n])
{
    for (size_t i = 0; i < n; i++) {
        a[i].id = (int32_t)i;
    }
}

void maybe_points(size_t n, struct point a[n], double *sum)
{
    *sum = (double)n;
    for (size_t i = 0; a && i < n; i++) {
        a[i].x = 1;
    }
}

double total_or(double other, size_t n, const struct point a[n])
{
    return a ? total_x(n, a) : other;
}

static int alive;

struct point *fresh_points(int count, size_t *n)
{
    *n = count < 0 ? 0 : (size_t)count % 1000;
    struct point *p = calloc(*n + 1, sizeof *p);
    alive += p != NULL;
    for (size_t i = 0; p && i < *n; i++) {
        p[i].x = (double)i;
    }
    return p;
}

void fresh_out(size_t count, struct point **p, size_t *n)
{
    *p = fresh_points((int)(count % 1000), n);
}

void free_points(struct point *p)
{
    alive -= p != NULL;
    free(p);
}

int live(void)
{
    return alive;
}

const struct particle *own_particles(void)
{
    static const struct particle two[2] = { { .id = 7 }, { .id = 8 } };
    return two;
}

void echo_records(size_t n, const struct record a[n], struct record b[n])
{
    for (size_t i = 0; i < n; i++) {
        b[i] = a[i];
    }
}

int sum_colors(size_t n, const struct record a[n])
{
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (int)a[i].color + a[i].ok;
    }
    return sum;
}

void change_records(size_t n, struct record a[n])
{
    for (size_t i = 0; i < n; i++) {
        a[i].color = BLUE;
    }
}

double sum_packed(size_t n, const struct packed a[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i].value * a[i].count;
    }
    return sum;
}

void make_packed(size_t n, struct packed a[n])
{
    for (size_t i = 0; i < n; i++) {
        a[i] = (struct packed){ 'a', (double)i, (uint16_t)i };
    }
}

float sum_aligned(size_t n, const struct aligned a[n])
{
    float sum = (float)((uintptr_t)a % 64);
    for (size_t i = 0; i < n; i++) {
        sum += a[i].value;
    }
    return sum;
}

void double_aligned(size_t n, struct aligned a[n])
{
    for (size_t i = 0; i < n; i++) {
        a[i].value = 2 * a[i].value + (float)((uintptr_t)a % 64);
    }
}

void make_aligned(size_t n, struct aligned a[n])
{
    for (size_t i = 0; i < n; i++) {
        a[i].value = (float)i + (float)((uintptr_t)a % 64);
    }
}

static struct point *at(struct point *data, ptrdiff_t i, ptrdiff_t step)
{
    return (struct point *)(void *)((char *)data + i * step);
}

double view_x(CB_VIEW(const struct point, 1) a)
{
    double sum = 0;
    for (ptrdiff_t i = 0; i < (ptrdiff_t)a.shape[0]; i++) {
        sum += at(a.data, i, a.strides[0])->x;
    }
    return sum;
}

void gather(CB_VIEW(const struct point, 1) a, size_t n, struct point *restrict to)
{
    for (ptrdiff_t i = 0; i < (ptrdiff_t)n && i < a.shape[0]; i++) {
        to[i] = *at(a.data, i, a.strides[0]);
    }
}

void scale_view(CB_VIEW(struct point, 2) a, double by)
{
    for (ptrdiff_t i = 0; i < (ptrdiff_t)a.shape[0]; i++) {
        for (ptrdiff_t j = 0; j < (ptrdiff_t)a.shape[1]; j++) {
            at(a.data, 1, i * a.strides[0] + j * a.strides[1])->x *= by;
        }
    }
}

int view_colors(CB_VIEW(const struct record, 1) a)
{
    int sum = 0;
    for (ptrdiff_t i = 0; i < (ptrdiff_t)a.shape[0]; i++) {
        sum += (int)((const struct record *)(void *)((char *)a.data
                                                    + i * a.strides[0]))->color;
    }
    return sum;
}
