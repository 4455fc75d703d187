#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

#define CORE_LEVEL 3

/** Largest value of each column. */
void find_max(CB_REQUIRE(n > 0) size_t n, size_t k, const int64_t a[n][k],
              CB_OUT int64_t out[k]);

/** Scales in place. */
void scale(size_t n, double a[n], CB_DEFAULT(2) double by);

/** How often a byte occurs. */
size_t count(size_t n, const unsigned char s[n], CB_AS(bytes) const unsigned char one[1]);

/** Calls back with 0, 1, …; sums what comes. */
int64_t sum_of(CB_REQUIRE(n >= 0) int n, int64_t (*f)(int i, void *ctx), void *ctx);

typedef struct {
    double x, y;
} Point;

double Point_norm(const Point *self);

typedef struct Counter Counter;
Counter *Counter_new(CB_DEFAULT(0) int64_t start);
void Counter_free(Counter *self);
int64_t Counter_next(Counter *self);

/** Fails if it is asked to. */
int64_t check(int64_t x);
