// The short ways: C that is straight, and numbers alone.
#include "carbide.h"

typedef struct Spot {
    double x, y;
} Spot;

static inline double Spot_scaled(const Spot *self, double by)
{
    return self->x * by;
}

static inline double Spot_apart(const Spot *self, const Spot *other)
{
    return self->x - other->x;
}

typedef struct Box {
    int wide;
} Box;

Box *Box_new(int wide);
void Box_free(Box *self);

static inline int Box_get_wide(const Box *self)
{
    return self->wide;
}

static inline void Box_set_wide(Box *self, int wide)
{
    self->wide = wide;
}

static inline _Bool Box_step(Box *self, int *left)
{
    *left = self->wide--;
    return *left > 0;
}
CB_NAME("Box.__next__") CB_OPT _Bool Box_step(Box *self, CB_OUT int *left);

static inline double Spot_sum(unsigned long n, CB_SHAPE(n) const Spot *const *all)
{
    return n ? all[0]->x : 0;
}
