#include <stddef.h>
#include "carbide.h"

void running_sum(size_t n, const double x[n], CB_OTU double y[n]);
