// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

CB_EXCEPTION(Good, CB_ValueError, "good");
CB_EXCEPTION(Better, Good, "better");
CB_EXCEPTION(Bad, ValueError, "bad");
CB_EXCEPTION(Worse, "NoModule", "worse");
CB_EXCEPTION(Worst);
