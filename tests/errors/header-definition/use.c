// SPDX-License-Identifier: MIT
#include "x.h"

int right;
