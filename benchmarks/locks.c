/* SPDX-License-Identifier: MIT
   locks.c: what a call pays for the lock of an object, in nanoseconds: each line of the
   output is a name and a figure, with the empty loop taken off. Built as a shared
   library, as a module is, since thread-local variables cost more there. */
#define _GNU_SOURCE
#include "carbide/glue/lock.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TURNS = 100000, ROUNDS = 1000 };
#define KEEP __attribute__((noinline)) static

static double
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static struct cbi_lock lock;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static const uint16_t function[] = {0};

#define C_RUNS __asm__ volatile("" ::: "memory")

KEEP void
nothing(void)
{
    C_RUNS;
}

KEEP void
exclusive(void)
{
    if (!cbi_lock_take(&lock, &lock, true, function, "f")) {
        abort();
    }
    C_RUNS;
    if (!cbi_lock_give(&lock, true)) {
        abort();
    }
}

KEEP void
shared(void)
{
    if (!cbi_lock_take(&lock, &lock, false, function, "f")) {
        abort();
    }
    C_RUNS;
    if (!cbi_lock_give(&lock, false)) {
        abort();
    }
}

KEEP void
long_way(void)
{
    struct cbi_wish wish = {{&lock, &lock, function, "f", CBI_HOLD_EXCLUSIVE}, false,
                            false, 0};
    struct cbi_lock_hold other;
    if (cbi_own_lock_table.try_(&wish, &other) != CBI_LOCK_GRANTED) {
        abort();
    }
    C_RUNS;
    cbi_own_lock_table.release(&lock, true);
}

KEEP void
test(void)
{
    if (__atomic_load_n(&lock.word, __ATOMIC_ACQUIRE)
        & (CBI_LOCK_WRITER | CBI_LOCK_READERS)) {
        abort();
    }
    C_RUNS;
}

KEEP void
with_mutex(void)
{
    pthread_mutex_lock(&mutex);
    C_RUNS;
    pthread_mutex_unlock(&mutex);
}

KEEP void
with_rwlock(void)
{
    pthread_rwlock_wrlock(&rwlock);
    C_RUNS;
    pthread_rwlock_unlock(&rwlock);
}

static double
cost(void (*what)(void))
{
    double start = now();
    for (int i = 0; i < TURNS; i++) {
        what();
    }
    return (now() - start) / TURNS;
}

__attribute__((visibility("default"))) void
measure(void)
{
    static const struct {
        const char *name;
        void (*what)(void);
    } rows[] = {{"", nothing}, {"test, with the GIL", test}, {"exclusive", exclusive},
                {"shared", shared}, {"exclusive, by the way of nested calls", long_way},
                {"pthread mutex", with_mutex}, {"pthread rwlock", with_rwlock}};
    enum { ROWS = sizeof rows / sizeof *rows };
    double best[ROWS];          /* what disturbs only makes it longer */
    cbi_holder = cbi_own_lock_table.holder();
    for (int round = 0; round < ROUNDS; round++) {
        for (int k = 0; k < ROWS; k++) {
            double each = cost(rows[k].what);
            best[k] = round == 0 || each < best[k] ? each : best[k];
        }
    }
    for (int k = 1; k < ROWS; k++) {
        printf("%s\t%.1f\n", rows[k].name, best[k] - best[0]);
    }
    fflush(stdout);
}
