// SPDX-License-Identifier: MIT
// Tabs before the caret, and in front of it on the line.
#include "carbide.h"
#include <stddef.h>
	void	f(size_t n,	double *x);
void g(	size_t count,	CB_SHAPE(	cuont	) double *x);
