/* SPDX-License-Identifier: MIT
   carbide/runtime/spin.h: a word that is held over pointer reads and writes alone, for
   lists and tables that threads share: too short to wait otherwise.

   A fork needs no care where the thread is attached as long as it holds the word: with a
   GIL it is the one that forks, and without one os.fork() first stops all others where
   they detach (tests/machinery/test_fork.py). Who takes it detached needs a handler, as
   slots.c has it. */
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
