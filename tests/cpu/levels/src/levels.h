// SPDX-License-Identifier: MIT
// levels.h: what could go wrong when functions exist once for each CPU level: see each
// part. Sources: kernels.c (arithmetic), names.c and other.c (names), state.c (state).
#ifndef LEVELS_H
#define LEVELS_H

#include <math.h>
#include <stdint.h>

#include "carbide.h"

// ------------------------------------------------------------ the same bits everywhere
double sum(int n, const double a[n]);
double sqrt_sum(int n, const double a[n]);
double dot(int n, const double a[n], const double b[n]);
float dot_float(int n, const float a[n], const float b[n]);
void poly(int n, const double x[n], CB_OUT double y[n]);
void choose(int n, const double x[n], double limit, CB_OUT double y[n]);
void gemm(int n, const double a[n][n], const double b[n][n], CB_OUT double c[n][n]);

// ------------------------------------------------------------------ names of functions
double quick(double x);
double gamma(double x);
double greatest(double a, double b);
int by_table(int which, int x);
int by_field(int x);
int is_own_entry(void);
void sorted(int n, int a[n]);
int weak_default(void);
int weak_replaced(void);
int unseen(int x);
const char *described(void);

// In the header itself: of these the tables of a level have the code.
static inline double blend(double a, double b, double t)
{
    return a + (b - a) * t;
}
inline double thrice(double x)
{
    return 3 * x;
}
static inline const char *_reason(int code)
{
    return code < -1 ? "far below" : "just below";
}
CB_RAISES(return < 0, CB_ValueError, "%s zero: %d", _reason(return), return)
int positive(int x);

// --------------------------------------------------------------------------- state
extern int shared_count;            // one for all levels
static inline int shared_now(void)
{
    return shared_count;
}
int bump(void);
int bump_elsewhere(void);
int bump_static(void);
int bump_thread(void);
int swap_handler(int x);
bool handler_is_first(void);
CB_INIT void begin(void);
int begun(void);

/** A running mean. */
typedef struct mean mean;
mean *mean_new(CB_DEFAULT(0) double start);
void mean_free(mean *self);
void mean_add(mean *self, double x);
double mean_get_value(const mean *self);
void mean_set_value(mean *self, double value);
CB_NAME("mean.__len__") int64_t mean_length(const mean *self);
CB_NAME("mean.__call__") double mean_of(const mean *self, double x);
CB_OWNED(mean_free) mean *mean_joined(const mean *self, const mean *other);
/** How many there are. */
int means(void);

/** The sum of what f gives for 0 to n - 1. */
double map_sum(int n, double (*f)(double x, void *ctx), void *ctx);

#endif
