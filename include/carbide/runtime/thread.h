/* SPDX-License-Identifier: MIT
   carbide/runtime/thread.h: mutexes, conditions, a clock, and what is run when a thread
   ends or the process forks, for POSIX and Windows. No Python in it. */
#ifndef CARBIDE_THREAD_H
#define CARBIDE_THREAD_H

#include <stdbool.h>
#include <stdint.h>

#ifdef _WIN32
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>

typedef SRWLOCK cbi_mutex;
typedef CONDITION_VARIABLE cbi_condition;
#define CBI_MUTEX_INIT SRWLOCK_INIT

static inline void
cbi_mutex_lock(cbi_mutex *m)
{
    AcquireSRWLockExclusive(m);
}

static inline void
cbi_mutex_unlock(cbi_mutex *m)
{
    ReleaseSRWLockExclusive(m);
}

static inline void
cbi_condition_init(cbi_condition *c)
{
    InitializeConditionVariable(c);
}

static inline void
cbi_condition_signal(cbi_condition *c)
{
    WakeConditionVariable(c);
}

static inline uint64_t
cbi_clock(void)                 /* nanoseconds */
{
    return (uint64_t)GetTickCount64() * 1000000u;
}

static inline uint64_t
cbi_coarse_clock(void)
{
    return cbi_clock();
}

/* Until that time, a signal, or for no reason. */
static inline void
cbi_condition_wait(cbi_condition *c, cbi_mutex *m, uint64_t until)
{
    uint64_t now = cbi_clock();
    SleepConditionVariableSRW(c, m, (DWORD)(until > now ? (until - now) / 1000000u : 0),
                              0);
}

/* `ends` is run with a thread's value when the thread ends. */
typedef DWORD cbi_thread_key;
#define CBI_THREAD_END(name, value) static void NTAPI name(void *value)

static inline bool
cbi_thread_key_make(cbi_thread_key *key, void (NTAPI *ends)(void *))
{
    *key = FlsAlloc(ends);
    return *key != FLS_OUT_OF_INDEXES;
}

static inline bool
cbi_thread_key_set(cbi_thread_key key, void *value)
{
    return FlsSetValue(key, value);
}

static inline void
cbi_at_fork(void (*before)(void), void (*parent)(void), void (*child)(void))
{
    (void)before;
    (void)parent;
    (void)child;
}

#else
#include <pthread.h>
#include <time.h>

/* glibc 2.34 gave what it took over from libpthread a new version. The old one is there
   as well, and with it a wheel that is built today runs where only that one is. */
#if defined(CARBIDE_OLD_GLIBC) && defined(__GLIBC__)
#if __GLIBC_PREREQ(2, 34)
#define CBI_OLD(name, version) __asm__(".symver " #name ", " #name "@GLIBC_" version)
#if defined(__x86_64__) && !defined(__ILP32__)
CBI_OLD(pthread_key_create, "2.2.5");
CBI_OLD(pthread_setspecific, "2.2.5");
CBI_OLD(pthread_condattr_setclock, "2.3.3");
#elif defined(__aarch64__) && !defined(__ILP32__)
CBI_OLD(pthread_key_create, "2.17");
CBI_OLD(pthread_setspecific, "2.17");
CBI_OLD(pthread_condattr_setclock, "2.17");
#elif defined(__i386__)
CBI_OLD(pthread_key_create, "2.0");
CBI_OLD(pthread_setspecific, "2.0");
CBI_OLD(pthread_condattr_setclock, "2.3.3");
#endif
#endif
#endif

typedef pthread_mutex_t cbi_mutex;
typedef pthread_cond_t cbi_condition;
#define CBI_MUTEX_INIT PTHREAD_MUTEX_INITIALIZER

static inline void
cbi_mutex_lock(cbi_mutex *m)
{
    pthread_mutex_lock(m);
}

static inline void
cbi_mutex_unlock(cbi_mutex *m)
{
    pthread_mutex_unlock(m);
}

static inline void
cbi_condition_init(cbi_condition *c)
{
#ifdef __APPLE__
    pthread_cond_init(c, NULL);
#else
    pthread_condattr_t a;
    pthread_condattr_init(&a);
    pthread_condattr_setclock(&a, CLOCK_MONOTONIC);
    pthread_cond_init(c, &a);
    pthread_condattr_destroy(&a);
#endif
}

static inline void
cbi_condition_signal(cbi_condition *c)
{
    pthread_cond_signal(c);
}

static inline uint64_t
cbi_clock(void)                 /* nanoseconds */
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Some milliseconds late, and cheaper: it reads no counter. */
static inline uint64_t
cbi_coarse_clock(void)
{
#ifdef CLOCK_MONOTONIC_COARSE
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
#else
    return cbi_clock();
#endif
}

/* Until that time, a signal, or for no reason. */
static inline void
cbi_condition_wait(cbi_condition *c, cbi_mutex *m, uint64_t until)
{
#ifdef __APPLE__
    uint64_t now = cbi_clock();
    until = until > now ? until - now : 0;
#endif
    struct timespec t = {(time_t)(until / 1000000000u), (long)(until % 1000000000u)};
#ifdef __APPLE__
    pthread_cond_timedwait_relative_np(c, m, &t);
#else
    pthread_cond_timedwait(c, m, &t);
#endif
}

/* `ends` is run with a thread's value when the thread ends. */
typedef pthread_key_t cbi_thread_key;
#define CBI_THREAD_END(name, value) static void name(void *value)

static inline bool
cbi_thread_key_make(cbi_thread_key *key, void (*ends)(void *))
{
    return pthread_key_create(key, ends) == 0;
}

static inline bool
cbi_thread_key_set(cbi_thread_key key, void *value)
{
    return pthread_setspecific(key, value) == 0;
}

static inline void
cbi_at_fork(void (*before)(void), void (*parent)(void), void (*child)(void))
{
    pthread_atfork(before, parent, child);
}
#endif

#endif
