// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

int found(int x);
int lost(int x);
int _helper(int x);
