// SPDX-License-Identifier: MIT
#include "carbide.h"

typedef struct node node;
typedef struct tree tree;
tree *tree_new(void);                       // nothing frees it
node *node_first(node *self);               // who frees that one?
struct point { double x, y; };
struct point *find(int i);
