/* SPDX-License-Identifier: MIT
   failmalloc.c: a preloaded malloc whose n-th allocation fails, for tests of what happens
   without memory where the interpreter itself cannot pretend so.

   failmalloc_arm(n): the n-th allocation of this thread from now on fails (0: the next).
   failmalloc_disarm(): none fails any more; returns how many were asked for since. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static _Thread_local bool armed;
static _Thread_local long asked, failing;

void failmalloc_arm(long n);
long failmalloc_disarm(void);

void failmalloc_arm(long n)
{
    asked = 0;
    failing = n;
    armed = true;
}

long failmalloc_disarm(void)
{
    armed = false;
    return asked;
}

static bool fails(void)
{
    if (armed && asked++ == failing) {
        errno = ENOMEM;
        return true;
    }
    return false;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
    return fails() ? NULL : __libc_realloc(p, size);
}
