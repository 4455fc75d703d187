// Functions that exist once for each level of CPU: --cpu.
#include "carbide.h"

double dot(int n, const double a[n], const double b[n]);
static inline double half(double x)
{
    return x / 2;
}
inline double twice(double x)
{
    return 2 * x;
}

const char *_last_error(void);
int _step_failed(int code);
CB_RAISES(_step_failed(return), CB_RuntimeError, "%s", _last_error())
int step(int x);

typedef struct counter counter;
counter *counter_new(int start);
int counter_next(counter *self);
void counter_free(counter *self);
