/* SPDX-License-Identifier: MIT
   Linked into carbide's own translator, behind -Wl,--wrap=__libc_start_main.

   A program that is linked where glibc is 2.34 or newer asks for that version by what
   its start-up code calls, and by nothing else. The older version is there as well, and
   is the same function; what it adds, constructors of the program that only older ones
   ran from here, is nothing to a program that has none. */
#include <stdlib.h> /* says __GLIBC__ */

typedef int (*Main)(int, char **, char **);

#if defined(__GLIBC__) && defined(__x86_64__) && !defined(__ILP32__)
#define VERSION "2.2.5"
#elif defined(__GLIBC__) && defined(__aarch64__) && !defined(__ILP32__)
#define VERSION "2.17"
#elif defined(__GLIBC__) && defined(__i386__)
#define VERSION "2.0"
#endif

#ifdef VERSION
#define START old_start
__asm__(".symver old_start, __libc_start_main@GLIBC_" VERSION);
#else
#define START __real___libc_start_main
#endif

int START(Main, int, char **, void (*)(void), void (*)(void), void (*)(void), void *);
int __wrap___libc_start_main(Main, int, char **, void (*)(void), void (*)(void),
                             void (*)(void), void *);

int
__wrap___libc_start_main(Main main, int argc, char **argv, void (*init)(void),
                         void (*fini)(void), void (*end)(void), void *stack)
{
    return START(main, argc, argv, init, fini, end, stack);
}
