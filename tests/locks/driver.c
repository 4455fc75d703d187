/* SPDX-License-Identifier: MIT
   driver.c: the lock without Python, for ThreadSanitizer. `driver SCENARIO` runs one of
   them and exits with 0 when it went as it should, else says what did not. Built with
   -DWITHOUT_LOCK, `counters` does not lock: the sanitizer must find that. */
#include "carbide/glue/lock.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TABLE (&cbi_own_lock_table)
#define CHECK(e)                                                                      \
    do {                                                                              \
        if (!(e)) {                                                                   \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #e);           \
            exit(1);                                                                  \
        }                                                                             \
    } while (0)

/* ---------------------------------------------------------------------- helpers */
static enum cbi_answer
take(struct cbi_lock *lock, bool exclusive, bool reentrant)
{
    cbi_holder = TABLE->holder();
    if (cbi_lock_take(lock, lock, exclusive, NULL, NULL)) {
        return CBI_LOCK_GRANTED;
    }
    struct cbi_wish wish = {{lock, lock, NULL, NULL, exclusive}, reentrant, false, false, 0};
    struct cbi_lock_hold other;
    enum cbi_answer answer = TABLE->try_(&wish, &other);
    while (answer == CBI_LOCK_BUSY) {
        answer = TABLE->wait(&wish, 100, &other);
    }
    return answer;
}

static enum cbi_answer
try(struct cbi_lock *lock, bool exclusive)
{
    struct cbi_wish wish = {{lock, lock, NULL, NULL, exclusive}, false, false, false, 0};
    struct cbi_lock_hold other;
    return TABLE->try_(&wish, &other);
}

static void
give(struct cbi_lock *lock, bool exclusive)
{
    if (!cbi_lock_give(lock, exclusive)) {
        TABLE->release(lock, exclusive);
    }
}

