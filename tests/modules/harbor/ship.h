// SPDX-License-Identifier: MIT
// What a ship is, to the C of both modules.
#ifndef SHIP_H
#define SHIP_H
struct ship {
    int cargo;
    struct ship *tender;
};
#endif
