// SPDX-License-Identifier: MIT
// Classes of other modules, whose headers may have said what they are there.
#include <stddef.h>
#include "carbide.h"

typedef CB_CLASS(Berth, berth_leave) int berth;
void _berth_leave(berth b);
typedef CB_CLASS(Ship, ship_sink) CB_LOCK(reentrant) struct ship ship;
typedef struct spot { double x, y[2]; } spot;

typedef CB_CLASS("fleet.harbor.Berth") int berth;
typedef CB_CLASS("fleet.harbor.Ship") struct ship ship;
typedef CB_CLASS("fleet.chart.spot") struct spot spot;

/* of this module, whatever the class has in its own */
enum { ship_most = 9 };

int where(CB_IN berth b);
int load(CB_IN ship *s, spot at);
const ship *best(size_t n, const ship *const s[n]);
CB_OWNED(sink(this, 1)) ship *build(spot at);
void sink(CB_TAKES ship *s, int deep);
typedef struct leg { spot from, to; } leg;
leg back(const leg *l);
