// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

CB_RAISES(return < 0, ValueError) int f(int x);
CB_RAISES(return < 0, ParseError) int g(int x);
CB_RAISES(return < 0, CB_ValueError, x) int h(int x);
CB_RAISES(return < 0, CB_ValueError) void k(int x);
CB_RAISES(return < 0, CB_ValueErr) int misspelt(int x);
