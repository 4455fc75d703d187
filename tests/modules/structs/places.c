// SPDX-License-Identifier: MIT
// places.c: where C writes the structs that it returns. In: calls. Out: structs whose value
// says how far from its alignment their place is.
#include "structs.h"

static double misplacement(const void *at)
{
    uintptr_t place = (uintptr_t)at;
    __asm__("" : "+r"(place));      // or the compiler says what it ought to be
    return (double)(place % _Alignof(struct aligned));
}

double misplaced_argument(struct aligned a)
{
    return misplacement(&a);
}

struct aligned told_aligned(double value)
{
    return (struct aligned){ value };
}

#if defined __x86_64__ && defined __linux__
// A function that returns a large struct gets the address to write it to as its first
// argument, and returns it; so says the ABI, and so C can see it.
void *slot_of(void *slot) __asm__("misplaced");
void *slot_of_list(void *slot, int64_t n, const double *values) __asm__("misplaced_of");
void *slot_of_checked(void *slot) __asm__("misplaced_or");

void *slot_of(void *slot)
{
    *(double *)slot = misplacement(slot);
    return slot;
}

void *slot_of_list(void *slot, int64_t n, const double *values)
{
    *(double *)slot = n < 0 ? values[0] : misplacement(slot);
    return slot;
}

void *slot_of_checked(void *slot)
{
    *(double *)slot = misplacement(slot);
    return slot;
}
#else
struct aligned misplaced(void)
{
    return (struct aligned){ 0 };
}

struct aligned misplaced_of(int64_t n, const double *values)
{
    return (struct aligned){ n < 0 ? values[0] : 0 };
}

struct aligned misplaced_or(void)
{
    return (struct aligned){ 0 };
}
#endif
