// SPDX-License-Identifier: MIT
#include <stddef.h>
#include "carbide.h"

/* guess: x has n elements */
double sum(CB_SHAPE(n) const double *x, size_t n);

double sure(CB_SHAPE(n) const double *x, size_t n);

// guess, confirm first: p is one number, written
//   void later(CB_OUT int *p);

void behind(void);

/* guess: text has length elements;
   copy has length elements */
void copy(CB_SHAPE(length) const char *text, CB_OUT CB_SHAPE(length) char *copy,
          size_t length);

/* guess: an error raises */
int last(void);