static void
nap(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

/* Runs body(0 … n) at once, behind a barrier. */
static pthread_barrier_t barrier;
static void (*body)(int);
static void *
start(void *arg)
{
    pthread_barrier_wait(&barrier);
    body((int)(intptr_t)arg);
    return NULL;
}

static void
together(int n, void (*what)(int))
{
    pthread_t threads[16];
    body = what;
    pthread_barrier_init(&barrier, NULL, (unsigned)n);
    for (int i = 0; i < n; i++) {
        CHECK(pthread_create(&threads[i], NULL, start, (void *)(intptr_t)i) == 0);
    }
    for (int i = 0; i < n; i++) {
        pthread_join(threads[i], NULL);
    }
    pthread_barrier_destroy(&barrier);
}

static struct cbi_lock a, b, c;

/* ------------------------------------------------------------------- scenarios */
enum { ROUNDS = 30000 };
static long first, second;
static long seen_unequal;

static void
count(int i)
{
    for (int k = 0; k < ROUNDS; k++) {
        const bool writes = i % 2 == 0 || k % 16 == 0;
#ifndef WITHOUT_LOCK
        CHECK(take(&a, writes, false) == CBI_LOCK_GRANTED);
#endif
        if (writes) {
            first++;
            second++;
        }
        else if (first != second) {
            __atomic_fetch_add(&seen_unequal, 1, __ATOMIC_RELAXED);
        }
#ifndef WITHOUT_LOCK
        give(&a, writes);
#endif
    }
}

static void
counters(void)
{
    together(4, count);
    CHECK(first == 2 * ROUNDS + 2 * (ROUNDS / 16));
    CHECK(first == second && seen_unequal == 0 && (uint32_t)a.word == 0);
}

/* One after the other, so that only short paths are taken; and nothing but the lock
   orders what they do. */
static int turn;
static void
in_turn(int i)
{
    long seen = 0;
    for (int k = 0; k < 1000; k++) {
        while (__atomic_load_n(&turn, __ATOMIC_RELAXED) % 2 != i) {
        }
        const bool writes = k % 3 == 0;
        CHECK(take(&a, writes, false) == CBI_LOCK_GRANTED);
        first += writes;
        seen += first;
        give(&a, writes);
        __atomic_fetch_add(&turn, 1, __ATOMIC_RELAXED);
    }
    CHECK(seen > 0);
}

static void
turns(void)
{
    together(2, in_turn);
    CHECK(first == 2 * 334 && a.word == 0);
}

/* What a call with two objects does: by address. */
static void
merge(int i)
{
    (void)i;
    struct cbi_lock *low = &a < &b ? &a : &b, *high = &a < &b ? &b : &a;
    for (int k = 0; k < ROUNDS; k++) {
        CHECK(take(low, true, false) == CBI_LOCK_GRANTED);
        CHECK(take(high, true, false) == CBI_LOCK_GRANTED);
        first++;
        give(high, true);
        give(low, true);
    }
}

static void
merges(void)
{
    together(3, merge);
    CHECK(first == 3 * ROUNDS && a.word == 0 && b.word == 0);
}

/* As callbacks can: each takes one, then wants the next one's. */
static struct cbi_lock ring[3];
static int n_ring, cycles, passed;
static pthread_barrier_t all_hold;

static void
one_of_ring(int i)
{
    struct cbi_lock *own = &ring[i], *next = &ring[(i + 1) % n_ring];
    CHECK(take(own, true, false) == CBI_LOCK_GRANTED);
    pthread_barrier_wait(&all_hold);
    enum cbi_answer answer = take(next, true, false);
    if (answer == CBI_LOCK_GRANTED) {
        __atomic_fetch_add(&passed, 1, __ATOMIC_RELAXED);
        give(next, true);
    }
    else {
        CHECK(answer == CBI_LOCK_CYCLE);
        __atomic_fetch_add(&cycles, 1, __ATOMIC_RELAXED);
    }
    give(own, true);
}

static void
rings(void)
{
    for (n_ring = 2; n_ring <= 3; n_ring++) {
        for (int k = 0; k < 50; k++) {
            cycles = passed = 0;
            pthread_barrier_init(&all_hold, NULL, (unsigned)n_ring);
            together(n_ring, one_of_ring);
            pthread_barrier_destroy(&all_hold);
            CHECK(cycles == 1 && passed == n_ring - 1);
        }
    }
}

/* Two that read and both want to write: nobody else could ever go on. */
static void
upgrade(int i)
{
    (void)i;
    CHECK(take(&a, false, true) == CBI_LOCK_GRANTED);
    pthread_barrier_wait(&all_hold);
    enum cbi_answer answer = take(&a, true, true);
    __atomic_fetch_add(answer == CBI_LOCK_GRANTED ? &passed : &cycles, 1,
                       __ATOMIC_RELAXED);
    if (answer == CBI_LOCK_GRANTED) {
        first++;
        give(&a, true);
    }
    give(&a, false);
}

static void
upgrades(void)
{
    for (int k = 0; k < 50; k++) {
        cycles = passed = 0;
        pthread_barrier_init(&all_hold, NULL, 2);
        together(2, upgrade);
        pthread_barrier_destroy(&all_hold);
        CHECK(cycles == 1 && passed == 1 && a.word == 0);
    }
}

static void
again(void)
{
    CHECK(take(&a, false, false) == CBI_LOCK_GRANTED);
    CHECK(take(&a, false, false) == CBI_LOCK_GRANTED);
    CHECK(take(&a, true, false) == CBI_LOCK_OWN);
    give(&a, false);
    give(&a, false);
    CHECK(take(&a, true, false) == CBI_LOCK_GRANTED);
    CHECK(take(&a, true, false) == CBI_LOCK_OWN);
    CHECK(take(&a, false, false) == CBI_LOCK_OWN);
    give(&a, true);
    CHECK(a.word == 0);
}

/* All orders of four nested holds, released in all orders: free afterwards. */
static void
reentrant(void)
{
    for (unsigned modes = 0; modes < 16; modes++) {
        for (unsigned order = 0; order < 256; order++) {
            bool held[4];
            for (unsigned i = 0; i < 4; i++) {
                CHECK(take(&a, modes >> i & 1, true) == CBI_LOCK_GRANTED);
                held[i] = true;
            }
            for (unsigned i = 0; i < 4; i++) {
                unsigned k = order >> 2 * i & 3;
                while (!held[k]) {
                    k = (k + 1) % 4;
                }
                CHECK(a.word != 0);
                give(&a, modes >> k & 1);
                held[k] = false;
            }
            CHECK(a.word == 0);
        }
    }
}

static void
deep(void)
{
    for (int k = 0; k < 66000; k++) {       /* more than the word can count */
        CHECK(take(&a, false, false) == CBI_LOCK_GRANTED);
    }
    CHECK(try(&a, true) == CBI_LOCK_OWN);
    for (int k = 0; k < 66000; k++) {
        give(&a, false);
    }
    CHECK(a.word == 0);
}

/* Readers that never pause do not keep a writer out. */
static bool written;
static void
starve(int i)
{
    if (i == 0) {
        nap(20);
        CHECK(take(&a, true, false) == CBI_LOCK_GRANTED);
        give(&a, true);
        __atomic_store_n(&written, true, __ATOMIC_RELAXED);
        return;
    }
    while (!__atomic_load_n(&written, __ATOMIC_RELAXED)) {
        CHECK(take(&a, false, false) == CBI_LOCK_GRANTED);
        nap(1);
        give(&a, false);
    }
}

static void
fairness(void)
{
    together(7, starve);
    CHECK(a.word == 0);
}

static int ran;
static void
run(void *arg)
{
    ran += *(int *)arg;
}

static void
deferral(void)
{
    static int one = 1, ten = 10;
    void (*what)(void *);
    void *with;
    CHECK(TABLE->defer(&a, run, &one) == 0);
    CHECK(take(&a, false, false) == CBI_LOCK_GRANTED);
    CHECK(TABLE->defer(&a, run, &one) == 1 && TABLE->defer(&a, run, &ten) == 1);
    CHECK(!cbi_lock_give(&a, false));
    CHECK(TABLE->release(&a, false));
    while (TABLE->work(&a, &what, &with)) {
        what(with);
    }
    CHECK(ran == 11 && a.word == 0);
}

static void
names(void)
{
    CHECK(TABLE->named("x") == TABLE->named("x"));
    CHECK(TABLE->named("x") != TABLE->named("y"));
    CHECK(strcmp(TABLE->named("y")->name, "y") == 0);
}

/* Threads come and go; their records are used again. */
static void
briefly(int i)
{
    (void)i;
    CHECK(take(&a, true, false) == CBI_LOCK_GRANTED);
    first++;
    give(&a, true);
}

static void
threads(void)
{
    for (int k = 0; k < 100; k++) {
        together(4, briefly);
    }
    CHECK(first == 400 && a.word == 0);
}

/* ------------------------------------------------------------------------ fork */
static void *
hold_all(void *arg)
{
    CHECK(take(&a, true, false) == CBI_LOCK_GRANTED);
    CHECK(take(&b, false, false) == CBI_LOCK_GRANTED);
    __atomic_store_n((bool *)arg, true, __ATOMIC_RELEASE);
    for (;;) {
        nap(1000);
    }
    return NULL;
}

static int
in_child(void)
{
    CHECK(take(&a, true, false) == CBI_LOCK_BROKEN);    /* once */
    CHECK(take(&a, true, false) == CBI_LOCK_GRANTED);
    give(&a, true);
    CHECK(take(&b, true, false) == CBI_LOCK_OWN);       /* what the forking one held */
    give(&b, false);
    CHECK(take(&b, true, false) == CBI_LOCK_GRANTED);   /* and nobody else */
    give(&b, true);
    CHECK(try(&c, false) == CBI_LOCK_OWN);
    give(&c, true);
    CHECK((uint32_t)(a.word | b.word | c.word) == 0 && a.word == b.word && a.word);
#ifndef __SANITIZE_THREAD__      /* gcc's: "dup thread with used id" */
    counters();
#endif
    return 0;
}

static void
forks(void)
{
    pthread_t other;
    bool holds = false;
    CHECK(take(&b, false, false) == CBI_LOCK_GRANTED);
    CHECK(take(&c, true, false) == CBI_LOCK_GRANTED);
    CHECK(pthread_create(&other, NULL, hold_all, &holds) == 0);
    while (!__atomic_load_n(&holds, __ATOMIC_ACQUIRE)) {
        nap(1);
    }
    for (int k = 0; k < 3; k++) {
        pid_t child = fork();
        if (child == 0) {
            _exit(in_child());
        }
        int status = -1;
        waitpid(child, &status, 0);
        CHECK(status == 0);
    }
    CHECK(try(&a, true) == CBI_LOCK_BUSY);              /* nothing changed here */
    give(&c, true);
    give(&b, false);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } scenarios[] = {
        {"counters", counters}, {"turns", turns}, {"merges", merges}, {"rings", rings},
        {"upgrades", upgrades}, {"again", again}, {"reentrant", reentrant},
        {"deep", deep}, {"fairness", fairness}, {"deferral", deferral},
        {"names", names}, {"threads", threads}, {"forks", forks}};
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
        if (argc == 1) {
            puts(scenarios[i].name);
        }
        else if (strcmp(argv[1], scenarios[i].name) == 0) {
            alarm(60);
            scenarios[i].run();
            return 0;
        }
    }
    return argc == 1 ? 0 : 2;
}
