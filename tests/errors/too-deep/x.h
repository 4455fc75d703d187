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

typedef struct node node;
void node_free(node *n);
#define FOUR(x) node *x##1, node *x##2, node *x##3, node *x##4
node *node_new(FOUR(a), FOUR(b), FOUR(c), FOUR(d), node *one_more);
