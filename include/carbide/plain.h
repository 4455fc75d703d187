/* SPDX-License-Identifier: MIT
   carbide/plain.h: cb_raise and its kin for C programs without Python. Included by
   carbide.h, not by hand. Every definition is weak, so that the files of a program
   share one copy, and with it one error per thread.

   The error stays until cb_reset(); the first one wins. Scratch memory is freed by
   cb_reset(), and where the C library can call back at the end of a thread, then. */
#ifndef CARBIDE_PLAIN_H
#define CARBIDE_PLAIN_H

#ifdef __cplusplus
}
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
extern "C" {
#define CB_THREAD_LOCAL thread_local
#else
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#define CB_THREAD_LOCAL _Thread_local
#endif

struct cb_block_ {              /* scratch memory lies behind it */
    struct cb_block_ *next;
};
struct cb_plain_ {
    struct cb_error error;
    struct cb_block_ *blocks;
    bool failed, registered;
    char text[4096];
};
extern CB_THREAD_LOCAL struct cb_plain_ cb_plain_;
__attribute__((weak)) CB_THREAD_LOCAL struct cb_plain_ cb_plain_;

__attribute__((weak)) void
cb_raise(cb_class cls, const char *format, ...)
{
    int saved = errno;
    if (!cb_plain_.failed) {
        cb_plain_.failed = true;
        cb_plain_.error.cls = cls;
        cb_plain_.error.errno_ = saved;
        cb_plain_.error.text = cb_plain_.text;
        cb_plain_.text[0] = '\0';
        if (format) {
            va_list args;
            va_start(args, format);
            if (vsnprintf(cb_plain_.text, sizeof cb_plain_.text, format, args) < 0) {
                cb_plain_.text[0] = '\0';
            }
            va_end(args);
        }
    }
    errno = saved;
}

__attribute__((weak)) bool
cb_check(void)
{
    return false;
}

__attribute__((weak)) const struct cb_error *
cb_error(void)
{
    return cb_plain_.failed ? &cb_plain_.error : NULL;
}

__attribute__((weak)) void
cb_reset(void)
{
    cb_plain_.failed = false;
    while (cb_plain_.blocks) {
        struct cb_block_ *block = cb_plain_.blocks;
        cb_plain_.blocks = block->next;
        free(block);
    }
}

#ifdef __linux__
/* glibc and others; NULL where it is missing: then only cb_reset() frees. */
extern int __cxa_thread_atexit_impl(void (*)(void *), void *, void *)
    __attribute__((weak));
extern void *__dso_handle __attribute__((visibility("hidden")));
#endif

/* Called when a thread ends. */
__attribute__((weak)) void cb_thread_ends_(void *unused);
__attribute__((weak)) void
cb_thread_ends_(void *unused)
{
    (void)unused;
    cb_reset();
}

__attribute__((weak)) void *
cb_scratch(size_t bytes)
{
    struct cb_block_ *block = NULL;
    if (bytes <= PTRDIFF_MAX - 64 - sizeof *block) {
        block = (struct cb_block_ *)malloc(sizeof *block + 63 + (bytes ? bytes : 1));
    }
    if (!block) {
        cb_raise(CB_MemoryError, "no memory for %zu bytes of scratch", bytes);
        return NULL;
    }
    block->next = cb_plain_.blocks;
    cb_plain_.blocks = block;
#ifdef __linux__
    if (!cb_plain_.registered && __cxa_thread_atexit_impl) {
        cb_plain_.registered = true;
        __cxa_thread_atexit_impl(cb_thread_ends_, NULL, &__dso_handle);
    }
#endif
    return (void *)(((uintptr_t)(block + 1) + 63) & ~(uintptr_t)63);
}

#undef CB_THREAD_LOCAL
#endif
