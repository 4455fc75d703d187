/* SPDX-License-Identifier: MIT
   Definitions of threads.h. */
#include "threads.h"

#include <math.h>
#include <time.h>

int straight(int x)
{
    return x ^ 1;
}

double closed(size_t n, const double x[n])
{
    double s = 0;
    for (size_t i = 0; i < n; i++) {
        s += sqrt(fabs(x[i]));
    }
    return s;
}

double closed_without_arrays(long turns)
{
    double s = 0;
    for (long i = 0; i < turns; i++) {
        s += sqrt((double)i);
    }
    return s;
}

static void nap(long microseconds)
{
    struct timespec t = { microseconds / 1000000, microseconds % 1000000 * 1000 };
    if (microseconds > 0) {
        nanosleep(&t, NULL);
    }
}

long open_sleep(long microseconds)
{
    nap(microseconds);
    return microseconds;
}

double open_array(size_t n, const double x[n], long microseconds)
{
    nap(microseconds);
    return n ? x[n - 1] : 0;
}

double pure_array(size_t n, const double x[n], long microseconds)
{
    return open_array(n, x, microseconds);
}

long held_sleep(long microseconds)
{
    nap(microseconds);
    return microseconds;
}

int freed_straight(int x)
{
    return x ^ 1;
}

double held_array(size_t n, const double x[n])
{
    return closed(n, x);
}

void increment(size_t n, int64_t x[n], long times)
{
    for (long t = 0; t < times; t++) {
        for (size_t i = 0; i < n; i++) {
            x[i] = (int64_t)((uint64_t)x[i] + 1);
        }
    }
}
