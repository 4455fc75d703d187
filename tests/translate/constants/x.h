// SPDX-License-Identifier: MIT
#ifndef X_H
#define X_H
#include <limits.h>
#include "carbide.h"

#define COUNT 3
#define NEGATIVE (-COUNT)
#define MASK (1u << 31 | 0x0Fu)
#define HUGE_NUMBER 18446744073709551615ull
#define RATIO 0.5
#define TEXT "two " "parts"
#define LETTER 'x'
#define TWICE (2 * COUNT)
#define API extern
#define SOME_VARIABLE some_variable
#define TWO_LETTERS 'xy'
#define _PRIVATE 1
#define GONE 2
#undef GONE
#define CHANGED 1
#undef CHANGED
#define CHANGED 2 /* the last one wins */

extern int some_variable;

/** A direction. */
enum direction { NORTH, SOUTH = 5, WEST, _INTERNAL };
enum __attribute__((flag_enum)) access { READ = 1, WRITE = 2, BOTH = READ | WRITE };
enum { ANONYMOUS = 7 };
typedef enum { FIRST, SECOND } order_t;
struct left_out { int x; };

CB_EXPORT(INT_MAX, "SCHAR_MA*");
CB_EXCEPTION(BaseError, CB_Exception, "The base.");
CB_EXCEPTION(OtherError, BaseError, "Another.");
CB_EXCEPTION(Foreign, "decimal.DecimalException", "From elsewhere.");

enum access widen(enum access a);
order_t next(order_t o);
#endif
