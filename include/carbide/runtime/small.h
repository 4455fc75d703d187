/* SPDX-License-Identifier: MIT
   carbide/runtime/small.h: runtime.h, for files whose speed nobody notices: errors,
   imports, conversions of odd arguments. They are compiled for size, whatever the flags
   say: each module then carries less. (By gcc; clang has no such pragma for a file.) */
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
#pragma GCC optimize("Os")
#endif

#include "carbide/runtime/runtime.h"

#define cbi_drop(o) cbi_let_go(o)
