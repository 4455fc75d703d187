/* SPDX-License-Identifier: MIT
   carbide/runtime/lock_share.c: one set of lock functions for all modules of a process.
   In: this module's own; out: those of whichever module came first, so that they know
   the same threads and the same named locks. Another ABI of the table has another name,
   and its modules keep to themselves.

   With glibc a symbol that is unique in the process holds it, so that sub-interpreters
   share it too. Elsewhere the dict of the interpreter does; static data makes all
   interpreters that load one file agree, but a named lock of two modules that never met
   in one interpreter is then two locks. */
#include "carbide/runtime/small.h"

#define KEY "carbide.locks.1"   /* ends with CBI_LOCK_ABI */

static const struct cbi_lock_table *shared;

/* Whatever a later version added to the table, this version finds what it needs. */
static bool
serves(const struct cbi_lock_table *t)
{
    return t->abi == CBI_LOCK_ABI && t->size >= sizeof *t;
}

/* Of the whole process. False: there is no such place here. */
static bool
find_unique(const struct cbi_lock_table **found)
{
    *found = NULL;
#ifdef CBI_UNIQUE_SYMBOLS
    if (!&cbi_locks_place) {
        return false;
    }
    if (__atomic_compare_exchange_n(cbi_locks_place, found, &cbi_own_lock_table, false,
                                    __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        *found = &cbi_own_lock_table;
    }
#endif
    return *found;
}

/* Of this interpreter. NULL: an exception is set. */
static const struct cbi_lock_table *
find_in_interpreter(void)
{
    PyObject *dict = PyInterpreterState_GetDict(PyInterpreterState_Get());
    PyObject *own = PyCapsule_New((void *)&cbi_own_lock_table, KEY, NULL);
    PyObject *first = dict && own
                      ? PyObject_CallMethod(dict, "setdefault", "sO", KEY, own) : NULL;
    void *found = first ? PyCapsule_GetPointer(first, KEY) : NULL;
    cbi_drop(first);
    cbi_drop(own);
    return found;
}

const struct cbi_lock_table *
cbi_shared_locks(void)
{
    const struct cbi_lock_table *t = __atomic_load_n(&shared, __ATOMIC_ACQUIRE);
    if (!t && (find_unique(&t) || (t = find_in_interpreter()))) {
        t = serves(t) ? t : &cbi_own_lock_table;
        __atomic_store_n(&shared, t, __ATOMIC_RELEASE);
    }
    return t;
}
