/* SPDX-License-Identifier: MIT
   carbide/runtime/spin.h: a word that is held over pointer reads and writes alone, for
   lists and tables that threads share: too short to wait otherwise. */
#ifndef CARBIDE_SPIN_H
#define CARBIDE_SPIN_H

#include <stdint.h>

static inline void
cbi_spin_take(uint32_t *word)
{
    while (__atomic_exchange_n(word, 1, __ATOMIC_ACQUIRE)) {
    }
}

static inline void
cbi_spin_give(uint32_t *word)
{
    __atomic_store_n(word, 0, __ATOMIC_RELEASE);
}

#endif
