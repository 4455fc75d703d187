/* SPDX-License-Identifier: MIT
   carbide/runtime/stack.c: how deep C and Python may call each other. CPython counts
   calls up to 3.13, and more of them than frames of C fit a stack; a thread may also
   have a small one. So a thread may use half of what its stack has left at its first
   callback, or conversion of an object that has code of its own. In: where the stack is
   now; out: whether to go on. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "carbide/runtime/small.h"

#if defined(_WIN32)
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>
#elif defined(__APPLE__)
#include <pthread.h>
#else
#include <sys/resource.h>
#endif

/* Few threads go deeper than `shallow`, and for these alone the system is asked. */
static const uintptr_t shallow = 16 << 10, unknown = 1 << 20, most = 8 << 20;

/* The lowest address of the stack that `here` is on, or 0. The maps are read since
   pthread_getattr_np() is a symbol of newer C libraries than wheels are for. */
#if defined(_WIN32)
static uintptr_t
bottom_of(uintptr_t here)
{
    ULONG_PTR low, high;
    GetCurrentThreadStackLimits(&low, &high);
    return here >= low && here < high ? low : 0;
}
#elif defined(__APPLE__)
static uintptr_t
bottom_of(uintptr_t here)
{
    const pthread_t self = pthread_self();
    const uintptr_t high = (uintptr_t)pthread_get_stackaddr_np(self);
    const uintptr_t low = high - pthread_get_stacksize_np(self);
    return here >= low && here < high ? low : 0;
}
#else
/* A hexadecimal number, behind which `*at` is moved. Not by sscanf(), which glibc 2.38
   gave a new version. */
static uintptr_t
address(const char **at)
{
    uintptr_t value = 0;
    for (;; (*at)++) {
        const char c = **at;
        const int letter = c >= 'a' && c <= 'f';
        if (!letter && (c < '0' || c > '9')) {
            return value;
        }
        value = value << 4 | (uintptr_t)(letter ? c - 'a' + 10 : c - '0');
    }
}

static uintptr_t
bottom_of(uintptr_t here)
{
    char line[300];
    struct rlimit limit;
    uintptr_t low = 0, high = 0;
    bool found = false;
    FILE *maps = fopen("/proc/self/maps", "re");
    while (maps && !found && fgets(line, sizeof line, maps)) {
        const char *at = line;
        low = address(&at);
        at += *at == '-';
        high = address(&at);
        found = here >= low && here < high;
    }
    if (maps) {
        fclose(maps);
    }
    if (found && strstr(line, "[stack]")) {     /* which grows up to its limit */
        const bool known = getrlimit(RLIMIT_STACK, &limit) == 0;
        const uintptr_t size = known && limit.rlim_cur < most ? limit.rlim_cur : most;
        return high - size < low ? high - size : low;
    }
    return found ? low : 0;
}
#endif

CBI_COLD bool
cbi_stack_ends(uintptr_t here)
{
    struct cbi_thread *s = &cbi_thread;
    if (s->bottom && here >= s->bottom) {
        return true;
    }
    if (s->top && !s->bottom && s->top - here < most) {
        const uintptr_t bottom = bottom_of(here);
        uintptr_t room = bottom ? s->top - bottom : unknown;
        room = room < most ? room : most;
        s->bottom = bottom ? bottom : s->top - room;
        s->limit = s->top - room / 2;
        return here < s->limit;
    }
    /* the first of this thread, or on another of its stacks */
    s->top = here;
    s->bottom = 0;
    s->limit = here - shallow;
    s->errno_at = &errno;
    return false;
}

CBI_COLD bool
cbi_is_deep(void)
{
    const uintptr_t stack = (uintptr_t)__builtin_frame_address(0);
    if (stack >= cbi_thread.limit || !cbi_stack_ends(stack)) {
        return false;
    }
    PyErr_SetString(PyExc_RecursionError, CBI_TOO_DEEP);
    return true;
}
