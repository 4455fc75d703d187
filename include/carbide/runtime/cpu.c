/* SPDX-License-Identifier: MIT
   carbide/runtime/cpu.c: which of a module's CPU levels runs here: 1 the baseline, 2 to 4
   those of x86-64 (its psABI). In: what the processor says, what of its registers the
   system saves, $CARBIDE_CPU. Out: the best level of the module that runs, or the one
   that was asked for, or ImportError. The first import in a process decides for all:
   the functions' static data exist once for each level. */
#include "carbide/runtime/small.h"

#include <stdlib.h>

/* ------------------------------------------------------------------ the processor */
/* What CPUID says: leaf 1 (ecx, edx), leaf 7 (ebx), leaf 0x80000001 (ecx); and XCR0, 0
   where the system does not use it. */
struct cpu_words {
    uint32_t ecx1, ebx7, ecx81;
    uint64_t xcr0;
};

enum {
    /* leaf 1: SSE3, SSSE3, CMPXCHG16B, SSE4.1, SSE4.2, POPCNT */
    ECX1_V2 = 1 << 0 | 1 << 9 | 1 << 13 | 1 << 19 | 1 << 20 | 1 << 23,
    /* FMA, MOVBE, OSXSAVE, AVX, F16C */
    ECX1_V3 = 1 << 12 | 1 << 22 | 1 << 27 | 1 << 28 | 1 << 29,
    OSXSAVE = 1 << 27,
    /* leaf 7: BMI1, AVX2, BMI2 */
    EBX7_V3 = 1 << 3 | 1 << 5 | 1 << 8,
    /* AVX512 DQ, CD, BW; F and VL stand beside */
    EBX7_V4 = 1 << 17 | 1 << 28 | 1 << 30,
    /* leaf 0x80000001: LAHF in 64-bit mode; LZCNT */
    ECX81_V2 = 1 << 0,
    ECX81_V3 = 1 << 5,
    /* XCR0: SSE and AVX registers; masks and the two halves of the 512-bit ones */
    XCR0_V3 = 1 << 1 | 1 << 2,
    XCR0_V4 = 1 << 5 | 1 << 6 | 1 << 7
};
#define EBX7_F_VL (1u << 16 | 1u << 31)

static bool
has(uint64_t word, uint64_t bits)
{
    return (word & bits) == bits;
}

static int
level_of(const struct cpu_words *w)
{
    if (!has(w->ecx1, ECX1_V2) || !has(w->ecx81, ECX81_V2)) {
        return 1;
    }
    if (!has(w->ecx1, ECX1_V3) || !has(w->ebx7, EBX7_V3) || !has(w->ecx81, ECX81_V3)
        || !has(w->xcr0, XCR0_V3)) {
        return 2;
    }
    return has(w->ebx7, EBX7_V4 | EBX7_F_VL) && has(w->xcr0, XCR0_V4) ? 4 : 3;
}

#if defined(__x86_64__)
#include <cpuid.h>

CBI_COLD static int
machine_level(void)
{
    struct cpu_words w = {0};
    unsigned a, b, c, d;
    if (__get_cpuid(1, &a, &b, &c, &d)) {
        w.ecx1 = c;
    }
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d)) {
        w.ebx7 = b;
    }
    if (__get_cpuid(0x80000001u, &a, &b, &c, &d)) {
        w.ecx81 = c;
    }
    if (w.ecx1 & OSXSAVE) {     /* else XGETBV is no instruction */
        uint32_t low, high;
        __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
        w.xcr0 = (uint64_t)high << 32 | low;
    }
    return level_of(&w);
}
#else
CBI_COLD static int
machine_level(void)
{
    const struct cpu_words none = {0};
    return level_of(&none);
}
#endif

/* --------------------------------------------------------------------- the choice */
/* "baseline, x86-64-v3": cut where it is longer than any list of levels. */
static void
list_levels(const struct cbi_cpu_level *levels, int n, char *to, size_t size)
{
    to[0] = '\0';
    for (int k = 0; k < n; k++) {
        const size_t used = strlen(to);
        if (used + strlen(levels[k].name) + 3 < size) {
            strcpy(to + used, k ? ", " : "");
            strcat(to, levels[k].name);
        }
    }
}

CBI_COLD static const struct cbi_cpu_level *
asked_for(const struct cbi_cpu_level *levels, int n, const char *module,
          const char *asked, int machine)
{
    static const char *const names[] = {
        "", "the baseline", "x86-64-v2", "x86-64-v3", "x86-64-v4"};
    char all[100];
    list_levels(levels, n, all, sizeof all);
    for (int k = 0; k < n; k++) {
        if (strcmp(levels[k].name, asked) != 0) {
            continue;
        }
        if (levels[k].level > machine) {
            PyErr_Format(PyExc_ImportError,
                         "%s: CARBIDE_CPU asks for %s, but this machine has no more than "
                         "%s; the module was built for %s", module, levels[k].name,
                         names[machine], all);
            return NULL;
        }
        return &levels[k];
    }
    PyErr_Format(PyExc_ImportError,
                 "%s: CARBIDE_CPU is '%s', but the module was built for %s; this machine "
                 "has %s", module, asked, all, names[machine]);
    return NULL;
}

CBI_COLD const struct cbi_cpu_level *
cbi_choose_cpu(const struct cbi_cpu_level *levels, int n, const char *module)
{
    static const struct cbi_cpu_level *chosen;
    const struct cbi_cpu_level *best = __atomic_load_n(&chosen, __ATOMIC_ACQUIRE);
    if (best) {
        return best;
    }
    const int machine = machine_level();
    const char *asked = getenv("CARBIDE_CPU");
    best = levels;
    if (asked && *asked) {
        best = asked_for(levels, n, module, asked, machine);
        if (!best) {
            return NULL;
        }
    }
    else {
        for (int k = 1; k < n; k++) {
            best = levels[k].level <= machine && levels[k].level > best->level
                   ? &levels[k] : best;
        }
    }
    const struct cbi_cpu_level *first = NULL;   /* in another interpreter, meanwhile */
    return __atomic_compare_exchange_n(&chosen, &first, best, false, __ATOMIC_ACQ_REL,
                                       __ATOMIC_ACQUIRE) ? best : first;
}
