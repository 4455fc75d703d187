// SPDX-License-Identifier: MIT
#include "carbide.h"

typedef struct tree tree;
tree *tree_new(void);
void tree_free(tree *self);
CB_NAME("treee.size") int size_of(const tree *t);
CB_NAME("tree.__len__") int length(int n);
CB_NAME("tree.new") CB_NAME("tree.other") int twice(tree *t);
int tree_one(tree *t);
CB_NAME("tree.one") int other(tree *t);
CB_NAME("tree.a.b") int third(tree *t);
