// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

double good(double x);
void deep(double **********************************************************************************************************************************************************************************************************************************************************x);
#define TEN int, int, int, int, int, int, int, int, int, int
#define HUNDRED TEN, TEN, TEN, TEN, TEN, TEN, TEN, TEN, TEN, TEN
void wide(HUNDRED, HUNDRED, HUNDRED, HUNDRED, HUNDRED, HUNDRED, HUNDRED, HUNDRED,
          HUNDRED, HUNDRED, int one_more);
