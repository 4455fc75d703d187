/* SPDX-License-Identifier: MIT
   plain_other.c: the second file of plain.c's program; both share one error per thread. */
#include "carbide.h"

int other_file(int n);

int
other_file(int n)
{
    return cb_raise(CB_KeyError, "n = %d", n), 0;
}
