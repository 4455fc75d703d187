/* SPDX-License-Identifier: MIT
   Test module `threads`: when the GIL is held while C works. held_ functions keep it,
   freed_ ones release it; the others by class of body and size of arrays. */
#ifndef THREADS_H
#define THREADS_H

#include "carbide.h"

/* straight: neither loop nor call */
int straight(int x);

/* closed: loops, calls of libm only */
double closed(size_t n, const double x[n]);
double closed_without_arrays(CB_REQUIRE(turns <= 1000000000) long turns);

/* open: calls what nobody has seen, or sleeps */
long open_sleep(CB_REQUIRE(microseconds <= 10000000) long microseconds);
double open_array(size_t n, const double x[n], CB_REQUIRE(microseconds <= 10000000)
                  long microseconds);

/* told */
CB_GIL(held) long held_sleep(CB_REQUIRE(microseconds <= 10000000) long microseconds);
CB_GIL(free) int freed_straight(int x);
CB_GIL(held) double held_array(size_t n, const double x[n]);
/* said to have no effects, though it sleeps: only the size decides */
__attribute__((pure)) double pure_array(size_t n, const double x[n],
                                        CB_REQUIRE(microseconds <= 10000000)
                                        long microseconds);

/* an array changed while detached */
void increment(size_t n, int64_t x[n], CB_REQUIRE(times <= 1000000) long times);

#endif
