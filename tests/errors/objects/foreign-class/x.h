// SPDX-License-Identifier: MIT
#include "carbide.h"

typedef struct polygon CB_CLASS("pkg.geo.Polygon") polygon;
typedef struct two CB_CLASS("pkg..Two") two;
typedef struct own CB_CLASS("x.Own") own;
typedef struct ended CB_CLASS("pkg.geo.Ended", ended_free) ended;
typedef struct again CB_CLASS("pkg.geo.Again") CB_LOCK(reentrant) again;

double polygon_area(const polygon *p);
CB_NAME("Polygon.twice") double twice(const polygon *p);
void hold(polygon *p);
CB_OWNED(free) polygon *copy(const polygon *p);
polygon *find(int i);
double reentered(const again *p);
