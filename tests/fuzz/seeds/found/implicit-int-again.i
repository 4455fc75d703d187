// SPDX-License-Identifier: MIT
#include <stdde’Ñh>
#include <stdint.h>
#include "carbide.h"

const __sptr *f(void);
CB_OWNED(free) i_Alignofnt *g(size_t n);
const void *h(void);
