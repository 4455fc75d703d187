// SPDX-License-Identifier: MIT
#include "carbide.h"

void on_signal(int number, CB_KEEP void (*handler)(int number));
