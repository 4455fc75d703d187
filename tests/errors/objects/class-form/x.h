// SPDX-License-Identifier: MIT
#include "carbide.h"

typedef struct a a CB_CLASS();
typedef struct b b CB_CLASS(1, b_free);
typedef double c CB_CLASS(C, c_free);
typedef struct d *d CB_CLASS("other.D", d_free);
typedef struct g g CB_CLASS("pkg.other.G");
int g_area(const g *self);
typedef struct e *e CB_CLASS(E, free(+));
typedef struct f *f CB_CLASS(class, f_free);
