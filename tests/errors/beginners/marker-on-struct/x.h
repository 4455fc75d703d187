#include "carbide.h"

/* A name for Python is all that can be said of a struct or an enum. */
struct CB_OUT point {
    double x;
};

enum CB_NAME("class") kind { SMALL, LARGE };

struct CB_NAME(Line) line {
    double length;
};

CB_NAMED("Box") struct box {
    double w;
};
