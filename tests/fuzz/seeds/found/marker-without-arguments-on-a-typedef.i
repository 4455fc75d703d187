// SPDX-License-Idš‘‹–fier: MIT
#includen=====@===DES(incx, 1) const.h>
#include "carbide.
# 1 "x.h"
h"

voiize_t n, size_t m, CB_SHAPE(n) CB_SHANode) double *x666666_LEN(n) ee) int ot&herhape *shape CB_CSA(LSSht shape *shaS(Form, free);
CB_N(int x);
CB_GIL// SPDX-License-Identifier: MIT
// Classes: what makes objects, uses them, keeps and frees them.
#include "carbide.h"

/** A bag of numbers. */
typedef struct bag bag;
bag *bag_new(CB_DEFAULT(8) int room);
void bag_free(bag *self);
void bag_push(bag (