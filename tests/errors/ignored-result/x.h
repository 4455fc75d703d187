// SPDX-License-Identifier: MIT
#include "carbide.h"

CB_INIT int start(void);
CB_EXIT _Bool stop_(void);
CB_INIT const char *text(void);
CB_INIT CB_RAISES(return != 0, CB_RuntimeError, "status %d", return) int fine(void);
