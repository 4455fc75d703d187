/* SPDX-License-Identifier: MIT
   Golden: exceptions, statuses, markers of a typedef, ownership. */
#include <stdlib.h>

#include "carbide.h"

CB_EXCEPTION(ParseError, CB_ValueError, "The text could not be read.");
CB_RAISES(return < 0, CB_OSError) int open_device(const char *path);
typedef CB_RAISES(return != 0, ParseError, "status %d", return) int rc;
rc parse(const char *text, CB_OUT double *value);
CB_OWNED(free) char *join(const char *a, const char *b);
void primes(uint32_t below, CB_OUT CB_SHAPE(*n) CB_OWNED(free) uint32_t **p,
            CB_OUT size_t *n);
CB_GIL(held) void ring(void);
typedef struct wire wire;
wire *wire_open(const char *to);
CB_RAISES(return == 1, CB_OSError)
CB_RAISES(return != 0, ParseError, "status %d", return) int wire_close(wire *self);
