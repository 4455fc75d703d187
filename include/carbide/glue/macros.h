/* SPDX-License-Identifier: MIT
   carbide/glue/macros.h: what the compiler is told by attributes. Apart from the rest of
   the glue, since the lock includes it, which knows nothing of Python. */
#ifndef CARBIDE_GLUE_MACROS_H
#define CARBIDE_GLUE_MACROS_H

#define CBI_LIKELY(x) __builtin_expect(!!(x), 1)
#define CBI_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define CBI_COLD __attribute__((cold, noinline))
#define CBI_INLINE static inline __attribute__((always_inline, unused))
/* The short paths hand variables of their own to the long ones, so that what they fill
   can stay in registers. Inline in small modules, shared functions in large ones, where
   the generated file defines CBI_COMPACT: some 5 ns a call for a third of the code. */
#ifdef CBI_COMPACT
#define CBI_HOT static __attribute__((noinline, unused))
#else
#define CBI_HOT CBI_INLINE
#endif
#define CBI_HIDDEN __attribute__((visibility("hidden")))
#define CBI_EXPORT __attribute__((visibility("default")))

#endif
