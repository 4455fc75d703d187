/* SPDX-License-Identifier: MIT
   item.h: the struct that each rival makes a Python class of. */
#ifndef ITEM_H
#define ITEM_H

#include <stdint.h>

struct item {
    double x;
    int32_t n;
};

#endif
