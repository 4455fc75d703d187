#include "_core.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "detail/inner.h"

void find_max(size_t n, size_t k, const int64_t a[n][k], int64_t out[k])
{
    memcpy(out, a[0], k * sizeof *out);
    for (size_t i = 1; i < n; i++) {
        for (size_t j = 0; j < k; j++) {
            out[j] = a[i][j] > out[j] ? a[i][j] : out[j];
        }
    }
}

void scale(size_t n, double a[n], double by)
{
    for (size_t i = 0; i < n; i++) {
        a[i] *= by;
    }
}

size_t count(size_t n, const unsigned char s[n], const unsigned char one[1])
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        found += s[i] == one[0];
    }
    return found;
}

int64_t sum_of(int n, int64_t (*f)(int i, void *ctx), void *ctx)
{
    int64_t sum = 0;
    for (int i = 0; i < n; i++) {
        sum += f(i, ctx);
    }
    return sum;
}

double Point_norm(const Point *self)
{
    return sqrt(self->x * self->x + self->y * self->y);
}

struct Counter {
    int64_t value;
};

Counter *Counter_new(int64_t start)
{
    Counter *made = malloc(sizeof *made);
    if (made) {
        made->value = start;
    }
    return made;
}

void Counter_free(Counter *self)
{
    free(self);
}

int64_t Counter_next(Counter *self)
{
    return self->value++;
}

int64_t check(int64_t x)
{
    INNER_ASSERT(x != 77);
    return x < 0 ? cb_raise(CB_ValueError, "negative: %lld", (long long)x), 0 : x;
}
